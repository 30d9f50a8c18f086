import ChangeLog
import Disk

/// A process's membership in a folder: its presence, for life, and the write lock, for one commit at a time; or for
/// life, where it keeps the folder to itself.
///
/// What each of them means, and who may do what, is at the head of `CommitIndex`.
final class FolderMembership {
  /// The write lock of the folder, as far as this process has it.
  ///
  /// | from     | by                                              | to       |
  /// | -------- | ----------------------------------------------- | -------- |
  /// | (start)  | `join()` takes it                               | locked   |
  /// | unlocked | `lock()`                                        | locked   |
  /// | locked   | `unlock()`                                      | unlocked; retained, with `--exclusive` |
  /// | retained | `lock()`                                        | locked   |
  /// | any      | `leave()`                                       | unlocked |
  enum LockState {
    case unlocked
    /// This process may write.
    case locked
    /// This process does not write, and lets no other take the lock.
    case retained
  }

  /// What a try to join came to.
  enum Joining {
    case member(FolderMembership)
    /// The folder can only be read, so that nobody knows of this process.
    case readOnly
    case refused(StoreError)
  }

  /// What a wait for the lock came to.
  enum Locking {
    case locked
    /// Another process, whose id may be known, held it for too long.
    case timedOut(Int32?)
  }

  /// How long to wait for the lock.
  enum Patience: Int {
    case none = 0
    /// After which the user is to know.
    case brief = 500_000
    case write = 4_000_000
    /// Of a start that has to read the folder as after a power loss.
    case start = 10_000_000

    var microseconds: Int { rawValue }
  }

  /// The first pause between two tries, and the longest: a commit takes some hundred microseconds.
  private static let (pauseMin, pauseMax) = (50, 5_000)
  /// So long they are short: a few commits of others.
  private static let pausesAreShort = 20_000

  /// How often a process tries to join beside members whose index says nothing, and the pause between: longer than the
  /// second after which a member repairs an index that another program wrote over.
  private static let (attempts, attemptPause) = (30, 50_000)

  /// For how long a look at a file of the folder counts, in ms: a process that commits again and again need not look
  /// before each commit.
  static let recent: Int64 = 20

  private let folder: LogFolder
  /// The file of the lock and of the commit index.
  let lockFile: LogFile
  private let presence: LogFile
  let index: CommitIndex
  /// What distinguishes this process from all others.
  let owner = UInt64.random(in: 1 ... .max)
  /// Whether there was no other member when this process joined.
  let isFirst: Bool
  let isExclusive: Bool
  private(set) var lockState = LockState.locked
  /// What distinguishes the presence from a file that somebody puts in its place.
  private let presenceIdentity: DiskFileStatus.Identity
  /// When it was looked at last, in ms.
  private var presenceCheckedAt: Int64 = 0
  /// The place among the members in the index; nil if there was none to be had.
  private var place: Int?

  private init(
    _ folder: LogFolder, _ lockFile: LogFile, _ presence: LogFile, _ presenceIdentity: DiskFileStatus.Identity,
    _ index: CommitIndex, isFirst: Bool, isExclusive: Bool
  ) {
    (self.folder, self.lockFile, self.presence) = (folder, lockFile, presence)
    (self.presenceIdentity, self.index) = (presenceIdentity, index)
    (self.isFirst, self.isExclusive) = (isFirst, isExclusive)
  }

  deinit {
    presence.close()
    lockFile.close()
  }

  // MARK: Joining

  /// Becomes a member, and holds the lock then. `isExclusive`: nobody else may have the folder open, now or later.
  static func join(
    _ folder: LogFolder, isExclusive: Bool, makesFolder: Bool, _ patience: Patience
  ) throws(ChangeLogError) -> Joining {
    for attempt in 0..<attempts {
      if attempt > 0 { folder.disk.pause(microseconds: attemptPause) }
      let (lockFile, isReadOnly) = try LockFile.open(folder, makesFolder: makesFolder)
      let joining: Joining?
      do throws(ChangeLogError) {
        joining = try join(folder, lockFile, isReadOnly: isReadOnly, isExclusive: isExclusive, patience)
      } catch {
        lockFile.close()
        throw error
      }
      if case .member? = joining {} else { lockFile.close() }
      // Nil: somebody removed the file meanwhile, or the members have not repaired the index yet.
      if let joining { return joining }
    }
    return .refused(.foreign(folder: folder.path))
  }

  private static func join(
    _ folder: LogFolder, _ lockFile: LogFile, isReadOnly: Bool, isExclusive: Bool, _ patience: Patience
  ) throws(ChangeLogError) -> Joining? {
    if case .timedOut(let pid) = try wait(for: lockFile, patience, unless: { isKeptExclusively(lockFile) }) {
      let isKept = isKeptExclusively(lockFile)
      return .refused(isKept ? inUse(folder, lockFile) : .lockTimeout(pid: pid))
    }
    let identity = try lockFile.status().identity
    guard try folder.status(of: LockFile.name)?.identity == identity else { return nil }
    if isReadOnly { return .readOnly }
    let presence = try folder.openOrCreate(LogFolder.presence)
    do throws(ChangeLogError) {
      let joining = try join(folder, lockFile, presence, isExclusive)
      if case .member? = joining {} else { presence.close() }
      return joining
    } catch {
      presence.close()
      throw error
    }
  }

  private static func join(
    _ folder: LogFolder, _ lockFile: LogFile, _ presence: LogFile, _ isExclusive: Bool
  ) throws(ChangeLogError) -> Joining? {
    var (isFirst, waited) = (try presence.lock(.alone), 0)
    // A member that keeps the folder to itself holds both locks. If it has one of them alone, it is at its end.
    while !isFirst, try !presence.lock(.shared) {
      guard waited < Patience.start.microseconds else { return .refused(inUse(folder, lockFile)) }
      folder.disk.pause(microseconds: pauseMin)
      waited += pauseMin
      isFirst = try presence.lock(.alone)
    }
    guard isFirst || !isExclusive else { return .refused(inUse(folder, lockFile)) }
    let (index, identity) = (try CommitIndex(lockFile), try presence.status().identity)
    // Members hold another file of this name, which was removed, or replaced, such as by a copy of itself. An id that
    // is this process's is that of one that is gone.
    if isFirst, index.isCurrent, !index.isPresence(identity),
      members(lockFile).contains(where: { $0 != folder.disk.process })
    {
      return .refused(inUse(folder, lockFile))
    }
    guard isFirst || index.isCurrent else { return nil }
    let membership = FolderMembership(
      folder, lockFile, presence, identity, index, isFirst: isFirst, isExclusive: isExclusive)
    if !isFirst { membership.register() }
    return .member(membership)
  }

  /// Up to where the members before had committed, for a process that found none and has not begun the index: all of it
  /// was written, and the machine was not started since. Nil where nothing is known.
  var committedBefore: CommitPoint? {
    guard isFirst, index.isCurrent, index.knowsBoot, let point = index.point() else { return nil }
    return point.position.inJournal.seq > 0 ? point : nil
  }

  /// Begins the index, for a process that found no other member, once it has read the folder: until then the old one
  /// says what must be there, should this process end half way.
  func beginIndex() throws(ChangeLogError) {
    try index.begin(presenceIdentity, isExclusive: isExclusive)
    register()
  }

  /// Writes this process down among the members, with the lock held. Where that fails, or there is no place, it is not
  /// named to a process that asks who has the folder open, and nothing else changes.
  private func register() {
    do throws(ChangeLogError) { place = try index.add(folder.disk.process) } catch {}
  }

  private static func inUse(_ folder: LogFolder, _ lockFile: LogFile) -> StoreError {
    .inUse(folder: folder.path, pids: members(lockFile))
  }

  /// The members of a folder, as far as its index names them.
  static func members(_ lockFile: LogFile) -> [Int32] {
    CommitIndex(existingIn: lockFile)?.members.filter { !lockFile.disk.isGone($0) }.sorted() ?? []
  }

  /// Lets others join, once this process has read the folder.
  func admitOthers() throws(ChangeLogError) {
    // The first member held the presence alone; that nobody joins in between, the lock sees to.
    if isFirst && !isExclusive { _ = try presence.lock(.shared) }
  }

  /// Takes this process from the list of members. Where that fails, it is named for longer than it is there.
  func leave() {
    if let place { do throws(ChangeLogError) { try index.remove(at: place) } catch {} }
    place = nil
    guard lockState != .unlocked else { return }
    lockState = .unlocked
    lockFile.unlock()
  }

  // MARK: The lock

  var isLocked: Bool { lockState == .locked }

  /// Takes the lock. Throws if it is not the folder's any more, or the presence is not.
  func lock(_ patience: Patience = .write) throws(ChangeLogError) -> Locking {
    if lockState == .unlocked {
      let locking = try Self.wait(for: lockFile, patience)
      guard case .locked = locking else { return locking }
    }
    lockState = .locked
    do throws(ChangeLogError) { try checkPlaces() } catch {
      unlock()
      throw error
    }
    // Another process has begun the index anew.
    if let place, index.member(at: place) != folder.disk.process { register() }
    return .locked
  }

  /// Throws if one of the two files is not the folder's any more: other processes lock what is in its place. A lock
  /// file that somebody cut gets its room for the index back, which then says nothing (`Store.catchUp`).
  func checkPlaces() throws(ChangeLogError) {
    if try LockFile.checkPlace(index.identity, in: folder).size < CommitIndex.fileBytes {
      // Not by writing: another process may do the same, and have published since.
      try lockFile.truncate(to: CommitIndex.fileBytes)
    }
    // It changes only who may join, so a process that locks again at once need not look.
    let now = folder.disk.now()
    guard abs(now - presenceCheckedAt) >= Self.recent else { return }
    guard try folder.status(of: LogFolder.presence)?.identity == presenceIdentity else {
      throw .disk(DiskError("lstat", LogFolder.presence, SystemDisk.missing))
    }
    presenceCheckedAt = now
  }

  /// Begins an index anew that another program has emptied, or put a copy in the place of. This process holds the lock.
  func repairIndex() throws(ChangeLogError) {
    if !index.isCurrent { try beginIndex() }
  }

  /// Gives the lock back, unless this process keeps the folder to itself.
  func unlock() {
    guard isLocked else { return }
    lockState = isExclusive ? .retained : .unlocked
    if !isExclusive { lockFile.unlock() }
  }

  /// Waits for the lock, longer and longer from try to try, but not where that is in vain.
  private static func wait(
    for lockFile: LogFile, _ patience: Patience, unless isInVain: () -> Bool = { false }
  ) throws(ChangeLogError) -> Locking {
    var (waited, pause) = (0, pauseMin)
    func isTaken() throws(ChangeLogError) -> Bool {
      do throws(ChangeLogError) { return try lockFile.lock(.alone) } catch {
        // Whatever it came to, this process has it not.
        lockFile.unlock()
        throw error
      }
    }
    while try !isTaken() {
      guard waited < patience.microseconds, !isInVain() else { return .timedOut(owner(lockFile)) }
      lockFile.disk.pause(microseconds: pause)
      waited += pause
      if waited > pausesAreShort { pause = min(2 * pause, pauseMax) }
    }
    return .locked
  }

  /// Whether a process that lives keeps the folder of a held lock to itself.
  private static func isKeptExclusively(_ lockFile: LogFile) -> Bool {
    guard let index = CommitIndex(existingIn: lockFile), index.isCurrent, index.isExclusive else { return false }
    return index.process != 0 && !lockFile.disk.isGone(index.process)
  }

  /// The process that holds the lock, as far as the index names it: one that took it a moment ago may not have stamped
  /// it yet, and the one that did before may be this very process.
  private static func owner(_ lockFile: LogFile) -> Int32? {
    CommitIndex(existingIn: lockFile).flatMap { [0, lockFile.disk.process].contains($0.process) ? nil : $0.process }
  }
}
