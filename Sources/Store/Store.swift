public import Desk

/// A desk in a folder: what is told to be safe, is found again.
///
///     DIR/lock         held for life by the process that has the folder open (StoreLock)
///     DIR/journal-N    all changes since snapshot N (Journal)
///     DIR/snapshot-N   all changes before journal N (Snapshot)
///     DIR/torn-N-AT    what a write that was cut short left in journal N at byte AT; nobody reads it
///     DIR/*.new        a file that is not finished; removed at the next start
///
/// One process at a time, by `flock` on DIR/lock. (Later several share a folder: they take the lock for each commit and
/// catch up with the journal first. Formats and names stay.)
///
/// Who uses it decides a change on the book, stages it, takes it into the book, and tells nobody before `commit()`
/// returned. If that throws, the book is ahead of the disk: it is to be thrown away for the one from `reload()`.
/// The store has begun another journal by then; if it could not, it is *sealed*: it refuses changes until `heal()` can.
///
///     writing ──commit or sync fails──► another journal begun? ──yes──► writing
///        ▲                                      │ no
///        └────────────heal()────────────── sealed: reads go on
public final class Store {
  /// The end of the name of a file that is not finished.
  static let temporary = ".new"
  private static let batchMilliseconds: Int64 = 1_000

  let disk: any Disk
  let folder: String
  let policy: SyncPolicy
  private let lock: DiskFile
  let open: OpenFiles
  private(set) var journal: Journal { didSet { journalPath = folder + "/" + journal.header.name } }
  private var journalPath: String
  var snapshotHeader: FileHeader?
  /// Journals before the present one that the last snapshot does not have.
  var past: [Recovery.Past]
  private var lastSync: Int64
  /// False while the names of the files that were found may not be safe: the process before did not end by itself.
  private var areNamesSafe = true
  /// No snapshot by itself before the journals have this many bytes: one that failed is not tried again at once.
  var snapshotNotBefore = 0

  /// Why the store is sealed: the call that failed. Nil while changes are taken.
  public private(set) var fault: DiskError?
  /// Since when it is sealed, in ms since 1970.
  private(set) var faultAt: Int64 = 0

  private init(
    _ disk: any Disk, _ folder: String, _ policy: SyncPolicy, _ lock: DiskFile, _ journal: Journal,
    _ open: OpenFiles, _ snapshot: FileHeader?, _ past: [Recovery.Past]
  ) {
    self.disk = disk
    self.folder = folder
    self.policy = policy
    self.lock = lock
    self.journal = journal
    journalPath = folder + "/" + journal.header.name
    self.open = open
    snapshotHeader = snapshot
    self.past = past
    lastSync = disk.now()
    open.hold(journal.file, as: journal.header.name)
  }

  deinit { disk.close(lock) }

  // MARK: Opening

  /// Opens a folder, or makes it; `tell` gets what whoever runs the process should know.
  ///
  /// The path must not be empty. Throws, with an exit code, if the folder is locked, cannot be made, or is not sound.
  public static func open(
    _ folder: String, sync: SyncPolicy, disk: any Disk = SystemDisk(), tell: (String) -> Void
  ) throws(StoreError) -> (store: Store, book: Book) {
    let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let lock = try StoreLock.take(disk, folder)
    do throws(StoreError) {
      let files = try StoreError.reading { () throws(DiskError) in try Recovery.Files(disk, folder) }
      let open = OpenFiles(disk, folder)
      guard !files.journals.isEmpty || !files.snapshots.isEmpty else {
        guard try !StoreError.reading({ () throws(DiskError) in try StoreLock.tellsOfDesk(disk, lock) }) else {
          throw .damaged(
            FileHeader.name(.journal, 1), offset: 0,
            "no file of the desk that was kept here is there (for a new desk, remove the file lock too)")
        }
        let header = newHeader(disk, number: 1, seq: 0, extent: 0, follows: 0)
        let journal = try StoreError.creating { () throws(DiskError) in
          let journal = try Journal.prepare(disk, folder, header)
          do throws(DiskError) {
            try place(disk, folder, header)
            try StoreLock.syncNames(disk, folder)
          } catch {
            journal.abandon(in: folder)
            throw error
          }
          return journal
        }
        StoreLock.tellOfDesk(disk, lock)
        return (Store(disk, folder, sync, lock, journal, open, nil, []), Book())
      }
      let found = try Recovery.read(disk, files, open)
      let store = try Store(disk, folder, sync, lock, open, found)
      for line in found.told { tell(line) }
      store.settle(found.scan, tell)
      StoreLock.tellOfDesk(disk, lock)
      // Nobody else has the folder: what is unfinished now will never be.
      store.remove(files.temporary, tell)
      store.removeWhatIsBefore(files, tell)
      return (store, found.book)
    } catch {
      disk.close(lock)
      throw error
    }
  }

  private convenience init(
    _ disk: any Disk, _ folder: String, _ policy: SyncPolicy, _ lock: DiskFile, _ open: OpenFiles, _ found: Recovery
  ) throws(StoreError) {
    let file = try StoreError.reading { () throws(DiskError) in
      try disk.open(folder + "/" + found.header.name, .change)
    }
    let journal = Journal(disk, file, found.header, found.scan)
    self.init(disk, folder, policy, lock, journal, open, found.snapshot, found.past)
    areNamesSafe = found.scan.isMarked && found.scan.torn == nil
  }

  private static func newHeader(
    _ disk: any Disk, number: Int, seq: Int, extent: Int, follows: UInt32
  ) -> FileHeader {
    FileHeader(
      kind: .journal, number: number, seq: seq, extent: extent, salt: .random(in: 1 ... .max), begun: disk.now(),
      follows: follows)
  }

  /// Gives a finished file its name.
  static func place(_ disk: any Disk, _ folder: String, _ header: FileHeader) throws(DiskError) {
    let path = folder + "/" + header.name
    try disk.rename(path + temporary, to: path)
    try disk.syncFolder(folder)
  }

  /// Makes what was found safe before anybody is shown it: the process that wrote it may have ended before it was
  /// synced. What a torn write left is kept, and another journal begun. Where that cannot be, the store is sealed until
  /// it can.
  private func settle(_ scan: JournalScan, _ tell: (String) -> Void) {
    do throws(DiskError) {
      try secureNames()
      if let torn = scan.torn {
        let name = "torn-\(journal.header.number)-\(torn.lowerBound)"
        try keep(torn, as: name)
        tell("what it left is kept as \(name)")
        try follow()
      } else if policy != .never, !journal.isMarked {
        do throws(DiskError) { try journal.secure() } catch { try follow() }
        journal.mark()
      }
    } catch {
      seal(error)
      tell("the desk is read-only: \(error). \(error.advice)")
    }
  }

  private func secureNames() throws(DiskError) {
    guard !areNamesSafe else { return }
    try StoreLock.syncNames(disk, folder)
    areNamesSafe = true
  }

  private func keep(_ range: Range<Int>, as name: String) throws(DiskError) {
    let copy = try disk.open(folder + "/" + name, .createIfMissing)
    defer { disk.close(copy) }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
    defer { room.deallocate() }
    var at = range.lowerBound
    while at < range.upperBound {
      let wanted = UnsafeMutableRawBufferPointer(rebasing: room[..<min(room.count, range.upperBound - at)])
      let got = try disk.read(journal.file, into: wanted, at: at)
      if got == 0 { break }
      try disk.writeAll(copy, UnsafeRawBufferPointer(rebasing: room[..<got]), at: at - range.lowerBound)
      at += got
    }
    try disk.sync(copy)
  }

  /// What a start or a snapshot leaves behind that the last snapshot has. A file that stays does no harm.
  func removeWhatIsBefore(_ files: Recovery.Files, _ tell: (String) -> Void) {
    guard let snapshotHeader else { return }
    remove(
      files.snapshots.filter { $0 < snapshotHeader.number }.map { FileHeader.name(.snapshot, $0) }
        + files.journals.filter { $0 < snapshotHeader.number }.map { FileHeader.name(.journal, $0) }, tell)
  }

  private func remove(_ names: [String], _ tell: (String) -> Void) {
    for name in names {
      do throws(DiskError) { try disk.remove(folder + "/" + name) } catch { tell("\(error)") }
    }
  }

  // MARK: Changes

  /// Bytes that wait for the next commit.
  public var stagedBytes: Int { journal.stagedBytes }

  /// Begins the changes of one call, which are kept whole or not at all.
  public func begin() { journal.begin() }

  /// Takes a change of that call for the next commit; it follows those before it.
  public func stage(_ change: Change) { journal.stage(change) }

  /// Ends the changes of that call, of which there was at least one.
  public func end() { journal.finish() }

  /// Writes what is staged; when it returns, it may be told.
  public func commit() throws(DiskError) {
    guard journal.stagedBytes > 0 else { return }
    do throws(DiskError) {
      // What is written to a file that was removed is gone with the process, however often it is synced.
      try checkPlace()
      try reserve()
      switch policy {
      case .always: try journal.commit(sync: true)
      case .never: try journal.commit(sync: false)
      case .batch:
        let now = disk.now()
        // A clock that was set back must not put the sync off.
        let isDue = !(0..<Self.batchMilliseconds).contains(now - lastSync)
        try journal.commit(sync: isDue)
        if isDue { lastSync = now }
      }
    } catch {
      journal.unstage()
      goOn(after: error)
      throw error
    }
  }

  private func checkPlace() throws(DiskError) {
    try StoreLock.check(lock, isIn: folder, disk)
    try disk.find(journalPath)
  }

  /// Room in the journal; where it cannot grow, such as over a limit on the size of files, another is begun.
  private func reserve() throws(DiskError) {
    do throws(DiskError) { try journal.reserve() } catch {
      do throws(DiskError) {
        try follow()
        try journal.reserve()
      } catch _ {
        throw error
      }
    }
  }

  /// True of a commit that failed if the next process may find its changes: they were written, what was written could
  /// not be taken back, and no other journal has begun that would say so.
  public var isUndecided: Bool { fault != nil && journal.isUndecided }

  /// Makes what was committed safe from a loss of power, where the policy put that off: call it about once a second,
  /// and at the end of a session.
  public func sync() throws(DiskError) {
    guard policy == .batch, fault == nil, journal.stagedBytes == 0 else { return }
    do throws(DiskError) { try journal.sync() } catch {
      goOn(after: error)
      throw error
    }
    lastSync = disk.now()
  }

  /// Ends the work on the folder: all that was committed is safe, and the journal says so to the next process. A store
  /// that is sealed tries once more to begin another journal, which settles what was refused.
  public func close() throws(DiskError) {
    try heal()
    try sync()
    if fault == nil { journal.mark() }
  }

  /// A write or a sync failed: nothing more may be written to this journal. The next one takes its place if it can.
  func goOn(after error: DiskError) {
    do throws(DiskError) { try follow() } catch { seal(error) }
    if fault != nil { seal(error) }
  }

  private func seal(_ error: DiskError) {
    if fault == nil { faultAt = disk.now() }
    fault = error
  }

  /// The book as it is on the disk: without what was not committed.
  public func reload() throws(StoreError) -> Book {
    journal.unstage()
    let present = Recovery.Past(number: journal.header.number, end: journal.end)
    let files = Recovery.Files(
      snapshots: snapshotHeader.map { [$0.number] } ?? [], journals: past.map(\.number) + [present.number])
    return try Recovery.read(disk, files, open, committed: present).book
  }

  /// Tries to take changes again: begins another journal. What was committed but never made safe is written there
  /// again.
  public func heal() throws(DiskError) {
    guard fault != nil else { return }
    do throws(DiskError) { try follow() } catch {
      seal(error)
      throw error
    }
  }

  /// Goes on in the next journal, whose header says how much of this one counts.
  ///
  /// Until the new one has its name, a failure leaves all as it was. From then on it is not known which of the two the
  /// next process finds, so nothing may be added to the old one: the store is sealed.
  func follow() throws(DiskError) {
    try checkPlace()
    try secureNames()
    let (number, safe) = (journal.header.number, journal.synced)
    let unsafe = try unsyncedPayloads()
    let seq = journal.seq - unsafe.reduce(0) { $0 + $1.count }
    let header = Self.newHeader(
      disk, number: number + 1, seq: seq, extent: safe, follows: journal.header.checksum)
    let next = try Journal.prepare(disk, folder, header)
    do throws(DiskError) {
      for (payload, count) in unsafe { payload.withUnsafeBytes { next.adopt($0, count: count) } }
      try next.commit(sync: true)
      do throws(DiskError) { try Self.place(disk, folder, header) } catch {
        seal(error)
        throw error
      }
    } catch {
      next.abandon(in: folder)
      throw error
    }
    journal.mark(at: safe, before: header)
    past.append(Recovery.Past(number: number, end: safe))
    next.restage(from: journal)
    open.hold(next.file, as: header.name)
    journal = next
    fault = nil
  }

  /// The records that were committed and never made safe, read back: under the policy `always` there are none.
  private func unsyncedPayloads() throws(DiskError) -> [(payload: [UInt8], count: Int)] {
    guard journal.synced < journal.end else { return [] }
    var reader = RecordReader(disk, journal.file, salt: journal.header.salt, end: journal.end)
    var found: [(payload: [UInt8], count: Int)] = []
    var at = journal.synced
    while at < journal.end {
      do throws(StoreError) {
        guard let (record, payload) = try reader.record(at: at) else { break }
        if !record.isMark { found.append((Array(payload), record.count)) }
        at = record.end
      } catch {
        break
      }
    }
    guard at == journal.end else { throw DiskError("read", journal.header.name, SystemDisk.ioError) }
    return found
  }
}
