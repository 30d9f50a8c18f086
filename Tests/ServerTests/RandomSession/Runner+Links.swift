import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node

  /// Contacts who have conversations, and the e-mail address as what links them.
  func makeLinked(_ count: Int) throws {
    var settings = model.settings
    settings.matching = model.definition("email")?.number
    model.set(settings)
    try check("settings.set", [("matchingAttribute", .text("email"))], result: model.settingsResult)
    for _ in 0..<count {
      try create()
      let contact = model.contacts.count - 1
      for _ in 0..<1 + random.below(2) { try open(contact) }
      for _ in 0..<random.below(4) { try answer(in: model.conversations.count - 1) }
    }
  }

  /// So many percent of the contacts get the address that links them.
  func link(_ share: Int) throws { for contact in model.contacts.indices { try setEmail(contact, share) } }

  /// Something happens that moves histories: a message, a note, or who is linked.
  func moveLinked(_ share: Int) throws {
    let contact = random.below(model.contacts.count)
    switch random.below(4) {
    case 0: try note(contact)
    case 1: try setEmail(contact, share)
    default: try answer(in: random.below(model.conversations.count))
    }
  }

  /// The one address, in one of its spellings; or another, or none.
  private func setEmail(_ contact: Int, _ share: Int) throws {
    let address =
      random.percent(share)
      ? random.pick(["Mira@example.com", "mira@example.com", "MIRA@example.com"]) : random.pick([nil, "a@b.co"])
    let json = address.map { Node.text($0).json }
    var params = [id(contact)]
    if let json { params.append(("set", .object([("email", .raw(json))]))) }
    if json == nil { params.append(("clear", .array([.text("email")]))) }
    let changed = model.edit(contact, person: nil, [("email", json)])
    try check("attribute.edit", params, result: model.editResult(contact, changed))
  }
}
