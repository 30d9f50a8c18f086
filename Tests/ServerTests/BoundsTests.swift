import Desk
import Foundation
import JSON
import Methods
import RPC
import Testing

@testable import Server

/// What bounds a call: each param before it is looked at, what an error says, and what the calls of a batch cost
/// together.
struct BoundsTests {
  /// A field of a method, and a value that is too much for it.
  struct Case: Sendable, CustomTestStringConvertible {
    let method: String
    let field: String
    let value: String
    var testDescription: String { "\(method) \(field) \(value.prefix(20))" }
  }

  private static let long = String(repeating: "k", count: 20_000)
  private static let escaped = String(repeating: "\\u006b", count: 20_000)
  private static let values = [
    "\"\(long)\"", "\"\(escaped)\"", "[\"\(long)\"]", "[\"\(escaped)\"]", "{\"\(long)\":1}", "{\"\(escaped)\":1}",
    "{\"email\":\"\(long)\"}", "{\"email\":[\"\(escaped)\"]}", "{\"network\":\"x\",\"externalId\":\"\(long)\"}",
    "[{\"network\":\"x\",\"externalId\":\"\(long)\"}]", "{\"externalId\":\"\(long)\"}",
    "[\(Array(repeating: "1", count: 5_001).joined(separator: ","))]",
    "[\((0..<5_001).map { "\"\($0)\"" }.joined(separator: ","))]",
    "{\((0..<5_001).map { "\"k\($0)\":1" }.joined(separator: ","))}",
    String(repeating: "9", count: 20_000), "0." + String(repeating: "9", count: 20_000), "1e999999999",
  ]

  /// Each field of each method with each of those. What decorates a message is cut or left out, and named instead.
  static let cases = MethodTable.all.flatMap { method in
    method.params().map(\.name).filter { name in
      "\(method.name)" != "message.record" || !["text", "at", "externalId", "attachments"].contains(name)
    }.map { ("\(method.name)", $0) }
  }

  /// All else that the call names is as it should be: it is this field that is refused.
  @Test(arguments: cases) func isRefusedInFewWords(method: String, field: String) throws {
    let session = try Self.session()
    #expect(try Self.call(session, "contact.create", #""name":"Second""#).contains("contact-2"))
    let before = session.book.seq
    let called = try #require(MethodTable.all.first { $0.name.description == method })
    for value in Self.values {
      let params = try ValidParams.of(called, replacing: field, with: value)
      let answer = try session.answer(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#)
      #expect(answer.contains(#""error":{"code":"#), "\(value.prefix(30)) \(answer.prefix(300))")
      // Short keys in an object are looked up.
      let isLookedUp = answer.contains(#""code":1001,"#) && !value.hasPrefix("{")
      #expect(!isLookedUp, "it was looked up: \(value.prefix(30)) \(answer.prefix(300))")
      let named = answer.split(separator: #""field":""#).last ?? ""
      #expect(
        named.hasPrefix(field) && ["\"", ".", "["].contains(named.dropFirst(field.count).prefix(1)),
        "\(value.prefix(30)) \(answer.prefix(300))")
      #expect(answer.utf8.count < 20_000, "\(answer.utf8.count) bytes, \(value.prefix(30))")
    }
    #expect(session.book.seq == before)
  }

  private static func session() throws -> TransactionRunner {
    let session = try TransactionRunner(SessionOptions(clock: Script.clock))
    let made = try session.answer(
      #"{"jsonrpc":"2.0","id":1,"method":"message.record","params":{"channel":"x","direction":"inbound","from":{"externalId":"1"},"text":"a"}}"#
    )
    #expect(made.contains("contact-1"))
    return session
  }

  private static func call(_ session: TransactionRunner, _ method: String, _ params: String) throws -> String {
    try session.answer(#"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":{\#(params)}}"#)
  }

  /// Ids are refused by their length, as types are; one that is short enough is looked up, escaped or not.
  @Test func idsHaveABound() throws {
    let session = try Self.session()
    let most = DeskLimits.idBytesMax
    let id = { (count: Int) in String(repeating: "i", count: count) }
    for (value, code) in [
      (id(most), 1001), (id(most + 1), -32602), (String(repeating: "\\u0069", count: most), 1001),
      (String(repeating: "\\u0069", count: most + 1), -32602), (String(repeating: "é", count: most / 2), 1001),
      (#"cont\u0061ct-2"#, 1001),
    ] {
      let answer = try Self.call(session, "card.get", #""contactId":"\#(value)""#)
      #expect(answer.contains(#""code":\#(code),"#), "\(answer.prefix(200))")
    }
    let long = try Self.call(session, "card.get", #""contactId":"\#(id(most + 1))""#)
    #expect(long.contains("contactId: expected an id of at most 1024 bytes, got a string of 1025 bytes."))
    #expect(try Self.call(session, "card.get", #""contactId":"cont\u0061ct-1""#).contains(#""contactId":"contact-1""#))
  }

  /// A text that is far too long is counted where it lies.
  @Test func longTextsAreCounted() throws {
    let session = try Self.session()
    let text = String(repeating: #"é\u00e9\ud83d\ude00"#, count: 20_000)
    let note = try Self.call(session, "note.add", #""contactId":"contact-1","text":"\#(text)""#)
    #expect(note.contains("at most 5000 characters (Unicode scalars) are allowed, got 60000"))
    let recorded = try Self.call(
      session, "message.record",
      #""direction":"inbound","conversationId":"conversation-1","externalId":"\#(text)","at":"\#(text)","text":"\#(text)\#(text)\#(text)""#
    )
    #expect(recorded.contains("at most 100000 characters (Unicode scalars) are kept, got 180000: the rest was cut"))
    #expect(recorded.contains("at most 1000 characters (Unicode scalars) are allowed, got 60000"))
    #expect(recorded.contains("not an RFC 3339 time"))
    let history = try Self.call(session, "history.read", #""contactId":"contact-1","limit":1"#)
    let shown = try #require(history.split(separator: #""text":""#).last?.split(separator: "\"").first)
    #expect(shown.unicodeScalars.count == DeskLimits.messageTextMax && shown.hasPrefix("éé😀éé😀"))
  }

  /// A value has the bound that `system.info` reports (`valueBytes`), however it is escaped; then its format decides.
  @Test func valuesHaveABound() throws {
    let session = try Self.session()
    _ = try Self.call(session, "schema.define", #""key":"t","label":"T","format":"text""#)
    let most = DeskLimits.valueBytesMax
    for (piece, count, part) in [
      (#"\ud83d\ude00"#, most / 4, #""version":"#), (#"\u0061"#, most, "at most 1000 characters"),
      (#"\u0061"#, most + 1, "at most \(most) bytes are allowed, got \(most + 1)"),
      ("a", most, "at most 1000 characters"), ("a", most + 1, "at most \(most) bytes are allowed, got \(most + 1)"),
      (#"\ud83d\ude00"#, most / 4 + 1, "at most \(most) bytes are allowed, got \(most + 4)"),
    ] {
      let text = String(repeating: piece, count: count)
      let answer = try Self.call(session, "attribute.edit", #""contactId":"contact-1","set":{"t":"\#(text)"}"#)
      #expect(answer.contains(part), "\(piece) x \(count): \(answer.prefix(300))")
    }
  }

  /// However much is wrong with a message's decoration, its warnings are few.
  @Test func warningsAreFew() throws {
    let session = try Self.session()
    let values = (0..<400).map { #""k\#($0)":["\ud800","\ud800"]"# }.joined(separator: ",")
    let files = Array(repeating: "{}", count: 5_000).joined(separator: ",")
    let answer = try Self.call(
      session, "message.record",
      #""channel":"x","direction":"inbound","from":{"externalId":"1","attributes":{\#(values)}},"attachments":[\#(files)]"#
    )
    #expect(answer.contains(#""messageId":"message-2""#) && answer.contains("more faults of this message"))
    #expect(answer.utf8.count < 60_000)
  }

  // MARK: The schema

  @Test func optionsHaveABoundTogether() throws {
    let session = try Self.session()
    let options = { (count: Int, more: String) in
      "[" + (0..<count).map { "\"\($0 + 1_000)\(String(repeating: "é", count: 248))\(more)\"" }.joined(separator: ",")
        + "]"
    }
    // 500 bytes each: two attributes have a million bytes, and 48,576 are left.
    for key in ["a", "b"] {
      let defined = try Self.call(
        session, "schema.define", #""key":"\#(key)","label":"L","format":"choice","options":\#(options(1_000, ""))"#)
      #expect(defined.contains(#""result""#), "\(defined.prefix(300))")
    }
    let refused = try Self.call(
      session, "schema.define", #""key":"c","label":"L","format":"choice","options":\#(options(98, ""))"#)
    for part in [
      #""code":1008,"#, #""field":"options","limit":1048576,"got":1049000"#,
      "options: those of all attributes together",
    ] {
      #expect(refused.contains(part), "\(refused)")
    }
    let fits = try Self.call(
      session, "schema.define", #""key":"c","label":"L","format":"choice","options":\#(options(97, ""))"#)
    #expect(fits.contains(#""result""#))
    let grown = try Self.call(session, "schema.update", #""key":"b","options":\#(options(1_000, "x"))"#)
    #expect(grown.contains(#""code":1008,"#) && grown.contains(#""got":1049500"#), "\(grown.prefix(300))")
    // What does not grow is not refused; what was removed makes room.
    #expect(try Self.call(session, "schema.update", #""key":"b","label":"M""#).contains(#""label":"M""#))
    #expect(try Self.call(session, "schema.remove", #""key":"a""#).contains(#""key":"a""#))
    #expect(
      try Self.call(session, "schema.update", #""key":"b","options":\#(options(1_000, "x"))"#).contains(#""result""#))
    #expect(try Self.call(session, "system.info", "").contains(#""optionBytes":1048576"#))
  }

  // MARK: Batches

  /// Calls that nobody hears of cost, too: once they have written, searched or changed so much, no more are executed.
  @Test(arguments: [
    (#""method":"schema.list""#, ""), (#""method":"schema.update""#, #""key":"a","label":"\#("#")""#),
  ])
  func aBatchStopsAtWhatItCost(method: String, params: String) throws {
    let session = try Self.session()
    let option = String(repeating: "o", count: 240)
    let options = (0..<1_000).map { "\"\($0)\(option)\"" }.joined(separator: ",")
    _ = try Self.call(session, "schema.define", #""key":"a","label":"L","format":"choice","options":[\#(options)]"#)
    let calls = (0..<600).map {
      #"{"jsonrpc":"2.0",\#(method),"params":{\#(params.replacing("#", with: "\($0)"))}}"#
    }
    let last = #"{"jsonrpc":"2.0","id":9,"method":"vip.promote","params":["contact-1"]}"#
    let batch = "[" + calls.joined(separator: ",") + "," + last + "]"
    let answer = try session.answer(to: Array(batch.utf8))
    let text = String(decoding: answer, as: UTF8.self)
    #expect(text.hasPrefix(#"[{"jsonrpc":"2.0","id":9,"error":{"code":-32600,"#), "\(text.prefix(300))")
    #expect(text.contains(#""kind":"limitExceeded""#) && text.contains(#""limit":134217728"#))
    // The next line counts anew.
    #expect(try session.answer(to: Array("[\(last)]".utf8)).count > 100)
    #expect(try Self.call(session, "card.get", #""contactId":"contact-1""#).contains(#""isVip":true"#))
  }

  /// A decision that others make stale is decided again, and counts once.
  @Test func aStaleDecisionCountsOnce() throws {
    let runner = try Self.session()
    let context = runner.session.context
    let method = try #require(MethodTable.all.first { $0.name.description == "schema.update" })
    func work(stale: Int) throws -> Int? {
      context.work.account = .init()
      defer { context.work.account = nil }
      try Array(#"{"key":"url","label":"L"}"#.utf8).withUnsafeBytes { bytes throws in
        try JSONTape(depthMax: WireLimits.depthMax).withValue(of: bytes) { params in
          Result { () throws(RPCError) in
            var out = JSONWriter()
            var left = stale
            while case .stale = try method.execute(
              params, runner.book, context, to: &out,
              commit: { _, _ in
                left -= 1
                return left < 0 ? .taken : .stale
              })
            {}
          }
        }.get()
      }
      return context.work.account?.bytes
    }
    let once = try #require(try work(stale: 0))
    #expect(once > 0)
    #expect(try work(stale: 3) == once)
  }

  /// A batch that goes on after a commit within it goes on counting, too.
  @Test func aBatchThatGoesOnCountsOn() throws {
    let folder = try Folder()
    let calls = ["contact.create", "store.snapshot", "system.ping"].map {
      let params = $0 == "contact.create" ? #"{"name":"M"}"# : "{}"
      return #"{"jsonrpc":"2.0","id":"\#($0)","method":"\#($0)","params":\#(params)}"#
    }
    // The answers, and what is left where a commit is due.
    func execute(_ batch: SuspendedBatch) -> (answers: String, left: SuspendedBatch?) {
      var out = JSONWriter()
      _ = folder.session.execute(.resumed(batch), to: &out)
      guard case .resumed(let left)? = folder.session.takeDue() else {
        return (String(decoding: out.bytes, as: UTF8.self), nil)
      }
      return (String(decoding: out.bytes, as: UTF8.self), left)
    }
    func batch(after done: Int, bytes: Int) -> SuspendedBatch {
      let text = Array("[\(calls.joined(separator: ","))]".utf8)
      return SuspendedBatch(text: text, answers: .apart(Array("[".utf8)), done: done, work: .init(bytes: bytes))
    }
    let first = try #require(execute(batch(after: 0, bytes: 0)).left)
    #expect(first.done == 1 && first.work.bytes > 0)
    let most = WireLimits.batchWorkBytesMax
    #expect(execute(batch(after: 1, bytes: most)).left?.work.bytes == most)
    let refused = execute(batch(after: 1, bytes: most + 1))
    #expect(refused.left == nil && refused.answers.components(separatedBy: "was not executed").count == 3)
  }

  /// A thousand ordinary calls are far from that.
  @Test func anOrdinaryBatchIsExecutedWhole() throws {
    let session = try Self.session()
    let calls = (0..<1_000).map { number in
      number % 2 == 0
        ? #"{"jsonrpc":"2.0","id":1,"method":"card.get","params":["contact-1"]}"#
        : #"{"jsonrpc":"2.0","id":1,"method":"history.read","params":{"contactId":"contact-1","text":"nobody wrote this"}}"#
    }
    let answer = try session.answer(to: Array("[\(calls.joined(separator: ","))]".utf8))
    #expect(!String(decoding: answer, as: UTF8.self).contains(#""error""#))
  }
}
