import Tables

/// The conversations that wait for an agent, in the order in which they are served: VIP first, then the score, highest
/// first, then since when somebody waits, then the number of the conversation.
///
///     position   at   (rank) not VIP 1 bit │ 255 - score 8 bits │ waiting since 49 bits (all ones: nobody waits)
///                seq  the number of the conversation
///
/// One run has all of them, one those that no group routes, and one for each team those that are routed to it: a page
/// of a team merges two runs, and no page walks over what it does not show.
///
/// A class, so that looking at it copies nothing; the book is its one owner.
final class WaitingQueue {
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
      let since = waitingSince.map { min($0.milliseconds - first, nobodyWaits) } ?? nobodyWaits
      self.init(since: since, isVip: isVip, score: score, teams: teams)
    }

    /// The same conversation's place, where its contact stands so.
    func moved(isVip: Bool, score: Int, teams: [TeamNumber]) -> Place {
      Place(since: rank & nobodyWaits, isVip: isVip, score: score, teams: teams)
    }

    private init(since: Int64, isVip: Bool, score: Int, teams: [TeamNumber]) {
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

  /// An empty queue of a desk that has so many teams.
  init(teams: Int) { for _ in 0..<Self.run(of: TeamNumber(teams)) { runs.appendRun() } }

  /// How many conversations wait.
  var count: Int { slots.count - freeSlots.count }

  /// Makes room for the next team.
  func appendTeam() { runs.appendRun() }

  /// Puts a conversation in its place; nil: it does not wait.
  func put(_ conversation: ConversationID, of contact: ContactID, at place: Place?) {
    let slot = byConversation.first(Self.hash(conversation.number)) { slots[$0 - 1]?.conversation == conversation }
    guard let slot else {
      if let place { add(Waiting(conversation: conversation, contact: contact, place: place)) }
      return
    }
    guard let before = slots[slot - 1]?.place, before != place else { return }
    if let place {
      move(slot, conversation, from: before, to: place)
    } else {
      remove(conversation, from: before)
      slots[slot - 1] = nil
      freeSlots.append(slot)
      byConversation.remove(Self.hash(conversation.number), slot)
      byContact.remove(Self.hash(contact.number), slot)
    }
  }

  /// Puts the conversations of a contact who stands so now into their places. How long they wait is as it was.
  func put(of contact: ContactID, isVip: Bool, score: Int, teams: [TeamNumber]) {
    _ = byContact.first(Self.hash(contact.number)) { slot in
      guard let waiting = slots[slot - 1], waiting.contact == contact else { return false }
      let place = waiting.place.moved(isVip: isVip, score: score, teams: teams)
      if place != waiting.place { move(slot, waiting.conversation, from: waiting.place, to: place) }
      return false
    }
  }

  private func move(_ slot: Int, _ conversation: ConversationID, from before: Place, to place: Place) {
    remove(conversation, from: before)
    slots[slot - 1]?.place = place
    insert(conversation, at: place)
  }

  private func add(_ waiting: Waiting) {
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

  private func insert(_ conversation: ConversationID, at place: Place) {
    let entry = RunIndex.Entry(at: place.rank, seq: conversation.number, number: conversation.number, tag: 0)
    runs.insert(entry, into: Self.all)
    if place.teams.isEmpty { runs.insert(entry, into: Self.unrouted) }
    for team in place.teams { runs.insert(entry, into: Self.run(of: team)) }
  }

  private func remove(_ conversation: ConversationID, from place: Place) {
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

  /// Whether a conversation of a contact waits.
  func has(_ contact: ContactID) -> Bool {
    count > 0 && byContact.first(Self.hash(contact.number)) { slots[$0 - 1]?.contact == contact } != nil
  }

  /// Calls `body` with the conversations after a position, in order, until it says false: with all, or with those that
  /// are routed to a team or to none.
  func forward(_ team: TeamNumber?, after position: RunIndex.Position?, _ body: (RunIndex.Entry) -> Bool) {
    runs.forward(team.map { [Self.unrouted, Self.run(of: $0)] } ?? [Self.all], after: position, body)
  }
}
