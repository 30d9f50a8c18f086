import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Salvage
@testable import Store

/// What a salvage saves: all before the damage as it was, and after it all that still has its place.
struct SalvageTests {
  static let out = "/data/out"

  /// All changes of a folder that is sound.
  private static func changes(_ disk: MemoryDisk, _ folder: String) throws -> [Change] {
    let open = OpenFiles(LogFolder(disk, folder))
    let scan = try FolderCheck.read(folder, disk: disk)
    var changes: [Change] = []
    for segment in scan.plan.segments {
      let file = scan.scans[segment.scan]
      let seed = try #require(file.header).recordSeed
      var reader = RecordReader(try open.file(file.name), seed: seed, end: segment.bytes.upperBound)
      var at = segment.bytes.lowerBound
      while let (record, payload) = try reader.record(at: at) {
        var bytes = ByteReader(payload)
        for seq in record.seq..<record.seq + record.count { changes.append(try bytes.change(seq: seq)) }
        at = record.end
      }
    }
    return changes
  }

  /// A change with its numbers and texts, without its place and what it says of before; of a team, a channel or a group
  /// that is removed, that is all of it.
  private static func words(_ change: Change) -> String {
    let text = ChangeText(change)
    let isRemoval =
      switch change.what {
      case .team(_, .removed), .channel(_, .removed), .group(_, .removed): true
      default: false
      }
    return "\(change.at) \(change.by.number) \(isRemoval ? text.what : "\(text)") \(change.what.made)"
  }

  /// Salvages a damaged folder; checks all that must be true of any salvage.
  @discardableResult
  private static func salvage(_ disk: MemoryDisk, of fixture: StoreFixture, _ note: String) throws -> (
    Salvage.Report, Book
  ) {
    let before = disk.files.filter { $0.key.hasPrefix(StoreFixture.folder + "/") }.mapValues(\.bytes)
    let folderCheck = try FolderCheck.read(StoreFixture.folder, disk: disk)
    let report = try Salvage.write(folderCheck, to: out, disk: disk)
    for (path, bytes) in before { #expect(disk.files[path]?.bytes == bytes, "\(note): \(path)") }
    #expect(disk.files.count { $0.key.hasPrefix(StoreFixture.folder + "/") } == before.count, "\(note)")
    let again = try FolderCheck.read(out, disk: disk)
    #expect(again.outcome.isSound && again.findings.isEmpty && again.last == report.last, "\(note): \(again.findings)")
    let book = try Store.open(out, sync: .always, disk: disk.copy()) { Issue.record("\(note): \($0)") }.book
    #expect(book.seq == report.last && book.sizes.contacts == report.sizes.contacts, "\(note)")
    let (first, original) = (folderCheck.lost.first?.lowerBound ?? .max, try changes(fixture.disk, StoreFixture.folder))
    // A contact whose creation is not lost is the same one.
    for change in original where !folderCheck.lost.contains(where: { $0.contains(change.seq) }) {
      guard case .contact(let id, .created) = change.what, change.seq <= folderCheck.last else { continue }
      #expect(book.contains(id) && book[id].createdAt == fixture.book[id].createdAt, "\(note): \(id)")
    }
    let saved = try changes(disk, out)
    for (a, b) in zip(saved, original).prefix(min(first - 1, original.count)) { #expect("\(a)" == "\(b)", "\(note)") }
    // Every change is in the saved desk or in the list, exactly once.
    let list = String(decoding: disk.files[out + "/lost.txt"]?.bytes ?? [], as: UTF8.self)
    let aside = list.matches(of: /(?m)^change ([0-9]+),/).compactMap { Int($0.1) }
    #expect(aside.count == report.setAside && Set(aside).count == aside.count, "\(note)")
    let kept = original.filter { change in
      change.seq <= folderCheck.last && !aside.contains(change.seq)
        && !report.lost.contains { $0.contains(change.seq) }
    }
    #expect(saved.filter { $0.cause != .importing }.map(words) == kept.map(words), "\(note)")
    #expect(report.kept + report.setAside == folderCheck.readable, "\(note)")
    let rehearsed = try Salvage.rehearse(folderCheck, disk: disk)
    #expect(rehearsed.last == report.last && rehearsed.kept == report.kept)
    return (report, book)
  }

  /// Every byte flipped, and cut there: one record is lost at the most, with what names what it made.
  @Test(arguments: FolderCheckTests.desks) func everyByte(_ snapshotAfter: Int?, _ isClosed: Bool) throws {
    let fixture = try FolderCheckTests.desk(
      14, snapshotAfter: snapshotAfter, isClosed: isClosed, configures: true)
    for name in fixture.names {
      let size = try fixture.file(name).bytes.count
      for at in HeaderCopiesTests.offsets(size) where at % 5 == 0 {
        let disk = fixture.disk.copy()
        disk.files[StoreFixture.folder + "/" + name]?.bytes[at] ^= 0x5A
        let (report, _) = try Self.salvage(disk, of: fixture, "\(name) flipped at \(at)")
        let lost = report.lost.reduce(0) { $0 + $1.count }
        #expect(lost <= 3 || name.hasPrefix("snapshot"), "\(name) flipped at \(at): \(report.lost)")
        #expect(report.isWhole || at >= FileHeader.recordsStart, "\(name) flipped at \(at): \(report.lost)")
        let cut = fixture.disk.copy()
        cut.files[StoreFixture.folder + "/" + name]?.bytes.removeSubrange(at...)
        try Self.salvage(cut, of: fixture, "\(name) cut at \(at)")
      }
    }
  }

  /// A sound desk is copied: the same book.
  @Test(arguments: FolderCheckTests.desks) func copied(_ snapshotAfter: Int?, _ isClosed: Bool) throws {
    let fixture = try FolderCheckTests.desk(
      30, snapshotAfter: snapshotAfter, isClosed: isClosed, configures: true)
    let disk = fixture.disk.copy()
    let (report, book) = try Self.salvage(disk, of: fixture, "sound")
    #expect(report.isWhole && book.everything == fixture.book.everything)
    #expect(disk.files[Self.out + "/lost.txt"] == nil)
  }

  /// Files of two desks are not mixed: the one with the most changes is saved, and the other one is reported.
  @Test func twoDesks() throws {
    let fixture = try FolderCheckTests.desk(30, snapshotAfter: 20)
    let other = try StoreFixture(seed: 9)
    for _ in 0..<25 { other.call(); try other.commit() }
    try other.store.snapshot()
    other.call()
    try other.commit()
    let disk = fixture.disk.copy()
    disk.files[StoreFixture.folder + "/journal-2"] = other.disk.copy().files[StoreFixture.folder + "/journal-2"]
    let folderCheck = try FolderCheckTests.folderCheck(disk, "mixed")
    #expect(folderCheck.findings.contains { $0.file == "journal-2" && $0.offset == 56 }, "\(folderCheck.findings)")
    let report = try Salvage.write(folderCheck, to: Self.out, disk: disk)
    let original = try Self.changes(fixture.disk, StoreFixture.folder).prefix(report.last)
    #expect(report.last > 20 && report.setAside == 0)
    #expect(try Self.changes(disk, Self.out).map { "\($0)" } == original.map { "\($0)" })
  }

  /// Records are lost in the middle of a large desk: contacts after them keep their numbers, and changes of the lost
  /// contacts are listed with their text.
  @Test(arguments: [5, 7, 11] as [UInt64]) func run(_ seed: UInt64) throws {
    let fixture = try StoreFixture(seed: seed, configures: true)
    for _ in 0..<400 { fixture.call(); try fixture.commit() }
    try fixture.store.close()
    let end = fixture.store.chain.journal.position.end
    let disk = fixture.disk.copy()
    for at in end / 3..<end / 3 + 3_000 { disk.files[StoreFixture.folder + "/journal-1"]?.bytes[at] = 0xEE }
    let (report, book) = try Self.salvage(disk, of: fixture, "run")
    #expect(report.lost.count == 1 && report.placeholders[.contact, default: 0] > 0 && report.setAside > 0)
    #expect(book.sizes.contacts == fixture.book.sizes.contacts)
    for number in 1...book.sizes.contacts {
      let (new, old) = (book[ContactID(number)], fixture.book[ContactID(number)])
      for identity in new.identities {
        #expect(old.author(numbered: identity.number)?.profile.isSame(as: identity.profile) == true)
      }
    }
    let list = String(decoding: try #require(disk.files[Self.out + "/lost.txt"]).bytes, as: UTF8.self)
    #expect(list.contains(" is lost") && list.contains("    text: Message "), "\(list.prefix(2_000))")
    #expect(disk.files.keys.contains { $0.hasPrefix(Self.out + "/lost-journal-1-") })
  }

  /// What others wrote is set in and shown: none of it acts on a terminal, or looks like a mark of the list.
  @Test func theListIsPlain() throws {
    let fixture = try FolderCheckTests.desk(5)
    let disk = fixture.disk.copy()
    let folderCheck = try FolderCheck.read(StoreFixture.folder, disk: disk)
    let list = try SalvageList(LogFolder(disk, StoreFixture.folder), folderCheck)
    let hostile = "a\u{1B}[2J\u{9B}m\u{202E}b\u{2066}c\u{200F}\nchange 1, x\u{2028}change 2, y\rchange 3\u{85}change 4"
    // More than what is gathered before it is written.
    let text = String(repeating: hostile + "\n", count: 1_000)
    let added = NoteChange.added(nil, Note.Body(text: text, mentions: []), authorName: "Anna\u{202E}\n")
    let change = Change(
      seq: 7, at: Timestamp(milliseconds: 0), by: AgentNumber(1), what: .note(NoteID(1), of: ContactID(1), added))
    try list.add(Salvage.Place(file: "journal-1\u{202E}\n", offset: 56), change, "contact-1 is\nlost")
    let path = StoreFixture.folder + "/" + Salvage.listName + LogFolder.unfinished
    let written = String(decoding: try #require(disk.files[path]).bytes, as: UTF8.self)
    for scalar in written.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control, "\(scalar.value)")
      #expect(!(0x2028...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
    }
    #expect(written.split(separator: "\n").filter { $0.hasPrefix("change ") }.count == 1)
    #expect(written.contains(#"journal-1\u{202e}\u{a}, byte 56"#))
    #expect(
      written.contains("\n      change 1, x\n      change 2, y\n      change 3\n      change 4\n"),
      "\(written.suffix(300))")
    #expect(written.contains(#"a\u{1b}[2J\u{9b}m\u{202e}b\u{2066}c\u{200f}"# + "\n"))
  }

  /// Each record of a small desk lost in turn, and each with one that follows later.
  @Test func everyRecord() throws {
    let fixture = try FolderCheckTests.desk(60, configures: true)
    let journal = StoreFixture.folder + "/journal-1"
    let open = OpenFiles(LogFolder(fixture.disk, StoreFixture.folder))
    defer { withExtendedLifetime(open) {} }
    let journalInUse = fixture.store.chain.journal
    var reader = RecordReader(
      try open.file("journal-1"), seed: journalInUse.header.recordSeed, end: journalInUse.position.end)
    var places: [Int] = []
    var at = FileHeader.recordsStart
    while let (record, _) = try reader.record(at: at) {
      if !record.isMark { places.append(record.end - 1) }
      at = record.end
    }
    #expect(places.count == 60)
    var (lost, kept, aside) = (0, 0, 0)
    for (index, place) in places.enumerated() {
      for second in [place, places[(index + 7) % places.count]] {
        let disk = fixture.disk.copy()
        disk.files[journal]?.bytes[place] ^= 1
        if second != place { disk.files[journal]?.bytes[second] ^= 1 }
        let (report, _) = try Self.salvage(disk, of: fixture, "record \(index) lost")
        lost += report.lost.reduce(0) { $0 + $1.count }
        (kept, aside) = (kept + report.kept, aside + report.setAside)
      }
    }
    // With a look-up, its answers go too.
    #expect(aside * 15 < kept && lost * 20 < kept, "\(kept) kept, \(aside) set aside, \(lost) lost")
  }

  /// A salvage that cannot be written leaves no desk, and a folder that is not empty is refused.
  @Test func refused() throws {
    let fixture = try FolderCheckTests.desk(20)
    for name in ["write", "fdatasync", "rename", "open"] {
      for number in 1...6 {
        let disk = fixture.disk.copy()
        let folderCheck = try FolderCheck.read(StoreFixture.folder, disk: disk)
        var count = 0
        disk.fault = { call in
          guard call.name == name else { return nil }
          count += 1
          return count >= number ? MemoryDisk.full : nil
        }
        do {
          _ = try Salvage.write(folderCheck, to: Self.out, disk: disk)
        } catch {
          disk.fault = { _ in nil }
          #expect(disk.files[Self.out + "/journal-1"] == nil, "\(name) \(number)")
          #expect(throws: (any Error).self) { try Salvage.write(folderCheck, to: StoreFixture.folder, disk: disk) }
        }
      }
    }
  }
}
