import Tables
import TestSupport
import Testing

struct HashIndexTests {
  @Test func anEmptyIndexHasNothing() {
    var index = HashIndex()
    #expect(index.first(0) { _ in true } == nil)
    #expect(index.candidates(.max) == [])
    index.remove(0, 1)
    #expect(index.candidates(0) == [])
  }

  @Test func hashesAtTheEnds() {
    var index = HashIndex()
    let hashes: [UInt64] = [0, 1 << 32, .max, 0xFFFF_FFFF_0000_0000, 0xF << 32]
    for (at, hash) in hashes.enumerated() { index.insert(hash, at + 1) }
    // Hashes with the same high half share their candidates.
    #expect(index.candidates(0) == [1])
    #expect(index.candidates(.max).sorted() == [3, 4])
    #expect(index.candidates(0xFFFF_FFFF_0000_0000).sorted() == [3, 4])
    #expect(index.candidates(1 << 32) == [2])
    #expect(index.candidates(0xF << 32) == [5])
    index.insert(0, 0xFFFF_FFFE)
    #expect(index.candidates(0).sorted() == [1, 0xFFFF_FFFE])
  }

  /// Where the caller finds the key there already, the number that has it stays alone.
  @Test func oneNumberAKey() {
    var index = HashIndex()
    let insert = { (hash: Int, number: Int, same: Int) in
      index.insert(UInt64(hash) << 32, number, unless: { $0 == same })
    }
    #expect(insert(42, 7, 7))
    #expect(!insert(42, 8, 7))
    #expect(index.candidates(42 << 32) == [7])
    #expect(insert(42, 9, 8))
    index.remove(42 << 32, 7)
    #expect(insert(42, 10, 7))
    #expect(index.candidates(42 << 32).sorted() == [9, 10])
    let numbers = 100...1_100
    #expect(numbers.allSatisfy { insert($0, $0, $0) })
    #expect(!numbers.contains { insert($0, $0, $0) })
  }

  @Test func theCallerComparesKeys() {
    var index = HashIndex()
    for number in [7, 8, 9] { index.insert(42 << 32, number) }
    #expect(index.first(42 << 32) { $0 == 8 } == 8)
    #expect(index.first(42 << 32) { $0 == 10 } == nil)
    var asked: [Int] = []
    _ = index.first(42 << 32) { number in
      asked.append(number)
      return false
    }
    #expect(asked.sorted() == [7, 8, 9])
    #expect(index.first(43 << 32) { _ in true } == nil)
  }

  @Test func theSameNumberUnderSeveralHashes() {
    var index = HashIndex()
    for hash in 1...UInt64(40) { index.insert(hash << 32, 5) }
    index.remove(3 << 32, 5)
    index.remove(4 << 32, 6)
    for hash in 1...UInt64(40) { #expect(index.candidates(hash << 32) == (hash == 3 ? [] : [5])) }
    // Added twice, it is there until it is removed twice.
    index.insert(1 << 32, 5)
    index.remove(1 << 32, 5)
    #expect(index.candidates(1 << 32) == [5])
    index.remove(1 << 32, 5)
    #expect(index.candidates(1 << 32) == [])
  }

  @Test func comingAndGoingForEver() {
    // What was removed fills the slots as well; the index must neither fill up nor search for ever.
    var index = HashIndex()
    for round in 1...5_000 {
      index.insert(UInt64(round) << 32, round)
      if round > 3 { index.remove(UInt64(round - 3) << 32, round - 3) }
    }
    let live = (1...5_000).filter { !index.candidates(UInt64($0) << 32).isEmpty }
    #expect(live == [4_998, 4_999, 5_000])
  }

  /// How far apart the hashes are: all alike, few, crowded into neighbouring slots, or spread.
  @Test(arguments: [UInt64(1), 3, 40, 100_000])
  func likeADictionary(spread: UInt64) {
    var random = SplitMix64(seed: spread)
    var index = HashIndex()
    var model: [UInt64: Set<Int>] = [:]
    var wrong: [String] = []
    func compare(_ hash: UInt64, _ number: Int) {
      let (found, expected) = (index.candidates(hash), model[hash] ?? [])
      if found.count != expected.count || Set(found) != expected { wrong.append("\(hash >> 32): \(found)") }
      let first = index.first(hash) { $0 == number }
      if first != (expected.contains(number) ? number : nil) { wrong.append("\(hash >> 32), \(number): \(first ?? 0)") }
    }
    for round in 0..<(spread < 100 ? 800 : 8_000) {
      // The low half is kept nowhere, and must not matter.
      let hash = (random.next() % spread) << 32 | 0x1234
      let number = 1 + random.below(200)
      // Now more comes than goes, now the other way about.
      let adds = random.below(10) < (round / 100 % 2 == 0 ? 7 : 3)
      if adds {
        if model[hash, default: []].insert(number).inserted { index.insert(hash, number) }
      } else {
        model[hash]?.remove(number)
        index.remove(hash, number)
      }
      compare(hash, number)
    }
    for hash in model.keys { compare(hash, 1) }
    #expect(wrong == [])
  }
}

extension HashIndex {
  /// All numbers under this hash, some of which may belong to other keys.
  fileprivate func candidates(_ hash: UInt64) -> [Int] {
    var found: [Int] = []
    _ = first(hash) { number in
      found.append(number)
      return false
    }
    return found
  }
}
