public import Tables

/// Records by a time of theirs, the newest first; those of one time by number.
///
/// A class, so that looking at it copies nothing; the book is its one owner.
final class NewestFirst {
  private var index: SortedIndex

  /// The order of these records.
  init(_ records: [(at: Timestamp, number: Int)]) { index = SortedIndex(records.map { Self.entry($0.at, $0.number) }) }

  /// Adds a record.
  func insert(_ at: Timestamp, _ number: Int) { index.insert(Self.entry(at, number)) }

  /// Moves a record to another time.
  func move(_ number: Int, from before: Timestamp, to after: Timestamp) {
    guard before != after else { return }
    index.remove(Self.entry(before, number))
    index.insert(Self.entry(after, number))
  }

  /// Calls `body` with the numbers of the records after a place (nil: with all), or of those of them that are among
  /// some, until it returns false.
  func forEach(after last: NewestPlace?, among some: ContactBits? = nil, _ body: (Int) -> Bool) {
    index.forEach(after: last.map { Self.entry($0.at, $0.number) }) { entry in
      some?.contains(entry.number) ?? true ? body(entry.number) : true
    }
  }

  /// The later the time, the lower the key.
  private static func entry(_ at: Timestamp, _ number: Int) -> SortedIndex.Entry {
    let sign: UInt64 = 1 << 63
    return SortedIndex.Entry(~(UInt64(bitPattern: at.milliseconds) ^ sign), number)
  }
}

/// A place among records by a time of theirs, the newest first; then by number.
public struct NewestPlace: Comparable, Sendable {
  /// The time.
  public let at: Timestamp
  /// The record's number.
  public let number: Int

  /// The place of a record at a time.
  public init(_ at: Timestamp, _ number: Int) { (self.at, self.number) = (at, number) }

  /// The place that a page's cursor names.
  public init(_ position: RunIndex.Position) { self.init(Timestamp(milliseconds: position.at), position.seq) }

  /// Before it.
  public static func < (a: NewestPlace, b: NewestPlace) -> Bool {
    a.at != b.at ? a.at > b.at : a.number < b.number
  }
}
