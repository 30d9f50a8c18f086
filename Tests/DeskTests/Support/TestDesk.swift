import Tables

@testable import Desk

/// A book and what it takes to change it: each change is one behind the last, one second later, by the first agent.
struct TestDesk {
  let book = Book()

  init(agents: [String] = ["anna"]) {
    for id in agents { apply(.agent(book.nextAgentNumber, .recorded(id: id, name: id, role: .agent))) }
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
    apply(.contact(id, .created(name: name, identities: profiles, labels: labels)))
    return id
  }

  func open(_ contact: ContactID, _ channel: Network) -> ConversationID {
    let id = book.nextConversationID
    apply(.conversation(id, of: contact, .opened(self.channel(channel), topics: [], by: .message)))
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

  /// An old message, brought in.
  func imported(_ conversation: ConversationID, at: Int) {
    let content = Message.Content(text: "text", attachments: [], at: Self.time(at), externalId: nil)
    let message = ConversationChange.messageImported(book.nextMessageID, .identity(1), content)
    apply(.conversation(conversation, of: book[conversation].contact, message))
  }

  private func record(
    _ conversation: ConversationID, _ author: Message.Author, _ at: Int, _ toldHandle: Bool, _ externalId: String?
  ) -> MessageID {
    let id = book.nextMessageID
    let content = Message.Content(text: "text", attachments: [], at: Self.time(at), externalId: externalId)
    apply(
      .conversation(
        conversation, of: book[conversation].contact,
        .messageRecorded(id, author, toldHandle: toldHandle, content)))
    return id
  }

  func set(_ contact: ContactID, _ definition: Int, _ content: AttributeContent?, by setter: AttributeValue.Setter) {
    apply(book[contact].valuesChange(by: setter, [(definition, content)]))
  }

  func note(_ contact: ContactID, _ conversation: ConversationID? = nil) {
    let id = book.nextNoteID
    apply(
      .note(id, of: contact, .added(conversation, Note.Body(text: "text", mentions: []), authorName: "anna")))
  }

  /// A network's own channel; its number is its place.
  func channel(_ network: Network) -> ChannelNumber {
    ChannelNumber((Network.allCases.firstIndex(of: network) ?? 0) + 1)
  }

  /// Takes an identity of a contact away, or adds one, or says what its network told.
  func remove(_ identity: Int, of contact: ContactID) {
    if let change = book[contact].identityRemoval(identity) { apply(change) }
  }

  func add(_ profile: Identity.Profile, to contact: ContactID) { apply(book[contact].identityAddition(profile)) }

  func update(_ identity: Int, of contact: ContactID, to profile: Identity.Profile) {
    if let change = book[contact].identityUpdate(identity, to: profile) { apply(change) }
  }

  /// An agent resolves it.
  func resolve(_ id: ConversationID) { apply(book[id].statusChange(to: .resolved)) }
}

extension Contact.ChannelHistory {
  /// Those not resolved, in the order of opening.
  var openIds: [ConversationID] {
    var ids: [ConversationID] = []
    open.backward(before: nil) { number in
      ids.append(ConversationID(number))
      return true
    }
    return ids.reversed()
  }
}

extension Book {
  /// The inbound message of a person, named by the network's own id of them, however it is spelled.
  func message(channel: ChannelNumber, from sender: String, externalId: String) -> MessageID? {
    let profile = Identity.Profile(network: self[channel].network, externalId: sender)
    return message(channel: channel, from: profile, externalId: externalId)
  }
}
