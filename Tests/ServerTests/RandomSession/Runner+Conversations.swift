import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words
  private typealias Model = RandomSession.Model

  // MARK: Conversations

  func open(_ contact: Int) throws {
    let own = model.living(contact).map { model.contacts[contact].people[$0].network }
    let channel = own.isEmpty || random.percent(30) ? random.pick(model.channels.map(\.id)) : random.pick(own)
    let topics = Words.labels.filter { _ in random.percent(20) } + Words.labels.filter { _ in random.percent(10) }
    let params = try ifVersion(
      "conversation.open", [id(contact), ("channel", .text(channel)), ("topics", .array(topics.map { .text($0) }))],
      model.contacts[contact].version)
    let conversation = model.open(contact, channel, topics: topics, isByHand: true)
    try check("conversation.open", params, result: model.conversationResult(conversation), mayNotify: true)
    try check("card.get", [id(conversation: conversation)], result: model.card(contact, from: conversation))
  }

  /// To somebody known, or to nobody. A resolved one is nobody's.
  func assign(_ conversation: Int) throws {
    let agent = sometimes(75, model.agents.map(\.id))
    let params = try ifVersion(
      "conversation.assign", [id(conversation: conversation), ("agentId", agent.map { .text($0) } ?? .raw("null"))],
      model.conversations[conversation].version)
    let before = model.conversations[conversation].assignee
    let isInactive = agent.flatMap(model.member).map { !model.agents[$0].isActive } ?? false
    if agent != before, agent != nil && model.conversations[conversation].status == "resolved" || isInactive {
      return try check("conversation.assign", params, error: 1013)
    }
    model.assign(conversation, to: agent)
    try check("conversation.assign", params, result: model.conversationResult(conversation), mayNotify: true)
    guard let before, random.percent(50) else { return }
    try read(.conversations(assignee: .agent(before)), pages: 1...50)
  }

  func setStatus(_ conversation: Int) throws {
    let status = random.percent(50) ? "resolved" : random.pick(Words.statuses)
    let params = try ifVersion(
      "conversation.setStatus", [id(conversation: conversation), ("status", .text(status))],
      model.conversations[conversation].version)
    model.set(conversation, status: status)
    try check("conversation.setStatus", params, result: model.conversationResult(conversation), mayNotify: true)
  }

  // MARK: Messages

  /// A message from somebody: often known, sometimes told before, often written earlier than it arrives.
  func receive() throws {
    let who = random.pick(Words.people)
    let channel = random.pick(model.channels.filter { $0.network == who.network }).id
    let isImported = sometimes(30, [true, true, false])
    let person = person(who.network, who.externalId)
    let text = anyMessage()
    let attachment = sometimes(10, Words.urls)
    let at = random.percent(60) ? randomTime() : nil
    let externalId = random.percent(40) ? "mid \(random.below(200))" : nil
    let attributes = toldAttributes()
    let params: [(String, Node?)] = [
      ("channel", .text(channel)), ("direction", .text("inbound")),
      ("from", .object(told(person) + [("attributes", .object(attributes.map { ($0.key, .raw($0.input)) }))])),
      ("text", .text(text)), ("attachments", attachment.map { .array([.object([("url", .text($0))])]) }),
      ("at", at.map { .time($0) }), ("externalId", .text(externalId)), ("imported", isImported.map { .boolean($0) }),
    ]
    try permit("message.record", params)
    var created = (contact: false, conversation: false, message: false)
    var number = model.message(channel, from: who.externalId, externalId)
    var warnings: [String] = []
    if number == nil {
      let written = at ?? model.now
      // What old mail says of somebody known is older than what is known.
      let known = isImported == true ? model.find(who.network, externalId: who.externalId) : nil
      let (contact, identity, isNew) = known.map { ($0.contact, $0.person, false) } ?? model.meet(person)
      if known == nil {
        let taken = attributes.filter { $0.warning == nil }.map { ($0.key, $0.normal) }
        model.edit(contact, person: identity, on: channel, taken)
        warnings = attributes.compactMap(\.warning)
      }
      let (conversation, isOpened) = model.land(contact, channel, isImported: isImported == true)
      model.record(
        conversation, .person(identity, toldHandle: person.handle != nil), text: text, attachment: attachment,
        at: written, externalId: externalId, isImported: isImported == true)
      (created, number) = ((isNew, isOpened, true), model.messages.count)
    }
    try check(
      "message.record", params, result: model.messageResult(number ?? 0, created: created, warnings: warnings),
      mayNotify: true)
    if let handle = person.handle, random.percent(30) { try readCard(who.network, handle: handle) }
  }

  private func anyMessage() -> String { random.pick(random.percent(8) ? Words.longTexts : Words.texts) }

  /// What a channel tells, and what is warned of that which cannot be taken.
  private func toldAttributes() -> [(key: String, input: String, normal: String?, warning: String?)] {
    let warning = { (key: String, reason: String, example: String?) in
      Node.object([
        ("field", .text("from.attributes.\(key)")), ("reason", .text(reason)), ("example", .text(example)),
      ]).json
    }
    let untakable = random.percent(10) ? random.pick(Words.untakable) : nil
    var keys = ["email", "bio", "location", "language", "followers"].filter { _ in random.percent(40) }
    if random.percent(10) { keys.append(random.pick(Words.keys)) }
    if let key = untakable?.key, !keys.contains(key) { keys.append(key) }
    return keys.shuffled(using: &random).map { key in
      guard let definition = model.definition(key) else {
        return (key, "1", nil, warning(key, "there is no attribute of this key", nil))
      }
      if !definition.isEnabled { return (key, "1", nil, warning(key, "the attribute is disabled", nil)) }
      if definition.kind == "custom" {
        return (key, "1", nil, warning(key, "custom attributes are not filled by channels", nil))
      }
      if let untakable, untakable.key == key {
        return (key, untakable.input, nil, warning(key, untakable.reason, untakable.example))
      }
      let value = random.pick(Words.values[definition.format] ?? [("null", "null")])
      return (key, value.input, value.normal, nil)
    }
  }

  /// A message in a known conversation, mostly the desk's.
  func answer(in conversation: Int) throws {
    let channel = model.conversations[conversation].channel
    let isImported = sometimes(30, [true, false])
    let isInbound = random.percent(25)
    let at = random.percent(40) ? randomTime() : nil
    let externalId = random.percent(30) ? "mid \(random.below(200))" : nil
    let text = anyMessage()
    var params: [(String, Node?)] = [
      ("channel", random.percent(30) ? .text(channel) : nil),
      ("direction", .text(isInbound ? "inbound" : "outbound")), id(conversation: conversation), ("text", .text(text)),
      ("at", at.map { .time($0) }), ("externalId", .text(externalId)), ("imported", isImported.map { .boolean($0) }),
    ]
    try permit("message.record", params)
    var number = model.message(in: conversation, isInbound: isInbound, externalId)
    let isNew = number == nil
    if isNew {
      params = try ifVersion("message.record", params, model.conversations[conversation].version)
      let person = model.writing(conversation)
      model.record(
        conversation, isInbound ? .person(person, toldHandle: false) : .me, text: text, attachment: nil,
        at: at ?? model.now, externalId: externalId, isImported: isImported == true)
      number = model.messages.count
    }
    try check(
      "message.record", params,
      result: model.messageResult(number ?? 0, created: (false, false, isNew), warnings: []), mayNotify: true)
    guard isInbound, random.percent(50) else { return }
    let contact = model.conversations[conversation].contact
    try read(.history(.init(contact: contact, conversation: conversation, kinds: ["message"])), pages: 50...50)
    guard let person = model.shown(contact, from: conversation).map({ model.contacts[contact].people[$0] }),
      let handle = person.handle
    else { return }
    try readCard(person.network, handle: handle)
  }

  // MARK: Notes

  func note(_ contact: Int) throws {
    let note = random.pick(Words.notes)
    let conversation = random.percent(50) ? nil : model.conversations.indices.randomElement(using: &random)
    let owner = conversation.map { model.conversations[$0].contact } ?? contact
    let params = try ifVersion(
      "note.add", [conversation.map(id(conversation:)) ?? id(owner), ("text", .text(note.text))],
      conversation.map { model.conversations[$0].version } ?? model.contacts[owner].version)
    let number = model.note(owner, conversation, note.text, mentions: note.mentions)
    try check("note.add", params, result: model.noteResult(number), mayNotify: true)
  }

  func editNote() throws {
    guard let number = model.livingNotes.randomElement(using: &random) else { return }
    let note = random.pick(Words.notes)
    let params = try ifVersion(
      "note.edit", [id(note: number), ("text", .text(note.text))], model.notes[number].version)
    model.edit(note: number, note.text, mentions: note.mentions)
    try check("note.edit", params, result: model.noteResult(number), mayNotify: true)
  }

  /// Once it is gone, nobody finds it.
  func removeNote() throws {
    guard let number = model.livingNotes.randomElement(using: &random) else { return }
    let params = try ifVersion("note.remove", [id(note: number)], model.notes[number].version)
    model.remove(note: number)
    try check("note.remove", params, result: model.removalResult(note: number), mayNotify: true)
    try check("note.remove", [id(note: number)], error: 1001)
    try check("note.edit", [id(note: number), ("text", .text("a"))], error: 1001)
    let note = model.notes[number]
    let query = RandomSession.Query(contact: note.contact, conversation: note.conversation, kinds: ["note", "event"])
    try read(.history(query), pages: 50...50)
  }
}
