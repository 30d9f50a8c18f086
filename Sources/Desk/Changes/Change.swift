/// One change of the desk's state: the one concept under the log, the audit, undo, the event feed and sharing between
/// processes.
///
/// A change says all that happened, ids, names and times included, so that applying it needs neither clock nor
/// randomness nor a look at anything but the book. An edit also says what was there before: true, since changes are
/// decided under the write lock. So the audit reads one record, and undo is the change turned round. Replay does not
/// look at it.
///
/// Two levels: a noun, and what can happen to it. Each noun has its cases, what it accepts and what it does in one file
/// here, its coding and its words in one file of the store. Every switch over them is exhaustive: for a new case the
/// compiler names all places.
///
/// Cases that hold a whole profile or definition, or two, are `indirect`: each change is as large as the largest case,
/// and every write copies changes.
public struct Change: Sendable {
  /// 1 for the first, one more for each; no gaps.
  public let seq: Int
  /// When.
  public let at: Timestamp
  /// By whom; `.desk` is the desk itself.
  public let by: AgentNumber
  /// What led to it.
  public let cause: Cause
  /// What.
  public let what: What

  /// A change.
  public init(seq: Int, at: Timestamp, by: AgentNumber, cause: Cause = .call, what: What) {
    (self.seq, self.at, self.by, self.cause, self.what) = (seq, at, by, cause, what)
  }

  /// What can happen, by the noun that it happens to. The noun alone says which contacts a change concerns.
  public enum What: Sendable {
    /// To an agent.
    case agent(AgentNumber, AgentChange)
    /// To a contact.
    case contact(ContactID, ContactChange)
    /// To a conversation with a contact.
    case conversation(ConversationID, of: ContactID, ConversationChange)
    /// To a note about a contact.
    case note(NoteID, of: ContactID, NoteChange)
    /// To the attribute definitions.
    case schema(SchemaChange)
    /// To a team.
    case team(TeamNumber, TeamChange)
    /// To a channel.
    case channel(ChannelNumber, ChannelChange)
    /// To a group.
    case group(GroupNumber, GroupChange)
    /// To a look-up of a contact in the CRM.
    case lookup(LookupID, of: ContactID, LookupChange)
    /// To the settings of the desk.
    case settings(SettingsChange)
    /// Something that was erased since.
    case erased(Erased)

    /// The contacts that it concerns.
    public var contacts: [ContactID] {
      switch self {
      case .contact(let id, _), .conversation(_, of: let id, _), .note(_, of: let id, _), .lookup(_, of: let id, _):
        [id]
      case .erased(let erased): [erased.contact]
      case .agent, .schema, .team, .channel, .group, .settings: []
      }
    }
  }

  /// What led to a change.
  public enum Cause: Equatable, Sendable {
    /// A client called a method.
    case call
    /// Somebody took back the change with this `seq`.
    case undo(of: Int)
    /// The desk keeps a rule that its settings have.
    case rule(Rule)
    /// The CRM answered.
    case connector
    /// A desk, or a part of one, was imported.
    case importing
  }

  /// A rule that the desk keeps by itself.
  public enum Rule: String, CaseIterable, Sendable {
    /// Conversations in `pending` are resolved after some days.
    case autoResolve
    /// A contact who is made, or whose values changed, is looked up in the CRM.
    case autoLookup
    /// What is old is erased.
    case retention
  }
}

extension Change {
  /// Whether the agent who made the change becomes known by it: they sign in, or define themselves.
  public var recordsItsAuthor: Bool {
    switch what {
    case .agent(by, .recorded), .agent(by, .defined): true
    case .agent, .contact, .conversation, .note, .schema, .team, .channel, .group, .lookup, .settings, .erased: false
    }
  }
}

extension Change.What {
  /// Whether it leaves something that says which agent it is by: the desk itself has no name to sign with.
  var isSigned: Bool {
    switch self {
    case .note(_, of: _, .added), .note(_, of: _, .edited), .contact(_, .vipPromoted): true
    case .agent, .contact, .conversation, .note, .schema, .team, .channel, .group, .lookup, .settings, .erased: false
    }
  }
}

/// A value that takes the place of another one.
public struct Edit<Value: Sendable>: Sendable {
  /// What was there.
  public let before: Value
  /// What is there now.
  public let after: Value

  /// An edit.
  public init(_ before: Value, to after: Value) { (self.before, self.after) = (before, after) }
}
