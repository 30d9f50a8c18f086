import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Salvage
@testable import Store

/// Files that are not as they were written: they are recovered whole or reported, never passed over, never guessed.
struct DamageTests {
  /// A desk of some commits, with the offset after each record; the first is the header's end.
  static func desk(_ commits: Int = 8, snapshotAfter: Int? = nil) throws -> (fixture: StoreFixture, ends: [Int]) {
    let fixture = try StoreFixture()
    var ends = [fixture.store.chain.journal.position.end]
    for commit in 0..<commits {
      if commit == snapshotAfter { try fixture.store.snapshot() }
      fixture.call()
      try fixture.commit()
      ends.append(fixture.store.chain.journal.position.end)
    }
    return (fixture, ends)
  }

  private static func open(_ fixture: StoreFixture, changing name: String, _ change: (inout [UInt8]) -> Void)
    -> StoreFixture?
  {
    // Another boot: of this one, the commit index says what was there.
    let disk = fixture.disk.crashed(.kept)
    guard let content = disk.files[StoreFixture.folder + "/" + name] else { return nil }
    // Fewer zeros: they are looked at byte by byte, again and again.
    let end = fixture.store.chain.journal.position.end
    if name.hasPrefix("journal") { content.bytes.removeSubrange(max(8_192, end + 2_000)...) }
    change(&content.bytes)
    do { return try StoreFixture(disk) } catch let error as StoreError {
      #expect(error.exitCode == 65, "\(error)")
      return nil
    } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  /// Every byte changed: of one copy of the header, and of the zeros between the two, it is reported, costs nothing and
  /// is left as it is; of an acknowledged record it is refused. Only of the last one, and only where the process did
  /// not end by itself, may it read like a torn write: then it is reported. A byte of the zeros after it is reported
  /// too, unless it may be of a mark, and costs nothing.
  @Test(arguments: [0x01, 0x80, 0xFF] as [UInt8], [false, true]) func everyByte(_ flip: UInt8, isClosed: Bool) throws {
    // Its last record lies within a block, and does not end with a zero.
    let (fixture, ends) = try Self.desk(8)
    var (start, end) = (ends[ends.count - 2], ends[ends.count - 1])
    if isClosed {
      try fixture.store.close()
      #expect(fixture.store.chain.journal.state == .marked)
      start = end
    }
    // Refused, or reported.
    var refused = 0
    let (bytes, mark) = (try fixture.file("journal-1").bytes, Self.mark(of: fixture))
    for at in HeaderCopiesTests.offsets(end + 200) {
      let opened = Self.open(fixture, changing: "journal-1") { $0[at] ^= flip }
      if at < FileHeader.recordsStart {
        let opened = try #require(opened, "byte \(at)")
        #expect(
          opened.log.count == 1 && HeaderCopiesTests.isReport(opened.log[0], "journal-1", at),
          "byte \(at): \(opened.log)")
        #expect(opened.book.everything == fixture.book.everything, "byte \(at)")
        #expect(try opened.file("journal-1").bytes[at] == bytes[at] ^ flip, "byte \(at)")
        refused += 1
      } else if at < start {
        #expect(opened == nil, "byte \(at)")
        refused += 1
      } else if let opened {
        let isLastLost = at < end
        let isTold = opened.log.count == 2 && opened.names.contains { $0.hasPrefix("torn-1-") }
        // The last two words of a mark may be any.
        let isOfMark =
          (end..<end + 24).contains(at) && [0, mark[at - end]].contains(bytes[at] ^ flip)
          || (end + 24..<end + Record.headerBytes).contains(at)
        #expect(isTold != isOfMark, "byte \(at)")
        let expected = isLastLost ? try Self.desk(7).fixture.book.everything : fixture.book.everything
        #expect(opened.book.everything == expected, "byte \(at)")
      } else {
        #expect(at >= start && at < end, "byte \(at)")
        refused += 1
      }
    }
    // Of the last record too, all but a few: where a byte at its ends is zero now, or was all the time.
    let count = HeaderCopiesTests.offsets(end).count
    #expect(refused > count - 8, "\(refused) of \(count)")
  }

  /// The mark that ends a desk's journal, or would.
  private static func mark(of fixture: StoreFixture) -> [UInt8] {
    var mark = ByteWriter(capacity: Record.headerBytes)
    let journal = fixture.store.chain.journal
    mark.mark(seq: fixture.book.seq + 1, at: journal.position.end, next: 0, seed: journal.header.recordSeed)
    return mark.withBytes { Array($0) }
  }

  /// Only the header of a record reached the disk, or a part of it: that is reported, and its bytes are saved. Zeros
  /// follow it, or what is left of the mark that it was written over.
  @Test(arguments: [false, true]) func tornWithinTheHeader(isClosed: Bool) throws {
    let (fixture, ends) = try Self.desk()
    let (end, before) = (ends[ends.count - 1], try fixture.reopened().book.everything)
    let next = try StoreFixture(fixture.disk.copy())
    for _ in 0..<2 { next.call() }
    try next.commit()
    let header = try Array(next.file("journal-1").bytes[end..<end + Record.headerBytes])
    #expect(header[0] != 0)
    if isClosed { try fixture.store.close() }
    let mark = isClosed ? Self.mark(of: fixture) : [UInt8](repeating: 0, count: Record.headerBytes)
    for count in 1...Record.headerBytes {
      let there = Array(header[..<count] + mark[count...])
      let opened = try #require(
        Self.open(fixture, changing: "journal-1") { $0.replaceSubrange(end..<end + 32, with: there) })
      let saved = try opened.file("torn-1-\(end)").bytes
      #expect(saved.elementsEqual(there[...(there.lastIndex { $0 != 0 } ?? 0)]), "\(count) bytes")
      #expect(opened.log.count == 2 && opened.log[0].contains("journal-1") && opened.log[0].contains("byte \(end)"))
      #expect(opened.book.everything == before, "\(count) bytes")
      opened.call()
      #expect(try opened.commit())
      let again = try opened.reopened()
      #expect(again.log == [] && again.book.everything == opened.book.everything, "\(count) bytes")
    }
  }

  /// A mark is not synced: whatever part of it is missing, nothing is reported. Neither is a tail of zeros.
  @Test func tornMark() throws {
    let (fixture, ends) = try Self.desk()
    let end = ends[ends.count - 1]
    try fixture.store.close()
    for missing in (0...32).flatMap({ from in (from...32).map { from..<$0 } }) {
      let opened = Self.open(fixture, changing: "journal-1") { bytes in
        for at in missing { bytes[end + at] = 0 }
      }
      #expect(opened?.log == [] && opened?.book.everything == fixture.book.everything, "without \(missing)")
      #expect(opened?.names.contains { $0.hasPrefix("torn") } == false, "without \(missing)")
    }
  }

  /// Cut at any byte, those of the header's copies included: whole as long as 64 zeros follow the last record, else
  /// refused.
  @Test func everyCut() throws {
    let (fixture, ends) = try Self.desk()
    for size in 0...max(8_192, ends[ends.count - 1] + 200) {
      let opened = Self.open(fixture, changing: "journal-1") { $0.removeSubrange(size...) }
      if size < ends[ends.count - 1] + Journal.zerosMin {
        #expect(opened == nil, "cut at \(size)")
      } else {
        #expect(opened?.book.everything == fixture.book.everything && opened?.log == [], "cut at \(size)")
      }
    }
  }

  /// A write of three records that was cut short at any byte: what came before is whole, the calls are whole, and the
  /// torn write is logged. Changes can be added, and nothing is logged again.
  @Test func torn() throws {
    let (fixture, ends) = try Self.desk()
    let before = try fixture.reopened()
    for _ in 0..<3 { fixture.call() }
    try fixture.commit()
    let (start, end) = (ends[ends.count - 1], fixture.store.chain.journal.position.end)
    for cut in start + 1..<end {
      let opened = try #require(
        Self.open(fixture, changing: "journal-1") { bytes in
          for at in cut..<end { bytes[at] = 0 }
        })
      let lost = opened.book.seq < fixture.book.seq
      #expect(opened.book.seq >= before.book.seq)
      let isBorder = opened.log == []
      #expect(isBorder || lost, "cut at \(cut)")
      guard !isBorder else { continue }
      #expect(opened.log.count == 2 && opened.names.contains("journal-2"))
      opened.call()
      #expect(try opened.commit())
      let again = try opened.reopened()
      #expect(again.log == [] && again.book.everything == opened.book.everything, "cut at \(cut)")
    }
  }

  /// The disk wrote the last part of one write and not the first: none of it was acknowledged, so it is no damage.
  @Test func tornAtTheFront() throws {
    let (fixture, ends) = try Self.desk()
    let before = try fixture.reopened().book.everything
    for _ in 0..<3 { fixture.call() }
    try fixture.commit()
    let start = ends[ends.count - 1]
    let opened = Self.open(fixture, changing: "journal-1") { bytes in
      for at in start..<start + 16 { bytes[at] = 0 }
    }
    #expect(opened?.book.everything == before && opened?.log.count == 2)
  }

  /// The bytes of a torn write are saved, all of them.
  @Test func savesTornBytes() throws {
    let (fixture, ends) = try Self.desk()
    let end = ends[ends.count - 1]
    let left: [UInt8] = [1, 0, 2, 3] + [UInt8](repeating: 0, count: 29) + [4]
    let opened = Self.open(fixture, changing: "journal-1") { $0.replaceSubrange(end..<end + 35, with: left + [0]) }
    #expect(try opened?.file("torn-1-\(end)").bytes == left)
    #expect(opened?.log.first?.contains("byte \(end)") == true)
  }

  /// Records of another file do not pass, whatever they hold: a customer may write what looks like one.
  @Test func foreignRecords() throws {
    let (fixture, ends) = try Self.desk()
    let other = try StoreFixture(seed: 5)
    for _ in 0..<3 { other.call(); try other.commit() }
    let foreign = try Array(
      other.file("journal-1").bytes[FileHeader.recordsStart..<other.store.chain.journal.position.end])
    let end = ends[ends.count - 1]
    let opened = Self.open(fixture, changing: "journal-1") {
      $0.replaceSubrange(end..<end + foreign.count, with: foreign)
    }
    let half = Self.open(fixture, changing: "journal-1") { $0.replaceSubrange(end..<end + 60, with: foreign[..<60]) }
    // Refused, or reported as a torn write if it may be one.
    for opened in [opened, half] {
      #expect(opened == nil || (opened?.book.everything == fixture.book.everything && opened?.log.count == 2))
    }
  }

  /// Sound records whose changes do not follow, or are none, are refused: they were not written by us.
  @Test func recordsThatDoNotFollow() throws {
    let (mira, nobody) = (ContactID(1), ContactID(99))
    let profile = Identity.Profile(network: .x, externalId: "a")
    let vip = Vip(promotedBy: AgentNumber(1), promotedAt: Timestamp(milliseconds: 0), reason: nil)
    let new = ConversationChange.statusSet(Edit(.resolved, to: .new), assignee: nil, waitingSince: nil)
    let changes: [Change.What] = [
      .contact(nobody, .vipDemoted(vip)), .contact(nobody, .created(name: "a", identities: [], labels: [])),
      .contact(mira, .identityRemoved(9, profile, values: [])), .contact(nobody, .named("a")),
      .note(NoteID(99), of: mira, .removed(Note.Body(text: "a", mentions: []))),
      .schema(.reordered(Edit([1], to: [1]))), .schema(.removed(AttributeDefinition.numbered(99), at: 0)),
      .conversation(ConversationID(1), of: mira, .assigned(Edit(nil, to: AgentNumber(9)))),
      .conversation(ConversationID(99), of: mira, new), .conversation(ConversationID(1), of: nobody, new),
      .agent(AgentNumber(9), .renamed(Edit("a", to: "b"))),
      .agent(AgentNumber(9), .recorded(id: "a", name: "a", role: .admin)),
    ]
    for what in changes {
      let (fixture, _) = try Self.desk()
      let (start, seq) = (fixture.store.chain.journal.position.end, fixture.book.seq + 1)
      var record = ByteWriter(capacity: 256)
      let first = record.beginRecord()
      record.change(Change(seq: seq, at: Timestamp(milliseconds: 0), by: AgentNumber(1), what: what))
      record.endRecord(first, seq: seq, count: 1, synced: start, seed: fixture.store.chain.journal.header.recordSeed)
      let bytes = record.withBytes { Array($0) }
      try fixture.file("journal-1").bytes.replaceSubrange(start..<start + bytes.count, with: bytes)
      #expect(StoreTests.exitCode { _ = try fixture.reopened() } == 65, "\(what)")
    }
  }

  /// A change that only a later version knows, in a record whose checksums are right, is no damage: nothing is called
  /// lost, and nothing is cut off.
  @Test(arguments: [0, 1, 2]) func aChangeOfALaterVersion(_ place: Int) throws {
    let (fixture, ends) = try Self.desk()
    let start = ends[ends.count - 2]
    // Time and author are those of the change that was there; then a cause, a noun, a case of none of ours.
    let change: [UInt8] = [0, 1] + [[9], [0, 99], [0, 2, 1, 99]][place]
    var record = ByteWriter(capacity: 64)
    let first = record.beginRecord()
    change.withUnsafeBytes { record.bytes($0) }
    let header = fixture.store.chain.journal.header
    record.endRecord(first, seq: fixture.book.seq, count: 1, synced: start, seed: header.recordSeed)
    let file = try fixture.file("journal-1")
    file.bytes.replaceSubrange(start..., with: record.withBytes { Array($0) })
    do {
      _ = try StoreFixture(fixture.disk.copy())
      Issue.record("it opened")
    } catch StoreError.open(.laterVersion(let name, let what)) {
      #expect(name == "journal-1" && what.hasPrefix("change \(fixture.book.seq): expected "))
    }
    let folderCheck = try FolderCheck.read(StoreFixture.folder, disk: fixture.disk.copy())
    #expect(folderCheck.outcome.isOfAnotherVersion)
    #expect(throws: Salvage.Refusal.self) { try Salvage.write(folderCheck, to: "/saved", disk: fixture.disk.copy()) }
  }

  /// A folder with a file of another desk, or of an older copy of this one, that would fit by number and `seq`.
  @Test func filesOfAnotherDesk() throws {
    let desks = try (0..<2).map { _ in try Self.desk(6, snapshotAfter: 4).fixture }
    #expect(desks[0].book.everything == desks[1].book.everything)
    for name in ["journal-2", "snapshot-2"] {
      let disk = desks[0].disk.copy()
      disk.files[StoreFixture.folder + "/" + name] = desks[1].disk.copy().files[StoreFixture.folder + "/" + name]
      #expect(StoreTests.exitCode { _ = try StoreFixture(disk) } == 65, "\(name)")
    }
  }

  /// The journal that took the place of one that failed is missed when it is gone.
  @Test func theJournalThatFollows() throws {
    let (fixture, _) = try Self.desk()
    let failing = fixture.disk.calls.count + 7
    fixture.disk.fault = { $0.number == failing ? MemoryDisk.ioError : nil }
    fixture.call()
    #expect(try !fixture.commit())
    fixture.call()
    #expect(try fixture.commit())
    #expect(fixture.names == ["journal-1", "journal-2"])
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
    for name in fixture.names {
      let disk = fixture.disk.copy()
      disk.files[StoreFixture.folder + "/" + name] = nil
      #expect(StoreTests.exitCode { _ = try StoreFixture(disk) } == 65, "without \(name)")
    }
  }

  /// All of a desk's files but the lock are gone: that is no new desk. Without the lock it is.
  @Test func nothingLeft() throws {
    let (fixture, _) = try Self.desk()
    let disk = fixture.disk.copy()
    disk.files[StoreFixture.folder + "/journal-1"] = nil
    #expect(StoreTests.exitCode { _ = try StoreFixture(disk) } == 65)
    disk.files[StoreFixture.folder + "/lock"] = nil
    #expect(try StoreFixture(disk).book.seq == 0)
  }

  /// Zeros in the place of the end, or an older copy of the journal, look sound: the lock says that there was more.
  @Test(arguments: [true, false]) func lessThanThereWas(areZeros: Bool) throws {
    let (fixture, ends) = try Self.desk()
    try fixture.store.close()
    let older = try fixture.file("journal-1").bytes
    let last = try fixture.reopened()
    last.call()
    try last.commit()
    try last.store.close()
    let disk = last.disk.copy()
    if areZeros {
      for at in ends[ends.count - 2]..<older.count { disk.files[StoreFixture.folder + "/journal-1"]?.bytes[at] = 0 }
    } else {
      disk.files[StoreFixture.folder + "/journal-1"]?.bytes = older
    }
    #expect(StoreTests.exitCode { _ = try StoreFixture(disk) } == 65)
    disk.files[StoreFixture.folder + "/lock"] = nil
    #expect(try StoreFixture(disk).log == [])
  }

  /// A name is not a count: whatever number a stray file has, it is a gap and reported as one, or it is not a file of a
  /// desk.
  @Test(arguments: [
    ("journal-3", 65), ("journal-2000000000", 65), ("snapshot-2", 65), ("journal-99999999999", nil),
    ("journal-9223372036854775807", nil), ("thesis.new", nil),
  ])
  func aStrayName(_ name: String, code: Int32?) throws {
    let fixture = try StoreFixture()
    fixture.call()
    try fixture.commit()
    fixture.disk.close(try fixture.disk.open(StoreFixture.folder + "/" + name, .create))
    #expect(StoreTests.exitCode { _ = try fixture.reopened() } == code)
    #expect(fixture.names.contains(name))
  }

  /// A snapshot is made when its journal is there: where that is gone, it does not matter what the snapshot is, and the
  /// one before it does not have all.
  @Test(arguments: [false, true]) func theJournalOfADamagedSnapshotIsGone(isMarked: Bool) throws {
    let fixture = try StoreFixture()
    for _ in 0..<5 { fixture.call() }
    try fixture.commit()
    let end = fixture.store.chain.journal.position.end
    fixture.disk.fault = { $0.name == "unlink" ? MemoryDisk.ioError : nil }
    try fixture.store.snapshot()
    fixture.disk.fault = { _ in nil }
    fixture.call()
    try fixture.commit()
    #expect(fixture.names == ["journal-1", "journal-2", "snapshot-2"])
    // The mark that names the next journal is written and not synced.
    if !isMarked { for at in end..<end + Record.headerBytes { try fixture.file("journal-1").bytes[at] = 0 } }
    try fixture.file("snapshot-2").bytes[FileHeader.recordsStart + 36] ^= 1
    try fixture.disk.remove(StoreFixture.folder + "/journal-2")
    #expect(StoreTests.exitCode { _ = try fixture.reopened() } == 65)
  }

  @Test func missingFiles() throws {
    let (fixture, _) = try Self.desk(8, snapshotAfter: 4)
    #expect(fixture.names == ["journal-2", "snapshot-2"])
    for name in fixture.names {
      let disk = fixture.disk.copy()
      disk.files[StoreFixture.folder + "/" + name] = nil
      #expect(StoreTests.exitCode { _ = try StoreFixture(disk) } == 65, "without \(name)")
    }
  }

  /// Every byte of a snapshot: of a copy of the header, or of the zeros between, it is reported; of a record it is
  /// refused, because nothing else has what it holds.
  @Test func everyByteOfASnapshot() throws {
    let (fixture, _) = try Self.desk(6, snapshotAfter: 5)
    let size = try fixture.file("snapshot-2").bytes.count
    for at in HeaderCopiesTests.offsets(size) {
      let opened = Self.open(fixture, changing: "snapshot-2") { $0[at] ^= 0x10 }
      #expect((opened != nil) == (at < FileHeader.recordsStart), "byte \(at)")
      if let opened {
        #expect(
          opened.log.count == 1 && HeaderCopiesTests.isReport(opened.log[0], "snapshot-2", at),
          "byte \(at): \(opened.log)")
        #expect(opened.book.everything == fixture.book.everything, "byte \(at)")
      }
      #expect(Self.open(fixture, changing: "snapshot-2") { $0.removeSubrange(at...) } == nil, "cut at \(at)")
    }
    #expect(Self.open(fixture, changing: "snapshot-2") { $0.append(0) } == nil)
  }
}

extension AttributeDefinition {
  /// Some definition with this number.
  fileprivate static func numbered(_ number: Int) -> AttributeDefinition {
    AttributeDefinition(
      number: number, key: "key", label: "Key", format: .text, options: [], isEnabled: true, isLookup: false,
      isCRMManaged: false, isAgentEditable: true)
  }
}
