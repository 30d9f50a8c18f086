import Terminal
import Testing

/// What of a stranger's text may reach a terminal.
struct SafeTextTests {
  static let hostile: [(raw: String, safe: String)] = [
    ("Mira", "Mira"), ("\u{1B}[31mred", "␛[31mred"), ("\u{1B}]0;title\u{7}", "␛]0;title␇"), ("a\u{0}b\u{7F}", "a␀b␡"),
    ("one\ntwo\r\nthree\u{2028}four\u{85}five", "one two three four five"), ("a\tb\u{8}c", "a b␈c"),
    ("\u{9B}2J\u{9D}0;x\u{9C}", "\u{FFFD}2J\u{FFFD}0;x\u{FFFD}"),
    ("\u{202E}evil\u{202C} \u{2066}a\u{2069}\u{2067}b\u{2068}c\u{202A}\u{202B}\u{202D}", "evil abc"),
    ("so\u{AD}ft\u{FEFF}\u{2060}\u{3164}", "soft"), ("a\u{E0041}b\u{FFF9}c\u{FFFB}", "abc"),
    // What texts need stays.
    ("می\u{200C}خواهم", "می\u{200C}خواهم"), ("👨\u{200D}👩\u{200D}👧", "👨\u{200D}👩\u{200D}👧"), ("❤\u{FE0F}", "❤\u{FE0F}"),
    ("abc\u{200F}!", "abc\u{200F}!"), ("葛\u{E0100}", "葛\u{E0100}"),
    (
      "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
      "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}"
    ),
  ]

  @Test(arguments: hostile) func oneLine(_ raw: String, _ safe: String) {
    #expect(Array(SafeText(raw).text.unicodeScalars) == Array(safe.unicodeScalars))
  }

  @Test func linesAreKept() {
    #expect(SafeText(lines: "one\r\ntwo\u{2029}three\n\u{1B}").text == "one\ntwo\nthree\n␛")
  }

  /// All scalars below U+3000, alone and behind a letter: none that a terminal acts upon gets through.
  @Test func noControlGetsThrough() {
    for value in UInt32(0)..<0x3000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in [SafeText(String(Character(scalar))), SafeText(lines: "x" + String(Character(scalar)))] {
        for kept in text.text.unicodeScalars where kept != "\n" {
          #expect(kept.properties.generalCategory != .control, "\(value)")
          #expect(!(0x202A...0x202E).contains(kept.value) && !(0x2066...0x2069).contains(kept.value), "\(value)")
        }
      }
    }
  }

  @Test func marksDoNotPileUp() {
    let piled = SafeText("Z" + String(repeating: "\u{301}", count: 5_000) + "!")
    #expect(piled.text.unicodeScalars.count == 33 && piled.text.last == "!")
  }

  @Test(arguments: [("Mira", false), ("سلام", true), ("x שלום", true), ("abc\u{200F}", true), ("田中", false)])
  func bidirectional(_ text: String, _ expected: Bool) {
    #expect(SafeText(text).isBidirectional == expected)
  }
}
