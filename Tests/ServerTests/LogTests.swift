import Testing

@testable import Server

/// Lines of the log: one line each, whatever is in the message, and always ended.
struct LogTests {
  static let messages: [(message: String, line: String)] = [
    ("cannot open ./desk", "cannot open ./desk"), ("a\nb\r\nc", "a\\u{a}b\\u{d}\\u{a}c"),
    ("\u{1B}[2J\u{9B}0m\u{7F}", "\\u{1b}[2J\\u{9b}0m\\u{7f}"),
    ("a\u{2028}b\u{2029}c\u{85}", "a\\u{2028}b\\u{2029}c\\u{85}"),
    ("\u{202E}txt.exe\u{202C} \u{2066}\u{2069}\u{200F}", "\\u{202e}txt.exe\\u{202c} \\u{2066}\\u{2069}\\u{200f}"),
    ("Ordner von Zoë, 東京, ليلى", "Ordner von Zoë, 東京, ليلى"),
  ]

  @Test(arguments: messages) func isOneLine(_ message: String, _ line: String) {
    #expect(Log.line(message) == "contactdesk: \(line)\n")
  }

  /// What is too long for one write is cut at a whole scalar, with its end in place.
  @Test(arguments: ["a", "\u{1}", "é", "東", "😀", "\u{202E}", "\u{301}", "\n", "\u{200D}"])
  func isCutWithItsEnd(_ piece: String) {
    for count in [990, 1_000, 1_360, 2_040, 4_082, 4_083, 5_000, 100_000] {
      let line = Log.line(String(repeating: piece, count: count))
      #expect(line.utf8.count <= 4_096 && line.utf8.last == UInt8(ascii: "\n"), "\(count)")
      #expect(line.utf8.filter { $0 == UInt8(ascii: "\n") }.count == 1)
      let isCut = piece.utf8.count * count > 4_082
      #expect(line.hasSuffix("…\n") || !isCut, "\(count): \(line.suffix(20))")
      #expect(!line.unicodeScalars.contains("\u{FFFD}"))
    }
  }
}
