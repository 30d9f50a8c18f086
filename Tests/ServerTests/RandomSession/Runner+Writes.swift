import Methods
import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words

  /// One call that changes the desk, or could.
  func write() throws {
    guard !model.contacts.isEmpty else { return try receive() }
    let contact = anyContact()
    let conversation = model.conversations.indices.randomElement(using: &random)
    switch random.below(100) {
    case ..<4: try create()
    case ..<21: try receive()
    case ..<29: if let conversation { try answer(in: conversation) }
    case ..<39: try edit(contact)
    case ..<42: try promote(contact)
    case ..<45: try demote(contact)
    case ..<49: try update(contact)
    case ..<54: try addIdentity(contact)
    case ..<58: try removeIdentity(contact)
    case ..<63: try open(contact)
    case ..<68: if let conversation { try assign(conversation) }
    case ..<75: if let conversation { try setStatus(conversation) }
    case ..<82: try note(contact)
    case ..<85: try editNote()
    case ..<88: try removeNote()
    case ..<98: try changeSchema()
    default: try hello()
    }
  }

  /// Often one of a few, so that much happens to them.
  func anyContact() -> Int { random.below(random.percent(60) ? min(5, model.contacts.count) : model.contacts.count) }

  func id(_ contact: Int) -> (String, RandomSession.Node?) { ("contactId", .text("contact-\(contact + 1)")) }

  func id(conversation: Int) -> (String, RandomSession.Node?) {
    ("conversationId", .text("conversation-\(conversation + 1)"))
  }

  func id(note: Int) -> (String, RandomSession.Node?) { ("noteId", .text("note-\(note + 1)")) }

  /// Somebody else signs in, sometimes with another name than before, sometimes with none.
  private func hello() throws {
    var agent = random.pick(Words.agents)
    if random.percent(25) { agent.name = "Somebody Else" }
    if random.percent(25) { agent.name = nil }
    model.hello(agent)
    let now = Node.object([
      ("id", .text(agent.id)), ("name", .text(model.me.shown)), ("role", .text("admin")),
    ]).json
    let server = #"{"name":"contactdesk","version":"\#(ServerInfo.version)"}"#
    try check(
      "system.hello", [("agent", .text(agent.name.map { "\(agent.id):\($0)" } ?? agent.id))],
      result: "{\"server\":\(server),\"protocolVersion\":\"1\",\"agent\":\(now)}")
  }
}
