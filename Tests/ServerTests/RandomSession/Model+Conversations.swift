// Conversations, messages and notes.

extension RandomSession.Model {
  struct Conversation {
    let contact: Int
    let channel: String
    let topics: [String]
    let openedAt: Int64
    var version: Int
    /// Old mail made it: nobody waits in it.
    var isImported = false
    var steps: [Step] = []

    /// What happened to it, in the order of arrival; `at` of a message: the later of its writing and its recording.
    enum Step {
      case inbound(written: Int64, at: Int64)
      case outbound(at: Int64)
      case set(String, at: Int64)
      case assigned(String?)
    }

    /// When somebody was heard of last: a message, or an agent who opened it or put it into `pending`.
    var quietSince: Int64 {
      steps.reduce(openedAt) { quiet, step in
        switch step {
        case .inbound(_, let at), .outbound(let at), .set("pending", let at): max(quiet, at)
        case .set, .assigned: quiet
        }
      }
    }

    /// Who wrote last, or what somebody said since.
    var status: String {
      var status = isImported ? "resolved" : "pending"
      for step in steps {
        switch step {
        case .inbound: status = "new"
        case .outbound: status = "pending"
        case .set(let told, _): status = told
        case .assigned: continue
        }
      }
      return status
    }

    /// Nobody, once it is resolved.
    var assignee: String? {
      var assignee: String?
      for step in steps {
        switch step {
        case .assigned(let agent): assignee = agent
        case .set("resolved", _): assignee = nil
        default: continue
        }
      }
      return assignee
    }

    /// When the oldest was written of those that arrived since somebody answered or resolved.
    var waitingSince: Int64? {
      var waiting: [Int64] = []
      for step in steps {
        switch step {
        case .inbound(let written, _): waiting.append(written)
        case .outbound, .set("resolved", _): waiting = []
        default: continue
        }
      }
      return waiting.min()
    }
  }

  /// A note; removed, it stands in no history any more, and its number stays taken.
  struct Note {
    let contact: Int
    let conversation: Int?
    let by: Agent
    let at: Int64
    let seq: Int
    var text: String
    var mentions: [String]
    var edit: (by: Agent, at: Int64)?
    var version: Int
    var isRemoved = false
  }

  // MARK: Conversations

  mutating func open(
    _ contact: Int, _ channel: String, topics: [String], isByHand: Bool, isImported: Bool = false
  ) -> Int {
    let change = tick()
    conversations.append(
      Conversation(
        contact: contact, channel: channel, topics: once(topics), openedAt: change.at, version: change.seq,
        isImported: isImported))
    if isByHand { happened("conversationOpened", to: contact, in: conversations.count - 1, change) }
    return conversations.count - 1
  }

  /// The conversation in which a message lands: the latest unresolved, else the latest, else a new one.
  mutating func land(_ contact: Int, _ channel: String, isImported: Bool) -> (conversation: Int, isNew: Bool) {
    let there = conversations.indices.filter {
      conversations[$0].contact == contact && conversations[$0].channel == channel
    }
    if let last = there.last(where: { conversations[$0].status != "resolved" }) ?? there.last { return (last, false) }
    return (open(contact, channel, topics: [], isByHand: false, isImported: isImported), true)
  }

  mutating func assign(_ conversation: Int, to agent: String?) {
    guard conversations[conversation].assignee != agent else { return }
    let change = tick()
    conversations[conversation].steps.append(.assigned(agent))
    conversations[conversation].version = change.seq
    happened(
      "assigned", to: conversations[conversation].contact, in: conversation, change, [("assignee", .text(agent))])
  }

  mutating func set(_ conversation: Int, status: String) {
    let before = conversations[conversation].status
    guard before != status else { return }
    let change = tick()
    conversations[conversation].steps.append(.set(status, at: change.at))
    conversations[conversation].version = change.seq
    happened(
      "statusChanged", to: conversations[conversation].contact, in: conversation, change,
      [("from", .text(before)), ("to", .text(status))])
  }

  // MARK: Messages

  /// Who writes in a conversation.
  enum Writer {
    /// The contact, as this person; nil as nobody known.
    case person(Int?, toldHandle: Bool)
    case me
  }

  mutating func record(
    _ conversation: Int, _ writer: Writer, text: String, attachment: String?, at: Int64, externalId: String?,
    isImported: Bool = false
  ) {
    let (seq, recorded) = tick()
    let (contact, channel) = (conversations[conversation].contact, conversations[conversation].channel)
    conversations[conversation].version = seq
    let what: Entry.What
    switch writer {
    case .person(let person, let toldHandle):
      what = .inbound(
        message: messages.count + 1, person: person, text: text, attachment: attachment, isImported: isImported)
      if !isImported { conversations[conversation].steps.append(.inbound(written: at, at: max(at, recorded))) }
      let author = person.map { contacts[contact].people[$0] }
      let network = network(of: channel)
      let sender = author.flatMap { $0.network == network ? form(network, $0.externalId) : nil }
      messages.append((channel, externalId, conversation, true, sender))
      if let person, toldHandle, !isImported { contacts[contact].people[person].handleSeen = seq }
    case .me:
      messages.append((channel, externalId, conversation, false, nil))
      what = .outbound(message: messages.count, by: me, text: text)
      if !isImported { conversations[conversation].steps.append(.outbound(at: max(at, recorded))) }
    }
    contacts[contact].entries.append(Entry(at: at, seq: seq, conversation: conversation, what: what))
    if !isImported { moved(contact, isAskedFirst: false) }
  }

  /// The number of the message that a person wrote on a channel before.
  func message(_ channel: String, from sender: String, _ externalId: String?) -> Int? {
    guard externalId != nil else { return nil }
    let number = messages.firstIndex {
      $0.channel == channel && same($0.externalId, externalId) && same($0.sender, form(network(of: channel), sender))
    }
    return number.map { $0 + 1 }
  }

  /// The number of the message of a direction that was recorded in a conversation before.
  func message(in conversation: Int, isInbound: Bool, _ externalId: String?) -> Int? {
    guard externalId != nil else { return nil }
    let number = messages.firstIndex {
      $0.conversation == conversation && $0.isInbound == isInbound && same($0.externalId, externalId)
    }
    return number.map { $0 + 1 }
  }

  // MARK: Notes

  /// Those that are there still.
  var livingNotes: [Int] { notes.indices.filter { !notes[$0].isRemoved } }

  mutating func note(_ contact: Int, _ conversation: Int?, _ text: String, mentions: [String]) -> Int {
    let change = tick()
    notes.append(
      Note(
        contact: contact, conversation: conversation, by: me, at: change.at, seq: change.seq, text: text,
        mentions: known(mentions), version: change.seq))
    let what = Entry.What.note(notes.count - 1)
    contacts[contact].entries.append(Entry(at: change.at, seq: change.seq, conversation: conversation, what: what))
    return notes.count - 1
  }

  /// Another text; author and place stay.
  mutating func edit(note: Int, _ text: String, mentions: [String]) {
    guard !same(notes[note].text, text) else { return }
    let change = tick()
    notes[note].text = text
    notes[note].mentions = known(mentions)
    notes[note].edit = (me, change.at)
    notes[note].version = change.seq
  }

  mutating func remove(note: Int) {
    notes[note].isRemoved = true
    notes[note].version = tick().seq
    contacts[notes[note].contact].entries.removeAll { $0.seq == notes[note].seq }
  }

  private func known(_ ids: [String]) -> [String] { ids.filter { id in agents.contains { $0.id == id } } }
}
