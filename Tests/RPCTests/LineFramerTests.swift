import RPC
import Testing

/// A stream is cut into the same lines however it arrives.
struct LineFramerTests {
  enum Told: Equatable, Sendable, CustomStringConvertible {
    case line([UInt8])
    case tooLong

    init(_ line: LineFramer.Line) {
      switch line {
      case .bytes(let bytes): self = .line(Array(bytes))
      case .tooLong: self = .tooLong
      }
    }

    var description: String {
      switch self {
      case .line(let bytes): String(decoding: bytes, as: UTF8.self).debugDescription
      case .tooLong: "too long"
      }
    }
  }

  /// The lines of a stream that arrives in these pieces.
  static func lines(_ pieces: [ArraySlice<UInt8>], max: Int) -> [Told] {
    var framer = LineFramer(lineBytesMax: max)
    var told: [Told] = []
    for piece in pieces {
      var rest = piece
      // What does not fit into the room of one read waits for the next.
      repeat {
        let got = framer.read { room in
          room.copyBytes(from: rest.prefix(room.count))
          return min(rest.count, room.count)
        }
        rest = rest.dropFirst(got)
        while let line = framer.next() { told.append(Told(line)) }
      } while !rest.isEmpty
    }
    if let last = framer.last() { told.append(Told(last)) }
    // Behind the end there is nothing more.
    if framer.next() != nil || framer.last() != nil { told.append(.line(Array("more behind the end".utf8))) }
    return told
  }

  /// A stream, and its lines; nil stands for a line that is too long.
  private func check(
    _ stream: String, _ expected: [String?], max: Int = 16, at location: SourceLocation = #_sourceLocation
  ) {
    check(Array(stream.utf8), expected.map { $0.map { .line(Array($0.utf8)) } ?? .tooLong }, max: max, at: location)
  }

  private func check(_ stream: [UInt8], _ expected: [Told], max: Int, at location: SourceLocation) {
    let comment: Comment = "\(String(decoding: stream, as: UTF8.self).debugDescription)"
    #expect(Self.lines([stream[...]], max: max) == expected, comment, sourceLocation: location)
    #expect(Self.lines(stream.indices.map { stream[$0...$0] }, max: max) == expected, comment, sourceLocation: location)
    var wrong: [String] = []
    for one in 0...stream.count {
      for two in one...stream.count {
        let lines = Self.lines([stream[..<one], stream[one..<two], stream[two...]], max: max)
        if lines != expected { wrong.append("cut at \(one) and \(two): \(lines)") }
      }
    }
    #expect(wrong == [], comment, sourceLocation: location)
  }

  @Test func endsOfLines() {
    check("", [])
    check("\n", [])
    check("a", ["a"])
    check("a\n", ["a"])
    check("a\nb", ["a", "b"])
    check("a\r\nb\r\n", ["a", "b"])
    check("a\r\n\r\nb\n\n", ["a", "b"])
    check("a\r\r\n", ["a\r"])
    check("a\rb\n\rc\n", ["a\rb", "\rc"])
    check("a\r", ["a"])
    check("\r", [])
    check("\n\r", [])
    check("a\u{2028}b\u{85}c\u{B}\u{C}\n", ["a\u{2028}b\u{85}c\u{B}\u{C}"])
  }

  @Test func linesOfWhiteSpace() {
    check("  \n\t\r\n \t \r\r\na\n   ", ["a"])
    check(" a \n", [" a "])
    check("\n\n\n\n", [])
    // Other white space is content, for the JSON reader to refuse.
    check("\u{C}\n\u{A0}\n", ["\u{C}", "\u{A0}"])
  }

  @Test func theByteOrderMark() {
    check("\u{FEFF}a\n\u{FEFF}b\n", ["a", "\u{FEFF}b"])
    check("\u{FEFF}", [])
    check("\u{FEFF}\n", [])
    check("\u{FEFF}\r\na", ["a"])
    check("\u{FEFF}\u{FEFF}a", ["\u{FEFF}a"])
    check("\n\u{FEFF}a", ["\u{FEFF}a"])
    check(" \u{FEFF}a", [" \u{FEFF}a"])
    check([0xEF, 0xBB], [.line([0xEF, 0xBB])], max: 16, at: #_sourceLocation)
    check([0xEF, 0xBB, 0x0A, 0x61], [.line([0xEF, 0xBB]), .line([0x61])], max: 16, at: #_sourceLocation)
    check("\u{FFFE}a\n", ["\u{FFFE}a"])
  }

  @Test func anyOtherByteIsContent() {
    check("\0\n\0\0a\0\n", ["\0", "\0\0a\0"])
    let all = (UInt8.min...UInt8.max).filter { $0 != 0x0A }
    #expect(Self.lines([all + [0x0A]].map { $0[...] }, max: 300) == [.line(all)])
    check([0xFF, 0x0A, 0xC3], [.line([0xFF]), .line([0xC3])], max: 16, at: #_sourceLocation)
  }

  @Test func theLimitToTheByte() {
    let (exact, over) = (String(repeating: "x", count: 16), String(repeating: "y", count: 17))
    check(exact, [exact])
    check("\(exact)\n\(exact)\r\n\(exact)", [exact, exact, exact])
    check(over, [nil])
    check("\(over)\n", [nil])
    check("\(over)\r\n", [nil])
    check("\(over)\r", [nil])
    check("a\n\(over)\nb\n\(over)", ["a", nil, "b", nil])
    // Neither the mark nor one CR counts.
    check("\u{FEFF}\(exact)\r\n\(exact)\n", [exact, exact])
    check("\u{FEFF}\(over)\n\u{FEFF}\n", [nil, "\u{FEFF}"])
    check("\(exact)\r\r\n", [nil])
    check("\(exact)\r\r", [nil])
    check("\(exact)\ra\n", [nil])
    check("", [], max: 0)
    check("\na\n\r\n", [nil], max: 0)
  }

  @Test func farOverTheLimit() {
    let far = String(repeating: "z", count: 40)
    check("\(far)\na\n", [nil, "a"])
    check("a\n\(far)", ["a", nil])
    check("\(far)\r\n\r\n\(far)\r", [nil, nil])
    check("\u{FEFF}\(far)\n\u{FEFF}a\n", [nil, "\u{FEFF}a"])
    check("\(far)\n\(far)\n\(far)", [nil, nil, nil], max: 3)
    // White space alone is too long as well.
    check(String(repeating: " ", count: 17) + "\n" + String(repeating: " ", count: 40) + "\nb", [nil, nil, "b"])
  }
}
