// How a process comes and goes, and what it does without the lock.

extension SharingModel {
  // MARK: Without the lock

  func unlocked(_ who: Int, _ mutation: Mutation?, _ ways: inout Ways) {
    let process = processes[who]
    switch process.step {
    case .dead: start(who, mutation, &ways)
    case .idle where process.isMember: member(who, mutation, &ways)
    case .idle: reader(who, mutation, &ways)
    case .late:
      ways.may(.publishes) {
        $0.publishWritten(who)
        $0.processes[who].step = .answering
      }
    default:
      ways.may(.answers) {
        $0.acknowledged |= 1 << process.pending
        $0.check()
        $0.rest(who)
      }
    }
  }

  private func member(_ who: Int, _ mutation: Mutation?, _ ways: inout Ways) {
    let process = processes[who]
    let view = mutation == .readsPastTheCommitPoint ? ids(upTo: wholeCount) : index.ids
    if index.isSound && view != process.view { ways.may(.looks) { $0.look(who, view) } }
    let isFree = lock < 0 || lock == who
    if isFree && !index.isSound { ways.may(.locks) { $0.takeLock(who, .look) } }
    if isFree && process.writes > 0 { ways.may(.locks) { $0.takeLock(who, .write) } }
    guard process.writes == 0 else { return }
    // A process that has something to void waits for the lock. Any other ends without it, whatever others do.
    if !process.hasFailed || isFree && index.isSound { ways.mayEnd { $0.close(who, mutation) } }
  }

  private func reader(_ who: Int, _ mutation: Mutation?, _ ways: inout Ways) {
    let process = processes[who]
    if index.isPrivate {
      // The version moved, and the index says why.
      if mutation == .leavesTheIndexReadable { ways.may(.looks) { $0.show(process.view) } }
      return ways.may(.isLetGo) { $0.end(who, mutation) }
    }
    if canBeRead(mutation), !process.isMisled {
      let view = readerView(mutation)
      if view != process.view { ways.may(.looks) { $0.look(who, view) } }
    }
    if mutation == .readerPassesOverATornPoint && lock < 0 && !index.isSound {
      ways.may(.looks) { $0.show(process.view) }
    }
    if mutation == .readerWrites && process.writes > 0 { ways.may(.writesHalf) { $0.writeHalf(who) } }
    if lock < 0 {
      // Before its first write, or where the index says nothing; else when it is idle, which may be never.
      if process.writes > 0 || !index.isSound {
        ways.may(.joins) { $0.open(who, .join) }
      } else {
        ways.canJoin { $0.open(who, .join) }
      }
    }
    if process.writes == 0 { ways.mayEnd { $0.end(who, mutation) } }
  }

  /// Whether a process that is no member believes the index.
  private func canBeRead(_ mutation: Mutation?) -> Bool {
    index.isSound && !index.isPrivate && (!index.isOld || mutation == .readsAnOldIndex)
  }

  private func readerView(_ mutation: Mutation?) -> Row {
    mutation == .readerReadsPastTheCommitPoint ? ids(upTo: wholeCount) : index.ids
  }

  /// It answers from this view from now on.
  mutating func look(_ who: Int, _ view: Row) {
    processes[who].view = view
    show(view)
  }

  /// It ends in good order. If another process holds the lock, it marks nothing.
  private mutating func close(_ who: Int, _ mutation: Mutation?) {
    let isAtEnd = processes[who].view == index.ids && slots.count > index.end
    if mutation == .marksWithoutTheLock && lock >= 0 && lock != who && isAtEnd {
      // Its mark is written over the record of the process that writes.
      var slot = Slot(slots[index.end])
      slot.isWhole = false
      slots[index.end] = slot.byte
    }
    end(who, mutation)
  }

  // MARK: Starting and joining

  private func start(_ who: Int, _ mutation: Mutation?, _ ways: inout Ways) {
    guard starts > 0 else { return }
    if lock < 0 {
      ways.may(.starts) {
        $0.starts -= 1
        $0.open(who, .start)
      }
      guard exclusives > 0 else { return }
      ways.may(.startsAlone) {
        ($0.starts, $0.exclusives) = ($0.starts - 1, $0.exclusives - 1)
        $0.processes[who].isExclusive = true
        $0.open(who, .start)
      }
    } else {
      // Where the index says nothing, it waits.
      if canBeRead(mutation) {
        ways.may(.startsToRead) {
          $0.starts -= 1
          $0.processes[who].step = .idle
          $0.look(who, $0.readerView(mutation))
        }
      }
      if mutation == .countsBeforeTheLock && !processes[who].isMember {
        ways.may(.waits) { $0.processes[who].isMember = true }
      }
    }
  }

  /// It takes the lock, and does not know yet whether there are members.
  private mutating func open(_ who: Int, _ aim: Aim) {
    takeLock(who, aim)
    processes[who].step = .opening
  }

  /// It has the lock: it finds out whether it is the first; then it counts as a member.
  func join(_ who: Int, _ mutation: Mutation?, _ ways: inout Ways) {
    let process = processes[who]
    if process.step == .admitted { return ways.may(.countsAsMember) { $0.joinOthers(who, mutation) } }
    let isAlone = processes.indices.allSatisfy { $0 == who || !processes[$0].isMember }
    if isAlone || process.isExclusive && mutation == .keepsItBesideMembers {
      ways.may(.beginsIndex) { $0.joinFirst(who, mutation) }
    } else if process.isExclusive {
      ways.may(.isRefused) { $0.end(who, mutation) }
    } else {
      // The last of the others may end before this one counts.
      ways.may(.findsOthers) { $0.processes[who].step = .admitted }
    }
  }

  private mutating func joinFirst(_ who: Int, _ mutation: Mutation?) {
    processes[who].isMember = true
    if mutation == .trustsTheOldIndex && !processes[who].isExclusive { return joinOthers(who, mutation) }
    (index.lastOwner, index.isOld, index.isSound) = (-1, false, false)
    index.isPrivate = processes[who].isExclusive
    if mutation == .restartsTheVersions {
      for number in processes.indices where processes[number].isReader { processes[number].isMisled = true }
    }
    if mutation == .firstGoesOnFromWhatItRead && processes[who].aim == .join {
      let view = processes[who].view.mask
      publish(lag: 0, end: slots.prefix { view & 1 << Slot($0).id != 0 }.count)
      return releaseLock(who)
    }
    processes[who].step = .reading
  }

  /// The index has the word, if it is sound. A reader keeps what it has read.
  private mutating func joinOthers(_ who: Int, _ mutation: Mutation?) {
    processes[who].isMember = true
    guard index.isSound else {
      processes[who].step = .reading
      return
    }
    if processes[who].aim == .start { look(who, index.ids) }
    if processes[who].aim == .join && mutation == .joinsUnchecked { index.lastOwner = who }
    releaseLock(who)
  }

  /// It could publish nothing: a start ends, and a reader stays one.
  mutating func cannotJoin(_ who: Int, _ mutation: Mutation?) {
    guard processes[who].aim == .join else { return end(who, mutation) }
    processes[who].isMember = false
    releaseLock(who)
  }

  // MARK: The lock

  mutating func takeLock(_ who: Int, _ aim: Aim) {
    if processes.contains(where: { $0.step.hasLock || $0.step == .late }) {
      fail("\(who) takes a lock that another one holds")
    }
    lock = who
    (processes[who].aim, processes[who].step) = (aim, .locked)
  }

  mutating func releaseLock(_ who: Int) {
    if !processes[who].isExclusive { lock = -1 }
    rest(who)
  }

  private mutating func rest(_ who: Int) {
    (processes[who].step, processes[who].aim, processes[who].pending) = (.idle, .look, 0)
    (processes[who].end, processes[who].durable) = (0, 0)
  }
}
