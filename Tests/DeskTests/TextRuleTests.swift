import Desk
import Testing

/// Lengths are counted in Unicode scalars, and a text is blank if a reader sees nothing that belongs to it.
struct TextRuleTests {
  private func check(
    _ rule: TextRule, _ text: String, refusedFor reason: String?, at location: SourceLocation = #_sourceLocation
  ) {
    var got: String?
    do throws(Refusal) { try rule.check(text) } catch { got = error.reason }
    #expect(got == reason, "\(text.unicodeScalars.prefix(20))", sourceLocation: location)
  }

  /// With each, a text of one scalar, of which graphemes, UTF-8 and UTF-16 have other counts.
  private static let scalars = ["a", "é", "e\u{301}", "請", "🎈", "👩\u{200D}🚀", "🇧🇪", "x\r\n", "a\u{1F3FD}"]

  @Test(arguments: [
    (TextRule.name, 255), (.label, 64), (.reason, 500), (.note, 5_000), (.attribute, 1_000), (.message, 100_000),
  ])
  func lengthsCountScalars(rule: TextRule, max: Int) {
    #expect(rule.max == max)
    for text in Self.scalars {
      let size = text.unicodeScalars.count
      let full = String(repeating: text, count: max / size) + String(repeating: "x", count: max % size)
      check(rule, full, refusedFor: nil)
      check(
        rule, full + "x", refusedFor: "at most \(max) characters (Unicode scalars) are allowed, got \(max + 1)")
      check(
        rule, "x" + full + "\u{301}",
        refusedFor: "at most \(max) characters (Unicode scalars) are allowed, got \(max + 2)")
    }
  }

  /// One grapheme can be as many scalars as one likes.
  @Test func marksCount() {
    check(.label, "a" + String(repeating: "\u{301}", count: 63), refusedFor: nil)
    check(
      .label, "a" + String(repeating: "\u{301}", count: 64),
      refusedFor: "at most 64 characters (Unicode scalars) are allowed, got 65")
  }

  @Test(arguments: [
    "", " ", "\t\n\u{B}\u{C}\r", "\u{85}", "\u{A0}\u{2003}", "\u{1680}\u{2028}\u{2029}", "\u{3000}", "\0", "\u{7F}",
    "\u{200B}", "\u{FEFF}", "\u{2800}", "\u{3164}", "\u{115F}\u{1160}", "\u{FFA0}", "\u{AD}", "\u{202E}\u{202C}",
    "\u{2066} \u{2069}", "\u{FE0F}", "\u{E0020}\u{E007F}", "\u{17B4}", "\u{180E}", "\u{1D159}", "\u{34F}", "\u{61C}",
    "\u{FFF9}\u{FFFB}", "\u{301}", " \u{301}\u{20DD}", "\u{13441}", "\u{16FE4}", "\u{E0041}\u{E0100}",
  ])
  func blanks(text: String) {
    #expect(TextRule.isBlank(text))
    for rule in [TextRule.name, .label, .reason, .note, .attribute] {
      check(rule, text, refusedFor: "must not be blank")
    }
    check(.message, text, refusedFor: nil)
  }

  /// A message's id, which no reader sees, is blank only if it always was.
  @Test(arguments: [
    ("", true), (" \u{A0}\u{200B}", true), ("\u{2800}\u{1D159}\u{FFF9}", true), ("\u{301}", false),
    ("\u{13441}", false),
    ("\u{16FE4}", false), (String(UnicodeScalar(0xFFFE as UInt32).map(Character.init) ?? "x"), false),
    ("\u{E000}", false),
  ])
  func idsOfMessages(text: String, isBlank: Bool) {
    check(.messageExternalId, text, refusedFor: isBlank ? "must not be blank" : nil)
  }

  @Test(arguments: [
    "a", " a", "\u{200B}a", "\0a", "\u{301}a", "e\u{301}", "\u{2801}", "😀", "\u{FFFD}", "\u{FFFC}", "\u{E000}",
    "\u{F005}", "ㅤ가",
    ".", "\u{93E}",
  ])
  func whatIsNotBlank(text: String) {
    #expect(!TextRule.isBlank(text))
    for rule in [TextRule.name, .label, .reason, .note, .attribute, .message] { check(rule, text, refusedFor: nil) }
  }
}
