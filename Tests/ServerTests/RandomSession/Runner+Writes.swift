import Desk
import Methods
import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words

  /// The caller may not do that: the call was refused, as it has to be.
  struct Forbidden: Error {}

  /// Throws if the caller may do less than a method takes, once the session has refused the call.
  func permit(_ method: String, _ params: [(String, RandomSession.Node?)]) throws {
    let isForbidden = model.role == .viewer || model.role == .agent && Words.admins.contains(method)
    guard isForbidden else { return }
    try check(method, params, error: 1005)
    throw Forbidden()
  }

  /// One call that changes the desk, or could. Where the caller may do little, somebody else comes soon.
  func write() throws {
    if model.role != .admin, random.percent(15) { try signIn(Words.root) }
    do { try writeAnything() } catch is Forbidden {}
  }

  private func writeAnything() throws {
    guard !model.contacts.isEmpty else { return try receive() }
    let contact = anyContact()
    let conversation = model.conversations.indices.randomElement(using: &random)
    switch random.below(160) {
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
    case ..<70: if let conversation { try assign(conversation) }
    case ..<75: if let conversation { try setStatus(conversation) }
    case ..<82: try note(contact)
    case ..<85: try editNote()
    case ..<88: try removeNote()
    case ..<98: try changeSchema()
    case ..<126: try configure()
    case ..<131: try takeNext()
    case ..<156: try useCRM(contact)
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
    try signIn(agent)
  }

  /// Somebody calls from now on.
  func signIn(_ agent: RandomSession.Model.Agent) throws {
    model.hello(agent)
    let now = Node.object([
      ("id", .text(agent.id)), ("name", .text(model.me.shown)), ("role", .text(model.role.rawValue)),
    ]).json
    let warnings = model.nameThatCounts.map { counts in
      let reason = """
        the desk calls \(agent.id) "\(counts)", as an admin set: the name given at sign-in is ignored
        """
      return #","warnings":"# + Node.array([.object([("field", .text("agent")), ("reason", .text(reason))])]).json
    }
    let server = #"{"name":"contactdesk","version":"\#(ServerInfo.version)"}"#
    try check(
      "system.hello", [("agent", .text(agent.name.map { "\(agent.id):\($0)" } ?? agent.id))],
      result: "{\"server\":\(server),\"protocolVersion\":\"1\",\"agent\":\(now)\(warnings ?? "")}")
  }
}
