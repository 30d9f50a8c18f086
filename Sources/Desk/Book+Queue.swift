public import Tables

// Groups and the queue: who is in which group, and who is served next.

extension Book {
  /// Calls `body` with the groups that a contact is in, in the order of definition.
  @inline(__always)
  public func groups(of contact: borrowing Contact, _ body: (GroupNumber) -> Void) {
    groupTests.forEach(of: contact, isVip: isVip(contact)) { body($0.number) }
  }

  /// The groups whose conditions look at an attribute, by its inner number.
  public func groupsUsing(attribute: Int) -> [GroupNumber] {
    groupsUsing { definition in definition.conditions.contains { $0.subject == .attribute(attribute) } }
  }

  /// The groups that route to a team.
  public func groupsUsing(_ team: TeamNumber) -> [GroupNumber] { groupsUsing { $0.teams.contains(team) } }

  private func groupsUsing(_ uses: (Group.Definition) -> Bool) -> [GroupNumber] {
    var found: [GroupNumber] = []
    groups.forward(after: 0) { number in
      if uses(groups[number].definition) { found.append(GroupNumber(number)) }
      return true
    }
    return found
  }

  /// Whether a contact is in a group.
  public func isMember(_ contact: ContactID, of group: GroupNumber) -> Bool {
    groupTests.has(self[contact], group, isVip: isVip(self[contact]))
  }

  /// The groups that have no members while attributes that they use are disabled, and the keys of those; `vip` where
  /// the desk has no VIPs.
  public var suspendedGroups: [(group: GroupNumber, disabled: [String])] {
    groupTests.suspended.map { ($0.number, $0.disabled) }
  }

  /// The keys of the disabled attributes that a group uses; none: it has members.
  public func disabledAttributes(of group: GroupNumber) -> [String] {
    groupTests.suspended.first { $0.number == group }?.disabled ?? []
  }

  /// The keys of the disabled attributes that a group of this definition would use.
  public func disabledAttributes(of definition: Group.Definition) -> [String] {
    GroupTests.disabled(definition, schema, settings)
  }

  /// Why a waiting conversation stands where it does.
  public struct Standing: Sendable {
    /// Whether its contact is a VIP.
    public var isVip = false
    /// The prioritized groups that its contact is in.
    public var groups: [GroupNumber] = []
    /// The teams that it is routed to, each once; none: every team's.
    public var teams: [TeamNumber] = []
    /// How many prioritized groups its contact is in.
    public var score: Int { groups.count }
  }

  /// Why the waiting conversations of a contact stand where they do.
  @inline(__always)
  public func standing(of contact: borrowing Contact) -> Standing {
    var standing = Standing(isVip: isVip(contact))
    groupTests.forEach(of: contact, isVip: standing.isVip, moving: true) { group in
      if group.isPrioritized { standing.groups.append(group.number) }
      standing.teams.add(groups[group.number.number].definition.teams)
    }
    return standing
  }

  /// How many conversations wait for an agent.
  public var waitingCount: Int { placedQueue.count }

  /// What it costs to put all that waits into its place, in bytes that are looked at (`ConditionWork`).
  public var workOfPlacing: Int {
    var work = 0
    conversationsByStatus.forward(Conversation.Status.new.setNumber, after: 0) { number in
      work += Self.workOfPlace + workOfGroups.cost(of: contacts[conversations[number].contact.number])
      return true
    }
    return work
  }

  /// What it costs to ask all groups of contacts.
  public var workOfGroups: ConditionWork { groupTests.work }

  /// What it costs to ask one group.
  public func work(of group: GroupNumber) -> ConditionWork {
    var work = ConditionWork()
    work.add(self[group].definition.conditions)
    return work
  }

  /// Calls `body` with the waiting conversations after a position, in the order in which they are served, until it says
  /// false: with all, or with those that are routed to a team or to none.
  public func waiting(
    for team: TeamNumber?, after position: RunIndex.Position?, _ body: (ConversationID, RunIndex.Position) -> Bool
  ) {
    placedQueue.forward(team, after: position) { body(ConversationID(Int($0.number)), $0.position) }
  }
}

// MARK: - Keeping the queue

extension Book {
  /// The groups, made ready to be asked of contacts.
  @inline(__always)
  var groupTests: GroupTests {
    if case .current(let tests) = madeGroupTests { return tests }
    return makeGroupTests()
  }

  private func makeGroupTests() -> GroupTests {
    let tests = GroupTests(groups, schema, settings, before: madeGroupTests.tests)
    madeGroupTests = .current(tests)
    return tests
  }

  /// What it costs to put one conversation into its place, the groups aside, in bytes that are looked at.
  private static let workOfPlace = 256

  /// The queue, with all that waits in its place. From the first look on it is kept with each change: a process that
  /// nobody asks for it, and a start, which reads many changes, have no work with it.
  private var placedQueue: WaitingQueue {
    if let queue { return queue }
    let queue = WaitingQueue(teams: teams.nextNumber - 1)
    conversationsByStatus.forward(Conversation.Status.new.setNumber, after: 0) { number in
      requeue(ConversationID(number), in: queue)
      return true
    }
    self.queue = queue
    return queue
  }

  /// Puts what a change concerned into its place in the queue. Called after each change, whatever it was.
  @inline(__always)
  func requeue(after what: Change.What) {
    switch what {
    case .contact(let id, let change):
      if let queue, change.canMove(by: groupTests) { requeue(id, in: queue) }
    case .conversation(let id, of: let contact, let change):
      guard let queue else { return }
      // With a message, another identity may be shown, and what its network told counts.
      guard case .messageRecorded = change, !groupTests.movingAttributes.isEmpty else {
        return requeue(id, in: queue)
      }
      let standing = standing(of: self[contact])
      requeue(id, in: queue, standing)
      requeue(contact, in: queue, standing)
    case .lookup(_, of: let contact, .confirmed): if let queue { requeue(contact, in: queue) }
    case .erased(let erased): if let queue { requeue(erased.contact, in: queue) }
    case .team(_, .defined): queue?.appendTeam()
    case .schema, .settings, .group:
      let effect = effectOnGroups(of: what)
      if effect != .none { madeGroupTests = .outdated(madeGroupTests.tests) }
      if effect == .places { queue = nil }
    // An agent who is made inactive lets go of conversations one by one (`AgentChange`).
    case .agent, .note, .team, .channel, .lookup: break
    }
  }

  /// The contact whose groups the queue asks after a change.
  public func contactAskedAgain(after what: Change.What) -> ContactID? {
    switch what {
    case .contact(let id, let change): change.canMove(by: groupTests) ? id : nil
    case .conversation(_, of: let id, _), .lookup(_, of: let id, .confirmed): id
    case .schema, .agent, .note, .team, .channel, .settings, .group, .lookup, .erased: nil
    }
  }

  /// Whether all that waits is put into its place anew, at the next look, after a change.
  public func movesAllWaiting(_ what: Change.What) -> Bool { effectOnGroups(of: what) == .places }

  private enum EffectOnGroups {
    case none
    /// What groups look at is another: their tests are made anew when they are asked next.
    case tests
    /// So it is, and whoever waits may stand elsewhere in the queue.
    case places
  }

  private func effectOnGroups(of what: Change.What) -> EffectOnGroups {
    switch what {
    case .schema(.updated(let definition)):
      guard definition.before.isEnabled != definition.after.isEnabled else { return .none }
      let using = groupsUsing(attribute: definition.after.number)
      if using.isEmpty { return .none }
      return using.contains { groups[$0.number].definition.movesMembers } ? .places : .tests
    case .settings(.set(let settings)):
      return settings.before.isVipEnabled == settings.after.isVipEnabled ? .none : .places
    case .group(_, let change): return change.movesMembers ? .places : .tests
    case .schema, .agent, .contact, .conversation, .note, .team, .channel, .settings, .lookup, .erased: return .none
    }
  }

  /// Puts the waiting conversations of a contact into their places.
  private func requeue(_ contact: ContactID, in queue: WaitingQueue, _ standing: Standing? = nil) {
    guard queue.has(contact) else { return }
    let standing = standing ?? self.standing(of: self[contact])
    queue.put(of: contact, isVip: standing.isVip, score: standing.score, teams: standing.teams)
  }

  /// Puts a conversation into its place, if the queue is kept.
  func requeue(_ id: ConversationID) {
    if let queue { requeue(id, in: queue) }
  }

  private func requeue(_ id: ConversationID, in queue: WaitingQueue, _ standing: Standing? = nil) {
    let contact = conversations[id.number].contact
    guard conversations[id.number].status == .new, conversations[id.number].assignee == nil else {
      return queue.put(id, of: contact, at: nil)
    }
    let standing = standing ?? self.standing(of: self[contact])
    let place = WaitingQueue.Place(
      waitingSince: conversations[id.number].waitingSince, isVip: standing.isVip, score: standing.score,
      teams: standing.teams)
    queue.put(id, of: contact, at: place)
  }
}

/// The groups of a desk, made ready to be asked of contacts: as they are, or as they were before a change.
enum MadeGroupTests {
  case current(GroupTests)
  /// What was made before has the tests of the groups that did not change.
  case outdated(GroupTests)

  fileprivate var tests: GroupTests {
    switch self {
    case .current(let tests), .outdated(let tests): tests
    }
  }
}

extension [TeamNumber] {
  /// Adds teams that are not among these.
  fileprivate mutating func add(_ others: [TeamNumber]) {
    for team in others where !contains(team) { append(team) }
  }
}

extension GroupChange {
  /// Whether it can give waiting conversations other places.
  fileprivate var movesMembers: Bool {
    switch self {
    case .defined(_, let definition), .removed(_, let definition): definition.movesMembers
    case .updated(let edit):
      (edit.before.movesMembers || edit.after.movesMembers) && !edit.before.isSameButForName(as: edit.after)
    }
  }
}

extension ContactChange {
  /// Whether it can give the contact's waiting conversations other places.
  fileprivate func canMove(by groups: GroupTests) -> Bool {
    switch self {
    case .vipPromoted, .vipDemoted: true
    case .attributesChanged(_, let edits): edits.contains { groups.movingAttributes.contains($0.definition) }
    // Another identity may be shown, and what its network told counts.
    case .identityAdded, .identityRemoved: !groups.movingAttributes.isEmpty
    case .created, .named, .detailsChanged, .identityUpdated: false
    }
  }
}
