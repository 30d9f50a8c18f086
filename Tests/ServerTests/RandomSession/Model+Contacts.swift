// Contacts, who they are on networks, their values and their VIP mark.

extension RandomSession.Model {
  // MARK: Contacts

  mutating func create(name: String?, _ people: [Person], labels: [String]) -> Int {
    let change = tick()
    var people = people
    for index in people.indices { people[index].handleSeen = change.seq }
    contacts.append(
      Contact(
        name: name, people: people, labels: once(labels), createdAt: change.at, updatedAt: change.at,
        version: change.seq))
    moved(contacts.count - 1, isAskedFirst: true)
    return contacts.count - 1
  }

  /// What the team says of a contact from now on, all of it.
  mutating func update(_ contact: Int, name: String?, labels: [String], isBlocked: Bool) {
    let (before, labels) = (contacts[contact], once(labels))
    var fields: [String] = []
    if !same(before.name, name) { fields.append("name") }
    if !same(before.labels, labels) { fields.append("labels") }
    if before.isBlocked != isBlocked { fields.append("blocked") }
    guard !fields.isEmpty else { return }
    contacts[contact].isNameRemoved = name == nil && (before.name != nil || before.isNameRemoved)
    contacts[contact].name = name
    contacts[contact].labels = labels
    contacts[contact].isBlocked = isBlocked
    let change = tick()
    touch(contact, change)
    happened("contactUpdated", to: contact, change, [("fields", .array(fields.map { .text($0) }))])
  }

  mutating func promote(_ contact: Int, reason: String?) {
    guard contacts[contact].vip == nil else { return }
    let change = tick()
    contacts[contact].vip = (me.id, change.at, reason)
    touch(contact, change)
    happened("vipPromoted", to: contact, change, [("reason", .text(reason))])
  }

  mutating func demote(_ contact: Int) {
    guard contacts[contact].vip != nil else { return }
    let change = tick()
    contacts[contact].vip = nil
    touch(contact, change)
    happened("vipDemoted", to: contact, change)
  }

  // MARK: Identities

  /// Those that were not taken away.
  func living(_ contact: Int) -> [Int] {
    contacts[contact].people.indices.filter { !contacts[contact].people[$0].isGone }
  }

  func find(_ network: String, externalId: String) -> (contact: Int, person: Int)? {
    for contact in contacts.indices {
      for person in living(contact) {
        let known = contacts[contact].people[person]
        if isSame(known, network, externalId) { return (contact, person) }
      }
    }
    return nil
  }

  /// The contact who was seen with the handle last, of those who have it still.
  func find(_ network: String, handle: String) -> Int? {
    var found: (contact: Int, seen: Int)?
    for contact in contacts.indices {
      for person in living(contact) {
        let known = contacts[contact].people[person]
        let forms = (form(network, handle: known.handle), form(network, handle: handle))
        guard known.network == network, same(forms.0, forms.1) else { continue }
        if known.handleSeen > found?.seen ?? -1 { found = (contact, known.handleSeen) }
      }
    }
    return found?.contact
  }

  /// Takes over what is told of somebody known, if it is something new. A new handle is theirs from now on.
  mutating func learn(_ told: Person, of contact: Int, _ person: Int) {
    let before = contacts[contact].people[person]
    var after = before
    let (old, new) = (form(told.network, handle: before.handle), form(told.network, handle: told.handle))
    // One that is only spelled in another way stays as it was given first.
    after.handle = same(old, new) ? before.handle : told.handle ?? before.handle
    after.displayName = told.displayName ?? before.displayName
    after.pictureUrl = told.pictureUrl ?? before.pictureUrl
    after.profileUrl = told.profileUrl ?? before.profileUrl
    let isSame =
      same(after.handle, before.handle) && same(after.displayName, before.displayName)
      && same(after.pictureUrl, before.pictureUrl) && same(after.profileUrl, before.profileUrl)
    if isSame { return }
    let change = tick()
    if !same(after.handle, before.handle) { after.handleSeen = change.seq }
    contacts[contact].people[person] = after
    touch(contact, change)
    moved(contact, isAskedFirst: false)
  }

  /// Someone on a network, who may be new and may tell something new of themselves.
  mutating func meet(_ told: Person) -> (contact: Int, person: Int, isNew: Bool) {
    guard let (contact, person) = find(told.network, externalId: told.externalId) else {
      return (create(name: told.displayName, [told], labels: []), 0, true)
    }
    if let name = told.displayName, contacts[contact].name == nil, !contacts[contact].isNameRemoved {
      contacts[contact].name = name
      touch(contact, tick())
    }
    learn(told, of: contact, person)
    return (contact, person, false)
  }

  /// Who a contact is, by hand; nobody else has the identity. Returns the person.
  mutating func add(_ told: Person, to contact: Int) -> Person {
    if let (_, person) = find(told.network, externalId: told.externalId) {
      learn(told, of: contact, person)
      return contacts[contact].people[person]
    }
    let change = tick()
    var person = told
    person.handleSeen = change.seq
    // Who was taken away comes back to what they wrote.
    let former = contacts[contact].people.firstIndex {
      $0.isGone && isSame($0, told.network, told.externalId)
    }
    if let former { contacts[contact].people[former] = person } else { contacts[contact].people.append(person) }
    touch(contact, change)
    moved(contact, isAskedFirst: false)
    happened("identityAdded", to: contact, change, identityDetails(told))
    return person
  }

  /// Takes a person away, and with them what the network told.
  mutating func remove(person: Int, of contact: Int) {
    let change = tick()
    contacts[contact].people[person].isGone = true
    let told = contacts[contact].values.filter { $0.source == .person(person) }.map(\.definition)
    moved(contact, isAskedFirst: isAsked(withOneOf: told))
    contacts[contact].values.removeAll { $0.source == .person(person) }
    touch(contact, change)
    happened("identityRemoved", to: contact, change, identityDetails(contacts[contact].people[person]))
  }

  private func identityDetails(_ person: Person) -> [(String, RandomSession.Node?)] {
    [("network", .text(person.network)), ("externalId", .text(person.externalId))]
  }

  /// The person whom an inbound message is attributed to that only names its conversation: who wrote there last, if
  /// they are there still, else the first on the network.
  func writing(_ conversation: Int) -> Int? {
    let (contact, network) = (conversations[conversation].contact, network(of: conversations[conversation].channel))
    let there = living(contact).filter { contacts[contact].people[$0].network == network }
    return latestWriter(contact, conversation).flatMap { there.contains($0) ? $0 : nil } ?? there.first
  }

  /// Who wrote the latest inbound message, of a conversation if one is named, of those that somebody known wrote; old
  /// mail that was brought in aside.
  private func latestWriter(_ contact: Int, _ conversation: Int?) -> Int? {
    var latest: (entry: Entry, person: Int)?
    for entry in contacts[contact].entries where conversation == nil || entry.conversation == conversation {
      guard case .inbound(_, let person?, _, _, isImported: false) = entry.what else { continue }
      if let known = latest?.entry, (known.at, known.seq) > (entry.at, entry.seq) { continue }
      latest = (entry, person)
    }
    if let latest { return latest.person }
    // In a conversation in which nobody has written, who wrote the first message that was brought in.
    let imported = contacts[contact].entries.filter { conversation != nil && $0.conversation == conversation }
    return imported.sorted { $0.seq < $1.seq }.lazy.compactMap { entry -> Int? in
      guard case .inbound(_, let person?, _, _, isImported: true) = entry.what else { return nil }
      return person
    }.first
  }

  /// The person whom the card shows: behind the latest inbound message (of those that somebody known wrote), of the
  /// conversation if one is named; else, of a conversation, the first on its network; else the first.
  func shown(_ contact: Int, from conversation: Int?) -> Int? {
    let living = living(contact)
    if let person = latestWriter(contact, conversation), living.contains(person) { return person }
    let onNetwork = living.first { person in
      conversation.map { network(of: conversations[$0].channel) } == contacts[contact].people[person].network
    }
    return onNetwork ?? living.first
  }

  // MARK: Values

  func value(_ contact: Int, _ definition: Int, _ source: Source) -> Value? {
    contacts[contact].values.first { $0.definition == definition && $0.source == source }
  }

  /// The CRM's value, else the agent's, else what the network told of the person shown.
  func effective(_ contact: Int, _ definition: Int, shown: Int?) -> Value? {
    value(contact, definition, .crm) ?? value(contact, definition, .agent)
      ?? shown.flatMap { value(contact, definition, .person($0)) }
  }

  /// True of a value that the CRM or a channel said, and no agent: it cannot be cleared.
  func isSaidByOthers(_ contact: Int, _ definition: Int) -> Bool {
    value(contact, definition, .agent) == nil
      && effective(contact, definition, shown: shown(contact, from: nil)) != nil
  }

  /// Values from one source, an agent or a person on a channel; `json` nil clears. Returns the numbers of the
  /// definitions whose values changed.
  @discardableResult
  mutating func edit(
    _ contact: Int, person: Int?, on channel: String = "", _ edits: [(key: String, json: String?)]
  ) -> [Int] {
    let source = person.map { Source.person($0) } ?? .agent
    let edited = edits.compactMap { key, json -> (definition: Definition, json: String?)? in
      guard let definition = definition(key) else { return nil }
      return same(value(contact, definition.number, source)?.json, json) ? nil : (definition, json)
    }
    guard !edited.isEmpty else { return [] }
    let change = tick()
    let setBy = person == nil ? me.id : channel
    for (definition, json) in edited {
      contacts[contact].values.removeAll { $0.definition == definition.number && $0.source == source }
      guard let json else { continue }
      contacts[contact].values.append(
        Value(definition: definition.number, source: source, json: json, setBy: setBy, setAt: change.at))
    }
    touch(contact, change)
    if person == nil {
      let keys = { (isSet: Bool) in
        RandomSession.Node.array(edited.filter { ($0.json != nil) == isSet }.map { .text($0.definition.key) })
      }
      happened("attributesChanged", to: contact, change, [("set", keys(true)), ("cleared", keys(false))])
    }
    let numbers = edited.map(\.definition.number)
    if isAsked(withOneOf: numbers) { moved(contact, isAskedFirst: true) }
    return numbers
  }
}
