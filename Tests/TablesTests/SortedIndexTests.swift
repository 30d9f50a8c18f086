import TestSupport
import Testing

@testable import Tables

/// Numbers by keys in order, beside a plain set of pairs.
struct SortedIndexTests {
  private typealias Entry = SortedIndex.Entry

  @Test(arguments: 1...6) func asASet(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var entries = (0..<random.below(2_000)).map { _ in Self.entry(&random) }
    var index = SortedIndex(entries + entries)
    for step in 0..<2_000 {
      let entry = Self.entry(&random)
      if random.percent(70) {
        entries.append(entry)
        index.insert(entry)
      } else {
        let gone = random.percent(90) ? entries.randomElement(using: &random) ?? entry : entry
        entries.removeAll { $0 == gone }
        index.remove(gone)
      }
      guard step % 50 == 0 else { continue }
      let last = Self.entry(&random)
      for after in [last, nil] {
        var found: [Entry] = []
        index.forEach(after: after) { entry in
          found.append(entry)
          return found.count < 500
        }
        let expected = Set(entries.map(Self.words)).filter { words in
          after.map { Self.words($0).lexicographicallyPrecedes(words) } ?? true
        }
        let inOrder = expected.sorted { $0.lexicographicallyPrecedes($1) }
        #expect(found.map(Self.words) == Array(inOrder.prefix(500)), "step \(step)")
      }
      checkKeys(index, entries, [last.key, Self.entry(&random).key].sorted())
    }
  }

  private func checkKeys(_ index: SortedIndex, _ entries: [Entry], _ keys: [UInt64]) {
    let all = Set(entries.map(Self.words)).sorted { $0.lexicographicallyPrecedes($1) }
    var numbers: [Int] = []
    index.forEachNumber(from: keys[0], through: keys[1]) { numbers.append($0) }
    #expect(numbers == all.filter { (keys[0]...keys[1]).contains($0[0]) }.map { Int($0[1]) })
    let most = index.countAtMost(from: keys[0], through: keys[1])
    #expect((numbers.count...2 * numbers.count + 512).contains(most), "\(most) are \(numbers.count)")
    #expect(index.count == all.count)
  }

  private static func words(_ entry: Entry) -> [UInt64] { [entry.key, UInt64(entry.number)] }

  private static func entry(_ random: inout SplitMix64) -> Entry {
    let key = UInt64(random.below(random.percent(50) ? 20 : 100_000)) << (random.percent(50) ? 40 : 0)
    return Entry(random.percent(2) ? .max : key, 1 + random.below(300))
  }

  @Test func empty() {
    SortedIndex([]).forEachNumber(from: 0, through: .max) { _ in Issue.record("nothing is there") }
    #expect(SortedIndex([]).countAtMost(from: 0, through: .max) == 0)
    SortedIndex([]).forEach(after: nil) { _ in
      Issue.record("nothing is there")
      return true
    }
  }

  /// An order that the caller decides where keys are the same: here by number, the highest first.
  @Test(arguments: 1...4) func chosenOrder(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func isBefore(_ a: Entry, _ b: Entry) -> Bool { a.key != b.key ? a.key < b.key : a.number > b.number }
    var all = Set((0..<random.below(1_000)).map { _ in 1 + random.below(2_000) })
    func entry(_ number: Int) -> Entry { Entry(UInt64(number % 7), number) }
    var order = ChosenOrder(inOrder: all.map(entry).sorted(by: isBefore))
    for step in 0..<2_000 {
      let new = entry(1 + random.below(2_000))
      if all.remove(new.number) != nil {
        order.remove(new) { isBefore($0, new) }
      } else {
        all.insert(new.number)
        order.insert(new) { isBefore($0, new) }
      }
      guard step % 100 == 0 else { continue }
      let first = entry(1 + random.below(2_000))
      var found: [Int] = []
      order.forEach(where: { isBefore($0, first) }) { entry in
        found.append(entry.number)
        return true
      }
      let expected = all.map(entry).filter { !isBefore($0, first) }.sorted(by: isBefore)
      #expect(found == expected.map(\.number), "step \(step)")
    }
  }
}
