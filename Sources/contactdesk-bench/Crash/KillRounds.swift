import Foundation
import TestSupport

/// Kills a server at random instants, and looks for what it had answered.
///
/// A round is the life of a process: it starts on what the last one left, all of the desk is read and compared with the
/// model, random calls follow, and it is killed: behind an answer, behind a time, in a snapshot, in a clean end, or
/// behind a signal to end. Between two rounds others may be killed while they start: on a folder that was never opened,
/// and while they mend what the last one left.
struct KillRounds: CrashProgram {
  /// Rounds with one folder, before the next one begins empty: a desk that grows takes ever longer to compare.
  private static let roundsMax = 24
  private static let policies = ["always", "never"]

  private let options: CrashOptions
  private let rounds: Int
  private var random: SplitMix64
  private var totals = Totals()

  private struct Totals {
    var (rounds, starts, writes, beyond, torn, folders) = (0, 0, 0, 0, 0, 0)
    var perRound: [Int] = []
    var kinds: [String: Int] = [:]
  }

  init(_ options: CrashOptions) {
    self.options = options
    rounds = options.count ?? 2_000
    random = SplitMix64(seed: options.seed)
  }

  mutating func run() throws {
    try options.makeFolder()
    say("kill: \(rounds) rounds in \(options.folder), seed \(options.seed)")
    let watch = Stopwatch()
    while totals.rounds < rounds {
      totals.folders += 1
      let desk = CrashedDesk(
        "\(options.folder)/desk-\(totals.folders)", binary: options.binary, model: try DeskModel())
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
    var workload = Workload(desk.model, SplitMix64(seed: random.next()))
    for _ in 0..<(1 + random.below(Self.roundsMax)) {
      while random.percent(30) { try killAtStart(desk) }
      try live(desk, &workload)
      totals.rounds += 1
    }
    let last = try desk.start(sync: "always")
    try check(desk, last)
    last.closeInput()
    guard last.wait() == 0 else { throw desk.ended(last, "at its end") }
  }

  private mutating func killAtStart(_ desk: CrashedDesk) throws {
    let child = try desk.start(sync: random.pick(Self.policies))
    usleep(UInt32(random.below(random.percent(50) ? 2_000 : 20_000)))
    try child.killNow()
    totals.starts += 1
  }

  private mutating func check(_ desk: CrashedDesk, _ child: SpawnedProcess) throws {
    let (base, answered) = (desk.last.base, desk.last.answered)
    try desk.check(child)
    let seqs = desk.model.calls.map(\.seq)
    if seqs.count > base + answered { totals.beyond += KillPlan.writes(seqs[...], from: base + answered) }
  }

  private mutating func live(_ desk: CrashedDesk, _ workload: inout Workload) throws {
    let child = try desk.start(sync: random.pick(Self.policies))
    try check(desk, child)
    var plan = KillPlan(child, random: SplitMix64(seed: random.next()))
    let calls = plan.calls(&workload, desk.model)
    try plan.drive(calls) {}
    guard [0, -SIGKILL].contains(child.wait()) else {
      throw CrashFault("the process ended with \(child.wait()) before it was killed")
    }
    try desk.note(child, calls)
    let seqs = desk.model.calls.map(\.seq)
    let writes = KillPlan.writes(seqs[..<(calls.startIndex + desk.last.answered)], from: calls.startIndex)
    totals.writes += writes
    totals.perRound.append(writes)
    totals.kinds[plan.end.rawValue, default: 0] += 1
  }
}
