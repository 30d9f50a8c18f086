/// What journals and snapshots are made of: some changes, whole or not at all. In a journal a record holds the changes
/// of one call.
///
///     offset  bytes
///          0      4  length of the payload, at least 1 (0: a mark)
///          4      4  how many changes it holds, at least 1 (0: a mark)
///          8      8  seq of the first
///         16      8  synced: all that lies before this offset was durable when this record was written
///         24      4  CRC-32C of the payload
///         28      4  CRC-32C of the 8 bytes of the file's salt and the 28 bytes before (`RecordSeed`)
///         32         the payload: the changes, one after another (`ChangeCoding`)
///
/// The header has a checksum of its own, so that a damaged length is not taken for the end of what was written; a
/// header of zeros is no record. `synced` distinguishes a torn write from damage: where a bad record is followed
/// by a sound one whose `synced` lies past it, something was lost that had been acknowledged.
///
/// A *mark* is a header alone, that of a record without changes: length and count are 0, seq is that of the change to
/// come, synced is its own offset: all before it is durable. Its word at 24 is 0; or, where another journal has
/// followed, the checksum of that one's header, which therefore must be there. A mark follows what a session
/// wrote and what a start found, so that damage to that is never taken for a write that was cut short; the next record
/// is written over it. It is not synced: where it is missing, no more is known than without it.
package struct Record {
  package static let headerBytes = 32
  /// Where the checksum of the payload is in the header.
  static let checksumAt = 24
  /// A single call makes far less, from a line of 16 MiB.
  package static let payloadBytesMax = 1 << 26

  package let offset: Int
  package let seq: Int
  package let count: Int
  package let synced: Int
  /// The checksum of the payload, from the header.
  package let checksum: UInt32
  package let payloadBytes: Int

  /// True of a mark.
  package var isMark: Bool { count == 0 }
  /// Whether it is a mark after which another journal is to be read.
  package var isFollowed: Bool { isMark && checksum != 0 }

  /// The offset past it.
  package var end: Int { offset + Self.headerBytes + payloadBytes }

  /// The header at the front of `bytes`; nil if it is not sound.
  package init?(_ bytes: UnsafeRawBufferPointer, at offset: Int, seed: RecordSeed) {
    let (length, count) = (bytes.fixed(0, UInt32.self), bytes.fixed(4, UInt32.self))
    guard length <= Self.payloadBytesMax, count <= length, (count == 0) == (length == 0) else { return nil }
    let (seq, synced) = (bytes.fixed(8, Int64.self), bytes.fixed(16, Int64.self))
    guard seq > 0, seq <= Int64.max / 2, synced >= 0, synced <= offset, count > 0 || synced == offset else {
      return nil
    }
    guard seed.checksum(ofHeader: bytes) == bytes.fixed(28, UInt32.self) else { return nil }
    self.offset = offset
    self.seq = Int(seq)
    self.count = Int(count)
    self.synced = Int(synced)
    checksum = bytes.fixed(Self.checksumAt, UInt32.self)
    payloadBytes = Int(length)
  }
}

/// Where a record begins in its file, and what is in it: enough to see whether it is there still.
package struct RecordPlace: Equatable {
  let offset: Int
  /// The checksum of the payload.
  let checksum: UInt32

  init(_ record: Record) { (offset, checksum) = (record.offset, record.checksum) }

  init(offset: Int, checksum: UInt32) { (self.offset, self.checksum) = (offset, checksum) }
}

/// What the checksums of the headers of a file's records begin with: the CRC-32C of the 8 bytes of its salt, computed
/// once. Continued over the 28 bytes of a header, it is the CRC-32C of all 36.
///
/// So all 64 bits of the salt enter, and the checksum has 32: a record of another file, or bytes made to look like a
/// record by somebody who does not know the salt, pass once in 2^32. CRC-32C is no secret key: a reader of the file can
/// write records that pass in it.
package struct RecordSeed: Equatable {
  /// For bytes that are not read as records.
  package static let none = RecordSeed(salt: 0)

  private let state: UInt32

  package init(salt: UInt64) { state = withUnsafeBytes(of: salt.littleEndian) { CRC32C.of($0) } }

  /// The checksum of the record's header at the front of `bytes`.
  func checksum(ofHeader bytes: UnsafeRawBufferPointer) -> UInt32 {
    CRC32C.of(UnsafeRawBufferPointer(rebasing: bytes[..<28]), seed: state)
  }
}

extension ByteWriter {
  /// Makes room for the header of a record; its payload follows. Returns where the record starts.
  mutating func beginRecord() -> Int {
    zeros(Record.headerBytes)
    return count - Record.headerBytes
  }

  /// Fills in the header of the record that starts at `start` and ends here.
  mutating func endRecord(_ start: Int, seq: Int, count: Int, synced: Int, seed: RecordSeed) {
    let payload = start + Record.headerBytes
    let checksum = withBytes { CRC32C.of(UnsafeRawBufferPointer(rebasing: $0[payload...])) }
    fillHeader(start, seq: seq, count: count, synced: synced, checksum: checksum, seed: seed)
  }

  /// Writes a mark that stands at `offset` of its file; `next` is the checksum of the header of the journal that
  /// follows, or 0.
  mutating func mark(seq: Int, at offset: Int, next: UInt32, seed: RecordSeed) {
    fillHeader(beginRecord(), seq: seq, count: 0, synced: offset, checksum: next, seed: seed)
  }

  private mutating func fillHeader(
    _ start: Int, seq: Int, count: Int, synced: Int, checksum: UInt32, seed: RecordSeed
  ) {
    overwrite(at: start, UInt32(self.count - start - Record.headerBytes))
    overwrite(at: start + 4, UInt32(count))
    overwrite(at: start + 8, Int64(seq))
    overwrite(at: start + 16, Int64(synced))
    overwrite(at: start + Record.checksumAt, checksum)
    let header = withBytes { seed.checksum(ofHeader: UnsafeRawBufferPointer(rebasing: $0[start...])) }
    overwrite(at: start + 28, header)
  }
}

/// Reads the records of a file, through a window that moves over it: memory stays bounded by the largest record.
package struct RecordReader: ~Copyable {
  private static let windowBytes = 1 << 18

  private let file: LogFile
  private let seed: RecordSeed
  /// Where the file ends, or where what counts of it does.
  private let end: Int
  private var window: UnsafeMutableRawBufferPointer
  private var windowStart = 0
  private var windowCount = 0

  /// Where the next record is to be.
  package private(set) var at: Int

  package init(_ file: LogFile, seed: RecordSeed, at: Int = FileHeader.recordsStart, end: Int) {
    self.file = file
    self.seed = seed
    self.at = at
    self.end = end
    window = .allocate(byteCount: max(Record.headerBytes, min(end - at, Self.windowBytes)), alignment: 8)
  }

  deinit { window.deallocate() }

  /// The next record and its payload, which is valid until the next call; nil where there is no sound one.
  package mutating func next() throws(ChangeLogError) -> (record: Record, payload: UnsafeRawBufferPointer)? {
    guard let found = try record(at: at) else { return nil }
    at = found.record.end
    return found
  }

  /// The sound record at an offset, if there is one.
  package mutating func record(
    at offset: Int
  ) throws(ChangeLogError) -> (record: Record, payload: UnsafeRawBufferPointer)? {
    guard let record = try header(at: offset),
      let payload = try bytes(at: offset + Record.headerBytes, count: record.payloadBytes),
      record.isMark || CRC32C.of(payload) == record.checksum
    else { return nil }
    return (record, payload)
  }

  /// The sound header at an offset, if there is one, whatever follows it.
  package mutating func header(at offset: Int) throws(ChangeLogError) -> Record? {
    guard let header = try bytes(at: offset, count: Record.headerBytes) else { return nil }
    return Record(header, at: offset, seed: seed)
  }

  /// So many bytes of the file, valid until the next call; nil if it ends before.
  package mutating func bytes(at offset: Int, count: Int) throws(ChangeLogError) -> UnsafeRawBufferPointer? {
    guard count <= end - offset else { return nil }
    if offset < windowStart || offset + count > windowStart + windowCount { try move(to: offset, count) }
    guard offset + count <= windowStart + windowCount else { return nil }
    return UnsafeRawBufferPointer(rebasing: window[offset - windowStart..<offset - windowStart + count])
  }

  private mutating func move(to offset: Int, _ count: Int) throws(ChangeLogError) {
    if count > window.count {
      window.deallocate()
      window = .allocate(byteCount: max(count, window.count * 2), alignment: 8)
    }
    (windowStart, windowCount) = (offset, 0)
    let wanted = min(window.count, end - offset)
    while windowCount < wanted {
      let room = UnsafeMutableRawBufferPointer(rebasing: window[windowCount..<wanted])
      let got = try file.read(into: room, at: offset + windowCount)
      // The file is shorter than it was a moment ago.
      if got == 0 { break }
      windowCount += got
    }
  }
}
