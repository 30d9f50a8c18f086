import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

/// Other programs write over the files of a folder, or change what is in it, while processes have it open: `cp`, a
/// backup that is restored, a synchronised folder, an operator. Nothing is acknowledged that the next start does not
/// find, what is known is shown, and what is lost is reported.
struct ChangedFolderTests {
  private static let folder = StoreFixture.folder

  /// What another program does to a folder, of which it has an older copy.
  enum Act: CaseIterable {
    case lockOlder, lockEmptied, lockOfZeros, lockOfAnotherDesk
    case lockRemoved, lockReplaced, presenceRemoved, presenceReplaced
    case journalOlder, journalRemoved, journalEmptied, allOlder, allEmptied, allRemoved

    func apply(_ disk: MemoryDisk, older: [String: [UInt8]]) throws {
      // A moment after the last commit.
      disk.clock += 100
      func file(_ name: String) throws -> MemoryDisk.Content { try #require(disk.files[folder + "/" + name]) }
      func overwriteByOlder(_ name: String) throws { try file(name).overwrite(try #require(older[name])) }
      func remove(_ name: String) { disk.files[folder + "/" + name] = nil }
      func replace(_ name: String) throws { disk.files[folder + "/" + name] = try file(name).duplicate }
      switch self {
      case .lockOlder: try overwriteByOlder("lock")
      case .lockEmptied: try file("lock").overwrite([])
      case .lockOfZeros: try file("lock").overwrite([UInt8](repeating: 0, count: CommitIndex.fileBytes))
      case .lockOfAnotherDesk:
        let other = try StoreFixture()
        for _ in 0..<9 { other.call() }
        try other.commit()
        try file("lock").overwrite(try other.file("lock").bytes)
      case .lockRemoved: remove("lock")
      case .lockReplaced: try replace("lock")
      case .presenceRemoved: remove("presence")
      case .presenceReplaced: try replace("presence")
      case .journalOlder: try overwriteByOlder("journal-1")
      case .journalRemoved: remove("journal-1")
      case .journalEmptied: try file("journal-1").overwrite([])
      case .allOlder: for name in ["lock", "presence", "journal-1"] { try overwriteByOlder(name) }
      case .allEmptied: for name in ["lock", "presence", "journal-1"] { try file(name).overwrite([]) }
      case .allRemoved: for name in ["lock", "presence", "journal-1"] { remove(name) }
      }
    }

    private var folder: String { ChangedFolderTests.folder }

    /// Whether nothing is lost, and the process goes on.
    var isHealed: Bool {
      switch self {
      case .lockOlder, .lockEmptied, .lockOfZeros, .lockOfAnotherDesk: true
      case .lockRemoved, .lockReplaced, .presenceRemoved, .presenceReplaced: false
      case .journalOlder, .journalRemoved, .journalEmptied, .allOlder, .allEmptied, .allRemoved: false
      }
    }

    /// What the next start comes to, of a process that could not write: the exit code, or nil if it finds all.
    var nextStart: Int32? {
      switch self {
      case .lockOlder, .lockEmptied, .lockOfZeros, .lockOfAnotherDesk: nil
      case .lockRemoved, .lockReplaced, .presenceRemoved, .presenceReplaced: nil
      case .journalOlder, .journalRemoved, .journalEmptied, .allOlder, .allEmptied: 65
      // A folder without a desk gets a new one.
      case .allRemoved: nil
      }
    }
  }

  private struct Desk {
    let fixture: StoreFixture
    let older: [String: [UInt8]]
    let everything: [String]

    init() throws {
      fixture = try StoreFixture()
      for _ in 0..<3 { fixture.call() }
      #expect(try fixture.commit())
      older = fixture.disk.files.reduce(into: [:]) {
        $0[String($1.key.split(separator: "/").last ?? "")] = $1.value.bytes
      }
      for _ in 0..<5 {
        fixture.call()
        #expect(try fixture.commit())
      }
      everything = fixture.book.everything
    }
  }

  /// The act, then a read and a write: the write is refused, or everything is there at the next start.
  @Test(arguments: Act.allCases) func beforeAWrite(_ act: Act) throws {
    let desk = try Desk()
    let fixture = desk.fixture
    try act.apply(fixture.disk, older: desk.older)
    _ = try fixture.store.refresh()
    #expect(fixture.book.everything == desk.everything, "a read shows something else")
    var refusal: StoreError?
    do throws(StoreError) { try fixture.begin() } catch { refusal = error }
    if act.isHealed {
      #expect(refusal == nil)
      fixture.call()
      #expect(try fixture.commit())
      #expect(try fixture.reopened().book.everything == fixture.book.everything)
      return
    }
    let reason = try #require(refusal)
    #expect(!reason.advice.isEmpty && fixture.store.failure != nil, "\(reason)")
    #expect(fixture.log.filter { $0.contains("changes are refused") }.count == 1, "\(fixture.log)")
    #expect(fixture.book.everything == desk.everything, "what is refused is shown")
    try expectNextStart(act, desk)
  }

  /// The act, then a second without a call: the log says what happened, and no write is needed to learn it.
  @Test(arguments: Act.allCases) func beforeATick(_ act: Act) throws {
    let desk = try Desk()
    try act.apply(desk.fixture.disk, older: desk.older)
    desk.fixture.store.checkFolder()
    _ = try desk.fixture.store.refresh()
    desk.fixture.disk.clock += 1_000
    desk.fixture.store.checkFolder()
    #expect(desk.fixture.book.everything == desk.everything)
    #expect((desk.fixture.store.failure == nil) == act.isHealed, "\(desk.fixture.log)")
    #expect(desk.fixture.store.status.fault?.cause.advice.isEmpty != true)
    try expectNextStart(act, desk)
  }

  private func expectNextStart(_ act: Act, _ desk: Desk) throws {
    desk.fixture.write = nil
    let code = StoreTests.exitCode {
      let next = try desk.fixture.reopened()
      let isWhole = next.book.everything == desk.everything
      #expect(isWhole || act == .allRemoved && next.book.seq == 0, "changes are gone, and nobody says so")
    }
    #expect(code == act.nextStart)
  }

  /// The act while another process has the folder open, too: neither shows or acknowledges what the other does not
  /// find.
  @Test(arguments: Act.allCases) func betweenTwo(_ act: Act) throws {
    let desk = try Desk()
    let disk = desk.fixture.disk
    let other = try Store.open(Self.folder, sync: .always, disk: disk) { _ in }
    try act.apply(disk, older: desk.older)
    _ = try other.refresh()
    #expect(other.book.everything == desk.everything)
    do {
      try desk.fixture.begin()
      desk.fixture.call()
      #expect(try desk.fixture.commit())
      #expect(act.isHealed)
    } catch { #expect(!act.isHealed, "\(error)") }
    _ = try other.refresh()
    #expect(other.book.everything == desk.fixture.book.everything)
    var write: WriteTransaction?
    do throws(StoreError) { write = try other.beginWrite() } catch { #expect(!act.isHealed, "\(error)") }
    if let write = write.take() {
      #expect(act.isHealed)
      try write.abort()
    }
  }

  /// A snapshot that is gone, or another file, is noticed within a second: no start would find the desk without it.
  /// Once it is back, changes are taken.
  @Test(arguments: ["removed", "replaced", "shortened"]) func snapshot(_ act: String) throws {
    let desk = try Desk()
    let fixture = desk.fixture
    try fixture.store.snapshot()
    fixture.call()
    #expect(try fixture.commit())
    let everything = fixture.book.everything
    let (path, content) = (Self.folder + "/snapshot-2", try fixture.file("snapshot-2"))
    let bytes = content.bytes
    switch act {
    case "removed": fixture.disk.files[path] = nil
    case "replaced": fixture.disk.files[path] = content.duplicate
    default: content.overwrite(Array(bytes.dropLast(100)))
    }
    for _ in 0..<3 { fixture.store.checkFolder() }
    #expect(throws: StoreError.self) { try fixture.begin() }
    #expect(fixture.book.everything == everything && fixture.store.status.fault != nil)
    #expect(fixture.log.filter { $0.contains("snapshot-2") }.count == 1, "\(fixture.log)")
    content.overwrite(bytes)
    fixture.disk.files[path] = content
    try fixture.begin()
    fixture.call()
    #expect(try fixture.commit())
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }

  /// Commit points that no process wrote, with the right checksum: none makes the process trap, show something else,
  /// or acknowledge what the next start does not find.
  @Test(arguments: [
    "version 1", "version max", "seq max", "seq 2^52", "seq back", "journal 2", "journal 2^40", "journal max",
    "snapshot 1", "end max", "end back", "allocatedEnd max",
  ])
  func forgedPoint(_ forged: String) throws {
    let desk = try Desk()
    var point = try #require(desk.fixture.store.log.index?.point())
    point.version += 1
    switch forged {
    case "version 1": point.version = 1
    case "version max": point.version = .max
    case "seq max": point.position.inJournal.seq = .max
    case "seq 2^52": point.position.inJournal.seq = 1 << 52
    case "seq back": point.position.inJournal.seq = 3
    case "journal 2": point.position.journal = 2
    case "journal 2^40": point.position.journal = 1 << 40
    case "journal max": point.position.journal = .max
    case "snapshot 1": point.position.snapshot = 1
    case "end max": (point.position.inJournal.end, point.position.inJournal.allocatedEnd) = (.max, .max)
    case "end back": (point.position.inJournal.end, point.position.inJournal.synced) = (4_160, 4_160)
    default: point.position.inJournal.allocatedEnd = .max
    }
    try desk.fixture.store.log.index?.publish(point)
    do {
      _ = try desk.fixture.store.refresh()
      #expect(desk.fixture.book.everything == desk.everything)
      try desk.fixture.begin()
      desk.fixture.call()
      #expect(try desk.fixture.commit())
      #expect(try desk.fixture.reopened().book.everything == desk.fixture.book.everything)
    } catch let error as StoreError {
      #expect(error.exitCode == 65 && !error.advice.isEmpty, "\(error)")
      // The files are sound: without the index, a start finds all.
      desk.fixture.disk.files[Self.folder + "/lock"] = nil
      #expect(try desk.fixture.reopened().book.everything == desk.everything)
    }
  }

  /// A process that finds no other by the lock of `presence` looks on the index: the members hold a file that somebody
  /// removed.
  @Test(arguments: [Act.presenceRemoved, .presenceReplaced], [false, true])
  func living(_ act: Act, isExclusive: Bool) throws {
    let desk = try Desk()
    try act.apply(desk.fixture.disk, older: desk.older)
    // On this disk, all processes live that the index names, except this one.
    let other = MemoryProcess(desk.fixture.disk, id: 7)
    do {
      _ = try Store.open(Self.folder, sync: .always, isExclusive: isExclusive, disk: other) { _ in }
      Issue.record("a second group of processes has the folder")
    } catch {
      guard case .inUse(_, [desk.fixture.disk.process]) = error else { throw error }
    }
  }
}
