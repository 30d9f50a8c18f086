package import Desk
import Disk

/// The files that one process reads a desk from and writes it to: the last snapshot, the journals closed since, and the
/// journal that takes records.
///
///     snapshot-3   journal-3, closed at byte 8,112   journal-4 ◄── records are appended
///
/// The chain knows no locks and no other process. Its user (`Store`) holds the lock where a method writes, says up to
/// where the desk is committed, and publishes what was written.
package final class JournalChain {
  package let folder: LogFolder
  /// The header of the last snapshot; nil if there is none.
  package private(set) var snapshot: FileHeader?
  /// The journals since the last snapshot that take no more records, in order.
  package private(set) var closed: [ClosedJournal]
  package private(set) var journal: Journal
  /// What a torn write left in the journal, until it is saved.
  package private(set) var torn: Range<Int>?
  /// Whether the names of the files are known to outlive a power loss.
  private var namesAreDurable: Bool
  private var open: OpenFiles

  private init(
    _ folder: LogFolder, _ open: OpenFiles, _ journal: Journal, snapshot: FileHeader?, closed: [ClosedJournal],
    torn: Range<Int>?, namesAreDurable: Bool
  ) {
    (self.folder, self.open, self.journal) = (folder, open, journal)
    (self.snapshot, self.closed, self.torn, self.namesAreDurable) = (snapshot, closed, torn, namesAreDurable)
    open.hold(journal.file, as: journal.header.name)
  }

  /// Goes on in another journal.
  private func use(_ next: Journal) {
    journal = next
    open.hold(next.file, as: next.header.name)
  }

  /// The place up to which all is written.
  package var position: ChainPosition {
    ChainPosition(journal: journal.header.number, snapshot: snapshot?.number ?? 0, inJournal: journal.position)
  }

  /// Bytes of the journals that count.
  package var journalBytes: Int { closed.reduce(journal.position.end) { $0 + $1.end } }

  // MARK: Opening

  /// Begins the files of a new desk, durably.
  package static func make(in folder: LogFolder) throws(ChangeLogError) -> JournalChain {
    let header = FileHeader(journal: 1, after: 0, extent: 0, begun: folder.disk.now())
    let journal = try Journal.prepare(folder, header)
    do throws(ChangeLogError) {
      try folder.place(header)
      try folder.syncNames()
    } catch {
      journal.abandon(in: folder)
      throw error
    }
    return JournalChain(
      folder, OpenFiles(folder), journal, snapshot: nil, closed: [], torn: nil, namesAreDurable: true)
  }

  /// Reads a folder that no other process works on, as after a power loss. `unwritable` says why the journal can only
  /// be read, if so. Throws `.corrupt` if changes up to `seq` are not all there.
  package static func recover(
    _ folder: LogFolder, _ files: FolderFiles, hint: DurabilityHint?, expecting seq: Int = 0
  ) throws(ChangeLogError) -> (chain: JournalChain, found: Recovery, unwritable: ChangeLogError?) {
    let open = OpenFiles(folder)
    let found = try Recovery.read(files, open, hint: hint)
    guard found.scan.seq >= seq else {
      throw .corrupt(
        file: found.header.name, offset: found.scan.end,
        "change \(seq) was committed, and is gone (remove the file lock if you put an older copy here)")
    }
    var (file, unwritable) = (try open.file(found.header.name), ChangeLogError?.none)
    do throws(ChangeLogError) { file = try folder.open(found.header.name, .change) } catch { unwritable = error }
    let chain = JournalChain(
      folder, open, Journal(file, found.header, found.scan), snapshot: found.snapshot, closed: found.closed,
      torn: found.scan.torn, namesAreDurable: found.scan.isMarked && found.scan.torn == nil)
    return (chain, found, unwritable)
  }

  /// Reads all files of a desk that other processes have open, up to a published place.
  package static func read(
    _ folder: LogFolder, upTo position: ChainPosition
  ) throws(ChangeLogError) -> (chain: JournalChain, book: Book) {
    let found = try folder.files()
    let files = FolderFiles(
      snapshots: found.snapshots.filter { $0 <= position.snapshot }, journals: found.journals)
    // All are opened first: from then on they can be read even if another process removes them.
    let open = OpenFiles(folder)
    for number in files.snapshots { _ = try open.file(FileHeader.name(.snapshot, number)) }
    for number in files.journals where number < position.journal {
      _ = try open.file(FileHeader.name(.journal, number))
    }
    let file = try folder.openJournal(position.journal)
    open.hold(file, as: file.name)
    let recovery = try Recovery.read(
      files, open, committed: ClosedJournal(number: position.journal, end: position.inJournal.end))
    try check(recovery.book, file, position)
    let journal = Journal(file, recovery.header, at: position.inJournal, lastRecord: recovery.scan.last)
    let chain = JournalChain(
      folder, open, journal, snapshot: recovery.snapshot, closed: recovery.closed, torn: nil, namesAreDurable: true)
    return (chain, recovery.book)
  }

  /// The book as the files have it, without what is staged, which is forgotten.
  package func reread() throws(ChangeLogError) -> Book {
    journal.unstage()
    let present = ClosedJournal(number: journal.header.number, end: journal.position.end)
    let files = FolderFiles(
      snapshots: snapshot.map { [$0.number] } ?? [], journals: closed.map(\.number) + [present.number])
    return try Recovery.read(files, open, committed: present).book
  }

  // MARK: What other processes wrote

  /// Goes on to a published place, and takes the changes up to there into the book. If it throws, the book may be
  /// anywhere between.
  package func advance(to position: ChainPosition, _ book: Book) throws(ChangeLogError) {
    var from = journal.position.end
    var (file, header) = (journal.file, journal.header)
    var (passed, last): ([ClosedJournal], RecordPlace?) = ([], nil)
    guard position.journal >= header.number else {
      throw .missing(file: header.name, "the desk has gone back behind it")
    }
    while header.number < position.journal {
      let other = try folder.openJournal(header.number + 1)
      open.hold(other, as: other.name)
      let next = try HeaderCopies(other, .journal, header.number + 1).header
      try next.check(follows: header)
      // What others had not made durable of it may stand in the next one, too.
      if next.extent > from { try apply(file, header, from..<next.extent, to: book) }
      passed.append(ClosedJournal(number: header.number, end: next.extent))
      (file, header, from) = (other, next, FileHeader.recordsStart)
    }
    let end = position.inJournal.end
    if end > from { last = try apply(file, header, from..<end, to: book) }
    try Self.check(book, file, position)
    if header.number == journal.header.number {
      journal.move(to: position.inJournal, lastRecord: last)
    } else {
      use(Journal(file, header, at: position.inJournal, lastRecord: last))
    }
    closed += passed
    if position.snapshot > snapshot?.number ?? 0 { try useSnapshot(position.snapshot) }
  }

  /// Throws unless a book that was read up to a published place ends with its last change.
  private static func check(_ book: Book, _ file: LogFile, _ position: ChainPosition) throws(ChangeLogError) {
    guard book.seq == position.inJournal.seq else {
      throw .corrupt(
        file: file.name, offset: position.inJournal.end,
        "it ends with change \(book.seq), not \(position.inJournal.seq)")
    }
  }

  /// Applies the records of a part of a journal, except those that the book has already. Returns where the last one
  /// begins.
  @discardableResult
  private func apply(
    _ file: LogFile, _ header: FileHeader, _ bytes: Range<Int>, to book: Book
  ) throws(ChangeLogError) -> RecordPlace? {
    let start = bytes.lowerBound == FileHeader.recordsStart ? nil : (offset: bytes.lowerBound, seq: book.seq)
    let scan = try JournalScan.read(
      file, header, from: start, limit: bytes.upperBound
    ) { record, payload throws(ChangeLogError) in
      guard record.seq > book.seq else { return }
      try Recovery.apply(payload, of: record, header.name, to: book)
    }
    return scan.last
  }

  /// Another process made a snapshot: what it has is needed no more.
  private func useSnapshot(_ number: Int) throws(ChangeLogError) {
    let name = FileHeader.name(.snapshot, number)
    // One of this name that was not sound may still be open.
    open.forget(name)
    snapshot = try HeaderCopies(open.file(name), .snapshot, number).header
    closed.removeAll { $0.number < number }
    closeOtherFiles()
  }

  private func closeOtherFiles() {
    open.keep(only: [snapshot?.name ?? ""] + closed.map(\.name) + [journal.header.name])
  }

  // MARK: What a process left

  /// Whether there is a journal after that of a published place: its writer could not publish it.
  package func hasJournal(after published: ChainPosition) throws(ChangeLogError) -> Bool {
    try folder.status(of: FileHeader.name(.journal, published.journal + 1)) != nil
  }

  /// Reads what follows the end of the journal; true if there is anything to be made durable, or void. Sound records
  /// count from here on; they are not in the book before `applyTail`.
  package func scanTail() throws(ChangeLogError) -> Bool {
    let position = journal.position
    guard journal.state.takesRecords,
      try JournalScan.hasBytes(journal.file, after: position.end, seed: journal.header.recordSeed)
    else { return false }
    let scan = try JournalScan.read(
      journal.file, journal.header, from: (position.end, position.seq), limit: nil
    ) { _, _ throws(ChangeLogError) in }
    torn = scan.torn
    journal.extend(to: scan)
    return scan.end > position.end || torn != nil
  }

  /// Takes into the book what `scanTail` found after a place in a journal, now that it is durable and published.
  package func applyTail(after position: ChainPosition, to book: Book) throws(ChangeLogError) {
    // Where the next journal was begun, that one has what was not known to be durable.
    let from = journal.header.number == position.journal ? position.inJournal.end : FileHeader.recordsStart
    try apply(journal.file, journal.header, from..<journal.position.end, to: book)
  }

  /// Puts the journal back to a published place, if what was found after it could not be made durable.
  package func forgetTail(after position: ChainPosition) {
    guard journal.header.number == position.journal, journal.position.end > position.inJournal.end else { return }
    journal.move(to: position.inJournal)
  }

  // MARK: Appending

  /// The process that wrote last may have ended before the names were durable.
  package func doubtNames() { namesAreDurable = false }

  /// Makes the names durable, if that is not known.
  package func makeNamesDurable() throws(ChangeLogError) {
    guard !namesAreDurable else { return }
    try folder.syncNames()
    namesAreDurable = true
  }

  /// Whether all that was written outlives a power loss, names included.
  package var isDurable: Bool { namesAreDurable && journal.isSynced }

  /// Throws if the journal was removed, moved or replaced, as by a restored backup: what is written to it then is gone
  /// with the process, however often it is synced. Throws, too, if it was shortened: then changes are gone.
  package func checkPlace() throws(ChangeLogError) {
    let name = journal.header.name
    guard let found = try folder.status(of: name), try found.identity == journal.identity() else {
      journal.giveUp(isRemoved: try journal.file.status().names == 0)
      throw .disk(DiskError("lstat", name, SystemDisk.missing))
    }
    guard found.size >= journal.position.allocatedEnd else {
      throw .corrupt(file: name, offset: found.size, "the file was shortened")
    }
  }

  /// Throws if the last record that is known is not in the journal any more, where the desk goes on in it up to a
  /// place: somebody put an older copy over it, and what stands there now does not follow what is known. (Where another
  /// journal follows, this one may have lost what was not durable, and the next one has it.)
  package func checkContent(before place: ChainPosition) throws(ChangeLogError) {
    if place.journal == journal.header.number { try journal.checkLastRecord() }
  }

  /// Throws if a file before the journal was removed, moved, replaced or shortened: without it, no start finds the
  /// desk.
  package func checkOlderFiles() throws(ChangeLogError) {
    let sizes = closed.map { ($0.name, $0.end) } + (snapshot.map { [($0.name, $0.extent)] } ?? [])
    for (name, size) in sizes {
      guard let found = try folder.status(of: name), try found.identity == open.file(name).status().identity else {
        throw .disk(DiskError("lstat", name, SystemDisk.missing))
      }
      guard found.size >= size else { throw .corrupt(file: name, offset: found.size, "the file was shortened") }
    }
  }

  /// Makes what was found, or what a failure left, such that records may be appended. What a torn write left is saved.
  ///
  /// `secures`: what is there is written and synced again, since its writer may have ended before it was durable.
  package func prepareForAppend(secures: Bool) throws(ChangeLogError) -> Rotation? {
    try checkPlace()
    try makeNamesDurable()
    if let torn {
      try saveTornBytes(torn)
      journal.giveUp()
      let rotation = try rotate()
      self.torn = nil
      return rotation
    }
    switch journal.state {
    case .marked: return nil
    case .undecided, .mustRotate: return try rotate()
    case .open:
      guard secures else { return nil }
      do throws(ChangeLogError) { try journal.secure() } catch { return try rotate() }
      return nil
    }
  }

  private func saveTornBytes(_ range: Range<Int>) throws(ChangeLogError) {
    let copy = try folder.openOrCreate("torn-\(journal.header.number)-\(range.lowerBound)")
    defer { copy.close() }
    try journal.file.copy(range, to: copy)
    try copy.sync()
  }

  /// Begins the next journal, whose header says how much of this one counts; what is staged goes with it.
  ///
  /// Until the new one has its name, a failure leaves all as it was. From then on it is not known which of the two the
  /// next process finds, so nothing may be appended to the old one.
  package func rotate() throws(ChangeLogError) -> Rotation {
    try checkPlace()
    try makeNamesDurable()
    let (number, durable) = (journal.header.number, journal.position.synced)
    let rest = try unsyncedPayloads()
    // A disk that cannot be read keeps nobody from writing elsewhere.
    do throws(ChangeLogError) { try journal.checkLastRecord() } catch { if error.diskError == nil { throw error } }
    let seq = journal.position.seq - rest.reduce(0) { $0 + $1.count }
    let header = FileHeader(
      journal: number + 1, after: seq, extent: durable, begun: folder.disk.now(), follows: journal.header.checksum)
    let next = try Journal.prepare(folder, header)
    do throws(ChangeLogError) {
      for (payload, count) in rest { payload.withUnsafeBytes { next.adopt($0, count: count) } }
      try next.reserve()
      try next.syncRoom()
      try next.commit(sync: true)
    } catch {
      next.abandon(in: folder)
      throw error
    }
    do throws(ChangeLogError) { try folder.place(header) } catch {
      // The name may be there, and stays: removed, it could come back with a power loss, and void what was written to
      // this one since. The next process that holds the lock finds it, and reads the folder as at a start.
      namesAreDurable = false
      journal.giveUp()
      next.file.close()
      throw error
    }
    let rotation = Rotation(previous: journal, end: durable, next: header)
    next.restage(from: journal)
    use(next)
    closed.append(ClosedJournal(number: number, end: durable))
    return rotation
  }

  /// The records that were committed and never synced, read back: where every commit is synced there are none.
  private func unsyncedPayloads() throws(ChangeLogError) -> [(payload: [UInt8], count: Int)] {
    let position = journal.position
    guard !journal.isSynced else { return [] }
    var reader = RecordReader(
      journal.file, seed: journal.header.recordSeed, at: position.synced, end: position.end)
    var found: [(payload: [UInt8], count: Int)] = []
    while let (record, payload) = try reader.next() { found.append((Array(payload), record.count)) }
    guard reader.at == position.end else { throw .disk(DiskError("read", journal.header.name, SystemDisk.ioError)) }
    return found
  }

  // MARK: Snapshots

  /// Whether the last snapshot has not all that was committed.
  package var hasNewsForSnapshot: Bool { journal.position.seq != snapshot?.seq ?? 0 || !closed.isEmpty }

  /// Whether the journal has records, or is the one after the last snapshot: a snapshot needs the next one.
  package var mustRotateForSnapshot: Bool {
    journal.position.seq != journal.header.seq || journal.header.number == snapshot?.number ?? 0
  }

  /// Hands over every payload before the present journal: those of the last snapshot, then those of the journals after
  /// it.
  package func payloadsBeforeJournal(
    _ take: (UnsafeRawBufferPointer, _ count: Int) throws(ChangeLogError) -> Void
  ) throws(ChangeLogError) {
    if let snapshot {
      try Snapshot.read(open.file(snapshot.name), snapshot) { record, payload throws(ChangeLogError) in
        try take(payload, record.count)
      }
    }
    for journal in closed {
      let file = try open.file(journal.name)
      let header = try HeaderCopies(file, .journal, journal.number).header
      _ = try JournalScan.read(file, header, limit: journal.end) { record, payload throws(ChangeLogError) in
        try take(payload, record.count)
      }
    }
  }

  /// Gives a finished snapshot its name.
  package func placeSnapshot(_ header: FileHeader) throws(ChangeLogError) {
    do throws(ChangeLogError) { try folder.place(header) } catch {
      namesAreDurable = false
      folder.removeIfPossible(header.name)
      throw error
    }
  }

  /// Goes on from a snapshot that this process made, read from `file`.
  package func useSnapshot(_ header: FileHeader, _ file: LogFile) {
    snapshot = header
    closed.removeAll { $0.number < header.number }
    open.hold(file, as: header.name)
    closeOtherFiles()
  }

  /// Removes the files that the last snapshot has. One that stays does no harm.
  package func removeObsolete(_ files: FolderFiles, report: (String) -> Void) {
    guard let snapshot else { return }
    let names =
      files.snapshots.filter { $0 < snapshot.number }.map { FileHeader.name(.snapshot, $0) }
      + files.journals.filter { $0 < snapshot.number }.map { FileHeader.name(.journal, $0) }
    // The name of the snapshot must be durable before those of what it has are not.
    do throws(ChangeLogError) { if !names.isEmpty { try folder.sync() } } catch { return report("\(error)") }
    folder.remove(names, report: report)
  }
}
