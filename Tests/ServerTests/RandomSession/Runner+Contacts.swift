import Desk
import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words
  private typealias Model = RandomSession.Model

  // MARK: Contacts

  func create() throws {
    let name = sometimes(60, Words.contactNames)
    var free = Words.people.filter { model.find($0.network, externalId: $0.externalId) == nil }
    // Two spellings of one person are not two.
    if let first = free.first {
      let form = { (id: String) in self.model.form(first.network, id) }
      free = [first] + free.dropFirst().filter { $0.network != first.network || form($0.1) != form(first.1) }
    }
    // A stranger's id, so that those who write stay new for a while.
    let stranger = (network: random.pick(["instagram", "x", "webchat"]), externalId: "stranger \(model.seq)")
    let found =
      (random.percent(20) ? free.prefix(1) + free.suffix(free.count > 1 ? 1 : 0) : [])
      + (name == nil || random.percent(30) ? [stranger] : [])
    let people = found.map { person($0.network, $0.externalId) }
    let values = values(editable())
    let labels = anyLabels()
    let params: [(String, Node?)] = [
      ("name", .text(name)),
      ("identities", .array(people.map { .object([("network", .text($0.network))] + told($0)) })),
      ("attributes", .object(values.map { ($0.key, .raw($0.input)) })), ("labels", .array(labels.map { .text($0) })),
    ]
    try permit("contact.create", params)
    let contact = model.create(name: name, people, labels: labels)
    model.edit(contact, person: nil, values.map { ($0.key, $0.normal) })
    try check(
      "contact.create", params, result: model.versionResult(contact), mayNotify: true)
  }

  /// Labels, some of them twice.
  private func anyLabels() -> [String] {
    Words.labels.filter { _ in random.percent(20) } + Words.labels.filter { _ in random.percent(10) }
  }

  /// Name, labels, blocked: some of them, often as they are.
  func update(_ contact: Int) throws {
    let present = model.contacts[contact]
    var (name, labels, isBlocked) = (present.name, present.labels, present.isBlocked)
    var params = [id(contact)]
    switch random.below(4) {
    case 0:
      name = nil
      params.append(("name", .raw("null")))
    case 1:
      name = random.pick(Words.contactNames)
      params.append(("name", .text(name)))
    default: break
    }
    if random.percent(40) {
      labels = random.percent(20) ? labels : anyLabels()
      params.append(("labels", .array(labels.map { .text($0) })))
    }
    if params.count == 1 || random.percent(30) {
      isBlocked = random.percent(50)
      params.append(("blocked", .boolean(isBlocked)))
    }
    params = try ifVersion("contact.update", params, present.version)
    let isNullName = params.contains { $0.0 == "name" } && name == nil
    if isNullName && model.living(contact).isEmpty { return try check("contact.update", params, error: 1013) }
    model.update(contact, name: name, labels: labels, isBlocked: isBlocked)
    try check("contact.update", params, result: model.updateResult(contact), mayNotify: true)
  }

  /// A VIP stays as they were made one.
  func promote(_ contact: Int) throws {
    let reason = sometimes(50, Words.texts.filter { $0 != " " })
    let params = try ifVersion(
      "vip.promote", [id(contact), ("reason", .text(reason))], model.contacts[contact].version)
    guard model.settings.isVipEnabled else { return try check("vip.promote", params, error: 1005) }
    model.promote(contact, reason: reason)
    try check("vip.promote", params, result: model.vipResult(contact), mayNotify: true)
  }

  func demote(_ contact: Int) throws {
    let params = try ifVersion("vip.demote", [id(contact)], model.contacts[contact].version)
    guard model.settings.isVipEnabled else { return try check("vip.demote", params, error: 1005) }
    model.demote(contact)
    try check("vip.demote", params, result: model.vipResult(contact), mayNotify: true)
  }

  // MARK: Identities

  func person(_ network: String, _ externalId: String) -> RandomSession.Model.Person {
    .init(
      network: network, externalId: externalId, handle: sometimes(50, Words.handles),
      displayName: sometimes(40, Words.contactNames), pictureUrl: sometimes(30, Words.urls),
      profileUrl: sometimes(10, Words.urls))
  }

  func told(_ person: RandomSession.Model.Person) -> [(String, RandomSession.Node?)] {
    [
      ("externalId", .text(person.externalId)), ("handle", .text(person.handle)),
      ("displayName", .text(person.displayName)), ("pictureUrl", .text(person.pictureUrl)),
      ("profileUrl", .text(person.profileUrl)),
    ]
  }

  /// Somebody from the script: free, this contact's, or taken. Of this contact sometimes one who was taken away.
  func addIdentity(_ contact: Int) throws {
    let gone = model.contacts[contact].people.filter(\.isGone).map { ($0.network, $0.externalId) }
    let (network, externalId) = gone.isEmpty || random.percent(50) ? random.pick(Words.people) : random.pick(gone)
    let told = person(network, externalId)
    let params = try ifVersion(
      "contact.addIdentity", [id(contact), ("network", .text(network))] + self.told(told),
      model.contacts[contact].version)
    if let owner = model.find(network, externalId: externalId)?.contact, owner != contact {
      return try check("contact.addIdentity", params, error: 1003)
    }
    let known = model.find(network, externalId: externalId)
    let before = known.flatMap { model.contacts[contact].people[$0.person].handle }
    let person = model.add(told, to: contact)
    try check("contact.addIdentity", params, result: model.identityResult(contact, person), mayNotify: true)
    for handle in [before, person.handle].compactMap({ $0 }) { try readCard(network, handle: handle) }
  }

  /// Sometimes the next to have it is another contact.
  func removeIdentity(_ contact: Int) throws {
    guard let person = model.living(contact).randomElement(using: &random) else { return }
    let gone = model.contacts[contact].people[person]
    let identity: [(String, Node?)] = [("network", .text(gone.network)), ("externalId", .text(gone.externalId))]
    let params = try ifVersion("contact.removeIdentity", [id(contact)] + identity, model.contacts[contact].version)
    if model.contacts[contact].name == nil && model.living(contact).count == 1 {
      return try check("contact.removeIdentity", params, error: 1013)
    }
    model.remove(person: person, of: contact)
    try check("contact.removeIdentity", params, result: model.versionResult(contact), mayNotify: true)
    try check("contact.removeIdentity", [id(contact)] + identity, error: 1001)
    if let handle = gone.handle { try readCard(gone.network, handle: handle) }
    let conversations = model.conversations.indices.filter { model.conversations[$0].contact == contact }
    let there = conversations.filter { model.conversations[$0].channel == gone.network }
    if let conversation = there.last ?? conversations.last {
      try check("card.get", [id(conversation: conversation)], result: model.card(contact, from: conversation))
    }
    guard random.percent(30) else { return }
    let other = random.below(model.contacts.count)
    let added = model.add(.init(network: gone.network, externalId: gone.externalId), to: other)
    try check("contact.addIdentity", [id(other)] + identity, result: model.identityResult(other, added))
  }

  // MARK: Values

  /// The keys of the attributes that the caller edits; of one who edits none, those of agents.
  func editable() -> [String] {
    let role = model.role == .viewer ? .agent : model.role
    return model.definitions.filter { $0.isEnabled && $0.isEditable(by: role) }.map(\.key)
  }

  /// Some of the keys, each with a value that is taken.
  func values(_ keys: [String]) -> [(key: String, input: String, normal: String)] {
    keys.filter { _ in random.percent(40) }.shuffled(using: &random).compactMap { key in
      guard let definition = model.definition(key) else { return nil }
      let value = value(definition)
      return (key, value.input, value.normal)
    }
  }

  /// Several choices are kept in the order of the options, each once.
  func value(_ definition: RandomSession.Model.Definition) -> (input: String, normal: String) {
    let json = { (options: [String]) in Node.array(options.map { .text($0) }).json }
    switch definition.format {
    case "choice":
      let option = Node.text(random.pick(definition.options)).json
      return (option, option)
    case "choices":
      let picked = definition.options.filter { _ in random.percent(60) } + [random.pick(definition.options)]
      let chosen = Array(picked.prefix(definition.options.count))
      let kept = definition.options.filter { option in chosen.contains { model.same($0, option) } }
      return (json(chosen.shuffled(using: &random)), json(kept))
    default: return random.pick(Words.values[definition.format] ?? [("null", "null")])
    }
  }

  func edit(_ contact: Int) throws {
    var set = values(editable())
    let clear = editable().reversed().filter { key in
      let isTold = model.definition(key).map { model.isSaidByOthers(contact, $0.number) } ?? true
      return !set.contains { $0.key == key } && !isTold && random.percent(30)
    }
    if set.isEmpty && clear.isEmpty {
      guard let key = editable().first else { return }
      set = values([key])
      if set.isEmpty { return }
    }
    let params = try ifVersion(
      "attribute.edit",
      [
        id(contact), ("set", .object(set.map { ($0.key, .raw($0.input)) })), ("clear", .array(clear.map { .text($0) })),
      ], model.contacts[contact].version)
    let changed = model.edit(contact, person: nil, set.map { ($0.key, $0.normal) } + clear.map { ($0, nil) })
    try check("attribute.edit", params, result: model.editResult(contact, changed), mayNotify: true)
  }
}
