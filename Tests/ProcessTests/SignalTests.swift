import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Signals end the input: what was received is answered, and the process ends with 0.
struct SignalTests {
  static let signals = [SIGTERM, SIGINT, SIGHUP]

  @Test(arguments: signals) func whileIdle(_ signal: Int32) throws {
    let desk = try Desk()
    try desk.ping()
    // Half a line is not a line, and the input stays open.
    try desk.send(String(Request.ping(1).dropLast()))
    desk.child.signal(signal)
    #expect(try desk.rest() == "")
    #expect(try desk.child.end() == .code(0))
    #expect(try desk.rest(of: desk.errors) == "")
  }

  @Test(arguments: signals) func whileAnswersAreHeld(_ signal: Int32) throws {
    let desk = try Self.holding()
    desk.child.signal(signal)
    #expect(Self.hasStoppedReading(desk))
    let answer = try desk.line()
    #expect(answer.hasPrefix("[" + Answer.result(0)) && answer.hasSuffix("}}]"))
    #expect(try desk.rest() == "")
    #expect(try desk.child.end() == .code(0))
  }

  /// With answers held: the first asks, the second tells.
  @Test(arguments: [(SIGTERM, SIGTERM), (SIGINT, SIGTERM), (SIGHUP, SIGINT)])
  func theSecondKills(_ first: Int32, _ second: Int32) throws {
    let desk = try Self.holding()
    desk.child.signal(first)
    #expect(Self.hasStoppedReading(desk))
    desk.child.signal(second)
    #expect(try desk.child.end() == .signal(second))
  }

  /// nohup
  @Test func ignoredStaysIgnored() throws {
    let desk = try Desk(from: .shell("trap '' HUP INT; exec \"$0\" \"$@\""))
    try desk.ping()
    for _ in 0..<2 {
      desk.child.signal(SIGHUP)
      desk.child.signal(SIGINT)
      try desk.ping()
    }
    desk.child.signal(SIGTERM)
    #expect(try desk.rest() == "")
    #expect(try desk.child.end() == .code(0))
  }

  /// Parents that spawn from a thread with blocked signals hand that on.
  @Test(arguments: signals) func blockedIsHeard(_ signal: Int32) throws {
    let desk = try Desk(blocking: Self.signals + [SIGALRM])
    try desk.ping()
    desk.child.signal(signal)
    #expect(try desk.rest() == "")
    #expect(try desk.child.end() == .code(0))
  }

  /// A signal at any time: every line that was received is answered in full, and nothing else is.
  @Test(arguments: [1, 10, 100, 1_000]) func whileBusy(_ answered: Int) throws {
    let desk = try Desk()
    try desk.send(Request.create(0))
    _ = try desk.line()
    try desk.send((0..<5_000).map { Request.card($0) }.joined())
    var answers = Answers(Answer.result)
    try answers.read(until: answered, from: desk.output)
    desk.child.signal(SIGTERM)
    try answers.readToEnd(desk.output)
    #expect(try desk.child.end() == .code(0))
  }

  /// A server that holds one answer, larger than the pipe.
  private static func holding() throws -> Desk {
    let desk = try Desk()
    try desk.send(Request.create(0))
    _ = try desk.line()
    try desk.send(Request.cards())
    try #require(desk.output.waits(for: POLLIN))
    return desk
  }

  /// Whether the signal has arrived: the server lets go of its input, which nobody reads then.
  private static func hasStoppedReading(_ desk: Desk) -> Bool { desk.input.waits(for: POLLERR) }
}
