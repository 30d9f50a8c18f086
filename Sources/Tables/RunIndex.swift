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

  /// Calls `body` with the entries of two numbers, of which no two are at the same place, in one order: from the first
  /// after `position` (nil: from the first), until it says false.
  public func forward(_ a: Int, _ b: Int, after position: Position?, _ body: (Entry) -> Bool) {
    var (first, second) = (runs[a - 1].walk(after: position), runs[b - 1].walk(after: position))
    while true {
      let isFirst: Bool
      switch (first.next, second.next) {
      case (nil, nil): return
      case (.some, nil): isFirst = true
      case (nil, .some): isFirst = false
      case (let x?, let y?): isFirst = x.position < y.position
      }
      guard let entry = isFirst ? first.next : second.next, body(entry) else { return }
      if isFirst { first.advance() } else { second.advance() }
    }
  }

  /// Calls `body` with a number's entries from the newest on that stands before `position` (nil: from the last),
  /// until it says false.
  public func backward(_ number: Int, before position: Position?, _ body: (Entry) -> Bool) {
    runs[number - 1].backward(before: position, body)
  }
}

extension RunIndex.Entry: Positioned {}
