import Tables

/// The conversations that wait for an agent, in the order in which they are served: VIP first, then the score, highest
/// first, then since when somebody waits, then the number of the conversation.
///
///     position   at   not VIP 1 bit │ 255 - score 8 bits │ waiting since 49 bits (all ones: nobody waits)
///                seq  the number of the conversation
///
/// One run has all of them, one those that no group routes, and one for each team those that are routed to it: a page
/// of a team merges two runs, and no page walks over what it does not show.
struct WaitingQueue {
  /// Where a conversation stands, and in which runs.
  struct Place: Equatable {
    let position: RunIndex.Position
    let teams: [TeamNumber]
  }

  private static let all = 1
  private static let unrouted = 2
  private static func run(of team: TeamNumber) -> Int { unrouted + team.number }

  private static let waitingBits: Int64 = 49
  private static let nobodyWaits: Int64 = 1 << waitingBits - 1

  private var runs = RunIndex()
  /// The places, by the number of the conversation.
  private var places: [Int: Place] = [:]
  /// The numbers of the waiting conversations, by that of the contact; only of contacts who have one.
  private var byContact: [Int: NumberSet] = [:]

  init() {
    runs.appendRun()
    runs.appendRun()
  }

  /// How many conversations wait.
  var count: Int { places.count }

  /// Makes room for the next team.
  mutating func appendTeam() { runs.appendRun() }

  /// The place of a conversation of a contact who stands so.
  static func place(
    _ conversation: ConversationID, waitingSince: Timestamp?, isVip: Bool, score: Int, teams: [TeamNumber]
  ) -> Place {
    let since = waitingSince.map { min($0.milliseconds - Timestamp(milliseconds: .min).milliseconds, nobodyWaits - 1) } ?? nobodyWaits
    let rank = (isVip ? 0 : 1) << 8 | Int64(255 - min(score, 255))
    return Place(
      position: RunIndex.Position(at: rank << waitingBits | since, seq: conversation.number), teams: teams)
  }

  /// Puts a conversation in its place; nil: it does not wait.
  mutating func put(_ conversation: ConversationID, of contact: ContactID, at place: Place?) {
    let before = places[conversation.number]
    guard before != place else { return }
    if let before {
      for run in Self.runs(of: before) { runs.remove(at: before.position, from: run) }
    }
    places[conversation.number] = place
    if let place {
      let entry = RunIndex.Entry(
        at: place.position.at, seq: conversation.number, number: conversation.number, tag: 0)
      for run in Self.runs(of: place) { runs.insert(entry, into: run) }
    }
    guard (before == nil) != (place == nil) else { return }
    if place != nil {
      byContact[contact.number, default: NumberSet()].insert(conversation.number)
    } else if byContact[contact.number]?.count == 1 {
      byContact[contact.number] = nil
    } else {
      byContact[contact.number]?.remove(conversation.number)
    }
  }

  private static func runs(of place: Place) -> [Int] {
    place.teams.isEmpty ? [all, unrouted] : [all] + place.teams.map(run(of:))
  }

  /// The waiting conversations of a contact.
  func conversations(of contact: ContactID) -> [ConversationID] {
    guard !byContact.isEmpty, let numbers = byContact[contact.number] else { return [] }
    var found: [ConversationID] = []
    numbers.forward(after: 0) { number in
      found.append(ConversationID(number))
      return true
    }
    return found
  }

  /// Calls `body` with the conversations after a position, in order, until it says false: with all, or with those that
  /// are routed to a team or to none.
  func forward(_ team: TeamNumber?, after position: RunIndex.Position?, _ body: (RunIndex.Entry) -> Bool) {
    guard let team else { return runs.forward(Self.all, after: position, body) }
    runs.forward(Self.unrouted, Self.run(of: team), after: position, body)
  }
}
