import JSON
import Testing

/// What RFC 8259 allows is accepted, and holds what it says.
struct AcceptedTests {
  private func check(_ text: String, _ expected: Tree, at location: SourceLocation = #_sourceLocation) {
    let bytes = Array(text.utf8)
    #expect(outcome(bytes) == .success(expected), "\(printable(bytes.prefix(80)))", sourceLocation: location)
    #expect(SlowReader.read(bytes) == expected, "\(printable(bytes.prefix(80)))", sourceLocation: location)
  }

  @Test func literals() {
    check("null", .null)
    check("true", .boolean(true))
    check("false", .boolean(false))
  }

  @Test func structure() {
    check("[]", .array([]))
    check("{}", .members())
    check("[[]]", .array([.array([])]))
    check("[{}]", .array([.members()]))
    check("{\"a\":{}}", .members(("a", .members())))
    check("{\"\":\"\"}", .members(("", .text(""))))
    check(
      "[null,true,false,0,\"\",[],{}]",
      .array([
        .null, .boolean(true), .boolean(false), .number("0"), .text(""), .array([]), .members(),
      ]))
    check(
      "{\"a\":[1,{\"b\":[2]}],\"c\":{\"d\":null},\"e\":3}",
      .members(
        ("a", .array([.number("1"), .members(("b", .array([.number("2")])))])), ("c", .members(("d", .null))),
        ("e", .number("3"))))
    // Repeated names are grammatical; who reads the members decides.
    check("{\"a\":1,\"a\":2,\"\\u0061\":3}", .members(("a", .number("1")), ("a", .number("2")), ("a", .number("3"))))
    check(
      "[[1,[2,[3]],4],5]",
      .array([
        .array([.number("1"), .array([.number("2"), .array([.number("3")])]), .number("4")]), .number("5"),
      ]))
  }

  @Test func whiteSpace() {
    check(" 1", .number("1"))
    check("1 ", .number("1"))
    check(" \t\r\n\"x\" \t\r\n", .text("x"))
    check("\n[\t1\r,\n2 ]\r\n", .array([.number("1"), .number("2")]))
    check(
      " { \"a\" : 1 , \"b\" : [ ] , \"c\" : { } } ",
      .members(
        ("a", .number("1")), ("b", .array([])), ("c", .members())))
    // Inside a string it is content.
    check("\" a\u{A0}\u{2003}\u{7F} \"", .text(" a\u{A0}\u{2003}\u{7F} "))
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("1", 1), ("-1", -1), ("10", 10), ("9007199254740993", 9_007_199_254_740_993),
      ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("9223372036854775808", nil),
      ("-9223372036854775809", nil), ("18446744073709551616", nil), ("99999999999999999999", nil),
      ("123456789012345678901234567890", nil), ("-" + String(repeating: "9", count: 400), nil),
    ] as [(String, Int?)])
  func integers(token: String, value: Int?) throws {
    check(token, .number(token))
    check("[\(token),\(token)]", .array([.number(token), .number(token)]))
    try reading(Array(token.utf8)) {
      #expect($0.isIntegerToken)
      #expect($0.integer == value)
    }
  }

  @Test(arguments: [
    "0.0", "0.10", "-0.0", "1.5", "-1.0", "0e1", "0E1", "0e+1", "0e-1", "1e0", "1E05", "1e00", "1.25e-7", "-0.1E-22",
    "1E400", "1e-400", "0.\(String(repeating: "0", count: 400))1", "1e\(String(repeating: "9", count: 40))",
  ])
  func fractionsAndExponents(token: String) throws {
    check(token, .number(token))
    check("{\"n\":\(token)}", .members(("n", .number(token))))
    try reading(Array(token.utf8)) {
      #expect(!$0.isIntegerToken)
      #expect($0.integer == nil)
    }
  }

  @Test(
    arguments: [
      ("2", .integer(2)), ("2.0", .integer(2)), ("5e1", .integer(50)), ("5E+1", .integer(50)), ("10e-1", .integer(1)),
      ("-0.0", .integer(0)), ("0e9999999999999999999", .integer(0)), ("-0e-1", .integer(0)), ("0.000", .integer(0)),
      ("1.5", nil), ("1e-1", nil), ("0.1", nil), ("10e-2", nil), ("100.10", nil), ("1e-99999999999999999999", nil),
      ("-1.50e1", .integer(-15)), ("1.5e1", .integer(15)), ("1.5e0", nil), ("0.00120e4", .integer(12)),
      ("100.0e-2", .integer(1)), ("1200e-2", .integer(12)), ("1.00e0", .integer(1)), ("1E05", .integer(100_000)),
      // 2 to the power of 53, and 1: no double is that number.
      ("9007199254740993.0", .integer(9_007_199_254_740_993)),
      ("900719925474099300e-2", .integer(9_007_199_254_740_993)),
      ("9223372036854775807.0", .integer(.max)), ("-9.223372036854775808e18", .integer(.min)),
      ("9223372036854775808.0", .beyond64Bits), ("-9223372036854775809.0", .beyond64Bits),
      ("9223372036854775808.5", nil), ("0.9223372036854775808e19", .beyond64Bits),
      ("1e18", .integer(1_000_000_000_000_000_000)), ("1e19", .beyond64Bits), ("1e400", .beyond64Bits),
      ("-1e400", .beyond64Bits), ("1e\(String(repeating: "9", count: 1000))", .beyond64Bits),
      ("1\(String(repeating: "0", count: 400)).0", .beyond64Bits),
      ("1\(String(repeating: "0", count: 400))e-400", .integer(1)),
      ("0.\(String(repeating: "0", count: 400))1e401", .integer(1)),
      ("0.\(String(repeating: "0", count: 400))1e400", nil), ("1.\(String(repeating: "0", count: 400))", .integer(1)),
      ("123456789012345678901234567890.00", .beyond64Bits), ("123456789012345678901234567890", .beyond64Bits),
      ("true", nil), ("\"2\"", nil), ("[]", nil),
    ] as [(String, WholeNumber?)])
  func wholeNumbers(token: String, value: WholeNumber?) throws {
    try reading(Array(token.utf8)) { #expect($0.wholeNumber == value, "\(token)") }
  }

  /// A megabyte of digits, of zeros and of exponent are read in one pass.
  @Test func wholeNumbersOfAMegabyte() throws {
    let (nines, zeros) = (String(repeating: "9", count: 1 << 20), String(repeating: "0", count: 1 << 20))
    for (token, value) in [
      ("\(nines).0", .beyond64Bits), ("0.\(nines)", nil), ("1e\(nines)", .beyond64Bits), ("1e-\(nines)", nil),
      ("7\(zeros)e-1048576", .integer(7)), ("7.\(zeros)", .integer(7)), ("1e\(zeros)2", .integer(100)),
    ] as [(String, WholeNumber?)] {
      try reading(Array(token.utf8)) { #expect($0.wholeNumber == value, "\(token.prefix(4)) … \(token.suffix(8))") }
    }
  }

  @Test func escapes() {
    check(#""\"\\\/\b\f\n\r\t""#, .text("\"\\/\u{8}\u{C}\n\r\t"))
    check(#""\u0000\u001f\u0041\u00e9\u20AC\uABCD\uabcd""#, .text("\0\u{1F}Aé€\u{ABCD}\u{ABCD}"))
    check(#""\ud83d\ude00\uDBFF\uDFFF\uD800\uDC00""#, .text("😀\u{10FFFF}\u{10000}"))
    check(#""\uFFFF\uFFFE\uFEFF\uD7FF\uE000""#, .text("\u{FFFF}\u{FFFE}\u{FEFF}\u{D7FF}\u{E000}"))
    check(#""\\u0041\\\u0041""#, .text(#"\u0041\A"#))
    check(#"{"\u0061\"\\":1}"#, .members((#"a"\"#, .number("1"))))
    check(#"["\u0022,\u0022"]"#, .array([.text("\",\"")]))
  }

  @Test func unescapedScalars() {
    // The first and last of each length, the neighbours of the surrogates, not-characters, and line separators.
    for scalar in "\u{20}\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}\u{2028}\u{2029}\u{FEFF}"
      .unicodeScalars
    {
      for before in 0..<10 {
        let content = String(repeating: "x", count: before) + String(scalar)
        check("\"\(content)\"", .text(content))
        check("[\"\(content)\(content)\",1]", .array([.text(content + content), .number("1")]))
      }
    }
  }

  @Test func loneSurrogatesAreGrammaticalAndFlagged() {
    check(#""\ud800""#, .broken("\u{FFFD}"))
    check(#""\udfff""#, .broken("\u{FFFD}"))
    check(#""a\uD83Db""#, .broken("a\u{FFFD}b"))
    check(#""\ud83d\n""#, .broken("\u{FFFD}\n"))
    check(#""\ud83d\u0041""#, .broken("\u{FFFD}A"))
    check(#""\ud83dude00""#, .broken("\u{FFFD}ude00"))
    check(#""\ud83d\\ude00""#, .broken("\u{FFFD}\\ude00"))
    check(#""\ude00\ud83d""#, .broken("\u{FFFD}\u{FFFD}"))
    check(#""\ud83d\ud83d\ude00""#, .broken("\u{FFFD}😀"))
    check(#""\ud83d\ude00\ude00""#, .broken("😀\u{FFFD}"))
    check(#""\ud83d\ude00\ud83d""#, .broken("😀\u{FFFD}"))
    check(#""\ud83d\ud83d\ud83d""#, .broken("\u{FFFD}\u{FFFD}\u{FFFD}"))
    check(#"{"\ud800":"\ud83d\ude00"}"#, .object([Tree.Member(.broken("\u{FFFD}"), .text("😀"))]))
  }

  @Test(arguments: [1, 2, 3, 64, 128])
  func nestingAtTheLimit(depth: Int) {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), (" [ ", " ] ")] {
      for inner in ["0", open.contains("[") ? "" : "[]"] where inner != "[]" || depth > 1 {
        let levels = inner == "[]" ? depth - 1 : depth
        let text = String(repeating: open, count: levels) + inner + String(repeating: close, count: levels)
        let bytes = Array(text.utf8)
        let value = tree(bytes, depthMax: depth)
        #expect(value != nil)
        #expect(value == SlowReader.read(bytes, depthMax: depth))
      }
    }
    // Levels that were closed do not count.
    let wide = "[" + String(repeating: "[],", count: 300) + "{}]"
    #expect(tree(Array(wide.utf8), depthMax: max(depth, 2)) != nil)
  }

  @Test func aTapeIsUsedAgain() throws {
    let tape = JSONTape(depthMax: 4)
    let content = String(repeating: "long ", count: 60_000)
    for text in ["[1,[2,[3,[4]]]]", "nul", "[[[[[", "{\"a\":[", "\"x\"", "[]", "{\"a\":{\"b\":null}}"] {
      #expect(tree(Array("[\"\(content)\",7]".utf8), with: tape) == .array([.text(content), .number("7")]))
      let bytes = Array(text.utf8)
      #expect(tree(bytes, with: tape) == SlowReader.read(bytes, depthMax: 4))
      tape.shrink()
    }
  }
}
