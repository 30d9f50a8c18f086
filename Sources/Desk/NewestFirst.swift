import Tables

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

  /// Calls `body` with the records after a time and a number (nil: with all), or with those of them that are among
  /// some, until it returns false.
  func forEach(after last: (at: Timestamp, number: Int)?, among some: ContactBits? = nil, _ body: (Int) -> Bool) {
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
