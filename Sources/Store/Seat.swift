/// A process's place at the desk of a folder: its presence, for life, and the lock, for one commit at a time; or for
/// several, where nobody else is there.
///
/// What each of them means, and who may do what, is at the head of `SharedPage`.
final class Seat {
  /// How long is waited for the lock when a change is to be made, in microseconds, and at a start.
  private static let (changeWait, startWait) = (4_000_000, 10_000_000)
  /// The first look again, and the longest time between two: a commit takes some hundred microseconds.
  private static let (pauseMin, pauseMax) = (50, 5_000)
  /// So long they are short: a few commits of others.
  private static let pausesAreShort = 20_000

  private let disk: any Disk
  /// The file of the lock and of the page.
  let lock: DiskFile
  private let presence: DiskFile
  let page: SharedPage
  /// What tells this process from all others.
  let holder = UInt64.random(in: 1 ... .max)
  /// True if nobody else had the folder open when this process came.
  let isAlone: Bool
  private let isExclusive: Bool
  /// True while this process holds the lock.
  private(set) var isInside = true
  /// What tells the lock from a file that somebody puts in its place.
  private let identity: DiskFileStatus.Identity
  private let path: String
  private var place: Int?

  private init(
    _ disk: any Disk, _ folder: String, _ files: (lock: DiskFile, presence: DiskFile), _ page: SharedPage,
    _ identity: DiskFileStatus.Identity, isAlone: Bool, isExclusive: Bool
  ) {
    (self.disk, self.page, self.identity) = (disk, page, identity)
    (lock, presence) = files
    path = folder + "/lock"
    (self.isAlone, self.isExclusive) = (isAlone, isExclusive)
  }

  deinit {
    disk.close(presence)
    disk.close(lock)
  }

  /// Takes a seat, and is inside then; nil where the folder can only be read. `isExclusive`: nobody else may have the
  /// folder open, now or later.
  static func take(
    _ disk: any Disk, _ folder: String, isExclusive: Bool, makesFolder: Bool = true
  ) throws(StoreError) -> Seat? {
    var (lock, isReadOnly) = try StoreError.creating { () throws(DiskError) in
      try StoreLock.open(disk, folder, makesFolder: makesFolder)
    }
    let path = folder + "/lock"
    do throws(StoreError) {
      try wait(disk, lock, startWait, StoreError.creating, knockingAt: path)
      var tries = 0
      while try !StoreError.creating({ () throws(DiskError) in try isAt(path, disk.status(of: lock).identity, disk) }) {
        tries += 1
        guard tries < 3 else { throw .foreign(folder: folder) }
        // Somebody removed it meanwhile.
        let other = try StoreError.creating { () throws(DiskError) in
          try StoreLock.open(disk, folder, makesFolder: makesFolder)
        }
        disk.close(lock)
        (lock, isReadOnly) = other
        try wait(disk, lock, startWait, StoreError.creating, knockingAt: path)
      }
      guard !isReadOnly else {
        disk.close(lock)
        return nil
      }
      let presence = try StoreError.creating { () throws(DiskError) in
        try disk.openOrCreate(folder + "/presence")
      }
      do throws(StoreError) { return try sit(disk, folder, lock, presence, isExclusive) } catch {
        disk.close(presence)
        throw error
      }
    } catch {
      disk.close(lock)
      throw error
    }
  }

  private static func sit(
    _ disk: any Disk, _ folder: String, _ lock: DiskFile, _ presence: DiskFile, _ isExclusive: Bool
  ) throws(StoreError) -> Seat {
    let isAlone = try isAlone(disk, lock, presence)
    if !isAlone {
      guard try StoreError.creating({ () throws(DiskError) in try disk.lock(presence, .shared) }), !isExclusive else {
        throw .locked(folder: folder, pids: sharers(disk, lock))
      }
    }
    let (page, identity) = try StoreError.creating { () throws(DiskError) in
      let page = try SharedPage(disk, lock)
      if isAlone { try page.begin() }
      return (page, try disk.status(of: lock).identity)
    }
    guard page.isPage, page.isOfThisBoot else { throw .foreign(folder: folder) }
    if !isAlone { try StoreError.creating { () throws(DiskError) in try page.count(1) } }
    let seat = Seat(disk, folder, (lock, presence), page, identity, isAlone: isAlone, isExclusive: isExclusive)
    // Only for whoever asks who is there: what fails changes nothing.
    do throws(DiskError) { seat.place = try page.add(disk.process) { disk.isGone($0) } } catch {}
    StoreLock.sign(disk, lock)
    return seat
  }

  private static func isAlone(_ disk: any Disk, _ lock: DiskFile, _ presence: DiskFile) throws(StoreError) -> Bool {
    var waited = 0
    while try !StoreError.creating({ () throws(DiskError) in try disk.lock(presence, .alone) }) {
      guard page(disk, lock)?.isHeld == true else { return false }
      // Who stayed inside is not inside any more: it is coming to its end, and has let go of one lock before the other.
      guard waited < startWait else { throw .busy(pid: holder(disk, lock)) }
      disk.pause(microseconds: pauseMin)
      waited += pauseMin
    }
    return true
  }

  private static func isAt(
    _ path: String, _ identity: DiskFileStatus.Identity, _ disk: any Disk
  ) throws(DiskError) -> Bool {
    do throws(DiskError) { return try disk.status(at: path).identity == identity } catch {
      guard error.code == SystemDisk.missing else { throw error }
      return false
    }
  }

  /// Who has a folder open, as far as its page tells.
  static func sharers(_ disk: any Disk, _ lock: DiskFile) -> [Int32] {
    page(disk, lock)?.sharers.filter { !disk.isGone($0) }.sorted() ?? []
  }

  /// The page of a lock that this process may not hold, for a message; nil if there is none.
  private static func page(_ disk: any Disk, _ lock: DiskFile) -> SharedPage? {
    do throws(DiskError) {
      guard try disk.status(of: lock).size >= SharedPage.offset + SharedPage.bytes else { return nil }
      return try SharedPage(disk, lock)
    } catch {
      // It is only left out of the message.
      return nil
    }
  }

  // MARK: Inside

  /// Takes the lock. Throws if another process keeps it for long, or at all if this is not patient, or if the lock is
  /// not the folder's any more.
  func enter(isPatient: Bool = true) throws(StoreError) {
    guard !isInside else { return }
    try Self.wait(disk, lock, isPatient ? Self.changeWait : 0, StoreError.failing)
    isInside = true
    do throws(StoreError) { try check() } catch {
      leave()
      throw error
    }
  }

  /// Throws if the lock is not the folder's any more.
  func check() throws(StoreError) {
    try StoreError.failing { () throws(DiskError) in
      guard try Self.isAt(path, identity, disk) else { throw DiskError("lstat", "lock", SystemDisk.missing) }
    }
  }

  /// True if nobody else has the folder open, as who is inside knows: they need not let anybody in between two commits.
  @inline(__always)
  var mayStay: Bool { isInside && page.others == 0 }

  /// Waits for the lock; longer and longer from look to look. Whoever stays inside hears that the file is opened: once
  /// more with each look `knockingAt` its path, should the first time have been too early.
  private static func wait(
    _ disk: any Disk, _ lock: DiskFile, _ wait: Int,
    _ calling: (() throws(DiskError) -> Bool) throws(StoreError) -> Bool, knockingAt path: String? = nil
  ) throws(StoreError) {
    var (waited, pause) = (0, pauseMin)
    func isTaken() throws(DiskError) -> Bool {
      do throws(DiskError) { return try disk.lock(lock, .alone) } catch {
        // Whatever it came to, this process has it not.
        disk.unlock(lock)
        throw error
      }
    }
    while try !calling(isTaken) {
      guard waited < wait else { throw .busy(pid: holder(disk, lock)) }
      disk.pause(microseconds: pause)
      waited += pause
      guard waited > pausesAreShort else { continue }
      pause = min(2 * pause, pauseMax)
      if let path { do throws(DiskError) { disk.close(try disk.open(path, .read)) } catch {} }
    }
  }

  /// Who is inside, as far as the page tells: whoever came in a moment ago may not have signed yet, and who signed
  /// before may be this very process.
  private static func holder(_ disk: any Disk, _ lock: DiskFile) -> Int32? {
    page(disk, lock).flatMap { [0, disk.process].contains($0.process) ? nil : $0.process }
  }

  /// Gives the lock back.
  func leave() {
    guard isInside else { return }
    isInside = false
    disk.unlock(lock)
  }

  /// Lets others in, once this process has read the folder.
  func open() throws(DiskError) {
    // The one who came alone held the presence alone; that nobody comes in between, the lock sees to.
    if isAlone && !isExclusive { _ = try disk.lock(presence, .shared) }
  }

  /// Takes this process from the list of those who have the folder open, and counts it out, if it is inside. Where that
  /// fails, it is taken to be there for longer than it is.
  func resign() {
    if isInside { do throws(DiskError) { try page.count(-1) } catch {} }
    guard let place else { return }
    do throws(DiskError) { try page.remove(at: place) } catch {}
    self.place = nil
  }
}
