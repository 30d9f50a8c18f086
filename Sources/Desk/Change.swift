/// One change of the desk's state: the one concept behind journal, audit, feed and undo.
///
/// A change says all that happened, ids, names and times included, so that applying it needs neither clock nor
/// randomness nor a look at anything but the book.
public struct Change: Sendable {
  /// 1 for the first, one more for each; no gaps.
  public let seq: Int
  /// When.
  public let at: Timestamp
  /// Who.
  public let by: AgentNumber
  /// What.
  public let what: What

  /// A change.
  public init(seq: Int, at: Timestamp, by: AgentNumber, what: What) {
    self.seq = seq
    self.at = at
    self.by = by
    self.what = what
  }

  /// All that can happen.
  public enum What: Sendable {
    /// An agent became known; the number is the next one.
    case agentRegistered(Agent)
    /// An agent has another name from now on. What they wrote before keeps the name that it was signed with.
    case agentRenamed(AgentNumber, name: String)
    /// A contact was made; the number is the next one. The identities have their numbers in order, from 1.
    case contactCreated(ContactID, name: String?, identities: [Identity.Profile], labels: [String])
    /// A contact without a name took the display name that a network gave.
    case contactNamed(ContactID, name: String)
    /// A network told something new of an identity.
    case identityUpdated(ContactID, identity: Int, Identity.Profile)
    /// Someone said who the contact is on a network; the number is the contact's next one, or the
    /// one that it had before it was taken away.
    case identityAdded(ContactID, identity: Int, Identity.Profile)
    /// Someone took an identity away, and with it the values that its network told.
    case identityRemoved(ContactID, identity: Int)
    /// Someone changed name, labels or blocked: all three as they are now.
    case contactUpdated(ContactID, Contact.Details)
    /// Values were set or cleared.
    case attributesChanged(ContactID, AttributeValue.Setter, [ValueEdit])
    /// A contact became a VIP.
    case vipPromoted(ContactID, reason: String?)
    /// A contact is no VIP any more.
    case vipDemoted(ContactID)
    /// The CRM was asked about a contact.
    case validationChanged(ContactID, Validation)
    /// A conversation was opened; the number is the next one. `isByHand`: by an agent, not by a message.
    case conversationOpened(ConversationID, ContactID, ChannelNumber, topics: [String], isByHand: Bool)
    /// An agent said where a conversation stands. Resolving lets its assignee go, and nobody waits in it any more.
    case statusChanged(ConversationID, Conversation.Status)
    /// A conversation was given to an agent, or to nobody.
    case conversationAssigned(ConversationID, AgentNumber?)
    /// A message came or went; the number is the next one. `toldHandle`: the message told the identity's handle.
    case messageRecorded(MessageID, ConversationID, Message.Author, toldHandle: Bool, Message.Content)
    /// A note was written; the number is the next one.
    case noteAdded(NoteID, ContactID, ConversationID?, text: String, authorName: String, mentions: [AgentNumber])
    /// A note has another text now.
    case noteEdited(NoteID, text: String, mentions: [AgentNumber])
    /// A note is gone.
    case noteRemoved(NoteID)
    /// An attribute was defined, last in order; the number is the next one.
    case attributeDefined(AttributeDefinition)
    /// The definition of this number is as it says from now on.
    case definitionUpdated(AttributeDefinition)
    /// The definitions, by number, are in this order: all of them.
    case definitionsReordered([Int])
    /// The definition of this number is gone, and its values with it.
    case definitionRemoved(Int)
  }
}

/// What happens to one attribute of a contact.
public struct ValueEdit: Sendable {
  /// The definition's inner number.
  public let definition: Int
  /// The new value in its normal form; nil clears.
  public let content: AttributeContent?

  /// An edit.
  public init(definition: Int, content: AttributeContent?) {
    self.definition = definition
    self.content = content
  }
}
