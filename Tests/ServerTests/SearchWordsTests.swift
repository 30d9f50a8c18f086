import JSON
import Server
import Testing

/// Where the words of a search begin and end: what random sessions met.
struct SearchWordsTests {
  private func check(_ name: String, _ cases: [(text: String, isFound: Bool)]) throws {
    let runner = try TransactionRunner(.init(clock: Script.clock))
    let call = { (method: String, field: String, value: String) in
      var line = JSONWriter()
      line.beginObject()
      line.member("jsonrpc", literal: "2.0")
      line.member("id", 1)
      line.member("method", method)
      line.key("params")
      line.beginObject()
      line.key(escaping: field)
      line.string(value)
      line.endObject()
      line.endObject()
      return String(decoding: try runner.answer(to: line.bytes), as: UTF8.self)
    }
    #expect(try call("contact.create", "name", name).contains("contact-1"))
    for (text, isFound) in cases {
      let answer = try call("contact.search", "text", text)
      #expect(answer.contains(#""matched":{"field":"name","#) == isFound, "\(text.debugDescription): \(answer)")
      #expect(answer.contains(#""result":{"contacts":["#))
    }
  }

  /// A mark after white space is a word, though it is one character with the space.
  @Test func aMarkAfterASpaceIsAWord() throws {
    try check(
      "Mira का ✋🏽",
      [
        ("mira", true), ("mira \u{93E}", false), ("mira \u{20E3}", false), ("mira \u{1F3FD}", true),
        ("mira \u{1F3FB}", false), ("mira का", true), ("\u{93E} mira", false),
      ])
  }
}
