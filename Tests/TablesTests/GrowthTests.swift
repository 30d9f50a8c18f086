import TestSupport
import Testing

@testable import Tables

/// What comes and goes again and again leaves nothing that a later step must pass over: counted in slots and chunks.
struct GrowthTests {
  private static let cycles = 20_000

  private func hash(_ number: Int) -> UInt64 {
    var hash = KeyHash()
    hash.combine(UInt64(number))
    return hash.value
  }

  @Test func aNumberThatComesAndGoesLeavesNoSlots() {
    var index = HashIndex()
    for number in 1...10_000 { index.insert(hash(number), number) }
    let before = index.slotsPassed(hash(7))
    for cycle in 1...Self.cycles {
      index.insert(hash(7), 20_000)
      if cycle % 2 == 0 {
        #expect(index.insert(hash(8), 20_001) { _ in false })
        index.remove(hash(8), 20_001)
      }
      index.remove(hash(7), 20_000)
    }
    #expect(index.slotsPassed(hash(7)) <= before + 8)
    #expect(index.first(hash(7)) { $0 == 7 } == 7 && index.first(hash(7)) { $0 == 20_000 } == nil)
  }

  /// A slot that became free is used again, and what is there is still found before that.
  @Test func aFreeSlotHidesNothing() {
    var index = HashIndex()
    for number in 1...5 { index.insert(hash(1), number) }
    index.remove(hash(1), 2)
    #expect(!index.insert(hash(1), 9) { $0 == 5 })
    #expect(index.insert(hash(1), 9) { $0 == 2 })
    #expect(index.slotsPassed(hash(1)) == 5)
    for number in [1, 3, 4, 5, 9] { #expect(index.first(hash(1)) { $0 == number } == number) }
  }

  /// However elements come and go, no chunk is longer than its limit: no step moves more.
  @Test(arguments: [false, true]) func chunksStayShort(isDescending: Bool) {
    var index = NumberSet()
    for step in 1...Self.cycles { index.insert(isDescending ? Self.cycles + 1 - step : step) }
    #expect(index.count == Self.cycles && index.last == Self.cycles)
    for number in stride(from: 1, through: Self.cycles, by: 2) { index.remove(number) }
    for number in stride(from: 1, through: Self.cycles, by: 2).reversed() { index.insert(number) }
    #expect(index.chunkSizes.allSatisfy { (1...256).contains($0) })
    #expect(index.chunkSizes.count < Self.cycles / 64)
  }

  @Test func aSetAgainstAModel() {
    var random = SplitMix64(seed: 18)
    var (set, model) = (NumberSet(), Set<Int>())
    for _ in 0..<5_000 {
      let number = 1 + random.below(600)
      if model.insert(number).inserted {
        set.insert(number)
      } else {
        model.remove(number)
        set.remove(number)
      }
      #expect(set.count == model.count && set.last == model.max())
    }
    var found: [Int] = []
    set.backward(before: 300) {
      found.append($0)
      return true
    }
    #expect(found == model.filter { $0 < 300 }.sorted(by: >))
  }
}
