import ChangeLog
public import Desk
import Disk

/// A desk in a folder, shared by processes: what is acknowledged is durable.
///
///     DIR/lock         the write lock; in it, the commit index that all members share (CommitIndex)
///     DIR/presence     held for life by every process that has the folder open (FolderMembership)
///     DIR/journal-N    all changes since snapshot N (Journal)
///     DIR/snapshot-N   all changes before journal N (Snapshot)
///     DIR/torn-N-AT    what a torn write left in journal N at byte AT; nobody reads it
///     DIR/journal-N.new, DIR/snapshot-N.new   not finished; removed by the next process that finds them abandoned
///
/// How the processes share it is written down at the head of `CommitIndex`; here is what one of them does.
///
/// Before an answer, `refresh()` takes in what other processes committed. To change something, `beginWrite()` takes the
/// lock and catches up, the transaction stages changes and applies them to the book, and `commit()` makes them durable,
/// publishes them, and gives the lock back. If that fails, the store begins another journal, which voids what was
/// written, and goes back to the last commit.
public final class Store {
  let options: Options
  private(set) var log: SharedLog
  /// The state of the desk, up to where it was committed, and what is staged.
  public private(set) var book: Book
  private(set) var condition = StoreCondition.unchecked
  /// When this process committed last, in ms.
  private var committedAt: Int64 = 0
  private(set) lazy var snapshots = SnapshotMaker(self)

  init(_ options: Options, _ log: SharedLog, _ book: Book) {
    (self.options, self.log, self.book) = (options, log, book)
  }

  var folder: LogFolder { log.folder }
  var chain: JournalChain { log.chain }

  /// Why no changes are taken, and since when, in ms since 1970; nil if they are.
  var failure: (error: ChangeLogError, since: Int64)? { condition.failure }

  /// What the store reports of itself.
  public var status: StoreState {
    StoreState(
      folder: folder.path, sync: options.sync, journalNumber: chain.journal.header.number,
      journalBytes: chain.journalBytes, snapshotNumber: chain.snapshot?.number ?? 0,
      snapshotSeq: chain.snapshot?.seq ?? 0, snapshotBytes: chain.snapshot?.extent ?? 0,
      snapshotAt: chain.snapshot.map { Timestamp(milliseconds: $0.begun) },
      fault: failure.map { (StoreFault("\($0.error)", advice: $0.error.advice), Timestamp(milliseconds: $0.since)) })
  }

  // MARK: Reading

  /// Takes in what others committed since, so that what is answered now is what all would answer; true if there was
  /// anything. One load where there is not. Throws if the desk cannot be read any more.
  @inline(__always)
  public func refresh() throws(StoreError) -> Bool {
    guard log.isBehind, let index = log.index else { return false }
    if case .reader = log.attachment, index.isExclusive {
      // It is refused, unless the process that kept the folder to itself has ended.
      try member(isPatient: false).unlock()
      return true
    }
    do throws(ChangeLogError) { return try refresh(index) } catch { throw .open(error) }
  }

  private func refresh(_ index: CommitIndex) throws(ChangeLogError) -> Bool {
    guard let next = log.currentPoint else {
      // Its writer is at it, or is gone, or another program wrote there: the lock is waited for, and it is made anew.
      // Where that cannot be, no more is known.
      guard log.lastRecoveryFailure == nil else { return false }
      do throws(StoreError) {
        let membership = try member(isPatient: true)
        try lock(membership)
        membership.unlock()
      } catch {}
      return true
    }
    guard next.version != log.published.version else { return false }
    do throws(ChangeLogError) { try chain.checkContent(before: next.position) } catch {
      noteLoss(error)
      // Where the others have no more than what is known here, that is shown on. Else they went on without what was
      // shown here, and no state of the desk has both.
      guard log.accept(ifTheSame: next) else { throw error }
      return false
    }
    do throws(ChangeLogError) { try advance(to: next) } catch {
      // The files are not what the index says. While another process holds the lock, what is known is shown.
      if case .timedOut = try reload(), book.seq != chain.journal.position.seq { book = try chain.reread() }
    }
    return true
  }

  private func advance(to next: CommitPoint) throws(ChangeLogError) {
    let before = chain.snapshot?.number
    try log.advance(to: next, book)
    if chain.snapshot?.number != before { snapshots.madeByAnother() }
  }

  /// Reads the desk up to where it is committed, from nothing but its files.
  ///
  /// Without the lock, if this process does not hold it: its owner may hang, and reading takes its time. Only what
  /// cannot be read so is read under the lock, for which a reader joins.
  private func reload() throws(ChangeLogError) -> FolderMembership.Locking {
    if let membership = log.membership, membership.isLocked {
      try reloadLocked(membership)
      return .locked
    }
    if let read = log.readWithoutLock() {
      book = read
      return .locked
    }
    joinIfFree()
    guard let membership = log.membership else { return .timedOut(nil) }
    let locking = try membership.lock()
    guard case .locked = locking else { return locking }
    defer { membership.unlock() }
    try reloadLocked(membership)
    return .locked
  }

  private func reloadLocked(_ membership: FolderMembership) throws(ChangeLogError) {
    if let point = log.currentPoint {
      book = try log.read(upTo: point)
    } else {
      try membership.index.stampOwner(membership.owner, folder.disk.process)
      try recover(membership)
    }
  }

  private func recover(_ membership: FolderMembership) throws(ChangeLogError) {
    book = try log.recover(membership, options)
    if failure != nil { try log.checkAfterFailure() }
    condition = .unchecked
  }

  // MARK: Writing

  /// Takes the write lock, catches up with what other processes committed, and begins a transaction: until it ends,
  /// `book` is the current state of the desk and nobody else can change it. At most one may be open.
  ///
  /// Throws `.lockTimeout` if another process holds the lock for longer than four seconds (at all, if `isPatient` is
  /// false), or `.write` if the store is read-only and could not be repaired; the next call tries again.
  public func beginWrite(isPatient: Bool = true) throws(StoreError) -> WriteTransaction {
    try lock(try member(isPatient: isPatient), isPatient: isPatient)
    return WriteTransaction(self)
  }

  /// Takes the lock and catches up. If it throws, the lock is free, and the book is that of a commit.
  func lock(_ membership: FolderMembership, isPatient: Bool = true) throws(StoreError) {
    let reason: StoreError
    do throws(ChangeLogError) {
      switch try membership.lock(isPatient ? .write : .none) {
      case .locked: return try catchUp(membership)
      case .timedOut(let pid): reason = .lockTimeout(pid: pid)
      }
    } catch {
      refuseChanges(error, membership)
      reason = .write(error)
    }
    membership.unlock()
    // What was found and could not be made durable is not to be shown.
    chain.forgetTail(after: log.published.position)
    if book.seq != chain.journal.position.seq {
      // Should even that fail, the next refresh must not take the book for that of the index.
      log.forgetPublished()
      do throws(ChangeLogError) { _ = try reload() } catch {
        do throws(ChangeLogError) { book = try chain.reread() } catch { throw .write(error) }
      }
    }
    throw reason
  }

  /// No changes are taken from here on, which the log says once. Where committed changes may be gone, the next start is
  /// to find that they were there.
  private func refuseChanges(_ error: ChangeLogError, _ membership: FolderMembership) {
    if failure == nil { reportRefusal(error) }
    setReadOnly(error)
    if membership.isLocked, error.mayBeLoss { log.noteCommitted(membership) }
  }

  /// The same where the lock is not held, if it is free.
  private func noteLoss(_ error: ChangeLogError) {
    do throws(ChangeLogError) {
      guard let membership = log.membership, case .locked = try membership.lock(.none) else { return }
      defer { membership.unlock() }
      refuseChanges(error, membership)
    } catch {}
  }

  private func reportRefusal(_ error: ChangeLogError) {
    options.report("changes are refused: \(error). \(error.advice)")
  }

  private func catchUp(_ membership: FolderMembership) throws(ChangeLogError) {
    let index = membership.index
    let mustCheck = index.lastOwner != membership.owner || !condition.isReady
    if mustCheck {
      // First of all: should what is done here end half way, the next owner must not take it for its own.
      if condition.isReady { condition = .unchecked }
      try index.stampOwner(membership.owner, folder.disk.process)
    }
    let point = log.currentPoint
    // What others committed follows the last record that is known here, or else there are two histories.
    try chain.checkContent(before: (point ?? log.published).position)
    if let point, point.version != log.published.version {
      do throws(ChangeLogError) { try advance(to: point) } catch { try reloadLocked(membership) }
    }
    // A point that is not sound: its writer is gone, or failed, or another program wrote there.
    var mustRecover = point == nil
    if mustCheck && !mustRecover { mustRecover = try chain.hasJournal(after: log.published.position) }
    if mustRecover {
      try recover(membership)
    } else {
      // Before anything is staged, so that a refusal leaves the book as it is. A process that commits again at once has
      // just looked, and the commit looks again, beside the work of the disk.
      if mustCheck || abs(folder.disk.now() - committedAt) >= FolderMembership.recent { try chain.checkPlace() }
      if mustCheck || log.published.state != .settled || !chain.journal.state.takesRecords {
        try log.repairTail(book, options)
      }
      if failure != nil { try log.checkAfterFailure() }
    }
    condition = .ready
  }

  /// The membership in the folder, which a process that only follows the members, or could only read, gets now.
  func member(isPatient: Bool) throws(StoreError) -> FolderMembership {
    if let membership = log.membership { return membership }
    let (membership, recovered) = try StoreOpener(folder, options, shown: book.seq).attach(log, isPatient: isPatient)
    // Else other members lived all the time: what was read stays, and what follows it is unchecked.
    if let recovered { (log, book, condition) = (recovered.log, recovered.book, recovered.condition) }
    return membership
  }

  /// Checks that the folder's files are those that this process has open, to be called about once a second: other
  /// programs move, replace and cut files. If they are not, no changes are taken, and the log says why.
  public func checkFolder() {
    for line in folder.disk.takeWarnings() { options.report(line) }
    do throws(ChangeLogError) { try log.checkFiles() } catch {
      // Other members have gone on, and may have removed what they need no more.
      guard !log.isBehind, failure == nil else { return }
      reportRefusal(error)
      setReadOnly(error)
      // Under the lock it is certain, and the next start learns of it. What it comes to is said already.
      do throws(StoreError) {
        let membership = try member(isPatient: false)
        try lock(membership, isPatient: false)
        membership.unlock()
      } catch {}
    }
  }

  /// Becomes a member, if nobody holds the lock now: others are to know that this process has the folder open.
  public func joinIfFree() {
    guard case .reader = log.attachment else { return }
    // Where it cannot be, a write says why.
    do throws(StoreError) { try member(isPatient: false).unlock() } catch {}
  }

  // MARK: Committing

  /// Bytes that the open transaction has staged.
  var stagedBytes: Int { chain.journal.stagedBytes }

  /// Stages the changes of a call, for which there is room in the journal, and applies them to the book. If there is no
  /// room, it throws, and what was staged before stays.
  func stage(_ changes: [Change], isLast: Bool) throws(ChangeLogError) {
    chain.journal.stage(changes)
    if !chain.journal.hasRoomForStaged {
      do throws(ChangeLogError) {
        try log.makeRoom { journal throws(ChangeLogError) in try journal.reserve() }
      } catch {
        chain.journal.unstageLast()
        if failure == nil { reportRefusal(error) }
        setReadOnly(error)
        throw error
      }
    }
    // The disk works while the changes are applied and the call is answered.
    if isLast { startWriting() }
    for change in changes { book.apply(change) }
  }

  func startWriting() {
    if options.sync == .always { chain.journal.startWriting() }
  }

  /// Makes what is staged durable, publishes it, and gives the lock back. If it throws, the store has gone back to the
  /// last commit, or can only be read up to there.
  func commit() throws(CommitFailure) {
    defer { log.membership?.unlock() }
    guard stagedBytes > 0 else { return }
    do throws(ChangeLogError) {
      try log.makeRoom { journal throws(ChangeLogError) in try journal.syncRoom() }
      // The disk works while the places of the files are checked.
      startWriting()
      try chain.checkPlace()
      try chain.journal.commit(sync: options.sync == .always)
      try log.publish()
      committedAt = folder.disk.now()
    } catch {
      chain.journal.unstage()
      continueAfterFailure(error)
      let isUndecided = failure != nil && chain.journal.state == .undecided
      var unreadable: StoreError?
      do throws(StoreError) { try goBack() } catch { unreadable = error }
      throw CommitFailure(reason: error, isUndecided: isUndecided, unreadable: unreadable)
    }
  }

  /// Forgets what is staged, goes back to the last commit, and gives the lock back. Throws if the desk cannot be read
  /// any more.
  func abort() throws(StoreError) {
    defer { log.membership?.unlock() }
    guard stagedBytes > 0 else { return }
    chain.journal.unstage()
    // What `startWriting` wrote of it is void.
    voidTail()
    try goBack()
  }

  /// Reads the book of the last commit. If that cannot be, the next call reads it again.
  private func goBack() throws(StoreError) {
    do throws(ChangeLogError) { book = try chain.reread() } catch {
      log.forgetPublished()
      throw .open(error)
    }
  }

  /// Begins a journal that a snapshot is made before, unless the present one has nothing yet.
  func rotateForSnapshot() throws(ChangeLogError) {
    do throws(ChangeLogError) {
      if !chain.journal.isSynced {
        // Should this process end within the sync, nobody knows what it came to.
        try log.publish(.mustRotate)
        try chain.journal.sync()
        try log.publish()
      }
      // A journal without changes begins after all of them as it is.
      if chain.mustRotateForSnapshot { try log.publish(after: chain.rotate()) }
    } catch {
      // Where the sync failed, or the next one may have its name already, nothing may be appended to this one.
      if !chain.journal.state.takesRecords { continueAfterFailure(error) }
      throw error
    }
  }

  /// The store is read-only after a failure; but where nothing is wrong except with the journal, it goes on at once.
  private func continueAfterFailure(_ error: ChangeLogError) {
    setReadOnly(error)
    voidTail()
  }

  /// Begins the next journal, where nothing may be appended to this one. If that cannot be, the store is read-only, and
  /// the others learn that nothing may be appended.
  private func voidTail() {
    guard !chain.journal.state.takesRecords else { return }
    do throws(ChangeLogError) {
      try log.publish(after: chain.rotate())
      condition = .ready
    } catch {
      if failure == nil { setReadOnly(error) }
      do throws(ChangeLogError) { try log.publish(.mustRotate) } catch {}
    }
  }

  func setReadOnly(_ error: ChangeLogError) {
    condition = .readOnly(error, since: failure?.since ?? folder.disk.now())
  }

  // MARK: Snapshots

  /// Makes a snapshot if it is time for one, and no other process is at it. A failure is reported and changes nothing:
  /// the journals hold everything.
  public func snapshotIfDue() { snapshots.makeIfDue() }

  /// Writes all that was committed into a snapshot, after which the journal starts anew; no transaction is open. If it
  /// throws, every change is still where it was. Takes time in proportion to all changes so far.
  public func snapshot() throws(StoreError) { try snapshots.make() }

  // MARK: Ending

  /// Ends the work on the folder: all that was committed is durable, and the journal says so to the next process. A
  /// store that is read-only tries once more to begin another journal, which voids what was refused; any other waits
  /// for nobody.
  public func close() throws(StoreError) {
    guard let membership = log.membership else { return }
    defer { membership.leave() }
    let mustSettle = failure != nil || log.published.state != .settled
    do throws(StoreError) { try lock(membership, isPatient: mustSettle) } catch {
      // The process that holds the lock notes at its end how much is durable.
      if case .lockTimeout = error, !mustSettle { return }
      throw error
    }
    do throws(ChangeLogError) { try chain.makeNamesDurable() } catch {
      setReadOnly(error)
      throw .write(error)
    }
    log.writeCleanMark()
  }
}
