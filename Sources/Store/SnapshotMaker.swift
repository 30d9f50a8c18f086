import ChangeLog
import Disk

/// Makes the snapshots of a store, while the others go on, and knows when one is due.
final class SnapshotMaker {
  /// A snapshot is due when the journals have this many bytes, and as many as the last snapshot: so each change is
  /// copied few times, however many come.
  static let journalBytesMax = 1 << 24
  /// Or when the journal was begun so long ago (in ms) and has so many bytes.
  static let journalAgeMax: Int64 = 86_400_000
  static let oldJournalBytes = 1 << 20
  /// Or when so many journals were closed: each is a file, and a file that is open.
  static let journalsMax = 16
  /// How long after it finds another process at one it looks again, in ms.
  private static let othersRetry: Int64 = 1_000
  /// How long a snapshot waits for that of another process, and between two tries, in microseconds.
  private static let (othersWait, othersPause) = (30_000_000, 10_000)

  private unowned let store: Store
  /// None is due before the journals have this many bytes, or before this time in ms: one that failed, or that another
  /// process is at, is not tried again at once.
  private var notBefore: (bytes: Int, time: Int64) = (0, 0)

  init(_ store: Store) { self.store = store }

  private var chain: JournalChain { store.chain }
  private var folder: LogFolder { store.folder }

  /// Another process made one.
  func madeByAnother() { notBefore = (0, 0) }

  /// Whether one is due, which the process that finds it so makes.
  var isDue: Bool {
    let bytes = chain.journalBytes
    guard store.failure == nil, bytes >= notBefore.bytes else { return false }
    let isLarge = bytes >= Self.oldJournalBytes && bytes >= chain.snapshot?.extent ?? 0
    let age = folder.disk.now() - chain.journal.header.begun
    let isDue =
      chain.closed.count >= Self.journalsMax || isLarge && (bytes >= Self.journalBytesMax || age >= Self.journalAgeMax)
    return isDue && folder.disk.now() >= notBefore.time
  }

  /// Makes one if it is due, and no other process is at one. A failure is reported and changes nothing: the journals
  /// hold everything.
  func makeIfDue() {
    guard isDue else { return }
    do throws(StoreError) { try make(isPatient: false) } catch {
      if error.isBusy {
        // Another process is at one, or holds the lock; should it end before it is done, it falls to this one.
        notBefore.time = folder.disk.now() + Self.othersRetry
        return
      }
      notBefore.bytes = chain.journalBytes + Self.journalBytesMax
      store.options.report("no snapshot could be made, and none is needed yet: \(error)")
    }
  }

  /// Writes all that was committed into a snapshot, after which the journal starts anew; nothing, if there is nothing
  /// new.
  ///
  /// The others go on while it is written; no transaction is open. If another process is at a snapshot, this waits for
  /// it, or throws, if it is not patient. If it throws, every change is still where it was. Takes time in proportion to
  /// all changes so far.
  func make(isPatient: Bool = true) throws(StoreError) {
    let membership = try store.member(isPatient: isPatient)
    try store.lock(membership, isPatient: isPatient)
    defer { membership.unlock() }
    try waitForOthers(membership, isPatient)
    guard chain.hasNewsForSnapshot else { return }
    let file: LogFile
    do throws(ChangeLogError) {
      try store.rotateForSnapshot()
      file = try Snapshot.begin(folder, chain.journal.header.number)
    } catch {
      throw .write(error)
    }
    defer { file.close() }
    let (number, journal) = (chain.journal.header.number, chain.journal.header)
    do throws(StoreError) {
      membership.unlock()
      let (header, copy) = try write(file, before: journal)
      try lockAgain(membership, copy)
      try show(header, copy)
    } catch {
      folder.removeIfPossible(FileHeader.name(.snapshot, number) + LogFolder.unfinished)
      throw error
    }
    notBefore = (0, 0)
    do throws(ChangeLogError) {
      chain.removeObsolete(try folder.files(), report: store.options.report)
    } catch {
      store.options.report("\(error)")
    }
  }

  private func lockAgain(_ membership: FolderMembership, _ copy: LogFile) throws(StoreError) {
    let reason: StoreError
    do throws(ChangeLogError) {
      switch try membership.lock() {
      case .locked: return
      case .timedOut(let pid): reason = .lockTimeout(pid: pid)
      }
    } catch {
      reason = .write(error)
    }
    copy.close()
    throw reason
  }

  /// Waits until no process writes a snapshot; removes what one left that is gone.
  private func waitForOthers(_ membership: FolderMembership, _ isPatient: Bool) throws(StoreError) {
    var waited = 0
    while true {
      let name: String?
      do throws(ChangeLogError) { name = try snapshotUnderWay() } catch { throw .write(error) }
      guard let name else { return }
      guard isPatient, waited < Self.othersWait else {
        throw .write(.disk(DiskError("flock", name, SystemDisk.busy)))
      }
      membership.unlock()
      folder.disk.pause(microseconds: Self.othersPause)
      waited += Self.othersPause
      try store.lock(membership)
    }
  }

  private func snapshotUnderWay() throws(ChangeLogError) -> String? {
    for name in try folder.files().unfinished where name.hasPrefix(FileHeader.Kind.snapshot.rawValue) {
      let file = try folder.open(name, .read)
      defer { file.close() }
      guard try file.lock(.alone) else { return name }
      try folder.remove(name)
    }
    return nil
  }

  /// Writes the snapshot of what was before a journal, and reads it back. Nobody changes what it is made from.
  private func write(_ file: LogFile, before journal: FileHeader) throws(StoreError) -> (FileHeader, copy: LogFile) {
    do throws(ChangeLogError) {
      let header = try Snapshot.write(file, before: journal) { take throws(ChangeLogError) in
        try chain.payloadsBeforeJournal(take)
      }
      return (header, try Snapshot.verify(folder, header))
    } catch {
      throw .write(error)
    }
  }

  /// Gives a finished snapshot its name, and publishes it.
  private func show(_ header: FileHeader, _ copy: LogFile) throws(StoreError) {
    do throws(ChangeLogError) {
      try chain.placeSnapshot(header)
      try store.log.publish(snapshot: header.number)
    } catch {
      copy.close()
      throw .write(error)
    }
    chain.useSnapshot(header, copy)
  }
}

extension StoreError {
  /// Whether another process is at it, and it can be tried again.
  fileprivate var isBusy: Bool {
    switch self {
    case .lockTimeout: true
    case .write(let error): error.diskError?.code == SystemDisk.busy
    case .inUse, .foreign, .otherUser, .noDesk, .open, .create: false
    }
  }
}
