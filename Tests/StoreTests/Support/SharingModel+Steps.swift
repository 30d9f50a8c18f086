// What a process may do next, and what comes of it.

extension SharingModel {
  /// The states that a step of a process may lead to, with what it did.
  func next(_ number: Int, _ mutation: Mutation?) -> [(String, SharingModel)] {
    switch processes[number].step {
    case .dead, .idle, .waiting, .inside: outside(number, mutation)
    default: inside(number, mutation)
    }
  }

  private func changed(_ number: Int, _ what: String, _ change: (inout SharingModel) -> Void) -> (String, SharingModel)
  {
    var other = self
    change(&other)
    return ("\(number) \(what)", other)
  }

  /// A call fails, if one still may.
  private func failing(
    _ number: Int, _ what: String, _ change: (inout SharingModel) -> Void
  ) -> [(String, SharingModel)] {
    guard faults > 0 else { return [] }
    return [
      changed(number, what) {
        $0.faults -= 1
        change(&$0)
      }
    ]
  }

  private func outside(_ number: Int, _ mutation: Mutation?) -> [(String, SharingModel)] {
    let process = processes[number]
    switch process.step {
    case .dead:
      return process.starts > 0 && lock < 0 ? [changed(number, "starts") { $0.start(number, mutation) }] : []
    case .idle:
      let view = mutation == .readsBeyondThePage ? allThatIsWritten : committed
      let look = changed(number, "looks") {
        $0.processes[number].view = view
        $0.show(view)
      }
      let write = changed(number, "has a write") { $0.processes[number].step = .waiting }
      return (view == process.view ? [] : [look]) + (process.writes > 0 ? [write] : [])
    case .waiting:
      guard lock < 0 else { return [] }
      return [
        changed(number, "goes inside") {
          $0.lock = number
          $0.processes[number].step = .inside
        }
      ]
    default: return [changed(number, "looks behind the end") { $0.enter(number, mutation) }]
    }
  }

  private func inside(_ number: Int, _ mutation: Mutation?) -> [(String, SharingModel)] {
    switch processes[number].step {
    case .mending: return [changed(number, "syncs what was left") { $0.sync(number, to: .mendingPublish) }]
    case .mendingPublish: return [changed(number, "publishes what was left") { $0.publishAll(number, to: .inside) }]
    case .halfWritten:
      let rest = changed(number, "writes the rest") {
        $0.journals[$0.page.journal].slots[$0.last].isWhole = true
        $0.written(number, mutation)
      }
      return [rest] + failing(number, "cannot write the rest") { $0.processes[number].step = .failed }
    case .written:
      return [changed(number, "syncs") { $0.sync(number, to: .synced) }]
        + failing(number, "syncs in vain") {
          $0.lose()
          $0.processes[number].step = mutation == .repeatsSync ? .written : .failed
        }
    case .synced: return [changed(number, "publishes") { $0.publish(number, mutation) }]
    case .published: return [changed(number, "unlocks") { $0.unlock(number, mutation) }]
    case .unlocked: return [changed(number, "answers") { $0.answer(number) }]
    case .failed:
      return [changed(number, "begins the next journal") { $0.follow(number, mutation, to: .voided) }]
        + failing(number, "cannot begin it: final, refused, unknown") {
          $0.page.isFinal = true
          $0.refuse(number, isKnown: false)
        }
    default:
      return [
        changed(number, "publishes the next journal, refuses") {
          $0.publishNext(number)
          $0.refuse(number, isKnown: true)
        }
      ]
    }
  }

  private var last: Int { journals[page.journal].slots.count - 1 }

  private var allThatIsWritten: [UInt8] {
    records(upTo: page.journal, journals[page.journal].slots.prefix { $0.isWhole }.count)
  }

  private mutating func start(_ number: Int, _ mutation: Mutation?) {
    processes[number].starts -= 1
    let isAlone = processes.allSatisfy { $0.step == .dead }
    processes[number].step = .idle
    // Another process of the same number is another process.
    if page.holder == number && mutation != .signsLikeAnother { page.holder = -1 }
    if isAlone && mutation != .believesTheOldPage {
      // As after a loss of power: all that is sound, written again and synced; what is torn is void.
      let journal = journals.count - 1
      var slots = journals[journal].slots.prefix { $0.isWhole }
      for at in slots.indices { slots[at].safety = .safe }
      let isTorn = slots.count < journals[journal].slots.count
      for at in slots.indices { journals[journal].slots[at].safety = .safe }
      (page.journal, page.end, page.isFinal) = (journal, slots.count, false)
      if isTorn {
        journals.append(Journal(extent: slots.count))
        (page.journal, page.end) = (journal + 1, 0)
      }
      page.holder = -1
    }
    processes[number].view = committed
    show(committed)
    check()
  }

  private mutating func enter(_ number: Int, _ mutation: Mutation?) {
    let isOther = page.holder != number && mutation != .doesNotLook
    let slots = journals[page.journal].slots
    if page.isFinal || (isOther && slots.contains { !$0.isWhole }) {
      // Torn, or given up: the next journal.
      if journals.count == page.journal + 1 { journals.append(Journal(extent: page.end)) }
      publishNext(number)
      return
    }
    if isOther && journals.count > page.journal + 1 {
      // Somebody began it, and could not say so.
      publishNext(number)
      return
    }
    if isOther && slots.count > page.end {
      if mutation != .doesNotWriteAgain {
        for at in page.end..<slots.count { journals[page.journal].slots[at].safety = .cached }
      }
      processes[number].step = .mending
      return
    }
    page.holder = number
    processes[number].view = committed
    show(committed)
    // Decided; the first part of the record is written.
    if slots.contains(where: { !$0.isWhole || $0.safety == .lost }) || slots.count != page.end {
      violation = violation ?? "\(number) writes behind what is not sound"
    }
    processes[number].writes -= 1
    processes[number].pending = UInt8(number * 8 + processes[number].writes + 1)
    journals[page.journal].slots.append(Slot(id: processes[number].pending, isWhole: false, safety: .cached))
    processes[number].step = .halfWritten
  }

  private mutating func written(_ number: Int, _ mutation: Mutation?) {
    processes[number].step = .written
    if mutation == .publishesBeforeSync { publishAll(number, to: .written) }
    if mutation == .answersBeforeSync { told.append(processes[number].pending) }
  }

  private mutating func sync(_ number: Int, to step: Step) {
    let journal = page.journal
    for at in journals[journal].slots.indices where journals[journal].slots[at].safety == .cached {
      journals[journal].slots[at].safety = .safe
    }
    processes[number].step = step
  }

  private mutating func lose() {
    let journal = page.journal
    for at in journals[journal].slots.indices where journals[journal].slots[at].safety == .cached {
      journals[journal].slots[at].safety = .lost
    }
  }

  private mutating func publishAll(_ number: Int, to step: Step) {
    page.end = journals[page.journal].slots.count
    processes[number].step = step
    check()
  }

  private mutating func publish(_ number: Int, _ mutation: Mutation?) {
    if mutation == .unlocksBeforePublishing {
      lock = -1
      processes[number].step = .published
      return
    }
    publishAll(number, to: .published)
  }

  private mutating func unlock(_ number: Int, _ mutation: Mutation?) {
    if mutation == .unlocksBeforePublishing {
      // The page gets what this one knew.
      page.end = (journals[page.journal].slots.firstIndex { $0.id == processes[number].pending } ?? -1) + 1
      check()
    } else {
      lock = -1
    }
    processes[number].step = .unlocked
  }

  private mutating func answer(_ number: Int) {
    told.append(processes[number].pending)
    processes[number].step = .idle
    check()
  }

  private mutating func follow(_ number: Int, _ mutation: Mutation?, to step: Step) {
    let end = mutation == .voidsNothing ? journals[page.journal].slots.count : page.end
    journals.append(Journal(extent: end))
    processes[number].step = step
  }

  private mutating func publishNext(_ number: Int) {
    (page.journal, page.end, page.isFinal) = (page.journal + 1, 0, false)
    check()
  }

  private mutating func refuse(_ number: Int, isKnown: Bool) {
    if isKnown { refused.insert(processes[number].pending) }
    lock = -1
    processes[number].step = .idle
    check()
  }
}
