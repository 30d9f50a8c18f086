public import Tables

/// All state of the desk.
///
/// Everybody reads; `apply(_:)` alone mutates, one `Change` after another, and gives the same book for the same changes
/// in every process. Every look-up here goes through an index: none walks over all contacts.
///
/// A class, so that all who answer read the one book without copying it. It has one owner, which is never concurrent.
public final class Book {
  /// The `seq` of the last change; 0 for a new desk.
  public internal(set) var seq = 0
  /// The date of the last change; nil for a new desk.
  public internal(set) var lastChangeAt: Timestamp?

  /// What the admins set.
  public internal(set) var settings = Settings()
  /// The `seq` of the last change to the settings; 0 of those of a new desk.
  public internal(set) var settingsVersion = 0
  var agents = RecordTable<Agent>()
  /// The `seq` of the last change to the agents.
  public internal(set) var agentsVersion = 0
  var teams = Register<Team>()
  var channels = Register<Channel>()
  var groups = Register<Group>()
  /// The groups, made ready to be asked of contacts: read `groupTests`.
  var madeGroupTests = MadeGroupTests.current(GroupTests())
  /// The attribute definitions, in the admin's order, and where each is.
  var schema = DefinitionList(AttributeDefinition.initial)
  /// How many definitions were ever made: their numbers are never reused.
  public internal(set) var definitionsMade = AttributeDefinition.initial.count
  /// How many definitions were removed. Values of those are dropped from a contact when its values are edited next.
  var definitionsRemoved = 0
  /// How many values there are of each definition, by its number - 1.
  var valueCounts = Array(repeating: 0, count: AttributeDefinition.initial.count)
  /// The `seq` of the last change to the definitions.
  public internal(set) var definitionsVersion = 0
  var contacts = RecordTable<Contact>()
  var conversations = RecordTable<Conversation>()
  var messages = RecordTable<Message>()
  var notes = RecordTable<Note>()
  /// How many of the notes were removed: their records stay, so that no number is used twice.
  var removedNotes = 0
  var events = RecordTable<Event>()
  /// The CRM that contacts are looked up in, if there is one.
  public internal(set) var connector: Connector?
  /// The `seq` of the last change to the connector; 0 where there never was one.
  public internal(set) var connectorVersion = 0
  var lookups = RecordTable<Lookup>()
  /// The latest look-up of each contact: all, and by state (`Lookup.State.Name`).
  var latestLookups = NumberSet()
  var latestLookupsByState = NumberSets(count: Lookup.State.Name.allCases.count)

  var handles = RecordTable<Handle>()

  /// What happened to each contact, by time.
  public internal(set) var timelines = RunIndex()
  /// What happened in each conversation, by time.
  public internal(set) var conversationTimelines = RunIndex()

  /// The notes of each contact, those on conversations included, by time.
  public internal(set) var noteTimelines = RunIndex()
  /// The notes on each conversation, by time.
  public internal(set) var conversationNoteTimelines = RunIndex()

  /// The conversations by status (`Conversation.Status.setNumber`), channel, assignee and contact.
  var conversationsByStatus = NumberSets(count: Conversation.Status.allCases.count)
  var conversationsByChannel = NumberSets()
  var conversationsByAssignee = NumberSets()
  var conversationsByContact = NumberSets()
  /// The conversations in `pending`, by the time since when they are quiet: the one run of this index.
  public internal(set) var pendingConversations = RunIndex()
  /// The conversations that wait for an agent, in the order in which they are served: read `placedQueue`. nil: nobody
  /// has asked for it since the start, or since a change that can move all of them.
  var queue: WaitingQueue?
  /// The contacts by their value of the matching attribute: read `links(of:)`. nil: nobody has asked for links since
  /// the start, or since another attribute links contacts.
  var keptMatchingIndex: MatchingIndex?
  /// The contacts by the words of their texts: read `searchIndex`. nil: nobody has searched since the start.
  var keptSearchIndex: SearchIndex?
  /// The contacts by name: read `nameOrder`. nil: nobody has asked for that order since the start.
  var keptNameOrder: NameOrder?
  /// The contacts by when they changed last: read `lastUpdated`. nil: as above.
  var keptLastUpdated: NewestFirst?
  /// The conversations by their last message: read `inbox`. nil: as above.
  var keptInbox: NewestFirst?
  /// The agents by team.
  var agentsByTeam = NumberSets()

  var agentsById = HashIndex()
  /// By the id in lower case: mentions are found whatever case they are written in. Of agents whose ids are the same
  /// but for case, the first two: then no such mention means one of them.
  var agentsByFoldedId = HashIndex()
  var contactsByIdentity = HashIndex()
  var handlesByName = HashIndex()
  var messagesByExternalId = HashIndex()

  /// Where the indexes put things: unknown to the strangers who pick ids and handles, and without effect on any answer.
  let hashSeed = UInt64.random(in: .min ... .max)

  /// The attribute definitions, in the admin's order.
  public var definitions: [AttributeDefinition] { schema.inOrder }

  /// An empty desk: the built-in networks' channels and attributes, and nobody.
  public init() {
    for channel in Channel.builtIn {
      channels.append(channel)
      conversationsByChannel.appendSet()
    }
    pendingConversations.appendRun()
  }
}

// MARK: - Records

extension Book {
  /// The agent with this number.
  public subscript(number: AgentNumber) -> Agent { _read { yield agents[number.number] } }
  /// The team with this number, be it that it was removed.
  public subscript(number: TeamNumber) -> Team { _read { yield teams[number.number] } }
  /// The group with this number, be it that it was removed.
  public subscript(number: GroupNumber) -> Group { _read { yield groups[number.number] } }
  /// The channel with this number.
  public subscript(number: ChannelNumber) -> Channel { _read { yield channels[number.number] } }
  /// The contact with this id, which must be there: ask `contains` first of ids from outside.
  public subscript(id: ContactID) -> Contact { _read { yield contacts[id.number] } }
  /// The conversation with this id, which must be there: ask `contains` first of ids from outside.
  public subscript(id: ConversationID) -> Conversation { _read { yield conversations[id.number] } }
  /// The message with this id.
  public subscript(id: MessageID) -> Message { _read { yield messages[id.number] } }
  /// The note with this id.
  public subscript(id: NoteID) -> Note { _read { yield notes[id.number] } }
  /// The event with this number.
  public subscript(number: EventNumber) -> Event { _read { yield events[number.number] } }

  /// True if there is such a contact.
  public func contains(_ id: ContactID) -> Bool { contacts.contains(id.number) }
  /// True if there is such a note, and it was not removed.
  public func contains(_ id: NoteID) -> Bool { notes.contains(id.number) && !notes[id.number].isRemoved }
  /// True if there is such a conversation.
  public func contains(_ id: ConversationID) -> Bool { conversations.contains(id.number) }

  /// The number of the next agent.
  public var nextAgentNumber: AgentNumber { AgentNumber(agents.nextNumber) }
  /// Whether there is such a team, and it was not removed.
  public func contains(_ team: TeamNumber) -> Bool { teams.contains(team.number) }
  /// Whether there is such a group, and it was not removed.
  public func contains(_ group: GroupNumber) -> Bool { groups.contains(group.number) }
  /// Whether there is such a channel, and it was not removed.
  public func contains(_ channel: ChannelNumber) -> Bool { channels.contains(channel.number) }

  /// The number of the next team.
  public var nextTeamNumber: TeamNumber { TeamNumber(teams.nextNumber) }
  /// The number of the next group.
  public var nextGroupNumber: GroupNumber { GroupNumber(groups.nextNumber) }
  /// The number of the next channel.
  public var nextChannelNumber: ChannelNumber { ChannelNumber(channels.nextNumber) }
  /// The id of the next contact.
  public var nextContactID: ContactID { ContactID(contacts.nextNumber) }
  /// The id of the next conversation.
  public var nextConversationID: ConversationID { ConversationID(conversations.nextNumber) }
  /// The id of the next message.
  public var nextMessageID: MessageID { MessageID(messages.nextNumber) }
  /// The id of the next note.
  public var nextNoteID: NoteID { NoteID(notes.nextNumber) }

  /// How many there are of each, removed notes left out.
  public var sizes: (agents: Int, contacts: Int, conversations: Int, messages: Int, notes: Int) {
    (agents.count, contacts.count, conversations.count, messages.count, notes.count - removedNotes)
  }

  /// What an entry of a timeline is.
  public enum Entry: Sendable {
    case message(MessageID)
    case note(NoteID)
    case event(EventNumber)

    /// The tag of a message's entry.
    public static let messageTag: UInt8 = 1
    /// The tag of a note's entry.
    public static let noteTag: UInt8 = 2
    /// The tag of an event's entry.
    public static let eventTag: UInt8 = 3

    /// Reads a timeline's entry.
    @inline(__always)
    public init(_ entry: RunIndex.Entry) {
      switch entry.tag {
      case Self.messageTag: self = .message(MessageID(Int(entry.number)))
      case Self.noteTag: self = .note(NoteID(Int(entry.number)))
      default: self = .event(EventNumber(number: Int(entry.number)))
      }
    }
  }
}
