import Tables

@testable import Desk

/// A book and what it takes to change it: each change is one behind the last, one second later, by the first agent.
struct TestDesk {
  let book = Book()

  init(agents: [String] = ["anna"]) {
    for id in agents { apply(.agentRegistered(Agent(id: id, name: id, role: .agent))) }
  }

  /// The second of the change behind `seq`.
  static func time(_ seq: Int) -> Timestamp { Timestamp(milliseconds: Int64(seq) * 1_000) }

  @discardableResult
  func apply(_ what: Change.What) -> Int {
    let seq = book.seq + 1
    book.apply(Change(seq: seq, at: Self.time(seq), by: AgentNumber(1), what: what))
    return seq
  }

  @discardableResult
  func contact(_ profiles: Identity.Profile..., name: String? = nil, labels: [String] = []) -> ContactID {
    let id = book.nextContactID
    apply(.contactCreated(id, name: name, identities: profiles, labels: labels))
    return id
  }

  func open(_ contact: ContactID, _ channel: Network) -> ConversationID {
    let id = book.nextConversationID
    apply(.conversationOpened(id, contact, self.channel(channel)))
    return id
  }

  /// A message of the contact's, written `at` a second.
  @discardableResult
  func inbound(
    _ conversation: ConversationID, at: Int, identity: Int? = 1, toldHandle: Bool = false, externalId: String? = nil
  ) -> MessageID {
    record(conversation, .identity(identity), at, toldHandle, externalId)
  }

  /// An answer of the desk's.
  @discardableResult
  func outbound(_ conversation: ConversationID, at: Int) -> MessageID {
    record(conversation, .agent(AgentNumber(1), name: "anna"), at, false, nil)
  }

  private func record(
    _ conversation: ConversationID, _ author: Message.Author, _ at: Int, _ toldHandle: Bool, _ externalId: String?
  ) -> MessageID {
    let id = book.nextMessageID
    let content = Message.Content(text: "text", attachments: [], at: Self.time(at), externalId: externalId)
    apply(.messageRecorded(id, conversation, author, toldHandle: toldHandle, content))
    return id
  }

  func set(_ contact: ContactID, _ definition: Int, _ content: AttributeContent?, by setter: AttributeValue.Setter) {
    apply(.attributesChanged(contact, setter, [ValueEdit(definition: definition, content: content)]))
  }

  func note(_ contact: ContactID, _ conversation: ConversationID? = nil) {
    let id = book.nextNoteID
    apply(.noteAdded(id, contact, conversation, text: "text", authorName: "anna", mentions: []))
  }

  /// A network's own channel; its number is its place.
  func channel(_ network: Network) -> ChannelNumber {
    ChannelNumber(number: (Network.allCases.firstIndex(of: network) ?? 0) + 1)
  }

  /// No change resolves a conversation yet, though the rules know of it: as such a change would leave the book.
  func resolve(_ id: ConversationID) {
    let conversation = book.conversations[id.number]
    guard conversation.status != .resolved else { return }
    book.conversations[id.number].status = .resolved
    book.conversations[id.number].waitingSince = nil
    book.contacts[conversation.contact.number].counts.open -= 1
    let index = book.contacts[conversation.contact.number].channels.firstIndex { $0.channel == conversation.channel }
    if let index { book.contacts[conversation.contact.number].channels[index].open -= 1 }
  }
}
