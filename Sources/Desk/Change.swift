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
    /// A contact was made; the number is the next one. The identities have their numbers in order, from 1.
    case contactCreated(ContactID, name: String?, identities: [Identity.Profile], labels: [String])
    /// A network told something new of an identity.
    case identityUpdated(ContactID, identity: Int, Identity.Profile)
    /// Values were set or cleared.
    case attributesChanged(ContactID, AttributeValue.Setter, [ValueEdit])
    /// A contact became a VIP.
    case vipPromoted(ContactID, reason: String?)
    /// The CRM was asked about a contact.
    case validationChanged(ContactID, Validation)
    /// A conversation was opened; the number is the next one.
    case conversationOpened(ConversationID, ContactID, ChannelNumber)
    /// A message came or went; the number is the next one. `toldHandle`: the message told the identity's handle.
    case messageRecorded(MessageID, ConversationID, Message.Author, toldHandle: Bool, Message.Content)
    /// A note was written; the number is the next one.
    case noteAdded(NoteID, ContactID, ConversationID?, text: String, authorName: String, mentions: [AgentNumber])
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
