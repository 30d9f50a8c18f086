import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// What follows a crash: a start that finds what it must, tells what is to be told and leaves nothing behind; some
/// work; and a loss of power, behind which all that was told since is there again.
struct Trial {
  let day: Workday
  let sync: StoreState.SyncPolicy
  let context: String

  /// `turn` chooses how much is worked, where not everything is tried.
  func check(_ disk: MemoryDisk, _ ledger: Ledger, _ crash: MemoryDisk.Crash, turn: Int) {
    let parts: [Workday.Part] = [.nothing, .next, .dayAndEvening]
    for (index, part) in parts.enumerated() where Setting.isFull || turn % parts.count == index {
      do throws(StoreError) { try check(disk, ledger, crash, part) } catch { Issue.record("\(error): \(context)") }
    }
  }

  private func check(
    _ disk: MemoryDisk, _ ledger: Ledger, _ crash: MemoryDisk.Crash, _ part: Workday.Part
  ) throws(StoreError) {
    let disk = disk.crashed(crash)
    guard let worker = try Worker(disk, sync, ledger, after: crash, context: context, day.books) else { return }
    if ledger.isDecided(after: crash) { #expect(worker.told == [], "\(context)") }
    #expect(worker.isTidy, "\(worker.names): \(context)")
    let isDone = try day.run(worker, part, tries: 1)
    #expect(isDone, "\(context): \(worker.store.failure.map { "\($0)" } ?? "")")
    let second = MemoryDisk.Crash.dropped
    let context = "\(context), then \(part), \(second)"
    let found = worker.disk.crashed(second)
    guard let again = try Worker(found, sync, worker.ledger, after: second, context: context, day.books) else { return }
    if worker.ledger.isDecided(after: second) { #expect(again.told == [], "\(context)") }
    #expect(again.isTidy, "\(again.names): \(context)")
  }
}
