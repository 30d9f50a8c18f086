import Disk

/// The snapshot: all that was before a journal, in one file.
///
///     header (FileHeader) │ zeros │ the same header │ record │ … │ record
///     0                   64      4,096             4,160                 ^ end of the file
///
/// It holds the list of all changes so far, in records of many, closely packed: what the desk was made from, so that
/// applying them gives the very same book, with versions, histories, counts and all. (The list is kept anyway: the
/// audit reports every earlier text.) It is made from files alone, never from a book: the payloads of the last snapshot
/// and of the journals after it are copied, each by its checksum.
///
/// What comes later and replaces this: a snapshot laid out to be used where it lies, so that opening need not apply
/// each change, made in a thread beside the desk's. How files are named, begun, read back and removed stays.
///
/// The snapshot is written under a temporary name, synced and read back; then it gets its name, and the folder is
/// synced; and only then are the last snapshot and the journals before it removed.
package enum Snapshot {
  /// Reads a snapshot; `each` gets every record, in order.
  package static func read(
    _ file: LogFile, _ header: FileHeader, _ each: (Record, UnsafeRawBufferPointer) throws(ChangeLogError) -> Void
  ) throws(ChangeLogError) {
    let size = try file.status().size
    guard size == header.extent else {
      throw .corrupt(
        file: file.name, offset: size, "it has \(size) bytes and was written with \(header.extent)")
    }
    let scan = try JournalScan.read(
      file,
      FileHeader(
        kind: .snapshot, number: header.number, seq: 0, extent: header.extent, salt: header.salt, begun: header.begun),
      limit: size, each)
    guard scan.seq == header.seq else {
      throw .corrupt(file: file.name, offset: size, "it ends with change \(scan.seq), not \(header.seq)")
    }
  }

  /// Begins the file of a snapshot under its temporary name, locked for as long as it is open: one that nobody has
  /// locked has lost its writer.
  package static func begin(_ folder: LogFolder, _ number: Int) throws(ChangeLogError) -> LogFile {
    let file = try folder.create(FileHeader.name(.snapshot, number) + LogFolder.unfinished)
    do throws(ChangeLogError) {
      guard try file.lock(.alone) else { throw .disk(DiskError("flock", file.name, SystemDisk.busy)) }
      return file
    } catch {
      file.close()
      throw error
    }
  }

  /// Writes a snapshot into its file, durably: what was before a journal. `changes` hands over every payload up to
  /// there, in order.
  package static func write(
    _ file: LogFile, before journal: FileHeader,
    _ changes: (_ take: (UnsafeRawBufferPointer, _ count: Int) throws(ChangeLogError) -> Void) throws(ChangeLogError) ->
      Void
  ) throws(ChangeLogError) -> FileHeader {
    let salt = UInt64.random(in: 1 ... .max)
    let writer = SnapshotWriter(file, seed: RecordSeed(salt: salt))
    try changes { payload, count throws(ChangeLogError) in try writer.add(payload, count) }
    let size = try writer.finish()
    let header = FileHeader(
      kind: .snapshot, number: journal.number, seq: journal.seq, extent: size, salt: salt, begun: file.disk.now(),
      follows: journal.checksum)
    var bytes = ByteWriter(capacity: FileHeader.recordsStart)
    header.write(to: &bytes)
    try file.write(bytes, at: 0)
    try file.sync()
    return header
  }

  /// Reads back a snapshot that has no name of its own yet; returns it, opened under the name that it is about to get.
  package static func verify(_ folder: LogFolder, _ header: FileHeader) throws(ChangeLogError) -> LogFile {
    // Through a file of its own: what was written is not asked of the one that wrote it.
    let copy = try folder.open(header.name + LogFolder.unfinished, .read).named(header.name)
    do throws(ChangeLogError) {
      let found = try HeaderCopies(copy, .snapshot, header.number)
      if let damage = found.damage.first { throw damage.error }
      guard found.header == header else {
        throw .corrupt(file: header.name, offset: 0, "it does not read as it was written")
      }
      try read(copy, header) { _, _ throws(ChangeLogError) in }
      return copy
    } catch {
      copy.close()
      throw error
    }
  }
}

/// Gathers payloads to records, and records to writes.
private final class SnapshotWriter {
  /// Records are closed when their payload reaches this: damage to one takes no more with it.
  private static let recordBytes = 1 << 12
  /// Bytes that gather before they are written.
  private static let writeBytes = 1 << 20

  private let file: LogFile
  private let seed: RecordSeed
  private var bytes = ByteWriter(capacity: writeBytes + recordBytes)
  private var end = FileHeader.recordsStart
  /// The `seq` of the last change in a closed record.
  private var seq = 0
  private var open: (start: Int, count: Int)?

  init(_ file: LogFile, seed: RecordSeed) { (self.file, self.seed) = (file, seed) }

  func add(_ payload: UnsafeRawBufferPointer, _ count: Int) throws(ChangeLogError) {
    let start = open?.start ?? bytes.beginRecord()
    bytes.bytes(payload)
    open = (start, (open?.count ?? 0) + count)
    if bytes.count - start >= Self.recordBytes { try close() }
  }

  /// The size of the file.
  func finish() throws(ChangeLogError) -> Int {
    try close()
    try flush()
    return end
  }

  private func close() throws(ChangeLogError) {
    guard let (start, count) = open else { return }
    bytes.endRecord(start, seq: seq + 1, count: count, synced: 0, seed: seed)
    seq += count
    open = nil
    if bytes.count >= Self.writeBytes { try flush() }
  }

  private func flush() throws(ChangeLogError) {
    try file.write(bytes, at: end)
    end += bytes.count
    bytes.removeAll(keeping: .max)
  }
}
