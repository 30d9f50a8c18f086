/// The snapshot: all that was before a journal, in one file.
///
///     header (FileHeader) │ record │ record │ … │ record
///     0                   64                             ^ end of the file
///
/// It holds the list of all changes so far, in records of many, closely packed: what the desk was made from, so whoever
/// applies them has the very same book, with versions, histories, counts and all. (The list is kept anyway: the audit
/// is to tell every earlier text.) It is made from files alone, never from a book: the payloads of the last snapshot
/// and of the journals behind it are copied, each by its checksum.
///
/// What comes later and replaces this: a snapshot laid out to be used where it lies, so that opening need not apply
/// each change, made in a thread beside the desk's. How files are named, begun, read back and given up stays.
///
/// It is written under a temporary name, synced and read back; then it is given its name, and the folder is synced; and
/// only then are the last snapshot and the journals before it removed.
enum Snapshot {
  /// Records are closed when their payload reaches this: damage to one takes no more with it.
  private static let recordBytes = 1 << 12
  /// Bytes that gather before they are written.
  private static let writeBytes = 1 << 20

  /// Reads a snapshot; `each` gets every record, in order.
  static func read(
    _ disk: any Disk, _ file: DiskFile, _ header: FileHeader,
    _ each: (Record, UnsafeRawBufferPointer) throws(StoreError) -> Void
  ) throws(StoreError) {
    let size = try StoreError.reading { () throws(DiskError) in try disk.status(of: file).size }
    guard size == header.extent else {
      throw .damaged(file.name, offset: size, "it has \(size) bytes and was written with \(header.extent)")
    }
    let scan = try JournalScan.read(
      disk, file,
      FileHeader(
        kind: .snapshot, number: header.number, seq: 0, extent: header.extent, salt: header.salt, begun: header.begun),
      limit: size, each)
    guard scan.seq == header.seq else {
      throw .damaged(file.name, offset: size, "it ends with change \(scan.seq), not \(header.seq)")
    }
  }

  /// Begins the file of a snapshot under its temporary name, locked for as long as it is open: who finds one that
  /// nobody has locked, knows that its writer is gone.
  static func begin(_ disk: any Disk, _ folder: String, _ number: Int) throws(DiskError) -> DiskFile {
    let file = try disk.create(folder + "/" + FileHeader.name(.snapshot, number) + Store.temporary)
    do throws(DiskError) {
      guard try disk.lock(file, .alone) else { throw DiskError("flock", file.name, SystemDisk.busy) }
      return file
    } catch {
      disk.close(file)
      throw error
    }
  }

  /// Writes a snapshot into its file, all of it safe: what was before a journal. `changes` hands over every payload up
  /// to there, in order.
  static func write(
    _ disk: any Disk, _ file: DiskFile, before journal: FileHeader, salt: UInt64,
    _ changes: (_ take: (UnsafeRawBufferPointer, _ count: Int) throws(StoreError) -> Void) throws(StoreError) -> Void
  ) throws(StoreError) -> FileHeader {
    let pile = Pile(disk, file, salt: salt)
    try changes { payload, count throws(StoreError) in try pile.add(payload, count) }
    let size = try pile.finish()
    let header = FileHeader(
      kind: .snapshot, number: journal.number, seq: journal.seq, extent: size, salt: salt, begun: disk.now(),
      follows: journal.checksum)
    try StoreError.failing { () throws(DiskError) in
      var bytes = ByteWriter(capacity: FileHeader.bytes)
      header.write(to: &bytes)
      try bytes.withBytes { bytes throws(DiskError) in try disk.writeAll(file, bytes, at: 0) }
      try disk.sync(file)
    }
    return header
  }

  /// Gathers payloads to records, and records to writes.
  private final class Pile {
    private let disk: any Disk
    private let file: DiskFile
    private let salt: UInt64
    private var bytes = ByteWriter(capacity: Snapshot.writeBytes + Snapshot.recordBytes)
    private var end = FileHeader.bytes
    /// The `seq` of the last change in a closed record.
    private var seq = 0
    private var open: (start: Int, count: Int)?

    init(_ disk: any Disk, _ file: DiskFile, salt: UInt64) {
      self.disk = disk
      self.file = file
      self.salt = salt
    }

    func add(_ payload: UnsafeRawBufferPointer, _ count: Int) throws(StoreError) {
      let start = open?.start ?? bytes.beginRecord()
      bytes.bytes(payload)
      open = (start, (open?.count ?? 0) + count)
      if bytes.count - start >= Snapshot.recordBytes { try close() }
    }

    func finish() throws(StoreError) -> Int {
      try close()
      try flush()
      return end
    }

    private func close() throws(StoreError) {
      guard let (start, count) = open else { return }
      bytes.endRecord(start, seq: seq + 1, count: count, synced: 0, salt: salt)
      seq += count
      open = nil
      if bytes.count >= Snapshot.writeBytes { try flush() }
    }

    private func flush() throws(StoreError) {
      let (disk, file, end) = (disk, file, end)
      try StoreError.failing { () throws(DiskError) in
        try bytes.withBytes { bytes throws(DiskError) in try disk.writeAll(file, bytes, at: end) }
      }
      self.end += bytes.count
      bytes.removeAll(keeping: .max)
    }
  }
}
