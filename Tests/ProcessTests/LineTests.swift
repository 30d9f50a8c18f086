import Testing

/// What the process makes of the bytes of its input. Whatever a line is, the next one is answered.
struct LineTests {
  /// Input, and how each of its answers begins.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let input: [UInt8]
    let answers: [String]

    init(_ name: String, _ input: String, _ answers: [String]) { self.init(name, Array(input.utf8), answers) }

    init(_ name: String, _ input: [UInt8], _ answers: [String]) {
      (testDescription, self.input, self.answers) = (name, input, answers)
    }
  }

  /// A ping whose outermost object is level 1 of `levels`.
  private static func nested(_ levels: Int) -> String {
    let arrays = String(repeating: "[", count: levels - 3) + String(repeating: "]", count: levels - 3)
    return Request.call(1, "system.ping", #"{"_meta":{"a":\#(arrays)}}"#) + "\n"
  }

  private static let ping = Request.ping(1)
  private static let bare = String(ping.dropLast())

  static let cases = [
    Case("a request", ping, [Answer.pong(1)]),
    Case("CRLF", bare + "\r\n", [Answer.pong(1)]),
    Case("a byte order mark", "\u{FEFF}" + ping, [Answer.pong(1)]),
    Case("a byte order mark alone, then CRLF", "\u{FEFF}\r\n" + ping, [Answer.pong(1)]),
    Case("a byte order mark on the second line", ping + "\u{FEFF}" + ping, [Answer.pong(1), Answer.error(-32700)]),
    Case("blank lines", "\n\r\n \t \n" + ping + "\n\n", [Answer.pong(1)]),
    Case("white space around", "  \t" + bare + " \r\n", [Answer.pong(1)]),
    Case("128 levels", nested(128), [Answer.pong(1)]),
    Case("129 levels", nested(129), [Answer.error(-32600)]),
    Case("100,000 levels", String(repeating: "[", count: 100_000) + "\n", [Answer.error(-32600)]),
    Case("invalid UTF-8", Array(#"{"id":1,"method":""#.utf8) + [0xC3, 0x28, 0x22, 0x7D, 0x0A], [Answer.error(-32700)]),
    Case("a byte that UTF-8 has not", [0xFF, 0x0A], [Answer.error(-32700)]),
    Case("a NUL", "\0\n", [Answer.error(-32700)]),
    Case("a NUL before a request", "\0" + ping, [Answer.error(-32700)]),
    Case("not JSON", "hello\n", [Answer.error(-32700)]),
    Case("half a request", String(bare.dropLast()) + "\n", [Answer.error(-32700)]),
    Case("two requests on a line", bare + ping, [Answer.error(-32700)]),
    Case("an empty batch", "[]\n", [Answer.error(-32600)]),
    Case("a notification", #"{"jsonrpc":"2.0","method":"system.ping"}"# + "\n", []),
    Case("a batch", "[\(bare),\(bare)]\n", ["[" + Answer.pong(1) + "," + Answer.pong(1) + "]"]),
  ]

  @Test(arguments: cases) func answered(_ line: Case) throws { try check(line.input, line.answers) }

  @Test(arguments: cases.filter { $0.input.count < 1_000 }) func answeredByteByByte(_ line: Case) throws {
    try check(line.input, line.answers, piece: 1)
  }

  @Test func lastLineWithoutEnd() throws {
    let desk = try Desk()
    try desk.send(Self.ping + Request.ping(2).dropLast())
    desk.input.close()
    #expect(try desk.rest() == Answer.pong(1) + "\n" + Answer.pong(2) + "\n")
    #expect(try desk.child.end() == .code(0))
  }

  @Test(arguments: ["", "\n", " ", "\u{FEFF}"]) func nothing(_ input: String) throws {
    let desk = try Desk()
    try desk.send(input)
    try desk.finish()
  }

  @Test func fiveThousandRequests() throws {
    let desk = try Desk()
    try desk.send((0..<5_000).map { Request.ping($0) }.joined())
    desk.input.close()
    let answers = try desk.rest().split(separator: "\n").map(String.init)
    #expect(answers == (0..<5_000).map { Answer.pong($0) })
    #expect(try desk.child.end() == .code(0))
  }

  /// `system.shutdown` is answered and ends the process though stdin stays open; what stands after it is not executed,
  /// on its own line, in its batch or in the next read. As a notification it ends the process without a word.
  @Test(arguments: [false, true]) func shutdown(_ isBatch: Bool) throws {
    let desk = try Desk()
    let calls = [
      Request.call(1, "system.ping", "{}"), Request.call(2, "system.shutdown", "{}"),
      Request.call(3, "system.ping", "{}"),
    ]
    try desk.send(isBatch ? "[\(calls.joined(separator: ","))]\n" : calls.joined(separator: "\n") + "\n")
    let answers = Answer.pong(1) + (isBatch ? "," : "\n") + Answer.pong(2)
    #expect(try desk.rest() == (isBatch ? "[\(answers)]\n" : answers + "\n"))
    #expect(try desk.child.end() == .code(0))
  }

  @Test func shutdownAsANotification() throws {
    let desk = try Desk()
    try desk.send(Self.ping + #"{"jsonrpc":"2.0","method":"system.shutdown"}"# + "\n" + Self.ping)
    #expect(try desk.rest() == Answer.pong(1) + "\n")
    #expect(try desk.child.end() == .code(0))
  }

  /// Sends bytes and a ping; compares the answers to the bytes by their fronts.
  private func check(
    _ input: [UInt8], _ answers: [String], piece: Int = .max, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let desk = try Desk()
    try desk.input.write(input, piece: piece)
    for answer in answers {
      let line = try desk.line()
      #expect(line.hasPrefix(answer), "\(line)", sourceLocation: sourceLocation)
    }
    try desk.ping(sourceLocation: sourceLocation)
    try desk.finish(sourceLocation: sourceLocation)
  }
}
