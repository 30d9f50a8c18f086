import Testing

@testable import Text

/// What of a stranger's text may reach a person, and how it is cut.
struct TextGuardTests {
  static let escaped: [(raw: String, shown: String)] = [
    ("Mira", "Mira"), ("Mirą 東京 لیلا", "Mirą 東京 لیلا"), ("\u{1B}[2J\u{7}", "\\u{1b}[2J\\u{7}"),
    ("a\r\nb\nc\td", "a\\u{d}\\u{a}b\\u{a}c\\u{9}d"), ("\u{85}\u{2028}\u{2029}", "\\u{85}\\u{2028}\\u{2029}"),
    ("\u{7F}\u{9B}2J", "\\u{7f}\\u{9b}2J"), ("\u{202E}evil\u{202C}", "\\u{202e}evil\\u{202c}"),
    ("\u{2066}\u{2069}\u{200E}\u{200F}\u{61C}", "\\u{2066}\\u{2069}\\u{200e}\\u{200f}\\u{61c}"),
    ("a\u{200B}\u{FEFF}\u{AD}\u{3164}b", "a\\u{200b}\\u{feff}\\u{ad}\\u{3164}b"), ("x\u{E0041}", "x\\u{e0041}"),
    // What texts need stays.
    ("می\u{200C}خواهم 👩\u{200D}🚀 ❤\u{FE0F}", "می\u{200C}خواهم 👩\u{200D}🚀 ❤\u{FE0F}"), ("Ko\u{308}ln", "Ko\u{308}ln"),
    ("🏴\u{E0067}\u{E0062}\u{E007F}", "🏴\u{E0067}\u{E0062}\u{E007F}"),
  ]

  @Test(arguments: escaped) func escapes(_ raw: String, _ shown: String) {
    #expect(Array(TextGuard.guarded(raw, .escapes).unicodeScalars) == Array(shown.unicodeScalars))
  }

  static let drawn: [(raw: String, shown: String)] = [
    ("a\tb\u{1B}", "a b␛"), ("a\nb\r\nc\u{2028}d", "a/b/c/d"), ("a\u{202E}b", "ab"), ("\u{9B}", "\u{FFFD}"),
    ("abc\u{200F}!", "abc\u{200F}!"),
  ]

  @Test(arguments: drawn) func pictures(_ raw: String, _ shown: String) {
    #expect(Array(TextGuard.guarded(raw, .pictures(lineBreak: "/")).unicodeScalars) == Array(shown.unicodeScalars))
  }

  /// Of all scalars, none passes that acts on a terminal, ends a line or turns the order of a line that holds it.
  @Test func nothingThatActsGetsThrough() {
    for value in (UInt32(0)...0x3000).filter({ !(0xD800...0xDFFF).contains($0) }) + Array(0xFE00...0xFFFF) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for kept in TextGuard.guarded("x\(Character(scalar))y", .escapes).unicodeScalars {
        let category = kept.properties.generalCategory
        #expect(category != .control && category != .lineSeparator && category != .paragraphSeparator, "\(value)")
        #expect(!(0x202A...0x202E).contains(kept.value) && !(0x2066...0x206F).contains(kept.value), "\(value)")
        #expect(![0x200E, 0x200F, 0x61C].contains(kept.value), "\(value)")
      }
    }
  }

  static let cuts: [(text: String, bytes: Int, cut: String)] = [
    ("", 0, ""), ("Mira", 4, "Mira"), ("Mira K.", 6, "Mir…"), ("Mira", 3, "…"), ("Mira", 2, ""), ("é€😀", 9, "é€😀"),
    ("é€😀x", 9, "é€…"), ("é€😀x", 7, "é…"), ("😀😀", 7, "😀…"), ("e\u{301}\u{301}\u{301}", 6, "e\u{301}…"),
    // Two scalars that are one character.
    ("\r\n\r\n", 3, "…"), ("a\r\nb\r\n", 5, "a\r…"),
  ]

  @Test(arguments: cuts) func cut(_ text: String, _ bytes: Int, _ cut: String) {
    #expect(Array(text.cut(toBytes: bytes).unicodeScalars) == Array(cut.unicodeScalars))
  }

  @Test(arguments: [
    "\u{13441}\u{13442}", "\u{13430}", "\u{301}",
    " \u{301}\u{20DD}", "\u{2800}\u{FE0F}", "\u{16FE4}", "\u{180E}", "\u{E0061}",
  ])
  func blank(_ text: String) { #expect(text.isBlankToReaders) }

  @Test(arguments: [
    ".", "\u{301}a", "\u{2801}", "\u{FFFD}", "\u{E000}", "\u{F005}", "\u{F8FF} \u{10FFFD}", "\u{93E}", "ㅤ가", "\u{378}",
    "😀",
    "\u{13443}",
  ])
  func notBlank(_ text: String) { #expect(!text.isBlankToReaders) }

  /// The forms in which ids are compared leave out what they always did; readers do without a little more.
  @Test func ignoredInIDs() {
    let former: [ClosedRange<UInt32>] = [0x2800...0x2800, 0x1D159...0x1D159, 0xFFF9...0xFFFB]
    for scalar in (0...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init) {
      let (properties, value) = (scalar.properties, scalar.value)
      let wasInvisible =
        properties.isWhitespace || properties.isDefaultIgnorableCodePoint || properties.generalCategory == .control
        || former.contains { $0.contains(value) }
      let isNew = (0x13430...0x1343F).contains(value) || (0x13441...0x13442).contains(value) || scalar.isNoncharacter
      guard scalar.isIgnoredInIDs != wasInvisible || scalar.isInvisible != (wasInvisible || isNew) else { continue }
      Issue.record("U+\(String(value, radix: 16))")
    }
  }

  /// Swift has no literals of noncharacters.
  @Test func noncharacters() {
    for value in [0xFFFE, 0xFFFF, 0xFDD0, 0xFDEF, 0x1FFFE, 0x10FFFF] as [UInt32] {
      let text = Unicode.Scalar(value).map { String(Character($0)) } ?? ""
      #expect(text.unicodeScalars.count == 1 && text.isBlankToReaders)
      #expect(TextGuard.guarded("a" + text, .escapes) == "a\\u{\(String(value, radix: 16))}")
      #expect(TextGuard.guarded("a" + text, .pictures(lineBreak: " ")) == "a")
    }
  }
}
