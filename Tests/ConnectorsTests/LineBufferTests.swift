import Testing

@testable import Connectors

/// Bytes become the same lines however they arrive.
struct LineBufferTests {
  /// The lines, nil for one that is too long, after which nothing is read.
  private func lines(_ pieces: [ArraySlice<UInt8>]) -> [String?] {
    var buffer = LineBuffer()
    var found: [String?] = []
    for piece in pieces {
      piece.withUnsafeBytes { buffer.append($0) }
      while let line = buffer.next() {
        switch line {
        case .bytes(let bytes): found.append(String(decoding: bytes, as: UTF8.self))
        case .tooLong: return found + [nil]
        }
      }
    }
    return found
  }

  private func check(_ stream: String, _ expected: [String?], at location: SourceLocation = #_sourceLocation) {
    let bytes = Array(stream.utf8)
    #expect(lines([bytes[...]]) == expected, sourceLocation: location)
    for cut in bytes.indices where bytes.count < 100 {
      #expect(lines([bytes[..<cut], bytes[cut...]]) == expected, "cut at \(cut)", sourceLocation: location)
    }
    #expect(
      lines(bytes.count < 100 ? bytes.indices.map { bytes[$0...$0] } : [bytes[...]]) == expected,
      sourceLocation: location)
  }

  @Test func cuts() {
    check("", [])
    check("a", [])
    check("a\n", ["a"])
    check("a\n\nbc\nd", ["a", "", "bc"])
    check("\n", [""])
    check("é\r\n{\n", ["é\r", "{"])
  }

  @Test func theLimitToTheByte() {
    let exact = String(repeating: "x", count: LineBuffer.lineBytesMax)
    check(exact, [])
    check("a\n" + exact + "\nb\n", ["a", exact, "b"])
    check(exact + "x", [nil])
    check("a\n" + exact + "x\nb\n", ["a", nil])
  }

  /// What was taken is not kept.
  @Test func memory() {
    var buffer = LineBuffer()
    let bytes = Array(String(repeating: String(repeating: "x", count: 99) + "\n", count: 100).utf8)
    for _ in 0..<100 {
      bytes.withUnsafeBytes { buffer.append($0) }
      while buffer.next() != nil {}
    }
    #expect(buffer.peakBytes == bytes.count)
  }
}
