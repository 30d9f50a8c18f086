import JSON
import Testing

/// How a value that was read is asked for what it holds.
struct ValueTests {
  private func check(_ text: String, _ body: (JSONValue) -> Void) throws {
    try reading(Array(text.utf8), body)
  }

  @Test func kinds() throws {
    let kinds: [(String, JSONValue.Kind)] = [
      ("null", .null), ("true", .true), ("false", .false), ("-1", .number), ("\"\"", .string), ("[]", .array),
      ("{}", .object),
    ]
    for (text, kind) in kinds {
      try check(" \(text) ") {
        #expect($0.kind == kind)
        #expect($0.isNull == (kind == .null))
      }
    }
  }

  @Test func tokensAreToTheLetter() throws {
    for token in ["1.0", "1e2", "-0", #""\u0031""#, #""1""#, #""""#, "null", "true", "false", #""\ud800""#, "\"é😀\""] {
      try check(" [\(token), \(token)] ") { value in
        let tokens = value.elements.map { String(decoding: $0.token, as: UTF8.self) }
        #expect(tokens == [token, token])
      }
    }
  }

  /// The beginning of a long string, and how many scalars it has, without a copy of it.
  @Test(
    arguments: [
      "", "a", "é😀", #"\u0061\u00e9\ud83d\ude00"#, #"\ud800"#, #"\ud800a\udc00"#, #"\"\\\/\b\f\n\r\t"#, #"é\n😀\u2028"#,
    ])
  func beginningsAndCounts(piece: String) throws {
    for count in [1, 2, 50] {
      try check("\"\(String(repeating: piece, count: count))\"") { value in
        let whole = value.displayString
        // A pair of lone surrogates in a row is a scalar: their replacements are counted apart.
        #expect(value.scalarCount == whole.unicodeScalars.count)
        #expect(value.displayString(bytesMax: .max) == whole)
        for bytesMax in 0...40 {
          let beginning = value.displayString(bytesMax: bytesMax)
          #expect(whole.utf8.starts(with: beginning.utf8) && beginning.utf8.count <= bytesMax + 3)
          #expect(beginning.utf8.count + 4 >= min(bytesMax, whole.utf8.count))
        }
      }
    }
  }

  @Test func aLongStringIsNoShortWord() throws {
    try check(#""\u0061\u0062""#) { #expect($0.equals("ab") && $0.sameScalars(as: "ab")) }
    try check(#""\u0061\u0062\u0063""#) { #expect(!$0.equals("ab") && !$0.sameScalars(as: "ab")) }
    try check(#""\ud83d\ude00""#) { #expect($0.sameScalars(as: "😀") && $0.equals("😀")) }
    try check("123456789") { #expect($0.tokenText(bytesMax: 3) == "123" && $0.tokenText(bytesMax: 20) == "123456789") }
  }

  @Test func aScalarHasNoContent() throws {
    for text in ["7", "\"seven\"", "null", "true"] {
      try check(text) { value in
        #expect(value.count == 0)
        #expect(value.elements.map(\.kind) == [])
        #expect(value.members.map(\.value.kind) == [])
        #expect(value.member("seven")?.kind == nil)
      }
    }
    try check("[\"a\",1]") { value in
      #expect(value.count == 2)
      #expect(value.members.map(\.value.kind) == [])
      #expect(value.member("a")?.kind == nil)
      #expect(value.string == nil && value.displayString == "" && value.integer == nil)
      #expect(value.withUTF8(\.count) == nil)
    }
    try check("{\"a\":1}") { value in
      #expect(value.count == 1)
      #expect(value.elements.map(\.kind) == [])
    }
  }

  @Test func membersByName() throws {
    let text = #"{"skip":[{"id":1},[2]],"id":3,"id":4,"\u006eame":"n","":5,"é":6,"e\u0301":7,"i\ud800d":8}"#
    try check(text) { value in
      #expect(value.count == 8)
      #expect(value.member("id")?.integer == 3)
      #expect(value.member("name")?.string == "n")
      #expect(value.member("")?.integer == 5)
      #expect(value.member("skip")?.count == 2)
      // Names compare by their scalars: the composed and the decomposed form are two names.
      #expect(value.member("\u{E9}")?.integer == 6)
      #expect(value.member("e\u{301}")?.integer == 7)
      #expect(value.member("i\u{FFFD}d")?.integer == nil)
      #expect(value.member("ID")?.integer == nil)
    }
  }

  @Test func stringsThreeWays() throws {
    for (text, content) in [(#""plain""#, "plain"), (#""a\nb""#, "a\nb"), ("\"é😀\"", "é😀"), (#""""#, "")] {
      try check(text) { value in
        #expect(value.string == content)
        #expect(value.displayString == content)
        #expect(value.withUTF8 { Array($0) } == Array(content.utf8))
        #expect(value.sameScalars(as: content))
        #expect(!value.sameScalars(as: content + "x") && !value.sameScalars(as: "x" + content))
        #expect(!value.hasLoneSurrogate)
      }
    }
    try check(#""a\ud800""#) { value in
      #expect(value.hasLoneSurrogate)
      #expect(value.string == nil)
      #expect(value.displayString == "a\u{FFFD}")
      #expect(value.withUTF8(\.count) == nil)
      #expect(!value.equals("a\u{FFFD}"))
    }
    try check("\"\u{E9}\"") { value in
      #expect(value.equals("\u{E9}"))
      #expect(!value.equals("e\u{301}"))
    }
    try check("1") { #expect(!$0.equals("1")) }
  }

  @Test func contentKeysTellContentsApart() throws {
    let groups = [
      [#""a""#, #""\u0061""#], [#""\ud800""#, #""\uD800""#], [#""\\ud800""#], [#""\udc00""#], [#""\udfff""#],
      [#""\ufffd""#, "\"\u{FFFD}\""], [#""\ud83d\ude00""#, "\"😀\""], [#""\ude00\ud83d""#], ["\"\u{E9}\""],
      ["\"e\u{301}\""], [#""""#], [#""x\ud800y""#, #""\u0078\ud800\u0079""#],
    ]
    var seen: Set<[UInt8]> = []
    for group in groups {
      let keys = try Set(group.map { try reading(Array($0.utf8), \.contentKey) })
      #expect(keys.count == 1, "\(group)")
      #expect(seen.isDisjoint(with: keys), "\(group)")
      seen.formUnion(keys)
    }
    try check("[1]") { #expect($0.contentKey == []) }
  }

  @Test(arguments: [
    ("null", "null"), ("true", "true"), ("false", "false"), ("1.50", "the number 1.50"), ("[1]", "an array"),
    ("{}", "an object"), ("\"x\"", "the string \"x\""), (#""\ud800""#, "a string with a lone surrogate"),
    ("\"" + String(repeating: "é", count: 40) + "\"", "the string \"" + String(repeating: "é", count: 40) + "\""),
    ("\"" + String(repeating: "é", count: 41) + "\"", "the string \"" + String(repeating: "é", count: 39) + "…\""),
    (String(repeating: "9", count: 41), "the number " + String(repeating: "9", count: 39) + "…"),
  ])
  func summaries(text: String, summary: String) throws {
    try check(text) { #expect($0.summary == summary) }
  }
}
