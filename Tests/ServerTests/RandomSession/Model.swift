extension RandomSession {
  /// The desk as a person would keep it on paper: arrays, searched from end to end, and every figure counted anew.
  struct Model {
    /// The milliseconds of the first change; each moves one on.
    let start: Int64
    var seq = 0
    var agents: [Agent] = []
    var caller = 0
    var contacts: [Contact] = []
    var conversations: [Conversation] = []
    var messages: [(channel: String, externalId: String?, conversation: Int)] = []
    var notes = 0

    struct Agent {
      let id: String
      let name: String
    }

    struct Contact {
      var name: String?
      var people: [Person]
      var values: [Value] = []
      var labels: [String]
      var vip: (by: String, at: Int64, reason: String?)?
      let createdAt: Int64
      var updatedAt: Int64
      var version: Int
      var entries: [Entry] = []
    }

    /// The contact on a network; who tells nothing of something leaves it as it was.
    struct Person {
      let network: String
      let externalId: String
      var handle: String?
      var displayName: String?
      var pictureUrl: String?
      var profileUrl: String?
      var handleSeen = 0
    }

    /// `person` is nil of what an agent set.
    struct Value {
      let key: String
      let person: Int?
      let json: String
      let setBy: String
      let setAt: Int64
    }

    struct Conversation {
      let contact: Int
      let channel: String
      var version: Int
    }

    struct Entry {
      let at: Int64
      let seq: Int
      let conversation: Int?
      let what: What

      enum What {
        case inbound(message: Int, person: Int, text: String, attachment: String?)
        case outbound(message: Int, by: Agent, text: String)
        case note(number: Int, by: Agent, text: String, mentions: [String])
        case edit(by: Agent, set: [String], cleared: [String])
        case vip(by: Agent, reason: String?)
      }
    }
  }
}

// MARK: - Changes

extension RandomSession.Model {
  /// The time of the next change, and of a message that says none.
  var now: Int64 { start + Int64(seq) }
  var me: Agent { agents[caller] }

  /// One change: its number and its time.
  mutating func tick() -> (seq: Int, at: Int64) {
    seq += 1
    return (seq, start + Int64(seq - 1))
  }

  mutating func touch(_ contact: Int, _ change: (seq: Int, at: Int64)) {
    contacts[contact].version = change.seq
    contacts[contact].updatedAt = change.at
  }

  /// Who calls from now on.
  mutating func hello(_ agent: Agent) {
    if let known = agents.firstIndex(where: { $0.id == agent.id }) {
      caller = known
    } else {
      _ = tick()
      caller = agents.count
      agents.append(agent)
    }
  }

  mutating func create(name: String?, _ people: [Person], labels: [String]) -> Int {
    let change = tick()
    var people = people
    for index in people.indices { people[index].handleSeen = change.seq }
    var once: [String] = []
    for label in labels where !once.contains(where: { same($0, label) }) { once.append(label) }
    contacts.append(
      Contact(
        name: name, people: people, labels: once, createdAt: change.at, updatedAt: change.at, version: change.seq))
    return contacts.count - 1
  }

  /// Values from one source; `json` nil clears. Returns the keys whose values changed.
  @discardableResult
  mutating func edit(_ contact: Int, person: Int?, _ edits: [(key: String, json: String?)]) -> [String] {
    let moved = edits.filter { !same(value(contact, $0.key, person)?.json, $0.json) }
    guard !moved.isEmpty else { return [] }
    let change = tick()
    let setBy = person.map { contacts[contact].people[$0].network } ?? me.id
    for (key, json) in moved {
      contacts[contact].values.removeAll { $0.key == key && $0.person == person }
      guard let json else { continue }
      contacts[contact].values.append(Value(key: key, person: person, json: json, setBy: setBy, setAt: change.at))
    }
    touch(contact, change)
    if person == nil {
      let what = Entry.What.edit(
        by: me, set: moved.filter { $0.json != nil }.map(\.key), cleared: moved.filter { $0.json == nil }.map(\.key))
      contacts[contact].entries.append(Entry(at: change.at, seq: change.seq, conversation: nil, what: what))
    }
    return moved.map(\.key)
  }

  /// Someone on a network, who may be new and may tell something new of themselves.
  mutating func meet(_ told: Person) -> (contact: Int, person: Int, isNew: Bool) {
    guard let (contact, person) = find(told.network, externalId: told.externalId) else {
      return (create(name: told.displayName, [told], labels: []), 0, true)
    }
    let before = contacts[contact].people[person]
    var after = before
    after.handle = told.handle ?? before.handle
    after.displayName = told.displayName ?? before.displayName
    after.pictureUrl = told.pictureUrl ?? before.pictureUrl
    after.profileUrl = told.profileUrl ?? before.profileUrl
    let isSame =
      same(after.handle, before.handle) && same(after.displayName, before.displayName)
      && same(after.pictureUrl, before.pictureUrl) && same(after.profileUrl, before.profileUrl)
    if !isSame {
      touch(contact, tick())
      contacts[contact].people[person] = after
    }
    return (contact, person, false)
  }

  /// The conversation in which a message lands: nothing resolves one here, so the last there is.
  mutating func land(_ contact: Int, _ channel: String) -> (conversation: Int, isNew: Bool) {
    if let last = conversations.lastIndex(where: { $0.contact == contact && $0.channel == channel }) {
      return (last, false)
    }
    conversations.append(Conversation(contact: contact, channel: channel, version: tick().seq))
    return (conversations.count - 1, true)
  }

  /// A message in a conversation: from a person, or from the caller.
  mutating func record(
    _ conversation: Int, person: Int?, text: String, attachment: String?, at: Int64, externalId: String?,
    toldHandle: Bool
  ) {
    let seq = tick().seq
    let contact = conversations[conversation].contact
    conversations[conversation].version = seq
    messages.append((conversations[conversation].channel, externalId, conversation))
    let what: Entry.What =
      if let person {
        .inbound(message: messages.count, person: person, text: text, attachment: attachment)
      } else {
        .outbound(message: messages.count, by: me, text: text)
      }
    contacts[contact].entries.append(Entry(at: at, seq: seq, conversation: conversation, what: what))
    if let person, toldHandle { contacts[contact].people[person].handleSeen = seq }
  }

  mutating func promote(_ contact: Int, reason: String?) {
    guard contacts[contact].vip == nil else { return }
    let change = tick()
    contacts[contact].vip = (me.id, change.at, reason)
    touch(contact, change)
    let what = Entry.What.vip(by: me, reason: reason)
    contacts[contact].entries.append(Entry(at: change.at, seq: change.seq, conversation: nil, what: what))
  }

  mutating func note(_ contact: Int, _ conversation: Int?, _ text: String, mentions: [String]) -> Entry {
    let change = tick()
    notes += 1
    let known = mentions.filter { id in agents.contains { $0.id == id } }
    let what = Entry.What.note(number: notes, by: me, text: text, mentions: known)
    let entry = Entry(at: change.at, seq: change.seq, conversation: conversation, what: what)
    contacts[contact].entries.append(entry)
    return entry
  }
}

// MARK: - Look-ups

extension RandomSession.Model {
  /// The same scalars.
  func same(_ a: String?, _ b: String?) -> Bool { a.map { Array($0.utf8) } == b.map { Array($0.utf8) } }

  func find(_ network: String, externalId: String) -> (contact: Int, person: Int)? {
    for (index, contact) in contacts.enumerated() {
      for (person, known) in contact.people.enumerated()
      where known.network == network && same(known.externalId, externalId) {
        return (index, person)
      }
    }
    return nil
  }

  /// The contact who was seen with the handle last.
  func find(_ network: String, handle: String) -> Int? {
    var found: (contact: Int, seen: Int)?
    for (index, contact) in contacts.enumerated() {
      for known in contact.people
      where known.network == network && same(known.handle, handle) && known.handleSeen > found?.seen ?? -1 {
        found = (index, known.handleSeen)
      }
    }
    return found?.contact
  }

  /// The number of the message that a channel told before.
  func message(_ channel: String, _ externalId: String?) -> Int? {
    guard externalId != nil else { return nil }
    return messages.firstIndex { $0.channel == channel && same($0.externalId, externalId) }.map { $0 + 1 }
  }

  func value(_ contact: Int, _ key: String, _ person: Int?) -> Value? {
    contacts[contact].values.first { $0.key == key && $0.person == person }
  }

  /// True of a value that a channel told and no agent covered: it cannot be cleared.
  func isToldByChannel(_ contact: Int, _ key: String) -> Bool {
    guard value(contact, key, nil) == nil, let shown = shown(contact, from: nil) else { return false }
    return value(contact, key, shown) != nil
  }

  /// Who wrote last, by arrival, says where a conversation stands.
  func status(_ conversation: Int) -> String {
    var latest: (seq: Int, status: String)?
    for entry in contacts[conversations[conversation].contact].entries
    where entry.conversation == conversation && entry.seq > latest?.seq ?? 0 {
      switch entry.what {
      case .inbound: latest = (entry.seq, "new")
      case .outbound: latest = (entry.seq, "pending")
      default: continue
      }
    }
    return latest?.status ?? "pending"
  }

  /// The person whom the card shows: behind the latest inbound message, of the conversation if one is named.
  func shown(_ contact: Int, from conversation: Int?) -> Int? {
    var latest: (entry: Entry, person: Int)?
    for entry in contacts[contact].entries where conversation == nil || entry.conversation == conversation {
      guard case .inbound(_, let person, _, _) = entry.what else { continue }
      if let known = latest?.entry, (known.at, known.seq) > (entry.at, entry.seq) { continue }
      latest = (entry, person)
    }
    return latest?.person ?? (contacts[contact].people.isEmpty ? nil : 0)
  }
}
