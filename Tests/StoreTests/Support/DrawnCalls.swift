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
    guard book.seq > 0 else {
      return
        [
          .agent(book.nextAgentNumber, .recorded(id: "anna", name: "Anna", role: .admin))
        ]
    }
    guard book.nextContactID.number > 1, book.nextConversationID.number > 1 else { return newContact(book) }
    let contact = ContactID(1 + random.below(book.sizes.contacts))
    switch random.below(10) {
    case 0: return newContact(book)
    case 1: return [book[contact].promotion(reason: "writes often")]
    case 2:
      let details = Contact.Details(name: "Name \(book.seq)", labels: ["a"], isBlocked: random.percent(50))
      return [book[contact].detailsChange(to: details)]
    case 3:
      let value = AttributeContent.text("mira\(book.seq)@example.com")
      return [book[contact].valuesChange(by: .agent(AgentNumber(1)), [(1, value)])]
    case 4:
      return [
        .note(
          book.nextNoteID, of: contact,
          .added(nil, Note.Body(text: "Note \(book.seq)", mentions: []), authorName: "Anna"))
      ]
    case 5:
      let note = NoteID(max(1, book.sizes.notes))
      guard book.contains(note) else { return [demotion(book, contact)] }
      return [random.percent(50) ? book[note].removal : edit(book, note)]
    case 6:
      let number = book[contact].identitiesMade + 1
      let profile = Identity.Profile(network: .x, externalId: "x-\(contact.number)-\(number)")
      return [
        book[contact].identityAddition(profile), .contact(contact, .identityRemoved(number, profile, values: [])),
      ]
    case 7: return [definition(book)]
    default:
      let conversation = ConversationID(1 + random.below(book.sizes.conversations))
      return [message(book, in: conversation, of: book[conversation].contact)]
    }
  }

  private func edit(_ book: Book, _ note: NoteID) -> Change.What {
    book[note].edit(to: Note.Body(text: "Edit \(book.seq)", mentions: []))
  }

  /// Also of a contact who is no VIP.
  private func demotion(_ book: Book, _ contact: ContactID) -> Change.What {
    let vip = Vip(promotedBy: AgentNumber(1), promotedAt: Timestamp(milliseconds: 0), reason: nil)
    return book[contact].demotion ?? .contact(contact, .vipDemoted(vip))
  }

  /// Three changes of one call, as a first message makes them.
  private func newContact(_ book: Book) -> [Change.What] {
    let id = book.nextContactID
    let profile = Identity.Profile(network: .instagram, externalId: "\(id.number)", handle: "handle\(id.number)")
    let conversation = book.nextConversationID
    return [
      .contact(id, .created(name: "Zoë \(id.number)", identities: [profile], labels: [])),
      .conversation(conversation, of: id, .opened(ChannelNumber(1), topics: [], by: .message)),
      message(book, in: conversation, of: id),
    ]
  }

  private func message(_ book: Book, in conversation: ConversationID, of contact: ContactID) -> Change.What {
    let content = Message.Content(
      text: "Message \(book.seq)\(padding)", attachments: [], at: Timestamp(milliseconds: 5),
      externalId: "\(book.seq)")
    return .conversation(
      conversation, of: contact, .messageRecorded(book.nextMessageID, .identity(1), toldHandle: true, content))
  }

  private func definition(_ book: Book) -> Change.What {
    let number = book.definitionsMade + 1
    return .schema(
      .defined(
        AttributeDefinition(
          number: number, key: "key\(number)", label: "Key", format: .choice, options: ["a"], isEnabled: true,
          isLookup: false, isCRMManaged: false, isAgentEditable: true)))
  }
}
