import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// A desk in a folder is found again, whole, as it was when it was last acknowledged.
struct StoreTests {
  @Test func aNewFolder() throws {
    let kept = try Kept()
    #expect(kept.book.seq == 0 && kept.told == [] && kept.names == ["journal-1"])
    #expect(kept.disk.folders == ["/", "/data", "/data/desk"])
    let again = try kept.reopened()
    #expect(again.book.seq == 0 && again.told == [])
  }

  /// Calls in commits of one to three, reopened between any two.
  @Test(arguments: StoreState.SyncPolicy.allCases, [1, 2, 3] as [UInt64])
  func foundAgain(_ sync: StoreState.SyncPolicy, seed: UInt64) throws {
    let kept = try Kept(sync: sync, seed: seed)
    for round in 0..<30 {
      for _ in 0...round % 3 { kept.call() }
      #expect(try kept.commit())
      let again = try kept.reopened()
      #expect(again.book.everything == kept.book.everything && again.told == [])
    }
    #expect(kept.book.seq == kept.acknowledged.count)
  }

  /// Going on where another process stopped, and the room of the journal grown several times.
  @Test func goesOn() throws {
    var kept = try Kept()
    for _ in 0..<10 {
      kept.padding = String(repeating: "a", count: 9_000)
      for _ in 0..<10 { kept.call() }
      #expect(try kept.commit())
      let again = try kept.reopened()
      #expect(again.book.everything == kept.book.everything && again.told == [])
      kept = again
    }
    #expect(try kept.file("journal-1").bytes.count > 3 << 16)
  }

  @Test func whatIsNotCommittedIsNotThere() throws {
    let kept = try Kept()
    kept.call()
    try kept.commit()
    kept.call()
    #expect(try kept.reopened().book.seq == 1)
    try kept.abort()
    #expect(kept.book.seq == 1)
    // The next transaction does not have what was staged.
    try kept.store.beginWrite().commit()
    #expect(try kept.reopened().book.seq == 1)
  }

  /// What the tests stage is what a desk accepts: the store does not ask.
  @Test(arguments: [1, 2, 3] as [UInt64]) func drawnCallsAreAccepted(seed: UInt64) {
    let book = Book()
    var calls = DrawnCalls(seed: seed)
    for _ in 0..<500 {
      for change in calls.next(book) {
        #expect(book.accepts(change), "\(change)")
        book.apply(change)
      }
    }
  }

  /// Reading costs nothing on the disk; a write is one write and one sync, one write that tells the others, and two
  /// looks whether the folder is there, inside the lock.
  @Test(arguments: [(StoreState.SyncPolicy.always, 5), (.never, 0)])
  func calls(_ sync: StoreState.SyncPolicy, syncs: Int) throws {
    let kept = try Kept(sync: sync)
    let before = kept.disk.calls.count
    for _ in 0..<5 {
      kept.call()
      kept.call()
      try kept.commit()
      try kept.commit()
    }
    let calls = kept.disk.calls[before...].map(\.name)
    // The first of them signs the page.
    #expect(calls.filter { $0 == "write" }.count == 11)
    #expect(calls.filter { $0 == "fdatasync" }.count == syncs && calls.count == 28 + syncs)
  }

  /// Who wants a folder alone gets it alone, or not at all.
  @Test func exclusive() throws {
    let kept = try Kept()
    func expectLocked(isExclusive: Bool) {
      do {
        _ = try Store.open(Kept.folder, sync: .always, isExclusive: isExclusive, disk: kept.disk) { _ in }
        Issue.record("opened twice")
      } catch {
        if case .inUse(Kept.folder, [kept.disk.process]) = error { return }
        Issue.record("\(error)")
      }
    }
    expectLocked(isExclusive: true)
    kept.call()
    #expect(try kept.commit())
    try kept.store.close()
    kept.store = try Store.open(Kept.folder, sync: .always, isExclusive: true, disk: kept.disk.copy()) { _ in }
  }

  /// A commit makes just these calls, except the first one of a process.
  @Test func callsOfACommit() throws {
    let kept = try Kept()
    kept.call()
    #expect(try kept.commit())
    let before = kept.disk.calls.count
    kept.call()
    #expect(try kept.commit())
    #expect(
      kept.disk.calls[before...].map { "\($0.name) of \($0.file)" } == [
        "flock of lock", "lstat of lock", "write of journal-1", "fstat of journal-1", "fdatasync of journal-1",
        "write of lock",
      ])
  }

  /// What cannot be used as a folder, or read, ends with its own exit code.
  @Test(arguments: [
    ("mkdir", 73), ("open", 73), ("flock", 73), ("write", 73), ("fdatasync", 73), ("rename", 73), ("opendir", 74),
  ])
  func cannotMake(_ call: String, _ code: Int32) {
    let disk = MemoryDisk()
    disk.fault = { $0.name == call ? MemoryDisk.ioError : nil }
    #expect(Self.exitCode { _ = try Kept(disk) } == code)
    // Another try finds nothing in its way.
    disk.fault = { _ in nil }
    #expect(Self.exitCode { _ = try Kept(disk) } == nil)
  }

  @Test func cannotRead() throws {
    let kept = try Kept()
    kept.call()
    try kept.commit()
    for call in ["open", "read", "fstat"] {
      let disk = kept.disk.copy()
      disk.fault = { $0.name == call && $0.file == "journal-1" ? MemoryDisk.ioError : nil }
      #expect(Self.exitCode { _ = try Kept(disk) } == 74)
    }
  }

  static func exitCode(_ body: () throws -> Void) -> Int32? {
    do { try body() } catch let error as StoreError {
      #expect(!"\(error)".isEmpty)
      return error.exitCode
    } catch {
      Issue.record("\(error)")
    }
    return nil
  }
}
