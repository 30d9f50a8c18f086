import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

/// Every call to the system fails, one after another: what was acknowledged is there, what was not is not, and the desk
/// goes on when it can.
struct FaultTests {
  /// A session: ten commits, tried again where they fail, as a client would.
  private func work(_ fixture: StoreFixture) throws {
    for _ in 0..<10 {
      do { try fixture.begin() } catch { continue }
      fixture.call()
      fixture.call()
      _ = try fixture.commit()
    }
  }

  @Test(arguments: StoreState.SyncPolicy.allCases, [false, true])
  func anyCallFails(_ sync: StoreState.SyncPolicy, forEver: Bool) throws {
    for number in 1... {
      let disk = MemoryDisk()
      disk.fault = { $0.number == number || (forEver && $0.number > number) ? MemoryDisk.ioError : nil }
      let fixture: StoreFixture
      do { fixture = try StoreFixture(disk, sync: sync) } catch is StoreError {
        // It did not start; then it starts.
        _ = try StoreFixture(disk.copy())
        continue
      }
      do { try work(fixture) } catch let error as StoreError {
        // The desk could not be read again: the process ends, and says so.
        #expect(error.exitCode == 74)
      }
      let found = try fixture.reopened()
      #expect(found.log == [], "call \(number)")
      #expect(found.acknowledgedFits(fixture), "call \(number): \(disk.calls[number - 1])")
      if disk.calls.count < number { break }
    }
  }

  /// A full disk: refused as long as it is full, whole all the time, and on again once there is room.
  @Test(arguments: [70_000, 100_000, 131_000, 140_000, 200_000])
  func fullDisk(_ room: Int) throws {
    let fixture = try StoreFixture()
    fixture.mayRefuse = true
    fixture.disk.room = room
    var refused = 0
    fixture.padding = String(repeating: "a", count: 4_000)
    for _ in 0..<300 {
      do { try fixture.begin() } catch {
        refused += 1
        continue
      }
      let isStaged = fixture.call()
      if try !fixture.commit() || !isStaged { refused += 1 }
    }
    #expect(
      refused > 0 && fixture.store.failure?.error.diskError?.code == MemoryDisk.full,
      "\(fixture.store.chain.journalBytes)")
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
    fixture.disk.room = .max
    try fixture.begin()
    for _ in 0..<50 { fixture.call() }
    #expect(try fixture.commit())
    let found = try fixture.reopened()
    #expect(found.book.everything == fixture.book.everything && found.log == [])
  }

  /// Short writes are continued.
  @Test func shortWrites() throws {
    let disk = MemoryDisk()
    disk.writeMax = 7
    let fixture = try StoreFixture(disk)
    for _ in 0..<20 { fixture.call() }
    #expect(try fixture.commit())
    try fixture.store.snapshot()
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }

  /// A sync that failed is not repeated: the records that it may have lost are written again, to the next journal.
  @Test func whatWasNeverSynced() throws {
    let fixture = try StoreFixture(sync: .never)
    for _ in 0..<5 { fixture.call() }
    try fixture.commit()
    for _ in 0..<5 { fixture.call() }
    try fixture.commit()
    fixture.disk.fault = { $0.name == "fdatasync" ? MemoryDisk.ioError : nil }
    #expect(throws: StoreError.self) { try fixture.store.snapshot() }
    #expect(fixture.store.failure != nil)
    #expect(throws: StoreError.self) { try fixture.store.beginWrite().abort() }
    fixture.disk.fault = { _ in nil }
    try fixture.store.beginWrite().abort()
    #expect(fixture.names == ["journal-1", "journal-2"])
    #expect(try StoreFixture(fixture.disk.crashed(.dropped)).book.everything == fixture.book.everything)
    // Nothing of the first journal is needed but its header.
    let journal = try fixture.file("journal-1")
    for at in FileHeader.recordsStart..<journal.bytes.count { journal.bytes[at] = 0xEE }
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }
}

extension StoreFixture {
  /// True of a desk that another one left: all that it acknowledged, and at the most the one commit that failed.
  fileprivate func acknowledgedFits(_ other: StoreFixture) -> Bool {
    book.seq >= other.acknowledged.count && (book.seq == other.acknowledged.count || other.store.failure != nil)
  }
}
