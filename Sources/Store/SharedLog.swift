import ChangeLog
import Desk
import Disk

/// The files of a desk as the members of its folder share them: the chain of journals, how this process is attached to
/// the folder, and the commit point that it knows.
final class SharedLog {
  /// How a process is attached to the folder.
  ///
  /// | from             | by                                                              | to       |
  /// | ---------------- | --------------------------------------------------------------- | -------- |
  /// | (start)          | `StoreOpener.open()`: the folder cannot be written              | detached |
  /// | (start)          | `StoreOpener.open()`: another process holds the lock            | reader   |
  /// | (start)          | `StoreOpener.open()`                                            | member   |
  /// | reader, detached | `Store.member(isPatient:)`, before the first write and when idle | member   |
  enum Attachment {
    /// The folder can only be read: nobody knows of this process, and it follows nobody.
    case detached
    case reader(FolderReader)
    case member(FolderMembership)
  }

  /// How long a folder that could not be read anew is left alone, in ms.
  private static let recoveryRetry: Int64 = 1_000
  /// How often the desk is read anew while others go on, before they are kept out for it.
  private static let readsWithoutLock = 20

  let folder: LogFolder
  private(set) var attachment: Attachment
  private(set) var chain: JournalChain
  private(set) var published: CommitPoint
  /// Why the folder could not be read anew, what the index was then, and when in ms.
  private var failedRecovery: (error: ChangeLogError, version: UInt64, at: Int64)?

  init(_ folder: LogFolder, _ attachment: Attachment, _ chain: JournalChain, published: CommitPoint? = nil) {
    (self.folder, self.attachment, self.chain) = (folder, attachment, chain)
    self.published = published ?? CommitPoint(position: chain.position)
    index =
      switch attachment {
      case .detached: nil
      case .reader(let reader): reader.index
      case .member(let membership): membership.index
      }
  }

  /// The commit index, as long as the attachment lives.
  private(set) var index: CommitIndex?

  var membership: FolderMembership? {
    if case .member(let membership) = attachment { membership } else { nil }
  }

  /// Becomes a member where other members have been all the time: what was read stays.
  func join(_ membership: FolderMembership) { (attachment, index) = (.member(membership), membership.index) }

  // MARK: Reading

  /// Whether other members committed anything that this process does not know: one load.
  @inline(__always)
  var isBehind: Bool { index.map { $0.version != published.version } ?? false }

  /// The commit point now; nil if it is not sound, or lies before the one that this process knows.
  var currentPoint: CommitPoint? {
    guard let index else { return published }
    if index.version == published.version { return published }
    guard index.isCurrent, let point = index.point(), !point.isBefore(published) else { return nil }
    return point
  }

  /// Takes over a point up to which nothing is new, so that it is not looked at again; false of any other one.
  func accept(ifTheSame point: CommitPoint) -> Bool {
    guard point.position.inJournal.seq == published.position.inJournal.seq else { return false }
    published.version = point.version
    return true
  }

  /// Throws if the files of the folder are not those that this process has open, or are not as it left them.
  func checkFiles() throws(ChangeLogError) {
    switch attachment {
    case .detached: return
    case .reader(let reader): try reader.checkPlace(in: folder)
    case .member(let membership): try membership.checkPlaces()
    }
    guard !isBehind else { return }
    try chain.checkPlace()
    try chain.checkContent(before: published.position)
    try chain.checkOlderFiles()
  }

  /// Takes the changes up to a commit point into the book. If it throws, the book may be anywhere between.
  func advance(to point: CommitPoint, _ book: Book) throws(ChangeLogError) {
    try chain.advance(to: point.position, book)
    published = point
  }

  /// Reads the desk up to a commit point, from nothing but its files.
  func read(upTo point: CommitPoint) throws(ChangeLogError) -> Book {
    let (chain, book) = try JournalChain.read(folder, upTo: point.position)
    (self.chain, published) = (chain, point)
    return book
  }

  /// Reads the desk that the index names, without the lock; nil if it is not all there.
  func readWithoutLock() -> Book? {
    guard let index, let (chain, book, point) = Self.read(folder, index, after: published) else { return nil }
    (self.chain, published) = (chain, point)
    return book
  }

  /// The same for a process that starts.
  static func read(
    _ folder: LogFolder, _ index: CommitIndex, as attachment: Attachment
  ) -> (log: SharedLog, book: Book)? {
    guard let (chain, book, point) = read(folder, index) else { return nil }
    return (SharedLog(folder, attachment, chain, published: point), book)
  }

  /// What is missing was there until the index named something else: so that is read, as often as the version moves
  /// meanwhile.
  private static func read(
    _ folder: LogFolder, _ index: CommitIndex, after known: CommitPoint? = nil
  ) -> (JournalChain, Book, CommitPoint)? {
    for _ in 0..<readsWithoutLock {
      guard index.isCurrent, let point = index.point(), known.map(point.isBefore) != true else { return nil }
      do throws(ChangeLogError) {
        let (chain, book) = try JournalChain.read(folder, upTo: point.position)
        return (chain, book, point)
      } catch {
        guard index.version != point.version else { return nil }
      }
    }
    return nil
  }

  /// The next refresh is not to take the book for that of the index.
  func forgetPublished() { published.version = 0 }

  // MARK: Repairing what another process left, with the lock held

  /// Checks what follows the end, makes what is sound there durable, publishes it, and only then takes it into the
  /// book.
  func repairTail(_ book: Book, _ options: Store.Options) throws(ChangeLogError) {
    let before = chain.position
    var mustPrepare = published.state != .settled || chain.torn != nil || !chain.journal.state.takesRecords
    if published.state == .mustRotate {
      // What a process wrote and refused is not to come back when the call is sent again.
      chain.journal.giveUp()
    } else if try chain.scanTail() {
      mustPrepare = true
    }
    guard mustPrepare else { return }
    // Nor are the names, for all that is known here: the process that left it so may have failed to sync them.
    if published.state != .settled { chain.doubtNames() }
    if let torn = chain.torn {
      options.report(
        "a write was cut short in \(chain.journal.header.name) at byte \(torn.lowerBound): it does not count")
    }
    let isFound = chain.journal.position.seq > before.inJournal.seq
    try publish(after: try chain.prepareForAppend(secures: options.sync != .never))
    if isFound { try chain.applyTail(after: before, to: book) }
  }

  /// Reads the folder as a start does that finds no other member, publishes what is there, and returns the book of it.
  ///
  /// What was known here is not to be gone: a system that could not sync it may have forgotten it, or another program
  /// put an older copy there. If it throws, what was known stays. Where the files are at fault, the next tries are
  /// refused for a second: each would read all of the folder again, in vain.
  func recover(_ membership: FolderMembership, _ options: Store.Options) throws(ChangeLogError) -> Book {
    if let lastRecoveryFailure { throw lastRecoveryFailure }
    let version = membership.index.version
    do throws(ChangeLogError) {
      let (recovered, found, unwritable) = try JournalChain.recover(
        folder, try folder.files(), hint: DurabilityHint(in: folder), expecting: chain.journal.position.seq)
      if let unwritable { throw unwritable }
      for line in found.warnings { options.report(line) }
      try membership.repairIndex()
      let known = chain
      chain = recovered
      chain.doubtNames()
      do throws(ChangeLogError) {
        try publish(after: try chain.prepareForAppend(secures: options.sync != .never))
      } catch {
        // What could not be made durable is not shown.
        chain = known
        throw error
      }
      return found.book
    } catch {
      // A call to the system that failed may succeed the next time.
      if error.diskError == nil { failedRecovery = (error, version, folder.disk.now()) }
      throw error
    }
  }

  /// Why the folder could not be read anew a moment ago; nil if it may be tried.
  var lastRecoveryFailure: ChangeLogError? {
    guard let failed = failedRecovery, failed.version == index?.version,
      abs(folder.disk.now() - failed.at) < Self.recoveryRetry
    else { return nil }
    return failed.error
  }

  /// Throws if what failed fails still: files before the journal that are gone, or no room in it. Where the journal
  /// cannot grow, the next is begun.
  func checkAfterFailure() throws(ChangeLogError) {
    try chain.checkOlderFiles()
    let roomMin = 1 << 12
    guard chain.journal.room < roomMin else { return }
    var rotation: Rotation?
    do throws(ChangeLogError) {
      try chain.journal.reserve(roomMin)
      try chain.journal.syncRoom()
    } catch {
      rotation = try chain.rotate()
    }
    try publish(after: rotation)
  }

  // MARK: Writing, with the lock held

  /// Makes room in the journal for what is staged; where it cannot grow, such as over a limit on the size of files, in
  /// the next one.
  func makeRoom(_ make: (Journal) throws(ChangeLogError) -> Void) throws(ChangeLogError) {
    do throws(ChangeLogError) {
      if chain.journal.state == .mustRotate { try publish(after: chain.rotate()) }
      try make(chain.journal)
    } catch {
      // Another one that is empty has no more room than this one.
      guard chain.journal.position.end > FileHeader.recordsStart || !chain.journal.state.takesRecords else {
        throw error
      }
      do throws(ChangeLogError) {
        try publish(after: chain.rotate())
        try chain.journal.reserve()
        try chain.journal.syncRoom()
      } catch _ {
        throw error
      }
    }
  }

  // MARK: Publishing

  /// Publishes up to where the desk is committed. If it throws, it is committed up to where it was, and nothing
  /// more may be appended to this journal: what it has after that is to be void.
  func publish(_ state: CommitPoint.State = .settled, after rotation: Rotation? = nil) throws(ChangeLogError) {
    guard let membership else { return }
    var next = CommitPoint(version: membership.index.version, position: chain.position, state: state)
    // Nobody can read the index of a folder that this process keeps to itself.
    if !membership.isExclusive {
      next.version = membership.index.version(after: published.version)
      do throws(ChangeLogError) { try membership.index.publish(next) } catch {
        if published.position.journal == next.position.journal {
          chain.journal.retract(to: published.position.inJournal)
        } else {
          chain.journal.giveUp()
        }
        throw error
      }
    }
    published = next
    rotation?.mark()
  }

  /// Publishes that there is a new snapshot, and nothing else.
  func publish(snapshot: Int) throws(ChangeLogError) {
    guard let membership, var next = currentPoint else { return }
    let isLatest = next.version == published.version
    next.position.snapshot = snapshot
    if !membership.isExclusive {
      next.version = membership.index.version(after: next.version)
      try membership.index.publish(next)
    }
    // Others may have gone on, which this process takes in with its next refresh.
    if isLatest { published = next }
  }

  /// Notes what this process knows to be committed, where the files may not have it any more: for the other processes,
  /// if the index does not say it, and for the next start. What is known already is not noted again.
  func noteCommitted(_ membership: FolderMembership) {
    let (hint, inJournal) = (DurabilityHint(in: folder), published.position.inJournal)
    // The hint outlives a loss of power, as what is durable does.
    if inJournal.synced == inJournal.end, DurabilityHint.larger(hint, published.hint) != hint {
      published.hint.write(to: membership.lockFile)
    }
    guard !membership.isExclusive, currentPoint == nil else { return }
    do throws(ChangeLogError) {
      try membership.repairIndex()
      var next = published
      next.version = membership.index.version(after: published.version)
      try membership.index.publish(next)
      published = next
    } catch {}
  }

  /// Notes for the next process how much is durable, if all is.
  func writeCleanMark() {
    guard chain.isDurable else { return }
    let (journal, position) = (chain.journal, chain.journal.position)
    let hint = DurabilityHint(journal: journal.header.number, bytes: position.synced, seq: position.seq)
    journal.mark()
    if let membership { hint.write(to: membership.lockFile) }
  }
}
