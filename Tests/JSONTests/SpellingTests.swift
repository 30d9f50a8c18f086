import JSON
import TestSupport
import Testing

/// Guesses against the table that the definition of the distance gives, for every pair of names.
struct SpellingTests {
  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), cell by cell.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var table = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count {
      for j in 0...b.count {
        guard i > 0, j > 0 else {
          table[i][j] = max(i, j)
          continue
        }
        let replaced = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, replaced)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
        }
      }
    }
    return table[a.count][b.count]
  }

  @Test func againstTheTable() {
    var random = SplitMix64(seed: 64)
    for round in 0..<3_000 {
      let length = round % 10 == 0 ? 58 + random.below(7) : random.below(14)
      let name = (0..<length).map { _ in UInt8(ascii: "a") + UInt8(random.below(3)) }
      var known = name
      for _ in 0..<random.below(1 + length / 2) where !known.isEmpty {
        let at = random.below(known.count)
        switch random.below(4) {
        case 0: known[at] = UInt8(ascii: "a") + UInt8(random.below(3))
        case 1: known.remove(at: at)
        case 2 where known.count < 64: known.insert(UInt8(ascii: "b"), at: at)
        default: known.swapAt(at, random.below(known.count))
        }
      }
      let isNear = Self.distance(name, known) <= max(name.count, known.count) / 3
      let (a, b) = (String(decoding: name, as: UTF8.self), String(decoding: known, as: UTF8.self))
      #expect((Spelling.nearest(to: a, among: [b]) == b) == isNear, "\(a) \(b)")
      #expect((Spelling.nearest(to: a.uppercased(), among: [b]) == b) == isNear, "\(a) \(b)")
    }
  }

  /// Five hundred keys as long as they may be, all near: the nearest is found.
  @Test func amongManyThatAreAlike() {
    let keys = (0..<500).map { String(repeating: "k", count: 61) + String(1_000 + $0).dropFirst() }
    let wrong = String(repeating: "k", count: 60) + "x" + "321"
    #expect(Spelling.nearest(to: wrong, among: keys) == keys[321])
  }

  @Test(arguments: ["é", "schlüssel", "キー"]) func lettersBeyondASCIIAreWrongOnes(name: String) {
    #expect(Spelling.nearest(to: name + "abcdefgh", among: ["abcdefgh"]) == (name.count < 4 ? "abcdefgh" : nil))
    #expect(Spelling.nearest(to: "abcdefgh", among: [name + "abcdefgh"]) == nil, "no name of ours has such letters")
  }
}
