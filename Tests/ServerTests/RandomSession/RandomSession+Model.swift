import Desk

extension RandomSession {
  /// The desk as a person would keep it on paper: arrays, searched from end to end, and every figure counted anew.
  struct Model {
    /// The milliseconds of the first change, as the clock is now; each moves one on.
    var start: Int64
    var seq = 0
    var agents: [Member] = []
    var teams: [Team] = []
    var teamsMade = 0
    var groups: [Group] = []
    var groupsMade = 0
    var channels = Channel.builtIn
    var channelsMade = Channel.builtIn.count
    var settings = Settings()
    /// Who signed in: recorded, or renamed, by their first change.
    var caller = Agent(id: "local", name: nil)
    var definitions = Definition.initial
    var definitionsMade = Definition.initial.count
    var schemaVersion = 0
    var contacts: [Contact] = []
    var conversations: [Conversation] = []
    /// `sender`: the form of the sender's id on the channel's network; nil of the desk's own, and of nobody known.
    var messages: [(channel: String, externalId: String?, conversation: Int, isInbound: Bool, sender: String?)] = []
    var notes: [Note] = []
    var connector: Connector?
    var connectorVersion = 0
    var lookups: [Lookup] = []
    /// Contacts who were made, or of whom something moved that the CRM may be asked with, by the call that is being
    /// made.
    var movedContacts: [(contact: Int, isAskedFirst: Bool)] = []

    /// Somebody as they sign in, or signed.
    struct Agent {
      let id: String
      /// Nil of somebody who signs in without one.
      var name: String?
      var shown: String { name ?? id }
    }

    struct Contact {
      var name: String?
      var people: [Person]
      var values: [Value] = []
      var labels: [String]
      var isBlocked = false
      var isNameRemoved = false
      var vip: (by: String, at: Int64, reason: String?)?
      var validation = Validation()
      let createdAt: Int64
      var updatedAt: Int64
      var version: Int
      var entries: [Entry] = []
    }

    /// The contact on a network; who tells nothing of something leaves it as it was. One that was taken away stays
    /// in its place, so that what it wrote has its author.
    struct Person {
      let network: String
      let externalId: String
      var handle: String?
      var displayName: String?
      var pictureUrl: String?
      var profileUrl: String?
      var handleSeen = 0
      var isGone = false
    }

    /// `definition` is the inner number, not the key.
    struct Value {
      let definition: Int
      let source: Source
      let json: String
      let setBy: String
      let setAt: Int64
    }

    /// Who said a value: the CRM, whichever agent, or the network of a person.
    enum Source: Equatable {
      case crm, agent
      case person(Int)

      var name: String {
        switch self {
        case .crm: "crm"
        case .agent: "agent"
        case .person: "channel"
        }
      }
    }

    struct Entry {
      let at: Int64
      let seq: Int
      /// Which of the entries of its change it is.
      var part = 0
      let conversation: Int?
      let what: What

      /// `person` is nil of somebody who had no identity; an event is by nobody if the desk itself did it; `details`
      /// are members of the event on the wire.
      enum What {
        case inbound(message: Int, person: Int?, text: String, attachment: String?, isImported: Bool)
        case outbound(message: Int, by: Agent, text: String)
        case note(Int)
        case event(String, by: Agent?, details: [(String, Node?)])
      }
    }
  }
}

// MARK: - Changes

extension RandomSession.Model {
  /// The time of the next change, and of a message that says none.
  var now: Int64 { start + Int64(seq) }
  /// The caller as they sign.
  var me: Agent {
    guard let known = agents.first(where: { $0.id == caller.id }), known.isNameSet || caller.name == nil else {
      return caller
    }
    return Agent(id: known.id, name: known.name)
  }

  /// The name that an admin set, where the caller signed in with another one.
  var nameThatCounts: String? {
    guard let known = agents.first(where: { $0.id == caller.id }), known.isNameSet, let given = caller.name,
      !same(given, known.name)
    else { return nil }
    return known.name
  }

  /// One change: its number and its time.
  mutating func tick() -> (seq: Int, at: Int64) {
    introduce()
    seq += 1
    return (seq, start + Int64(seq - 1))
  }

  /// The caller's first change records them, or takes the name that they signed in with.
  private mutating func introduce() {
    if let known = member(caller.id) {
      if let name = caller.name, !agents[known].isNameSet, !same(name, agents[known].name) {
        seq += 1
        agents[known].name = name
        agents[known].version = seq
      }
    } else {
      seq += 1
      agents.append(Member(id: caller.id, name: caller.shown, isNameSet: false, role: .admin, version: seq))
    }
    caller.name = nil
  }

  /// Moves a contact's version.
  mutating func touch(_ contact: Int, _ change: (seq: Int, at: Int64)) {
    contacts[contact].version = change.seq
    contacts[contact].updatedAt = change.at
  }

  /// Something that the caller did, for the history.
  mutating func happened(
    _ event: String, to contact: Int, in conversation: Int? = nil, part: Int = 0, _ change: (seq: Int, at: Int64),
    _ details: [(String, RandomSession.Node?)] = []
  ) {
    let what = Entry.What.event(event, by: me, details: details)
    contacts[contact].entries.append(
      Entry(at: change.at, seq: change.seq, part: part, conversation: conversation, what: what))
  }

  /// Who calls from now on; one who is new is recorded.
  mutating func hello(_ agent: Agent) {
    caller = agent
    if member(agent.id) == nil { introduce() }
  }
}

// MARK: - Words

extension RandomSession.Model {
  /// The same scalars.
  func same(_ a: String?, _ b: String?) -> Bool { a.map { Array($0.utf8) } == b.map { Array($0.utf8) } }

  func same(_ a: [String], _ b: [String]) -> Bool { a.count == b.count && zip(a, b).allSatisfy { same($0, $1) } }

  /// How an id is compared: telephone numbers by their digits, e-mail addresses ignoring case.
  func form(_ network: String, _ externalId: String) -> String {
    switch network {
    case "email": return externalId.lowercased()
    case "whatsapp":
      let digits = externalId.filter { ("0"..."9").contains($0) }
      return externalId.allSatisfy { "0123456789+ ".contains($0) } && (7...15).contains(digits.count)
        ? digits : externalId
    default: return externalId
    }
  }

  /// How a handle is compared: without the @ before it, ignoring case where the network does.
  func form(_ network: String, handle: String?) -> String? {
    guard let handle else { return nil }
    let name = handle.hasPrefix("@") ? String(handle.dropFirst()) : handle
    return ["instagram", "x", "email"].contains(network) ? name.lowercased() : form(network, name)
  }

  func isSame(_ person: Person, _ network: String, _ externalId: String) -> Bool {
    person.network == network && same(form(network, person.externalId), form(network, externalId))
  }

  /// Each text where it comes first.
  func once(_ texts: [String]) -> [String] {
    var found: [String] = []
    for text in texts where !found.contains(where: { same($0, text) }) { found.append(text) }
    return found
  }
}
