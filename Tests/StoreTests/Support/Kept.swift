import Desk
import TestSupport
import Testing

@testable import Store

/// A desk in a folder of a disk in memory, worked on by calls that make every kind of change.
///
/// It follows the rules of whoever uses a store: stage, apply, commit, and only then count a call as acknowledged.
final class Kept {
  static let folder = "/data/desk"

  let disk: MemoryDisk
  var store: Store
  var book: Book
  /// What was told at the last start.
  private(set) var told: [String] = []
  /// The changes acknowledged so far, each as it reads.
  private(set) var acknowledged: [String] = []
  /// Behind every message's text: for journals that are to be large soon.
  var padding = ""
  private var random: SplitMix64

  init(_ disk: MemoryDisk = MemoryDisk(), sync: Store.SyncPolicy = .always, seed: UInt64 = 1) throws {
    self.disk = disk
    random = SplitMix64(seed: seed)
    var told: [String] = []
    (store, book) = try Store.open(Self.folder, sync: sync, disk: disk) { told.append($0) }
    self.told = told
  }

  /// One call: its changes are staged and applied. What it is, is drawn.
  func call() {
    let changes = draw().enumerated().map { index, what in
      Change(
        seq: book.seq + 1 + index, at: Timestamp(milliseconds: Int64(book.seq + index) * 1_000), by: AgentNumber(1),
        what: what)
    }
    store.stage(changes)
    for change in changes {
      #expect(book.accepts(change), "\(change)")
      book.apply(change)
      pending.append("\(change)")
    }
  }

  private var pending: [String] = []

  /// Commits; if that fails, goes back to what is on the disk. True if it was acknowledged.
  @discardableResult
  func commit() throws -> Bool {
    defer { pending = [] }
    do {
      try store.commit()
      acknowledged += pending
      return true
    } catch {
      book = try store.reload()
      #expect(book.seq == acknowledged.count)
      return false
    }
  }

  /// The same folder, opened by the next process; what this one has open does not matter to it.
  func reopened() throws -> Kept { try Kept(disk.copy()) }

  func file(_ name: String) throws -> MemoryDisk.Content { try #require(disk.files[Self.folder + "/" + name]) }

  var names: [String] {
    disk.files.keys.map { String($0.dropFirst(Self.folder.count + 1)) }.filter { $0 != "lock" }.sorted()
  }

  // MARK: Drawing

  private func draw() -> [Change.What] {
    guard book.seq > 0 else { return [.agentRegistered(Agent(id: "anna", name: "Anna", role: .admin))] }
    guard book.nextContactID.number > 1, book.nextConversationID.number > 1 else { return newContact() }
    let contact = ContactID(1 + random.below(book.sizes.contacts))
    switch random.below(10) {
    case 0: return newContact()
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
      return book.contains(note) ? [random.percent(50) ? .noteRemoved(note) : edit(note)] : [.vipDemoted(contact)]
    case 6:
      let number = book[contact].identitiesMade + 1
      return [
        .identityAdded(contact, identity: number, .init(network: .x, externalId: "x-\(contact.number)-\(number)")),
        .identityRemoved(contact, identity: number),
      ]
    case 7: return [definition()]
    default:
      let conversation = ConversationID(1 + random.below(book.sizes.conversations))
      return [message(in: conversation)]
    }
  }

  private func edit(_ note: NoteID) -> Change.What { .noteEdited(note, text: "Edit \(book.seq)", mentions: []) }

  /// Three changes of one call, as a first message makes them.
  private func newContact() -> [Change.What] {
    let id = book.nextContactID
    let profile = Identity.Profile(network: .instagram, externalId: "\(id.number)", handle: "handle\(id.number)")
    let conversation = book.nextConversationID
    return [
      .contactCreated(id, name: "Zoë \(id.number)", identities: [profile], labels: []),
      .conversationOpened(conversation, id, ChannelNumber(1), topics: [], isByHand: false),
      message(in: conversation),
    ]
  }

  private func message(in conversation: ConversationID) -> Change.What {
    .messageRecorded(
      book.nextMessageID, conversation, .identity(1), toldHandle: true,
      .init(
        text: "Message \(book.seq)\(padding)", attachments: [], at: Timestamp(milliseconds: 5),
        externalId: "\(book.seq)"))
  }

  private func definition() -> Change.What {
    let number = book.definitionsMade + 1
    return .attributeDefined(
      AttributeDefinition(
        number: number, key: "key\(number)", label: "Key", format: .choice, options: ["a"], isEnabled: true,
        isLookup: false, isCRMManaged: false, isAgentEditable: true))
  }
}

extension Store {
  /// The changes of one call.
  func stage(_ changes: [Change]) {
    begin()
    for change in changes { stage(change) }
    end()
  }
}

extension Book {
  /// All that can be seen of it, record by record: two books of the same changes say the same.
  var everything: [String] {
    let sizes = sizes
    var lines = ["\(seq) \(definitionsVersion) \(definitionsMade)"] + definitions.map { "\($0) \(valueCount(of: $0))" }
    lines += (0..<sizes.agents).map { "\(self[AgentNumber($0 + 1)])" }
    for number in 0..<sizes.contacts {
      let contact = self[ContactID(number + 1)]
      lines.append("\(contact)")
      for profile in contact.identities.map(\.profile) {
        lines.append("\(self.contact(network: profile.network, externalId: profile.externalId) ?? (contact.id, 0))")
        if let handle = profile.handle {
          lines.append("\(self.contact(network: profile.network, handle: handle) ?? (contact.id, 0))")
        }
      }
    }
    lines += (0..<sizes.conversations).map { "\(self[ConversationID($0 + 1)])" }
    lines += (0..<sizes.messages).map { "\(self[MessageID($0 + 1)])" }
    lines += (0..<sizes.notes).map { "\(self[NoteID($0 + 1)])" }
    return lines + ["\(timelines)", "\(conversationTimelines)", "\(noteTimelines)"]
  }
}
