// What a process may do next, and what comes of it. A step is what a process does between two moments at which another
// one, or a crash, could see a difference.

extension SharingModel {
  /// Says what a process may do next.
  func step(_ who: Int, _ wrong: Wrong?, _ ways: inout Ways) {
    switch processes[who].step {
    case .dead, .idle, .late, .answering: outside(who, wrong, &ways)
    case .deciding, .half, .whole, .synced: write(who, wrong, &ways)
    default: mend(who, wrong, &ways)
    }
  }

  // MARK: Outside

  private func outside(_ who: Int, _ wrong: Wrong?, _ ways: inout Ways) {
    let process = processes[who]
    switch process.step {
    case .dead:
      if starts > 0 && lock < 0 { ways.may(.starts) { $0.start(who, wrong) } }
    case .idle:
      let view = wrong == .readsBeyondThePage ? ids(upTo: wholeCount) : page.ids
      if page.isSound && view != process.view { ways.may(.looks) { $0.look(who, view) } }
      guard lock < 0 else { return }
      if !page.isSound { ways.may(.goesInside) { $0.enter(who, .look) } }
      if process.writes > 0 { ways.may(.goesInside) { $0.enter(who, .write) } }
      if process.writes == 0 && page.isSound { ways.mayEnd { $0.end(who, wrong) } }
    case .late:
      ways.may(.publishes) {
        $0.publishWritten(who)
        $0.processes[who].step = .answering
      }
    default:
      ways.may(.answers) {
        $0.told |= 1 << process.pending
        $0.check()
        $0.rest(who)
      }
    }
  }

  /// It is shown what is there now.
  private mutating func look(_ who: Int, _ view: Row) {
    processes[who].view = view
    show(view)
  }

  private mutating func start(_ who: Int, _ wrong: Wrong?) {
    starts -= 1
    let isAlone = processes.allSatisfy { $0.step == .dead }
    enter(who, .start)
    if isAlone && wrong != .believesTheOldPage {
      // The page is begun anew.
      (page.isSound, page.holder) = (false, -1)
    }
    if page.isSound {
      look(who, page.ids)
      leave(who)
    } else {
      processes[who].step = .reading
    }
  }

  private mutating func enter(_ who: Int, _ aim: Aim) {
    if processes.contains(where: { $0.step.isInside || $0.step == .late }) { fail("\(who) is not alone inside") }
    lock = who
    (processes[who].aim, processes[who].step) = (aim, .entered)
  }

  private mutating func leave(_ who: Int) {
    lock = -1
    rest(who)
  }

  private mutating func rest(_ who: Int) {
    (processes[who].step, processes[who].aim, processes[who].pending) = (.idle, .look, 0)
    (processes[who].end, processes[who].safe) = (0, 0)
  }

  // MARK: Catching up and mending

  private func mend(_ who: Int, _ wrong: Wrong?, _ ways: inout Ways) {
    switch processes[who].step {
    case .entered: ways.may(.catchesUp) { $0.catchUp(who, wrong) }
    case .reading:
      ways.may(.readsAll) { $0.readAll(who, wrong) }
      ways.fails(.cannotReadAll) { $0.giveUp(who, .unsettling, wrong) }
    case .rewriting:
      ways.may(.writesAgain) { $0.writeAgain(who, wrong) }
      ways.fails(.cannotWriteAgain) {
        $0.slots = $0.slots.map { SharingModel.lost($0) }
        $0.processes[who].step = .beginning
      }
    case .mended, .begun:
      ways.may(.publishes) { $0.publishMended(who) }
      ways.failsToPublish { $0.cannotPublish(who, wrong) }
    case .beginning:
      ways.may(.begins) { $0.begin(who, wrong) }
      ways.fails(.cannotBegin) { $0.giveUp(who, .sealing, wrong) }
    case .named:
      ways.may(.syncsName) {
        $0.keepNames()
        $0.processes[who].step = .begun
      }
      ways.fails(.cannotSyncName) {
        if wrong == .removesAName {
          ($0.ghost, $0.next) = ($0.next, nil)
          $0.page.lag -= 1
        }
        $0.giveUp(who, .sealing, wrong)
      }
    default: seal(who, wrong, &ways)
    }
  }

  private mutating func catchUp(_ who: Int, _ wrong: Wrong?) {
    let process = processes[who]
    let isOther = page.holder != who && wrong != .doesNotLook || process.isFaulted
    let isItsOwn = !page.isSound && process.isOwing && wrong == .takesAHalfForItsOwn
    // First of all: should this end half way, whoever was inside before must look.
    if isOther && wrong != .signsBehindMending { page.holder = who }
    if page.isSound { look(who, page.ids) }
    let isFollowed = page.lag > 0 && isOther && wrong != .doesNotLookForTheNext
    let isUnsettled = page.state == .unsettled && wrong != .forgetsTheNames
    let isFinal = page.state == .final && wrong != .ignoresFinal || process.isOwing
    (processes[who].end, processes[who].safe) = (page.end, page.synced)
    if isItsOwn {
      // It knows what it published last, and no more.
      let view = process.view.mask
      let end = slots.prefix { view & 1 << Slot($0).id != 0 }.count
      (processes[who].end, processes[who].safe) = (end, end)
    }
    let step: Step
    if !page.isSound && !isItsOwn || isFollowed || isUnsettled {
      step = .reading
    } else if isFinal {
      step = .beginning
    } else if isOther && (slots.count > page.end || page.state == .unsettled) {
      processes[who].end = wrong == .cutsWhatIsWhole ? page.end : wholeCount
      if wrong == .cutsWhatIsWhole { slots = slots.prefix(page.end) }
      step = isTorn ? .beginning : .rewriting
    } else if process.isToBegin {
      step = .beginning
    } else {
      return arrive(who)
    }
    processes[who].step = step
  }

  /// As after a loss of power: what is sound counts, and the last record may not be safe.
  private mutating func readAll(_ who: Int, _ wrong: Wrong?) {
    keepNames()
    processes[who].end = wholeCount
    processes[who].safe = max(0, wholeCount - 1)
    if wrong == .cutsWhatIsWhole && wholeCount > 0 {
      processes[who].end -= 1
      slots = slots.prefix(processes[who].end)
    }
    processes[who].step = isTorn ? .beginning : .rewriting
  }

  private mutating func writeAgain(_ who: Int, _ wrong: Wrong?) {
    processes[who].step = .mended
    guard wrong != .doesNotSyncAgain else { return }
    if wrong != .doesNotWriteAgain { slots = slots.map { Self.with($0, .cached) } }
    sync()
  }

  private mutating func publishMended(_ who: Int) {
    publish(lag: 0, end: processes[who].step == .begun ? slots.count : processes[who].end)
    arrive(who)
  }

  /// Nothing is left to be mended.
  private mutating func arrive(_ who: Int) {
    (processes[who].isFaulted, processes[who].isOwing, processes[who].isToBegin) = (false, false, false)
    (processes[who].end, processes[who].safe) = (page.end, page.end)
    if processes[who].aim != .start { page.holder = who }
    switch processes[who].aim {
    case .write:
      look(who, page.ids)
      processes[who].step = .deciding
    case .start, .look:
      look(who, page.ids)
      leave(who)
    case .refuse: refuse(who, isKept: false)
    }
  }

  /// The next journal gets its name. It has a copy of what counts and may not be safe; if there is one already, that
  /// one's place is taken.
  private mutating func begin(_ who: Int, _ wrong: Wrong?) {
    if next != nil && page.lag == 0 { keepNames() }
    if next == nil { page.lag += 1 }
    let (end, safe) = (processes[who].end, processes[who].safe)
    let copies = journal.prefix(end).dropFirst(safe).map { Self.with($0, .safe) }
    next = Next(extent: wrong == .voidsNothing ? journal.count : safe, slots: copies)
    processes[who].step = .named
    if wrong == .publishesAnUnsafeName {
      processes[who].step = .begun
      publishMended(who)
    }
  }

  // MARK: Failing

  /// It cannot be mended. Who came to write or to look goes out again.
  private mutating func giveUp(_ who: Int, _ step: Step, _ wrong: Wrong?) {
    switch processes[who].aim {
    case .start, .refuse: processes[who].step = step
    case .look, .write:
      if wrong == .showsWhatItFound { look(who, ids(upTo: wholeCount)) }
      processes[who].isFaulted = true
      processes[who].isToBegin = step == .sealing
      leave(who)
    }
  }

  /// It is mended, and nobody can be told.
  private mutating func cannotPublish(_ who: Int, _ wrong: Wrong?) {
    switch processes[who].aim {
    case .start, .refuse: processes[who].step = .sealing
    case .look, .write:
      processes[who].isFaulted = true
      if wrong == .takesAHalfForItsOwn { processes[who].isOwing = true }
      leave(who)
    }
  }

  /// The page is to say that nothing may be written, whether or not what was written counts.
  private func seal(_ who: Int, _ wrong: Wrong?, _ ways: inout Ways) {
    let process = processes[who]
    if process.aim == .start {
      ways.may(.unsettles) {
        $0.publish(
          lag: $0.page.lag > 0 && $0.next != nil && process.step == .sealing ? 1 : 0,
          state: process.step == .sealing ? .final : .unsettled)
        $0.processes[who].isFaulted = true
        $0.look(who, $0.page.ids)
        $0.leave(who)
      }
      return ways.failsToPublish { $0.end(who, wrong) }
    }
    // The next journal is there, and could not be published: then that is the one that is final.
    let isBegun = page.lag > 0 && next == nil
    ways.may(.seals) {
      if isBegun {
        $0.publish(lag: 0, end: $0.slots.count, state: .final)
      } else {
        ($0.page.state, $0.page.isSound) = (.final, true)
      }
      ($0.processes[who].isFaulted, $0.processes[who].isOwing) = (true, true)
      $0.refuse(who, isKept: isBegun || wrong == .deniesWhatIsThere ? false : nil)
      if wrong == .keepsTheLock { $0.lock = who }
    }
    ways.failsToPublish {
      ($0.processes[who].isFaulted, $0.processes[who].isOwing) = (true, true)
      $0.refuse(who, isKept: nil)
    }
  }

  /// `isKept`: nil if that is not known.
  private mutating func refuse(_ who: Int, isKept: Bool?) {
    if isKept == false { refused |= 1 << processes[who].pending }
    check()
    leave(who)
  }

  // MARK: Writing

  private func write(_ who: Int, _ wrong: Wrong?, _ ways: inout Ways) {
    switch processes[who].step {
    case .deciding: ways.may(.writesHalf) { $0.writeHalf(who) }
    case .half:
      ways.may(.writesRest) { $0.writeRest(who, wrong) }
      ways.fails(.cannotWrite) { $0.failed(who, wrong) }
    case .whole:
      ways.may(.syncs) {
        $0.sync()
        $0.processes[who].step = .synced
      }
      ways.fails(.syncsInVain) {
        $0.slots = $0.slots.map { Self.lost($0) }
        if wrong != .repeatsTheSync { $0.failed(who, wrong) }
      }
      ways.fails(.syncLoses) {
        $0.slots = $0.slots.prefix($0.slots.count - 1)
        $0.failed(who, wrong)
      }
    default:
      guard wrong != .unlocksBeforePublishing else {
        return ways.may(.unlocks) {
          $0.lock = -1
          $0.processes[who].step = .late
        }
      }
      ways.may(.publishesAndUnlocks) {
        $0.publishWritten(who)
        $0.lock = -1
        $0.processes[who].step = .answering
      }
      ways.failsToPublish { $0.failed(who, wrong) }
    }
  }

  private mutating func writeHalf(_ who: Int) {
    if slots.contains(where: { !Slot($0).isWhole || Slot($0).safety == .lost }) || slots.count != processes[who].end {
      fail("\(who) writes behind what is not sound")
    }
    if page.lag > 0 || page.state != .settled {
      fail("\(who) writes to a journal that is given up")
    }
    processes[who].pending = UInt8(who * 2 + processes[who].writes)
    processes[who].writes -= 1
    slots.append(Slot(firstPartOf: processes[who].pending).byte)
    processes[who].step = .half
  }

  private mutating func writeRest(_ who: Int, _ wrong: Wrong?) {
    var slot = Slot(slots[slots.count - 1])
    slot.isWhole = true
    slots[slots.count - 1] = slot.byte
    processes[who].step = .whole
    if wrong == .publishesBeforeTheSync { publishWritten(who) }
    if wrong == .answersBeforeTheSync { told |= 1 << processes[who].pending }
  }

  private mutating func publishWritten(_ who: Int) {
    publish(lag: 0, end: endOfWritten(who))
    look(who, page.ids)
  }

  private func endOfWritten(_ who: Int) -> Int { slots.prefix { Slot($0).id != processes[who].pending }.count + 1 }

  /// A write or a sync failed: the next journal is to void it.
  private mutating func failed(_ who: Int, _ wrong: Wrong?) {
    processes[who].aim = .refuse
    processes[who].step = .beginning
    if wrong == .goesOnBehindAFailure { refuse(who, isKept: false) }
  }

  // MARK: The disk and the page

  private mutating func publish(lag: Int, end: Int, state: Page.State = .settled) {
    (page.lag, page.end, page.synced) = (lag, end, end)
    (page.state, page.isSound) = (state, true)
    page.ids = ids(upTo: end)
    commit(page.ids, isSure: true)
  }

  /// What a start found and could not make safe is shown, and not promised to outlive a loss of power.
  private mutating func publish(lag: Int, state: Page.State) {
    page.lag = lag
    let end = wholeCount
    (page.end, page.synced) = (end, max(0, end - 1))
    (page.state, page.isSound) = (state, true)
    page.ids = ids(upTo: end)
    commit(page.ids, isSure: false)
  }

  private mutating func sync() {
    slots = slots.map { Slot($0).safety == .cached ? Self.with($0, .safe) : $0 }
  }

  private static func lost(_ byte: UInt8) -> UInt8 { Slot(byte).safety == .cached ? with(byte, .lost) : byte }

  private static func with(_ byte: UInt8, _ safety: Slot.Safety) -> UInt8 {
    var slot = Slot(byte)
    slot.safety = safety
    return slot.byte
  }
}

extension SharingModel.Step {
  var isInside: Bool { rawValue >= Self.entered.rawValue && rawValue <= Self.synced.rawValue }
  /// The next thing is the page's record.
  var isPublishing: Bool {
    switch self {
    case .mended, .begun, .sealing, .unsettling, .synced: true
    default: false
    }
  }
}
