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

  /// What the admins set.
  public internal(set) var settings = Settings()
  var agents = RecordTable<Agent>()
  var channels = RecordTable<Channel>()
  /// The attribute definitions, in the admin's order.
  public internal(set) var definitions = AttributeDefinition.initial
  /// The `seq` of the last change to the definitions.
  public internal(set) var definitionsVersion = 0
  var contacts = RecordTable<Contact>()
  var conversations = RecordTable<Conversation>()
  var messages = RecordTable<Message>()
  var notes = RecordTable<Note>()
  var events = RecordTable<Event>()

  var handles = RecordTable<Handle>()

  /// What happened to each contact, by time.
  public internal(set) var timelines = RunIndex()
  /// What happened in each conversation, by time.
  public internal(set) var conversationTimelines = RunIndex()

  var agentsById = HashIndex()
  var contactsByIdentity = HashIndex()
  var handlesByName = HashIndex()
  var messagesByExternalId = HashIndex()

  /// Where the indexes put things: unknown to the strangers who pick ids and handles, and without effect on any answer.
  let hashSeed = UInt64.random(in: .min ... .max)

  /// An empty desk: the built-in networks' channels and attributes, and nobody.
  public init() {
    for channel in Channel.defaults { channels.append(channel) }
  }
}

// MARK: - Records

extension Book {
  /// The agent with this number.
  public subscript(number: AgentNumber) -> Agent { _read { yield agents[number.number] } }
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
  /// True if there is such a conversation.
  public func contains(_ id: ConversationID) -> Bool { conversations.contains(id.number) }

  /// The number of the next agent.
  public var nextAgentNumber: AgentNumber { AgentNumber(agents.nextNumber) }
  /// The id of the next contact.
  public var nextContactID: ContactID { ContactID(contacts.nextNumber) }
  /// The id of the next conversation.
  public var nextConversationID: ConversationID { ConversationID(conversations.nextNumber) }
  /// The id of the next message.
  public var nextMessageID: MessageID { MessageID(messages.nextNumber) }
  /// The id of the next note.
  public var nextNoteID: NoteID { NoteID(notes.nextNumber) }

  /// How many there are of each.
  public var sizes: (agents: Int, contacts: Int, conversations: Int, messages: Int, notes: Int) {
    (agents.count, contacts.count, conversations.count, messages.count, notes.count)
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

/// A handle on a network, and who was seen with it.
struct Handle {
  /// An identity that has the handle.
  struct Holder: Equatable {
    let contact: ContactID
    let identity: Int
  }

  let network: Network
  let handle: String
  /// In the order of being seen with it last: it belongs to the last one.
  var holders: [Holder]
}

/// What the admins set for the whole desk.
public struct Settings: Sendable {
  /// False where the desk has no VIPs.
  public internal(set) var isVipEnabled = true
}

// MARK: - Look-ups

extension Book {
  /// The agent with this id.
  public func agent(id: String) -> AgentNumber? {
    agentsById.first(hash(id)) { agents[$0].id.sameScalars(as: id) }.map(AgentNumber.init)
  }

  /// The channel with this id. There are few.
  public func channel(id: String) -> ChannelNumber? {
    (1...channels.count).first { channels[$0].id.sameScalars(as: id) }.map(ChannelNumber.init)
  }

  /// The definition with this key, exactly.
  public func definition(key: String) -> AttributeDefinition? { definitions.first { $0.key.sameScalars(as: key) } }

  /// The contact of whom a network has this id, and the number of the identity.
  public func contact(network: Network, externalId: String) -> (id: ContactID, identity: Int)? {
    var identity = 0
    let number = contactsByIdentity.first(hash(network, externalId)) { number in
      let match = contacts[number].identities.first {
        $0.network == network && $0.profile.externalId.sameScalars(as: externalId)
      }
      identity = match?.number ?? 0
      return match != nil
    }
    return number.map { (ContactID($0), identity) }
  }

  /// The contact who was seen with this handle last on the network, and the number of the identity.
  public func contact(network: Network, handle: String) -> (id: ContactID, identity: Int)? {
    guard let number = handleNumber(network, handle), let owner = handles[number].holders.last else { return nil }
    return (owner.contact, owner.identity)
  }

  func handleNumber(_ network: Network, _ handle: String) -> Int? {
    handlesByName.first(hash(network, handle)) {
      handles[$0].network == network && handles[$0].handle.sameScalars(as: handle)
    }
  }

  /// The message that this channel calls so.
  public func message(channel: ChannelNumber, externalId: String) -> MessageID? {
    messagesByExternalId.first(hash(channel, externalId)) { number in
      messages[number].content.externalId.sameScalars(as: externalId)
        && conversations[messages[number].conversation.number].channel == channel
    }.map(MessageID.init)
  }

  /// The conversation in which an inbound message of this contact on this channel lands: the latest unresolved one,
  /// else the latest, else none: a new one is opened.
  public func conversationForInbound(_ contact: ContactID, _ channel: ChannelNumber) -> ConversationID? {
    guard let history = contacts[contact.number].channels.first(where: { $0.channel == channel }) else { return nil }
    guard history.open > 0 else { return history.conversations.last }
    return history.conversations.last { conversations[$0.number].status != .resolved }
  }

  /// The number of the identity behind a conversation; nil of a contact with no identity.
  public func identityNumberShown(in conversation: Conversation) -> Int? {
    let identities = self[conversation.contact].identities
    let index = self[conversation.contact].indexShown(from: conversation, on: self[conversation.channel].network)
    return index.map { identities[$0].number }
  }

  /// The known agents that a text names as `@id`, each once, in the order of the text.
  public func mentions(in text: String) -> [AgentNumber] {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return [] }
    var found: [AgentNumber] = []
    for candidates in Note.mentionCandidates(in: text) {
      for candidate in candidates {
        guard let agent = agent(id: candidate) else { continue }
        if !found.contains(agent) { found.append(agent) }
        break
      }
    }
    return found
  }

  func hash(_ id: String) -> UInt64 {
    var hash = KeyHash(seed: hashSeed)
    hash.combine(id)
    return hash.value
  }

  func hash(_ network: Network, _ name: String) -> UInt64 {
    var hash = KeyHash(seed: hashSeed)
    hash.combine(network.rawValue)
    hash.combine(name)
    return hash.value
  }

  func hash(_ channel: ChannelNumber, _ externalId: String) -> UInt64 {
    var hash = KeyHash(seed: hashSeed)
    hash.combine(UInt64(channel.number))
    hash.combine(externalId)
    return hash.value
  }
}
