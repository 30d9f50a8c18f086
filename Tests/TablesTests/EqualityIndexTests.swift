import TestSupport
import Testing

@testable import Tables

/// The index of equal values, beside a plain array of values.
struct EqualityIndexTests {
  private static let numbers = 60

  /// Values come and go. `sameHash`: all of them have one hash, so that only the records tell them apart.
  @Test(arguments: 1...6, [false, true]) func asAnArray(_ seed: UInt64, sameHash: Bool) {
    var random = SplitMix64(seed: seed)
    var values = [Int?](repeating: nil, count: Self.numbers)
    var index = EqualityIndex()
    let hash = { (value: Int) -> UInt64 in
      var hash = KeyHash(seed: seed)
      hash.combine(UInt64(sameHash ? 0 : value))
      return hash.value
    }
    for step in 0..<3_000 {
      let number = 1 + random.below(Self.numbers)
      index.remove(number)
      values[number - 1] = random.percent(30) ? nil : random.below(1 + step / 100)
      if let value = values[number - 1] {
        index.insert(number, hash(value)) {
          #expect($0 != number)
          return values[$0 - 1] == value
        }
      }
      let other = 1 + random.below(Self.numbers)
      let same = values[other - 1].map { value in values.indices.filter { values[$0] == value } } ?? []
      #expect(index.count(with: other) == same.count, "step \(step)")
      #expect(index.others(with: other).sorted() == same.map { $0 + 1 }.filter { $0 != other }, "step \(step)")
    }
  }

  @Test func ofNumbersThatItDoesNotKnow() {
    var index = EqualityIndex()
    index.remove(7)
    #expect(index.count(with: 7) == 0 && index.others(with: 7) == [])
    index.insert(9, 1) { _ in true }
    index.remove(7)
    index.remove(100)
    #expect(index.count(with: 7) == 0 && index.count(with: 9) == 1 && index.count(with: 10) == 0)
  }
}
