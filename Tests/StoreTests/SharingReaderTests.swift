import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// Processes that started beside a held lock, and read without being members: what they do late, and what they find
/// when no member is left.
struct SharingReaderTests {
  let disk = MemoryDisk()
  let ledger = SharedLedger()

  /// A reader, started beside a member that holds the lock until then.
  private func reader(_ id: Int32, beside member: SharingProcess) throws -> SharingProcess {
    try member.begin()
    let reader = try SharingProcess(disk, id: id, ledger)
    try member.abort()
    #expect(reader.store.log.membership == nil)
    return reader
  }

  /// A user who may only read the files follows beside a held lock too, and is refused a write.
  @Test func mayOnlyRead() throws {
    let member = try SharingProcess(disk, id: 1, ledger)
    #expect(try member.drain(2))
    let process = MemoryProcess(disk, id: 2)
    let forbidden: Int32 = 13
    process.failure = { $0.name == "open" && [.change, .create].contains($0.mode) ? .init(forbidden) : nil }
    try member.begin()
    disk.paused = { _ in Issue.record("it waits") }
    let store = try Store.open(StoreFixture.folder, sync: .always, disk: process) { _ in }
    #expect(store.book.everything == ledger.everything)
    try member.abort()
    #expect(try member.drain(3))
    _ = try store.refresh()
    #expect(store.book.everything == ledger.everything)
    #expect(throws: StoreError.self) { try store.beginWrite().abort() }
    #expect(store.book.everything == ledger.everything && !process.holdsLock("lock"))
    #expect(try member.drain())
  }

  /// A reader that makes a snapshot catches up first, and gives the lock back.
  @Test(arguments: [false, true]) func makesASnapshot(isFirst: Bool) throws {
    let member = try SharingProcess(disk, id: 1, ledger)
    #expect(try member.drain(2))
    let reader = try reader(2, beside: member)
    #expect(try member.drain(3))
    if isFirst { member.process.kill() }
    try reader.store.snapshot()
    #expect(!reader.process.holdsLock("lock"))
    #expect(try reader.refresh().everything == ledger.everything)
    #expect(reader.store.status.snapshotSeq == ledger.seq)
    for member in [reader] + (isFirst ? [] : [member]) { #expect(try member.drain()) }
    #expect(try StoreFixture(disk.crashed(.dropped)).book.everything == ledger.everything)
  }

  /// A reader that finds itself the first member begins the index anew, and another reader follows it.
  @Test func joinsAsTheFirst() throws {
    let member = try SharingProcess(disk, id: 1, ledger)
    #expect(try member.drain(2))
    let (first, other) = (try reader(2, beside: member), try reader(3, beside: member))
    #expect(try member.drain())
    // Its last record is whole, and was not published.
    disk.before = { [unowned member] call in
      if call.name == "fdatasync", call.file == "journal-1" { member.process.kill() }
    }
    #expect(try !member.drain())
    disk.before = { _ in }
    let shown = try other.refresh().seq
    #expect(shown == ledger.seq)
    let version = try #require(other.store.log.index?.version)
    first.store.joinIfFree()
    #expect(first.store.log.membership?.isFirst == true)
    #expect(try first.refresh().seq > shown && #require(first.store.log.index?.version) > version + 1)
    #expect(try other.refresh().everything == first.store.book.everything)
    ledger.decide(by: first.store.book)
    #expect(try other.drain() && first.drain())
    #expect(other.store.log.membership?.isFirst == false)
  }

  /// The commit point is torn after a commit that a reader has not seen: it joins, and shows what was acknowledged.
  @Test(arguments: [false, true]) func commitPointIsTorn(isFirst: Bool) throws {
    let member = try SharingProcess(disk, id: 1, ledger)
    #expect(try member.drain(2))
    let reader = try reader(2, beside: member)
    #expect(try member.drain(2))
    let lock = try member.process.open(StoreFixture.folder + "/lock", .change)
    try [UInt8](repeating: 0xFF, count: 4).withUnsafeBytes {
      _ = try member.process.write(lock, $0, at: CommitIndex.offset + 64 + 24)
    }
    if isFirst { member.process.kill() }
    #expect(try reader.refresh().everything == ledger.everything)
    #expect(reader.store.log.membership?.isFirst == isFirst && !reader.process.holdsLock("lock"))
    #expect(try reader.drain() && (isFirst || member.drain()))
  }

  /// A reader that cannot read what the index names joins, and ends as a member would; it does not answer from what it
  /// read before.
  @Test func cannotRead() throws {
    let member = try SharingProcess(disk, id: 1, ledger)
    #expect(try member.drain(2))
    let reader = try reader(2, beside: member)
    try member.store.snapshot()
    #expect(try member.drain())
    reader.process.failure = { $0.name == "open" && $0.file == "journal-2" ? .init(MemoryDisk.ioError) : nil }
    #expect(throws: StoreError.self) { try reader.refresh() }
    // While another process holds the lock, no more is known.
    try member.begin()
    let other = try SharingProcess(disk, id: 3, ledger)
    try member.abort()
    #expect(try member.drain())
    try member.store.snapshot()
    #expect(try member.drain())
    try member.begin()
    other.process.failure = { $0.name == "open" && $0.file == "journal-3" ? .init(MemoryDisk.ioError) : nil }
    #expect(try other.isReader && other.refresh().seq < ledger.seq)
    try member.abort()
    other.process.failure = { _ in nil }
    #expect(try other.refresh().everything == ledger.everything)
  }

  enum Restored: CaseIterable { case inPlace, withoutTheLock, nothing }

  /// A reader does not become a member of a folder that has less than it has shown.
  @Test(arguments: Restored.allCases) func lessThanItHasShown(_ restored: Restored) throws {
    let member = try SharingProcess(disk, id: 1, ledger)
    #expect(try member.drain(2))
    let older = disk.copy()
    #expect(try member.drain(2))
    let reader = try reader(2, beside: member)
    member.process.kill()
    let journal = "\(StoreFixture.folder)/journal-1"
    for path in disk.files.keys where restored != .inPlace { disk.files[path] = nil }
    if restored == .inPlace { disk.files[journal]?.bytes = older.files[journal]?.bytes ?? [] }
    if restored == .withoutTheLock { disk.files[journal] = older.files[journal] }
    let names = disk.files.keys.sorted()
    #expect(throws: StoreError.self) { try reader.touch() }
    reader.store.joinIfFree()
    #expect(try reader.refresh().seq == ledger.seq)
    #expect(reader.store.log.membership == nil && !reader.process.holdsLock("lock"))
    #expect(disk.files.keys.sorted() == names)
  }

  /// A reader whose lock was replaced takes nothing of the new index, even where the versions are equal.
  @Test func lockIsReplaced() throws {
    let member = try SharingProcess(disk, id: 1, ledger)
    #expect(try member.drain(2) && member.drain())
    let reader = try reader(2, beside: member)
    member.process.kill()
    disk.files["\(StoreFixture.folder)/lock"] = nil
    let other = try SharingProcess(disk, id: 3, ledger)
    let known = reader.store.log.published.version
    while try #require(other.store.log.index?.version) < known { #expect(try other.drain()) }
    #expect(other.store.log.index?.version == known && other.store.book.seq > reader.store.book.seq)
    #expect(throws: StoreError.self) { try reader.touch() }
    #expect(try other.drain())
    #expect(try StoreFixture(disk.crashed(.dropped)).book.everything == ledger.everything)
  }
}
