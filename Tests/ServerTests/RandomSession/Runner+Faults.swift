import Desk
import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words

  /// One call that is wrong, and so must change nothing. (Versions that are not: `ifVersion`.)
  func fault() throws {
    guard !model.contacts.isEmpty else { return }
    // What is wrong with these is said to admins alone.
    guard model.role == .admin else { return }
    let contact = random.below(model.contacts.count)
    switch random.below(14) {
    case 0: try unknownId()
    case 1: try badValue(contact)
    case 2: try badParams(contact)
    case 3: try badMessage()
    case 4: try badList(contact)
    case 5, 6, 7: try badConfiguration()
    case 8: try badRole()
    case 9, 10: try badCRM()
    case 11, 12: try badSearch()
    default: try lowRole(contact)
    }
  }

  private func unknownId() throws {
    let behind = max(model.contacts.count, model.conversations.count, model.notes.count) + 1
    let number = random.pick(["\(behind)", "0", "01", "x", "", "-1", "99999999999"])
    let contact: (String, Node?) = ("contactId", .text("contact-\(number)"))
    let conversation: (String, Node?) = ("conversationId", .text("conversation-\(number)"))
    let note: (String, Node?) = ("noteId", .text("note-\(number)"))
    let text: (String, Node?) = ("text", .text("@anna"))
    let identity: [(String, Node?)] = [("network", .text("x")), ("externalId", .text("somebody new"))]
    let calls: [(method: String, params: [(String, Node?)])] = [
      ("card.get", [contact]), ("card.get", [conversation]), ("history.read", [conversation]),
      ("vip.promote", [contact]), ("vip.demote", [contact]), ("note.add", [conversation, text]),
      ("note.edit", [note, text]), ("note.remove", [note]), ("note.list", [contact]), ("note.list", [conversation]),
      ("attribute.edit", [contact, ("clear", .array([.text("email")]))]),
      ("message.record", [("direction", .text("inbound")), conversation, text]),
      ("contact.update", [contact, ("blocked", .boolean(true))]), ("contact.addIdentity", [contact] + identity),
      ("contact.removeIdentity", [contact] + identity), ("conversation.open", [contact, ("channel", .text("x"))]),
      ("conversation.get", [conversation]), ("conversation.assign", [conversation, ("agentId", .raw("null"))]),
      ("conversation.setStatus", [conversation, ("status", .text("new"))]), ("conversation.list", [contact]),
    ]
    let call = random.pick(calls)
    try check(call.method, call.params, error: 1001)
  }

  /// All or nothing: what stands beside the bad value is not kept either.
  private func badValue(_ contact: Int) throws {
    let good = values(editable()).first
    let told = model.definitions.first { definition in
      definition.isEnabled && definition.isEditable(by: .admin) && model.isSaidByOthers(contact, definition.number)
    }
    if let told, random.percent(50) {
      return try check("attribute.edit", [id(contact), ("clear", .array([.text(told.key)]))], error: 1005)
    }
    let definition = random.pick(model.definitions)
    guard definition.key != good?.key else { return }
    // National numbers are a matter of their own.
    guard definition.format != "phone" || model.settings.country == nil else { return }
    let value = random.pick(Words.refused[definition.format] ?? ["null"])
    var bad: (member: (String, Node?), code: Int) = ((definition.key, .raw(value)), 1004)
    if !definition.isEnabled || !definition.isEditable(by: .admin) { bad.code = 1005 }
    if random.percent(20) {
      bad = ((random.pick(["mood", "Phone", "emai\u{217C}"]), .text("a@b.co")), 1001)
    } else if bad.code == 1005, random.percent(30) {
      return try check("attribute.edit", [id(contact), ("clear", .array([.text(definition.key)]))], error: 1005)
    }
    let beside = good.map { [($0.key, Node?.some(.raw($0.input)))] } ?? []
    let members = random.percent(50) ? beside + [bad.member] : [bad.member] + beside
    if random.percent(50) {
      try check("attribute.edit", [id(contact), ("set", .object(members))], error: bad.code)
    } else {
      let params: [(String, Node?)] = [("name", .text("Mira")), ("attributes", .object(members))]
      try check("contact.create", params, error: bad.code)
    }
  }

  private func badParams(_ contact: Int) throws {
    let email = Node.array([.text("email"), .text("email")])
    let calls: [(method: String, params: [(String, Node?)], code: Int)] = [
      ("contact.create", [("labels", .array([.text("a")]))], -32602),
      ("note.add", [id(contact), ("text", .text(" \n\u{3000}"))], 1004),
      ("note.add", [id(contact), ("text", .text(String(repeating: "e\u{301}", count: 2_501)))], 1004),
      ("attribute.edit", [id(contact), ("clear", email)], -32602), ("schema.reorder", [("keys", email)], -32602),
      ("schema.reorder", [("keys", .array([.text("email"), .text("mood")]))], 1001),
      ("schema.update", [("key", .text("mood")), ("enabled", .boolean(true))], 1001),
      ("schema.remove", [("key", .text("EMAIL"))], 1001),
      ("schema.update", [("key", .text("email")), ("crmManaged", .boolean(true))], 1005),
      ("schema.update", [("key", .text("url")), ("format", .text("text"))], 1005),
      ("schema.update", [("key", .text("bio")), ("agentEditable", .boolean(true))], 1005),
      ("contact.update", [id(contact)], -32602), ("contact.update", [id(contact), ("name", .text(" "))], 1004),
      ("contact.update", [id(contact), ("blocked", .raw("0")), ("name", .text("a"))], -32602),
      ("conversation.open", [id(contact), ("channel", .text("X"))], 1001),
      ("conversation.open", [id(contact), ("channel", .text("x")), ("topics", .array([.text("")]))], 1004),
    ]
    let call = random.pick(calls)
    if random.percent(80) { return try check(call.method, call.params, error: call.code) }
    try taken(contact)
  }

  private func badMessage() throws {
    let text: (String, Node?) = ("text", .text("a"))
    let inbound: (String, Node?) = ("direction", .text("inbound"))
    let outbound: (String, Node?) = ("direction", .text("outbound"))
    let from: (String, Node?) = ("from", .object([("externalId", .text("somebody new")), ("handle", .text("mira"))]))
    let channel: (String, Node?) = ("channel", .text("x"))
    var calls: [(params: [(String, Node?)], code: Int)] = [
      ([inbound, from, text], -32602), ([inbound, from, text, ("channel", .text("X"))], 1001),
      ([outbound, channel, from, text], -32602), ([inbound, channel, from, ("text", .text(""))], 1004),
      ([inbound, channel, from, text, ("at", .number(1_767_258_000))], -32602),
      ([inbound, channel, from, text, ("ifVersion", .number(model.seq))], -32602),
    ]
    if let conversation = model.conversations.indices.last {
      calls.append(([inbound, channel, from, text, id(conversation: conversation)], -32602))
      let other = model.conversations[conversation].channel == "x" ? "webchat" : "x"
      calls.append(([outbound, id(conversation: conversation), text, ("channel", .text(other))], -32602))
      let assign = [id(conversation: conversation), ("agentId", Node?.some(.text("nobody")))]
      try check("conversation.assign", assign, error: 1001)
      try check("conversation.setStatus", [id(conversation: conversation), ("status", .text("open"))], error: -32602)
    }
    let call = random.pick(calls)
    try check("message.record", call.params, error: call.code)
  }

  private func badList(_ contact: Int) throws {
    let list = anyList()
    let conversation = model.conversations.indices.randomElement(using: &random)
    switch random.below(6) {
    case 0:
      try check(list.method, list.params + [("limit", .number(random.pick([0, 501, -1])))], error: 1008)
    case 1:
      // What is no cursor at all is seen first; of what query one is, once that is known to be one.
      let code = list.refusal(model) ?? -32602
      let (cursor, isCursor) = random.pick([("1_1_1", true), ("", false), ("0_1", false), ("0_1_1~x", true)])
      try check(list.method, list.params + [("cursor", .text(cursor))], error: isCursor ? code : -32602)
    case 2: try check("conversation.list", [("assignee", .text("nobody"))], error: 1001)
    case 3: try check("note.list", [], error: -32602)
    case 4:
      guard let conversation else { return }
      try check("note.list", [id(contact), id(conversation: conversation)], error: -32602)
      guard !model.linked(with: contact).contains(model.conversations[conversation].contact) else { return }
      try check("history.read", [id(contact), id(conversation: conversation)], error: -32602)
    default: try check("conversation.list", [("channel", .text("X"))], error: 1001)
    }
  }

  /// Somebody's identity, beside one that is free.
  private func taken(_ contact: Int) throws {
    guard let person = model.living(contact).first.map({ model.contacts[contact].people[$0] }) else { return }
    let identity = { (network: String, externalId: String) in
      Node.object([("network", .text(network)), ("externalId", .text(externalId)), ("handle", .text("mira"))])
    }
    let identities = [identity("telegram", "free"), identity(person.network, person.externalId)]
    try check("contact.create", [("identities", .array(identities))], error: 1003)
  }

  /// Viewers read; agents leave the attributes as they are.
  private func lowRole(_ contact: Int) throws {
    let key: (String, Node?) = ("key", .text("email"))
    switch random.below(9) {
    case 0: try check("vip.demote", [id(contact)], error: 1005, as: .viewer)
    case 1: try check("contact.update", [id(contact), ("blocked", .boolean(true))], error: 1005, as: .viewer)
    case 2:
      let open = [id(contact), ("channel", Node?.some(.text("x")))]
      try check("conversation.open", open, error: 1005, as: .viewer)
    case 3: try check("schema.update", [key, ("enabled", .boolean(false))], error: 1005, as: .agent)
    case 4: try check("schema.reorder", [("keys", .array([]))], error: 1005, as: .agent)
    case 5, 6, 7: try lowRoleAtCRM(contact)
    default:
      let editable = model.definitions.filter { $0.isEnabled && $0.isEditable(by: .admin) }
      guard let definition = editable.first(where: { !$0.isEditable(by: .agent) }) else { return }
      let params = [id(contact), ("clear", Node?.some(.array([.text(definition.key)])))]
      try check("attribute.edit", params, error: 1005, as: .agent)
    }
  }
}
