extension RandomSession.Model {
  private typealias Node = RandomSession.Node

  /// The enabled attributes of a new desk, and whether the desk edits them.
  static let attributes: [(key: String, label: String, kind: String, format: String, isEditable: Bool)] = [
    ("email", "E-mail", "default", "email", true), ("phone", "Phone", "default", "phone", true),
    ("url", "URL", "default", "url", true), ("bio", "Bio", "channel", "text", false),
    ("location", "Location", "channel", "text", false), ("language", "Language", "channel", "language", false),
    ("followers", "Followers", "channel", "number", false),
  ]

  /// The networks of the script; each is a channel, too.
  static let networks: [(id: String, name: String, color: String)] = [
    ("instagram", "Instagram", "#E4405F"), ("x", "X", "#000000"), ("whatsapp", "WhatsApp", "#25D366"),
    ("webchat", "Web chat", "#0F766E"),
  ]

  // MARK: Card

  func card(_ number: Int, from conversation: Int?) -> String {
    let contact = contacts[number]
    let shown = shown(number, from: conversation)
    let person = shown.map { contact.people[$0] }
    let network = Self.networks.first { $0.id == person?.network }
    let own = conversations.filter { $0.contact == number }.count
    let members: [(String, Node?)] = [
      ("contactId", .text("contact-\(number + 1)")), ("version", .number(contact.version)),
      ("name", .text(contact.name)),
      ("handle", .text(person?.handle)), ("pictureUrl", .text(person?.pictureUrl)),
      ("profileUrl", .text(person.flatMap(profileUrl))),
      (
        "network",
        network.map {
          .object([("id", .text($0.id)), ("name", .text($0.name)), ("logo", .text($0.id)), ("color", .text($0.color))])
        }
      ),
      ("identities", .array(contact.people.map { .object(identity($0)) })),
      ("validation", .object([("status", .text("notValidated"))])), ("vip", vip(contact)),
      ("attributes", .array(Self.attributes.map { attribute($0.key, of: number, shown: shown) })),
      ("groups", .array([])), ("labels", .array(contact.labels.map { .text($0) })), ("blocked", .boolean(false)),
      (
        "counts",
        .object([
          ("conversations", .number(own)), ("open", .number(own)),
          ("messages", .number(contact.entries.filter { $0.kind == "message" }.count)),
          ("notes", .number(contact.entries.filter { $0.kind == "note" }.count)),
        ])
      ), ("channels", channels(number)), ("createdAt", .time(contact.createdAt)),
      ("updatedAt", .time(contact.updatedAt)),
    ]
    return Node.object(members).json
  }

  private func identity(_ person: Person) -> [(String, Node?)] {
    [
      ("network", .text(person.network)), ("externalId", .text(person.externalId)), ("handle", .text(person.handle)),
      ("displayName", .text(person.displayName)), ("pictureUrl", .text(person.pictureUrl)),
      ("profileUrl", .text(profileUrl(person))),
    ]
  }

  /// As given, or made; the handles and ids of the script need no encoding where one is.
  private func profileUrl(_ person: Person) -> String? {
    if let given = person.profileUrl { return given }
    switch person.network {
    case "instagram": return person.handle.map { "https://www.instagram.com/\($0)/" }
    case "x": return person.handle.map { "https://x.com/\($0)" }
    case "whatsapp": return "https://wa.me/\(person.externalId)"
    default: return nil
    }
  }

  private func vip(_ contact: Contact) -> Node {
    .object([
      ("available", .boolean(true)), ("isVip", .boolean(contact.vip != nil)), ("promotedBy", .text(contact.vip?.by)),
      ("promotedAt", contact.vip.map { .time($0.at) }), ("reason", .text(contact.vip?.reason)),
    ])
  }

  /// The agent's value, else what the network told of the person shown.
  private func attribute(_ key: String, of contact: Int, shown: Int?) -> Node {
    guard let definition = Self.attributes.first(where: { $0.key == key }) else { return .object([]) }
    let value = value(contact, key, nil) ?? shown.flatMap { self.value(contact, key, $0) }
    return .object([
      ("key", .text(key)), ("label", .text(definition.label)), ("kind", .text(definition.kind)),
      ("format", .text(definition.format)), ("value", .raw(value?.json ?? "null")),
      ("source", value.map { .text($0.person == nil ? "agent" : "channel") }), ("setBy", .text(value?.setBy)),
      ("setAt", value.map { .time($0.setAt) }), ("canAdd", .boolean(definition.isEditable && value == nil)),
      ("canEdit", .boolean(definition.isEditable && value != nil)), ("crmManaged", .boolean(false)),
      ("lookup", .boolean(false)),
    ])
  }

  private func channels(_ contact: Int) -> Node {
    var order: [String] = []
    for conversation in conversations where conversation.contact == contact && !order.contains(conversation.channel) {
      order.append(conversation.channel)
    }
    return .array(
      order.map { channel in
        let messages = contacts[contact].entries.filter {
          $0.kind == "message" && self.channel($0) == channel
        }
        return .object([
          ("channel", .text(channel)), ("network", .text(channel)),
          ("conversations", .number(conversations.filter { $0.contact == contact && $0.channel == channel }.count)),
          ("messages", .number(messages.count)),
        ])
      })
  }

  // MARK: Results of writes

  func versionResult(_ contact: Int) -> String {
    Node.object([("contactId", .text("contact-\(contact + 1)")), ("version", .number(contacts[contact].version))]).json
  }

  func messageResult(_ number: Int, created: (contact: Bool, conversation: Bool, message: Bool), warnings: [String])
    -> String
  {
    let conversation = messages[number - 1].conversation
    return Node.object([
      ("messageId", .text("message-\(number)")), ("conversationId", .text("conversation-\(conversation + 1)")),
      ("contactId", .text("contact-\(conversations[conversation].contact + 1)")),
      ("version", .number(conversations[conversation].version)), ("status", .text(status(conversation))),
      (
        "created",
        .object([
          ("contact", .boolean(created.contact)), ("conversation", .boolean(created.conversation)),
          ("message", .boolean(created.message)),
        ])
      ), ("warnings", warnings.isEmpty ? nil : .array(warnings.map { .raw($0) })),
    ]).json
  }

  func editResult(_ contact: Int, _ keys: [String]) -> String {
    let shown = shown(contact, from: nil)
    let changed = Self.attributes.map(\.key).filter(keys.contains)
    return Node.object([
      ("attributes", .array(changed.map { attribute($0, of: contact, shown: shown) })),
      ("version", .number(contacts[contact].version)),
    ]).json
  }

  func vipResult(_ contact: Int) -> String {
    Node.object([("vip", vip(contacts[contact])), ("version", .number(contacts[contact].version))]).json
  }

  func noteResult(_ contact: Int, _ entry: Entry) -> String {
    // A note by itself has neither the kind nor the time of an entry.
    let members = Array(members(of: entry, contact).dropFirst(2))
    return Node.object([("note", .object(members)), ("version", .number(entry.seq))]).json
  }

  // MARK: History

  /// The entries that a history has, oldest first.
  func history(_ query: RandomSession.Query) -> [Entry] {
    contacts[query.contact].entries.filter { entry in
      if let conversation = query.conversation, entry.conversation != conversation { return false }
      if let kinds = query.kinds, !kinds.contains(entry.kind) { return false }
      if let channels = query.channels {
        guard let channel = channel(entry), channels.contains(channel) else { return false }
      }
      if let from = query.from, entry.at < from { return false }
      if let to = query.to, entry.at >= to { return false }
      if let text = query.text {
        guard let words = entry.text, words.lowercased().contains(text.lowercased()) else { return false }
      }
      return true
    }.sorted { ($0.at, $0.seq) < ($1.at, $1.seq) }
  }

  /// A page, up to where the cursor stands, if there is one.
  func page(_ entries: [Entry], of contact: Int) -> String {
    let list = Node.array(entries.map { .object(members(of: $0, contact)) })
    return "{\"entries\":\(list.json),\"channels\":\(channels(contact).json),\"linked\":[]"
  }

  private func channel(_ entry: Entry) -> String? { entry.conversation.map { conversations[$0].channel } }

  private func members(of entry: Entry, _ contact: Int) -> [(String, Node?)] {
    let channel = channel(entry)
    let conversation = entry.conversation.map { "conversation-\($0 + 1)" }
    let head: [(String, Node?)] = [
      ("kind", .text(entry.kind)), ("contactId", .text("contact-\(contact + 1)")), ("at", .time(entry.at)),
    ]
    let message = { (number: Int, direction: String, author: Node, text: String, attachment: String?) in
      head + [
        ("messageId", .text("message-\(number)")), ("conversationId", .text(conversation)), ("channel", .text(channel)),
        ("network", .text(channel)), ("direction", .text(direction)), ("author", author), ("text", .text(text)),
        ("attachments", attachment.map { .array([.object([("url", .text($0))])]) }),
        ("externalId", .text(self.messages[number - 1].externalId)),
      ]
    }
    switch entry.what {
    case .inbound(let number, let person, let text, let attachment):
      let author = Node.object([("kind", .text("contact"))] + identity(contacts[contact].people[person]))
      return message(number, "inbound", author, text, attachment)
    case .outbound(let number, let by, let text): return message(number, "outbound", author(by), text, nil)
    case .note(let number, let by, let text, let mentions):
      return [
        ("kind", .text(entry.kind)), ("at", .time(entry.at)), ("contactId", .text("contact-\(contact + 1)")),
        ("noteId", .text("note-\(number)")), ("conversationId", .text(conversation)), ("channel", .text(channel)),
        ("author", author(by)), ("createdAt", .time(entry.at)), ("text", .text(text)),
        ("mentions", .array(mentions.map { .text($0) })),
        ("version", .number(entry.seq)),
      ]
    case .edit(let by, let set, let cleared):
      return head + [
        ("event", .text("attributesChanged")), ("author", author(by)), ("set", .array(set.map { .text($0) })),
        ("cleared", .array(cleared.map { .text($0) })),
      ]
    case .vip(let by, let reason):
      return head + [("event", .text("vipPromoted")), ("author", author(by)), ("reason", .text(reason))]
    }
  }

  private func author(_ agent: Agent) -> Node {
    .object([("kind", .text("agent")), ("agentId", .text(agent.id)), ("name", .text(agent.name))])
  }
}

extension RandomSession.Model.Entry {
  var kind: String {
    switch what {
    case .inbound, .outbound: "message"
    case .note: "note"
    case .edit, .vip: "event"
    }
  }

  var text: String? {
    switch what {
    case .inbound(_, _, let text, _), .outbound(_, _, let text), .note(_, _, let text, _): text
    case .edit, .vip: nil
    }
  }
}

extension RandomSession {
  /// What of a history is read.
  struct Query {
    let contact: Int
    var conversation: Int?
    var kinds: [String]?
    var channels: [String]?
    var text: String?
    var from: Int64?
    var to: Int64?
    var isOldestFirst = false

    var params: [(String, Node?)] {
      [
        ("contactId", .text("contact-\(contact + 1)")),
        ("conversationId", conversation.map { .text("conversation-\($0 + 1)") }),
        ("scope", conversation.map { _ in .text("conversation") }),
        ("channels", channels.map { .array($0.map { .text($0) }) }),
        ("kinds", kinds.map { .array($0.map { .text($0) }) }), ("text", .text(text)),
        ("from", from.map { .time($0) }), ("to", to.map { .time($0) }),
        ("order", .text(isOldestFirst ? "oldest" : "newest")),
      ]
    }
  }
}
