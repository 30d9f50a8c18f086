/// Up to eight numbers that are not 0, in a word: there are a hundred thousand of them to copy and to compare.
struct Row: Hashable, Sequence, IteratorProtocol, CustomStringConvertible {
  private var word: UInt64 = 0

  var count: Int { (71 - word.leadingZeroBitCount) / 8 }
  subscript(at: Int) -> UInt8 {
    get { UInt8(truncatingIfNeeded: word >> (8 * at)) }
    set { word = word & ~(0xFF << (8 * at)) | UInt64(newValue) << (8 * at) }
  }

  mutating func append(_ number: UInt8) { self[count] = number }

  func prefix(_ count: Int) -> Row {
    var row = self
    row.word &= Self.mask(count)
    return row
  }

  func dropFirst(_ count: Int) -> Row {
    var row = Row()
    row.word = count < 8 ? word >> (8 * count) : 0
    return row
  }

  func starts(with other: Row) -> Bool { word & Self.mask(other.count) == other.word }
  private static func mask(_ count: Int) -> UInt64 { count >= 8 ? .max : 1 << (8 * count) - 1 }

  func map(_ change: (UInt8) -> UInt8) -> Row {
    var row = self
    for at in 0..<count { row[at] = change(self[at]) }
    return row
  }

  static func + (a: Row, b: Row) -> Row {
    var row = a
    if a.count < 8 { row.word |= b.word << (8 * a.count) }
    return row
  }

  /// A bit for each.
  var mask: UInt8 {
    var mask: UInt8 = 0
    for at in 0..<count { mask |= 1 << self[at] }
    return mask
  }

  mutating func next() -> UInt8? {
    guard word != 0 else { return nil }
    defer { word >>= 8 }
    return self[0]
  }

  var description: String { "[" + (0..<count).map { "\(self[$0])" }.joined(separator: ", ") + "]" }
}
