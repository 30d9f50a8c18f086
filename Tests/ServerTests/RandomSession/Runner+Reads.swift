import Desk
import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words
  private typealias List = RandomSession.List

  private func anyRole() -> Role { random.percent(70) ? .admin : random.pick([.viewer, .agent]) }

  /// What the caller of a process may do: `local` calls in those that may do less.
  private func role(in process: Role) -> Role {
    process == .admin ? model.role : model.role(of: "local", in: process)
  }

  /// The card, named in each of the ways.
  func readCard(_ contact: Int) throws {
    let role = anyRole()
    let id = Node.text("contact-\(contact + 1)")
    let conversation = random.below(model.conversations.count + 1)
    switch random.below(6) {
    case 0 where conversation < model.conversations.count:
      let name = Node.text("conversation-\(conversation + 1)")
      let owner = model.conversations[conversation].contact
      let params: [(String, Node?)] =
        random.percent(50) ? [("conversationId", name)] : [("contactId", id), ("conversationId", name)]
      guard params.count == 1 || model.linked(with: contact).contains(owner) else {
        return try check("card.get", params, error: -32602)
      }
      try check("card.get", params, result: model.card(owner, from: conversation, for: self.role(in: role)), as: role)
    case 1:
      let network = random.pick(Words.people).network
      let person = random.pick(Words.people).externalId
      let params: [(String, Node?)] = [("network", .text(network)), ("externalId", .text(person))]
      guard let found = model.find(network, externalId: person) else {
        return try check("card.get", params, error: 1001)
      }
      try check("card.get", params, result: model.card(found.contact, from: nil, for: self.role(in: role)), as: role)
    case 2, 3:
      try readCard(random.pick(Words.people).network, handle: random.pick(Words.handles))
    default:
      try check(
        "card.get", [("contactId", id)], result: model.card(contact, from: nil, for: self.role(in: role)), as: role)
    }
  }

  func readCard(_ network: String, handle: String) throws {
    let params: [(String, Node?)] = [("network", .text(network)), ("handle", .text(handle))]
    guard let found = model.find(network, handle: handle) else {
      return try check("card.get", params, error: 1001)
    }
    try check("card.get", params, result: model.card(found, from: nil))
  }

  /// Anything but a card by itself, to the end.
  func readSomething() throws {
    let role = anyRole()
    switch random.below(10) {
    case 0:
      let ids = (0...random.below(4)).map { _ in
        "contact-" + (random.percent(80) ? "\(random.below(model.contacts.count) + 1)" : random.pick(["0", "01", ""]))
      }
      try check(
        "card.getMany", [("contactIds", .array(ids.map { .text($0) }))],
        result: model.cards(ids, for: self.role(in: role)), as: role)
    case 1, 2:
      guard let conversation = model.conversations.indices.randomElement(using: &random) else { return }
      try check(
        "conversation.get", [("conversationId", .text("conversation-\(conversation + 1)"))],
        result: model.conversation(conversation), as: role)
    case 8: try check("settings.get", [], result: model.settingsResult, as: role)
    case 9: try check("crm.status", [], result: model.crmStatus, as: role)
    case 3: try check("schema.list", [], result: model.schemaResult, as: role)
    default: try read(anyList(), pages: random.percent(20) ? 1...50 : 5...50)
    }
  }

  func anyList() -> RandomSession.List {
    let contact = random.below(model.contacts.count)
    switch random.below(27) {
    case 20...: return anySearch()
    case 17, 18, 19:
      return .lookups(state: sometimes(40, Words.lookupStates), contact: random.percent(20) ? contact : nil)
    case 8: return .agents(team: sometimes(40, model.teams.map(\.id)), isActive: sometimes(50, [true, false]))
    case 9: return .teams
    case 11: return .groups
    case 12, 13:
      guard let group = model.groups.randomElement(using: &random) else { return .groups }
      return .members(group: group.id)
    case 14, 15, 16: return .queue(team: sometimes(50, model.teams.map(\.id)))
    case 10: return .channels(network: sometimes(50, ["whatsapp", "x", "sms"]))
    case 0: return .contacts
    case 1, 2, 3: return anyConversations(contact)
    case 4: return .notes(contact: busiest ?? contact, conversation: nil)
    case 5:
      let note = model.livingNotes.randomElement(using: &random).map { model.notes[$0] }
      return .notes(contact: note?.contact ?? contact, conversation: note?.conversation)
    default: return .history(randomQuery(random.percent(50) ? busiest ?? contact : contact))
    }
  }

  private var busiest: Int? {
    model.contacts.indices.max { model.contacts[$0].entries.count < model.contacts[$1].entries.count }
  }

  private func anyConversations(_ contact: Int) -> List {
    let assignee = sometimes(40, [List.Assignee.nobody] + model.agents.map { .agent($0.id) })
    return .conversations(
      contact: random.percent(30) ? contact : nil, status: sometimes(40, Words.statuses),
      channel: sometimes(30, model.channels.map(\.id)), assignee: assignee ?? .anybody,
      byLastMessage: random.percent(50), saysSort: random.percent(50))
  }

  private typealias Model = RandomSession.Model

  func sometimes<Choice>(_ share: Int, _ choices: [Choice]) -> Choice? {
    random.percent(share) && !choices.isEmpty ? random.pick(choices) : nil
  }

  func randomQuery(_ contact: Int) -> RandomSession.Query {
    var query = RandomSession.Query(contact: contact)
    query.isOldestFirst = random.percent(50)
    let linked = model.linked(with: contact)
    let own = model.conversations.indices.filter { linked.contains(model.conversations[$0].contact) }
    if !own.isEmpty, random.percent(20) { query.conversation = random.pick(own) }
    if query.conversation == nil, random.percent(20) { query.isContactAlone = true }
    if random.percent(40) { query.kinds = ["message", "note", "event"].filter { _ in random.percent(50) } }
    if random.percent(25) { query.channels = model.channels.map(\.id).filter { _ in random.percent(50) } }
    if random.percent(10) { query.text = random.pick(["PARCEL", "ł", "請", "anna", "nowhere"]) }
    if random.percent(15) { query.from = randomTime() }
    if random.percent(15) { query.to = randomTime() }
    return query
  }

  /// A time among those of the script, often one that several things have; now and then one that is hours ahead.
  func randomTime() -> Int64 {
    if random.percent(4) { return model.now + Int64(random.below(23)) * 3_600_000 }
    return (random.percent(50) ? Self.start.milliseconds : model.now) + Int64(random.below(60) - 40) * 10
  }
}
