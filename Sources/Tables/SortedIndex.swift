/// Numbers by keys in order: all numbers of a range of keys are found without a look at the others.
///
/// 12 bytes an entry. Each pair of a key and a number is there once.
public struct SortedIndex: Sendable {
  /// A key and a number that has it. They are in the order of keys, then of numbers.
  public struct Entry: Comparable, Sendable {
    // Halves, so that an entry takes 12 bytes and not 16.
    private let (high, low): (UInt32, UInt32)
    private let small: UInt32
    /// The key.
    public var key: UInt64 { UInt64(high) << 32 | UInt64(low) }
    /// The number, below 2³².
    public var number: Int { Int(small) }

    /// An entry.
    public init(_ key: UInt64, _ number: Int) {
      high = UInt32(truncatingIfNeeded: key >> 32)
      low = UInt32(truncatingIfNeeded: key)
      small = UInt32(number)
    }

    /// By key, then by number.
    @inline(__always)
    public static func < (a: Entry, b: Entry) -> Bool { a.key != b.key ? a.key < b.key : a.small < b.small }
  }

  private var run: SortedRun<Entry>
  /// How many entries there are.
  public private(set) var count: Int

  /// An index of these entries, which may come in any order, and more than once. Much faster than to insert each.
  public init(_ entries: consuming [Entry]) {
    var inOrder = entries
    inOrder.sort()
    var kept = 0
    for index in inOrder.indices where kept == 0 || inOrder[kept - 1] != inOrder[index] {
      inOrder[kept] = inOrder[index]
      kept += 1
    }
    inOrder.removeSubrange(kept...)
    (run, count) = (SortedRun(inOrder: inOrder), kept)
  }

  /// Adds an entry, if it is not there.
  public mutating func insert(_ entry: Entry) {
    if run.insert(entry, where: { $0 < entry }, unless: { $0 == entry }) { count += 1 }
  }

  /// Removes an entry, if it is there.
  public mutating func remove(_ entry: Entry) {
    if run.remove(where: { $0 < entry }, if: { $0 == entry }) { count -= 1 }
  }

  /// Calls `body` with the entries after `last` (nil: with all), in order, until it returns false.
  @inline(__always)
  public func forEach(after last: Entry?, _ body: (Entry) -> Bool) {
    run.forward(where: { entry in last.map { entry <= $0 } ?? false }, body)
  }

  /// Calls `body` with the numbers of the keys from `first` to `last`, in the order of the keys: a number as often as
  /// it has keys there.
  @inline(__always)
  public func forEachNumber(from first: UInt64, through last: UInt64, _ body: (Int) -> Void) {
    run.forEach(from: { $0.key < first }, to: { $0.key <= last }) { body($0.number) }
  }

  /// At most how many entries there are of the keys from `first` to `last`: up to twice as many as there are, and some
  /// hundred.
  public func countAtMost(from first: UInt64, through last: UInt64) -> Int {
    run.countAtMost(from: { $0.key < first }, to: { $0.key <= last })
  }
}
