import Methods
import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words

  /// One call that changes the desk, or could.
  func write() throws {
    guard !model.contacts.isEmpty else { return try receive() }
    let contact = random.below(model.contacts.count)
    switch random.below(100) {
    case ..<8: try create()
    case ..<45: try receive()
    case ..<60 where !model.conversations.isEmpty: try answer(in: random.below(model.conversations.count))
    case ..<75: try edit(contact)
    case ..<82: try promote(contact)
    case ..<96: try note(contact)
    default: try hello()
    }
  }

  /// An entry more in the history of a contact, anywhere in it where they have a conversation.
  func add(to contact: Int) throws {
    let own = model.conversations.indices.filter { model.conversations[$0].contact == contact }
    if own.isEmpty { try note(contact) } else { try answer(in: random.pick(own)) }
  }

  private func sometimes<Choice>(_ share: Int, _ choices: [Choice]) -> Choice? {
    random.percent(share) ? random.pick(choices) : nil
  }

  /// Sometimes the version as it is.
  private func ifVersion(_ version: Int) -> (String, Node?) {
    ("ifVersion", random.percent(20) ? .number(version) : nil)
  }

  private func person(_ network: String, _ externalId: String) -> RandomSession.Model.Person {
    .init(
      network: network, externalId: externalId, handle: sometimes(50, Words.handles),
      displayName: sometimes(40, Words.names), pictureUrl: sometimes(30, Words.urls),
      profileUrl: sometimes(10, Words.urls))
  }

  private func told(_ person: RandomSession.Model.Person) -> [(String, Node?)] {
    [
      ("externalId", .text(person.externalId)), ("handle", .text(person.handle)),
      ("displayName", .text(person.displayName)), ("pictureUrl", .text(person.pictureUrl)),
      ("profileUrl", .text(person.profileUrl)),
    ]
  }

  /// Some of the keys, each with a value that is taken.
  private func values(_ keys: [String]) -> [(key: String, input: String, normal: String)] {
    keys.filter { _ in random.percent(40) }.shuffled(using: &random).compactMap { key in
      Words.values[key].map { values in
        let value = random.pick(values)
        return (key, value.input, value.normal)
      }
    }
  }

  // MARK: Calls

  private func create() throws {
    let name = sometimes(60, Words.names)
    let free = Words.people.filter { model.find($0.network, externalId: $0.externalId) == nil }
    // A stranger's id, so that those who write stay new for a while.
    let stranger = (network: random.pick(["instagram", "x", "webchat"]), externalId: "stranger \(model.seq)")
    let found = (random.percent(20) ? free.prefix(2) : []) + (name == nil || random.percent(30) ? [stranger] : [])
    let people = found.map { person($0.network, $0.externalId) }
    let values = values(["email", "phone", "url"])
    let labels = Words.labels.filter { _ in random.percent(20) } + Words.labels.filter { _ in random.percent(10) }
    let contact = model.create(name: name, people, labels: labels)
    model.edit(contact, person: nil, values.map { ($0.key, $0.normal) })
    try check(
      "contact.create",
      [
        ("name", .text(name)),
        ("identities", .array(people.map { .object([("network", .text($0.network))] + told($0)) })),
        ("attributes", .object(values.map { ($0.key, .raw($0.input)) })), ("labels", .array(labels.map { .text($0) })),
      ], result: model.versionResult(contact), mayNotify: true)
  }

  /// A message from somebody: often known, sometimes told before, often written earlier than it arrives.
  private func receive() throws {
    let who = random.pick(Words.people)
    let person = person(who.network, who.externalId)
    let text = random.pick(Words.texts)
    let attachment = sometimes(10, Words.urls)
    let at = random.percent(60) ? randomTime() : nil
    let externalId = random.percent(40) ? "mid \(random.below(200))" : nil
    let values = values(["email", "bio", "location", "language", "followers"])
    let untakable = random.percent(10) ? random.pick(Words.untakable) : nil
    let told = values.filter { $0.key != untakable?.key }
    let attributes = told.map { ($0.key, Node.raw($0.input)) } + (untakable.map { [($0.key, .raw($0.input))] } ?? [])
    var created = (contact: false, conversation: false, message: false)
    var number = model.message(who.network, externalId)
    var warnings: [String] = []
    if number == nil {
      let written = at ?? model.now
      let (contact, identity, isNew) = model.meet(person)
      model.edit(contact, person: identity, told.map { ($0.key, $0.normal) })
      let (conversation, isOpened) = model.land(contact, who.network)
      model.record(
        conversation, person: identity, text: text, attachment: attachment, at: written, externalId: externalId,
        toldHandle: person.handle != nil)
      (created, number) = ((isNew, isOpened, true), model.messages.count)
      warnings = untakable.map { [$0.warning] } ?? []
    }
    try check(
      "message.record",
      [
        ("channel", .text(who.network)), ("direction", .text("inbound")),
        ("from", .object(self.told(person) + [("attributes", .object(attributes))])), ("text", .text(text)),
        ("attachments", attachment.map { .array([.object([("url", .text($0))])]) }), ("at", at.map { .time($0) }),
        ("externalId", .text(externalId)),
      ], result: model.messageResult(number ?? 0, created: created, warnings: warnings), mayNotify: true)
  }

  /// A message in a known conversation, mostly the desk's.
  private func answer(in conversation: Int) throws {
    let channel = model.conversations[conversation].channel
    let version = ifVersion(model.conversations[conversation].version)
    let isInbound = random.percent(25)
    let at = random.percent(40) ? randomTime() : nil
    let externalId = random.percent(30) ? "mid \(random.below(200))" : nil
    let text = random.pick(Words.texts)
    var number = model.message(channel, externalId)
    let isNew = number == nil
    if isNew {
      let person = isInbound ? model.shown(model.conversations[conversation].contact, from: conversation) : nil
      model.record(
        conversation, person: person, text: text, attachment: nil, at: at ?? model.now, externalId: externalId,
        toldHandle: false)
      number = model.messages.count
    }
    try check(
      "message.record",
      [
        ("channel", random.percent(30) ? .text(channel) : nil),
        ("direction", .text(isInbound ? "inbound" : "outbound")),
        ("conversationId", .text("conversation-\(conversation + 1)")), ("text", .text(text)),
        ("at", at.map { .time($0) }), ("externalId", .text(externalId)), version,
      ], result: model.messageResult(number ?? 0, created: (false, false, isNew), warnings: []), mayNotify: true)
  }

  private func edit(_ contact: Int) throws {
    var set = values(["email", "phone", "url"])
    let clear = ["url", "phone", "email"].filter { key in
      !set.contains { $0.key == key } && !model.isToldByChannel(contact, key) && random.percent(30)
    }
    if set.isEmpty && clear.isEmpty { set = [("email", #""a@b.co""#, #""a@b.co""#)] }
    let version = ifVersion(model.contacts[contact].version)
    let changed = model.edit(contact, person: nil, set.map { ($0.key, $0.normal) } + clear.map { ($0, nil) })
    try check(
      "attribute.edit",
      [
        ("contactId", .text("contact-\(contact + 1)")), ("set", .object(set.map { ($0.key, .raw($0.input)) })),
        ("clear", .array(clear.map { .text($0) })), version,
      ], result: model.editResult(contact, changed), mayNotify: true)
  }

  /// A VIP stays as they were made one.
  private func promote(_ contact: Int) throws {
    let reason = sometimes(50, Words.texts.filter { $0 != " " })
    let version = ifVersion(model.contacts[contact].version)
    model.promote(contact, reason: reason)
    try check(
      "vip.promote", [("contactId", .text("contact-\(contact + 1)")), ("reason", .text(reason)), version],
      result: model.vipResult(contact), mayNotify: true)
  }

  private func note(_ contact: Int) throws {
    let note = random.pick(Words.notes)
    let conversation = model.conversations.isEmpty || random.percent(50) ? nil : random.below(model.conversations.count)
    let owner = conversation.map { model.conversations[$0].contact } ?? contact
    let version = ifVersion(conversation.map { model.conversations[$0].version } ?? model.contacts[owner].version)
    let entry = model.note(owner, conversation, note.text, mentions: note.mentions)
    try check(
      "note.add",
      [
        ("contactId", conversation == nil ? .text("contact-\(owner + 1)") : nil),
        ("conversationId", conversation.map { .text("conversation-\($0 + 1)") }), ("text", .text(note.text)), version,
      ], result: model.noteResult(owner, entry), mayNotify: true)
  }

  /// Somebody else takes the chair. Who is known keeps the name they had.
  private func hello() throws {
    let agent = random.pick(Words.agents)
    let isKnown = model.agents.contains { $0.id == agent.id }
    let name = isKnown && random.percent(50) ? "Somebody Else" : agent.name
    model.hello(agent)
    let now = Node.object([("id", .text(agent.id)), ("name", .text(agent.name)), ("role", .text("admin"))]).json
    let server = #"{"name":"contactdesk","version":"\#(Host.version)"}"#
    try check(
      "system.hello", [("agent", .text("\(agent.id):\(name)"))],
      result: "{\"server\":\(server),\"protocolVersion\":\"1\",\"agent\":\(now)}")
  }
}
