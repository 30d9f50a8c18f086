import Tables

/// Which conversations of all.
public struct ConversationFilter: Sendable {
  /// Only those of this contact.
  public var contact: ContactID?
  /// Only those that stand so.
  public var status: Conversation.Status?
  /// Only those on this channel.
  public var channel: ChannelNumber?
  /// Only those of this assignee.
  public var assignee: AgentNumber?

  /// All conversations.
  public init() {}
}

extension Conversation {
  /// True if the filter lets it through.
  public func isLet(by filter: ConversationFilter) -> Bool {
    (filter.contact.map { $0 == contact } ?? true) && (filter.status.map { $0 == status } ?? true)
      && (filter.channel.map { $0 == channel } ?? true) && (filter.assignee.map { $0 == assignee } ?? true)
  }
}

extension Book {
  /// Calls `body` with conversations, the one opened last first, from below `id` (nil: from the last of all), until it
  /// says false: with all that a filter lets through, and others of the smallest set that a part of the filter names.
  public func conversations(
    narrowedBy filter: ConversationFilter, before id: ConversationID?, _ body: (ConversationID) -> Bool
  ) {
    var sets: [(sets: NumberSets, key: Int)] = []
    if let contact = filter.contact { sets.append((conversationsByContact, contact.number)) }
    if let assignee = filter.assignee { sets.append((conversationsByAssignee, assignee.number)) }
    if let status = filter.status { sets.append((conversationsByStatus, status.setNumber)) }
    if let channel = filter.channel { sets.append((conversationsByChannel, channel.number)) }
    guard let smallest = sets.min(by: { $0.sets.count($0.key) < $1.sets.count($1.key) }) else {
      var number = min(conversations.count, (id?.number ?? .max) - 1)
      while number > 0, body(ConversationID(number)) { number -= 1 }
      return
    }
    smallest.sets.backward(smallest.key, before: id?.number) { body(ConversationID($0)) }
  }
}
