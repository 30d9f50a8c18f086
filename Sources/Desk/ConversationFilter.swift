import Tables

/// Which conversations of all.
public struct ConversationFilter: Sendable {
  /// Only those of this contact.
  public var contact: ContactID?
  /// Only those that stand so.
  public var status: Conversation.Status?
  /// Only those on this channel.
  public var channel: ChannelNumber?
  /// Who works on them.
  public var assignee = Assignee.anybody

  /// Who works on a conversation.
  public enum Assignee: Sendable {
    /// An agent, or nobody.
    case anybody
    /// No agent.
    case nobody
    /// This agent.
    case agent(AgentNumber)
  }

  /// All conversations.
  public init() {}
}

extension Conversation {
  /// True if the filter lets it through.
  public func isLet(by filter: ConversationFilter) -> Bool {
    (filter.contact.map { $0 == contact } ?? true) && (filter.status.map { $0 == status } ?? true)
      && (filter.channel.map { $0 == channel } ?? true) && isAssigned(as: filter.assignee)
  }

  private func isAssigned(as wanted: ConversationFilter.Assignee) -> Bool {
    switch wanted {
    case .anybody: true
    case .nobody: assignee == nil
    case .agent(let agent): assignee == agent
    }
  }
}

extension Book {
  /// Calls `body` with conversations, the one opened last first, from below `id` (nil: from the last of all), until it
  /// says false: with all that a filter lets through, and others of the smallest set that a part of the filter names.
  public func conversations(
    narrowedBy filter: ConversationFilter, before id: ConversationID?, _ body: (ConversationID) -> Bool
  ) {
    guard let smallest = smallestSet(of: filter) else {
      var number = min(conversations.count, (id?.number ?? .max) - 1)
      while number > 0, body(ConversationID(number)) { number -= 1 }
      return
    }
    smallest.sets.backward(smallest.key, before: id?.number) { body(ConversationID($0)) }
  }

  /// The same, the one whose last message is the newest first (`NewestPlace`), after a place (nil: from the
  /// first).
  public func inbox(
    narrowedBy filter: ConversationFilter, after place: NewestPlace?, _ body: (ConversationID) -> Bool
  ) {
    guard let smallest = smallestSet(of: filter), smallest.sets.count(smallest.key) <= Self.fewInSet else {
      inbox.forEach(after: place) { body(ConversationID($0)) }
      return
    }
    var places: [NewestPlace] = []
    smallest.sets.backward(smallest.key, before: nil) { number in
      let its = inboxPlace(of: ConversationID(number))
      if place.map({ $0 < its }) ?? true { places.append(its) }
      return true
    }
    for place in places.sorted() { guard body(ConversationID(place.number)) else { return } }
  }

  /// Where a conversation stands in the inbox: by the last message, or when it was opened if nobody has written yet.
  public func inboxPlace(of id: ConversationID) -> NewestPlace {
    let conversation = conversations[id.number]
    return NewestPlace(conversation.latestMessage.map { self[$0].content.at } ?? conversation.openedAt, id.number)
  }

  /// If so few can fit they are put in order; else the order of all is gone through, past those that do not fit.
  private static let fewInSet = 1_000

  /// The smallest of the sets that have all that a filter lets through; nil: none has.
  private func smallestSet(of filter: ConversationFilter) -> (sets: NumberSets, key: Int)? {
    var sets: [(sets: NumberSets, key: Int)] = []
    if let contact = filter.contact { sets.append((conversationsByContact, contact.number)) }
    if case .agent(let agent) = filter.assignee { sets.append((conversationsByAssignee, agent.number)) }
    if let status = filter.status { sets.append((conversationsByStatus, status.setNumber)) }
    if let channel = filter.channel { sets.append((conversationsByChannel, channel.number)) }
    return sets.min { $0.sets.count($0.key) < $1.sets.count($1.key) }
  }

  /// The conversations in the order of the inbox, made at the first look.
  private var inbox: NewestFirst {
    if let keptInbox { return keptInbox }
    let order = NewestFirst(
      (1..<conversations.nextNumber).map { (inboxPlace(of: ConversationID($0)).at, $0) })
    keptInbox = order
    return order
  }
}
