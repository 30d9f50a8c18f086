/// The protocol by which processes share a folder (`SharedPage`), as a model: a state, and the steps that can follow.
///
/// It is small enough to look at every order of steps, with a process killed, the power lost or a call failing at any
/// of them. A step here is what a process does between two moments at which another one, or a crash, could see a
/// difference.
struct SharingModel: Hashable {
  /// What is wrong with the protocol on purpose: each must be caught.
  enum Mutation: CaseIterable {
    /// The page is written before the sync.
    case publishesBeforeSync
    /// The lock is given back before the page is written.
    case unlocksBeforePublishing
    /// The client is told before the sync.
    case answersBeforeSync
    /// A sync that failed is called again.
    case repeatsSync
    /// Readers take what is in the journal, and not what the page tells.
    case readsBeyondThePage
    /// Who comes inside does not look behind the end.
    case doesNotLook
    /// What is found behind the end is synced, and not written again.
    case doesNotWriteAgain
    /// The next journal does not say that the tail of the last one is void.
    case voidsNothing
    /// A start that finds nobody there believes the page.
    case believesTheOldPage
    /// A process takes itself for one that was there before it: they have the same id.
    case signsLikeAnother
  }

  /// A record in a journal.
  struct Slot: Hashable {
    enum Safety { case cached, safe, lost }
    let id: UInt8
    /// False while a part of it is written.
    var isWhole: Bool
    /// `lost`: a sync failed, and the system takes what it has for written.
    var safety: Safety
  }

  struct Journal: Hashable {
    /// How many records of the journal before count.
    var extent: Int
    var slots: [Slot] = []
  }

  struct Page: Hashable {
    var (journal, end) = (0, 0)
    var isFinal = false
    /// Who was inside last.
    var holder = -1

    static func == (a: Page, b: Page) -> Bool {
      a.journal == b.journal && a.end == b.end && a.isFinal == b.isFinal && a.holder == b.holder
    }
    func hash(into hasher: inout Hasher) {
      hasher.combine(journal << 8 | end << 4 | (isFinal ? 8 : 0) | holder + 1)
    }
  }

  enum Step: UInt8 {
    case dead, idle, waiting, inside, mending, mendingPublish, halfWritten, written, synced, published, unlocked,
      failed,
      voided
  }

  struct Process: Hashable {
    var step = Step.dead
    var writes: Int
    var starts: Int
    /// What it answers from.
    var view: [UInt8] = []
    var pending: UInt8 = 0
  }

  var journals = [Journal(extent: 0)]
  var page = Page()
  var lock = -1
  var processes: [Process]
  /// Crashes and failing calls that may still come.
  var (kills, cuts, faults): (Int, Int, Int)

  // What no process knows, but everybody relies on.

  /// The longest that anybody was shown.
  var shown: [UInt8] = []
  var told: [UInt8] = []
  /// What was refused with the word that it is not kept.
  var refused: Set<UInt8> = []
  /// What broke.
  var violation: String?

  init(_ writes: [Int], starts: Int, kills: Int, cuts: Int, faults: Int) {
    processes = writes.map { Process(writes: $0, starts: starts) }
    (self.kills, self.cuts, self.faults) = (kills, cuts, faults)
  }

  static func == (a: SharingModel, b: SharingModel) -> Bool {
    a.journals == b.journals && a.page == b.page && a.lock == b.lock && a.processes == b.processes
      && a.kills == b.kills && a.cuts == b.cuts && a.faults == b.faults && a.shown == b.shown && a.told == b.told
      && a.refused == b.refused && a.violation == b.violation
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(journals)
    hasher.combine(page)
    hasher.combine(processes)
    hasher.combine((kills << 8 | cuts << 4 | faults) << 4 | lock + 1)
    hasher.combine(told)
    hasher.combine(shown.count)
  }

  // MARK: What there is

  /// The records that count up to a place.
  func records(upTo journal: Int, _ end: Int) -> [UInt8] {
    var ids: [UInt8] = []
    for number in 0..<journal { ids += journals[number].slots.prefix(journals[number + 1].extent).map(\.id) }
    return ids + journals[journal].slots.prefix(end).map(\.id)
  }

  var committed: [UInt8] { records(upTo: page.journal, page.end) }

  mutating func show(_ view: [UInt8]) {
    let count = min(view.count, shown.count)
    if Array(view[..<count]) != Array(shown[..<count]) { violation = violation ?? "shown \(view) after \(shown)" }
    if view.count > shown.count { shown = view }
  }

  /// What is committed now must have all that was shown and told, in order, and nothing that was refused.
  mutating func check() {
    let now = committed
    if !now.starts(with: shown) { violation = violation ?? "committed \(now), shown \(shown)" }
    if Set(now).count != now.count { violation = violation ?? "\(now): twice" }
    if !Set(told).isSubset(of: now) { violation = violation ?? "committed \(now), told \(told)" }
    if !refused.isDisjoint(with: now) { violation = violation ?? "committed \(now), refused \(refused)" }
  }

  // MARK: Crashes

  mutating func kill(_ number: Int) {
    kills -= 1
    end(number)
  }

  private mutating func end(_ number: Int) {
    if lock == number { lock = -1 }
    processes[number].step = .dead
    processes[number].view = []
  }

  /// The power is lost; of what was not safe, the bits of `kept` say what is left.
  mutating func cut(kept: Int) {
    cuts -= 1
    for number in processes.indices { end(number) }
    var bit = 0
    for number in journals.indices {
      var isSound = true
      for at in journals[number].slots.indices {
        switch journals[number].slots[at].safety {
        case .safe: break
        case .lost: isSound = false
        case .cached:
          isSound = isSound && kept >> bit & 1 == 1
          bit += 1
        }
        // Behind what is gone nothing is read.
        guard isSound else {
          journals[number].slots.removeSubrange(at...)
          break
        }
        journals[number].slots[at].safety = .safe
      }
    }
    // Nobody ever made it safe: what is left of it is of any time before.
    page = Page()
  }

  var unsafe: Int { journals.joined(\.slots).count { $0.safety == .cached } }
}

extension [SharingModel.Journal] {
  fileprivate func joined(_ path: KeyPath<SharingModel.Journal, [SharingModel.Slot]>) -> [SharingModel.Slot] {
    flatMap { $0[keyPath: path] }
  }
}
