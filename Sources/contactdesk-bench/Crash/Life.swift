import Foundation
import TestSupport

/// What a process is sent, and when it is struck.
struct Life {
  /// When: behind an answer, behind a time, in a snapshot, while it ends because its input did, when that is done, or
  /// while it ends because a signal said so.
  enum End: String, CaseIterable {
    case answer, time, snapshot, end, clean, told
  }

  let end: End
  private let child: Child
  private var random: SplitMix64

  init(_ child: Child, random: SplitMix64) {
    (self.child, self.random) = (child, random)
    // The first is the most.
    end = self.random.pick([.answer, .answer, .answer, .answer] + End.allCases)
  }

  /// How many of the calls from an index on moved the desk, by the number of the last change behind each.
  static func writes(_ seqs: ArraySlice<Int>, from first: Int) -> Int {
    (first..<seqs.count).count { seqs[$0] != ($0 == 0 ? 0 : seqs[$0 - 1]) }
  }

  /// Calls for a life, which the model has run then.
  mutating func plan(_ load: inout Load, _ model: Model) -> ArraySlice<Model.Call> {
    let base = model.calls.count
    let count = 1 + random.below(random.percent(20) ? 1_500 : 250)
    // Where the life is to end in a snapshot, that is the last call; others may have one anywhere.
    let snapshot = end == .snapshot ? count : random.percent(10) ? random.below(count) : -1
    for index in 0...count {
      if index == snapshot { model.keepSnapshot(Load.line(0, "store.snapshot")) } else { _ = load.next() }
    }
    return model.calls[base...]
  }

  /// Sends calls, so many ahead of the answers, until the life is over: then does what is to be done, and kills.
  mutating func drive(_ plan: ArraySlice<Model.Call>, strike: () throws -> Void) throws {
    let isTimed = [.time, .end, .told].contains(end)
    let window = isTimed ? .max : random.pick([1, 1, 4, 32, 256, Int.max])
    let stop =
      switch end {
      case .answer: random.below(plan.count)
      // All before the snapshot, the last call, is answered before that is sent.
      case .snapshot: plan.count - 1
      case .time, .end, .told: 0
      case .clean: plan.count
      }
    var sent = 0
    func send(upTo bound: Int) {
      while sent < bound {
        child.offer(plan[plan.startIndex + sent].line)
        sent += 1
      }
    }
    while true {
      send(upTo: min(end == .snapshot ? stop : plan.count, window == .max ? .max : child.lines + window))
      if child.lines >= stop || child.isOutputEnded { break }
      try child.await(lines: min(child.lines + 1, stop))
    }
    if end == .snapshot { send(upTo: plan.count) }
    child.pump(milliseconds: 0)
    try finish(plan.count)
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
    case .told:
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
