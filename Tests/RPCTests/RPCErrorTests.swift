import JSON
import RPC
import Testing

/// Errors as they leave: the code, the message and the data, byte for byte.
struct RPCErrorTests {
  private func written(_ error: RPCError) -> String {
    var out = JSONWriter()
    error.write(to: &out)
    return String(decoding: out.bytes, as: UTF8.self)
  }

  private func check(
    _ reason: ShapeError.Reason, path: String = "", _ expected: String, at location: SourceLocation = #_sourceLocation
  ) {
    #expect(written(RPCError(ShapeError(reason, path: path))) == expected, sourceLocation: location)
  }

  @Test func wrongTypesAndNamesAreInvalidParams() {
    check(
      .mismatch(expected: "a string", got: "null"), path: "identities[0].network",
      """
      {"code":-32602,"message":"identities[0].network: expected a string, got null.","data":{"kind":"invalidParams",\
      "retryable":false,"field":"identities[0].network","expected":"a string","got":"null"}}
      """)
    check(
      .mismatch(expected: "at most 2 params by position", got: "3"),
      """
      {"code":-32602,"message":"params: expected at most 2 params by position, got 3.","data":{"kind":"invalidParams",\
      "retryable":false,"field":"params","expected":"at most 2 params by position","got":"3"}}
      """)
    check(
      .missing(expected: "an integer from 1 to 500"), path: "limit",
      """
      {"code":-32602,"message":"limit is missing: expected an integer from 1 to 500.","data":{"kind":"invalidParams",\
      "retryable":false,"field":"limit","expected":"an integer from 1 to 500"}}
      """)
    check(
      .repeated, path: "name",
      """
      {"code":-32602,"message":"name is given twice; give it once.","data":{"kind":"invalidParams","retryable":false,\
      "field":"name","expected":"each name once","got":"the same name twice"}}
      """)
  }

  @Test func unknownNamesTellTheNearest() {
    check(
      .unknown([("nmae", "name")]),
      """
      {"code":-32602,"message":"unknown name \\"nmae\\" (did you mean \\"name\\"?).","data":{"kind":"invalidParams",\
      "retryable":false,"field":"params","unknown":["nmae"],"nearest":["name"]}}
      """)
    check(
      .unknown([("a", nil), ("b\n", nil)]), path: "identities[1]",
      """
      {"code":-32602,"message":"identities[1]: unknown name \\"a\\", \\"b\\n\\".","data":{"kind":"invalidParams",\
      "retryable":false,"field":"identities[1]","unknown":["a","b\\n"]}}
      """)
    check(
      .unknown([("a", nil), ("limits", "limit")]),
      """
      {"code":-32602,"message":"unknown name \\"a\\", \\"limits\\" (did you mean \\"limit\\"?).","data":{\
      "kind":"invalidParams","retryable":false,"field":"params","unknown":["a","limits"],"nearest":["limit"]}}
      """)
  }

  @Test func contentIsInvalidValue() {
    check(
      .refused(reason: "not an e-mail address", example: "ann@example.org"), path: "value",
      """
      {"code":1004,"message":"value: not an e-mail address. For example: ann@example.org","data":{\
      "kind":"invalidValue","retryable":false,"field":"value","reason":"not an e-mail address",\
      "example":"ann@example.org"}}
      """)
    check(
      .refused(reason: "only white space", example: nil), path: "text",
      """
      {"code":1004,"message":"text: only white space.","data":{"kind":"invalidValue","retryable":false,\
      "field":"text","reason":"only white space"}}
      """)
  }

  @Test func listsAndRangesAreLimits() {
    check(
      .tooMany(limit: 100, got: 101), path: "labels",
      """
      {"code":1008,"message":"labels: at most 100 are allowed, got 101.","data":{"kind":"limitExceeded",\
      "retryable":false,"field":"labels","limit":100,"got":101}}
      """)
    check(
      .outOfRange(min: 1, max: 500, got: .integer(0)), path: "limit",
      """
      {"code":1008,"message":"limit: expected an integer from 1 to 500, got 0.","data":{"kind":"limitExceeded",\
      "retryable":false,"field":"limit","limit":500,"got":0}}
      """)
  }

  @Test func replies() {
    var out = JSONWriter()
    let error = RPCError(.notFound, "Nothing.", [("what", .string("contact")), ("id", .integer(7))])
    Outgoing.error(error, .null, to: &out)
    out.endLine()
    Outgoing.beginResult(.null, to: &out)
    out.beginObject()
    out.endObject()
    Outgoing.endResult(to: &out)
    out.endLine()
    #expect(
      String(decoding: out.bytes, as: UTF8.self) == """
        {"jsonrpc":"2.0","id":null,"error":{"code":1001,"message":"Nothing.","data":{"kind":"notFound",\
        "retryable":false,"what":"contact","id":7}}}
        {"jsonrpc":"2.0","id":null,"result":{}}

        """)
  }

  /// However much is put into an error, no answer is larger than some tens of KiB, and lists say how much was cut.
  @Test(arguments: ["a", "é", "\u{1}", "\u{7F}", "\"", "\u{2028}", "😀", "\u{E0001}"]) func totalBound(piece: String)
    throws
  {
    let long = String(repeating: piece, count: 100_000)
    let cases: [(message: String, data: [(name: String, value: RPCError.Datum)], more: Int?)] = [
      (long, [("reason", .string(long)), ("id", .string(long)), ("field", .string("params"))], nil),
      ("Short.", [("unknown", .strings(Array(repeating: piece, count: 100_000))), ("field", .string("last"))], 1),
      ("Short.", [("unknown", .strings([long, long, long])), ("nearest", .strings(["a", "b"]))], 0),
      ("Short.", [("unknown", .strings(["a", "b"]))], 0),
    ]
    for (message, data, more) in cases {
      var out = JSONWriter()
      RPCError(.invalidParams, message, data).write(to: &out)
      #expect(out.count <= 66 << 10, "\(out.count)")
      let text = String(decoding: out.bytes, as: UTF8.self)
      #expect(tape(text), "it is JSON")
      if let more, data[0].name == "unknown", more == 1 { #expect(text.contains(#""unknownMore":"#)) }
    }
    var out = JSONWriter()
    let many = RPCError.Datum.strings((0..<50_000).map { "\($0)" })
    RPCError(.invalidParams, "m", [("unknown", many), ("field", .string("f"))]).write(to: &out)
    let text = String(decoding: out.bytes, as: UTF8.self)
    let listed = text.split(separator: "[")[1].split(separator: "]")[0].split(separator: ",").count
    #expect(text.contains(#""unknownMore":\#(50_000 - listed),"field":"f""#))
  }

  private func tape(_ text: String) -> Bool {
    let tape = JSONTape(depthMax: 10)
    return Array(text.utf8).withUnsafeBytes { bytes in
      do { return try tape.withValue(of: bytes) { $0.kind == .object } } catch { return false }
    }
  }

  @Test func codesAndKindsAreThoseOfTheProtocol() {
    let codes: [(ErrorCode, Int, String)] = [
      (.parse, -32700, "parse"), (.invalidRequest, -32600, "invalidRequest"),
      (.wireLimitExceeded, -32600, "limitExceeded"), (.methodNotFound, -32601, "methodNotFound"),
      (.invalidParams, -32602, "invalidParams"), (.internalError, -32603, "internal"),
      (.cancelled, -32800, "cancelled"), (.notFound, 1001, "notFound"),
      (.versionConflict, 1002, "versionConflict"), (.alreadyExists, 1003, "alreadyExists"),
      (.invalidValue, 1004, "invalidValue"), (.forbidden, 1005, "forbidden"), (.inUse, 1007, "inUse"),
      (.limitExceeded, 1008, "limitExceeded"), (.storage, 1011, "storage"),
      (.lookupFailed, 1012, "lookupFailed"), (.wrongState, 1013, "wrongState"),
    ]
    for (code, number, kind) in codes {
      #expect(code.number == number)
      #expect(code.kind == kind)
      #expect(!code.meaning.isEmpty)
    }
    #expect(Set(codes.map(\.0)) == Set(ErrorCode.allCases))
  }
}
