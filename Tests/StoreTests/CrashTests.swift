import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// The process or the power is gone at each call: what was acknowledged is there, in order and once, and nothing else
/// but what was under way.
///
/// By default a sample of it; CONTACTDESK_FULL=1 tries everything, in minutes.
struct CrashTests {
  private struct Moment {
    let disk: MemoryDisk
    let ledger: Ledger
    let call: MemoryDisk.Call
  }

  /// Every moment of a script: the disk and the ledger before each call.
  private static func moments(_ script: StoreScript, _ sync: StoreState.SyncPolicy) throws -> [Moment] {
    let disk = MemoryDisk()
    var moments: [Moment] = []
    var process: SimulatedProcess?
    disk.before = { [unowned disk] call in
      moments.append(Moment(disk: disk.copy(), ledger: process?.ledger ?? Ledger(), call: call))
    }
    process = try SimulatedProcess(disk, sync)
    let isDone = try process.map { try script.run($0, tries: 1) }
    #expect(isDone == true)
    disk.before = { _ in }
    return moments
  }

  private static func crashes(_ number: Int) -> [MemoryDisk.Crash] {
    [.killed, .kept, .dropped]
      + (0..<(Setting.isFull ? 20 : 3)).map { .partly(seed: UInt64(number * 1_000 + $0)) }
  }

  @Test(arguments: StoreState.SyncPolicy.allCases, [false, true]) func anyMoment(
    _ sync: StoreState.SyncPolicy, isLarge: Bool
  )
    throws
  {
    let script = StoreScript(seed: 7, isLarge: isLarge)
    var sample = Sampler(oneOf: isLarge ? 67 : 7)
    for moment in try Self.moments(script, sync) {
      for (number, crash) in Self.crashes(moment.call.number).enumerated() where sample.takesNext() {
        let context = "\(sync), \(crash) before \(moment.call)"
        PostCrashCheck(script: script, sync: sync, context: context).check(
          moment.disk, moment.ledger, crash, turn: moment.call.number + number)
      }
    }
  }

  /// The start after a crash is cut off as well, at each of its calls.
  @Test(arguments: StoreState.SyncPolicy.allCases) func anyMomentOfAStart(_ sync: StoreState.SyncPolicy) throws {
    let script = StoreScript(seed: 8)
    var (firsts, seconds) = (Sampler(oneOf: 17), Sampler(oneOf: 17))
    for moment in try Self.moments(script, sync) {
      for crash in Self.crashes(moment.call.number) where firsts.takesNext() {
        let context = "\(sync), \(crash) before \(moment.call)"
        let disk = moment.disk.crashed(crash)
        var starts: [Moment] = []
        disk.before = { [unowned disk] in starts.append(Moment(disk: disk.copy(), ledger: moment.ledger, call: $0)) }
        guard try SimulatedProcess(disk, sync, moment.ledger, after: crash, context: context, script.books) != nil
        else { return }
        disk.before = { _ in }
        for start in starts {
          for second in Self.crashes(start.call.number) where seconds.takesNext() {
            // What the first left undecided stays so, until a start was through.
            let context = "\(context), then \(second) before \(start.call) of the start"
            PostCrashCheck(script: script, sync: sync, context: context).check(
              start.disk, start.ledger.after(crash), second, turn: start.call.number / 3)
          }
        }
      }
    }
  }
}
