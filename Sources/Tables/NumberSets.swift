/// For each key number, a set of record numbers in ascending order: the records that a filter lets through.
///
/// Made for numbers that only grow, with a few that leave from the middle.
public struct NumberSets {
  private struct Member: Positioned {
    let number: UInt32
    var position: UInt32 { number }
  }

  private struct Set {
    var members = SortedRun<Member>()
    var count = 0
  }

  private var sets: [Set] = []

  /// Creates sets for the keys 1 to `count`, all empty.
  public init(count: Int = 0) { sets = Array(repeating: Set(), count: count) }

  /// Makes room for the next key's set.
  public mutating func appendSet() { sets.append(Set()) }

  /// How many numbers are in a key's set; none of a key whose set was not made yet.
  public func count(_ key: Int) -> Int { key <= sets.count ? sets[key - 1].count : 0 }

  /// Adds a number, which must not be there, to a key's set.
  public mutating func insert(_ number: Int, into key: Int) {
    sets[key - 1].members.insert(Member(number: UInt32(truncatingIfNeeded: number)))
    sets[key - 1].count += 1
  }

  /// Removes a number, which must be there, from a key's set.
  public mutating func remove(_ number: Int, from key: Int) {
    sets[key - 1].members.remove(at: UInt32(truncatingIfNeeded: number))
    sets[key - 1].count -= 1
  }

  /// Calls `body` with the numbers of a key's set from the highest on that is below `number` (nil: from the highest of
  /// all), until it says false.
  public func backward(_ key: Int, before number: Int?, _ body: (Int) -> Bool) {
    guard key <= sets.count else { return }
    let position = number.map { UInt32(clamping: $0) }
    sets[key - 1].members.backward(before: position) { body(Int($0.number)) }
  }
}
