import Desk

/// Records that wait for the next commit of a journal, in the bytes in which they are written.
struct StagedRecords: ~Copyable {
  private var bytes = ByteWriter(capacity: 1 << 12)
  /// Where each record starts, and how many changes it has.
  private var records: [(start: Int, count: Int)] = []
  /// The `seq` of the last change that is staged, or else written.
  private(set) var seq: Int

  /// Nothing is staged after this change.
  init(after seq: Int) { self.seq = seq }

  /// The last record, as it will stand in a file, where these begin at an offset; nil if none is staged.
  func last(from offset: Int) -> RecordPlace? {
    guard let start = records.last?.start else { return nil }
    return RecordPlace(
      offset: offset + start, checksum: bytes.withBytes { $0.fixed(start + Record.checksumAt, UInt32.self) })
  }

  /// Bytes that are staged.
  var count: Int { bytes.count }

  /// Whether one of them is larger than a record may be.
  var hasTooLarge: Bool {
    let max = Record.headerBytes + Record.payloadBytesMax
    guard bytes.count > max else { return false }
    let ends = records.dropFirst().map(\.start) + [bytes.count]
    return zip(records, ends).contains { $1 - $0.start > max }
  }

  /// Takes the changes of a call, of which there is at least one, as one record of a file with this seed, of which all
  /// before `synced` is durable.
  mutating func append(_ changes: [Change], synced: Int, seed: RecordSeed) {
    let start = bytes.beginRecord()
    for change in changes { bytes.change(change) }
    end(start, count: changes.count, synced: synced, seed: seed)
  }

  /// Takes the payload of a record that another journal had.
  mutating func append(payload: UnsafeRawBufferPointer, count: Int, synced: Int, seed: RecordSeed) {
    let start = bytes.beginRecord()
    bytes.bytes(payload)
    end(start, count: count, synced: synced, seed: seed)
  }

  private mutating func end(_ start: Int, count: Int, synced: Int, seed: RecordSeed) {
    bytes.endRecord(start, seq: seq + 1, count: count, synced: synced, seed: seed)
    records.append((start, count))
    seq += count
  }

  /// Hands over the payload of each, and how many changes it has.
  func forEach(_ body: (UnsafeRawBufferPointer, _ count: Int) -> Void) {
    bytes.withBytes { bytes in
      for (index, record) in records.enumerated() {
        let end = index + 1 < records.count ? records[index + 1].start : bytes.count
        body(UnsafeRawBufferPointer(rebasing: bytes[record.start + Record.headerBytes..<end]), record.count)
      }
    }
  }

  func withBytes<R>(
    _ body: (UnsafeRawBufferPointer) throws(ChangeLogError) -> R
  ) throws(ChangeLogError) -> R {
    try bytes.withBytes(body)
  }

  /// Forgets the last record.
  mutating func removeLast() {
    guard let last = records.popLast() else { return }
    bytes.truncate(to: last.start)
    seq -= last.count
  }

  /// Forgets all, and keeps memory for so many bytes. What comes next follows this change.
  mutating func removeAll(after seq: Int, keeping capacity: Int) {
    bytes.removeAll(keeping: capacity)
    records.removeAll(keepingCapacity: true)
    self.seq = seq
  }
}
