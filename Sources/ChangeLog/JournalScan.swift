import Disk

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a journal was found to be.
package struct JournalScan {
  /// Past the last record that counts.
  package let end: Int
  /// That record; nil if none was read.
  package let last: RecordPlace?
  /// The size of the file.
  package let size: Int
  /// The `seq` of the last change that counts.
  package let seq: Int
  /// All before this was durable when the last record was written.
  package let synced: Int
  /// True if a mark ends it: then that is all of it.
  package let isMarked: Bool
  /// Where a write was cut short, and where the last byte that it left is.
  package let torn: Range<Int>?

  /// Reads a journal from its first record on, or from the one after a change that is known; `each` gets every record
  /// that counts. `limit` is the offset up to which it counts, where that is known.
  package static func read(
    _ file: LogFile, _ header: FileHeader, from: (offset: Int, seq: Int)? = nil, limit: Int?,
    _ each: (Record, UnsafeRawBufferPointer) throws(ChangeLogError) -> Void
  ) throws(ChangeLogError) -> JournalScan {
    let size = try file.status().size
    guard size >= FileHeader.recordsStart else {
      throw .corrupt(file: file.name, offset: size, "it is shorter than the two copies of its header")
    }
    if let limit, limit > size || limit < FileHeader.recordsStart {
      throw .corrupt(file: file.name, offset: size, "it is shorter than the \(limit) bytes that were written")
    }
    var (seq, synced) = (from?.seq ?? header.seq, from?.offset ?? FileHeader.recordsStart)
    var reader = RecordReader(file, seed: header.recordSeed, at: synced, end: limit ?? size)
    // The mark that ends it. The next record is written over it, so it is not counted.
    var mark: Record?
    var last: RecordPlace?
    while mark == nil, let (record, payload) = try reader.next() {
      guard record.seq == seq + 1 else {
        throw .corrupt(file: file.name, offset: record.offset, "change \(record.seq) stands where \(seq + 1) should")
      }
      synced = record.synced
      if record.isFollowed {
        throw .missing(file: FileHeader.name(.journal, header.number + 1), "\(header.name) says that it follows")
      }
      if record.isMark {
        mark = record
      } else {
        last = RecordPlace(record)
        try each(record, payload)
      }
      seq += record.count
    }
    let end = mark?.offset ?? reader.at
    if let limit, end != limit {
      throw .corrupt(file: file.name, offset: end, "no sound record is there, and \(limit) bytes were written")
    }
    let torn = limit == nil ? try tail(&reader, file, size, seq, isMarked: mark != nil) : nil
    return JournalScan(
      end: end, last: last, size: size, seq: seq, synced: synced, isMarked: mark != nil, torn: torn)
  }

  /// Whether there is anything but a mark after the end of a journal. Its first bytes say so: a process that was killed
  /// within a write has left them, since the system copies them in order.
  static func hasBytes(_ file: LogFile, after end: Int, seed: RecordSeed) throws(ChangeLogError) -> Bool {
    let count = Record.headerBytes + 1
    var reader = RecordReader(file, seed: seed, at: end, end: end + count)
    guard let bytes = try reader.bytes(at: end, count: count) else { return true }
    let isMark = bytes[count - 1] == 0 && Record(bytes, at: end, seed: seed)?.isMark == true
    return !isMark && bytes.contains { $0 != 0 }
  }

  /// What lies after the last sound record: nil if zeros or a part of a mark, else a torn write, or damage, which is
  /// thrown.
  private static func tail(
    _ reader: inout RecordReader, _ file: LogFile, _ size: Int, _ seq: Int, isMarked: Bool
  ) throws(ChangeLogError) -> Range<Int>? {
    let end = reader.at
    guard size - end <= tailMax else {
      throw .corrupt(file: file.name, offset: end, "\(size - end) bytes follow, far more than one write can leave")
    }
    let last = try lastNonZero(&reader, end..<size)
    // 64 zeros end every journal: where they are missing, the file was longer once.
    guard size - (last ?? end) >= Journal.zerosMin else {
      throw .corrupt(file: file.name, offset: size, "the file was shortened")
    }
    guard let last else { return nil }
    // A mark is not synced, and says nothing that is not known without it.
    if !isMarked, try isOfMark(&reader, end..<last, seq: seq + 1) { return nil }
    if try isWhole(&reader, end) {
      throw .corrupt(file: file.name, offset: end, "change \(seq + 1) is there, and not as it was written")
    }
    if let cut = try reader.header(at: end), cut.end + Journal.zerosMin > size {
      throw .corrupt(file: file.name, offset: size, "the file was shortened")
    }
    // No two records that we wrote overlap: their payloads together fit into the tail. Beyond that, headers with large
    // payloads are forged, and not believed.
    var payloadBytes = size - end
    for offset in end + 1..<last {
      guard let header = try reader.header(at: offset), header.seq > seq, header.synced > end,
        header.payloadBytes <= payloadBytes
      else { continue }
      payloadBytes -= header.payloadBytes
      guard let (record, _) = try reader.record(at: offset) else { continue }
      throw .corrupt(file: file.name, offset: end, lost(seq + 1..<record.seq, isLast: record.isMark))
    }
    return end..<last
  }

  /// Whether the bytes may be what reached the disk of a mark: each that is not zero is the mark's. A record begins
  /// with its length and its count, which are zero in a mark: however little of one was written, it is no mark.
  private static func isOfMark(
    _ reader: inout RecordReader, _ range: Range<Int>, seq: Int
  ) throws(ChangeLogError) -> Bool {
    guard range.count <= Record.headerBytes, let bytes = try reader.bytes(at: range.lowerBound, count: range.count)
    else { return false }
    // Of its two words at the end, the journal that follows and the checksum, nothing is known.
    var mark = ByteWriter(capacity: Record.headerBytes)
    mark.mark(seq: seq, at: range.lowerBound, next: 0, seed: .none)
    return mark.withBytes { mark in zip(bytes, mark[..<24]).allSatisfy { $0 == 0 || $0 == $1 } }
  }

  /// What damage that a sound record follows has taken, in words.
  private static func lost(_ changes: Range<Int>, isLast: Bool) -> String {
    let what =
      switch changes.count {
      case 0: "no change is lost"
      case 1: "change \(changes.lowerBound) is lost"
      default: "changes \(changes.lowerBound) to \(changes.upperBound - 1) are lost"
      }
    return isLast ? what : what + "; change \(changes.upperBound) and what is behind it can be read"
  }

  /// True if a record begins there that was written to its end, so that a write cut short is not the reason why it is
  /// not sound.
  ///
  /// A disk writes blocks of 512 bytes or more, each from one end to the other, and what it did not come to is as it
  /// was: zero, or within the first 32 bytes a mark. So a part of a payload within a block that is zero at neither end
  /// was written; and a header was, if it does not begin with a zero, as a mark does, and what follows it in its
  /// block is none. Where they are, no more can be said.
  private static func isWhole(_ reader: inout RecordReader, _ start: Int) throws(ChangeLogError) -> Bool {
    var at = start + Record.headerBytes
    guard let record = try reader.header(at: start) else {
      guard at / blockBytes == start / blockBytes,
        let bytes = try reader.bytes(at: start, count: Record.headerBytes + 1)
      else { return false }
      return bytes[0] != 0 && bytes[Record.headerBytes] != 0
    }
    while at < record.end {
      let next = min(record.end, (at / blockBytes + 1) * blockBytes)
      guard let part = try reader.bytes(at: at, count: next - at), part[0] != 0, part[part.count - 1] != 0 else {
        return false
      }
      at = next
    }
    return true
  }

  private static let blockBytes = 512
  /// More than a journal can have after its last record: what is staged in one write, and zeros.
  private static let tailMax = 1 << 28

  /// The offset past the last byte in a range that is not zero.
  package static func lastNonZero(_ reader: inout RecordReader, _ range: Range<Int>) throws(ChangeLogError) -> Int? {
    var last: Int?
    var at = range.lowerBound
    while at < range.upperBound {
      guard let bytes = try reader.bytes(at: at, count: min(1 << 16, range.upperBound - at)) else { break }
      if !isZero(bytes), let found = bytes.lastIndex(where: { $0 != 0 }) { last = at + found + 1 }
      at += bytes.count
    }
    return last
  }

  /// Zeros compare equal to themselves one byte on: as fast as the C library compares.
  package static func isZero(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress, bytes[0] == 0 else { return bytes.isEmpty }
    return memcmp(base, base + 1, bytes.count - 1) == 0
  }
}
