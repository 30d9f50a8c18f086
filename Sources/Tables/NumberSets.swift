/// A set of record numbers in ascending order.
///
/// Made for numbers that only grow, with some that leave from the middle, and come back there.
public struct NumberSet: Sendable {
  private struct Member: Positioned, Sendable {
    let number: UInt32
    var position: UInt32 { number }
  }

  private var members = SortedRun<Member>()
  /// How many numbers are in it.
  public private(set) var count = 0

  /// Creates an empty set.
  public init() {}

  /// How many numbers each chunk has: for tests.
  var chunkSizes: [Int] { members.chunkSizes }

  /// The highest number; nil of an empty set.
  public var last: Int? { members.last.map { Int($0.number) } }

  /// Adds a number, which must not be there.
  public mutating func insert(_ number: Int) {
    members.insert(Member(number: UInt32(truncatingIfNeeded: number)))
    count += 1
  }

  /// Removes a number, which must be there.
  public mutating func remove(_ number: Int) {
    members.remove(at: UInt32(truncatingIfNeeded: number))
    count -= 1
  }

  /// Whether a number is in it.
  public func contains(_ number: Int) -> Bool {
    // A number from outside may be any at all.
    guard number > 0, number <= UInt32.max else { return false }
    var isFound = false
    members.forward(after: UInt32(number - 1)) { member in
      isFound = Int(member.number) == number
      return false
    }
    return isFound
  }

  /// Calls `body` with the numbers from the lowest on that is above `number`, until it says false.
  public func forward(after number: Int, _ body: (Int) -> Bool) {
    members.forward(after: UInt32(clamping: number)) { body(Int($0.number)) }
  }

  /// Calls `body` with the numbers from the highest on that is below `number` (nil: from the highest of all), until it
  /// says false.
  public func backward(before number: Int?, _ body: (Int) -> Bool) {
    members.backward(before: number.map { UInt32(clamping: $0) }) { body(Int($0.number)) }
  }
}

/// For each key number, a set of record numbers: the records that a filter lets through.
public struct NumberSets {
  private var sets: [NumberSet] = []

  /// Creates sets for the keys 1 to `count`, all empty.
  public init(count: Int = 0) { sets = Array(repeating: NumberSet(), count: count) }

  /// Makes room for the next key's set.
  public mutating func appendSet() { sets.append(NumberSet()) }

  /// How many numbers are in a key's set; none of a key whose set was not made yet.
  public func count(_ key: Int) -> Int { key <= sets.count ? sets[key - 1].count : 0 }

  /// Adds a number, which must not be there, to a key's set.
  public mutating func insert(_ number: Int, into key: Int) { sets[key - 1].insert(number) }

  /// Removes a number, which must be there, from a key's set.
  public mutating func remove(_ number: Int, from key: Int) { sets[key - 1].remove(number) }

  /// Calls `body` with the numbers of a key's set from the lowest on that is above `number`, until it says false.
  public func forward(_ key: Int, after number: Int, _ body: (Int) -> Bool) {
    guard key <= sets.count else { return }
    sets[key - 1].forward(after: number, body)
  }

  /// Calls `body` with the numbers of a key's set from the highest on that is below `number` (nil: from the highest of
  /// all), until it says false.
  public func backward(_ key: Int, before number: Int?, _ body: (Int) -> Bool) {
    guard key <= sets.count else { return }
    sets[key - 1].backward(before: number, body)
  }
}
