import JSON
import RPC
import Testing

/// What a message asks for, and what is told of one that is none: the order of checks of the protocol.
struct IncomingTests {
  /// The message in one line: what kind it is, its id to the letter, and the method and params or the error.
  private func told(_ text: String) throws -> String {
    let bytes = Array(text.utf8)
    let tape = JSONTape(depthMax: WireLimits.depthMax)
    return try bytes.withUnsafeBytes { raw throws in
      try tape.withValue(of: raw) { Self.told(Incoming($0)) }
    }
  }

  private static func told(_ incoming: Incoming) -> String {
    switch incoming {
    case .call(let id, let method, let params):
      let asked = "\(method.displayString) \(params.map(\.summary) ?? "absent")"
      guard let id else { return "notification \(asked)" }
      return "call \(token(id)) \(asked)"
    case .unanswered: return "unanswered"
    case .invalid(let id, let error):
      guard case .string(let field)? = error.data.first?.value else { return "\(error.code.number) \(token(id)) limit" }
      return "\(error.code.number) \(token(id)) \(error.data.first?.name ?? "") \(field)"
    }
  }

  /// The id as a reply has it.
  private static func token(_ id: RequestID) -> String {
    var out = JSONWriter()
    Outgoing.beginResult(id, to: &out)
    out.null()
    Outgoing.endResult(to: &out)
    let (before, after) = (#"{"jsonrpc":"2.0","id":"#, #","result":null}"#)
    let reply = String(decoding: out.bytes, as: UTF8.self)
    guard reply.hasPrefix(before), reply.hasSuffix(after) else { return reply }
    return String(reply.dropFirst(before.count).dropLast(after.count))
  }

  private func check(_ text: String, _ expected: String, at location: SourceLocation = #_sourceLocation) throws {
    #expect(try told(text) == expected, "\(text)", sourceLocation: location)
  }

  @Test func callsAndNotifications() throws {
    try check(#"{"jsonrpc":"2.0","id":1,"method":"m"}"#, "call 1 m absent")
    try check(#"{"jsonrpc":"2.0","id":1,"method":"m","params":{}}"#, "call 1 m an object")
    try check(#"{"params":[1],"method":"m","id":"a","jsonrpc":"2.0"}"#, #"call "a" m an array"#)
    try check(#"{"jsonrpc":"2.0","id":1,"method":"m","params":null}"#, "call 1 m null")
    try check(#"{"jsonrpc":"2.0","method":"m"}"#, "notification m absent")
    try check(#"{"jsonrpc":"2.0","method":"m","params":[]}"#, "notification m an array")
    try check(#"{"jsonrpc":"2.0","id":1,"method":""}"#, "call 1  absent")
    // An id of null is an id: it is answered.
    try check(#"{"jsonrpc":"2.0","id":null,"method":"m"}"#, "call null m absent")
    // Escapes change nothing.
    try check(#"{"\u006asonrpc":"2\u002e0","\u0069d":1,"meth\u006fd":"\u006d","p\u0061rams":{}}"#, "call 1 m an object")
    // A lone surrogate makes it a method that nobody knows, no worse.
    try check(#"{"jsonrpc":"2.0","id":1,"method":"\ud800"}"#, "call 1 \u{FFFD} absent")
  }

  @Test(arguments: [
    "1", "0", "-0", "-1", "1.0", "1e2", "1E+2", "0.10", "123456789012345678901234567890", "-9223372036854775809",
    "1e400", #""""#, #""1""#, #""\u0031""#, #""a\"\\b\/""#, #""\ud83d\ude00""#, #""😀""#, "\"\u{E2}\u{2027}\"",
    #""\ud800""#,
    #""null""#, "null", "\"{[,:\"",
  ])
  func idsAreEchoedTokenForToken(token: String) throws {
    try check(#"{"jsonrpc":"2.0","id":\#(token),"method":"m"}"#, "call \(token) m absent")
    try check(#"{ "id" : \#(token) , "method" : "m", "jsonrpc" : "2.0" }"#, "call \(token) m absent")
    // Also in errors, whatever is wrong.
    try check(#"{"id":\#(token),"method":"m"}"#, "-32600 \(token) field jsonrpc")
    try check(#"{"jsonrpc":"2.0","id":\#(token)}"#, "-32600 \(token) field method")
    try check(#"{"jsonrpc":"2.0","id":\#(token),"method":"m","params":1}"#, "-32602 \(token) field params")
  }

  @Test(arguments: ["true", "false", "[]", "{}", "[1]", #"{"id":1}"#])
  func idsThatAreNone(token: String) throws {
    try check(#"{"jsonrpc":"2.0","id":\#(token),"method":"m"}"#, "-32600 null field id")
    try check(#"{"jsonrpc":"2.0","id":\#(token)}"#, "-32600 null field id")
    try check(#"{"jsonrpc":"2.0","id":\#(token),"method":1,"params":1}"#, "-32600 null field id")
    try check(#"{"jsonrpc":"1.0","id":\#(token),"method":"m"}"#, "-32600 null field jsonrpc")
    try check(#"{"id":\#(token)}"#, "-32600 null field jsonrpc")
  }

  @Test(arguments: [
    "null", "true", "2", "2.0", #""2""#, #""2.00""#, #""1.0""#, #""2.0 ""#, #"["2.0"]"#, "{}", #""2.\ud800""#,
  ])
  func jsonrpcIsExactly(value: String) throws {
    try check(#"{"jsonrpc":\#(value),"id":7,"method":"m"}"#, "-32600 7 field jsonrpc")
    // Without an id it is not sure to be a notification.
    try check(#"{"jsonrpc":\#(value),"method":"m"}"#, "-32600 null field jsonrpc")
    try check(#"{"jsonrpc":\#(value),"id":7,"method":1,"params":1}"#, "-32600 7 field jsonrpc")
  }

  @Test func membersThatAreMissing() throws {
    try check("{}", "-32600 null field jsonrpc")
    try check(#"{"method":"m"}"#, "-32600 null field jsonrpc")
    try check(#"{"id":1,"method":"m"}"#, "-32600 1 field jsonrpc")
    try check(#"{"JSONRPC":"2.0","id":1,"method":"m"}"#, "-32600 1 field jsonrpc")
    try check(#"{"jsonrpc":"2.0"}"#, "-32600 null field method")
    try check(#"{"jsonrpc":"2.0","id":1}"#, "-32600 1 field method")
    try check(#"{"jsonrpc":"2.0","id":1,"params":{}}"#, "-32600 1 field method")
    try check(#"{"jsonrpc":"2.0","ID":1,"method":"m"}"#, "notification m absent")
  }

  @Test(arguments: ["null", "true", "1", "[]", "{}", #"["m"]"#])
  func methodsThatAreNone(value: String) throws {
    try check(#"{"jsonrpc":"2.0","id":1,"method":\#(value)}"#, "-32600 1 field method")
    try check(#"{"jsonrpc":"2.0","id":1,"method":\#(value),"params":1}"#, "-32600 1 field method")
    try check(#"{"jsonrpc":"2.0","method":\#(value)}"#, "-32600 null field method")
    // A reply has no method at all.
    try check(#"{"jsonrpc":"2.0","id":1,"method":\#(value),"result":1}"#, "-32600 1 field method")
  }

  @Test(arguments: ["true", "false", "1", #""p""#, #""""#])
  func paramsThatAreNone(value: String) throws {
    try check(#"{"jsonrpc":"2.0","id":1,"method":"m","params":\#(value)}"#, "-32602 1 field params")
    try check(#"{"jsonrpc":"2.0","id":null,"method":"m","params":\#(value)}"#, "-32602 null field params")
    // A notification is never answered.
    try check(#"{"jsonrpc":"2.0","method":"m","params":\#(value)}"#, "unanswered")
  }

  @Test func repliesAreIgnored() throws {
    try check(#"{"jsonrpc":"2.0","id":1,"result":null}"#, "unanswered")
    try check(#"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"m"}}"#, "unanswered")
    try check(#"{"jsonrpc":"2.0","id":null,"\u0065rror":{}}"#, "unanswered")
    try check(#"{"jsonrpc":"2.0","id":true,"result":1}"#, "unanswered")
    try check(#"{"jsonrpc":"2.0","result":1}"#, "unanswered")
    try check(#"{"jsonrpc":"2.0","id":1,"result":1,"error":{}}"#, "unanswered")
    // With a method it is a call: members that mean nothing to us are passed over.
    try check(#"{"jsonrpc":"2.0","id":1,"method":"m","result":1,"error":2,"x":3}"#, "call 1 m absent")
    try check(#"{"id":1,"result":1}"#, "-32600 1 field jsonrpc")
  }

  @Test func membersGivenTwice() throws {
    let sound = #""jsonrpc":"2.0","id":1,"method":"m","params":{}"#
    for again in [#""jsonrpc":"2.0""#, #""id":1"#, #""id":2"#, #""id":true"#, #""method":"m""#, #""params":{}"#] {
      let name = String(again.dropFirst().prefix { $0 != "\"" })
      try check("{\(sound),\(again)}", "-32600 null field \(name)")
      try check("{\(again),\(sound)}", "-32600 null field \(name)")
    }
    try check("{\(sound),\"\\u0069d\":1}", "-32600 null field id")
    try check("{\"\\u0069\\u0064\":1,\(sound)}", "-32600 null field id")
    // Null counts as given.
    try check(#"{"id":null,"jsonrpc":"2.0","id":null,"method":"m"}"#, "-32600 null field id")
    try check("{\(sound),\"params\":null}", "-32600 null field params")
    // Also those that mean nothing to us, and before anything else is looked at.
    try check("{\(sound),\"x\":1,\"x\":1}", "-32600 null field x")
    try check("{\(sound),\"x\":1,\"y\":2,\"\\u0078\":3}", "-32600 null field x")
    try check(#"{"jsonrpc":"2.0","id":1,"result":1,"result":2}"#, "-32600 null field result")
    try check(#"{"x":1,"x":1}"#, "-32600 null field x")
    try check(#"{"jsonrpc":1,"jsonrpc":2,"id":[]}"#, "-32600 null field jsonrpc")
    try check("{\(sound),\"\":1,\"\":2}", "-32600 null field ")
    // Names are compared by their scalars; and what is repeated deeper down is not of the message.
    try check("{\(sound),\"\u{E9}\":1,\"e\u{301}\":2}", "call 1 m an object")
    try check(#"{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":1,"a":2}}"#, "call 1 m an object")
  }

  @Test func namesWithLoneSurrogates() throws {
    let sound = #""jsonrpc":"2.0","id":1,"method":"m""#
    try check(#"{\#(sound),"\ud800":1,"\ud801":2}"#, "call 1 m absent")
    try check(#"{\#(sound),"\ud800":1,"\ud800":2}"#, "-32600 null field \u{FFFD}")
    // The same name, spelled otherwise; and one whose content merely looks like the spelling.
    try check(#"{\#(sound),"\ud800":1,"\uD800":2}"#, "-32600 null field \u{FFFD}")
    try check(#"{\#(sound),"a\ud800":1,"\u0061\ud800":2}"#, "-32600 null field a\u{FFFD}")
    try check(#"{\#(sound),"\ud800":1,"\\ud800":2}"#, "call 1 m absent")
  }

  @Test(arguments: ["1", "\"m\"", "null", "true", "[]", "[{}]"])
  func messagesThatAreNoObjects(text: String) throws {
    try check(text, "-32600 null expected an object")
  }

  /// What has a bound is refused before it is looked at, and a long id is not echoed.
  @Test func longIdsAndManyMembers() throws {
    let most = WireLimits.requestIdBytesMax
    let id = { (count: Int) in "\"\(String(repeating: "i", count: count))\"" }
    try check(#"{"jsonrpc":"2.0","id":\#(id(most)),"method":"m"}"#, "call \(id(most)) m absent")
    let digits = String(repeating: "9", count: most + 1)
    for long in [id(most + 1), digits] {
      try check(#"{"jsonrpc":"2.0","id":\#(long),"method":"m"}"#, "-32600 null field id")
      try check(#"{"jsonrpc":"2.0","id":\#(long),"method":1}"#, "-32600 null field id")
      try check(#"{"jsonrpc":"1.0","id":\#(long),"method":"m"}"#, "-32600 null field jsonrpc")
      try check(#"{"jsonrpc":"2.0","id":\#(long),"result":1}"#, "unanswered")
    }
    let members = { (count: Int) in (0..<count).map { ",\"x\($0)\":1" }.joined() }
    let rest = members(WireLimits.membersMax - 3)
    try check(#"{"jsonrpc":"2.0","id":1,"method":"m"\#(rest)}"#, "call 1 m absent")
    try check(#"{"jsonrpc":"2.0","id":1,"method":"m"\#(rest),"y":1}"#, "-32600 1 limit")
    // Of one with too many, the first members say which id it has, and whether it is a reply.
    let many = members(WireLimits.membersMax)
    for (beginning, expected) in [
      (#""jsonrpc":"2.0","id":"a","method":"m""#, #"-32600 "a" limit"#), (#""jsonrpc":"1.0","id":7"#, "-32600 7 limit"),
      (#""jsonrpc":"2.0","method":"m""#, "-32600 null limit"), (#""id":[1]"#, "-32600 null limit"),
      (#""id":\#(digits)"#, "-32600 null limit"), (#""id":1,"id":1"#, "-32600 null field id"),
      (#""jsonrpc":"2.0","id":1,"result":1"#, "unanswered"), (#""jsonrpc":"2.0","id":1,"error":{}"#, "unanswered"),
      (#""jsonrpc":"2.0","id":1,"result":1,"method":"m""#, "-32600 1 limit"), (#""id":1,"result":1"#, "-32600 1 limit"),
    ] { try check("{\(beginning)\(many)}", expected) }
    try check(#"{"jsonrpc":"2.0"\#(many),"id":1}"#, "-32600 null limit")
  }
}
