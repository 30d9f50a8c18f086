import Desk
import Foundation
import TestSupport

/// What links between contacts cost: pages of a history over several contacts, the card of one who is linked to nobody,
/// and edits of the matching attribute, on a desk of few contacts and on one of many. All by turns.
///
/// A page over the most contacts that are linked may cost three times one over a single contact. Edits of the matching
/// attribute may cost half as much again where there are many contacts, beyond what edits of another attribute cost
/// more there: what a larger desk costs by itself is not theirs. Else the program fails.
struct LinksCost: CrashProgram {
  static let few = 1_000
  static let (rounds, calls) = (15, 200)
  static let (pageMax, editMax) = (3.0, 1.5)
  /// How many contacts have one address. Of each kind there are as many people, so that pages of all kinds are read
  /// from as much memory.
  private static let kinds = [1, 2, DeskLimits.linkedMax]
  private static let (people, messages) = (400, 60)
  static let matching = #""matchingAttribute":"email""#

  let options: CrashOptions
  let many: Int
  private var random: SplitMix64
  /// What costs more than it may.
  var over: [String] = []

  init(_ options: CrashOptions) {
    self.options = options
    many = max(options.contacts ?? 1_000_000, Self.few) / 2 * 2
    random = SplitMix64(seed: options.seed)
  }

  mutating func run() throws {
    try options.makeFolder()
    say("links: \(Self.rounds) rounds of \(Self.calls) calls, seed \(options.seed)")
    try read()
    try edit()
    try options.removeFolder()
    guard over.isEmpty else { throw CrashFault("these cost too much: \(over.joined(separator: ", "))") }
  }

  /// The median times of several kinds of calls, which take turns.
  mutating func medians(_ kinds: [(inout SplitMix64) throws -> Double]) throws -> [Double] {
    var times = [[Double]](repeating: [], count: kinds.count)
    for _ in 0..<Self.rounds { for (index, time) in kinds.enumerated() { times[index].append(try time(&random)) } }
    return times.map { $0.sorted()[$0.count / 2] }
  }

  static func text(_ number: Double) -> String { String(format: "%.2f", number) }

  // MARK: Histories and cards

  private mutating func read() throws {
    let process = try SpawnedProcess(inMemory: options)
    try Self.meet(process)
    try process.send([Workload.line(1, "settings.set", Self.matching)])
    for kind in Self.kinds.indices { try Self.check(kind, process) }
    for order in ["newest", "oldest"] {
      // From the first message on: a page is of messages alone, whatever happened before.
      let page = #","limit":20,"from":"2026-01-01T10:00:00Z","order":"\#(order)""#
      let times = try medians(
        Self.kinds.indices.map { kind in
          { random in
            try process.time(
              of: (0..<Self.calls).map { _ in Workload.line(1, "history.read", Self.person(kind, &random) + page) })
          }
        })
      for (kind, time) in zip(Self.kinds, times) {
        let ratio = time / times[0]
        if ratio > Self.pageMax { over.append("a page over \(kind) contacts") }
        say("  history.read, \(order) first, over \(kind): \(Self.text(time)) us, \(Self.text(ratio)) times")
      }
    }
    let times = try medians(
      [#""matchingAttribute":null"#, Self.matching].map { settings in
        { random in
          // Behind the first look, which goes through all contacts.
          let look = Workload.line(1, "card.get", Self.person(0, &random))
          try process.send([Workload.line(1, "settings.set", settings), look])
          return try process.time(
            of: (0..<Self.calls).map { _ in Workload.line(1, "card.get", Self.person(0, &random)) })
        }
      })
    say(
      "  card.get, nobody linked: \(Self.text(times[0])) us without a matching attribute, "
        + "\(Self.text(times[1])) us with one, \(Self.text(times[1] / times[0])) times")
    try process.end()
  }

  /// Makes the people of each kind, who write by turns.
  private static func meet(_ process: SpawnedProcess) throws {
    let numbers = 0..<kinds.count * people
    try process.send(
      numbers.map { number in
        let kind = kinds[number / people]
        return Workload.line(
          1, "contact.create",
          #""name":"Person \#(number)","identities":[{"network":"instagram","externalId":"i\#(number)"}],"#
            + #""attributes":{"email":"p\#(number / kind).\#(kind)@example.com"}"#)
      })
    for message in 0..<messages {
      try process.send(
        numbers.map { number in
          let second = message * DeskLimits.linkedMax + number % DeskLimits.linkedMax
          let at = String(format: "2026-01-01T10:%02d:%02dZ", second / 60, second % 60)
          return Workload.line(
            1, "message.record",
            #""channel":"instagram","direction":"inbound","from":{"externalId":"i\#(number)"},"at":"\#(at)","#
              + #""text":"Is there any news of my parcel? I ask for the \#(message). time.""#)
        })
    }
  }

  /// One of the people of a kind.
  private static func person(_ kind: Int, _ random: inout SplitMix64) -> String {
    #""contactId":"contact-\#(kind * people + 1 + random.below(people))""#
  }

  /// Throws if the people of a kind are not linked as they should be.
  private static func check(_ kind: Int, _ process: SpawnedProcess) throws {
    try process.send([Workload.line(1, "card.get", #""contactId":"contact-\#(kind * people + 1)""#)])
    let card = String(decoding: process.received, as: UTF8.self)
    let linked = card.components(separatedBy: #""attribute":"email""#).count
    guard linked == kinds[kind] else { throw CrashFault("\(linked) are linked instead of \(kinds[kind]): \(card)") }
  }
}
