import Desk
import TestSupport

@testable import Store

/// Calls that make every kind of change, drawn one after another for a book as it grows.
struct DrawnCalls {
  /// Behind every message's text: for journals that are to be large soon.
  var padding = ""
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// The changes of the next call, which follow those in the book.
  mutating func next(_ book: Book) -> [Change] {
    draw(book).enumerated().map { index, what in
      Change(
        seq: book.seq + 1 + index, at: Timestamp(milliseconds: Int64(book.seq + index) * 1_000), by: AgentNumber(1),
        what: what)
    }
  }

  private mutating func draw(_ book: Book) -> [Change.What] {
    guard book.seq > 0 else { return [.agentRegistered(Agent(id: "anna", name: "Anna", role: .admin))] }
    guard book.nextContactID.number > 1, book.nextConversationID.number > 1 else { return newContact(book) }
    let contact = ContactID(1 + random.below(book.sizes.contacts))
    switch random.below(10) {
    case 0: return newContact(book)
    case 1: return [.vipPromoted(contact, reason: "writes often")]
    case 2:
      return [.contactUpdated(contact, .init(name: "Name \(book.seq)", labels: ["a"], isBlocked: random.percent(50)))]
    case 3:
      let value = AttributeContent.text("mira\(book.seq)@example.com")
      return [.attributesChanged(contact, .agent(AgentNumber(1)), [ValueEdit(definition: 1, content: value)])]
    case 4:
      return [
        .noteAdded(book.nextNoteID, contact, nil, text: "Note \(book.seq)", authorName: "Anna", mentions: [])
      ]
    case 5:
      let note = NoteID(max(1, book.sizes.notes))
      return book.contains(note) ? [random.percent(50) ? .noteRemoved(note) : edit(book, note)] : [.vipDemoted(contact)]
    case 6:
      let number = book[contact].identitiesMade + 1
      return [
        .identityAdded(contact, identity: number, .init(network: .x, externalId: "x-\(contact.number)-\(number)")),
        .identityRemoved(contact, identity: number),
      ]
    case 7: return [definition(book)]
    default:
      let conversation = ConversationID(1 + random.below(book.sizes.conversations))
      return [message(book, in: conversation)]
    }
  }

  private func edit(_ book: Book, _ note: NoteID) -> Change.What {
    .noteEdited(note, text: "Edit \(book.seq)", mentions: [])
  }

  /// Three changes of one call, as a first message makes them.
  private func newContact(_ book: Book) -> [Change.What] {
    let id = book.nextContactID
    let profile = Identity.Profile(network: .instagram, externalId: "\(id.number)", handle: "handle\(id.number)")
    let conversation = book.nextConversationID
    return [
      .contactCreated(id, name: "Zoë \(id.number)", identities: [profile], labels: []),
      .conversationOpened(conversation, id, ChannelNumber(1), topics: [], isByHand: false),
      message(book, in: conversation),
    ]
  }

  private func message(_ book: Book, in conversation: ConversationID) -> Change.What {
    .messageRecorded(
      book.nextMessageID, conversation, .identity(1), toldHandle: true,
      .init(
        text: "Message \(book.seq)\(padding)", attachments: [], at: Timestamp(milliseconds: 5),
        externalId: "\(book.seq)"))
  }

  private func definition(_ book: Book) -> Change.What {
    let number = book.definitionsMade + 1
    return .attributeDefined(
      AttributeDefinition(
        number: number, key: "key\(number)", label: "Key", format: .choice, options: ["a"], isEnabled: true,
        isLookup: false, isCRMManaged: false, isAgentEditable: true))
  }
}
