import Terminal
import Testing

/// Widths of real words, by scripts.
struct ColumnsTests {
  /// What a text takes, and what it takes in a terminal that adds up scalars.
  static let words: [(text: String, columns: Int, atMost: Int)] = [
    ("", 0, 0), ("Mira Kowalska", 13, 13), ("Dzień dobry", 11, 11), ("Ångström ß € œ", 14, 14),
    // The same letter, composed and not.
    ("é", 1, 1), ("e\u{301}", 1, 1), ("Nguyễn", 6, 6), ("Nguye\u{302}\u{303}n", 6, 6),
    ("Ελένη", 5, 5), ("Оксана", 6, 6),
    // Arabic with and without vowels, Hebrew with points.
    ("ليلى حداد", 9, 9), ("طبعاً", 4, 4), ("سَلَام", 4, 4), ("נועה לוי־ברק", 12, 12), ("שָׁלוֹם", 4, 4),
    ("田中 花子", 9, 9), ("ありがとう", 10, 10), ("ﾛｳｿｸ", 4, 4), ("が", 2, 2), ("か\u{3099}", 2, 2), ("ｔａｎａｋａ", 12, 12),
    ("김서연", 6, 6), ("각", 2, 2), ("\u{1100}\u{1161}\u{11A8}", 2, 2), ("林美玲", 6, 6), ("𠮷野家", 6, 6), ("葛\u{E0100}", 2, 2),
    ("สวัสดี", 4, 4), ("ที่นี่", 2, 2), ("น้ำ", 2, 2), ("नमस्ते", 4, 4), ("क्षि", 3, 3), ("கவிதா", 5, 5),
    ("😀", 2, 2), ("⌚", 2, 2), ("❤", 1, 1), ("❤\u{FE0F}", 2, 2), ("1\u{FE0F}\u{20E3}", 2, 2), ("👍🏽", 2, 4),
    ("🇧🇪", 2, 2), ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 2, 2),
    ("👨\u{200D}👩\u{200D}👧", 2, 6), ("👨\u{200D}👩\u{200D}👧\u{200D}👦", 2, 8),
    ("👩🏽\u{200D}❤\u{FE0F}\u{200D}💋\u{200D}👨🏿", 2, 11),
    ("│─╭●◇✎★←…", 9, 9), ("a\u{200B}b\u{200E}", 2, 2),
  ]

  @Test(arguments: words) func width(_ text: String, _ columns: Int, _ atMost: Int) {
    #expect(Columns.of(text) == columns, "\(text)")
    #expect(Columns.atMost(text) == atMost, "\(text)")
    // Whoever is told that nobody disputes it may rely on that.
    if columns != atMost { #expect(Columns.isDisputed(text), "\(text)") }
  }

  @Test(arguments: ["", "Mira", "e\u{301}", "田中", "김서연", "سلام", "ที่", "שָׁלוֹם"]) func nobodyDisputes(_ text: String) {
    #expect(!Columns.isDisputed(text))
  }

  @Test(arguments: ["😀", "👍🏽", "❤\u{FE0F}", "🇧🇪", "क्षि", "1\u{FE0F}\u{20E3}", "x👨\u{200D}👩\u{200D}👧y"])
  func disputed(_ text: String) {
    #expect(Columns.isDisputed(text))
  }
}
