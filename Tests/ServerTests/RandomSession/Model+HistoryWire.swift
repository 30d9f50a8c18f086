// What is told of conversations, messages, notes and histories.

extension RandomSession.Model {
  private typealias Node = RandomSession.Node

  // MARK: Conversations

  func conversation(_ number: Int) -> String { Node.object(conversationMembers(number)).json }

  func conversationMembers(_ number: Int) -> [(String, RandomSession.Node?)] {
    let conversation = conversations[number]
    let entries = contacts[conversation.contact].entries.filter { $0.conversation == number }
    return [
      ("conversationId", .text("conversation-\(number + 1)")),
      ("contactId", .text("contact-\(conversation.contact + 1)")), ("channel", .text(conversation.channel)),
      ("network", .text(network(of: conversation.channel))), ("status", .text(conversation.status)),
      ("assignee", .text(conversation.assignee)), ("topics", .array(conversation.topics.map { .text($0) })),
      ("waitingSince", conversation.waitingSince.map { .time($0) }), ("openedAt", .time(conversation.openedAt)),
      ("messages", .number(entries.filter { $0.kind == "message" }.count)),
      ("notes", .number(entries.filter { $0.kind == "note" }.count)), ("version", .number(conversation.version)),
    ]
  }

  /// A conversation as lists show it.
  func conversationRow(_ number: Int) -> String {
    let contact = conversations[number].contact
    let person = shown(contact, from: number).map { contacts[contact].people[$0] }
    return Node.object(
      conversationMembers(number) + [
        ("name", .text(contacts[contact].name)), ("handle", .text(person?.handle)),
        ("vip", .boolean(settings.isVipEnabled && contacts[contact].vip != nil)), ("lastMessage", lastMessage(number)),
      ]
    ).json
  }

  /// The messages by when they were written, those of the same time by when they were recorded.
  private func written(_ conversation: Int) -> [Entry] {
    contacts[conversations[conversation].contact].entries
      .filter { $0.conversation == conversation && $0.kind == "message" }
      .sorted { ($0.at, $0.seq) < ($1.at, $1.seq) }
  }

  /// When the last message was written; where there is none, when the conversation was opened.
  func lastWritten(_ conversation: Int) -> Int64 {
    written(conversation).last?.at ?? conversations[conversation].openedAt
  }

  private func lastMessage(_ conversation: Int) -> Node? {
    guard let entry = written(conversation).last else { return nil }
    let message = { (number: Int, direction: String, text: String, attachment: String?) in
      Node.object([
        ("messageId", .text("message-\(number)")), ("at", .time(entry.at)), ("direction", .text(direction)),
        ("text", .text(String(String.UnicodeScalarView(text.unicodeScalars.prefix(200))))),
        ("attachments", attachment.map { _ in .number(1) }),
      ])
    }
    switch entry.what {
    case .inbound(let number, _, let text, let attachment, _): return message(number, "inbound", text, attachment)
    case .outbound(let number, _, let text): return message(number, "outbound", text, nil)
    case .note, .event: return nil
    }
  }

  func conversationResult(_ number: Int) -> String {
    Node.object([("conversation", .raw(conversation(number))), ("version", .number(conversations[number].version))])
      .json
  }

  func messageResult(_ number: Int, created: (contact: Bool, conversation: Bool, message: Bool), warnings: [String])
    -> String
  {
    let number = (message: number, conversation: messages[number - 1].conversation)
    let conversation = conversations[number.conversation]
    return Node.object([
      ("messageId", .text("message-\(number.message)")),
      ("conversationId", .text("conversation-\(number.conversation + 1)")),
      ("contactId", .text("contact-\(conversation.contact + 1)")),
      ("version", .number(conversation.version)), ("status", .text(conversation.status)),
      (
        "created",
        .object([
          ("contact", .boolean(created.contact)), ("conversation", .boolean(created.conversation)),
          ("message", .boolean(created.message)),
        ])
      ), ("warnings", warnings.isEmpty ? nil : .array(warnings.map { .raw($0) })),
    ]).json
  }

  // MARK: Notes

  private func members(ofNote number: Int) -> [(String, Node?)] {
    let note = notes[number]
    return [
      ("contactId", .text("contact-\(note.contact + 1)")), ("noteId", .text("note-\(number + 1)")),
      ("conversationId", note.conversation.map { .text("conversation-\($0 + 1)") }),
      ("channel", note.conversation.map { .text(conversations[$0].channel) }), ("author", author(note.by)),
      ("createdAt", .time(note.at)), ("text", .text(note.text)), ("mentions", .array(note.mentions.map { .text($0) })),
      ("editedBy", note.edit.map { author($0.by) }), ("editedAt", note.edit.map { .time($0.at) }),
      ("version", .number(note.version)),
    ]
  }

  func note(_ number: Int) -> String { Node.object(members(ofNote: number)).json }

  func noteResult(_ number: Int) -> String {
    Node.object([("note", .raw(note(number))), ("version", .number(notes[number].version))]).json
  }

  func removalResult(note number: Int) -> String {
    Node.object([("noteId", .text("note-\(number + 1)")), ("version", .number(notes[number].version))]).json
  }

  // MARK: History

  /// The contacts whose histories a query reads.
  func read(_ query: RandomSession.Query) -> [Int] {
    if let conversation = query.conversation { return [conversations[conversation].contact] }
    return query.isScopeAll ? linked(with: query.contact) : [query.contact]
  }

  /// The entries that a history has, and whose each is, oldest first.
  func history(_ query: RandomSession.Query) -> [(contact: Int, entry: Entry)] {
    read(query).flatMap { contact in contacts[contact].entries.map { (contact, $0) } }.filter { _, entry in
      if let conversation = query.conversation, entry.conversation != conversation { return false }
      if let kinds = query.kinds, !kinds.contains(entry.kind) { return false }
      if let channels = query.channels {
        guard let channel = channel(entry), channels.contains(channel) else { return false }
      }
      if let from = query.from, entry.at < from { return false }
      if let to = query.to, entry.at >= to { return false }
      if let text = query.text {
        guard let words = self.text(entry), words.lowercased().contains(text.lowercased()) else { return false }
      }
      return true
    }.sorted { ($0.1.at, $0.1.seq, $0.1.part) < ($1.1.at, $1.1.seq, $1.1.part) }
  }

  func channel(_ entry: Entry) -> String? { entry.conversation.map { conversations[$0].channel } }

  private func text(_ entry: Entry) -> String? {
    switch entry.what {
    case .inbound(_, _, let text, _, _), .outbound(_, _, let text): text
    case .note(let number): notes[number].text
    case .event: nil
    }
  }

  func entry(_ entry: Entry, of contact: Int) -> String {
    let channel = channel(entry)
    let conversation = entry.conversation.map { "conversation-\($0 + 1)" }
    let head: [(String, Node?)] = [
      ("kind", .text(entry.kind)), ("contactId", .text("contact-\(contact + 1)")), ("at", .time(entry.at)),
    ]
    let message = { (number: Int, direction: String, author: Node, text: String, attachment: String?) in
      Node.object(
        head + [
          ("messageId", .text("message-\(number)")), ("conversationId", .text(conversation)),
          ("channel", .text(channel)), ("network", .text(channel.map(network(of:)))), ("direction", .text(direction)),
          ("author", author), ("text", .text(text)),
          ("attachments", attachment.map { .array([.object([("url", .text($0))])]) }),
          ("externalId", .text(self.messages[number - 1].externalId)),
        ]
      ).json
    }
    switch entry.what {
    case .inbound(let number, let person, let text, let attachment, _):
      let told = person.map { identity(contacts[contact].people[$0]) } ?? []
      return message(number, "inbound", .object([("kind", .text("contact"))] + told), text, attachment)
    case .outbound(let number, let by, let text): return message(number, "outbound", author(by), text, nil)
    case .note(let number):
      return Node.object([("kind", .text(entry.kind)), ("at", .time(entry.at))] + members(ofNote: number)).json
    case .event(let event, let by, let details):
      return Node.object(
        head + [
          ("event", .text(event)), ("conversationId", .text(conversation)), ("channel", .text(channel)),
          ("author", author(by)),
        ] + details
      ).json
    }
  }

  /// An agent, or the desk itself.
  private func author(_ agent: Agent?) -> Node {
    guard let agent else { return .object([("kind", .text("desk"))]) }
    return .object([("kind", .text("agent")), ("agentId", .text(agent.id)), ("name", .text(agent.shown))])
  }
}

extension RandomSession.Model.Entry {
  var kind: String {
    switch what {
    case .inbound, .outbound: "message"
    case .note: "note"
    case .event: "event"
    }
  }
}

extension RandomSession {
  /// What of a history is read.
  struct Query {
    let contact: Int
    var conversation: Int?
    /// Whether those who are linked are left out, where no conversation is named.
    var isContactAlone = false
    var kinds: [String]?
    var channels: [String]?
    var text: String?
    var from: Int64?
    var to: Int64?
    var isOldestFirst = false

    var isScopeAll: Bool { conversation == nil && !isContactAlone }

    var params: [(String, Node?)] {
      [
        ("contactId", .text("contact-\(contact + 1)")),
        ("conversationId", conversation.map { .text("conversation-\($0 + 1)") }),
        ("scope", conversation != nil ? .text("conversation") : isContactAlone ? .text("contact") : nil),
        ("channels", channels.map { .array($0.map { .text($0) }) }),
        ("kinds", kinds.map { .array($0.map { .text($0) }) }), ("text", .text(text)),
        ("from", from.map { .time($0) }), ("to", to.map { .time($0) }),
        ("order", .text(isOldestFirst ? "oldest" : "newest")),
      ]
    }
  }
}
