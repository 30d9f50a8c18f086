/// The protocol by which processes share a folder (`SharedPage`), as a model: what the disk, the page and the processes
/// hold at one moment, what a crash leaves of it, and what must be true of it always.
///
/// It is small enough to look at every order of steps (`SharingModel+Steps`), with a process killed, the power lost or
/// a call failing at any of them. It knows nothing of the product. All is synced before it is answered; snapshots are
/// left out, since they change nothing of what counts.
///
/// Of the journals it has the last one, what counts of all before it, and the one behind it while a loss of power may
/// take back its name. What a next journal says of the tail before it holds for ever once its name is safe: then the
/// tail is forgotten here.
struct SharingModel: Hashable {
  /// What is wrong with the protocol on purpose: each must be caught.
  enum Wrong: CaseIterable {
    /// The page is written before the sync.
    case publishesBeforeTheSync
    /// The lock is given back before the page is written.
    case unlocksBeforePublishing
    /// The client is told before the sync.
    case answersBeforeTheSync
    /// A sync that failed is called again.
    case repeatsTheSync
    /// A write that failed is refused, and the journal goes on.
    case goesOnBehindAFailure
    /// Readers take what is in the journal, and not what the page tells.
    case readsBeyondThePage
    /// Who comes inside behind another does not look behind the end.
    case doesNotLook
    /// It looks, and not for a journal behind the one that the page names.
    case doesNotLookForTheNext
    /// What is found whole is cut, since nobody is known to have been told.
    case cutsWhatIsWhole
    /// What is found whole is published as it is.
    case doesNotSyncAgain
    /// What is found whole is synced, and not written again.
    case doesNotWriteAgain
    /// The next journal does not say that the tail of the last one is void.
    case voidsNothing
    /// The next journal is published before its name is safe.
    case publishesAnUnsafeName
    /// A name is removed again if it could not be made safe; a loss of power may bring it back.
    case removesAName
    /// Whoever mends what a start could not make safe does not sync the folder.
    case forgetsTheNames
    /// That a journal is final is not heeded.
    case ignoresFinal
    /// A start that finds nobody there believes the page.
    case believesTheOldPage
    /// A process takes itself for one that was there before it: they have the same id.
    case signsLikeAnother
    /// Whoever mends signs when it is done: until then the page has the name of who was inside before.
    case signsBehindMending
    /// A record of the page that is not sound is taken for the one that oneself could not write, and not looked into.
    case takesAHalfForItsOwn
    /// A write that is still there whole is said not to be kept, since the page says that the journal is final.
    case deniesWhatIsThere
    /// Where what was found cannot be made safe, it is shown all the same.
    case showsWhatItFound
    /// Who could not void a write keeps the lock.
    case keepsTheLock
  }

  /// A record in a journal: which write it is, and where it is, in one byte that is not 0.
  struct Slot: Hashable {
    enum Safety: UInt8 {
      /// The system will write it at the next sync.
      case cached
      case safe
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
    var safety: Safety {
      get { Safety(rawValue: byte >> 4) ?? .cached }
      set { byte = byte & 15 | newValue.rawValue << 4 }
    }
  }

  /// A journal with a name that a loss of power may take back.
  struct Next: Hashable {
    /// How many records of the journal before count.
    var extent: Int
    var slots = Row()
  }

  struct Page: Hashable {
    enum State: UInt8 { case settled, unsettled, final }

    /// How many journals there are behind the one that it names.
    var lag = 0
    /// How many records of that journal are committed, and how many of these are known to be safe.
    var (end, synced) = (0, 0)
    /// All that is committed: what a reader finds who reads up to the end.
    var ids = Row()
    var state = State.settled
    var isSound = true
    /// Who was inside last; -1 if that is nobody who lives.
    var holder = -1

    static func == (a: Page, b: Page) -> Bool { a.key == b.key && a.ids == b.ids }
    func hash(into hasher: inout Hasher) {
      hasher.combine(key)
      hasher.combine(ids)
    }
    private var key: Int {
      let numbers = lag << 12 | end << 8 | synced << 4 | holder + 1
      return numbers << 4 | Int(state.rawValue) << 1 | (isSound ? 1 : 0)
    }
  }

  /// What a process does next, or is.
  enum Step: UInt8 {
    case dead, idle
    // Inside:
    case entered, reading, rewriting, mended, beginning, named, begun, sealing, unsettling
    case deciding, half, whole, synced
    // Outside again:
    case late, answering
  }

  /// What a process is inside for.
  enum Aim: UInt8 { case start, look, write, refuse }

  struct Process: Hashable {
    var step: Step
    var aim = Aim.look
    var writes: Int
    /// What it answers from.
    var view = Row()
    /// The write that it is at.
    var pending: UInt8 = 0
    /// How much of the journal counts for it while it is inside, and how much of that it knows to be safe.
    var (end, safe) = (0, 0)
    /// Something failed, and it has not been inside since.
    var isFaulted = false
    /// It could not void what it wrote and refused, and means to: that is not to be found when it is sent again.
    var isOwing = false
    /// It could not begin a journal that it had to begin, and means to.
    var isToBegin = false

    init(_ step: Step, writes: Int) { (self.step, self.writes) = (step, writes) }

    static func == (a: Process, b: Process) -> Bool { a.key == b.key && a.view == b.view }
    func hash(into hasher: inout Hasher) {
      hasher.combine(key)
      hasher.combine(view)
    }
    private var key: Int {
      let flags = (isFaulted ? 1 : 0) | (isOwing ? 2 : 0) | (isToBegin ? 4 : 0)
      let place = Int(step.rawValue) << 4 | Int(aim.rawValue)
      return ((place << 4 | writes) << 4 | Int(pending)) << 12 | end << 8 | safe << 4 | flags
    }
  }

  /// What counts of all journals but the last.
  var base = Row()
  /// The last journal whose name is safe.
  var journal = Row()
  var next: Next?
  /// One whose name was removed: a loss of power may bring it back.
  var ghost: Next?
  var page = Page()
  /// Who holds the lock; -1 if nobody does.
  var lock = -1
  var processes: [Process]
  /// Starts, crashes and failing calls that may still come.
  var (starts, kills, cuts, faults): (Int, Int, Int, Int)

  // What no process knows, but everybody relies on.

  /// The longest that was ever published; and of that, what is to outlive a loss of power: all but what a start found,
  /// could not make safe, and published as such.
  var (committed, sure) = (Row(), Row())
  /// The writes that were acknowledged, and those that were refused with the word that they are not kept.
  var (told, refused): (UInt8, UInt8) = (0, 0)
  /// What broke.
  var violation: String?

  /// `living` of them are there, and know each other; the others may come.
  init(_ writes: [Int], living: Int, starts: Int, kills: Int, cuts: Int, faults: Int) {
    processes = writes.enumerated().map { Process($0 < living ? .idle : .dead, writes: $1) }
    (self.starts, self.kills, self.cuts, self.faults) = (starts, kills, cuts, faults)
  }

  static func == (a: SharingModel, b: SharingModel) -> Bool {
    a.counts == b.counts && a.processes == b.processes && a.page == b.page && a.journal == b.journal
      && a.base == b.base && a.next == b.next && a.ghost == b.ghost && a.committed == b.committed && a.sure == b.sure
      && a.violation == b.violation
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(counts)
    for process in processes { process.hash(into: &hasher) }
    page.hash(into: &hasher)
    hasher.combine(journal)
    hasher.combine(base)
    hasher.combine(next?.slots)
  }

  private var counts: Int {
    let left = starts << 12 | kills << 8 | cuts << 4 | faults
    return ((left << 8 | Int(told)) << 8 | Int(refused)) << 4 | lock + 1
  }

  // MARK: The journal that the page names, or should

  /// True if that is one whose name is not safe.
  private var isInNext: Bool { next != nil && page.lag == 0 }

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

  /// The folder is synced: the name of the next journal is safe, and with it what it says of the tail before.
  mutating func keepNames() {
    ghost = nil
    guard let next else { return }
    (base, journal) = (base + journal.prefix(next.extent), next.slots)
    self.next = nil
  }

  // MARK: What must be true

  mutating func fail(_ what: String) {
    if violation == nil { violation = what }
  }

  /// A process looked, and answers from what it saw: that is what all would answer.
  mutating func show(_ view: Row) {
    if view != committed { fail("answers from \(view), and \(committed) is committed") }
  }

  /// This is published as committed.
  mutating func commit(_ ids: Row, isSure: Bool) {
    if !ids.starts(with: committed) { fail("\(ids) is committed, and \(committed) was") }
    if ids.mask.nonzeroBitCount != ids.count { fail("\(ids) is committed: one of them twice") }
    committed = ids
    if isSure { sure = ids }
    check()
  }

  /// All that was told is there, and nothing that was refused.
  mutating func check() {
    let mask = committed.mask
    if told & ~mask != 0 { fail("\(committed) is committed, and one more was acknowledged") }
    if refused & mask != 0 { fail("\(committed) is committed, and one of them was said not to be kept") }
  }

  /// For a state in which nobody goes on without a crash: what is wrong with that; nil if all is done, and seen by all.
  var isStuck: String? {
    for (number, process) in processes.enumerated() where process.step != .dead {
      if process.step != .idle || process.writes > 0 || !page.isSound { return "\(number) cannot go on" }
      if process.view != page.ids { return "\(number) answers from \(process.view) for ever, not from \(page.ids)" }
    }
    return nil
  }

  // MARK: Crashes

  /// A process ends: its locks are free, what it wrote is there.
  mutating func end(_ number: Int, _ wrong: Wrong?) {
    if lock == number { lock = -1 }
    // If it comes again, it is another one.
    if page.holder == number && wrong != .signsLikeAnother { page.holder = -1 }
    processes[number] = Process(.dead, writes: processes[number].writes)
  }

  /// How many ways there are in which the power can be lost now.
  var cutWays: Int {
    let unsafe = (base + journal + (next?.slots ?? Row())).count { Slot($0).safety != .safe }
    return (next == nil && ghost == nil ? 1 : 2) * (2 * unsafe + 1)
  }

  /// The power is lost. What was not safe is there up to some record, which may be torn; a name that was not safe is
  /// there or not. The page is of any time before, or nothing.
  mutating func cut(_ way: Int, _ wrong: Wrong?) {
    cuts -= 1
    for number in processes.indices where processes[number].step != .dead { end(number, wrong) }
    var way = way
    if next != nil || ghost != nil {
      next = way % 2 == 0 ? nil : next ?? ghost
      way /= 2
    }
    keepNames()
    (base, journal) = (Self.left(base, &way), Self.left(journal, &way))
    page = Page()
    committed = sure
  }

  /// What is left of a row of records, and of `way`: twice as many of those that are not safe, and 1 more if the next
  /// one is torn.
  private static func left(_ row: Row, _ way: inout Int) -> Row {
    var left = Row()
    for byte in row {
      var slot = Slot(byte)
      // Behind what is gone nothing is read.
      guard way >= 0 else { break }
      if slot.safety != .safe {
        way -= 2
        if way < 0 {
          guard way == -1 else { break }
          slot.isWhole = false
        }
      }
      slot.safety = .safe
      left.append(slot.byte)
    }
    return left
  }
}

/// Up to eight numbers that are not 0, in a word: there are a hundred thousand of them to copy and to compare.
struct Row: Hashable, Sequence, IteratorProtocol, CustomStringConvertible {
  private var word: UInt64 = 0

  var count: Int { (71 - word.leadingZeroBitCount) / 8 }
  subscript(at: Int) -> UInt8 {
    get { UInt8(truncatingIfNeeded: word >> (8 * at)) }
    set { word = word & ~(0xFF << (8 * at)) | UInt64(newValue) << (8 * at) }
  }

  mutating func append(_ number: UInt8) { self[count] = number }

  func prefix(_ count: Int) -> Row {
    var row = self
    row.word &= Self.mask(count)
    return row
  }

  func dropFirst(_ count: Int) -> Row {
    var row = Row()
    row.word = count < 8 ? word >> (8 * count) : 0
    return row
  }

  func starts(with other: Row) -> Bool { word & Self.mask(other.count) == other.word }
  private static func mask(_ count: Int) -> UInt64 { count >= 8 ? .max : 1 << (8 * count) - 1 }

  func map(_ change: (UInt8) -> UInt8) -> Row {
    var row = self
    for at in 0..<count { row[at] = change(self[at]) }
    return row
  }

  static func + (a: Row, b: Row) -> Row {
    var row = a
    if a.count < 8 { row.word |= b.word << (8 * a.count) }
    return row
  }

  /// A bit for each.
  var mask: UInt8 {
    var mask: UInt8 = 0
    for at in 0..<count { mask |= 1 << self[at] }
    return mask
  }

  mutating func next() -> UInt8? {
    guard word != 0 else { return nil }
    defer { word >>= 8 }
    return self[0]
  }

  var description: String { "[" + (0..<count).map { "\(self[$0])" }.joined(separator: ", ") + "]" }
}
