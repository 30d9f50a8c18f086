import Desk
import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words
  private typealias Model = RandomSession.Model

  /// An admin says how the CRM is asked; somebody asks it about a contact; an integration answers for it; and somebody
  /// says whether the customer is the contact.
  func useCRM(_ contact: Int) throws {
    switch random.below(20) {
    case ..<3: try configureCRM()
    case _ where model.connector == nil && random.percent(30): try configureCRM()
    case ..<8: try lookUp(contact)
    case _ where isRare("asked"): try lookUp(contact)
    case ..<14: if let lookup = anyLookup("asked") { try resolve(lookup) }
    case _ where isRare("proposed"): if let lookup = anyLookup("asked") { try resolve(lookup) }
    case ..<18: if let lookup = anyLookup("proposed") { try confirm(lookup) }
    default: if let lookup = anyLookup("proposed") { try reject(lookup) }
    }
  }

  /// Mostly the CRM, by an admin and about few contacts; of those much moves.
  func useCRMMostly() throws {
    if model.role != .admin { try signIn(Words.root) }
    guard model.contacts.count > 4 || model.contacts.count > 1 && random.percent(98) else { return try receive() }
    let contact = anyContact()
    switch random.below(20) {
    case 0: try answer(in: random.below(model.conversations.count))
    case 1: try removeIdentity(contact)
    case 2: try addIdentity(contact)
    case 3, 4: try changeSchema()
    case 5, 6: try edit(contact)
    case 7: try receive()
    default: try useCRM(contact)
    }
  }

  // MARK: The connector

  private func configureCRM() throws {
    let new = random.percent(15) ? nil : anyConnector()
    var params: [(String, Node?)] = [("name", new.map { .text($0.name) } ?? .raw("null"))]
    if let new {
      let keys = new.matchOn?.compactMap { number in model.definitions.first { $0.number == number }?.key }
      let flag = { (isSet: Bool) in isSet || self.random.percent(50) ? Node.boolean(isSet) : nil }
      params += [
        ("kind", .text("client")), ("matchOn", keys.map { .array($0.map { .text($0) }) }),
        ("autoConfirm", flag(new.isAutoConfirming)), ("auto", flag(new.isAutomatic)),
      ]
    }
    params = try ifVersion("crm.configure", params, model.connectorVersion)
    model.configure(new)
    try check("crm.configure", params, result: model.configureResult, mayNotify: true)
  }

  /// Often what it is already, with one thing another; mostly asked with what channels tell and agents edit.
  private func anyConnector() -> RandomSession.Model.Connector {
    let old = model.connector
    let name = random.percent(80) ? old?.name : random.pick(Words.names)
    let usual = model.definitions.filter { ["email", "language", "phone"].contains($0.key) }
    var matchOn = old?.matchOn
    if old == nil || random.percent(30) {
      let some = (random.percent(60) ? usual : model.definitions).shuffled(using: &random)
      matchOn = random.percent(35) ? nil : Array(some.prefix(random.below(4))).map(\.number)
    }
    return Model.Connector(
      name: name ?? "Customers", matchOn: matchOn,
      isAutoConfirming: random.percent(80) ? old?.isAutoConfirming ?? false : random.percent(50),
      isAutomatic: random.percent(70) ? old?.isAutomatic ?? false : random.percent(50))
  }

  // MARK: Look-ups

  /// Mostly true if no look-up stands so: another call first makes one.
  private func isRare(_ state: String) -> Bool {
    !model.latestLookups.contains { model.lookups[$0].state.name == state } && random.percent(70)
  }

  /// Mostly the latest of a contact, one that stands so; or any, and it is too late for most.
  private func anyLookup(_ state: String) -> Int? {
    let waiting = model.latestLookups.filter { model.lookups[$0].state.name == state }
    return waiting.isEmpty || random.percent(8)
      ? model.lookups.indices.randomElement(using: &random) : random.pick(waiting)
  }

  /// A look-up is void: the error says of which attribute, if that is there still.
  private func checkVoid(
    _ method: String, _ params: [(String, RandomSession.Node?)], _ lookup: Int, _ definition: Int,
    _ why: RandomSession.Model.Voiding
  ) throws {
    let key = model.key(definition)
    voids[why, default: 0] += 1
    if key == nil { voidsByRemoval += 1 }
    let what = key.map { "\"\($0)\"" } ?? "An attribute"
    let message = "\(what) has changed since the CRM was asked: look the contact up again (crm.lookup)."
    let data = Node.object([
      ("kind", .text("versionConflict")), ("retryable", .boolean(false)),
      ("current", .number(model.contacts[model.lookups[lookup].contact].version)), ("field", .text("lookupId")),
      ("key", .text(key ?? "")),
    ])
    try check(method, params, error: 1002, rest: "\"message\":\(Node.text(message).json),\"data\":\(data.json)")
  }

  private func id(lookup: Int) -> (String, RandomSession.Node?) { ("lookupId", .text("lookup-\(lookup + 1)")) }

  private func lookUp(_ contact: Int) throws {
    let params = try ifVersion("crm.lookup", [id(contact)], model.contacts[contact].version)
    guard model.connector != nil else { return try check("crm.lookup", params, error: 1013) }
    model.lookUp(contact)
    let result = model.lookupResult(model.lookups.count - 1)
    try check("crm.lookup", params, result: result, mayNotify: true)
  }

  /// The integration found somebody, nobody, or could not look; now and then after a value has moved.
  private func resolve(_ lookup: Int) throws {
    let contact = model.lookups[lookup].contact
    if random.percent(35) { try edit(contact) }
    var params = [id(lookup: lookup)]
    let answer = random.below(10)
    let reason = random.pick(Words.texts.filter { $0 != " " })
    let (customerId, said) = (random.pick(Words.names), sayings(contact))
    switch answer {
    case 0: params.append(("error", .text(reason)))
    case 1, 2: params.append(("match", .raw("null")))
    default:
      let attributes: Node = .object(said.map { ($0.key, .raw($0.input)) })
      params.append(
        ("match", .object([("customerId", .text(customerId)), ("attributes", said.isEmpty ? nil : attributes)])))
    }
    params = try ifVersion("crm.resolve", params, model.contacts[contact].version)
    guard model.lookups[lookup].state.name == "asked" else { return try check("crm.resolve", params, error: 1013) }
    if answer > 0, let (definition, why) = model.whatVoids(lookup) {
      return try checkVoid("crm.resolve", params, lookup, definition, why)
    }
    switch answer {
    case 0: model.fail(lookup, reason: reason)
    case 1, 2: model.findNobody(lookup)
    default:
      let values = said.compactMap { key, _, normal, _ -> Model.Said? in
        guard let definition = model.definition(key), let normal else { return nil }
        return Model.Said(definition: definition.number, json: normal)
      }
      model.find(lookup, customerId: customerId, values, ignored: said.compactMap(\.warning))
    }
    try check("crm.resolve", params, result: model.lookupResult(lookup), mayNotify: true)
  }

  /// What an integration says of a customer: often what the card shows, or null for none, or what nobody can take.
  private func sayings(_ contact: Int) -> [(key: String, input: String, normal: String?, warning: String?)] {
    let warning = { (key: String, reason: String, example: String?) in
      Node.object([
        ("field", .text("attributes.\(key)")), ("reason", .text(reason)), ("example", .text(example)),
      ]).json
    }
    var keys = model.definitions.map(\.key).filter { _ in random.percent(35) }
    if random.percent(15) { keys.append("mood") }
    return keys.shuffled(using: &random).map { key in
      if random.percent(8) { return (key, "null", nil, nil) }
      guard let definition = model.definition(key) else {
        return (key, "1", nil, warning(key, "there is no attribute of this key", nil))
      }
      guard definition.isEnabled else { return (key, "1", nil, warning(key, "the attribute is disabled", nil)) }
      if random.percent(12) {
        let (input, reason, example) = untakable(definition)
        return (key, input, nil, warning(key, reason, example))
      }
      if random.percent(30), let shown = model.shownValue(contact, definition.number),
        model.takes(.init(definition: definition.number, json: shown))
      {
        return (key, shown, shown, nil)
      }
      let value = value(definition)
      return (key, value.input, value.normal, nil)
    }
  }

  /// A value of the wrong kind, and what is warned of it.
  private func untakable(
    _ definition: RandomSession.Model.Definition
  ) -> (input: String, reason: String, example: String) {
    let example =
      switch definition.format {
      case "choice": definition.options[0]
      case "choices": "[\(definition.options.prefix(2).joined(separator: ", "))]"
      default: Words.examples[definition.format] ?? ""
      }
    if random.percent(40) { return (#""""#, "an empty value cannot be set", example) }
    switch definition.format {
    case "number": return ("true", "expected a number, got true", example)
    case "boolean": return ("1", "expected true or false, got a number", example)
    case "choices": return (#""gold""#, "expected an array of strings, got a string", example)
    default: return ("[]", "expected a string, got an empty list", example)
    }
  }

  /// Now and then void, because of an edit or since an attribute is another than it was.
  private func confirm(_ lookup: Int) throws {
    let contact = model.lookups[lookup].contact
    if random.percent(30) { try edit(contact) }
    if random.percent(40) { try changeAttribute(of: lookup) }
    let params = try ifVersion("crm.confirm", [id(lookup: lookup)], model.contacts[contact].version)
    guard model.lookups[lookup].state.name == "proposed" else {
      return try check("crm.confirm", params, error: 1013)
    }
    if let (definition, why) = model.whatVoids(lookup) {
      return try checkVoid("crm.confirm", params, lookup, definition, why)
    }
    model.confirm(lookup)
    try check("crm.confirm", params, result: model.lookupResult(lookup), mayNotify: true)
    try check("card.get", [id(contact)], result: model.card(contact, from: nil))
    if random.percent(50) { try passToCRM(contact) }
    guard random.percent(50) else { return }
    try read(.history(.init(contact: contact, kinds: ["event"])), pages: 50...50)
    try read(.queue(team: nil), pages: 50...50)
  }

  /// Updates or removes an attribute of which the CRM says something, or somebody else; mostly one that an admin made.
  /// Often one that nobody has a value of yet takes another format, or the choices come in another order.
  private func changeAttribute(of lookup: Int) throws {
    guard case .proposed(let match) = model.lookups[lookup].state else { return }
    let contact = model.contacts[model.lookups[lookup].contact]
    let numbers = match.values.map(\.definition) + contact.values.map(\.definition)
    let known = model.definitions.filter { numbers.contains($0.number) }
    let custom = known.filter { $0.kind == "custom" }
    let free = custom.filter { definition in
      match.values.contains { $0.definition == definition.number }
        && (definition.format == "choices" || model.valueCount(definition) == 0)
    }
    if random.percent(60), let definition = free.randomElement(using: &random) { return try reformat(definition) }
    guard let definition = (custom.isEmpty ? known : custom).randomElement(using: &random) else { return }
    switch random.below(10) {
    case 0: try remove(definition)
    case ..<3: try update(definition)
    case ..<5: try reformat(definition)
    default: try toggle(definition)
    }
  }

  /// The CRM keeps an attribute of which an agent said something, too: both go once the CRM does not say it.
  private func passToCRM(_ contact: Int) throws {
    let old = model.definitions.first { definition in
      definition.kind == "custom" && !definition.isCRMManaged
        && model.value(contact, definition.number, .crm) != nil
        && model.value(contact, definition.number, .agent) != nil
    }
    guard let old else { return }
    var new = old
    new.isCRMManaged = true
    try update(old, to: new, ("crmManaged", .boolean(true)))
  }

  private func reject(_ lookup: Int) throws {
    let contact = model.lookups[lookup].contact
    let params = try ifVersion("crm.reject", [id(lookup: lookup)], model.contacts[contact].version)
    guard model.lookups[lookup].state.name == "proposed" else {
      return try check("crm.reject", params, error: 1013)
    }
    model.reject(lookup)
    try check("crm.reject", params, result: model.lookupResult(lookup), mayNotify: true)
  }

  // MARK: What is wrong

  /// What cannot be asked of the CRM, and why.
  func badCRM() throws {
    let text = { (name: String, value: String) -> (String, Node?) in (name, .text(value)) }
    let (name, client, nobody) = (text("name", "CRM"), text("kind", "client"), text("lookupId", "lookup-0"))
    let (null, customer) = (("match", Node?.some(.raw("null"))), ("match", Node?.some(.raw(#"{"customerId":"C-1"}"#))))
    var calls: [(method: String, params: [(String, Node?)], code: Int)] = [
      ("crm.configure", [], -32602), ("crm.configure", [name], -32602), ("crm.configure", [client], -32602),
      ("crm.configure", [name, text("kind", "carrier")], -32602),
      ("crm.configure", [("name", .raw("null")), client], -32602),
      ("crm.configure", [name, client, text("path", "customers.csv")], -32602),
      ("crm.configure", [name, client, ("argv", .array([.text("crm")]))], -32602),
      ("crm.configure", [name, client, ("timeoutMs", .number(1))], -32602),
      ("crm.configure", [name, client, ("auto", .number(1))], -32602),
      ("crm.configure", [text("name", " "), client], 1004),
      ("crm.configure", [name, client, ("matchOn", .array([.text("email"), .text("mood")]))], 1001),
      ("crm.configure", [name, client, ("matchOn", .array([.text("email"), .text("email")]))], -32602),
      ("crm.lookup", [], -32602), ("crm.lookup", [text("contactId", "contact-0")], 1001),
      ("crm.resolve", [nobody, null], 1001), ("crm.resolve", [nobody], -32602),
      ("crm.resolve", [nobody, null, text("error", "down")], -32602), ("crm.resolve", [null], -32602),
      ("crm.resolve", [nobody, customer], 1001), ("crm.resolve", [nobody, text("match", "C-1")], -32602),
      ("crm.resolve", [nobody, ("match", .raw(#"{"attributes":{}}"#))], -32602),
      ("crm.resolve", [nobody, ("match", .raw(#"{"customerId":" "}"#))], 1004),
      ("crm.resolve", [nobody, text("error", "\u{3000}")], 1004),
      ("crm.resolve", [nobody, ("match", .raw(#"{"customerId":"C","attributes":{"email":1,"email":1}}"#))], -32602),
      ("crm.confirm", [nobody], 1001), ("crm.confirm", [], -32602), ("crm.reject", [nobody], 1001),
      ("crm.confirm", [text("lookupId", "lookup-\(model.lookups.count + 1)")], 1001), ("crm.reject", [], -32602),
      ("crm.list", [text("state", "open")], -32602), ("crm.list", [text("contactId", "contact-0")], 1001),
      ("crm.list", [("limit", .number(0))], 1008), ("crm.list", [text("cursor", "1_1_1")], -32602),
    ]
    if let matched = model.connector?.matchOn?.compactMap({ number in model.definitions.first { $0.number == number } })
      .first(where: { $0.kind == "custom" })
    {
      calls += Array(repeating: ("schema.remove", [text("key", matched.key)], 1007), count: 8)
    }
    let call = random.pick(calls)
    try check(call.method, call.params, error: call.code)
  }

  /// Viewers ask the CRM nothing, and agents do not say how.
  func lowRoleAtCRM(_ contact: Int) throws {
    let lookup: (String, Node?) = ("lookupId", .text("lookup-0"))
    let calls: [(method: String, params: [(String, Node?)])] = [
      ("crm.lookup", [id(contact)]), ("crm.resolve", [lookup, ("match", .raw("null"))]), ("crm.confirm", [lookup]),
      ("crm.reject", [lookup]),
    ]
    if random.percent(30) { return try check("crm.configure", [("name", .raw("null"))], error: 1005, as: .agent) }
    let call = random.pick(calls)
    try check(call.method, call.params, error: 1005, as: .viewer)
  }
}
