import Terminal
import TestSupport
import Testing

/// Texts in so many columns.
struct FitTests {
  static let cuts: [(text: String, columns: Int, cut: String)] = [
    ("Mira", 4, "Mira"), ("Mira", 3, "Mi…"), ("Mira", 1, "…"), ("Mira", 0, ""), ("", 5, ""), ("Mira K.", 6, "Mira…"),
    ("田中花子", 8, "田中花子"), ("田中花子", 7, "田中花…"), ("田中花子", 6, "田中…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ("one\ntwo", 7, "one two"), ("ليلى حداد", 5, "ليلى…"),
    // A family is cut as a whole, and needs the room of terminals that draw its members.
    ("a👨\u{200D}👩\u{200D}👧", 7, "a👨\u{200D}👩\u{200D}👧"), ("a👨\u{200D}👩\u{200D}👧", 6, "a…"),
  ]

  @Test(arguments: cuts) func cut(_ text: String, _ columns: Int, _ cut: String) {
    #expect(Fit.cut(SafeText(lines: text), to: columns).text == cut)
  }

  static let wraps: [(text: String, columns: Int, lines: [String])] = [
    ("", 10, []), ("one two", 10, ["one two"]), ("one two", 5, ["one", "two"]), ("one  two ", 3, ["one", "two"]),
    ("one two three", 9, ["one two", "three"]), ("abcdefgh", 3, ["abc", "def", "gh"]),
    ("ab cdefgh", 4, ["ab", "cdef", "gh"]), ("one\n\n\n\ntwo\n", 9, ["one", "", "two"]), ("\n\none", 9, ["one"]),
    ("kept\u{A0}together here", 14, ["kept together", "here"]),
    ("https://example.com/a/b", 12, ["https://", "example.com/", "a/b"]), ("e-mail or so", 9, ["e-mail or", "so"]),
    ("in protocol/README", 14, ["in", "protocol/", "README"]), ("an e-mail", 5, ["an", "e-", "mail"]),
    ("accounts@house.example.com", 22, ["accounts@house.example", ".com"]), ("mira@house", 9, ["mira", "@house"]),
    ("今日は晴れです。", 8, ["今日は晴", "れです。"]), ("今日は晴。です", 8, ["今日は", "晴。です"]), ("「今日」は", 6, ["「今", "日」は"]),
    ("東京 Tokyo 東京", 8, ["東京", "Tokyo 東", "京"]), ("김서연 박지훈", 7, ["김서연", "박지훈"]),
    ("สวัสดีครับ", 4, ["สวัสดี", "ครับ"]), ("ไปแล้ว", 2, ["ไป", "แล้", "ว"]), ("日", 1, ["…"]),
    ("ليلى حداد هنا", 9, ["ليلى حداد", "هنا"]),
  ]

  @Test(arguments: wraps) func wrap(_ text: String, _ columns: Int, _ lines: [String]) {
    #expect(Fit.wrap(SafeText(lines: text), to: columns).map(\.text) == lines)
  }

  @Test(arguments: [(1, ["one…"]), (2, ["one", "two…"]), (3, ["one", "two", "three"]), (9, ["one", "two", "three"])])
  func most(_ max: Int, _ lines: [String]) {
    #expect(Fit.wrap("one two three", to: 5, max: max).map(\.text) == lines)
  }

  /// Whatever the text and the width: lines fit, and nothing is lost but spaces.
  @Test func properties() {
    var random = SplitMix64(seed: 7)
    let clusters = [
      "a", "B", " ", " ", "-", "/", "é", "e\u{301}", "田", "。", "「", "한", "ل", "ש", "नि", "เ", "ที่", "😀", "👍🏽", "🇧🇪",
      "👨\u{200D}👩\u{200D}👧", "\n",
    ]
    for _ in 0..<400 {
      let count = random.below(61)
      let text = (0..<count).map { _ in random.pick(clusters) }.joined()
      let columns = 6 + random.below(35)
      let lines = Fit.wrap(SafeText(lines: text), to: columns).map(\.text)
      #expect(lines.allSatisfy { Columns.atMost($0) <= columns && Columns.of($0) <= columns }, "\(text) in \(columns)")
      #expect(lines.joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace }, "\(text) in \(columns)")
      let cut = Fit.cut(SafeText(text), to: columns).text
      #expect(Columns.atMost(cut) <= columns, "\(text) in \(columns)")
      #expect(text.isEmpty || cut.hasSuffix("…") || cut == SafeText(text).text, "\(text) in \(columns)")
    }
  }
}
