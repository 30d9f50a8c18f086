/// For each number, a run of entries in the order of (time, sequence).
public struct RunIndex {
  /// One entry: what it is (`tag`, `number`) is the caller's business.
  public struct Entry: Equatable, Sendable {
    /// Milliseconds since 1970.
    public let at: Int64
    /// The sequence number that breaks ties; unique within a run.
    public let seq: Int
    /// The number of a record.
    public let number: UInt32
    /// Which table the record is in.
    public let tag: UInt8

    /// An entry.
    public init(at: Int64, seq: Int, number: Int, tag: UInt8) {
      self.at = at
      self.seq = seq
      self.number = UInt32(truncatingIfNeeded: number)
      self.tag = tag
    }

    /// The entry's place in its run.
    public var position: Position { Position(at: at, seq: seq) }
  }

  /// A place in a run, stable while entries come and go around it.
  public struct Position: Comparable, Sendable {
    /// Milliseconds since 1970.
    public let at: Int64
    /// The sequence number.
    public let seq: Int

    /// A place.
    public init(at: Int64, seq: Int) { (self.at, self.seq) = (at, seq) }

    /// Earlier, or at the same time with a lower sequence number.
    @inline(__always)
    public static func < (a: Position, b: Position) -> Bool { a.at != b.at ? a.at < b.at : a.seq < b.seq }
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
}

extension RunIndex.Entry: Positioned {}
