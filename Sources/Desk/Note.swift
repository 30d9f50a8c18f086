import Tables

/// What the team writes down, on a contact or on one of the conversations.
public struct Note: Sendable {
  /// What a note says.
  public struct Body: Sendable {
    /// The text.
    public let text: String
    /// The known agents that the text mentions.
    public let mentions: [AgentNumber]

    /// A note's body.
    public init(text: String, mentions: [AgentNumber]) { (self.text, self.mentions) = (text, mentions) }
  }

  /// The id.
  public let id: NoteID
  /// The contact it is about.
  public let contact: ContactID
  /// The conversation it stands on, if it does.
  public let conversation: ConversationID?
  /// The text.
  public internal(set) var text: String
  /// Who wrote it.
  public let author: AgentNumber
  /// Their name as it was then.
  public let authorName: String
  /// When.
  public let createdAt: Timestamp
  /// The known agents that the text mentions (see `Mentions`), each once, in the order of the text.
  public internal(set) var mentions: [AgentNumber]
  /// Who edited it last, with their name as it was then, and when; nil of a note that nobody edited.
  public internal(set) var edit: (by: AgentNumber, name: String, at: Timestamp)?
  /// True once it was removed: then its text is gone, and nobody finds it.
  public internal(set) var isRemoved = false
  /// The `seq` of the change that added it: its place among others of the same time.
  let seq: Int
  /// The `seq` of the last change to it.
  public internal(set) var version: Int

  /// The note's place in a history.
  var position: RunIndex.Position { RunIndex.Position(at: createdAt.milliseconds, seq: seq) }
}

/// Something that happened to a contact and is no message and no note: an entry of the history.
public struct Event: Sendable {
  /// What happened.
  public enum What: Sendable {
    /// Someone at the desk set or cleared values; the keys as they were then.
    case attributesChanged(set: [String], cleared: [String])
    /// Someone made the contact a VIP.
    case vipPromoted(reason: String?)
    /// Someone took that back.
    case vipDemoted
    /// Someone changed the name, the labels, or whether the contact is blocked.
    case contactUpdated([Contact.Details.Field])
    /// Someone said who the contact is on a network.
    case identityAdded(Network, externalId: String)
    /// Someone took that back.
    case identityRemoved(Network, externalId: String)
    /// A customer whom the CRM knows is the contact: the name of the connector, and the keys, as they were then, of
    /// what it said and of what is gone.
    case validated(crm: String, set: [String], cleared: [String])
    /// Someone opened a conversation by hand.
    case conversationOpened
    /// Someone said where a conversation stands.
    case statusChanged(from: Conversation.Status, to: Conversation.Status)
    /// Someone gave a conversation to an agent, or to nobody.
    case assigned(AgentNumber?)
  }

  /// To whom.
  public let contact: ContactID
  /// In which conversation; nil of what happened to the contact as such.
  public let conversation: ConversationID?
  /// By whom.
  public let by: AgentNumber
  /// Their name as it was then.
  public let byName: String
  /// When.
  public let at: Timestamp
  /// What.
  public let what: What
}

/// The number of an event in the book, from 1.
public struct EventNumber: Hashable, Sendable {
  /// The number.
  public let number: Int
}
