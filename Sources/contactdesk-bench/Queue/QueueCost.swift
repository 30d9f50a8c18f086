import Foundation
import TestSupport

/// What the length of the queue costs: calls on a desk where few wait, and on one as large where all do, by turns; and
/// how long it takes to change a group where many wait, since all of them may move.
///
/// A call may cost half as much again where many wait; else the program fails.
struct QueueCost: CrashProgram {
  private static let few = 1_000
  private static let (rounds, calls) = (15, 200)
  private static let ratioMax = 1.5

  private let options: CrashOptions
  private let many: Int
  private var random: SplitMix64

  init(_ options: CrashOptions) {
    self.options = options
    many = max(options.waiting ?? 100_000, Self.few) / Self.few * Self.few
    random = SplitMix64(seed: options.seed)
  }

  mutating func run() throws {
    try options.makeFolder()
    say("queue: \(Self.rounds) rounds of \(Self.calls) calls, seed \(options.seed)")
    let desks = try [Self.few, many].map { (waiting: $0, process: try make(waiting: $0)) }
    var over: [String] = []
    for (name, lines) in Self.kinds {
      var times: [[Double]] = [[], []]
      for _ in 0..<Self.rounds {
        for (index, desk) in desks.enumerated() {
          times[index].append(try desk.process.time(of: lines(many, &random)))
        }
      }
      let medians = times.map { $0.sorted()[$0.count / 2] }
      let ratio = medians[1] / medians[0]
      if ratio > Self.ratioMax { over.append(name) }
      say(
        "  \(name): \(Self.text(medians[0])) us with \(Self.few) waiting, \(Self.text(medians[1])) us with \(many), "
          + "\(Self.text(ratio)) times")
    }
    try changeGroups(desks[1].process)
    for desk in desks { try desk.process.end() }
    try options.removeFolder()
    guard over.isEmpty else { throw CrashFault("these cost more where many wait: \(over.joined(separator: ", "))") }
  }

  /// A desk in memory of as many contacts as wait where many do, on which so many wait, evenly among the others; a
  /// third of them in a group that routes. Of those who do not wait there is an imported message alone.
  private func make(waiting: Int) throws -> SpawnedProcess {
    let process = try SpawnedProcess(inMemory: options)
    let vip = #"{"attribute":"vip","operator":"is","value":true}"#
    let dutch = #"{"attribute":"language","operator":"is","value":"nl"}"#
    let watch = Stopwatch()
    try process.send([
      Workload.line(1, "team.define", #""teamId":"care","name":"Care""#),
      Workload.line(1, "group.define", #""groupId":"vips","name":"VIPs","prioritized":true,"conditions":[\#(vip)]"#),
      Workload.line(
        1, "group.define", #""groupId":"dutch","name":"Dutch","teamIds":["care"],"conditions":[\#(dutch)]"#),
    ])
    for start in stride(from: 0, to: many, by: 1_000) {
      let lines = (start..<min(start + 1_000, many)).map { number in
        let language = number % 3 == 0 ? "nl" : "fr"
        let isWaiting = number % (many / waiting) == 0
        return Workload.line(
          1, "message.record",
          #""channel":"instagram","direction":"inbound","text":"Hello?","imported":\#(!isWaiting),"#
            + #""from":{"externalId":"i\#(number)","#
            + #""attributes":{"language":"\#(language)","followers":\#(number)}}"#)
      }
      try process.send(lines)
    }
    say("  \(waiting) wait, after \(Self.text(watch.seconds)) s")
    return process
  }

  // MARK: Calls

  private typealias Lines = (_ many: Int, inout SplitMix64) -> [[UInt8]]

  private static var kinds: KeyValuePairs<String, Lines> {
    [
      "card.get": { many, random in each { ("card.get", contact(&$0, many)) }(&random) },
      "queue.list, the first page": { _, random in each { _ in ("queue.list", "") }(&random) },
      "queue.list of a team, the first page": { _, random in each { _ in ("queue.list", #""teamId":"care""#) }(&random)
      },
      "vip.promote and vip.demote": { many, random in
        (0..<calls / 2).flatMap { _ in
          let contact = contact(&random, many)
          return [Workload.line(1, "vip.promote", contact), Workload.line(1, "vip.demote", contact)]
        }
      },
    ]
  }

  /// One of the same contacts on either desk, all along the queue: what differs is the queue, not how much of a desk
  /// the processor's caches hold.
  private static func contact(_ random: inout SplitMix64, _ many: Int) -> String {
    #""contactId":"contact-\#(1 + random.below(few) * (many / few))""#
  }

  private static func each(
    _ call: @escaping (inout SplitMix64) -> (method: String, params: String)
  ) -> (inout SplitMix64) -> [[UInt8]] {
    { random in
      (0..<calls).map { _ in
        let (method, params) = call(&random)
        return Workload.line(1, method, params)
      }
    }
  }

  // MARK: Groups

  /// Each several times, since one call is short; with a look at the queue, which has its new order then.
  private func changeGroups(_ process: SpawnedProcess) throws {
    let followers = #"{"attribute":"followers","operator":"gt","value":1000}"#
    let calls: KeyValuePairs<String, (Int) -> [UInt8]> = [
      "group.define, prioritized, of most that wait": { number in
        let params = #""name":"G","prioritized":true,"conditions":[\#(followers)]"#
        return Workload.line(1, "group.define", #""groupId":"g\#(number)",\#(params)"#)
      },
      "group.update, to not prioritized": {
        Workload.line(1, "group.update", #""groupId":"g\#($0)","prioritized":false"#)
      },
      "group.update, to a team": { Workload.line(1, "group.update", #""groupId":"g\#($0)","teamIds":["care"]"#) },
      "group.update, the name": { Workload.line(1, "group.update", #""groupId":"g\#($0)","name":"H""#) },
      "group.remove": { Workload.line(1, "group.remove", #""groupId":"g\#($0)""#) },
      "settings.set, VIPs off and on": { Workload.line(1, "settings.set", #""vipEnabled":\#($0 % 2 == 1)"#) },
    ]
    for (name, line) in calls {
      let look = Workload.line(1, "queue.list", "")
      let times = try (0..<6).map { try process.time(of: [line($0), look]) * 2 / 1_000 }
      say("  \(name): \(Self.text(times.sorted()[3])) ms with \(many) waiting")
    }
  }

  private static func text(_ number: Double) -> String { String(format: "%.2f", number) }
}
