package import Desk
import Disk

/// The journal: every change since the last snapshot, durable before anybody hears of it.
///
///     header (FileHeader) │ zeros │ the same header │ record │ … │ record │ (mark) │ zeros, at least 64
///     0                   64      4,096             4,160                 ^ end                        ^ allocatedEnd
///
/// Records are only ever added. Room for them is allocated in advance, in steps filled with zeros: a sync then has no
/// size and no blocks to record beside the bytes, which costs a third less. The zeros are durable before the first
/// record is written over them. So an end of the file right after a record was never left by us: somebody shortened the
/// file.
///
/// `JournalScan` finds a journal in one of these conditions:
///
///   - *clean*: sound records, a mark (`Record`), then zeros. The next record is written over the mark.
///   - *left*: sound records, then zeros: the process did not end by itself. The last of them may not be durable yet:
///     they are written again and synced before anybody is shown them, and get a mark.
///   - *torn*: after the sound records is what a torn write left, be it one byte of a record's header. It was never
///     acknowledged: it is reported, saved in a file of its own, and void: the next journal says that this one counts
///     up to there.
///   - *corrupt*: anything else. Nothing is changed, and the program does not start.
///
/// A write of records or a sync that fails is final for its journal. What the file holds then is not known: a kernel
/// that reported an error once may take the same pages for clean at the next call. So the sync is not repeated; the
/// next journal is begun, at once if that is possible, and its header says how much of this one counts. This one gets a
/// mark that names the next, so that it is missed if it is not there.
package final class Journal {
  /// What may be done with the file.
  ///
  /// | from            | by                                   | to                                           |
  /// | --------------- | ------------------------------------ | -------------------------------------------- |
  /// | open            | `mark()`                             | marked                                       |
  /// | marked, open    | `startWriting()`, `commit()` begin   | undecided                                    |
  /// | undecided       | `commit()` succeeds                  | open                                         |
  /// | marked, open    | `sync()`, `secure()`, `syncRoom()`   | mustRotate; back, where the sync succeeds    |
  /// | marked          | `move(to:)`                          | open                                         |
  /// | marked, open    | `extend(to:)`                        | marked or open, as the scan found it         |
  /// | any             | `retract(to:)`                       | undecided, if something was written, or else |
  /// |                 |                                      | mustRotate                                   |
  /// | any             | `giveUp()`                           | mustRotate; undecided stays                  |
  ///
  /// `undecided` and `mustRotate` end with the journal: `JournalChain.rotate()` begins the next.
  package enum State {
    /// Records may be appended; a mark follows the last one.
    case marked
    /// Records may be appended.
    case open
    /// Nothing may be appended, and after `end` a part of a write, or all of it, may be found by the next process.
    case undecided
    /// Nothing may be appended: the next journal is to be begun.
    case mustRotate

    /// Whether records may be appended.
    package var takesRecords: Bool {
      switch self {
      case .marked, .open: true
      case .undecided, .mustRotate: false
      }
    }
  }

  /// How far the write of what is staged has come.
  private enum Progress {
    /// So many bytes are written.
    case written(Int)
    /// No more could be written, which the commit reports.
    case failed(ChangeLogError)
  }

  /// How far a journal goes, in bytes, and the last change in it.
  package struct Position: Equatable {
    /// Past the last record that counts.
    package var end: Int
    /// All before this is durable.
    package var synced: Int
    /// Past the zeros.
    package var allocatedEnd: Int
    /// The `seq` of the last change before `end`.
    package var seq: Int

    package init(end: Int, synced: Int, allocatedEnd: Int, seq: Int) {
      (self.end, self.synced, self.allocatedEnd, self.seq) = (end, synced, allocatedEnd, seq)
    }
  }

  /// Zero bytes that always follow the last record.
  static let zerosMin = 64
  private static let markBytes = Record.headerBytes + zerosMin
  /// Room taken at the start, and at least, and at most in one step.
  private static let (stepMin, stepMax) = (1 << 16, 1 << 22)

  package let file: LogFile
  package let header: FileHeader
  package private(set) var position: Position
  package private(set) var state: State
  private var staged: StagedRecords
  private var knownIdentity: DiskFileStatus.Identity?
  /// Past the zeros that are written and may not be durable yet.
  private var zerosEnd: Int
  /// The last record before the end, where this process has read or written it.
  private var lastRecord: RecordPlace?
  private var progress = Progress.written(0)

  /// Goes on with a journal that was read.
  package init(_ file: LogFile, _ header: FileHeader, _ scan: JournalScan) {
    (self.file, self.header) = (file, header)
    position = Position(end: scan.end, synced: scan.synced, allocatedEnd: scan.size, seq: scan.seq)
    state = scan.isMarked ? .marked : .open
    (zerosEnd, lastRecord) = (scan.size, scan.last)
    staged = StagedRecords(after: scan.seq)
  }

  /// Goes on with a journal whose position another process published.
  package init(_ file: LogFile, _ header: FileHeader, at position: Position, lastRecord: RecordPlace? = nil) {
    (self.file, self.header, self.position, self.lastRecord) = (file, header, position, lastRecord)
    zerosEnd = position.allocatedEnd
    state = .open
    staged = StagedRecords(after: position.seq)
  }

  /// What distinguishes the file from all others, asked for once.
  func identity() throws(ChangeLogError) -> DiskFileStatus.Identity {
    if let knownIdentity { return knownIdentity }
    let identity = try file.status().identity
    knownIdentity = identity
    return identity
  }

  /// Throws if the last record is not in the file any more: another program put an older copy over it, so what is
  /// appended now would follow a gap. Only its header is read: each commit asks.
  func checkLastRecord() throws(ChangeLogError) {
    guard let lastRecord else { return }
    try withUnsafeTemporaryAllocation(byteCount: Record.headerBytes, alignment: 8) { room throws(ChangeLogError) in
      if try file.read(into: room, at: lastRecord.offset) == room.count,
        let record = Record(UnsafeRawBufferPointer(room), at: lastRecord.offset, seed: header.recordSeed),
        RecordPlace(record) == lastRecord, record.end == position.end
      {
        return
      }
      throw .corrupt(
        file: header.name, offset: lastRecord.offset, "another program wrote to it: change \(position.seq) is gone")
    }
  }

  /// Whether all records are durable.
  package var isSynced: Bool { position.synced == position.end }

  /// Goes on from where another process came to, with the place of the last record where that is known.
  package func move(to other: Position, lastRecord: RecordPlace? = nil) {
    if state == .marked { state = .open }
    self.lastRecord = lastRecord ?? (other.end == position.end ? self.lastRecord : nil)
    position = other
    unstage()
  }

  /// Goes back to the last position that was published: what was written after it may yet be found.
  package func retract(to published: Position) {
    let isWritten = published.end < position.end
    move(to: published)
    if isWritten { state = .undecided } else { giveUp() }
  }

  /// Takes in what was found after the end.
  package func extend(to scan: JournalScan) {
    (position.end, position.seq) = (scan.end, scan.seq)
    lastRecord = scan.last ?? lastRecord
    position.allocatedEnd = max(position.allocatedEnd, scan.size)
    zerosEnd = position.allocatedEnd
    if state.takesRecords { state = scan.isMarked ? .marked : .open }
    unstage()
  }

  /// Nothing more is appended here. `isRemoved`: the file has no name any more, so nobody finds what was written.
  package func giveUp(isRemoved: Bool = false) {
    if state.takesRecords || isRemoved { state = .mustRotate }
  }

  // MARK: Staging

  /// Bytes that the next commit writes.
  package var stagedBytes: Int { staged.count }

  /// Takes the changes of a call, of which there is at least one, as the next record.
  package func stage(_ changes: [Change]) {
    staged.append(changes, synced: position.synced, seed: header.recordSeed)
  }

  /// Takes the payload of a record that another journal had, as changes that follow this one's.
  func adopt(_ payload: UnsafeRawBufferPointer, count: Int) {
    staged.append(payload: payload, count: count, synced: position.synced, seed: header.recordSeed)
  }

  /// Takes over what is staged for another journal, which this one follows.
  func restage(from other: Journal) {
    other.staged.forEach { adopt($0, count: $1) }
  }

  /// Forgets the record that was staged last, of which nothing is written.
  package func unstageLast() { staged.removeLast() }
  /// Forgets what is staged. What was written of it is wiped out, if that can be.
  package func unstage() {
    if state == .undecided && staged.count > 0 { wipe() }
    clearStaged(keeping: 1 << 16)
  }

  private func clearStaged(keeping bytes: Int) {
    // Another process may take room that was not published.
    zerosEnd = position.allocatedEnd
    staged.removeAll(after: position.seq, keeping: bytes)
    progress = .written(0)
  }

  // MARK: Committing

  /// How many bytes there is room for.
  package var room: Int { position.allocatedEnd - position.end - Self.markBytes }

  /// Whether there is room for what is staged, as most of the time there is: no more need be asked then.
  package var hasRoomForStaged: Bool {
    staged.count <= Record.payloadBytesMax && position.end + staged.count + Self.markBytes <= zerosEnd
  }

  /// Allocates room for what is staged: `syncRoom()` is to follow before it is written. If it throws, the journal is as
  /// it was.
  package func reserve() throws(ChangeLogError) {
    guard !staged.hasTooLarge else { throw .disk(DiskError("write", file.name, SystemDisk.tooLarge)) }
    try reserve(staged.count)
  }

  /// Allocates room for so many bytes.
  package func reserve(_ bytes: Int) throws(ChangeLogError) {
    let needed = position.end + bytes + Self.markBytes
    guard needed > zerosEnd else { return }
    let target = needed + min(max(position.end / 4, Self.stepMin), Self.stepMax)
    do throws(ChangeLogError) { try Self.fill(file, zerosEnd..<target) } catch {
      // What was taken goes back: others may need it. What stays are zeros.
      do throws(ChangeLogError) { try file.truncate(to: zerosEnd) } catch {}
      throw error
    }
    zerosEnd = target
  }

  /// Makes the room that was allocated durable. If it throws, nothing more may be appended.
  package func syncRoom() throws(ChangeLogError) {
    guard zerosEnd > position.allocatedEnd else { return }
    let before = state
    // What is written already may be found, whatever becomes of this.
    if before != .undecided { state = .mustRotate }
    try file.sync()
    state = before
    position.allocatedEnd = zerosEnd
  }

  /// Writes what is staged, if there is room for it, and lets the disk begin with it, for a caller who has something
  /// else to do before the commit. The commit reports what became of it.
  package func startWriting() {
    guard case .written(let count) = progress, count < staged.count, staged.count <= room, state != .mustRotate else {
      return
    }
    do throws(ChangeLogError) {
      try write()
      file.beginSync(position.end..<position.end + staged.count)
    } catch {
      progress = .failed(error)
    }
  }

  /// Writes what is staged, for which there is room, and, if asked for, waits until it is durable.
  ///
  /// If it throws, nothing of it counts, it is to be unstaged, and nothing more may be appended.
  package func commit(sync: Bool) throws(ChangeLogError) {
    guard staged.count > 0 else { return }
    try write()
    if sync { try file.sync() }
    // What was written follows it, or a gap: another program may have put an older copy there a moment ago.
    try checkLastRecord()
    lastRecord = staged.last(from: position.end)
    position.end += staged.count
    position.seq = staged.seq
    if sync { position.synced = position.end }
    state = .open
    clearStaged(keeping: 1 << 20)
  }

  /// Writes what is staged and not yet written.
  private func write() throws(ChangeLogError) {
    let written: Int
    switch progress {
    case .written(let count): written = count
    case .failed(let error): throw error
    }
    state = .undecided
    try staged.withBytes { bytes throws(ChangeLogError) in
      try file.write(UnsafeRawBufferPointer(rebasing: bytes[written...]), at: position.end + written)
    }
    progress = .written(staged.count)
  }

  /// Waits until all records are durable. If it throws, nothing more may be appended.
  package func sync() throws(ChangeLogError) {
    guard !isSynced else { return }
    let before = state
    state = .mustRotate
    try file.sync()
    state = before
    position.synced = position.end
  }

  /// Makes durable what another process left: it is written once more, and synced.
  ///
  /// A sync alone is not enough. That process may have seen one fail, and have ended before it could do anything about
  /// it: then the system takes the same pages for clean, and has not written them.
  ///
  /// And so are the zeros after it: that process may have written there, seen the write fail, and wiped it out.
  package func secure() throws(ChangeLogError) {
    let before = state
    state = .mustRotate
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.stepMin, alignment: 8)
    defer { room.deallocate() }
    var at = position.synced
    while at < position.end {
      let count = try file.read(into: .init(rebasing: room[..<min(room.count, position.end - at)]), at: at)
      guard count > 0 else { throw .disk(DiskError("read", file.name, SystemDisk.ioError)) }
      try file.write(UnsafeRawBufferPointer(rebasing: room[..<count]), at: at)
      at += count
    }
    try Self.fill(file, position.end..<position.allocatedEnd)
    try file.sync()
    state = before
    position.synced = position.end
  }

  /// Tries to leave nothing of a write that failed for the next process to find. If that fails too, the next journal's
  /// header does the same, once it can be written.
  private func wipe() {
    do throws(ChangeLogError) { try Self.fill(file, position.end..<position.end + staged.count) } catch {}
  }

  // MARK: Marks

  /// Marks that all records are durable, if they are. A failure changes nothing.
  package func mark() {
    guard isSynced, state == .open, write(markAt: position.end, seq: position.seq + 1, next: 0) else { return }
    state = .marked
  }

  /// Marks that the journal counts up to `offset`, and that another one follows. A failure changes nothing.
  package func mark(at offset: Int, before next: FileHeader) {
    _ = write(markAt: offset, seq: next.seq + 1, next: next.checksum)
  }

  private func write(markAt offset: Int, seq: Int, next: UInt32) -> Bool {
    guard offset + Record.headerBytes + Self.zerosMin <= position.allocatedEnd else { return false }
    var mark = ByteWriter(capacity: Record.headerBytes)
    mark.mark(seq: seq, at: offset, next: next, seed: header.recordSeed)
    do throws(ChangeLogError) {
      try file.write(mark, at: offset)
      return true
    } catch {
      return false
    }
  }

  private static func fill(_ file: LogFile, _ range: Range<Int>) throws(ChangeLogError) {
    var zeros = ByteWriter(capacity: min(range.count, stepMin))
    zeros.zeros(min(range.count, stepMin))
    var at = range.lowerBound
    while at < range.upperBound {
      let count = min(zeros.count, range.upperBound - at)
      try zeros.withBytes { zeros throws(ChangeLogError) in
        try file.write(UnsafeRawBufferPointer(rebasing: zeros[..<count]), at: at)
      }
      at += count
    }
  }

  // MARK: Making

  /// Begins a journal under a temporary name, with its zeros, all of it durable.
  package static func prepare(_ folder: LogFolder, _ header: FileHeader) throws(ChangeLogError) -> Journal {
    let file = try folder.create(header.name + LogFolder.unfinished)
    do throws(ChangeLogError) {
      var bytes = ByteWriter(capacity: FileHeader.recordsStart)
      header.write(to: &bytes)
      try file.write(bytes, at: 0)
      try fill(file, FileHeader.recordsStart..<stepMin)
      try file.sync()
    } catch {
      abandon(file, header.name, folder)
      throw error
    }
    // In messages it has the name that it is about to get.
    let start = FileHeader.recordsStart
    return Journal(
      file.named(header.name), header,
      at: Position(end: start, synced: start, allocatedEnd: stepMin, seq: header.seq))
  }

  /// Gives up a journal that was prepared and never used, whichever name it has.
  package func abandon(in folder: LogFolder) { Self.abandon(file, header.name, folder) }

  private static func abandon(_ file: LogFile, _ name: String, _ folder: LogFolder) {
    file.close()
    // What stays does no harm: the next start removes it, or reads it, as it says nothing else.
    folder.removeIfPossible(name)
    folder.removeIfPossible(name + LogFolder.unfinished)
  }
}
