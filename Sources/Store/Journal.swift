import Desk

/// The journal: every change since the last snapshot, safe on the disk before anybody is told of it.
///
///     header (FileHeader) │ record │ record │ … │ record │ (mark) │ zeros, at least 64
///     0                   64                             ^ end                        ^ filled
///
/// Records are only ever added. Room for them is taken in advance, in steps filled with zeros: a sync then has no size
/// and no blocks to record beside the bytes, which costs a third less. The zeros are safe before the first record is
/// written over them. So an end of the file right behind a record was never left by us: somebody shortened the file.
///
/// Whoever reads a journal (`JournalScan`) finds it in one of these states:
///
///   - *clean*: sound records, a mark (`Record`), then zeros. The next record is written over the mark.
///   - *left*: sound records, then zeros: the process did not end by itself. The last of them may not be safe from a
///     loss of power yet: they are written again and synced before anybody is shown them, and get a mark.
///   - *torn*: after the sound records is what a torn write left, be it one byte of a record's header. It was never
///     acknowledged: it is reported, saved in a file of its own, and void: the next journal says that this one counts
///     up to there.
///   - *damaged*: anything else. Nothing is changed, and the program does not start.
///
/// A write of records or a sync that fails is final for its journal. What the file holds then is not known: a kernel
/// that told of an error once may take the same pages for clean at the next call. So the sync is not repeated; the next
/// journal is begun, at once if that is possible, and its header says how much of this one counts. This one gets a mark
/// that names the next, so that it is missed if it is not there.
final class Journal {
  /// Zero bytes that always follow the last record.
  static let zerosMin = 64
  /// Room taken at the start, and at least, and at most in one step.
  private static let stepMin = 1 << 16
  private static let stepMax = 1 << 22

  private let disk: any Disk
  let file: DiskFile
  let header: FileHeader
  /// Behind the last record written.
  private(set) var end: Int
  /// All before this is safe from a loss of power.
  private(set) var synced: Int
  /// True if a mark ends it.
  private(set) var isMarked: Bool
  /// True once a write failed of which the next process may yet find a part, or all.
  private(set) var isUndecided = false
  /// Behind the zeros.
  private(set) var filled: Int
  /// The `seq` of the last change written.
  private(set) var seq: Int

  /// True once nothing more may be written here: what the file holds is not known.
  private(set) var isFinal = false

  private var staged = ByteWriter(capacity: 1 << 12)
  private var stagedSeq: Int
  /// The records that are staged: where each starts, and how many changes it has.
  private var records: [(start: Int, count: Int)] = []
  /// How much of what is staged was written (`beginCommit()`), and why no more could be.
  private var written = 0
  private var failure: DiskError?
  /// True once one of them is larger than any reader takes.
  private var isTooLarge = false
  /// The record that is being put together.
  private var open = (start: 0, count: 0)

  /// Goes on from where another process came to.
  func take(_ point: SharedPage.Point) {
    (end, synced, filled, seq) = (point.end, point.synced, point.filled, point.seq)
    isMarked = false
    unstage()
  }

  /// Takes in what was found behind the end.
  func take(_ scan: JournalScan) {
    (end, seq, isMarked) = (scan.end, scan.seq, scan.isMarked)
    filled = max(filled, scan.size)
    unstage()
  }

  /// Goes on with a journal that was read.
  init(_ disk: any Disk, _ file: DiskFile, _ header: FileHeader, _ scan: JournalScan) {
    self.disk = disk
    self.file = file
    self.header = header
    (end, synced, isMarked) = (scan.end, scan.synced, scan.isMarked)
    filled = scan.size
    seq = scan.seq
    stagedSeq = seq
  }

  // MARK: Staging

  /// Bytes that wait for the next commit.
  var stagedBytes: Int { staged.count }

  /// Begins the record of a call's changes, which follow what is staged.
  func begin() { (open.start, open.count) = (staged.beginRecord(), 0) }

  /// Takes a change into the record.
  func stage(_ change: Change) {
    staged.change(change)
    open.count += 1
  }

  /// Ends the record, of one change at the least.
  func finish() { end(open.start, count: open.count) }

  /// Takes records that another journal had, as changes that follow this one's.
  func adopt(_ payload: UnsafeRawBufferPointer, count: Int) {
    let start = staged.beginRecord()
    staged.bytes(payload)
    end(start, count: count)
  }

  private func end(_ start: Int, count: Int) {
    staged.endRecord(start, seq: stagedSeq + 1, count: count, synced: synced, salt: header.salt)
    records.append((start, count))
    if staged.count - start > Record.headerBytes + Record.payloadBytesMax { isTooLarge = true }
    stagedSeq += count
  }

  /// Takes over what is staged for another journal, which this one follows.
  func restage(from other: Journal) {
    other.staged.withBytes { bytes in
      for (index, record) in other.records.enumerated() {
        let end = index + 1 < other.records.count ? other.records[index + 1].start : bytes.count
        adopt(UnsafeRawBufferPointer(rebasing: bytes[record.start + Record.headerBytes..<end]), count: record.count)
      }
    }
  }

  /// Forgets what is staged. If any of it was written, the journal is final, and what was written is wiped out, if that
  /// can be.
  func unstage() {
    if isUndecided && staged.count > 0 { wipe() }
    clear(keeping: 1 << 16)
    stagedSeq = seq
  }

  private func clear(keeping bytes: Int) {
    staged.removeAll(keeping: bytes)
    records.removeAll(keepingCapacity: true)
    (isTooLarge, written, failure) = (false, 0, nil)
  }

  /// How many bytes there is room for.
  var room: Int { filled - end - Record.headerBytes - Self.zerosMin }

  /// Takes room for what is staged, or for so much. If it throws and the journal is not final, it is as it was.
  func reserve(_ bytes: Int? = nil) throws(DiskError) {
    guard !isTooLarge else { throw DiskError("write", file.name, SystemDisk.tooLarge) }
    try makeRoom(for: bytes ?? staged.count)
  }

  /// Writes what is staged, if there is room for it, and lets the disk begin with it: whoever has something else to do
  /// before the commit does it meanwhile. The commit tells what became of it.
  func beginCommit() {
    guard written < staged.count, staged.count <= room, !isTooLarge, failure == nil else { return }
    do throws(DiskError) {
      try write()
      disk.beginSync(file, end..<end + staged.count)
    } catch {
      failure = error
    }
  }

  /// Writes what is staged and not yet written.
  private func write() throws(DiskError) {
    (isUndecided, isFinal) = (true, true)
    try staged.withBytes { bytes throws(DiskError) in
      try disk.writeAll(file, UnsafeRawBufferPointer(rebasing: bytes[written...]), at: end + written)
    }
    written = staged.count
  }

  /// Writes what is staged, for which there is room, and, if asked for, waits until it is safe.
  ///
  /// If it throws, nothing of it counts, it is to be unstaged, and nothing more may be written here.
  func commit(sync: Bool) throws(DiskError) {
    guard staged.count > 0 else { return }
    if let failure { throw failure }
    try write()
    if sync { try disk.sync(file) }
    (isUndecided, isFinal) = (false, false)
    end += staged.count
    seq = stagedSeq
    isMarked = false
    if sync { synced = end }
    clear(keeping: 1 << 20)
  }

  /// Waits until all that was written is safe. If it throws, nothing more may be written here.
  func sync() throws(DiskError) {
    guard synced < end else { return }
    isFinal = true
    try disk.sync(file)
    isFinal = false
    synced = end
  }

  /// Nothing more is written here. `isRemoved`: it has no name any more, so nobody finds what was written.
  func giveUp(isRemoved: Bool = false) {
    isFinal = true
    if isRemoved { isUndecided = false }
  }

  /// Makes safe what another process left: it is written once more, and synced.
  ///
  /// A sync alone is not enough. That process may have been told that one failed, and have ended before it could do
  /// anything about it: then the system takes the same pages for clean, and has not written them.
  ///
  /// And so are the zeros behind it: that process may have written there, been told that it failed, and wiped it out.
  func secure() throws(DiskError) {
    isFinal = true
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.stepMin, alignment: 8)
    defer { room.deallocate() }
    var at = synced
    while at < end {
      let count = try disk.read(file, into: .init(rebasing: room[..<min(room.count, end - at)]), at: at)
      guard count > 0 else { throw DiskError("read", file.name, SystemDisk.ioError) }
      try disk.writeAll(file, UnsafeRawBufferPointer(rebasing: room[..<count]), at: at)
      at += count
    }
    try Self.fill(disk, file, end..<filled)
    try disk.sync(file)
    isFinal = false
    synced = end
  }

  /// Zeros for what is to be written, for a mark, and 64 more, safe before anything is written over them.
  private func makeRoom(for bytes: Int) throws(DiskError) {
    let needed = end + bytes + Record.headerBytes + Self.zerosMin
    guard needed > filled else { return }
    let target = needed + min(max(end / 4, Self.stepMin), Self.stepMax)
    do throws(DiskError) { try Self.fill(disk, file, filled..<target) } catch {
      // What was taken goes back: others may need it. What stays are zeros.
      do throws(DiskError) { try disk.truncate(file, to: filled) } catch {}
      throw error
    }
    isFinal = true
    try disk.sync(file)
    isFinal = false
    filled = target
  }

  /// Tries to leave nothing of a write that failed for the next process to find. If that fails too, the next journal's
  /// header does the same, once it can be written.
  private func wipe() {
    do throws(DiskError) { try Self.fill(disk, file, end..<end + staged.count) } catch {}
  }

  // MARK: Marks

  /// Tells whoever reads this next that all of it is safe, if it is. It only tells: what fails here changes nothing.
  func mark() {
    guard synced == end, !isMarked, !isFinal, write(markAt: end, seq: seq + 1, next: 0) else { return }
    isMarked = true
  }

  /// Tells whoever reads this next that it counts up to `offset`, and that another journal follows.
  func mark(at offset: Int, before next: FileHeader) {
    _ = write(markAt: offset, seq: next.seq + 1, next: next.checksum)
  }

  private func write(markAt offset: Int, seq: Int, next: UInt32) -> Bool {
    guard offset + Record.headerBytes + Self.zerosMin <= filled else { return false }
    var mark = ByteWriter(capacity: Record.headerBytes)
    mark.mark(seq: seq, at: offset, next: next, salt: header.salt)
    do throws(DiskError) {
      try mark.withBytes { bytes throws(DiskError) in try disk.writeAll(file, bytes, at: offset) }
      return true
    } catch {
      return false
    }
  }

  private static func fill(_ disk: any Disk, _ file: DiskFile, _ range: Range<Int>) throws(DiskError) {
    var zeros = ByteWriter(capacity: min(range.count, stepMin))
    zeros.zeros(min(range.count, stepMin))
    var at = range.lowerBound
    while at < range.upperBound {
      let count = min(zeros.count, range.upperBound - at)
      at += try zeros.withBytes { zeros throws(DiskError) in
        try disk.write(file, UnsafeRawBufferPointer(rebasing: zeros[..<count]), at: at)
      }
    }
  }

  // MARK: Making

  /// Begins a journal under a temporary name, with its zeros, all of it safe.
  static func prepare(_ disk: any Disk, _ folder: String, _ header: FileHeader) throws(DiskError) -> Journal {
    let file = try disk.create(folder + "/" + header.name + Store.temporary)
    do throws(DiskError) {
      var bytes = ByteWriter(capacity: FileHeader.bytes)
      header.write(to: &bytes)
      try bytes.withBytes { bytes throws(DiskError) in try disk.writeAll(file, bytes, at: 0) }
      try fill(disk, file, FileHeader.bytes..<stepMin)
      try disk.sync(file)
    } catch {
      abandon(file, header.name, disk, folder)
      throw error
    }
    // In messages it has the name that it is about to get.
    let named = DiskFile(descriptor: file.descriptor, name: header.name)
    let scan = JournalScan(
      end: FileHeader.bytes, size: stepMin, seq: header.seq, synced: FileHeader.bytes, isMarked: false, torn: nil)
    return Journal(disk, named, header, scan)
  }

  /// Gives up a journal that was prepared and never used, whichever name it has.
  func abandon(in folder: String) { Self.abandon(file, header.name, disk, folder) }

  private static func abandon(_ file: DiskFile, _ name: String, _ disk: any Disk, _ folder: String) {
    disk.close(file)
    // What stays does no harm: the next start removes it, or reads it, as it says nothing else.
    for path in [folder + "/" + name, folder + "/" + name + Store.temporary] {
      do throws(DiskError) { try disk.remove(path) } catch {}
    }
  }
}
