import JSON
import Testing

/// What RFC 8259 does not allow is refused, at the right place and for the right reason.
struct RefusedTests {
  private typealias Reason = JSONSyntaxError.Reason

  private func check(
    _ bytes: [UInt8], _ reason: Reason, _ offset: Int, depthMax: Int = 128,
    at location: SourceLocation = #_sourceLocation
  ) {
    let comment: Comment = "\(printable(bytes.prefix(80)))"
    switch outcome(bytes, depthMax: depthMax) {
    case .success(let tree): Issue.record("accepted as \(tree): \(comment)", sourceLocation: location)
    case .failure(let error):
      #expect(error.reason == reason, comment, sourceLocation: location)
      #expect(error.offset == offset, comment, sourceLocation: location)
    }
    #expect(SlowReader.read(bytes, depthMax: depthMax) == nil, comment, sourceLocation: location)
  }

  private func check(
    _ text: String, expected: String, _ offset: Int, at location: SourceLocation = #_sourceLocation
  ) {
    check(Array(text.utf8), .expected(expected), offset, at: location)
  }

  @Test(arguments: [
    ("-", 1), ("-a", 1), ("--1", 1), ("-Infinity", 1), ("-NaN", 1), ("-.5", 1), ("-[1]", 1), ("1.", 2), ("1.e5", 2),
    ("1.a", 2), ("1..2", 2), ("0.", 2), ("0.e1", 2), ("1e", 2), ("1E", 2), ("1e+", 3), ("1e-", 3), ("1ee1", 2),
    ("1e+-1", 3), ("1e.5", 2), ("1.5e", 4), ("1.5e-x", 5),
  ])
  func numbersThatLackADigit(text: String, offset: Int) {
    check(text, expected: "a digit", offset)
    check("[\(text)]", expected: "a digit", offset + 1)
  }

  @Test(arguments: [
    ("01", 1), ("-01", 2), ("00", 1), ("-00", 2), ("0x1F", 1), ("0e1.5", 3), ("1.5.5", 3), ("1e5e5", 3), ("1e5.5", 3),
    ("1+1", 1), ("1-1", 1), ("1_000", 1), ("1,000", 1), ("1a", 1), ("1\"\"", 1), ("2.5f", 3), ("1/1", 1), ("1:", 1),
  ])
  func numbersThatGoOn(text: String, offset: Int) {
    check(text, expected: "the end of the text", offset)
  }

  @Test(arguments: [
    "+1", ".5", "+", ".", "e1", "NaN", "Infinity", "inf", "１", "٣", "True", "TRUE", "False", "Null", "NULL",
    "undefined", "'a'", "`a`", "a", "#1", "// c", "/* c */ 1", "]", "}", ")", ",", ":", "=", "\\", "\u{C}1", "\u{B}1",
    "\u{A0}1", "\u{2003}1", "\u{2028}1", "\u{85}1", "\u{7F}", "\0", "\01", "\u{1}", "\u{FEFF}", "\u{FEFF}{}",
  ])
  func whatStartsNoValue(text: String) {
    check(text, expected: "a value", 0)
    if text != "]" { check("[1, \(text)]", expected: "a value", 4) }
  }

  @Test(arguments: ["", " ", "\t\r\n "])
  func emptyTexts(text: String) {
    check(text, expected: "a value", text.utf8.count)
  }

  @Test func literals() {
    for word in ["true", "false", "null"] {
      for length in 1..<word.count { check(String(word.prefix(length)), expected: word, length) }
      check(word + "x", expected: "the end of the text", word.count)
      check(word + word, expected: "the end of the text", word.count)
      check("[\(word.dropLast())]", expected: word, word.count)
      check(word.dropLast() + "E", expected: word, word.count - 1)
    }
    check("nan", expected: "null", 1)
    check("treu", expected: "true", 2)
    check("nul\0", expected: "null", 3)
    check("fals e", expected: "false", 4)
  }

  @Test func arrays() {
    check("[", expected: "a value", 1)
    check("[[", expected: "a value", 2)
    check("[1", expected: "',' or ']'", 2)
    check("[1,", expected: "a value", 3)
    check("[1,]", expected: "a value", 3)
    check("[1 , ]", expected: "a value", 5)
    check("[,]", expected: "a value", 1)
    check("[,1]", expected: "a value", 1)
    check("[1,,2]", expected: "a value", 3)
    check("[1 2]", expected: "',' or ']'", 3)
    check("[1}", expected: "',' or ']'", 2)
    check("[1:2]", expected: "',' or ']'", 2)
    check("[1;2]", expected: "',' or ']'", 2)
    check("[\"a\" \"b\"]", expected: "',' or ']'", 5)
    check("[\"a\":1]", expected: "',' or ']'", 4)
    check("[1\u{C}]", expected: "',' or ']'", 2)
    check("[1\u{A0}]", expected: "',' or ']'", 2)
    check("[1/* c */]", expected: "',' or ']'", 2)
    check("[1]]", expected: "the end of the text", 3)
    check("[][]", expected: "the end of the text", 2)
    check("[1],", expected: "the end of the text", 3)
    check("[] // c", expected: "the end of the text", 3)
    check("[]\0", expected: "the end of the text", 2)
    check("[[[1]]", expected: "',' or ']'", 6)
  }

  @Test func objects() {
    let name = "a member name in double quotes"
    check("{", expected: name, 1)
    check("{ ", expected: name, 2)
    check("{,}", expected: name, 1)
    check("{1:2}", expected: name, 1)
    check("{a:1}", expected: name, 1)
    check("{'a':1}", expected: name, 1)
    check("{null:1}", expected: name, 1)
    check("{[]:1}", expected: name, 1)
    check("{]", expected: name, 1)
    check("{\"a\"", expected: "':'", 4)
    check("{\"a\"}", expected: "':'", 4)
    check("{\"a\" 1}", expected: "':'", 5)
    check("{\"a\",1}", expected: "':'", 4)
    check("{\"a\"=1}", expected: "':'", 4)
    check("{\"a\"\u{C}:1}", expected: "':'", 4)
    check("{\"a\":", expected: "a value", 5)
    check("{\"a\":}", expected: "a value", 5)
    check("{\"a\"::1}", expected: "a value", 5)
    check("{\"a\":,}", expected: "a value", 5)
    check("{\"a\":1", expected: "',' or '}'", 6)
    check("{\"a\":1]", expected: "',' or '}'", 6)
    check("{\"a\":1 \"b\":2}", expected: "',' or '}'", 7)
    check("{\"a\":1;\"b\":2}", expected: "',' or '}'", 6)
    check("{\"a\":1,}", expected: name, 7)
    check("{\"a\":1, }", expected: name, 8)
    check("{\"a\":1,,}", expected: name, 7)
    check("{\"a\":1,2}", expected: name, 7)
    check("{\"a\":1,", expected: name, 7)
    check("{\"a\":1}}", expected: "the end of the text", 7)
    check("{}{}", expected: "the end of the text", 2)
    check("{} 1", expected: "the end of the text", 3)
    check("{\"a\":1 // c\n}", expected: "',' or '}'", 7)
  }

  @Test func strings() {
    let end = "'\"' to end the string"
    let control = "an escape in place of a control character"
    let escape = "an escape: one of \" \\ / b f n r t u"
    let hex = "four hexadecimal digits"
    for content in ["", "a", "aaaaaaa", "aaaaaaaa", "aaaaaaaaa", "é", #"\""#, #"\\"#, #"\u0041"#] {
      check("\"" + content, expected: end, 1 + content.utf8.count)
      check("\"" + content + "\\", expected: escape, 2 + content.utf8.count)
      for byte in 0..<UInt8(0x20) {
        check("\"\(content)\(Unicode.Scalar(byte))z\"", expected: control, 1 + content.utf8.count)
      }
    }
    for letter in "aBFNRTU0x'vaz \u{0}\u{1F}é" { check("\"\\\(letter)\"", expected: escape, 2) }
    for (digits, offset) in [("", 0), ("0", 1), ("00", 2), ("000", 3), ("000g", 3), ("G000", 0), ("00 0", 2)] {
      check("\"\\u\(digits)\"", expected: hex, 3 + offset)
      check("\"\\u\(digits)", expected: hex, 3 + offset)
      // Behind the first half of a pair no less.
      check("\"\\ud800\\u\(digits)\"", expected: hex, 9 + offset)
    }
    check("\"\\u-001\"", expected: hex, 3)
    check("\"\\u{41}\"", expected: hex, 3)
    check("\"\\ud800\\x\"", expected: escape, 8)
    check("\"\\ud800\\", expected: escape, 8)
    check("\"a\" \"b\"", expected: "the end of the text", 4)
    check("\"a\"b", expected: "the end of the text", 3)
  }

  /// No byte of these is part of a well-formed sequence, save where `offset` says so.
  private static let notUTF8: [(bytes: [UInt8], offset: Int)] = [
    ([0x80], 0), ([0xBF], 0), ([0xC0, 0x80], 0), ([0xC1, 0xBF], 0), ([0xC2], 0), ([0xC2, 0x20], 0), ([0xC2, 0xC2], 0),
    ([0xE0, 0x80, 0x80], 0), ([0xE0, 0x9F, 0xBF], 0), ([0xE0, 0xA0], 0), ([0xE2, 0x80], 0), ([0xE2, 0x28, 0xA1], 0),
    ([0xE2, 0x82, 0x28], 0), ([0xE2, 0x82, 0xE2], 0), ([0xED, 0xA0, 0x80], 0), ([0xED, 0xAF, 0xBF], 0),
    ([0xED, 0xB0, 0x80], 0), ([0xED, 0xBF, 0xBF], 0), ([0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], 0),
    ([0xF0, 0x80, 0x80, 0x80], 0), ([0xF0, 0x8F, 0xBF, 0xBF], 0), ([0xF0, 0x90, 0x80], 0), ([0xF0, 0x90], 0),
    ([0xF0], 0), ([0xF0, 0x9F, 0x98, 0x22], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF4, 0xBF, 0xBF, 0xBF], 0),
    ([0xF5, 0x80, 0x80, 0x80], 0), ([0xF8, 0x88, 0x80, 0x80, 0x80], 0), ([0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], 0),
    ([0xFE], 0), ([0xFF], 0), ([0xC3, 0xA9, 0xA9], 2), ([0xF0, 0x9F, 0x98, 0x80, 0x80], 4), ([0xE9], 0),
  ]

  @Test(arguments: notUTF8)
  func bytesThatAreNotUTF8(bytes: [UInt8], offset: Int) {
    // In a string at every alignment, cut off by the end of the text or not, and where the grammar has no string.
    for before in 0..<10 {
      let start = [0x22] + [UInt8](repeating: 0x61, count: before)
      check(start + bytes + [0x22], .invalidUTF8, 1 + before + offset)
      check(start + bytes + Array("aaaaaaaa\"".utf8), .invalidUTF8, 1 + before + offset)
      check(start + bytes, .invalidUTF8, 1 + before + offset)
    }
    guard offset == 0 else { return }
    check(bytes, .invalidUTF8, 0)
    check(Array("[1".utf8) + bytes + Array("]".utf8), .invalidUTF8, 2)
    check(Array("{\"a\"".utf8) + bytes, .invalidUTF8, 4)
    check(Array("{".utf8) + bytes, .invalidUTF8, 1)
    check(Array("nul".utf8) + bytes, .invalidUTF8, 3)
    check(Array("1.".utf8) + bytes, .invalidUTF8, 2)
    check(Array("\"\\".utf8) + bytes, .invalidUTF8, 2)
    check(Array("\"\\u00".utf8) + bytes, .invalidUTF8, 5)
    check(Array("[] ".utf8) + bytes, .invalidUTF8, 3)
  }

  @Test(arguments: [1, 2, 3, 127, 128])
  func nestingOverTheLimit(depth: Int) {
    for (open, close, length) in [("[", "]", 1), ("{\"a\":", "}", 5), ("[0,", "]", 3), (" [ ", "] ", 3)] {
      let text = String(repeating: open, count: depth + 1) + "1" + String(repeating: close, count: depth + 1)
      let offset = depth * length + (open.hasPrefix(" ") ? 1 : 0)
      check(Array(text.utf8), .tooDeep(limit: depth), offset, depthMax: depth)
      // The depth counts where it is met, closed or not.
      let endless = Array(String(repeating: open, count: 100_000 / depth).utf8)
      check(endless, .tooDeep(limit: depth), offset, depthMax: depth)
    }
    let empty = String(repeating: "[", count: depth + 1) + String(repeating: "]", count: depth + 1)
    check(Array(empty.utf8), .tooDeep(limit: depth), depth, depthMax: depth)
    let object = String(repeating: "[", count: depth) + "{}" + String(repeating: "]", count: depth)
    check(Array(object.utf8), .tooDeep(limit: depth), depth, depthMax: depth)
  }
}
