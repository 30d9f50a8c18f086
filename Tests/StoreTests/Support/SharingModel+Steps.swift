// What a process may do next, and what follows from it. A step is what a process does between two moments at which
// another one, or a crash, could see a difference.

extension SharingModel {
  /// Adds what a process may do next.
  func step(_ who: Int, _ mutation: Mutation?, _ ways: inout Ways) {
    switch processes[who].step {
    case .dead, .idle, .late, .answering: unlocked(who, mutation, &ways)
    case .opening, .admitted: join(who, mutation, &ways)
    case .deciding, .half, .whole, .synced: write(who, mutation, &ways)
    default: repair(who, mutation, &ways)
    }
  }

  // MARK: Catching up and repairing

  private func repair(_ who: Int, _ mutation: Mutation?, _ ways: inout Ways) {
    switch processes[who].step {
    case .locked: ways.may(.catchesUp) { $0.catchUp(who, mutation) }
    case .reading:
      ways.may(.readsAll) { $0.readAll(who, mutation) }
      ways.fails(.cannotReadAll) { $0.giveUp(who, .flaggingRecovery, mutation) }
    case .rewriting:
      ways.may(.writesAgain) { $0.writeAgain(who, mutation) }
      ways.fails(.cannotWriteAgain) {
        $0.slots = $0.slots.map { SharingModel.lost($0) }
        $0.processes[who].step = .rotating
      }
    case .repaired, .rotated:
      ways.may(.publishes) { $0.publishRepaired(who) }
      ways.failsToPublish { $0.cannotPublish(who, mutation) }
    case .rotating:
      ways.may(.rotates) { $0.rotate(who, mutation) }
      ways.fails(.cannotRotate) { $0.giveUp(who, .flaggingRotation, mutation) }
    case .renamed:
      ways.may(.syncsName) {
        $0.makeNamesDurable()
        $0.processes[who].step = .rotated
      }
      ways.fails(.cannotSyncName) {
        if mutation == .removesAName {
          ($0.ghost, $0.next) = ($0.next, nil)
          $0.index.lag -= 1
        }
        $0.giveUp(who, .flaggingRotation, mutation)
      }
    default: flag(who, mutation, &ways)
    }
  }

  private mutating func catchUp(_ who: Int, _ mutation: Mutation?) {
    let process = processes[who]
    let isOther = index.lastOwner != who && mutation != .doesNotLookPastTheEnd || process.hasFailed
    let isItsOwn = !index.isSound && process.mustVoid && mutation == .takesATornPointForItsOwn
    // First of all: if this process ends half way, the last owner must look past the end when it comes again.
    if isOther && mutation != .stampsAfterRepairing { index.lastOwner = who }
    if index.isSound { look(who, index.ids) }
    let hasNextJournal = index.lag > 0 && isOther && mutation != .doesNotLookForTheNext
    let needsRecovery = index.state == .needsRecovery && mutation != .forgetsTheNames
    let mustRotate = index.state == .mustRotate && mutation != .ignoresMustRotate || process.mustVoid
    (processes[who].end, processes[who].durable) = (index.end, index.synced)
    if isItsOwn {
      // It knows only what it published last.
      let view = process.view.mask
      let end = slots.prefix { view & 1 << Slot($0).id != 0 }.count
      (processes[who].end, processes[who].durable) = (end, end)
    }
    let step: Step
    if !index.isSound && !isItsOwn || hasNextJournal || needsRecovery {
      step = .reading
    } else if mustRotate {
      step = .rotating
    } else if isOther && (slots.count > index.end || index.state == .needsRecovery) {
      processes[who].end = mutation == .cutsWhatIsWhole ? index.end : wholeCount
      if mutation == .cutsWhatIsWhole { slots = slots.prefix(index.end) }
      step = isTorn ? .rotating : .rewriting
    } else if process.mustRotate {
      step = .rotating
    } else {
      return arrive(who)
    }
    processes[who].step = step
  }

  /// As after a loss of power: sound records count, and the last one may not be durable.
  private mutating func readAll(_ who: Int, _ mutation: Mutation?) {
    makeNamesDurable()
    processes[who].end = wholeCount
    processes[who].durable = max(0, wholeCount - 1)
    if mutation == .cutsWhatIsWhole && wholeCount > 0 {
      processes[who].end -= 1
      slots = slots.prefix(processes[who].end)
    }
    processes[who].step = isTorn ? .rotating : .rewriting
  }

  private mutating func writeAgain(_ who: Int, _ mutation: Mutation?) {
    processes[who].step = .repaired
    guard mutation != .doesNotSyncAgain else { return }
    if mutation != .doesNotWriteAgain { slots = slots.map { Self.with($0, .cached) } }
    sync()
  }

  private mutating func publishRepaired(_ who: Int) {
    publish(lag: 0, end: processes[who].step == .rotated ? slots.count : processes[who].end)
    arrive(who)
  }

  /// Nothing is left to repair.
  private mutating func arrive(_ who: Int) {
    (processes[who].hasFailed, processes[who].mustVoid, processes[who].mustRotate) = (false, false, false)
    (processes[who].end, processes[who].durable) = (index.end, index.end)
    if !processes[who].aim.isToJoin { index.lastOwner = who }
    switch processes[who].aim {
    case .write:
      look(who, index.ids)
      processes[who].step = .deciding
    case .start, .join, .look:
      look(who, index.ids)
      releaseLock(who)
    case .refuse: refuse(who, isKept: false)
    }
  }

  /// The next journal gets its name. It has a copy of the records that count and may not be durable. If there is one
  /// already, it is replaced.
  private mutating func rotate(_ who: Int, _ mutation: Mutation?) {
    if next != nil && index.lag == 0 { makeNamesDurable() }
    if next == nil { index.lag += 1 }
    let (end, durable) = (processes[who].end, processes[who].durable)
    let copies = journal.prefix(end).dropFirst(durable).map { Self.with($0, .durable) }
    next = Next(extent: mutation == .voidsNothing ? journal.count : durable, slots: copies)
    processes[who].step = .renamed
    if mutation == .publishesBeforeItsNameIsDurable {
      processes[who].step = .rotated
      publishRepaired(who)
    }
  }

  // MARK: Failing

  /// It cannot repair. If it came to write or to look, it releases the lock.
  private mutating func giveUp(_ who: Int, _ step: Step, _ mutation: Mutation?) {
    switch processes[who].aim {
    case .start, .join, .refuse: processes[who].step = step
    case .look, .write:
      if mutation == .showsWhatItFound { look(who, ids(upTo: wholeCount)) }
      processes[who].hasFailed = true
      processes[who].mustRotate = step == .flaggingRotation
      releaseLock(who)
    }
  }

  /// It has repaired, and cannot publish.
  private mutating func cannotPublish(_ who: Int, _ mutation: Mutation?) {
    switch processes[who].aim {
    case .start, .join, .refuse: processes[who].step = .flaggingRotation
    case .look, .write:
      processes[who].hasFailed = true
      if mutation == .takesATornPointForItsOwn { processes[who].mustVoid = true }
      releaseLock(who)
    }
  }

  /// It publishes that the next writer must repair or rotate, whether or not what was written counts.
  private func flag(_ who: Int, _ mutation: Mutation?, _ ways: inout Ways) {
    let process = processes[who]
    if process.aim.isToJoin {
      ways.may(.flagsRecovery) {
        $0.publish(
          lag: $0.index.lag > 0 && $0.next != nil && process.step == .flaggingRotation ? 1 : 0,
          state: process.step == .flaggingRotation ? .mustRotate : .needsRecovery)
        $0.processes[who].hasFailed = true
        $0.look(who, $0.index.ids)
        $0.releaseLock(who)
      }
      return ways.failsToPublish { $0.cannotJoin(who, mutation) }
    }
    // The next journal is there and could not be published: then that is the one that must rotate.
    let hasRotated = index.lag > 0 && next == nil
    ways.may(.flagsRotation) {
      if hasRotated {
        $0.publish(lag: 0, end: $0.slots.count, state: .mustRotate)
      } else {
        ($0.index.state, $0.index.isSound) = (.mustRotate, true)
      }
      ($0.processes[who].hasFailed, $0.processes[who].mustVoid) = (true, true)
      $0.refuse(who, isKept: hasRotated || mutation == .deniesWhatIsThere ? false : nil)
      if mutation == .keepsTheLock { $0.lock = who }
    }
    ways.failsToPublish {
      ($0.processes[who].hasFailed, $0.processes[who].mustVoid) = (true, true)
      $0.refuse(who, isKept: nil)
    }
  }

  /// Refuses the write. `isKept` is nil if that is not known.
  private mutating func refuse(_ who: Int, isKept: Bool?) {
    if isKept == false { refused |= 1 << processes[who].pending }
    check()
    releaseLock(who)
  }

  // MARK: Writing

  private func write(_ who: Int, _ mutation: Mutation?, _ ways: inout Ways) {
    let process = processes[who]
    switch process.step {
    case .deciding: ways.may(.writesHalf) { $0.writeHalf(who) }
    case .half:
      ways.may(.writesRest) { $0.writeRest(who, mutation) }
      ways.fails(.cannotWrite) { $0.failed(who, mutation) }
    case .whole:
      ways.may(.syncs) {
        $0.sync()
        $0.processes[who].step = .synced
      }
      ways.fails(.syncsInVain) {
        $0.slots = $0.slots.map { Self.lost($0) }
        if mutation != .repeatsTheSync { $0.failed(who, mutation) }
      }
      ways.fails(.syncLoses) {
        $0.slots = $0.slots.prefix($0.slots.count - 1)
        $0.failed(who, mutation)
      }
    default:
      guard mutation != .unlocksBeforePublishing else {
        return ways.may(.unlocks) {
          $0.lock = -1
          $0.processes[who].step = .late
        }
      }
      ways.may(.publishesAndUnlocks) {
        $0.publishWritten(who)
        if !process.isExclusive { $0.lock = -1 }
        $0.processes[who].step = .answering
      }
      ways.failsToPublish { $0.failed(who, mutation) }
    }
  }

  mutating func writeHalf(_ who: Int) {
    if slots.contains(where: { !Slot($0).isWhole || Slot($0).durability == .lost }) || slots.count != processes[who].end
    {
      fail("\(who) writes after a record that is not sound")
    }
    if index.lag > 0 || index.state != .clean {
      fail("\(who) writes to a journal that must rotate")
    }
    processes[who].pending = UInt8(who * 2 + processes[who].writes)
    processes[who].writes -= 1
    slots.append(Slot(firstPartOf: processes[who].pending).byte)
    processes[who].step = .half
  }

  private mutating func writeRest(_ who: Int, _ mutation: Mutation?) {
    var slot = Slot(slots[slots.count - 1])
    slot.isWhole = true
    slots[slots.count - 1] = slot.byte
    processes[who].step = .whole
    if mutation == .publishesBeforeTheSync { publishWritten(who) }
    if mutation == .answersBeforeTheSync { acknowledged |= 1 << processes[who].pending }
  }

  mutating func publishWritten(_ who: Int) {
    publish(lag: 0, end: endOfWritten(who))
    look(who, index.ids)
  }

  private func endOfWritten(_ who: Int) -> Int { slots.prefix { Slot($0).id != processes[who].pending }.count + 1 }

  /// A write or a sync failed: the next journal must void it.
  private mutating func failed(_ who: Int, _ mutation: Mutation?) {
    processes[who].aim = .refuse
    processes[who].step = .rotating
    if mutation == .goesOnAfterAFailure { refuse(who, isKept: false) }
  }

  // MARK: The disk and the index

  mutating func publish(lag: Int, end: Int, state: Index.State = .clean) {
    (index.lag, index.end, index.synced) = (lag, end, end)
    (index.state, index.isSound) = (state, true)
    index.ids = ids(upTo: end)
    commit(index.ids, isSure: true)
  }

  /// Publishes what a start found and could not make durable. It need not survive a loss of power.
  private mutating func publish(lag: Int, state: Index.State) {
    index.lag = lag
    let end = wholeCount
    (index.end, index.synced) = (end, max(0, end - 1))
    (index.state, index.isSound) = (state, true)
    index.ids = ids(upTo: end)
    commit(index.ids, isSure: false)
  }

  private mutating func sync() {
    slots = slots.map { Slot($0).durability == .cached ? Self.with($0, .durable) : $0 }
  }

  private static func lost(_ byte: UInt8) -> UInt8 { Slot(byte).durability == .cached ? with(byte, .lost) : byte }

  private static func with(_ byte: UInt8, _ durability: Slot.Durability) -> UInt8 {
    var slot = Slot(byte)
    slot.durability = durability
    return slot.byte
  }
}

extension SharingModel.Step {
  var hasLock: Bool { rawValue >= Self.locked.rawValue && rawValue <= Self.synced.rawValue }
  /// Whether it publishes next.
  var isPublishing: Bool {
    switch self {
    case .repaired, .rotated, .flaggingRotation, .flaggingRecovery, .synced: true
    default: false
    }
  }
}
