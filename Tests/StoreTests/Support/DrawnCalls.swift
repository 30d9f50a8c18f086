import Desk
import TestSupport

@testable import Store

/// Calls that make every kind of change, drawn one after another for a book as it grows.
struct DrawnCalls {
  /// Behind every message's text: for journals that are to be large soon.
  var padding = ""
  /// Whether admins configure the desk, too: teams, channels, agents, groups, settings, and what the desk does by
  /// itself.
  private let configures: Bool
  private var random: SplitMix64

  init(seed: UInt64, configures: Bool = true) {
    (random, self.configures) = (SplitMix64(seed: seed), configures)
  }

  /// The changes of the next call, which follow those in the book.
  mutating func next(_ book: Book) -> [Change] {
    draw(book).enumerated().map { index, what in
      let isByRule = if case .conversation(_, of: _, .statusSet) = what { true } else { false }
      return Change(
        seq: book.seq + 1 + index, at: Timestamp(milliseconds: Int64(book.seq + index) * 1_000),
        by: isByRule ? .desk : AgentNumber(1), cause: isByRule ? .rule(.autoResolve) : .call, what: what)
    }
  }

  private mutating func draw(_ book: Book) -> [Change.What] {
    guard book.seq > 0 else {
      return
        [
          .agent(book.nextAgentNumber, .recorded(id: "anna", name: "Anna", role: .admin))
        ]
    }
    guard book.nextContactID.number > 1, book.nextConversationID.number > 1 else { return newContact(book) }
    let contact = ContactID(1 + random.below(book.sizes.contacts))
    switch random.below(configures ? 20 : 10) {
    case 0: return newContact(book)
    case 1: return [book[contact].promotion(reason: "writes often")]
    case 2:
      let details = Contact.Details(name: "Name \(book.seq)", labels: ["a"], isBlocked: random.percent(50))
      return [book[contact].detailsChange(to: details)]
    case 3:
      let value = AttributeContent.text("mira\(book.seq)@example.com")
      return [book[contact].valuesChange(by: .agent(AgentNumber(1)), [(1, value)])]
    case 4:
      return [
        .note(
          book.nextNoteID, of: contact,
          .added(nil, Note.Body(text: "Note \(book.seq)", mentions: []), authorName: "Anna"))
      ]
    case 5:
      let note = NoteID(max(1, book.sizes.notes))
      guard book.contains(note) else { return [demotion(book, contact)] }
      return [random.percent(50) ? book[note].removal : edit(book, note)]
    case 6:
      let number = book[contact].identitiesMade + 1
      let profile = Identity.Profile(network: .x, externalId: "x-\(contact.number)-\(number)")
      return [
        book[contact].identityAddition(profile), .contact(contact, .identityRemoved(number, profile, values: [])),
      ]
    case 7: return [definition(book)]
    case 10: return [team(book)]
    case 11: return [channel(book)]
    case 12: return [agent(book)]
    case 13: return [settings(book)]
    case 14: return openedAndAssigned(book, contact)
    case 15:
      let conversation = book[ConversationID(1 + random.below(book.sizes.conversations))]
      return [
        conversation.status == .resolved ? imported(book, in: conversation) : conversation.statusChange(to: .resolved)
      ]
    case 16: return [group(book)]
    case 18, 19: return lookup(book, of: contact)
    case 17: return taken(book).map { [$0] } ?? newContact(book)
    default:
      let conversation = ConversationID(1 + random.below(book.sizes.conversations))
      return [message(book, in: conversation, of: book[conversation].contact)]
    }
  }

  private func edit(_ book: Book, _ note: NoteID) -> Change.What {
    book[note].edit(to: Note.Body(text: "Edit \(book.seq)", mentions: []))
  }

  /// Also of a contact who is no VIP.
  private func demotion(_ book: Book, _ contact: ContactID) -> Change.What {
    let vip = Vip(promotedBy: AgentNumber(1), promotedAt: Timestamp(milliseconds: 0), reason: nil)
    return book[contact].demotion ?? .contact(contact, .vipDemoted(vip))
  }

  /// Three changes of one call, as a first message makes them.
  private func newContact(_ book: Book) -> [Change.What] {
    let id = book.nextContactID
    let profile = Identity.Profile(network: .instagram, externalId: "\(id.number)", handle: "handle\(id.number)")
    let conversation = book.nextConversationID
    return [
      .contact(id, .created(name: "Zoë \(id.number)", identities: [profile], labels: [])),
      .conversation(conversation, of: id, .opened(ChannelNumber(1), topics: [], by: .message)),
      message(book, in: conversation, of: id),
    ]
  }

  private func message(_ book: Book, in conversation: ConversationID, of contact: ContactID) -> Change.What {
    let content = Message.Content(
      text: "Message \(book.seq)\(padding)", attachments: [], at: Timestamp(milliseconds: 5),
      externalId: "\(book.seq)")
    return .conversation(
      conversation, of: contact, .messageRecorded(book.nextMessageID, .identity(1), toldHandle: true, content))
  }

  private func imported(_ book: Book, in conversation: Conversation) -> Change.What {
    let content = Message.Content(
      text: "Old \(book.seq)\(padding)", attachments: [], at: Timestamp(milliseconds: 3), externalId: "old \(book.seq)")
    return .conversation(
      conversation.id, of: conversation.contact, .messageImported(book.nextMessageID, .identity(1), content))
  }

  /// What comes next of a contact's look-up.
  private mutating func lookup(_ book: Book, of contact: ContactID) -> [Change.What] {
    guard let connector = book.connector else {
      let connector = Connector(name: "Customers", kind: .client, matchOn: [1])
      return [book.connectorChange(to: connector)]
    }
    guard let latest = book[contact].latestLookup else { return [book.lookup(of: contact, by: connector)] }
    switch book[latest].state {
    case .asked:
      if random.percent(20) { return [.lookup(latest, of: contact, .failed(reason: "down \(book.seq)"))] }
      if random.percent(20) { return [.lookup(latest, of: contact, .notMatched)] }
      let values = [Lookup.Value(definition: 2, content: .text("+3247\(1_000_000 + book.seq)"))]
      let match = book.match(of: contact, customerId: "C-\(book.seq)", values, ignored: [])
      return [.lookup(latest, of: contact, .matched(match))]
    case .proposed:
      if random.percent(30) { return [.lookup(latest, of: contact, .rejected)] }
      return [book.confirmation(of: latest) ?? book.lookup(of: contact, by: connector)]
    case .noMatch, .failed, .confirmed, .rejected, .replaced: return [book.lookup(of: contact, by: connector)]
    }
  }

  // MARK: Configuration

  /// A new team, another name, or one that goes, if nobody is in it.
  private mutating func team(_ book: Book) -> Change.What {
    let defined = TeamChange.defined(id: "team-\(random.below(4))-\(book.seq)", name: "Team")
    guard let last = teams(book).randomElement(using: &random) else { return .team(book.nextTeamNumber, defined) }
    switch random.below(3) {
    case 0 where book.agentCount(in: last) == 0 && book.groupsUsing(last).isEmpty: return book.removal(of: last)
    case 0, 1: return book.renaming(last, to: "Team \(book.seq)")
    default: return .team(book.nextTeamNumber, defined)
    }
  }

  /// A new group of VIPs or of those with an e-mail address, another definition of one, or one that goes.
  private mutating func group(_ book: Book) -> Change.What {
    let email = Condition(.attribute(1), random.pick([.empty, .notEmpty]), .none)
    let definition = Group.Definition(
      name: "Group \(book.seq)", match: random.pick(Group.Match.allCases),
      conditions: [Condition(.vip, .is, .one(.boolean(true))), email].filter { _ in random.percent(70) },
      isPrioritized: random.percent(50), teams: teams(book).filter { _ in random.percent(20) })
    var known: [GroupNumber] = []
    book.groups(after: 0) {
      known.append($0)
      return true
    }
    guard known.count < 5, random.percent(60) || known.isEmpty else {
      let group = random.pick(known)
      return random.percent(50) ? book.removal(of: group) : book.groupUpdate(group, to: definition)
    }
    return .group(book.nextGroupNumber, .defined(id: "group-\(book.seq)", definition))
  }

  private func teams(_ book: Book) -> [TeamNumber] {
    var found: [TeamNumber] = []
    book.teams(after: 0) {
      found.append($0)
      return true
    }
    return found
  }

  /// A new channel, another name, or one that goes, if nothing was said on it. An id comes back.
  private mutating func channel(_ book: Book) -> Change.What {
    guard let known = book.channel(id: "wa-2") else {
      return .channel(book.nextChannelNumber, .defined(id: "wa-2", name: "WhatsApp 2", .whatsapp))
    }
    if random.percent(50), book.conversations(on: known).count == 0 { return book.removal(of: known) }
    return book.renaming(random.percent(50) ? known : ChannelNumber(1), to: "Channel \(book.seq)")
  }

  /// A new agent, or one of them who comes, goes or changes teams; never the first.
  private mutating func agent(_ book: Book) -> Change.What {
    let details = Agent.Details(
      name: "Agent \(book.seq)", isNameSet: true, role: random.pick(Role.allCases), isActive: random.percent(60),
      teams: teams(book).filter { _ in random.percent(30) })
    guard book.sizes.agents > 1, random.percent(80) else {
      return .agent(book.nextAgentNumber, .defined(id: "agent-\(book.seq)", details))
    }
    return book.agentUpdate(AgentNumber(2 + random.below(book.sizes.agents - 1)), to: details)
  }

  private mutating func settings(_ book: Book) -> Change.What {
    var settings = book.settings
    settings.isVipEnabled = random.percent(50)
    settings.autoResolveDays = random.percent(50) ? nil : 1 + random.below(3_650)
    settings.matchingAttribute = random.percent(50) ? nil : 1
    settings.phoneCountry = random.percent(50) ? nil : PhoneCountry.all.first
    return book.settingsChange(to: settings)
  }

  /// A conversation on one of two channels, and whose it is.
  private mutating func openedAndAssigned(_ book: Book, _ contact: ContactID) -> [Change.What] {
    let channel = book.channel(id: "wa-2").flatMap { random.percent(50) ? $0 : nil } ?? ChannelNumber(2)
    let id = book.nextConversationID
    let agent = AgentNumber(1 + random.below(book.sizes.agents))
    return [
      .conversation(id, of: contact, .opened(channel, topics: [], by: random.pick([.agent, .imported]))),
      .conversation(id, of: contact, .assigned(Edit(nil, to: agent))),
    ]
  }

  /// Who is served next, taken by an agent; nil if nobody waits.
  private mutating func taken(_ book: Book) -> Change.What? {
    var first: ConversationID?
    book.waiting(for: nil, after: nil) { id, _ in
      first = id
      return false
    }
    let agent = AgentNumber(1 + random.below(book.sizes.agents))
    return first.map { book[$0].assignment(to: agent) }
  }

  private func definition(_ book: Book) -> Change.What {
    let number = book.definitionsMade + 1
    return .schema(
      .defined(
        AttributeDefinition(
          number: number, key: "key\(number)", label: "Key", format: .choice, options: ["a"], isEnabled: true,
          isLookup: false, isCRMManaged: false, isAgentEditable: true)))
  }
}
