import JSON
import Testing

/// How long a string is, counted where it lies: as long as the copy would be.
struct StringLengthTests {
  /// Contents as they are written between the quotes, with and without escapes.
  @Test(arguments: [
    "", "a", "é", "東", "😀", "ab", #"\n"#, #"\""#, #"\\"#, #"\/"#, #"\u0061"#, #"\u00e9"#, #"\u6771"#, #"\ud83d\ude00"#,
    #"\ud800"#, #"\ud800a"#, #"\ud800\u0061"#, #"\udc00\ud800"#, #"a\u0000é\ud83d\ude00😀\tx"#, #"\\u0061"#,
  ])
  func isThatOfTheCopy(content: String) throws {
    for times in [1, 7, 100] {
      let text = Array("\"\(String(repeating: content, count: times))\"".utf8)
      try text.withUnsafeBytes { bytes throws in
        try JSONTape(depthMax: 1).withValue(of: bytes) { value in
          let copy = value.displayString
          let (scalars, count) = (copy.unicodeScalars.count, copy.utf8.count)
          #expect(value.scalarCount == scalars && value.byteCount == count)
          #expect(!value.exceeds(scalars: scalars) && !value.exceeds(bytes: count))
          guard count > 0 else { return }
          #expect(value.exceeds(scalars: scalars - 1) && value.exceeds(bytes: count - 1))
          #expect(value.exceeds(scalars: 0) && value.exceeds(bytes: 0))
        }
      }
    }
  }

  @Test(arguments: ["1", "true", "null", "[1,2,3]", #"{"a":"bcd"}"#])
  func nothingElseHasALength(text: String) throws {
    try Array(text.utf8).withUnsafeBytes { bytes throws in
      try JSONTape(depthMax: 2).withValue(of: bytes) { value in
        #expect(!value.exceeds(scalars: 0) && !value.exceeds(bytes: 0))
        #expect(value.byteCount == 0 && value.scalarCount == 0)
      }
    }
  }
}
