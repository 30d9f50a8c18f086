import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// Ways to lose acknowledged changes, each of which the product once had. The explorer's mutations of the protocol
/// (`SharingModel.Mutation`) found them; these tests try them on the store itself.
struct SharingHoleTests {
  let disk = MemoryDisk()
  let ledger = SharedLedger()

  /// Kills a process when a call is about to be made.
  private func kill(_ member: SharingProcess, before isIt: @escaping (MemoryDisk.Call) -> Bool) {
    disk.before = { [unowned member] call in if !member.process.isKilled && isIt(call) { member.process.kill() } }
  }

  private func killed(_ member: SharingProcess, _ count: Int = 1, before isIt: @escaping (MemoryDisk.Call) -> Bool)
    throws
  {
    kill(member, before: isIt)
    do { _ = try member.drain(count) } catch {}
    disk.before = { _ in }
    #expect(member.process.isKilled)
  }

  /// Kills a process that has synced its record, and of the page's has written a half.
  private func killedWithinThePage(_ member: SharingProcess) throws {
    var (isSynced, isHalf) = (false, false)
    member.process.failure = { call in
      if call.name == "fdatasync" && call.file == "journal-1" { isSynced = true }
      guard isSynced, call.name == "write", call.file == "lock" else { return nil }
      isHalf = true
      return .init(MemoryDisk.ioError, .part)
    }
    try killed(member) { _ in isHalf }
  }

  private func failing(_ member: SharingProcess, _ failure: @escaping (MemoryDisk.Call) -> MemoryDisk.Failure?) throws {
    member.process.failure = failure
    #expect(try !member.drain())
    member.process.failure = { _ in nil }
  }

  private static let full = MemoryDisk.Failure(MemoryDisk.full)
  private static let io = MemoryDisk.Failure(MemoryDisk.ioError)

  private func compare(_ found: StoreFixture, _ what: String) {
    #expect(found.book.seq == ledger.seq, "\(what): found \(found.book.seq), acknowledged \(ledger.seq)")
  }

  /// A process that finds the next journal, and cannot make its name durable, does not take it for the published one
  /// the next time.
  @Test func findsTheNextTwice() throws {
    let (a, b) = (try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger))
    #expect(try a.drain() && b.drain())
    // B begins the next journal, and is killed before it could sync its name.
    b.process.failure = { $0.name == "fdatasync" && $0.file == "journal-1" ? Self.io : nil }
    var isNamed = false
    try killed(b) { call in
      if call.name == "rename" { isNamed = true }
      return isNamed && call.name == "open"
    }
    a.process.failure = { $0.name == "open" && $0.mode == .folder ? Self.io : nil }
    #expect(throws: StoreError.self) { try a.touch() }
    a.process.failure = { _ in nil }
    #expect(try a.drain())
    compare(try StoreFixture(disk.crashed(.dropped)), "after a loss of power")
  }

  /// Of several calls the first are there, and one of which a part was written: nothing is refused for it.
  @Test func findsWholeAndTorn() throws {
    let (a, b) = (try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger))
    #expect(try a.drain() && b.drain())
    b.process.leavesHalf = true
    try killed(b, 6) { $0.name == "write" && $0.file == "journal-1" }
    let before = ledger.seq
    #expect(try a.drain())
    #expect(ledger.acknowledged.count > 3 && ledger.seq > before + 1)
    #expect(disk.files.keys.contains { $0.contains("torn") })
    compare(try StoreFixture(disk.crashed(.dropped)), "after a loss of power")
  }

  @Test func stampsAfterRepairing() throws {
    let (a, b, c) = (
      try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger),
      try SharingProcess(disk, id: 3, ledger)
    )
    #expect(try a.drain() && b.drain())
    // C is killed before it synced.
    try killed(c) { $0.name == "fdatasync" && $0.file == "journal-1" }
    // A finds it, and can neither sync it nor begin the next journal.
    a.process.failure = {
      $0.name == "fdatasync" && $0.file == "journal-1" || $0.name == "open" && $0.mode == .create ? Self.full : nil
    }
    #expect(throws: StoreError.self) { try a.touch() }
    a.process.failure = { _ in nil }
    // B mends it, and goes on.
    #expect(try b.drain() && b.drain())
    // A comes again, and is killed once the next journal has its name.
    var isNamed = false
    try killed(a) { call in
      if call.name == "rename" { isNamed = true }
      return isNamed && call.name == "write" && call.file == "lock"
    }
    ledger.undecided = []
    #expect(isNamed)
    #expect(try b.drain())  // acknowledged
    let acknowledged = ledger.seq
    let e = try SharingProcess(disk, id: 5, ledger)
    try e.begin()
    #expect(e.store.book.seq >= acknowledged, "E, with the lock: \(e.store.book.seq), acknowledged \(acknowledged)")
    compare(try StoreFixture(disk.crashed(.killed)), "after all were killed")
  }

  @Test func voidsWhatOthersHave() throws {
    let (a, b) = (try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger))
    #expect(try b.drain() && a.drain())
    var isSynced = false
    try failing(a) { call in
      if call.name == "fdatasync" && call.file == "journal-1" { isSynced = true }
      guard isSynced else { return nil }
      return call.name == "write" && call.file == "lock" || call.name == "open" && call.mode == .create
        ? Self.full : nil
    }
    #expect(a.failure?.isUndecided == true)
    #expect(try b.drain() && b.drain())
    try killedWithinThePage(b)
    ledger.undecided = []
    let acknowledged = ledger.seq
    try a.begin()
    #expect(a.store.book.seq >= acknowledged, "A, with the lock: \(a.store.book.seq), acknowledged \(acknowledged)")
    try a.abort()
    let found = try StoreFixture(disk.crashed(.killed))
    #expect(found.book.seq >= acknowledged, "found \(found.book.seq), acknowledged \(acknowledged)")
  }

  @Test func showsWhatItFound() throws {
    let (a, c) = (try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 3, ledger))
    #expect(try a.drain() && c.drain())
    try killed(c) { $0.name == "fdatasync" && $0.file == "journal-1" }
    ledger.undecided = []
    let acknowledged = ledger.seq
    a.process.failure = {
      $0.name == "fdatasync" && $0.file == "journal-1" || $0.name == "open" && $0.mode == .create ? Self.full : nil
    }
    #expect(throws: StoreError.self) { try a.touch() }
    a.process.failure = { _ in nil }
    let shown = try a.refresh().seq
    #expect(shown == acknowledged, "shown \(shown), committed \(acknowledged)")
    let found = try StoreFixture(disk.crashed(.dropped))
    #expect(found.book.seq >= shown, "shown \(shown), left by a loss of power: \(found.book.seq)")
  }

  @Test func removesAName() throws {
    let (a, b, c) = (
      try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger),
      try SharingProcess(disk, id: 3, ledger)
    )
    #expect(try a.drain() && b.drain())
    try killed(c) { $0.name == "fdatasync" && $0.file == "journal-1" }
    ledger.undecided = []
    a.process.failure = { $0.name == "fdatasync" && ["journal-1", "desk"].contains($0.file) ? Self.io : nil }
    #expect(throws: StoreError.self) { try a.touch() }
    a.process.failure = { _ in nil }
    try b.touch()
    #expect(try !b.store.refresh())
    // B published what it found; from here on it counts.
    let found = b.store.book.seq - ledger.seq
    let changes = ledger.acknowledged.count
    #expect(found > 0 && changes > 0)
    var write = try b.store.beginWrite()
    let begun = b.store.book.seq
    var drawn = DrawnCalls(seed: 77)
    try write.stage(drawn.next(b.store.book))
    try write.commit()
    let acknowledged = b.store.book.seq
    #expect(acknowledged > begun)
    var worst = acknowledged
    for seed in 0..<64 {
      do { worst = min(worst, try StoreFixture(disk.crashed(.partly(seed: UInt64(seed)))).book.seq) } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
    #expect(worst >= acknowledged, "acknowledged \(acknowledged), left by a loss of power: \(worst)")
  }

  @Test func forgetsTheNames() throws {
    let c = try SharingProcess(disk, id: 1, ledger)
    #expect(try c.drain())
    var isNamed = false
    c.process.failure = { $0.name == "fdatasync" && $0.file == "journal-1" ? Self.io : nil }
    try killed(c) { call in
      if call.name == "rename" { isNamed = true }
      return isNamed && call.name == "fdatasync" && call.file == "desk"
    }
    ledger.undecided = []
    let process = MemoryProcess(disk, id: 4)
    process.failure = { $0.name == "fdatasync" && $0.file == "desk" ? Self.io : nil }
    let d = try Store.open(StoreFixture.folder, sync: .always, disk: process) { _ in }
    #expect(d.failure != nil)
    let e = try SharingProcess(disk, id: 5, ledger)
    #expect(try e.drain())
    let acknowledged = ledger.seq
    do {
      let found = try StoreFixture(disk.crashed(.dropped))
      #expect(
        found.book.seq == acknowledged, "acknowledged \(acknowledged), left by a loss of power: \(found.book.seq)")
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func voidsWhatOthersAcknowledged() throws {
    let (b, c) = (try SharingProcess(disk, id: 2, ledger), try SharingProcess(disk, id: 3, ledger))
    #expect(try b.drain() && c.drain() && c.drain())
    let acknowledged = ledger.seq
    try killedWithinThePage(c)
    ledger.undecided = []
    b.process.failure = { $0.name == "write" && $0.file == "lock" ? Self.io : nil }
    #expect(throws: StoreError.self) { try b.touch() }
    b.process.failure = { _ in nil }
    try b.begin()
    #expect(b.store.book.seq >= acknowledged, "B, with the lock: \(b.store.book.seq), acknowledged \(acknowledged)")
    try b.abort()
    let found = try StoreFixture(disk.crashed(.killed))
    #expect(found.book.seq >= acknowledged, "found \(found.book.seq), acknowledged \(acknowledged)")
  }
}
