import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// Checks what follows a crash: a start finds what it must, logs what it repaired and leaves no stray file; then a part
/// of the script runs; then the power is lost, and the next start finds every acknowledged change.
struct PostCrashCheck {
  let script: StoreScript
  let sync: StoreState.SyncPolicy
  let context: String

  /// `turn` chooses how much of the script runs if not every part is tried.
  func check(_ disk: MemoryDisk, _ ledger: Ledger, _ crash: MemoryDisk.Crash, turn: Int) {
    let parts: [StoreScript.Part] = [.nothing, .next, .all]
    for (index, part) in parts.enumerated() where Setting.isFull || turn % parts.count == index {
      do throws(StoreError) { try check(disk, ledger, crash, part) } catch { Issue.record("\(error): \(context)") }
    }
  }

  private func check(
    _ disk: MemoryDisk, _ ledger: Ledger, _ crash: MemoryDisk.Crash, _ part: StoreScript.Part
  ) throws(StoreError) {
    let disk = disk.crashed(crash)
    guard let process = try SimulatedProcess(disk, sync, ledger, after: crash, context: context, script.books) else {
      return
    }
    if ledger.isDecided(after: crash) { #expect(process.log == [], "\(context)") }
    #expect(process.isTidy, "\(process.names): \(context)")
    let isDone = try script.run(process, part, tries: 1)
    #expect(isDone, "\(context): \(process.store.failure.map { "\($0)" } ?? "")")
    let second = MemoryDisk.Crash.dropped
    let context = "\(context), then \(part), \(second)"
    let found = process.disk.crashed(second)
    guard let again = try SimulatedProcess(found, sync, process.ledger, after: second, context: context, script.books)
    else { return }
    if process.ledger.isDecided(after: second) { #expect(again.log == [], "\(context)") }
    #expect(again.isTidy, "\(again.names): \(context)")
  }
}
