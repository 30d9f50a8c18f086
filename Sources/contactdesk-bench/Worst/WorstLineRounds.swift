import Foundation

/// Sends the known worst lines to the real binary, one each, and prints what each costs; and sessions whose cost would
/// grow with the square of their length, where something is looked for one by one.
///
/// A line may take one second, and 128 MiB of memory beyond its own bytes; one that takes more is sent twice again,
/// since other programs may have held it up, and the least counts. The second half of a session may take twice as long
/// as the first, or a fifth of a second: where each step passes over all those before, it takes thrice as long.
/// Else the program fails.
struct WorstLineRounds: CrashProgram {
  private static let secondsMax = 1.0
  private static let memoryMax = 128 << 20
  /// How often a line is sent again that takes more.
  private static let repeats = 2
  /// A desk of fewer contacts gets a short run.
  private static let shortRun = 10_000
  private static let halfMax = (ratio: 2.0, seconds: 0.2)

  private let options: CrashOptions
  private let desk: WorstDesk

  init(_ options: CrashOptions) {
    self.options = options
    desk = WorstDesk(contacts: max(options.contacts ?? 100_000, 200))
  }

  func run() throws {
    try options.makeFolder()
    let process = try make()
    if !process.measuresMemory { say("memory is not measured on this system") }
    say(Self.row("line", "bytes", "seconds", "MiB", "answer"))
    var over: [String] = []
    for line in WorstLine.all(isShort: desk.contacts < Self.shortRun) {
      let bytes = line.bytes()
      var cost = try process.cost(of: bytes)
      for _ in 0..<Self.repeats where isOver(cost) {
        let again = try process.cost(of: bytes)
        if again.ownSeconds < cost.ownSeconds { cost = again }
      }
      let isOver = isOver(cost)
      if isOver { over.append(line.name) }
      let memory = process.measuresMemory ? "\(cost.memory >> 20)" : "-"
      say(
        Self.row(line.name, "\(bytes.count)", Self.text(cost.seconds), memory, "\(cost.answer)")
          + (isOver ? "  OVER" : ""))
    }
    try process.end()
    let slowing = try sessions()
    try options.removeFolder()
    guard over.isEmpty else {
      throw CrashFault(
        "\(over.count) over \(Self.secondsMax) s or \(Self.memoryMax >> 20) MiB: \(over.joined(separator: "; "))")
    }
    guard slowing.isEmpty else {
      throw CrashFault("\(slowing.count) sessions become slower as they go on: \(slowing.joined(separator: "; "))")
    }
  }

  private func isOver(_ cost: WorstProcess.Cost) -> Bool {
    cost.ownSeconds > Self.secondsMax || cost.memory > Self.memoryMax
  }

  /// Makes the desk, and starts a process on it.
  private func make() throws -> WorstProcess {
    let maker = try start("desk", clock: WorstDesk.clock)
    let watch = Stopwatch()
    try desk.make {
      try maker.send($0)
      maker.forget()
    }
    say("worst: \(desk.contacts) contacts in \(options.folder), made in \(Self.text(watch.seconds)) s")
    try maker.end()
    let restart = Stopwatch()
    let process = try start("desk")
    say("a start with them: \(Self.text(restart.seconds)) s")
    return process
  }

  // MARK: Sessions

  /// Sessions whose second half should take as long as their first, and a start with what they left. The names of
  /// those whose second half took too long.
  private func sessions() throws -> [String] {
    var slowing: [String] = []
    say(Self.row("session", "calls", "seconds", "ratio", "start"))
    for session in WorstSession.all {
      let process = try start(session.folder)
      try process.send(session.before)
      process.forget()
      let half = max(desk.scaled(session.count), WorstSession.stepsMin) / 2
      let costs = try [0..<half, half..<2 * half].map { try process.cost(of: $0.flatMap(session.lines)) }
      let times = costs.map(\.seconds)
      let isSlowing =
        costs[1].ownSeconds > Self.halfMax.seconds
        && costs[1].ownSeconds > Self.halfMax.ratio * costs[0].ownSeconds
      if isSlowing { slowing.append(session.name) }
      try process.end()
      let watch = Stopwatch()
      try start(session.folder).end()
      say(
        Self.row(
          session.name, "\(2 * half)", Self.text(times[0] + times[1]), Self.text(times[1] / times[0]),
          Self.text(watch.seconds)) + (isSlowing ? "  SLOWING" : ""))
    }
    return slowing
  }

  private func start(_ folder: String, clock: String? = nil) throws -> WorstProcess {
    try WorstProcess(
      options.binary, folder: "\(options.folder)/\(folder)", errors: "\(options.folder)/errors", clock: clock)
  }

  // MARK: The table

  private static func row(_ name: String, _ columns: String...) -> String {
    "  " + name.padding(toLength: 52, withPad: " ", startingAt: 0)
      + columns.map { String(repeating: " ", count: max(10 - $0.count, 1)) + $0 }.joined()
  }

  private static func text(_ seconds: Double) -> String { String(format: "%.3f", seconds) }
}

/// A session of calls that are all alike.
struct WorstSession {
  let name: String
  let folder: String
  /// Calls on a desk of 100,000 contacts.
  let count: Int
  var before: [UInt8] = []
  let lines: (Int) -> [UInt8]

  /// So many steps show a cost that grows with the square, also on a small desk.
  static let stepsMin = 12_000

  static var all: [WorstSession] {
    [
      WorstSession(name: "visitors of a web chat, all named guest", folder: "guests", count: 60_000) {
        WorstDesk.inbound("webchat", "g\($0)", #""handle":"guest""#)
      },
      WorstSession(name: "guests who come again, the first first", folder: "again", count: 120_000) {
        WorstDesk.inbound("webchat", "g\($0 % 60_000)", #""handle":"guest""#)
      },
      WorstSession(name: "identities added and removed", folder: "identities", count: 20_000, before: person) {
        number in
        let identity = #"\#(WorstDesk.full),"network":"x","externalId":"i\#(number)""#
        return WorstDesk.line("contact.addIdentity", identity) + WorstDesk.line("contact.removeIdentity", identity)
      },
      WorstSession(name: "one identity added and removed", folder: "identity", count: 60_000, before: person) { _ in
        let identity = #"\#(WorstDesk.full),"network":"x","externalId":"i""#
        return WorstDesk.line("contact.addIdentity", identity) + WorstDesk.line("contact.removeIdentity", identity)
      },
      WorstSession(name: "attributes defined, set and removed", folder: "attributes", count: 20_000, before: person) {
        WorstDesk.line("schema.define", #""key":"k\#($0)","label":"L","format":"text""#)
          + WorstDesk.line("attribute.edit", #"\#(WorstDesk.full),"set":{"k\#($0)":"a"}"#)
          + WorstDesk.line("schema.remove", #""key":"k\#($0)""#)
      },
      WorstSession(name: "conversations opened with one contact", folder: "open", count: 60_000, before: person) { _ in
        WorstDesk.line("conversation.open", #"\#(WorstDesk.full),"channel":"x""#)
      },
      WorstSession(
        name: "conversations resolved, the first first", folder: "open", count: 60_000
      ) {
        WorstDesk.line("conversation.setStatus", #""conversationId":"conversation-\#($0 + 1)","status":"resolved""#)
      },
      WorstSession(name: "messages, the latest first", folder: "order", count: 100_000, before: person) { number in
        let time = String(
          format: "%02d:%02d:%02d", (86_399 - number % 86_400) / 3_600, (86_399 - number % 86_400) / 60 % 60,
          (86_399 - number % 86_400) % 60)
        return WorstDesk.line(
          "message.record",
          #""direction":"inbound","conversationId":"conversation-1","text":"a","at":"2026-01-0\#(9 - number / 86_400)T\#(time)Z""#
        )
      },
      WorstSession(name: "agents whose ids are alike", folder: "agents", count: 60_000) { number in
        let id = String((0..<17).map { number >> $0 & 1 == 0 ? "a" : "A" })
        return WorstDesk.line("system.hello", #""agent":"\#(id)""#)
      },
    ]
  }

  private static let person = WorstDesk.inbound("x", "1", #""handle":"h""#)
}
