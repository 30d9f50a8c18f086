/// For each number, a run of entries in the order of (time, sequence).
public struct RunIndex {
  /// One entry: what it is (`tag`, `number`) is the caller's business.
  public struct Entry: Equatable, Sendable {
    /// Milliseconds since 1970.
    public let at: Int64
    /// The sequence number that breaks ties, and the part of it: both together are unique within a run.
    private let order: Int
    /// The number of a record.
    public let number: UInt32
    /// Which table the record is in.
    public let tag: UInt8

    /// The sequence number.
    public var seq: Int { position.seq }

    /// An entry; `part` tells those of one sequence number apart.
    public init(at: Int64, seq: Int, part: Int = 0, number: Int, tag: UInt8) {
      self.at = at
      order = Position(at: at, seq: seq, part: part).order
      self.number = UInt32(truncatingIfNeeded: number)
      self.tag = tag
    }

    /// The entry's place in its run.
    public var position: Position { Position(at: at, order: order) }
  }

  /// A place in a run, stable while entries come and go around it.
  public struct Position: Comparable, Sendable {
    /// Milliseconds since 1970.
    public let at: Int64
    /// The sequence number, then the part in the low bits: one number, so that comparing costs no more.
    fileprivate let order: Int

    /// A change with more parts than this puts the rest in one place.
    private static let partBits = 24
    /// The highest part.
    public static let partMax = 1 << partBits - 1

    /// The sequence number.
    public var seq: Int { order >> Self.partBits }
    /// Which of those of one sequence number it is, from 0.
    public var part: Int { order & Self.partMax }

    /// A place.
    public init(at: Int64, seq: Int, part: Int = 0) {
      self.init(at: at, order: seq << Self.partBits | min(part, Self.partMax))
    }

    fileprivate init(at: Int64, order: Int) { (self.at, self.order) = (at, order) }

    /// Earlier, or at the same time with a lower sequence number or part.
    @inline(__always)
    public static func < (a: Position, b: Position) -> Bool { a.at != b.at ? a.at < b.at : a.order < b.order }
  }

  private var runs: [SortedRun<Entry>] = []

  /// Creates an empty index.
  public init() {}

  /// Makes room for the next number's run.
  public mutating func appendRun() { runs.append(SortedRun()) }

  /// Adds an entry to a number's run.
  public mutating func insert(_ entry: Entry, into number: Int) { runs[number - 1].insert(entry) }

  /// Removes the entry at a place from a number's run, if it is there.
  public mutating func remove(at position: Position, from number: Int) { runs[number - 1].remove(at: position) }

  /// Calls `body` with a number's entries from the oldest on that stands behind `position` (nil: from the first),
  /// until it says false.
  public func forward(_ number: Int, after position: Position?, _ body: (Entry) -> Bool) {
    runs[number - 1].forward(after: position, body)
  }

  /// Calls `body` with a number's entries from the newest on that stands before `position` (nil: from the last),
  /// until it says false.
  public func backward(_ number: Int, before position: Position?, _ body: (Entry) -> Bool) {
    runs[number - 1].backward(before: position, body)
  }

  /// Calls `body` with the entries of several numbers, of which no two are at the same place, in one order: from the
  /// oldest on that stands behind `position` (nil: from the first), until it says false.
  public func forward(_ numbers: [Int], after position: Position?, _ body: (Entry) -> Bool) {
    if numbers.count == 1 { return forward(numbers[0], after: position, body) }
    Self.merge(numbers.map { runs[$0 - 1].walk(after: position) }, by: <, body)
  }

  /// The same from the newest on that stands before `position` (nil: from the last).
  public func backward(_ numbers: [Int], before position: Position?, _ body: (Entry) -> Bool) {
    if numbers.count == 1 { return backward(numbers[0], before: position, body) }
    Self.merge(numbers.map { runs[$0 - 1].walk(before: position) }, by: >, body)
  }

  /// The numbers are few: which of the runs is next is found by a look at each.
  @inline(__always)
  private static func merge(
    _ walks: [SortedRun<Entry>.Walk], by isEarlier: (Position, Position) -> Bool, _ body: (Entry) -> Bool
  ) {
    var walks = walks
    var heads = walks.map(\.next)
    while true {
      var first: (index: Int, entry: Entry)?
      for (index, head) in heads.enumerated() {
        guard let head else { continue }
        if first.map({ isEarlier(head.position, $0.entry.position) }) ?? true { first = (index, head) }
      }
      guard let (index, entry) = first, body(entry) else { return }
      walks[index].advance()
      heads[index] = walks[index].next
    }
  }
}

extension RunIndex.Entry: Positioned {}
