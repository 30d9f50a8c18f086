import JSON
import TestSupport
import Testing

/// Whatever is written reads back as what it was.
struct RoundTripTests {
  private struct Maker {
    var random: SplitMix64

    mutating func value(depth: Int) -> Tree {
      switch random.below(depth > 0 ? 9 : 6) {
      case 0: return .null
      case 1: return .boolean(random.below(2) == 0)
      case 2: return .number(String(Int(truncatingIfNeeded: random.next() >> random.below(64))))
      case 3:
        let number = Double(bitPattern: random.next())
        return .number(number.isFinite ? number.description : "0.5")
      case 4, 5: return text()
      case 6, 7: return .array((0..<random.below(5)).map { _ in value(depth: depth - 1) })
      default: return .object((0..<random.below(5)).map { _ in Tree.Member(text(), value(depth: depth - 1)) })
      }
    }

    mutating func text() -> Tree {
      var content = String.UnicodeScalarView()
      for _ in 0..<random.below(random.below(20) + 1) { content.append(scalar()) }
      return .text(String(content))
    }

    private mutating func scalar() -> Unicode.Scalar {
      let bounds: [UInt32] = [0x20, 0x80, 0x80, 0x80, 0x800, 0x2030, 0x10000, 0x110000]
      let value = UInt32(truncatingIfNeeded: random.next()) % bounds[random.below(bounds.count)]
      return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
  }

  @Test(arguments: [UInt64(10), 11, 12, 13])
  func randomValues(seed: UInt64) {
    var maker = Maker(random: SplitMix64(seed: seed))
    let tape = JSONTape(depthMax: 6)
    var out = JSONWriter(capacity: 64)
    var wrong: [String] = []
    for _ in 0..<1_000 {
      let value = maker.value(depth: 5)
      out.removeAll(keeping: 1024)
      value.write(to: &out)
      let bytes = out.bytes
      if tree(bytes, with: tape) != value { wrong.append("not as it was: \(printable(bytes))") }
      if SlowReader.read(bytes) != value { wrong.append("the slow reader has it otherwise: \(printable(bytes))") }
      // One line, whatever is in it.
      if bytes.contains(0x0A) { wrong.append("more than one line: \(printable(bytes))") }
    }
    #expect(wrong == [])
  }

  @Test func manyLinesInOneWriter() throws {
    var maker = Maker(random: SplitMix64(seed: 20))
    var out = JSONWriter(capacity: 64)
    let values = (0..<300).map { _ in maker.value(depth: 3) }
    for value in values {
      value.write(to: &out)
      out.endLine()
    }
    let lines = out.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    try #require(lines.count == values.count + 1)
    #expect(lines.dropLast().map { tree(Array($0)) } == values)
  }
}
