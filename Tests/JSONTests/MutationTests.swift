import JSON
import TestSupport
import Testing

/// Texts that are cut, flipped or made of chance never crash the reader, and it agrees on them with the slow one.
struct MutationTests {
  /// A bit of everything, in few bytes.
  private static let rich = [
    #"{"a\u00e9":[1,-0.5e+3,true,null],"é😀":{"\ud83d\ude00\"":"\n"},"b":[false,"\udead"]} "#,
    #"[[],{},"abcdefgh\\","日本\ufffd",10E-1,[[{"x":"y"}]]]"#,
    #"{"jsonrpc":"2.0","id":"\u0031","method":"card.get","params":{"contactId":"contact-12"}}"#,
  ]

  /// Where the two readers do not agree, for a person; nil where they do.
  private func disagreement(_ bytes: [UInt8], _ tape: JSONTape, depthMax: Int = 8) -> String? {
    let (ours, slow) = (tree(bytes, with: tape), SlowReader.read(bytes, depthMax: depthMax))
    return ours == slow ? nil : "\(printable(bytes)): \(ours.debugDescription), not \(slow.debugDescription)"
  }

  @Test(arguments: rich)
  func everyPrefixIsRefused(text: String) {
    let bytes = Array(text.utf8)
    let end = bytes.count - (text.hasSuffix(" ") ? 1 : 0)
    let accepted = (0...bytes.count).filter { tree(Array(bytes.prefix($0))) != nil }
    #expect(accepted == Array(end...bytes.count))
  }

  @Test func prefixesOfNumbers() {
    let accepted = (0...9).filter { tree(Array("-10.25e+3".utf8.prefix($0))) != nil }
    #expect(accepted == [2, 3, 5, 6, 9])
  }

  @Test(arguments: rich)
  func everyPieceAgrees(text: String) {
    let tape = JSONTape(depthMax: 8)
    let bytes = Array(text.utf8)
    let wrong = (0..<bytes.count).flatMap { from in
      [from...from, from...min(from + 7, bytes.count - 1), from...bytes.count - 1].compactMap {
        disagreement(Array(bytes[$0]), tape)
      }
    }
    #expect(wrong == [])
  }

  @Test(arguments: rich.prefix(2))
  func everyByteFlipAgrees(text: String) {
    let tape = JSONTape(depthMax: 8)
    var bytes = Array(text.utf8)
    var wrong: [String] = []
    for at in bytes.indices {
      let byte = bytes[at]
      for flip in 1...UInt8.max {
        bytes[at] = byte ^ flip
        if let told = disagreement(bytes, tape) { wrong.append(told) }
      }
      bytes[at] = byte
    }
    #expect(wrong == [])
  }

  @Test func randomChangesAgree() {
    var random = SplitMix64(seed: 1)
    let tape = JSONTape(depthMax: 8)
    var wrong: [String] = []
    for round in 0..<6_000 {
      var bytes = Array(Self.rich[round % Self.rich.count].utf8)
      for _ in 0...random.below(3) { change(&bytes, &random) }
      if let told = disagreement(bytes, tape) { wrong.append(told) }
    }
    #expect(wrong == [])
  }

  private func change(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let (at, other) = (random.below(bytes.count), random.below(bytes.count))
    switch random.below(5) {
    case 0: bytes.remove(at: at)
    case 1: bytes.insert(bytes[other], at: at)
    case 2: bytes.swapAt(at, other)
    case 3: bytes.insert(contentsOf: bytes[min(at, other)...max(at, other)], at: random.below(bytes.count))
    default: bytes.removeSubrange(min(at, other)..<max(at, other))
    }
    if bytes.isEmpty { bytes = [0x20] }
  }

  @Test func randomGarbageAgrees() {
    var random = SplitMix64(seed: 2)
    let tape = JSONTape(depthMax: 4)
    let words = Array(#"{ } [ ] : , " " \ / 0 1 9 - + . e E u d8 dc 00 true false null n t"#.split(separator: " "))
    let others = ["é", "😀", " ", "\n", "\\ud800", "\\udc00", "\"\"", "[1]"]
    let pieces = words.map { Array($0.utf8) } + others.map { Array($0.utf8) }
    var (wrong, accepted): ([String], Int) = ([], 0)
    for _ in 0..<10_000 {
      var bytes: [UInt8] = []
      for _ in 0...random.below(8) {
        bytes += random.below(40) == 0 ? [UInt8(random.below(256))] : pieces[random.below(pieces.count)]
      }
      if let told = disagreement(bytes, tape, depthMax: 4) { wrong.append(told) }
      if tree(bytes, with: tape) != nil { accepted += 1 }
    }
    #expect(wrong == [])
    // Were next to nothing accepted, the test would show little.
    #expect(accepted > 300)
  }
}
