import Tables

/// The conversations that wait for an agent, in the order in which they are served: VIP first, then the score, highest
/// first, then since when somebody waits, then the number of the conversation.
///
///     position   at   (rank) not VIP 1 bit │ 255 - score 8 bits │ waiting since 49 bits (all ones: nobody waits)
///                seq  the number of the conversation
///
/// One run has all of them, one those that no group routes, and one for each team those that are routed to it: a page
/// of a team merges two runs, and no page walks over what it does not show.
struct WaitingQueue {
  /// A conversation that waits.
  private struct Waiting {
    let conversation: ConversationID
    let contact: ContactID
    var place: Place
  }

  /// Where a conversation stands, and which teams it is routed to.
  struct Place: Equatable {
    /// The first part of its position in the runs that have it.
    let rank: Int64
    let teams: [TeamNumber]

    init(waitingSince: Timestamp?, isVip: Bool, score: Int, teams: [TeamNumber]) {
      let first = Timestamp(milliseconds: .min).milliseconds
      let since = waitingSince.map { min($0.milliseconds - first, nobodyWaits - 1) } ?? nobodyWaits
      rank = ((isVip ? 0 : 1) << 8 | Int64(255 - min(score, 255))) << waitingBits | since
      self.teams = teams
    }
  }

  private static let all = 1
  private static let unrouted = 2
  private static func run(of team: TeamNumber) -> Int { unrouted + team.number }

  private static let waitingBits: Int64 = 49
  private static let nobodyWaits: Int64 = 1 << waitingBits - 1

  private var runs = RunIndex()
  /// Those that wait, in slots that are used again.
  private var slots: [Waiting?] = []
  private var freeSlots: [Int] = []
  /// The slots + 1 by conversation, and by contact.
  private var byConversation = HashIndex()
  private var byContact = HashIndex()

  init() {
    runs.appendRun()
    runs.appendRun()
  }

  /// How many conversations wait.
  var count: Int { slots.count - freeSlots.count }

  /// Makes room for the next team.
  mutating func appendTeam() { runs.appendRun() }

  /// Puts a conversation in its place; nil: it does not wait.
  mutating func put(_ conversation: ConversationID, of contact: ContactID, at place: Place?) {
    let slot = byConversation.first(Self.hash(conversation.number)) { slots[$0 - 1]?.conversation == conversation }
    guard let slot else {
      if let place { add(Waiting(conversation: conversation, contact: contact, place: place)) }
      return
    }
    guard let before = slots[slot - 1]?.place, before != place else { return }
    remove(conversation, from: before)
    if let place {
      slots[slot - 1]?.place = place
      insert(conversation, at: place)
    } else {
      slots[slot - 1] = nil
      freeSlots.append(slot)
      byConversation.remove(Self.hash(conversation.number), slot)
      byContact.remove(Self.hash(contact.number), slot)
    }
  }

  private mutating func add(_ waiting: Waiting) {
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = free
      slots[slot - 1] = waiting
    } else {
      slots.append(waiting)
      slot = slots.count
    }
    byConversation.insert(Self.hash(waiting.conversation.number), slot)
    byContact.insert(Self.hash(waiting.contact.number), slot)
    insert(waiting.conversation, at: waiting.place)
  }

  private mutating func insert(_ conversation: ConversationID, at place: Place) {
    let entry = RunIndex.Entry(at: place.rank, seq: conversation.number, number: conversation.number, tag: 0)
    runs.insert(entry, into: Self.all)
    if place.teams.isEmpty { runs.insert(entry, into: Self.unrouted) }
    for team in place.teams { runs.insert(entry, into: Self.run(of: team)) }
  }

  private mutating func remove(_ conversation: ConversationID, from place: Place) {
    let position = RunIndex.Position(at: place.rank, seq: conversation.number)
    runs.remove(at: position, from: Self.all)
    if place.teams.isEmpty { runs.remove(at: position, from: Self.unrouted) }
    for team in place.teams { runs.remove(at: position, from: Self.run(of: team)) }
  }

  /// Numbers of ours, which no stranger picks.
  @inline(__always)
  private static func hash(_ number: Int) -> UInt64 {
    var hash = KeyHash()
    hash.combine(UInt64(number))
    return hash.value
  }

  /// Calls `body` with the waiting conversations of a contact.
  @inline(__always)
  func forEach(of contact: ContactID, _ body: (ConversationID) -> Void) {
    guard count > 0 else { return }
    _ = byContact.first(Self.hash(contact.number)) { slot in
      if let waiting = slots[slot - 1], waiting.contact == contact { body(waiting.conversation) }
      return false
    }
  }

  /// Calls `body` with the conversations after a position, in order, until it says false: with all, or with those that
  /// are routed to a team or to none.
  func forward(_ team: TeamNumber?, after position: RunIndex.Position?, _ body: (RunIndex.Entry) -> Bool) {
    guard let team else { return runs.forward(Self.all, after: position, body) }
    runs.forward(Self.unrouted, Self.run(of: team), after: position, body)
  }
}
