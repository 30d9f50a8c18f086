import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// Ways to lose what was told, each of which the product once had: they were found by the explorer's wrong protocols
/// (`SharingModel.Mutation`), and are tried here on the store itself.
struct SharingHoleTests {
  let disk = MemoryDisk()
  let ledger = SharedLedger()

  /// Kills a process when a call is about to be made.
  private func kill(_ sharer: Sharer, before isIt: @escaping (MemoryDisk.Call) -> Bool) {
    disk.before = { [unowned sharer] call in if !sharer.process.isKilled && isIt(call) { sharer.process.kill() } }
  }

  private func killed(_ sharer: Sharer, _ count: Int = 1, before isIt: @escaping (MemoryDisk.Call) -> Bool) throws {
    kill(sharer, before: isIt)
    do { _ = try sharer.drain(count) } catch {}
    disk.before = { _ in }
    #expect(sharer.process.isKilled)
  }

  /// Kills a process that has synced its record, and of the page's has written a half.
  private func killedWithinThePage(_ sharer: Sharer) throws {
    var (isSynced, isHalf) = (false, false)
    sharer.process.failure = { call in
      if call.name == "fdatasync" && call.file == "journal-1" { isSynced = true }
      guard isSynced, call.name == "write", call.file == "lock" else { return nil }
      isHalf = true
      return .init(MemoryDisk.ioError, .part)
    }
    try killed(sharer) { _ in isHalf }
  }

  private func failing(_ sharer: Sharer, _ failure: @escaping (MemoryDisk.Call) -> MemoryDisk.Failure?) throws {
    sharer.process.failure = failure
    #expect(try !sharer.drain())
    sharer.process.failure = { _ in nil }
  }

  private static let full = MemoryDisk.Failure(MemoryDisk.full)
  private static let io = MemoryDisk.Failure(MemoryDisk.ioError)

  private func compare(_ found: Kept, _ what: String) {
    #expect(found.book.seq == ledger.seq, "\(what): found \(found.book.seq), told \(ledger.seq)")
  }

  /// Whoever finds the next journal, and cannot make its name safe, does not take it for the page's the next time.
  @Test func findsTheNextTwice() throws {
    let (a, b) = (try Sharer(disk, id: 1, ledger), try Sharer(disk, id: 2, ledger))
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
    compare(try Kept(disk.crashed(.dropped)), "behind a loss of power")
  }

  /// Of several calls the first are there, and one of which a part was written: nothing is refused for it.
  @Test func findsWholeAndTorn() throws {
    let (a, b) = (try Sharer(disk, id: 1, ledger), try Sharer(disk, id: 2, ledger))
    #expect(try a.drain() && b.drain())
    b.process.leavesHalf = true
    try killed(b, 6) { $0.name == "write" && $0.file == "journal-1" }
    let before = ledger.seq
    #expect(try a.drain())
    #expect(ledger.told.count > 3 && ledger.seq > before + 1)
    #expect(disk.files.keys.contains { $0.contains("torn") })
    compare(try Kept(disk.crashed(.dropped)), "behind a loss of power")
  }

  @Test func signsBehindMending() throws {
    let (a, b, c) = (try Sharer(disk, id: 1, ledger), try Sharer(disk, id: 2, ledger), try Sharer(disk, id: 3, ledger))
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
    let told = ledger.seq
    let e = try Sharer(disk, id: 5, ledger)
    try e.begin()
    #expect(e.store.book.seq >= told, "E, with the lock: \(e.store.book.seq), told \(told)")
    compare(try Kept(disk.crashed(.killed)), "after all were killed")
  }

  @Test func voidsWhatOthersHave() throws {
    let (a, b) = (try Sharer(disk, id: 1, ledger), try Sharer(disk, id: 2, ledger))
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
    let told = ledger.seq
    try a.begin()
    #expect(a.store.book.seq >= told, "A, with the lock: \(a.store.book.seq), told \(told)")
    try a.abort()
    let found = try Kept(disk.crashed(.killed))
    #expect(found.book.seq >= told, "found \(found.book.seq), told \(told)")
  }

  @Test func showsWhatItFound() throws {
    let (a, c) = (try Sharer(disk, id: 1, ledger), try Sharer(disk, id: 3, ledger))
    #expect(try a.drain() && c.drain())
    try killed(c) { $0.name == "fdatasync" && $0.file == "journal-1" }
    ledger.undecided = []
    let told = ledger.seq
    a.process.failure = {
      $0.name == "fdatasync" && $0.file == "journal-1" || $0.name == "open" && $0.mode == .create ? Self.full : nil
    }
    #expect(throws: StoreError.self) { try a.touch() }
    a.process.failure = { _ in nil }
    let shown = try a.look().seq
    #expect(shown == told, "shown \(shown), committed \(told)")
    let found = try Kept(disk.crashed(.dropped))
    #expect(found.book.seq >= shown, "shown \(shown), left by a loss of power: \(found.book.seq)")
  }

  @Test func removesAName() throws {
    let (a, b, c) = (try Sharer(disk, id: 1, ledger), try Sharer(disk, id: 2, ledger), try Sharer(disk, id: 3, ledger))
    #expect(try a.drain() && b.drain())
    try killed(c) { $0.name == "fdatasync" && $0.file == "journal-1" }
    ledger.undecided = []
    a.process.failure = { $0.name == "fdatasync" && ["journal-1", "desk"].contains($0.file) ? Self.io : nil }
    #expect(throws: StoreError.self) { try a.touch() }
    a.process.failure = { _ in nil }
    try b.touch()
    #expect(try !b.store.refresh())
    // B told nobody of what it found; from here on it counts.
    let found = b.store.book.seq - ledger.seq
    let changes = ledger.told.count
    #expect(found > 0 && changes > 0)
    var write = try b.store.beginWrite()
    let begun = b.store.book.seq
    var drawn = DrawnCalls(seed: 77)
    write.stage(drawn.next(b.store.book))
    try write.commit()
    let told = b.store.book.seq
    #expect(told > begun)
    var worst = told
    for seed in 0..<64 {
      do { worst = min(worst, try Kept(disk.crashed(.partly(seed: UInt64(seed)))).book.seq) } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
    #expect(worst >= told, "told \(told), left by a loss of power: \(worst)")
  }

  @Test func forgetsTheNames() throws {
    let c = try Sharer(disk, id: 1, ledger)
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
    let d = try Store.open(Kept.folder, sync: .always, disk: process) { _ in }
    #expect(d.failure != nil)
    let e = try Sharer(disk, id: 5, ledger)
    #expect(try e.drain())
    let told = ledger.seq
    do {
      let found = try Kept(disk.crashed(.dropped))
      #expect(found.book.seq == told, "told \(told), left by a loss of power: \(found.book.seq)")
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func voidsWhatIsToldByOthers() throws {
    let (b, c) = (try Sharer(disk, id: 2, ledger), try Sharer(disk, id: 3, ledger))
    #expect(try b.drain() && c.drain() && c.drain())
    let told = ledger.seq
    try killedWithinThePage(c)
    ledger.undecided = []
    b.process.failure = { $0.name == "write" && $0.file == "lock" ? Self.io : nil }
    #expect(throws: StoreError.self) { try b.touch() }
    b.process.failure = { _ in nil }
    try b.begin()
    #expect(b.store.book.seq >= told, "B, with the lock: \(b.store.book.seq), told \(told)")
    try b.abort()
    let found = try Kept(disk.crashed(.killed))
    #expect(found.book.seq >= told, "found \(found.book.seq), told \(told)")
  }
}
