/// For each number, a run of entries in the order of (time, sequence).
///
/// A run is a list of chunks, each sorted and of at most `chunkMax` entries: adding at the end, which is nearly
/// always, costs nothing but the entry; adding in the middle moves one chunk's entries at most; looking up a place
/// halves its way through the chunks and then through one.
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

  private static let chunkMax = 256

  private var runs: [[[Entry]]] = []

  /// Creates an empty index.
  public init() {}

  /// Makes room for the next number's run.
  public mutating func appendRun() { runs.append([]) }

  /// Adds an entry to a number's run.
  public mutating func insert(_ entry: Entry, into number: Int) {
    let run = number - 1
    guard let last = runs[run].last?.last else { return runs[run].append([entry]) }
    if last.position < entry.position {
      let chunk = runs[run].count - 1
      if runs[run][chunk].count < Self.chunkMax { runs[run][chunk].append(entry) } else { runs[run].append([entry]) }
      return
    }
    let (chunk, offset) = place(in: run) { $0 < entry.position }
    runs[run][chunk].insert(entry, at: offset)
    guard runs[run][chunk].count > Self.chunkMax else { return }
    let upper = Array(runs[run][chunk][(Self.chunkMax / 2)...])
    runs[run][chunk].removeSubrange((Self.chunkMax / 2)...)
    runs[run].insert(upper, at: chunk + 1)
  }

  /// Calls `body` with a number's entries from the oldest on that stands behind `position` (nil: from the first),
  /// until it says false.
  public func forward(_ number: Int, after position: Position?, _ body: (Entry) -> Bool) {
    guard !runs[number - 1].isEmpty else { return }
    var (chunk, offset) = (0, 0)
    if let position { (chunk, offset) = place(in: number - 1) { $0 <= position } }
    while chunk < runs[number - 1].count {
      for index in offset..<runs[number - 1][chunk].count where !body(runs[number - 1][chunk][index]) { return }
      (chunk, offset) = (chunk + 1, 0)
    }
  }

  /// Calls `body` with a number's entries from the newest on that stands before `position` (nil: from the last),
  /// until it says false.
  public func backward(_ number: Int, before position: Position?, _ body: (Entry) -> Bool) {
    let run = number - 1
    guard !runs[run].isEmpty else { return }
    var (chunk, offset) = (runs[run].count - 1, runs[run][runs[run].count - 1].count)
    if let position { (chunk, offset) = place(in: run) { $0 < position } }
    while true {
      for index in (0..<offset).reversed() where !body(runs[run][chunk][index]) { return }
      guard chunk > 0 else { return }
      chunk -= 1
      offset = runs[run][chunk].count
    }
  }

  /// The first place of whose position `isBefore` says no: a chunk (the last one if none) and an offset in it.
  private func place(in run: Int, _ isBefore: (Position) -> Bool) -> (chunk: Int, offset: Int) {
    let chunks = runs[run]
    let first = Self.partition(chunks.count) { isBefore(chunks[$0][chunks[$0].count - 1].position) }
    let chunk = min(first, chunks.count - 1)
    return (chunk, Self.partition(chunks[chunk].count) { isBefore(chunks[chunk][$0].position) })
  }

  /// The first index below `count` of which `isBefore` says no; it says yes of all before that one.
  private static func partition(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
