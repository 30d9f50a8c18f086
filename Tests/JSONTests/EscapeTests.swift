import JSON
import Testing

/// Strings are escaped where RFC 8259 and readers of lines demand it, nowhere else, and read back as they were.
struct EscapeTests {
  /// The escapes of RFC 8259, section 7, plus the controls that deceive who looks at a line.
  private func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"", "\\": return "\\" + String(scalar)
    case "\u{8}": return "\\b"
    case "\t": return "\\t"
    case "\n": return "\\n"
    case "\u{C}": return "\\f"
    case "\r": return "\\r"
    case "\u{0}"..<"\u{20}": return (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
    case "\u{7F}", "\u{80}"..."\u{9F}", "\u{61C}", "\u{200E}"..."\u{200F}", "\u{2028}"..."\u{202E}",
      "\u{2060}"..."\u{206F}":
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: return String(scalar)
    }
  }

  /// Says what is wrong about how `content` is written and read back; nil if nothing is.
  private func fault(_ content: String, _ expected: String) -> String? {
    var out = JSONWriter(capacity: 64)
    out.string(content)
    let bytes = out.bytes
    guard bytes.elementsEqual("\"\(expected)\"".utf8) else { return "\(printable(bytes)), not \(expected)" }
    return tree(bytes) == .text(content) ? nil : "\(printable(bytes)) reads back as something else"
  }

  /// More than what is looked at in one step.
  private let longEnd = String(repeating: "y", count: 17)

  /// The scalar at every alignment, alone, twice, and with more behind it.
  private func faults(_ scalars: some Sequence<UInt32>) -> [String] {
    scalars.compactMap { Unicode.Scalar($0) }.flatMap { scalar in
      let (content, expected) = (String(scalar), escaped(scalar))
      return (0..<18).flatMap { before in
        let start = String(repeating: "x", count: before)
        return [("", ""), (content, expected), (longEnd, longEnd)].compactMap {
          fault(start + content + $0.0, start + expected + $0.1)
        }
      }
    }
  }

  @Test func everyScalarBelow0300() { #expect(faults(0..<0x300) == []) }

  /// D8 begins half of the letters of Arabic, and the Arabic letter mark.
  @Test func everyArabicLetter() { #expect(faults(0x600..<0x640) == []) }

  @Test func lineSeparatorsAndTheirNeighbours() {
    // Those that share one or two bytes with U+2028 and U+2029 are copied.
    #expect(faults(0x2000..<0x2080) == [])
    #expect(faults([0x203F, 0x2040, 0x20A8, 0x20A9, 0x2828, 0x1028, 0x3028, 0x28A8, 0x2FFF]) == [])
  }

  @Test func theRestOfUnicode() {
    #expect(faults([0x7FF, 0x800, 0xD7FF, 0xE000, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF]) == [])
    #expect(faults([0x10000, 0x1F600, 0x1F468, 0xE0001, 0xFFFFF, 0x10FFFF]) == [])
  }

  @Test func everyPairOfSpecialBytes() {
    let special: [Unicode.Scalar] = [
      "\"", "\\", "\u{0}", "\u{1F}", "\u{20}", "\u{7F}", "\u{85}", "\u{A0}", "\u{2019}", "\u{2028}", "é", "😀", "a",
      "\u{61C}", "\u{202E}", "\u{200D}", "ا", "月", "М",
    ]
    var wrong: [String] = []
    for first in special {
      for second in special {
        for between in 0..<17 {
          let middle = String(repeating: "-", count: between)
          let content = String(first) + middle + String(second)
          if let told = fault(content, escaped(first) + middle + escaped(second)) { wrong.append(told) }
        }
      }
    }
    #expect(wrong == [])
  }

  @Test func namesAreEscapedLikeStrings() {
    var out = JSONWriter()
    out.beginObject()
    for name in ["a\"b", "\\", "\n", "\u{85}\u{2029}", ""] {
      out.key(escaping: name)
      out.null()
    }
    out.endObject()
    #expect(out.bytes == Array(#"{"a\"b":null,"\\":null,"\n":null,"\u0085\u2029":null,"":null}"#.utf8))
  }

  /// The two words of a step, and what controls share their bytes with.
  @Test func controlsAmongTheirLookalikes() {
    let near: [Unicode.Scalar] = [
      "\u{A8}", "«", "\u{A0}", "Å", "’", "€", "\u{2027}", "\u{202F}", "ا", "ل", "М", "月", "\u{200D}", "\u{205F}",
    ]
    var wrong: [String] = []
    for separator: Unicode.Scalar in ["\u{85}", "\u{2028}", "\u{2029}", "\u{7F}", "\u{61C}", "\u{202E}", "\u{2066}"] {
      for before in 0..<9 {
        let around = (0..<before).map { String(near[($0 + before) % near.count]) }.joined()
        for shift in 0..<8 {
          let start = String(repeating: "x", count: shift) + around
          if let told = fault(start + String(separator) + around, start + escaped(separator) + around) {
            wrong.append(told)
          }
        }
      }
    }
    #expect(wrong == [])
  }

  /// An id is echoed to the letter, but for the controls.
  @Test func tokens() {
    for (token, expected) in [
      ("\"a\u{85}b\"", #""a\u0085b""#), ("\"\u{2028}\u{2029}\"", #""\u2028\u2029""#), (#""\u0085""#, #""\u0085""#),
      ("\"\u{7F}\u{9B}\u{61C}ا\u{202E}\u{200D}\u{2066}\"", "\"\\u007f\\u009b\\u061cا\\u202e\u{200D}\\u2066\""),
      ("\"«\u{A0}é’\u{A0}»\"", "\"«\u{A0}é’\u{A0}»\""), ("1.0e2", "1.0e2"),
      ("\"\(String(repeating: "\u{85}", count: 100))\"", "\"\(String(repeating: #"\u0085"#, count: 100))\""),
    ] {
      var out = JSONWriter(capacity: 64)
      out.beginArray()
      for _ in 0..<2 { Array(token.utf8).withUnsafeBytes { out.token($0) } }
      out.endArray()
      #expect(out.bytes == Array("[\(expected),\(expected)]".utf8))
    }
  }

  @Test func bytesThatEndWithinASequence() {
    // The lead of a separator at the very end: nothing beyond the text is looked at.
    for tail: [UInt8] in [
      [0xC2], [0xE2], [0xE2, 0x80], [0xD8], Array("1234567".utf8) + [0xD8], Array("123456781234567".utf8) + [0xD8],
      [0xFF],
      [0xE2, 0x81], Array("1234567".utf8) + [0xC2], Array("12345678abcdef".utf8) + [0xE2, 0x80],
    ] {
      let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: tail.count)
      defer { text.deallocate() }
      _ = text.initialize(from: tail)
      var out = JSONWriter()
      out.string(utf8: UnsafeBufferPointer(text))
      #expect(out.bytes == [0x22] + tail + [0x22])
    }
  }
}
