import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Salvage
@testable import Store

/// A look at a folder: it says sound of what opens and of nothing else, and what is lost of what does not.
struct FolderCheckTests {
  /// A desk of some commits, as a process leaves it that ended by itself or was killed.
  static func desk(
    _ commits: Int = 5, snapshotAfter: Int? = nil, isClosed: Bool = false, configures: Bool = false
  ) throws -> StoreFixture {
    let fixture = try StoreFixture(configures: configures)
    for commit in 0..<commits {
      if commit == snapshotAfter { try fixture.store.snapshot() }
      fixture.call()
      try fixture.commit()
    }
    if isClosed { try fixture.store.close() }
    let name = fixture.store.chain.journal.header.name
    try fixture.file(name).bytes.removeSubrange((fixture.store.chain.journal.position.end + 150)...)
    return fixture
  }

  /// The files of a desk, by path.
  static func bytes(_ disk: MemoryDisk) -> [String: [UInt8]] { disk.files.mapValues(\.bytes) }

  /// The folder's folderCheck, which leaves it as it was; checked to say what a start says.
  static func folderCheck(_ disk: MemoryDisk, _ note: String) throws -> FolderCheck {
    let before = bytes(disk)
    let folderCheck = try FolderCheck.read(StoreFixture.folder, disk: disk)
    #expect(bytes(disk) == before, "\(note)")
    do {
      let opened = try StoreFixture(disk.copy())
      #expect(folderCheck.outcome.isSound, "\(note): it opens, and \(folderCheck.findings)")
      #expect(
        folderCheck.last == opened.book.seq && folderCheck.lost.isEmpty && !folderCheck.mayBeMore,
        "\(note): \(folderCheck.lost)")
    } catch StoreError.open(let error) {
      #expect(!folderCheck.outcome.isSound, "\(note): \(error)")
      let place = error.place
      #expect(
        folderCheck.findings.contains { $0.file == place.file && !$0.isHarmless },
        "\(note): \(error), \(folderCheck.findings)")
    }
    return folderCheck
  }

  static let desks: [(snapshotAfter: Int?, isClosed: Bool)] = [(nil, false), (nil, true), (3, false), (4, true)]

  /// Every byte flipped, and the file cut there: sound is what opens, and nothing else.
  @Test(arguments: desks) func everyByte(_ snapshotAfter: Int?, _ isClosed: Bool) throws {
    let fixture = try Self.desk(snapshotAfter: snapshotAfter, isClosed: isClosed)
    for name in fixture.names {
      let size = try fixture.file(name).bytes.count
      for at in HeaderCopiesTests.offsets(size) {
        let disk = fixture.disk.copy()
        disk.files[StoreFixture.folder + "/" + name]?.bytes[at] ^= 0x5A
        let folderCheck = try Self.folderCheck(disk, "\(name) flipped at \(at)")
        if at < FileHeader.recordsStart {
          let findings = folderCheck.findings
          #expect(findings.map(\.file) == [name] && findings.allSatisfy(\.isHarmless), "\(name) at \(at): \(findings)")
        }
        disk.files[StoreFixture.folder + "/" + name]?.bytes.removeSubrange(at...)
        _ = try Self.folderCheck(disk, "\(name) cut at \(at)")
      }
    }
  }

  /// A file that is gone.
  @Test(arguments: desks) func missing(_ snapshotAfter: Int?, _ isClosed: Bool) throws {
    let fixture = try Self.desk(snapshotAfter: snapshotAfter, isClosed: isClosed)
    for name in fixture.names where fixture.names.count > 1 {
      let disk = fixture.disk.copy()
      disk.files[StoreFixture.folder + "/" + name] = nil
      let folderCheck = try Self.folderCheck(disk, "without \(name)")
      #expect(!folderCheck.outcome.isSound && (!folderCheck.lost.isEmpty || folderCheck.mayBeMore))
    }
  }

  /// Which changes are lost: those of the record that is damaged, and no other.
  @Test func lost() throws {
    let fixture = try Self.desk(10, isClosed: true)
    let file = try fixture.file("journal-1")
    let seed = fixture.store.chain.journal.header.recordSeed
    var at = FileHeader.recordsStart
    while let record = file.bytes.withUnsafeBytes({ bytes in
      Record(UnsafeRawBufferPointer(rebasing: bytes[at...]), at: at, seed: seed)
    }), !record.isMark {
      for offset in [at, at + 9, at + 31, record.end - 1] {
        let disk = fixture.disk.copy()
        disk.files[StoreFixture.folder + "/journal-1"]?.bytes[offset] ^= 1
        let folderCheck = try Self.folderCheck(disk, "byte \(offset)")
        #expect(
          folderCheck.lost == [record.seq...record.seq + record.count - 1], "byte \(offset): \(folderCheck.findings)")
        let finding = try #require(folderCheck.findings.first)
        #expect(finding.offset == at && finding.length == record.end - at && !folderCheck.mayBeMore)
      }
      at = record.end
    }
  }

  /// One copy of the header is lost: the other one is sound, and so is the desk. Records that are lost with the second
  /// one are lost alone.
  @Test(arguments: [0..<64, 0..<4_096, 4_096..<4_160, 4_096..<4_400]) func oneHeaderLost(_ lost: Range<Int>) throws {
    let fixture = try Self.desk(20)
    let disk = fixture.disk.copy()
    for at in lost { disk.files[StoreFixture.folder + "/journal-1"]?.bytes[at] = 0 }
    let folderCheck = try Self.folderCheck(disk, "no header in \(lost)")
    let hasRecords = lost.upperBound > FileHeader.recordsStart
    #expect(folderCheck.outcome.isSound != hasRecords && folderCheck.lost.isEmpty != hasRecords)
    #expect(folderCheck.readable >= fixture.book.seq - (hasRecords ? 8 : 0), "\(folderCheck.findings)")
    let finding = try #require(folderCheck.findings.first)
    #expect(finding.file == "journal-1" && finding.offset == lost.lowerBound && finding.length == 64)
    #expect(finding.isHarmless && finding.lost.isEmpty && folderCheck.findings.count == (hasRecords ? 2 : 1))
  }

  /// Both copies of the header are lost: the records of that file cannot be read, which the finding says, and all of
  /// the file is saved as it is.
  @Test(arguments: desks) func bothHeadersLost(_ snapshotAfter: Int?, _ isClosed: Bool) throws {
    let fixture = try Self.desk(snapshotAfter: snapshotAfter, isClosed: isClosed)
    for name in fixture.names {
      let disk = fixture.disk.copy()
      let file = try #require(disk.files[StoreFixture.folder + "/" + name])
      for start in [0, FileHeader.copyStart] { file.bytes[start + 20] ^= 1 }
      let folderCheck = try Self.folderCheck(disk, "no header of \(name)")
      let isJournal = name.hasPrefix("journal")
      let snapshotSeq = fixture.store.status.snapshotSeq
      #expect(folderCheck.readable == (isJournal ? snapshotSeq : fixture.book.seq - snapshotSeq), "\(name)")
      let finding = try #require(folderCheck.findings.first { $0.file == name })
      #expect(finding.what.contains("Without its header") && !finding.isHarmless, "\(finding)")
      #expect(finding.offset == 0 && finding.length == file.bytes.count)
      // A clean end has left word of how far the journal went.
      let isKnown = !isJournal || isClosed
      #expect(finding.mayBeMore == isJournal && finding.lost.isEmpty == !isKnown, "\(finding)")
      let report = try Salvage.write(folderCheck, to: SalvageTests.out, disk: disk)
      #expect(report.rawFiles == ["lost-\(name)-0"])
      #expect(disk.files[SalvageTests.out + "/lost-\(name)-0"]?.bytes == file.bytes)
    }
  }

  @Test func words() {
    let cases: [(lost: [ClosedRange<Int>], more: Bool, last: Int, words: String)] = [
      ([], false, 9, "nothing is known to be lost"),
      ([4...4], false, 9, "change 4 is lost; 5 to 9 behind can be read"),
      ([4...8], false, 9, "changes 4 to 8 are lost; change 9 behind can be read"),
      ([10...12], true, 9, "changes 10 to 12 are lost; and all that may have followed"),
      ([], true, 9, "what may have followed change 9 is lost"),
      ([10...12], false, 9, "changes 10 to 12 are lost"),
    ]
    for (lost, more, last, words) in cases { #expect(FolderCheck.words(lost, mayBeMore: more, last: last) == words) }
  }

  /// A folder without a desk, and one that another process has.
  @Test func refused() throws {
    let disk = MemoryDisk()
    #expect(throws: FolderCheck.Refusal.self) { try FolderCheck.read("/nowhere", disk: disk) }
    let fixture = try Self.desk()
    #expect(throws: StoreError.self) { try FolderGuard(StoreFixture.folder, disk: fixture.disk) }
    let copy = fixture.disk.copy()
    do {
      let others = try FolderGuard(StoreFixture.folder, disk: copy)
      // What is committed can be read meanwhile, and nothing written.
      let reader = try StoreFixture(copy)
      #expect(reader.book.seq == fixture.book.seq)
      #expect(throws: StoreError.self) { try reader.begin() }
      withExtendedLifetime(others) {}
    }
    #expect(try StoreFixture(copy).book.seq == fixture.book.seq)
    copy.files[StoreFixture.folder + "/presence"] = nil
    copy.files[StoreFixture.folder + "/lock"] = nil
    _ = try FolderGuard(StoreFixture.folder, disk: copy)
    #expect(copy.files[StoreFixture.folder + "/lock"] == nil)
  }
}
