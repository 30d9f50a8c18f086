import JSON
import Testing

/// Strings are escaped where RFC 8259 and readers of lines demand it, nowhere else, and read back as they were.
struct EscapeTests {
  /// The escapes of RFC 8259, section 7, plus the two line separators.
  private func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"", "\\": return "\\" + String(scalar)
    case "\u{8}": return "\\b"
    case "\t": return "\\t"
    case "\n": return "\\n"
    case "\u{C}": return "\\f"
    case "\r": return "\\r"
    case "\u{0}"..<"\u{20}": return (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
    case "\u{2028}": return "\\u2028"
    case "\u{2029}": return "\\u2029"
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

  /// The scalar at every alignment, alone, twice, and with more behind it.
  private func faults(_ scalars: some Sequence<UInt32>) -> [String] {
    scalars.compactMap { Unicode.Scalar($0) }.flatMap { scalar in
      let (content, expected) = (String(scalar), escaped(scalar))
      return (0..<10).flatMap { before in
        let start = String(repeating: "x", count: before)
        return [("", ""), (content, expected), ("yyyyyyyyy", "yyyyyyyyy")].compactMap {
          fault(start + content + $0.0, start + expected + $0.1)
        }
      }
    }
  }

  @Test func everyScalarBelow0300() { #expect(faults(0..<0x300) == []) }

  @Test func lineSeparatorsAndTheirNeighbours() {
    // Those that share one or two bytes with U+2028 and U+2029 are copied.
    #expect(faults(0x2020..<0x2030) == [])
    #expect(faults([0x2000, 0x203F, 0x2040, 0x20A8, 0x20A9, 0x2828, 0x1028, 0x3028, 0x28A8, 0x2FFF]) == [])
  }

  @Test func theRestOfUnicode() {
    #expect(faults([0x7FF, 0x800, 0xD7FF, 0xE000, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF]) == [])
    #expect(faults([0x10000, 0x1F600, 0x1F468, 0xE0001, 0xFFFFF, 0x10FFFF]) == [])
  }

  @Test func everyPairOfSpecialBytes() {
    let special: [Unicode.Scalar] = ["\"", "\\", "\u{0}", "\u{1F}", "\u{20}", "\u{7F}", "\u{2028}", "é", "😀", "a"]
    var wrong: [String] = []
    for first in special {
      for second in special {
        for between in 0..<9 {
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
    for name in ["a\"b", "\\", "\n", "\u{2029}", ""] {
      out.key(escaping: name)
      out.null()
    }
    out.endObject()
    #expect(out.bytes == Array(#"{"a\"b":null,"\\":null,"\n":null,"\u2029":null,"":null}"#.utf8))
  }

  @Test func bytesThatEndWithinASequence() {
    // The lead of U+2028 at the very end: nothing beyond the text is looked at.
    for tail: [UInt8] in [[0xE2], [0xE2, 0x80]] {
      let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: tail.count)
      defer { text.deallocate() }
      _ = text.initialize(from: tail)
      var out = JSONWriter()
      out.string(utf8: UnsafeBufferPointer(text))
      #expect(out.bytes == [0x22] + tail + [0x22])
    }
  }
}
