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
  private func work(_ kept: Kept) throws {
    for _ in 0..<10 {
      do { try kept.begin() } catch { continue }
      kept.call()
      kept.call()
      _ = try kept.commit()
    }
  }

  @Test(arguments: StoreState.SyncPolicy.allCases, [false, true])
  func anyCallFails(_ sync: StoreState.SyncPolicy, forEver: Bool) throws {
    for number in 1... {
      let disk = MemoryDisk()
      disk.fault = { $0.number == number || (forEver && $0.number > number) ? MemoryDisk.ioError : nil }
      let kept: Kept
      do { kept = try Kept(disk, sync: sync) } catch is StoreError {
        // It did not start; then it starts.
        _ = try Kept(disk.copy())
        continue
      }
      do { try work(kept) } catch let error as StoreError {
        // The desk could not be read again: the process ends, and says so.
        #expect(error.exitCode == 74)
      }
      let found = try kept.reopened()
      #expect(found.told == [], "call \(number)")
      #expect(found.acknowledgedFits(kept), "call \(number): \(disk.calls[number - 1])")
      if disk.calls.count < number { break }
    }
  }

  /// A full disk: refused as long as it is full, whole all the time, and on again once there is room.
  @Test(arguments: [70_000, 100_000, 131_000, 140_000, 200_000])
  func fullDisk(_ room: Int) throws {
    let kept = try Kept()
    kept.disk.room = room
    var refused = 0
    kept.padding = String(repeating: "a", count: 4_000)
    for _ in 0..<300 {
      do { try kept.begin() } catch {
        refused += 1
        continue
      }
      kept.call()
      if try !kept.commit() { refused += 1 }
    }
    #expect(
      refused > 0 && kept.store.failure?.error.diskError?.code == MemoryDisk.full, "\(kept.store.chain.journalBytes)")
    #expect(try kept.reopened().book.everything == kept.book.everything)
    kept.disk.room = .max
    try kept.begin()
    for _ in 0..<50 { kept.call() }
    #expect(try kept.commit())
    let found = try kept.reopened()
    #expect(found.book.everything == kept.book.everything && found.told == [])
  }

  /// Short writes are none of anybody's business.
  @Test func shortWrites() throws {
    let disk = MemoryDisk()
    disk.writeMax = 7
    let kept = try Kept(disk)
    for _ in 0..<20 { kept.call() }
    #expect(try kept.commit())
    try kept.store.snapshot()
    #expect(try kept.reopened().book.everything == kept.book.everything)
  }

  /// A sync that failed is not repeated: the records that it may have lost are written again, to the next journal.
  @Test func whatWasNeverSynced() throws {
    let kept = try Kept(sync: .never)
    for _ in 0..<5 { kept.call() }
    try kept.commit()
    for _ in 0..<5 { kept.call() }
    try kept.commit()
    kept.disk.fault = { $0.name == "fdatasync" ? MemoryDisk.ioError : nil }
    #expect(throws: StoreError.self) { try kept.store.snapshot() }
    #expect(kept.store.failure != nil)
    #expect(throws: StoreError.self) { try kept.store.beginWrite().abort() }
    kept.disk.fault = { _ in nil }
    try kept.store.beginWrite().abort()
    #expect(kept.names == ["journal-1", "journal-2"])
    #expect(try Kept(kept.disk.crashed(.dropped)).book.everything == kept.book.everything)
    // Nothing of the first journal is needed but its header.
    let journal = try kept.file("journal-1")
    for at in FileHeader.bytes..<journal.bytes.count { journal.bytes[at] = 0xEE }
    #expect(try kept.reopened().book.everything == kept.book.everything)
  }
}

extension Kept {
  /// True of a desk that another one left: all that it acknowledged, and at the most the one commit that failed.
  fileprivate func acknowledgedFits(_ other: Kept) -> Bool {
    book.seq >= other.acknowledged.count && (book.seq == other.acknowledged.count || other.store.failure != nil)
  }
}
