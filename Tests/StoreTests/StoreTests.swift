import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// A desk in a folder is found again, whole, as it was when it was last acknowledged.
struct StoreTests {
  @Test func aNewFolder() throws {
    let fixture = try StoreFixture()
    #expect(fixture.book.seq == 0 && fixture.log == [] && fixture.names == ["journal-1"])
    #expect(fixture.disk.folders == ["/", "/data", "/data/desk"])
    let again = try fixture.reopened()
    #expect(again.book.seq == 0 && again.log == [])
  }

  /// Calls in commits of one to three, reopened between any two.
  @Test(arguments: StoreState.SyncPolicy.allCases, [1, 2, 3] as [UInt64])
  func foundAgain(_ sync: StoreState.SyncPolicy, seed: UInt64) throws {
    let fixture = try StoreFixture(sync: sync, seed: seed, configures: true)
    for round in 0..<30 {
      for _ in 0...round % 3 { fixture.call() }
      #expect(try fixture.commit())
      let again = try fixture.reopened()
      #expect(again.book.everything == fixture.book.everything && again.log == [])
    }
    #expect(fixture.book.seq == fixture.acknowledged.count)
  }

  /// Going on where another process stopped, and the room of the journal grown several times.
  @Test func goesOn() throws {
    var fixture = try StoreFixture()
    for _ in 0..<10 {
      fixture.padding = String(repeating: "a", count: 9_000)
      for _ in 0..<10 { fixture.call() }
      #expect(try fixture.commit())
      let again = try fixture.reopened()
      #expect(again.book.everything == fixture.book.everything && again.log == [])
      fixture = again
    }
    #expect(try fixture.file("journal-1").bytes.count > 3 << 16)
  }

  @Test func whatIsNotCommittedIsNotThere() throws {
    let fixture = try StoreFixture()
    fixture.call()
    try fixture.commit()
    fixture.call()
    #expect(try fixture.reopened().book.seq == 1)
    try fixture.abort()
    #expect(fixture.book.seq == 1)
    // The next transaction does not have what was staged.
    try fixture.store.beginWrite().commit()
    #expect(try fixture.reopened().book.seq == 1)
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

  /// A read makes no system call. A commit makes one write and one sync of records, one write that publishes them, and
  /// checks that the files are the folder's: the lock, the journal and its last record.
  @Test(arguments: [(StoreState.SyncPolicy.always, 5), (.never, 0)])
  func calls(_ sync: StoreState.SyncPolicy, syncs: Int) throws {
    let fixture = try StoreFixture(sync: sync)
    let before = fixture.disk.calls.count
    for _ in 0..<5 {
      fixture.call()
      fixture.call()
      try fixture.commit()
      try fixture.commit()
    }
    let calls = fixture.disk.calls[before...].map(\.name)
    // The first one also stamps its process as the owner.
    #expect(calls.filter { $0 == "write" }.count == 11)
    #expect(calls.filter { $0 == "fdatasync" }.count == syncs)
    #expect(calls.count == 39 + syncs)
  }

  /// Who wants a folder alone gets it alone, or not at all.
  @Test func exclusive() throws {
    let fixture = try StoreFixture()
    func expectLocked(isExclusive: Bool) {
      do {
        _ = try Store.open(StoreFixture.folder, sync: .always, isExclusive: isExclusive, disk: fixture.disk) { _ in }
        Issue.record("opened twice")
      } catch {
        if case .inUse(StoreFixture.folder, [fixture.disk.process]) = error { return }
        Issue.record("\(error)")
      }
    }
    expectLocked(isExclusive: true)
    fixture.call()
    #expect(try fixture.commit())
    try fixture.store.close()
    fixture.store = try Store.open(StoreFixture.folder, sync: .always, isExclusive: true, disk: fixture.disk.copy()) {
      _ in
    }
  }

  /// A commit makes just these calls, except the first one of a process.
  @Test func callsOfACommit() throws {
    let fixture = try StoreFixture()
    fixture.call()
    #expect(try fixture.commit())
    let before = fixture.disk.calls.count
    fixture.call()
    #expect(try fixture.commit())
    #expect(
      fixture.disk.calls[before...].map { "\($0.name) of \($0.file)" } == [
        "flock of lock", "lstat of lock", "read of journal-1", "write of journal-1", "lstat of journal-1",
        "fdatasync of journal-1", "read of journal-1", "write of lock",
      ])
  }

  /// What cannot be used as a folder, or read, ends with its own exit code.
  @Test(arguments: [
    ("mkdir", 73), ("open", 73), ("flock", 73), ("write", 73), ("fdatasync", 73), ("rename", 73), ("opendir", 74),
  ])
  func cannotMake(_ call: String, _ code: Int32) {
    let disk = MemoryDisk()
    disk.fault = { $0.name == call ? MemoryDisk.ioError : nil }
    #expect(Self.exitCode { _ = try StoreFixture(disk) } == code)
    // Another try finds nothing in its way.
    disk.fault = { _ in nil }
    #expect(Self.exitCode { _ = try StoreFixture(disk) } == nil)
  }

  @Test func cannotRead() throws {
    let fixture = try StoreFixture()
    fixture.call()
    try fixture.commit()
    for call in ["open", "read", "fstat"] {
      let disk = fixture.disk.copy()
      disk.fault = { $0.name == call && $0.file == "journal-1" ? MemoryDisk.ioError : nil }
      #expect(Self.exitCode { _ = try StoreFixture(disk) } == 74)
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
