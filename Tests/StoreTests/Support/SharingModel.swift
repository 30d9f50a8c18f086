/// The protocol by which processes share a folder, as a model: what the disk, the commit index and the processes hold
/// at one moment, what a crash leaves of it, and what must always be true of it.
///
/// It is small enough to explore every order of steps (`SharingModel+Steps`), with a process killed, the power lost or
/// a call failing at any of them. It knows nothing of the product. Every write is synced before it is answered.
/// Snapshots are left out, because they do not change what counts.
///
/// A member is known to the others for as long as it lives. A reader is not: it started while another process held the
/// lock, and follows the index. The index may be old, of a boot before the last loss of power: then nobody believes it.
/// A process that keeps the folder to itself has no other member beside it, and publishes nothing: the model keeps what
/// it knows in the index, where nobody else looks (`Index.isPrivate`).
///
/// Of the journals the model has the last one, the committed records of all before it, and the next one while a loss of
/// power may take back its name. Once the name of the next journal is durable, what it says of the tail before it
/// holds, and the model forgets that tail.
struct SharingModel: Hashable {
  /// A deliberate mistake in the protocol. The explorer must catch each.
  enum Mutation: CaseIterable {
    /// The writer publishes before it syncs.
    case publishesBeforeTheSync
    /// The writer releases the lock before it publishes.
    case unlocksBeforePublishing
    /// The writer answers before it syncs.
    case answersBeforeTheSync
    /// The writer repeats a sync that failed.
    case repeatsTheSync
    /// After a write that failed, the writer goes on in the same journal.
    case goesOnAfterAFailure
    /// Readers read to the end of the journal, past the commit point.
    case readsPastTheCommitPoint
    /// A process that takes the lock after another one does not look past the end.
    case doesNotLookPastTheEnd
    /// It looks past the end, and not for a journal after the one that the index names.
    case doesNotLookForTheNext
    /// It cuts whole records that it finds, because nobody is known to have been answered.
    case cutsWhatIsWhole
    /// It publishes whole records that it finds as they are.
    case doesNotSyncAgain
    /// It syncs whole records that it finds, and does not write them again.
    case doesNotWriteAgain
    /// The next journal does not void the tail of the last one.
    case voidsNothing
    /// The next journal is published before its name is durable.
    case publishesBeforeItsNameIsDurable
    /// A name that could not be made durable is removed again. A loss of power may bring it back.
    case removesAName
    /// A process that repairs what a start could not make durable does not sync the folder.
    case forgetsTheNames
    /// A process writes to a journal although the index says that it must rotate.
    case ignoresMustRotate
    /// A start that finds nobody there trusts the index.
    case trustsTheOldIndex
    /// A process takes itself for one that was there before it: they have the same id.
    case reusesAnOwner
    /// A process that repairs stamps itself as the owner at the end: until then the index names the last one.
    case stampsAfterRepairing
    /// A process takes a torn commit point for the one that it could not write, and does not examine it.
    case takesATornPointForItsOwn
    /// A write that is still there whole is reported as not kept, because the index says that the journal must rotate.
    case deniesWhatIsThere
    /// A process shows records that it found and could not make durable.
    case showsWhatItFound
    /// A process that could not void a write keeps the lock.
    case keepsTheLock
    /// A reader shows whole records that follow the commit point.
    case readerReadsPastTheCommitPoint
    /// A reader believes the index of another boot.
    case readsAnOldIndex
    /// A reader answers from what it has read although the commit point is torn and the lock is free.
    case readerPassesOverATornPoint
    /// A reader writes where the index ends, without joining.
    case readerWrites
    /// A process that waits for the lock counts as a member already, so that another start takes the index's word.
    case countsBeforeTheLock
    /// A reader that joins does not look past the end, because it has read up to there.
    case joinsUnchecked
    /// A reader that joins and is the first goes on from what it read, and does not read the folder.
    case firstGoesOnFromWhatItRead
    /// The versions start again where the index is begun anew: a reader takes another point for the one that it knows.
    case restartsTheVersions
    /// A process that ends without the lock marks the journal's end, as far as it knows it.
    case marksWithoutTheLock
    /// A process that keeps the folder to itself leaves the index as it found it.
    case leavesTheIndexReadable
    /// A process keeps the folder to itself although there are members.
    case keepsItBesideMembers
  }

  /// A record in a journal: which write it is, and where it is, in one byte that is not 0.
  struct Slot: Hashable {
    enum Durability: UInt8 {
      /// The system will write it at the next sync.
      case cached
      case durable
      /// A sync failed, and the system takes it for written.
      case lost
    }

    var byte: UInt8

    init(_ byte: UInt8) { self.byte = byte }
    /// A record of which the first part is written.
    init(firstPartOf id: UInt8) { byte = id }

    var id: UInt8 { byte & 7 }
    var isWhole: Bool {
      get { byte & 8 != 0 }
      set { byte = newValue ? byte | 8 : byte & ~8 }
    }
    var durability: Durability {
      get { Durability(rawValue: byte >> 4) ?? .cached }
      set { byte = byte & 15 | newValue.rawValue << 4 }
    }
  }

  /// A journal with a name that a loss of power may take back.
  struct Next: Hashable {
    /// How many records of the journal before count.
    var extent: Int
    var slots = Row()
  }

  struct Index: Hashable {
    enum State: UInt8 { case clean, needsRecovery, mustRotate }

    /// How many journals there are after the one that it names.
    var lag = 0
    /// How many records of that journal are committed, and how many of these are known to be durable.
    var (end, synced) = (0, 0)
    /// All committed records: what a reader finds up to the end.
    var ids = Row()
    var state = State.clean
    var isSound = true
    /// The process that had the lock last; -1 if it is gone.
    var lastOwner = -1
    /// Whether it is of a boot before the last loss of power.
    var isOld = false
    /// Whether it is what a process knows that keeps the folder to itself: all others find no sound commit point.
    var isPrivate = false

    static func == (a: Index, b: Index) -> Bool { a.key == b.key && a.ids == b.ids }
    func hash(into hasher: inout Hasher) {
      hasher.combine(key)
      hasher.combine(ids)
    }
    private var key: Int {
      let numbers = lag << 12 | end << 8 | synced << 4 | lastOwner + 1
      return numbers << 5 | Int(state.rawValue) << 3 | (isSound ? 1 : 0) | (isOld ? 2 : 0) | (isPrivate ? 4 : 0)
    }
  }

  /// What a process does next, or is.
  enum Step: UInt8 {
    case dead, idle
    // With the lock:
    case opening, admitted, locked, reading, rewriting, repaired, rotating, renamed, rotated
    case flaggingRotation, flaggingRecovery
    case deciding, half, whole, synced
    // Without it again:
    case late, answering
  }

  /// Why a process has the lock. `join`: it is a reader that becomes a member.
  enum Aim: UInt8 {
    case start, join, look, write, refuse

    var isToJoin: Bool { self == .start || self == .join }
  }

  struct Process: Hashable {
    var step: Step
    var aim = Aim.look
    var writes: Int
    /// The records that it answers from.
    var view = Row()
    /// The write under way.
    var pending: UInt8 = 0
    /// With the lock: how many records of the journal count for it, and how many of these it knows to be durable.
    var (end, durable) = (0, 0)
    /// Whether something failed since it had the lock last.
    var hasFailed = false
    /// Whether it still has to void a write that it refused, so that nobody finds it when the client sends it again.
    var mustVoid = false
    /// Whether it still has to begin the next journal.
    var mustRotate = false
    /// Whether the others know that it has the folder open.
    var isMember = false
    /// Whether it keeps the folder to itself, or wants to.
    var isExclusive = false
    /// A reader that takes the point in the index for the one that it knows (`restartsTheVersions`).
    var isMisled = false

    init(_ step: Step, writes: Int) { (self.step, self.writes) = (step, writes) }

    var isReader: Bool { step == .idle && !isMember }

    static func == (a: Process, b: Process) -> Bool { a.key == b.key && a.view == b.view }
    func hash(into hasher: inout Hasher) {
      hasher.combine(key)
      hasher.combine(view)
    }
    private var key: Int {
      let failures = (hasFailed ? 1 : 0) | (mustVoid ? 2 : 0) | (mustRotate ? 4 : 0)
      let flags = failures | (isMember ? 8 : 0) | (isExclusive ? 16 : 0) | (isMisled ? 32 : 0)
      let place = Int(step.rawValue) << 4 | Int(aim.rawValue)
      return ((place << 4 | writes) << 4 | Int(pending)) << 14 | end << 10 | durable << 6 | flags
    }
  }

  /// The records that count of all journals before the last.
  var base = Row()
  /// The last journal whose name is durable.
  var journal = Row()
  var next: Next?
  /// A journal whose name was removed: a loss of power may bring it back.
  var ghost: Next?
  var index = Index()
  /// The process that holds the lock; -1 if none does.
  var lock = -1
  var processes: [Process]
  /// Starts, crashes and failing calls that may still come.
  var (starts, kills, cuts, faults): (Int, Int, Int, Int)
  /// How many of the starts may be of a process that keeps the folder to itself.
  var exclusives: Int

  // What no process knows, and every client relies on.

  /// The longest row that was ever published; and the part of it that must survive a loss of power: all except what a
  /// start found, could not make durable, and published with `needsRecovery`.
  var (committed, sure) = (Row(), Row())
  /// The writes that were acknowledged, and those that were refused as not kept.
  var (acknowledged, refused): (UInt8, UInt8) = (0, 0)
  /// What broke.
  var violation: String?

  /// The first `living` processes are there; the others may start.
  init(_ writes: [Int], living: Int, starts: Int, kills: Int, cuts: Int, faults: Int, exclusives: Int = 0) {
    processes = writes.map { Process(.dead, writes: $0) }
    (self.starts, self.kills, self.cuts, self.faults, self.exclusives) = (starts, kills, cuts, faults, exclusives)
    for number in 0..<living { (processes[number].step, processes[number].isMember) = (.idle, true) }
  }

  static func == (a: SharingModel, b: SharingModel) -> Bool {
    a.counts == b.counts && a.processes == b.processes && a.index == b.index && a.journal == b.journal
      && a.base == b.base && a.next == b.next && a.ghost == b.ghost && a.committed == b.committed && a.sure == b.sure
      && a.violation == b.violation
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(counts)
    for process in processes { process.hash(into: &hasher) }
    index.hash(into: &hasher)
    hasher.combine(journal)
    hasher.combine(base)
    hasher.combine(next?.slots)
  }

  private var counts: Int {
    let left = exclusives << 16 | starts << 12 | kills << 8 | cuts << 4 | faults
    return ((left << 8 | Int(acknowledged)) << 8 | Int(refused)) << 4 | lock + 1
  }

  // MARK: The journal that the index names, or should

  /// Whether that is one whose name is not durable.
  private var isInNext: Bool { next != nil && index.lag == 0 }

  var slots: Row {
    get { isInNext ? next?.slots ?? Row() : journal }
    set { if isInNext { next?.slots = newValue } else { journal = newValue } }
  }

  /// The records that count up to a place in it.
  func ids(upTo end: Int) -> Row {
    let before = isInNext ? base + journal.prefix(next?.extent ?? 0) : base
    return (before + slots.prefix(end)).map { Slot($0).id }
  }

  /// How many whole records it begins with.
  var wholeCount: Int { slots.count { Slot($0).isWhole } }
  var isTorn: Bool { slots.contains { !Slot($0).isWhole } }

  /// The folder is synced: the name of the next journal is durable, and so is what it says of the tail before it.
  mutating func makeNamesDurable() {
    ghost = nil
    guard let next else { return }
    (base, journal) = (base + journal.prefix(next.extent), next.slots)
    self.next = nil
  }

  // MARK: What must be true

  mutating func fail(_ what: String) {
    if violation == nil { violation = what }
  }

  /// A process answers from this view, which must be what is committed.
  mutating func show(_ view: Row) {
    if view != committed { fail("answers from \(view), and \(committed) is committed") }
  }

  /// These records are published as committed.
  mutating func commit(_ ids: Row, isSure: Bool) {
    if !ids.starts(with: committed) { fail("\(ids) is committed, and \(committed) was") }
    if ids.mask.nonzeroBitCount != ids.count { fail("\(ids) is committed: one of them twice") }
    committed = ids
    if isSure { sure = ids }
    check()
  }

  /// Every acknowledged write is committed, and no refused one.
  mutating func check() {
    let mask = committed.mask
    if acknowledged & ~mask != 0 { fail("\(committed) is committed, and one more was acknowledged") }
    if refused & mask != 0 { fail("\(committed) is committed, and one of them was said not to be kept") }
  }

  /// What is wrong with a state in which no process goes on without a crash; nil if all writes are done, and seen by
  /// all.
  var isStuck: String? {
    for (number, process) in processes.enumerated() where process.step != .dead {
      if process.step != .idle || process.writes > 0 || !index.isSound { return "\(number) cannot go on" }
      if process.view != index.ids {
        return "\(number) answers from \(process.view) and stays so, not from \(index.ids)"
      }
    }
    return nil
  }

  // MARK: Crashes

  /// A process ends: its lock is free, and what it wrote is there.
  mutating func end(_ number: Int, _ mutation: Mutation?) {
    if lock == number { lock = -1 }
    // If it starts again, it is another process.
    if index.lastOwner == number && mutation != .reusesAnOwner { index.lastOwner = -1 }
    // What it knew and did not publish is gone with it.
    if processes[number].isExclusive && index.isPrivate { (index.isPrivate, index.isSound) = (false, false) }
    processes[number] = Process(.dead, writes: processes[number].writes)
  }

  /// How many ways there are in which the power can be lost now.
  var cutWays: Int {
    let unsafe = (base + journal + (next?.slots ?? Row())).count { Slot($0).durability != .durable }
    return (next == nil && ghost == nil ? 1 : 2) * (2 * unsafe + 1)
  }

  /// The power is lost. Of the records that were not durable a prefix is left, and the next one may be torn; a name
  /// that was not durable is there or not. No start trusts the index.
  mutating func cut(_ way: Int, _ mutation: Mutation?) {
    cuts -= 1
    for number in processes.indices { end(number, mutation) }
    var way = way
    if next != nil || ghost != nil {
      next = way % 2 == 0 ? nil : next ?? ghost
      way /= 2
    }
    makeNamesDurable()
    (base, journal) = (Self.left(base, &way), Self.left(journal, &way))
    index = Index()
    index.isOld = true
    committed = sure
  }

  /// What is left of a row of records, and of `way`, which is twice the number of records left that were not durable,
  /// and 1 more if the next one is torn.
  private static func left(_ row: Row, _ way: inout Int) -> Row {
    var left = Row()
    for byte in row {
      var slot = Slot(byte)
      // Nothing is read past a record that is gone.
      guard way >= 0 else { break }
      if slot.durability != .durable {
        way -= 2
        if way < 0 {
          guard way == -1 else { break }
          slot.isWhole = false
        }
      }
      slot.durability = .durable
      left.append(slot.byte)
    }
    return left
  }
}
