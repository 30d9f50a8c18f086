import Desk
import Foundation
import JSON
import Testing

@testable import Server

/// Texts that nobody types, as names and as what is looked for: each is answered or refused by the rule of names, the
/// session goes on, and a contact whose name was accepted is found by it.
struct HostileSearchTests {
  /// What the desk does with a text.
  enum Outcome: Equatable {
    /// A name: the contact who was made. A query: the contacts who were found.
    case contacts([String])
    /// Refused, for this reason (`invalidValue`).
    case refused(String)
  }

  private static let blank = Outcome.refused("must not be blank")
  private static func tooLong(_ scalars: Int) -> Outcome {
    .refused("at most 255 characters (Unicode scalars) are allowed, got \(scalars)")
  }

  private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

  /// A text of scalars that no literal may have.
  private static func of(_ scalars: UInt32...) -> String {
    String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
  }

  /// The outcome of a call with the text as its param; then the session answers the next line.
  private func outcome(_ method: String, _ param: StaticString, _ text: String, _ session: TransactionRunner) throws
    -> Outcome
  {
    var params = JSONWriter()
    params.beginObject()
    params.member(param, text)
    if method == "contact.search" { params.member("limit", 500) }
    params.endObject()
    let answer = try Self.object(try session.call(method, params.bytes))
    let next = try Self.object(try session.call("system.ping"))
    #expect(next["result"] != nil, "after \(text.debugDescription)")
    if let error = answer["error"] as? [String: Any] {
      let data = try #require(error["data"] as? [String: Any])
      #expect(data["kind"] as? String == "invalidValue" && data["field"] as? String == param.description)
      return .refused(try #require(data["reason"] as? String))
    }
    let result = try #require(answer["result"] as? [String: Any])
    let contacts = result["contacts"] as? [[String: Any]] ?? [result]
    return .contacts(try contacts.map { try #require($0["contactId"] as? String) })
  }

  private static func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  private func name(_ text: String, _ session: TransactionRunner) throws -> Outcome {
    try outcome("contact.create", "name", text, session)
  }

  private func search(_ text: String, _ session: TransactionRunner) throws -> Outcome {
    try outcome("contact.search", "text", text, session)
  }

  private func session() throws -> TransactionRunner { try TransactionRunner(SessionOptions(clock: Script.clock)) }

  /// All contacts in the order of their names, page by page.
  private func pages(_ session: TransactionRunner) throws -> [String] {
    var (ids, cursor) = ([String](), String?.none)
    repeat {
      var params = JSONWriter()
      params.beginObject()
      params.member("sort", literal: "name")
      params.member("limit", 7)
      params.member("cursor", cursor)
      params.endObject()
      let answer = try Self.object(try session.call("contact.search", params.bytes))
      let result = try #require(answer["result"] as? [String: Any], "\(answer), after \(cursor ?? "")")
      ids += (result["contacts"] as? [[String: Any]] ?? []).compactMap { $0["contactId"] as? String }
      cursor = result["nextCursor"] as? String
    } while cursor != nil
    return ids
  }

  /// A text, and why it is refused; nil: it is accepted, and finds the contact who is called so, and nobody else.
  private static let texts: [(text: String, refused: Outcome?)] = [
    ("", blank), (times(255, " "), blank), ("\n\r\t\u{3000}", blank),
    // Lengths count scalars, whatever their bytes, and however few are seen.
    ("a", nil), (times(255, "a"), nil), (times(256, "a"), tooLong(256)), (times(255, "🎉"), nil),
    (times(256, "🎉"), tooLong(256)), (times(128, "e\u{301}"), tooLong(256)), (times(100_000, "a"), tooLong(100_000)),
    // Marks on nothing are blank. On a letter, in whatever order, any number may be.
    (times(255, "\u{301}"), blank), (times(127, "\u{301}\u{323}"), blank), ("\u{20E3}", blank),
    ("a" + times(254, "\u{301}"), nil), ("a" + times(127, "\u{301}\u{323}"), nil), (times(254, "\u{301}") + "a", nil),
    ("a" + times(254, "\u{20E3}"), nil), ("q" + times(127, "\u{94D}\u{93C}"), nil),
    // A sign that takes a place of its own is seen, with nothing before it, too. After white space it begins a word.
    ("\u{93E}", nil), (times(255, "\u{93E}"), nil), ("a \u{93E}b", nil), ("a \u{489}b", nil), ("a\n\u{963}", nil),
    // Punctuation and symbols: each is a word.
    ("!", nil), ("?!#%&*()[]{}<>", nil), (times(255, "!"), nil), (times(127, "! ") + "!", nil), ("\\\"'`", nil),
    ("$^.*+?|", nil), ("%_", nil),
    // Controls, joiners, fillers and noncharacters are not seen; within a text they change nothing.
    ("\u{202E}\u{2067}\u{200F}", blank), ("\u{200D}", blank), ("\u{AD}", blank), ("\u{3164}", blank),
    ("\u{E0001}\u{E0041}\u{E007F}", blank), (of(0xFFFE), blank), (of(0xFFFF, 0x1FFFE, 0xFDD0), blank),
    ("\u{0}", blank), ("\u{0}\u{7F}\u{85}", blank), ("\u{FEFF}", blank),
    ("\u{202E}arim\u{202C}", nil), (times(254, "\u{202E}") + "a", nil), ("a" + times(254, "\u{200D}"), nil),
    ("a\u{0}b", nil), ("\u{0}a", nil), ("a" + of(0xFFFF) + "b", nil), ("\u{FFFD}", nil), ("\u{F8FF}\u{10FFFD}", nil),
    // What grows most: a form of 18 letters (compatible only), forms of four scalars, folded ones of more bytes.
    (times(255, "\u{FDFA}"), nil), (times(255, "\u{1F82}"), nil), (times(255, "\u{1D160}"), nil),
    (times(255, "\u{390}"), nil), (times(255, "힣"), nil), (times(255, "Ⱥ"), nil), (times(255, "ŉ"), nil),
    // Each letter begins a word, or there are as many words as fit, all alike or all different.
    (times(255, "山"), nil), (times(255, "ก"), nil), (times(127, "a ") + "a", nil), (times(127, "山 ") + "山", nil),
    ((0x100..<0x17F).map { of($0) }.joined(separator: " "), nil),
    // Digits: a part of a number as long as a text may be, and of digits of all kinds.
    ("0", nil), (times(255, "0"), nil), (times(255, "9"), nil), ("+" + times(254, "1"), nil), ("+-./()", nil),
    ("٠٠٠۱۲۳９９９", nil), ("½⅓²", nil), ("-1e999", nil),
  ]

  @Test(arguments: texts) func table(_ text: String, _ refused: Outcome?) throws {
    let session = try session()
    #expect(try name("Mira Kowalska", session) == .contacts(["contact-1"]))
    #expect(try search("kow", session) == .contacts(["contact-1"]))
    #expect(try name(text, session) == refused ?? .contacts(["contact-2"]), "\(text.debugDescription)")
    #expect(try search(text, session) == refused ?? .contacts(["contact-2"]), "\(text.debugDescription)")
  }

  /// What is no text: the line is refused, or the param, and the session goes on.
  @Test(arguments: [
    (#""\ud800""#, "invalidParams"), (#""\udc00\ud800""#, "invalidParams"), (#""a\ud83d""#, "invalidParams"),
    (#""\u12""#, "parse"), (#""a"#, "parse"), ("\"\u{1}\"", "parse"), ("[[[[[[\"a\"]]]]]]", "invalidParams"),
    (#"{"a":"b"}"#, "invalidParams"), ("1e999", "invalidParams"), ("-0", "invalidParams"),
  ])
  func noText(_ json: String, _ kind: String) throws {
    let session = try session()
    let line = #"{"jsonrpc":"2.0","id":1,"method":"contact.search","params":{"text":\#(json)}}"#
    let answer = try Self.object(try session.answer(to: Array(line.utf8)))
    let data = (answer["error"] as? [String: Any])?["data"] as? [String: Any]
    #expect(data?["kind"] as? String == kind, "\(answer)")
    #expect(try search("a", session) == .contacts([]))
  }

  /// Every string of the Big List of Naughty Strings (`NaughtyStrings`, where its licence stands), all on one desk.
  /// Half of the contacts are there when the index is made; the others come later.
  @Test func naughtyStrings() throws {
    let bytes = try Package.bytes("Tests/ServerTests/NaughtyStrings/blns.json")
    let strings = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String])
    #expect(strings.count == 503)
    let session = try session()
    var names: [Outcome] = []
    for (index, text) in strings.enumerated() {
      names.append(try name(text, session))
      if index == strings.count / 2 { #expect(try search("undefined", session) != .contacts([])) }
    }
    for (text, name) in zip(strings, names) {
      let found = try search(text, session)
      switch (name, found) {
      // The same rule as that of names: blank, or too long.
      case (.refused, _): #expect(found == name, "\(text.debugDescription)")
      case (.contacts(let made), .contacts(let contacts)):
        #expect(contacts.contains(made[0]), "\(text.debugDescription) is not found by its name")
      case (.contacts, .refused): Issue.record("\(text.debugDescription) is a name and no query")
      }
    }
    let made = names.flatMap { if case .contacts(let made) = $0 { made } else { [String]() } }
    #expect(made.count == strings.count - 8)
    // The cursors of this order have names in them.
    let listed = try pages(session)
    #expect(listed.count == made.count && Set(listed) == Set(made))
  }
}
