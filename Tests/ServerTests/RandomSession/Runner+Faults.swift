import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words

  /// One call that is wrong, and so must change nothing.
  func fault() throws {
    guard !model.contacts.isEmpty else { return }
    let contact = random.below(model.contacts.count)
    switch random.below(4) {
    case 0: try unknownId()
    case 1: try staleVersion(contact)
    case 2: try badValue(contact)
    default: try badParams(contact)
    }
  }

  private func id(_ contact: Int) -> (String, Node?) { ("contactId", .text("contact-\(contact + 1)")) }

  private func unknownId() throws {
    let behind = max(model.contacts.count, model.conversations.count) + 1
    let number = random.pick(["\(behind)", "0", "01", "x", "", "-1", "99999999999"])
    let contact: (String, Node?) = ("contactId", .text("contact-\(number)"))
    let conversation: (String, Node?) = ("conversationId", .text("conversation-\(number)"))
    switch random.below(7) {
    case 0: try check("card.get", [contact], error: 1001)
    case 1: try check("card.get", [conversation], error: 1001)
    case 2: try check("history.read", [conversation], error: 1001)
    case 3: try check("vip.promote", [contact], error: 1001)
    case 4: try check("note.add", [conversation, ("text", .text("@anna"))], error: 1001)
    case 5: try check("attribute.edit", [contact, ("clear", .array([.text("email")]))], error: 1001)
    default:
      try check(
        "message.record", [("direction", .text("inbound")), conversation, ("text", .text("a"))], error: 1001)
    }
  }

  /// A version that something once had, or will have.
  private func staleVersion(_ contact: Int) throws {
    let version = model.contacts[contact].version
    let other: (String, Node?) = ("ifVersion", .number(random.pick([version + 1, max(1, version - 1), .max])))
    if version == 1 { return }
    switch random.below(4) {
    case 0: try check("vip.promote", [id(contact), other], error: 1002)
    case 1: try check("note.add", [id(contact), ("text", .text("a")), other], error: 1002)
    case 2:
      let set = Node.object([("email", .text("new@example.com"))])
      try check("attribute.edit", [id(contact), ("set", set), other], error: 1002)
    default:
      guard let conversation = model.conversations.indices.last else { return }
      let params: [(String, Node?)] = [
        ("direction", .text("outbound")), ("conversationId", .text("conversation-\(conversation + 1)")),
        ("text", .text("a")), ("ifVersion", .number(model.conversations[conversation].version + 1)),
      ]
      try check("message.record", params, error: 1002)
    }
  }

  /// All or nothing: what stands beside the bad value is not kept either.
  private func badValue(_ contact: Int) throws {
    let good: (String, Node?) = ("url", .text("https://example.com/\(model.seq)"))
    let bad: (member: (String, Node?), code: Int) = random.pick([
      (("email", .text("nobody")), 1004), (("email", .text("")), 1004), (("phone", .number(32_470_123_456)), 1004),
      (("phone", .text("0470 12 34 56")), 1004), (("email", .raw("null")), 1004), (("email", .array([])), 1004),
      (("bio", .text("a")), 1005), (("followers", .number(1)), 1005), (("mood", .text("a")), 1001),
      (("Email", .text("a@b.co")), 1001), (("emai\u{217C}", .text("a@b.co")), 1001),
    ])
    let members = random.percent(50) ? [good, bad.member] : [bad.member, good]
    if random.percent(50) {
      try check("attribute.edit", [id(contact), ("set", .object(members))], error: bad.code)
    } else {
      let params: [(String, Node?)] = [("name", .text("Mira")), ("attributes", .object(members))]
      try check("contact.create", params, error: bad.code)
    }
  }

  private func badParams(_ contact: Int) throws {
    let text: (String, Node?) = ("text", .text("a"))
    let inbound: (String, Node?) = ("direction", .text("inbound"))
    let from: (String, Node?) = ("from", .object([("externalId", .text("somebody new")), ("handle", .text("mira"))]))
    let channel: (String, Node?) = ("channel", .text("x"))
    switch random.below(12) {
    case 0: try taken(contact)
    case 1: try check("contact.create", [("labels", .array([.text("a")]))], error: -32602)
    case 2: try check("message.record", [inbound, from, text], error: -32602)
    case 3: try check("message.record", [inbound, from, text, ("channel", .text("X"))], error: 1001)
    case 4: try check("message.record", [("direction", .text("outbound")), channel, from, text], error: -32602)
    case 5: try check("message.record", [inbound, channel, from, ("text", .text(""))], error: 1004)
    case 6:
      try check("message.record", [inbound, channel, from, text, ("at", .text("2026-02-30T00:00:00Z"))], error: -32602)
    case 7: try check("note.add", [id(contact), ("text", .text(" \n\u{3000}"))], error: 1004)
    case 8:
      try check("note.add", [id(contact), ("text", .text(String(repeating: "e\u{301}", count: 2_501)))], error: 1004)
    case 9:
      let email = Node.array([.text("email"), .text("email")])
      try check("attribute.edit", [id(contact), ("clear", email)], error: -32602)
    case 10: try check("history.read", [id(contact), ("limit", .number(random.pick([0, 501, -1])))], error: 1008)
    default: try check("history.read", [id(contact), ("cursor", .text("1_1_1"))], error: -32602)
    }
  }

  /// Somebody's identity, beside one that is free.
  private func taken(_ contact: Int) throws {
    guard let person = model.contacts[contact].people.first else { return }
    let identity = { (network: String, externalId: String) in
      Node.object([("network", .text(network)), ("externalId", .text(externalId)), ("handle", .text("mira"))])
    }
    let identities = [identity("telegram", "free"), identity(person.network, person.externalId)]
    try check("contact.create", [("identities", .array(identities))], error: 1003)
  }
}
