import Foundation
import TestSupport

/// Kills a server at random instants, and looks for what it had answered.
///
/// A round is the life of a process: it starts on what the last one left, all of the desk is read and compared with the
/// model, random calls follow, and it is killed: behind an answer, behind a time, in a snapshot, in a clean end, or
/// behind a signal to end. Between two rounds others may be killed while they start: on a folder that was never opened,
/// and while they mend what the last one left.
struct KillRounds {
  /// Rounds with one folder, before the next one begins empty: a desk that grows takes ever longer to compare.
  private static let roundsMax = 24
  private static let policies = ["always", "batch", "never"]

  private let options: CrashOptions
  private let rounds: Int
  private var random: SplitMix64
  private var totals = Totals()

  private struct Totals {
    var (rounds, starts, writes, beyond, torn, folders) = (0, 0, 0, 0, 0, 0)
    var perRound: [Int] = []
    var kinds: [String: Int] = [:]
  }

  /// How a life ends.
  private enum End: String, CaseIterable {
    case answer, time, snapshot, end, clean, told
  }

  init(_ options: CrashOptions) {
    self.options = options
    rounds = options.count ?? 2_000
    random = SplitMix64(seed: options.seed)
  }

  func run() throws {
    var copy = self
    try copy.runAll()
  }

  private mutating func runAll() throws {
    try options.makeFolder()
    say("kill: \(rounds) rounds in \(options.folder), seed \(options.seed)")
    let watch = Stopwatch()
    while totals.rounds < rounds {
      totals.folders += 1
      let desk = CrashedDesk(
        "\(options.folder)/desk-\(totals.folders)", binary: options.binary, model: try Model())
      do { try rounds(desk) } catch { throw CrashFault("\(error)\nthe folder: \(desk.folder)") }
      totals.torn += desk.count(prefix: "torn-")
      for path in [desk.folder, desk.errors] { try FileManager.default.removeItem(atPath: path) }
      if totals.folders % 20 == 0 {
        say("  \(totals.rounds) rounds, \(totals.writes) answered writes, \(Int(watch.seconds)) s")
      }
    }
    try options.removeFolder()
    let kinds = totals.kinds.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    say("\(totals.rounds) kills (\(kinds)) and \(totals.starts) more in starts, \(totals.folders) folders, ")
    say("\(totals.torn) torn tails kept, \(Int(watch.seconds)) s")
    say(
      "\(totals.writes) answered writes, median \(totals.perRound.median) a round: all found, each once, as answered")
    say("\(totals.beyond) writes found that were sent and not answered: in order, each whole")
  }

  private mutating func rounds(_ desk: CrashedDesk) throws {
    var load = Load(desk.model, SplitMix64(seed: random.next()))
    for _ in 0..<(1 + random.below(Self.roundsMax)) {
      while random.percent(30) { try killAtStart(desk) }
      try live(desk, &load)
      totals.rounds += 1
    }
    let last = try desk.start(sync: "always")
    try check(desk, last)
    last.closeInput()
    guard last.wait() == 0 else { throw desk.ended(last, "at its end") }
  }

  private mutating func killAtStart(_ desk: CrashedDesk) throws {
    let child = try desk.start(sync: random.pick(Self.policies))
    pause(random.percent(50) ? 2_000 : 20_000)
    try child.killNow()
    totals.starts += 1
  }

  private mutating func check(_ desk: CrashedDesk, _ child: Child) throws {
    let (base, answered) = (desk.last.base, desk.last.answered)
    try desk.check(child)
    let seqs = desk.model.calls.map(\.seq)
    if seqs.count > base + answered { totals.beyond += Self.writes(seqs[..<seqs.count], from: base + answered) }
  }

  /// How many of the calls from an index on moved the desk.
  private static func writes(_ seqs: ArraySlice<Int>, from first: Int) -> Int {
    (first..<seqs.count).count { seqs[$0] != ($0 == 0 ? 1 : seqs[$0 - 1]) }
  }

  // MARK: A life

  private mutating func live(_ desk: CrashedDesk, _ load: inout Load) throws {
    let child = try desk.start(sync: random.pick(Self.policies))
    try check(desk, child)
    let base = desk.model.calls.count
    let count = 1 + random.below(random.percent(20) ? 1_500 : 250)
    let end = random.pick([.answer, .answer, .answer, .answer] + End.allCases)
    // Where the life is to end in a snapshot, that is the last call; others may have one anywhere.
    let snapshot = end == .snapshot ? count : random.percent(10) ? random.below(count) : -1
    for index in 0...count {
      if index == snapshot { desk.model.keepSnapshot(Load.line(0, "store.snapshot")) } else { _ = load.next() }
    }
    let plan = desk.model.calls[base...]
    try drive(child, plan, to: end)
    try desk.note(child, plan)
    let seqs = desk.model.calls.map(\.seq)
    let writes = Self.writes(seqs[..<(base + desk.last.answered)], from: base)
    totals.writes += writes
    totals.perRound.append(writes)
    totals.kinds[end.rawValue, default: 0] += 1
  }

  /// Sends calls, so many ahead of the answers, until the life is over.
  private mutating func drive(_ child: Child, _ plan: ArraySlice<Model.Call>, to end: End) throws {
    let isTimed = [.time, .end, .told].contains(end)
    let window = isTimed ? .max : random.pick([1, 1, 4, 32, 256, Int.max])
    let stop =
      switch end {
      case .answer: random.below(plan.count)
      // All before the snapshot, or the last call, is answered before that is sent.
      case .snapshot: plan.count - 1
      case .time, .end, .told: 0
      case .clean: plan.count
      }
    var sent = 0
    while true {
      let bound = end == .snapshot ? stop : plan.count
      while sent < min(bound, window == .max ? .max : child.lines + window) {
        child.offer(plan[plan.startIndex + sent].line)
        sent += 1
      }
      if child.lines >= stop || child.isOutputEnded { break }
      try child.await(lines: min(child.lines + 1, stop))
    }
    while sent < plan.count && end == .snapshot {
      child.offer(plan[plan.startIndex + sent].line)
      sent += 1
    }
    child.pump(milliseconds: 0)
    switch end {
    case .answer: if random.percent(50) { pause(300) }
    case .time, .snapshot: pause(random.percent(50) ? 1_500 : 10_000)
    case .end:
      child.closeInput()
      pause(3_000)
    case .told:
      child.signal(SIGTERM)
      pause(2_000)
    case .clean:
      child.closeInput()
      try child.awaitEnd()
      guard child.wait() == 0, child.lines == plan.count else {
        throw CrashFault("a clean end: \(child.lines) answers to \(plan.count) calls, exit code \(child.wait())")
      }
    }
    try child.killNow()
    guard [0, -SIGKILL].contains(child.wait()) else {
      throw CrashFault("the process ended with \(child.wait()) before it was killed")
    }
  }

  /// Waits for up to so many microseconds.
  private mutating func pause(_ most: Int) { usleep(UInt32(random.below(most))) }
}
