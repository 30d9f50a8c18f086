public import Desk

/// A desk in a folder: what is told to be safe, is found again.
///
///     DIR/lock         held by the process that writes; in it, the page that all share (SharedPage)
///     DIR/presence     held for life by every process that has the folder open (Seat)
///     DIR/journal-N    all changes since snapshot N (Journal)
///     DIR/snapshot-N   all changes before journal N (Snapshot)
///     DIR/torn-N-AT    what a write that was cut short left in journal N at byte AT; nobody reads it
///     DIR/journal-N.new, DIR/snapshot-N.new   not finished; removed by whoever finds that nobody is at it
///
/// Any number of processes share a folder. How they do it is written down at the head of `SharedPage`; here is what one
/// of them does.
///
/// Who uses a store looks whether others committed anything before an answer (`look()`). To change something, they go
/// inside (`enter()`), where the book is that of all, decide again if it moved, stage the change, take it in, and tell
/// nobody before `commit()` returned, which lets the others in again (who is alone may stay inside). If that throws,
/// the book is ahead of the disk: it is to be thrown away for the one from `reload()`.
/// Where a write or a sync failed, the store has begun another journal by then; if it could not, or if there was no
/// room or no folder, it is *sealed*: it refuses changes until `enter()` can mend it.
///
///     writing ──a write or a sync fails──► another journal begun? ──yes──► writing
///        ▲ └─────no room, no folder──┐            │ no
///        └────────enter()────── sealed ◄──────────┘   (reads go on)
public final class Store {
  /// The end of the name of a file that is not finished.
  static let temporary = ".new"
  private static let batchMilliseconds: Int64 = 1_000
  /// A store that is sealed for want of room is not mended before there is as much.
  private static let roomMin = 1 << 12

  let disk: any Disk
  let folder: String
  let policy: SyncPolicy
  let isExclusive: Bool
  let tell: (String) -> Void
  /// The place among those who share the folder; nil while it can only be read: then nobody knows of this process.
  var seat: Seat?
  /// The state of the desk, up to where it was committed, and what is staged.
  public internal(set) var book: Book
  var open: OpenFiles
  private(set) var journal: Journal
  var snapshotHeader: FileHeader?
  /// Journals before the present one that the last snapshot does not have.
  var past: [Recovery.Past]
  /// What the page said when it was looked at last.
  var point = SharedPage.Point()
  private var lastSync: Int64
  /// False while the names of the files may not be safe: the process before did not end by itself, or a name was made
  /// and its folder not synced.
  var areNamesSafe = true
  /// What a write that was cut short left, until it is kept beside.
  var torn: Range<Int>?
  /// True if what was committed last could not be published: nobody knows of it, and it is found by whoever looks.
  private(set) var isUnpublished = false
  /// The journal that was gone on from, until it may say where it ends: not before the page names the next one.
  var left: (journal: Journal, at: Int, next: FileHeader)?
  /// True from a commit to the next one, while this process has the lock all the same.
  public internal(set) var isStaying = false
  /// False until it has looked behind the end, as whoever was not inside last is to.
  var hasLooked = false
  /// No snapshot by itself before the journals have this many bytes, or before this time in ms: one that failed, or
  /// that another process is at, is not tried again at once.
  var snapshotNotBefore: (bytes: Int, time: Int64) = (0, 0)

  /// Why the store is sealed: the call that failed. Nil while changes are taken.
  public private(set) var fault: DiskError?
  /// Since when it is sealed, in ms since 1970.
  private(set) var faultAt: Int64 = 0

  /// A store on a folder; it holds what `found` says, or nothing yet.
  init(
    _ disk: any Disk, _ folder: String, _ options: Options, _ seat: Seat?, _ journal: Journal, _ open: OpenFiles,
    _ found: Recovery?
  ) {
    self.disk = disk
    self.folder = folder
    (policy, isExclusive, tell) = (options.sync, options.isExclusive, options.tell)
    self.seat = seat
    self.journal = journal
    book = found?.book ?? Book()
    self.open = open
    snapshotHeader = found?.snapshot
    past = found?.past ?? []
    torn = found?.scan.torn
    areNamesSafe = found.map { $0.scan.isMarked && $0.scan.torn == nil } ?? true
    lastSync = disk.now()
    open.hold(journal.file, as: journal.header.name)
  }

  /// Goes on in another journal.
  func use(_ next: Journal) {
    journal = next
    open.hold(next.file, as: next.header.name)
  }

  /// Becomes what another store found on the same folder.
  func become(_ other: Store) {
    (seat, other.seat) = (other.seat, nil)
    (book, open, journal, snapshotHeader, past) =
      (other.book, other.open, other.journal, other.snapshotHeader, other.past)
    (point, torn, areNamesSafe, fault, faultAt) =
      (other.point, other.torn, other.areNamesSafe, other.fault, other.faultAt)
  }

  // MARK: Changes

  /// Bytes that wait for the next commit.
  public var stagedBytes: Int { journal.stagedBytes }

  /// Begins the changes of one call, which are kept whole or not at all. Only inside, where the book that they were
  /// decided on is that of all.
  public func begin() {
    precondition(isInside, "changes are staged outside")
    journal.begin()
  }

  /// Takes a change of that call for the next commit; it follows those before it.
  public func stage(_ change: Change) { journal.stage(change) }

  /// Ends the changes of that call, of which there was at least one.
  public func end() { journal.finish() }

  /// Lets the disk begin with what is staged, where the commit is to wait for it: for who has all that is to be
  /// committed, and something else to do before.
  public func beginCommit() {
    if isInside, policy == .always { journal.beginCommit() }
  }

  /// Writes what is staged, and lets the others in; when it returns, it may be told.
  ///
  /// `staying`: where nobody else has the folder open, nobody is let in before `goOut()`, which is to be called as soon
  /// as somebody opens the folder's lock, and when there is nothing to do.
  public func commit(staying: Bool = false) throws(DiskError) {
    guard let seat, seat.isInside else { return }
    let isToStay = staying && seat.mayStay
    guard journal.stagedBytes > 0 else { return leave(staying: isToStay) }
    do throws(DiskError) {
      try reserve()
      // The disk is at it while the journal is looked for.
      beginCommit()
      try checkPlace()
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
      isUnpublished = true
      try publish(isToStay ? .held : .settled)
      isUnpublished = false
    } catch {
      journal.unstage()
      goOn(after: error)
      leave()
      throw error
    }
    leave(staying: isToStay)
  }

  /// Throws if the journal was removed or replaced: what is written to it then is gone with the process, however often
  /// it is synced. (That the folder is where it was, `Seat` sees to, by its lock.)
  func checkPlace() throws(DiskError) {
    guard try disk.status(of: journal.file).names > 0 else {
      journal.giveUp(isRemoved: true)
      throw DiskError("fstat", journal.header.name, SystemDisk.missing)
    }
  }

  /// Room in the journal; where it cannot grow, such as over a limit on the size of files, another is begun.
  private func reserve() throws(DiskError) {
    do throws(DiskError) { try journal.reserve() } catch {
      do throws(DiskError) {
        try follow()
        try publish()
        try journal.reserve()
      } catch _ {
        throw error
      }
    }
  }

  /// True of a commit that failed if the next process may find its changes: they were written, what was written could
  /// not be taken back, and no other journal has begun that would say so.
  public var isUndecided: Bool { fault != nil && (journal.isUndecided || isUnpublished) }

  /// Makes what was committed safe from a loss of power, where the policy put that off: call it about once a second.
  ///
  /// While another process is inside, nothing is done: answers do not wait for this, and the next call comes.
  public func sync() throws(StoreError) {
    guard policy == .batch, fault == nil, journal.stagedBytes == 0, journal.synced < journal.end else { return }
    do throws(StoreError) { try enter(isPatient: false) } catch {
      guard case .busy = error else { throw error }
      return
    }
    defer { leave() }
    try StoreError.failing { () throws(DiskError) in try syncInside() }
  }

  private func syncInside() throws(DiskError) {
    guard journal.synced < journal.end else { return }
    do throws(DiskError) { try makeSafe() } catch {
      goOn(after: error)
      throw error
    }
    lastSync = disk.now()
  }

  /// Makes what a policy left unsafe safe, and tells the others.
  func makeSafe() throws(DiskError) {
    guard journal.synced < journal.end else { return }
    // Should this process end within the sync, nobody knows what it came to.
    try publish(.final)
    try journal.sync()
    try publish()
  }

  /// Ends the work on the folder: all that was committed is safe, and the journal says so to the next process. A store
  /// that is sealed tries once more to begin another journal, which settles what was refused.
  public func close() throws(StoreError) {
    try enter()
    defer {
      seat?.resign()
      leave()
    }
    do throws(DiskError) {
      if policy == .batch { try syncInside() }
      try secureNames()
    } catch {
      seal(error)
      throw .failed(error)
    }
    tellThatSafe()
  }

  /// The book as it is on the disk: without what was not committed.
  public func reload() throws(StoreError) -> Book {
    journal.unstage()
    let present = Recovery.Past(number: journal.header.number, end: journal.end)
    let files = Recovery.Files(
      snapshots: snapshotHeader.map { [$0.number] } ?? [], journals: past.map(\.number) + [present.number])
    book = try Recovery.read(disk, files, open, committed: present).book
    return book
  }

  // MARK: After a failure

  /// Something failed, and the store is sealed; but where nothing is wrong save with the journal, the next one takes
  /// its place at once. If that cannot be, the others are told that nothing may be written to this one.
  func goOn(after error: DiskError) {
    seal(error)
    guard journal.isFinal else { return }
    do throws(DiskError) {
      try follow()
      try publish()
      (fault, isUnpublished) = (nil, false)
    } catch {
      do throws(DiskError) { try publish(.final) } catch {}
    }
  }

  func seal(_ error: DiskError) {
    if fault == nil { faultAt = disk.now() }
    fault = error
  }

  /// Takes changes again, once all is settled; where the store was sealed, there must be some room.
  func unseal() throws(DiskError) {
    if fault != nil, journal.room < Self.roomMin {
      do throws(DiskError) { try journal.reserve(Self.roomMin) } catch { try follow() }
      try publish()
    }
    (fault, isUnpublished) = (nil, false)
  }

  /// Makes what was found, or what a failure left, such that changes may be written behind it.
  ///
  /// The process that wrote what was found may have ended before it, or its name, was safe. What a torn write left is
  /// kept, and another journal begun.
  func settle() throws(DiskError) {
    try checkPlace()
    try secureNames()
    if let torn {
      try keep(torn)
      journal.giveUp()
      try follow()
      self.torn = nil
    } else if policy != .never, !journal.isMarked, !journal.isFinal {
      do throws(DiskError) { try journal.secure() } catch { try follow() }
    } else if journal.isFinal {
      try follow()
    }
  }

  private func secureNames() throws(DiskError) {
    guard !areNamesSafe else { return }
    try StoreLock.syncNames(disk, folder)
    areNamesSafe = true
  }

  /// Tells the next process how much is safe, if all is.
  func tellThatSafe() {
    guard areNamesSafe, journal.synced == journal.end else { return }
    let note = StoreLock.Note(journal: journal.header.number, bytes: journal.synced, seq: journal.seq)
    journal.mark()
    if let seat { StoreLock.write(note, disk, seat.lock) }
  }

  private func keep(_ range: Range<Int>) throws(DiskError) {
    let copy = try disk.openOrCreate(folder + "/torn-\(journal.header.number)-\(range.lowerBound)")
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

  /// Goes on in the next journal, whose header says how much of this one counts.
  ///
  /// Until the new one has its name, a failure leaves all as it was. From then on it is not known which of the two the
  /// next process finds, so nothing may be added to the old one.
  func follow() throws(DiskError) {
    try checkPlace()
    try secureNames()
    let (number, safe) = (journal.header.number, journal.synced)
    let unsafe = try unsyncedPayloads()
    let seq = journal.seq - unsafe.reduce(0) { $0 + $1.count }
    let header = Self.newHeader(disk, number: number + 1, seq: seq, extent: safe, follows: journal.header.checksum)
    let next = try Journal.prepare(disk, folder, header)
    do throws(DiskError) {
      for (payload, count) in unsafe { payload.withUnsafeBytes { next.adopt($0, count: count) } }
      try next.reserve()
      try next.commit(sync: true)
    } catch {
      next.abandon(in: folder)
      throw error
    }
    do throws(DiskError) { try Self.place(disk, folder, header) } catch {
      // The name may be there, and stays: removed, it could come back with a loss of power, and void what was written
      // to this one since. Whoever is inside next finds it, and reads the folder as at a start.
      (areNamesSafe, _) = (false, journal.giveUp())
      disk.close(next.file)
      throw error
    }
    left = (journal, at: safe, next: header)
    next.restage(from: journal)
    use(next)
    past.append(Recovery.Past(number: number, end: safe))
  }

  static func newHeader(_ disk: any Disk, number: Int, seq: Int, extent: Int, follows: UInt32) -> FileHeader {
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

  /// The records that were committed and never made safe, read back: under the policy `always` there are none.
  private func unsyncedPayloads() throws(DiskError) -> [(payload: [UInt8], count: Int)] {
    guard journal.synced < journal.end else { return [] }
    var reader = RecordReader(disk, journal.file, salt: journal.header.salt, end: journal.end)
    var found: [(payload: [UInt8], count: Int)] = []
    var at = journal.synced
    while at < journal.end {
      do throws(StoreError) {
        guard let (record, payload) = try reader.record(at: at) else { break }
        found.append((Array(payload), record.count))
        at = record.end
      } catch {
        break
      }
    }
    guard at == journal.end else { throw DiskError("read", journal.header.name, SystemDisk.ioError) }
    return found
  }
}
