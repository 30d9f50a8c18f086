import TestSupport
import Testing

@testable import Tables

/// Sets of numbers, and the runs under them, against plain sets.
struct NumberSetsTests {
  private func backward(_ sets: NumberSets, _ key: Int, before: Int? = nil, limit: Int = .max) -> [Int] {
    var found: [Int] = []
    sets.backward(key, before: before) {
      found.append($0)
      return found.count < limit
    }
    return found
  }

  private func forward(_ sets: NumberSets, _ key: Int, after: Int = 0, limit: Int = .max) -> [Int] {
    var found: [Int] = []
    sets.forward(key, after: after) {
      found.append($0)
      return found.count < limit
    }
    return found
  }

  @Test func emptySets() {
    var sets = NumberSets(count: 2)
    sets.appendSet()
    for key in 1...3 {
      #expect(sets.count(key) == 0)
      #expect(backward(sets, key) == [] && backward(sets, key, before: 7) == [])
      #expect(forward(sets, key) == [] && forward(sets, key, after: 7) == [])
    }
  }

  /// Numbers come in any order and leave from anywhere, over many chunks; the walk from every place is that of a sorted
  /// set, whole and cut short.
  @Test(arguments: 1...6) func asASortedSet(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var sets = NumberSets(count: 2)
    var model: [Set<Int>] = [[], []]
    for step in 0..<4_000 {
      let key = Int.random(in: 0...1, using: &random)
      let number = seed % 2 == 0 ? Int.random(in: 1...2_000, using: &random) : step + 1
      if model[key].contains(number) || (step % 3 == 2 && !model[key].isEmpty) {
        let gone = model[key].contains(number) ? number : model[key].sorted()[model[key].count / 2]
        model[key].remove(gone)
        sets.remove(gone, from: key + 1)
      } else {
        model[key].insert(number)
        sets.insert(number, into: key + 1)
      }
    }
    for key in 0...1 {
      let expected = model[key].sorted(by: >)
      #expect(sets.count(key + 1) == expected.count)
      #expect(backward(sets, key + 1) == expected)
      for before in stride(from: -3, through: 4_005, by: 111) + [Int.max] {
        #expect(backward(sets, key + 1, before: before) == expected.filter { $0 < before })
        #expect(backward(sets, key + 1, before: before, limit: 3) == Array(expected.filter { $0 < before }.prefix(3)))
        let above = expected.reversed().filter { $0 > before }
        #expect(forward(sets, key + 1, after: before) == above)
        #expect(forward(sets, key + 1, after: before, limit: 3) == Array(above.prefix(3)))
      }
    }
  }

  /// One set alone, over many chunks: what it contains, of all numbers that there can be.
  @Test(arguments: 1...3) func whatASetContains(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var set = NumberSet()
    var model: Set<Int> = []
    let outside = [Int.min, -1, 0, Int(UInt32.max), Int(UInt32.max) + 1, .max - 1, .max]
    #expect(outside.allSatisfy { !set.contains($0) })
    for _ in 0..<3_000 {
      let number = Int.random(in: 1...2_000, using: &random)
      if model.remove(number) == nil {
        model.insert(number)
        set.insert(number)
      } else {
        set.remove(number)
      }
    }
    #expect((0...2_001).allSatisfy { set.contains($0) == model.contains($0) })
    #expect(outside.allSatisfy { !set.contains($0) } && set.count == model.count && set.last == model.max())
    set.insert(Int(UInt32.max))
    #expect(set.contains(Int(UInt32.max)) && !set.contains(.max) && !set.contains(Int(UInt32.max) - 1))
  }

  /// What is emptied takes numbers again; removing what is not there removes nothing.
  @Test func emptiedAndFilledAgain() {
    var sets = NumberSets(count: 1)
    for _ in 0..<3 {
      for number in 1...600 { sets.insert(number, into: 1) }
      for number in (1...600).reversed() { sets.remove(number, from: 1) }
      #expect(sets.count(1) == 0 && backward(sets, 1) == [])
    }
    var index = RunIndex()
    index.appendRun()
    for seq in 1...3 { index.insert(RunIndex.Entry(at: 0, seq: seq, number: seq, tag: 1), into: 1) }
    for place in [
      RunIndex.Position(at: 0, seq: 4), RunIndex.Position(at: 1, seq: 2), RunIndex.Position(at: -1, seq: 2),
    ] {
      index.remove(at: place, from: 1)
    }
    index.remove(at: RunIndex.Position(at: 0, seq: 2), from: 1)
    var found: [Int] = []
    index.forward(1, after: nil) {
      found.append($0.seq)
      return true
    }
    #expect(found == [1, 3])
  }
}

private func + (a: StrideThrough<Int>, b: [Int]) -> [Int] { Array(a) + b }
