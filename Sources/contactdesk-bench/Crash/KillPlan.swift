import Foundation
import TestSupport

/// What a process is sent, and when it is killed.
struct KillPlan {
  /// When it is killed: after an answer, after a time, in a snapshot, while it ends because its input ended, after
  /// that, or while it ends because of a signal.
  enum End: String, CaseIterable {
    case answer, time, snapshot, end, clean, signal
  }

  let end: End
  private let child: SpawnedProcess
  private var random: SplitMix64

  init(_ child: SpawnedProcess, random: SplitMix64) {
    (self.child, self.random) = (child, random)
    // The first is the most.
    end = self.random.pick([.answer, .answer, .answer, .answer] + End.allCases)
  }

  /// How many of the calls from an index on moved the desk, by the number of the last change after each.
  static func writes(_ seqs: ArraySlice<Int>, from first: Int) -> Int {
    (first..<seqs.count).count { seqs[$0] != ($0 == 0 ? 0 : seqs[$0 - 1]) }
  }

  /// The calls that the process is sent. The model has run them.
  mutating func calls(_ workload: inout Workload, _ model: DeskModel) -> ArraySlice<DeskModel.Call> {
    let base = model.calls.count
    let count = 1 + random.below(random.percent(20) ? 1_500 : 250)
    // If it is to be killed in a snapshot, that is the last call. Others may have one anywhere.
    let snapshot = end == .snapshot ? count : random.percent(10) ? random.below(count) : -1
    for index in 0...count {
      if index == snapshot { model.keepSnapshot(Workload.line(0, "store.snapshot")) } else { _ = workload.next() }
    }
    return model.calls[base...]
  }

  /// Sends calls, some ahead of the answers, until the instant to kill: then runs `strike`, and kills.
  mutating func drive(_ calls: ArraySlice<DeskModel.Call>, strike: () throws -> Void) throws {
    let isTimed = [.time, .end, .signal].contains(end)
    let window = isTimed ? .max : random.pick([1, 1, 4, 32, 256, Int.max])
    let stop =
      switch end {
      case .answer: random.below(calls.count)
      // All before the snapshot, the last call, is answered before that is sent.
      case .snapshot: calls.count - 1
      case .time, .end, .signal: 0
      case .clean: calls.count
      }
    var sent = 0
    func send(upTo bound: Int) {
      while sent < bound {
        child.offer(calls[calls.startIndex + sent].line)
        sent += 1
      }
    }
    while true {
      send(upTo: min(end == .snapshot ? stop : calls.count, window == .max ? .max : child.lines + window))
      if child.lines >= stop || child.isOutputEnded { break }
      try child.await(lines: min(child.lines + 1, stop))
    }
    if end == .snapshot { send(upTo: calls.count) }
    child.pump(milliseconds: 0)
    try finish(calls.count)
    try strike()
    try child.killNow()
  }

  /// Waits for the instant.
  private mutating func finish(_ calls: Int) throws {
    switch end {
    case .answer: if random.percent(50) { pause(300) }
    case .time, .snapshot: pause(random.percent(50) ? 1_500 : 10_000)
    case .end:
      // Half a line at the end of the input is one too.
      try child.awaitTaken()
      child.closeInput()
      pause(3_000)
    case .signal:
      child.signal(SIGTERM)
      pause(2_000)
    case .clean:
      child.closeInput()
      try child.awaitEnd()
      guard child.wait() == 0, child.lines == calls else {
        throw CrashFault("a clean end: \(child.lines) answers to \(calls) calls, exit code \(child.wait())")
      }
    }
  }

  /// Waits for up to so many microseconds.
  private mutating func pause(_ most: Int) { usleep(UInt32(random.below(most))) }
}
