import ChangeLog

/// Looks for sound records in a damaged file, in time in proportion to its data: holes are skipped, and no byte is read
/// as a payload more than a few times, whatever headers are there.
struct RecordSearch: ~Copyable {
  /// What a search came to.
  struct Found {
    /// Where the next sound record is; nil if there is none.
    var offset: Int?
    /// Past the last change that a sound header on the way names.
    var namedEnd: Int?
    /// Past the last byte on the way that is not zero, to within a block; nil if there is none.
    var filledEnd: Int?
  }

  private static let blockBytes = 1 << 12

  private let file: LogFile
  private var reader: RecordReader
  private let end: Int
  /// A part of the file that is known to hold data.
  private var data = 0..<0
  /// How many bytes of payloads may still turn out not to be sound: one payload, and as many as were searched. No two
  /// records that we wrote overlap, so theirs are never more.
  private var payloadBytes = Record.payloadBytesMax
  /// How many bytes were searched that are not in a block of zeros.
  private(set) var filledBytes = 0

  /// `seed` is that of the file's records; nothing at `end` or past it is read.
  init(_ file: LogFile, seed: RecordSeed, end: Int) {
    (self.file, self.end) = (file, end)
    reader = RecordReader(file, seed: seed, end: end)
  }

  /// The sound record at an offset, if there is one.
  mutating func record(at offset: Int) throws(ChangeLogError) -> Record? {
    guard let header = try reader.header(at: offset), header.payloadBytes <= payloadBytes else { return nil }
    if let (record, _) = try reader.record(at: offset) { return record }
    payloadBytes -= header.payloadBytes
    return nil
  }

  /// The next sound record after an offset where none is, looked for byte by byte: a length is not trusted to lead to
  /// it.
  mutating func next(after start: Int) throws(ChangeLogError) -> Found {
    var found = Found()
    var at = start
    while at < end {
      let block = at..<min(at + Self.blockBytes, end)
      guard try isFilled(block) else {
        if data.contains(block.lowerBound) { payloadBytes += block.count }
        // A header may begin with zeros.
        at = max(at + 1, try nextData(after: block.upperBound) - Record.headerBytes + 1)
        continue
      }
      for offset in block {
        guard let header = try reader.header(at: offset) else { continue }
        if offset > start, try record(at: offset) != nil {
          filledBytes += offset - at
          payloadBytes += offset - at
          found.offset = offset
          return found
        }
        found.namedEnd = max(found.namedEnd ?? 0, header.seq + header.count)
      }
      filledBytes += block.count
      payloadBytes += block.count
      found.filledEnd = block.upperBound
      at = block.upperBound
    }
    if let last = found.filledEnd { found.filledEnd = try lastFilled(before: last) }
    return found
  }

  /// Whether a block has a byte that is not zero.
  private mutating func isFilled(_ block: Range<Int>) throws(ChangeLogError) -> Bool {
    if !data.overlaps(block), try nextData(after: block.lowerBound) >= block.upperBound { return false }
    guard let bytes = try reader.bytes(at: block.lowerBound, count: block.count) else { return false }
    return !JournalScan.isZero(bytes)
  }

  /// Where data begins, from an offset on; the end if there is none.
  private mutating func nextData(after offset: Int) throws(ChangeLogError) -> Int {
    if data.contains(offset) { return offset }
    guard offset < end, let next = try file.data(from: offset) else { return max(offset, end) }
    data = next
    return min(max(next.lowerBound, offset), end)
  }

  /// Past the last byte that is not zero, which is in the block before an offset.
  private mutating func lastFilled(before end: Int) throws(ChangeLogError) -> Int? {
    let start = max(end - Self.blockBytes, 0)
    guard let bytes = try reader.bytes(at: start, count: end - start) else { return end }
    return bytes.lastIndex { $0 != 0 }.map { start + $0 + 1 }
  }

  /// How many bytes of a part are not in a block of zeros.
  mutating func filledBytes(in part: Range<Int>) throws(ChangeLogError) -> Int {
    var (count, at) = (0, part.lowerBound)
    while at < part.upperBound {
      let block = at..<min(at + Self.blockBytes, part.upperBound)
      if try isFilled(block) {
        count += block.count
        at = block.upperBound
      } else {
        at = try nextData(after: block.upperBound)
      }
    }
    return count
  }
}
