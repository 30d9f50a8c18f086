import Testing

@testable import Desk

/// Which changes of the desk's configuration follow: what is kept in files may be forged, and nothing of it may trap.
struct AcceptedChangeTests {
  /// anna and ben; teams 1 (ben is in it) and 2 (removed); channels 12 (with a conversation) and 13 (removed); the
  /// attribute 8; contact-1 with conversation-1; groups 1 (looks at the attribute 1, routes to team 1) and 2 (removed).
  private static func desk() -> TestDesk {
    let desk = TestDesk()
    let (first, second) = (TeamNumber(1), TeamNumber(2))
    desk.apply(.team(first, .defined(id: "returns", name: "Returns")))
    desk.apply(.team(second, .defined(id: "sales", name: "Sales")))
    desk.apply(desk.book.removal(of: second))
    desk.apply(.agent(AgentNumber(2), .defined(id: "ben", details([1]))))
    desk.apply(.channel(ChannelNumber(12), .defined(id: "wa-2", name: "Two", .whatsapp)))
    desk.apply(.channel(ChannelNumber(13), .defined(id: "wa-3", name: "Three", .whatsapp)))
    desk.apply(desk.book.removal(of: ChannelNumber(13)))
    let contact = desk.contact(name: "Mira")
    desk.apply(
      .conversation(ConversationID(1), of: contact, .opened(ChannelNumber(12), topics: [], by: .agent)))
    desk.note(contact)
    desk.apply(.schema(.defined(definition(8, "tier"))))
    for number in 1...2 {
      desk.apply(group(number, .defined(id: "group-\(number)", looking(at: 1, teams: [1]))))
    }
    desk.apply(desk.book.removal(of: GroupNumber(2)))
    for number in 1...3 { desk.apply(lookup(number, .asked(crm: "crm", []))) }
    desk.apply(lookup(3, .matched(match(1))))
    desk.apply(.contact(ContactID(2), .created(name: "Ben", identities: [], labels: [])))
    desk.apply(lookup(4, .asked(crm: "crm", []), of: 2))
    return desk
  }

  private static func details(_ teams: [Int], isActive: Bool = true) -> Agent.Details {
    Agent.Details(
      name: "Ben", isNameSet: true, role: .agent, isActive: isActive, teams: teams.map { TeamNumber($0) })
  }

  private static func definition(_ number: Int, _ key: String) -> AttributeDefinition {
    AttributeDefinition(
      number: number, key: key, label: key, format: .text, options: [], isEnabled: true, isLookup: false,
      isCRMManaged: false, isAgentEditable: true)
  }

  private static func settings(_ days: Int? = nil, matching: Int? = nil) -> Change.What {
    var settings = Settings()
    (settings.autoResolveDays, settings.matchingAttribute) = (days, matching)
    return .settings(.set(Edit(Settings(), to: settings)))
  }

  private static func agent(_ number: Int, _ change: AgentChange) -> Change.What { .agent(AgentNumber(number), change) }
  private static func team(_ number: Int, _ change: TeamChange) -> Change.What { .team(TeamNumber(number), change) }
  private static func channel(_ number: Int, _ change: ChannelChange) -> Change.What {
    .channel(ChannelNumber(number), change)
  }
  private static func group(_ number: Int, _ change: GroupChange) -> Change.What { .group(GroupNumber(number), change) }
  private static func looking(at attribute: Int, teams: [Int] = []) -> Group.Definition {
    Group.Definition(
      name: "G", match: .all, conditions: [Condition(.attribute(attribute), .empty, .none)], isPrioritized: true,
      teams: teams.map { TeamNumber($0) })
  }
  private static func regrouped(_ number: Int, _ definition: Group.Definition) -> Change.What {
    group(number, .updated(Edit(looking(at: 1), to: definition)))
  }
  private static func updated(_ number: Int, _ teams: [Int]) -> Change.What {
    agent(number, .updated(Edit(details([]), to: details(teams)), letGo: []))
  }
  private static func lookup(_ number: Int, _ change: LookupChange, of contact: Int = 1) -> Change.What {
    .lookup(LookupID(number), of: ContactID(contact), change)
  }
  private static func match(_ definition: Int, _ difference: Int = 1) -> Lookup.Match {
    Lookup.Match(
      customerId: "C", values: [Lookup.Value(definition: definition, content: .text("a"))], ignored: [],
      differences: [Lookup.Difference(definition: difference, from: nil, to: nil)])
  }
  private static func confirmed(_ set: Int, _ cleared: Int) -> LookupChange {
    let value = AttributeValue(
      definition: cleared, content: .boolean(true), setter: .crm(LookupID(.max)), setAt: TestDesk.time(1))
    return .confirmed(
      before: Validation().mark, set: [ValueEdit(definition: set, before: nil, content: .text("a"))], cleared: [value])
  }
  private static func connector(_ matchOn: Int) -> Change.What {
    let connector = Connector(name: "C", kind: .client, matchOn: [matchOn])
    return .settings(.connectorConfigured(Edit(nil, to: connector)))
  }
  private static let renamed = Edit("a", to: "b")
  private static let inTeam = TeamChange.defined(id: "x", name: "X")
  private static let onX = ChannelChange.defined(id: "x-2", name: "X", .x)
  private static func opened(_ channel: Int) -> Change.What {
    .conversation(ConversationID(2), of: ContactID(1), .opened(ChannelNumber(channel), topics: [], by: .imported))
  }

  private static let follows: [Change.What] = [
    agent(3, .recorded(id: "emi", name: "Emi", role: .viewer)), agent(3, .defined(id: "emi", details([1]))),
    updated(2, []), updated(1, [1]), agent(1, .renamed(renamed)),
    // A file may name any conversations: those that the book knows are let go.
    agent(2, .updated(Edit(details([]), to: details([], isActive: false)), letGo: [ConversationID(.max)])),
    team(3, inTeam), team(3, .defined(id: "sales", name: "Sales")), team(1, .renamed(renamed)),
    channel(14, onX), channel(14, .defined(id: "wa-3", name: "Three", .sms)), channel(1, .renamed(renamed)),
    group(3, .defined(id: "x", looking(at: 8, teams: [1]))), group(3, .defined(id: "group-2", looking(at: 1))),
    regrouped(1, looking(at: 8)), group(1, .removed(id: "x", looking(at: 9))),
    opened(12), settings(), settings(1), settings(3_650), settings(matching: 8),
    lookup(5, .asked(crm: "", [Lookup.Value(definition: 8, content: .text("a"))])), lookup(4, .notMatched, of: 2),
    lookup(4, .failed(reason: ""), of: 2), lookup(4, .matched(match(8, 8)), of: 2), lookup(3, confirmed(8, 8)),
    lookup(3, .rejected), connector(8),
  ]

  @Test func whatFollows() {
    for what in Self.follows {
      let desk = Self.desk()
      #expect(desk.book.accepts(Change(seq: desk.book.seq + 1, at: TestDesk.time(99), by: AgentNumber(1), what: what)))
      desk.apply(what)
    }
  }

  private static let hostile: [(what: Change.What, why: String)] = [
    (agent(3, .recorded(id: "anna", name: "Anna", role: .admin)), "a taken id"),
    (agent(3, .defined(id: "ben", details([]))), "a taken id"),
    (agent(2, .defined(id: "emi", details([]))), "another number"),
    (agent(4, .defined(id: "emi", details([]))), "another number"),
    (agent(.max, .defined(id: "emi", details([]))), "another number"),
    (agent(3, .defined(id: "emi", details([3]))), "an unknown team"),
    (agent(3, .defined(id: "emi", details([2]))), "a removed team"),
    (agent(3, .defined(id: "emi", details([1, 1]))), "a team twice"),
    (updated(3, []), "nobody"), (updated(.max, []), "nobody"), (updated(2, [.max]), "an unknown team"),
    (updated(2, [2]), "a removed team"), (updated(2, [1, 1]), "a team twice"),
    (team(2, inTeam), "a number that was used"), (team(4, inTeam), "another number"),
    (team(3, .defined(id: "returns", name: "Returns")), "a taken id"),
    (team(2, .renamed(renamed)), "a removed team"), (team(.max, .renamed(renamed)), "an unknown team"),
    (team(1, .removed(id: "returns", name: "Returns")), "a team that somebody is in"),
    (team(2, .removed(id: "sales", name: "Sales")), "a removed team"),
    (channel(13, onX), "a number that was used"), (channel(15, onX), "another number"),
    (channel(14, .defined(id: "wa-2", name: "Two", .sms)), "a taken id"),
    (channel(14, .defined(id: "instagram", name: "I", .instagram)), "a taken id"),
    (channel(13, .renamed(renamed)), "a removed channel"), (channel(.max, .renamed(renamed)), "an unknown channel"),
    (channel(1, .removed(id: "instagram", name: "Instagram", .instagram)), "a built-in channel"),
    (channel(12, .removed(id: "wa-2", name: "Two", .whatsapp)), "a channel with conversations"),
    (channel(13, .removed(id: "wa-3", name: "Three", .whatsapp)), "a removed channel"),
    (group(2, .defined(id: "x", looking(at: 1))), "a number that was used"),
    (group(4, .defined(id: "x", looking(at: 1))), "another number"),
    (group(.max, .defined(id: "x", looking(at: 1))), "another number"),
    (group(3, .defined(id: "group-1", looking(at: 1))), "a taken id"),
    (group(3, .defined(id: "x", looking(at: 9))), "an unknown attribute"),
    (group(3, .defined(id: "x", looking(at: .max))), "an unknown attribute"),
    (group(3, .defined(id: "x", looking(at: 1, teams: [2]))), "a removed team"),
    (group(3, .defined(id: "x", looking(at: 1, teams: [1, 1]))), "a team twice"),
    (regrouped(2, looking(at: 1)), "a removed group"), (regrouped(.max, looking(at: 1)), "an unknown group"),
    (regrouped(1, looking(at: 9)), "an unknown attribute"),
    (regrouped(1, looking(at: 1, teams: [3])), "an unknown team"),
    (group(2, .removed(id: "group-2", looking(at: 1))), "a removed group"),
    (group(0, .removed(id: "x", looking(at: 1))), "no group"),
    (opened(13), "a removed channel"), (opened(14), "an unknown channel"), (opened(.max), "an unknown channel"),
    (settings(0), "too few days"), (settings(3_651), "too many days"), (settings(.max), "too many days"),
    (lookup(4, .asked(crm: "c", [])), "a number that was used"), (lookup(6, .asked(crm: "c", [])), "another number"),
    (lookup(.max, .asked(crm: "c", [])), "another number"),
    (lookup(5, .asked(crm: "c", []), of: 3), "an unknown contact"),
    (lookup(5, .asked(crm: "c", [Lookup.Value(definition: 9, content: .text("a"))])), "an unknown attribute"),
    (lookup(2, .notMatched), "a look-up that was replaced"), (lookup(3, .notMatched), "one that was answered"),
    (lookup(4, .notMatched), "another contact's"), (lookup(.max, .rejected), "an unknown one"),
    (lookup(0, .rejected), "none"), (lookup(4, .rejected, of: 2), "one that was not answered"),
    (lookup(4, .matched(match(9)), of: 2), "an unknown attribute"),
    (lookup(4, .matched(match(1, 9)), of: 2), "an unknown attribute"),
    (lookup(4, .matched(match(.max)), of: 2), "an unknown attribute"),
    (lookup(4, confirmed(1, 1), of: 2), "one that was not answered"),
    (lookup(3, confirmed(9, 1)), "an unknown attribute"), (lookup(3, confirmed(1, 9)), "an unknown attribute"),
    (lookup(3, confirmed(1, 0)), "no attribute"), (connector(9), "an unknown attribute"),
    (.contact(ContactID(1), .attributesChanged(.crm(LookupID(5)), [])), "an unknown look-up"),
    (settings(matching: 9), "an unknown attribute"), (settings(matching: .max), "an unknown attribute"),
    (
      .contact(ContactID(1), .attributesChanged(.channel(ChannelNumber(13), identity: 1), [])), "a removed channel"
    ),
    (
      .contact(ContactID(1), .attributesChanged(.channel(ChannelNumber(.max), identity: 1), [])), "an unknown channel"
    ),
  ]

  @Test func whatDoesNot() {
    let desk = Self.desk()
    for (what, why) in Self.hostile {
      let change = Change(seq: desk.book.seq + 1, at: TestDesk.time(99), by: AgentNumber(1), what: what)
      #expect(!desk.book.accepts(change), "\(why): \(what)")
    }
  }

  /// The attribute that matches contacts stays until the settings name another.
  @Test func theMatchingAttributeStays() {
    let desk = Self.desk()
    desk.apply(Self.settings(matching: 8))
    let removal = Change.What.schema(.removed(Self.definition(8, "tier"), at: 7))
    let change = { Change(seq: desk.book.seq + 1, at: TestDesk.time(99), by: AgentNumber(1), what: removal) }
    #expect(!desk.book.accepts(change()))
    desk.apply(Self.settings())
    #expect(desk.book.accepts(change()))
  }

  /// What groups look at and route to stays while they do.
  @Test func whatGroupsUse() {
    let desk = Self.desk()
    desk.apply(Self.regrouped(1, Self.looking(at: 8, teams: [1])))
    desk.apply(Self.updated(2, []))
    let (attribute, team) = (
      Change.What.schema(.removed(Self.definition(8, "tier"), at: 7)), desk.book.removal(of: TeamNumber(1))
    )
    let accepts = {
      desk.book.accepts(Change(seq: desk.book.seq + 1, at: TestDesk.time(99), by: AgentNumber(1), what: $0))
    }
    #expect(!accepts(attribute) && !accepts(team))
    desk.apply(Self.regrouped(1, Self.looking(at: 1)))
    #expect(accepts(attribute) && accepts(team))
  }

  /// The desk itself signs no note and makes nobody a VIP: both say by whom they are, and it has no name.
  @Test(
    arguments: [
      .note(NoteID(2), of: ContactID(1), .added(nil, Note.Body(text: "n", mentions: []), authorName: "")),
      .note(
        NoteID(1), of: ContactID(1),
        .edited(Edit(Note.Body(text: "n", mentions: []), to: Note.Body(text: "m", mentions: [])))),
      .contact(ContactID(1), .vipPromoted(reason: nil)),
    ] as [Change.What])
  func whatAnAgentSigns(_ what: Change.What) {
    let desk = Self.desk()
    let change = { Change(seq: desk.book.seq + 1, at: TestDesk.time(99), by: $0, what: what) }
    #expect(!desk.book.accepts(change(.desk)) && desk.book.accepts(change(AgentNumber(1))))
  }

  /// What is left of an erased contact may claim any number of identities.
  @Test func erasedNumbers() {
    let desk = TestDesk()
    let erased = { (made: Change.Made) in
      Change(
        seq: desk.book.seq + 1, at: TestDesk.time(9), by: AgentNumber(1),
        what: .erased(Erased(contact: ContactID(1), made: made)))
    }
    #expect(!desk.book.accepts(erased(.contact(identities: .max))))
    desk.book.apply(erased(.contact(identities: 3)))
    #expect(!desk.book.accepts(erased(.identity(5))) && desk.book.accepts(erased(.identity(4))))
    #expect(!desk.book.accepts(erased(.conversation(ConversationID(1), ChannelNumber(.max), .imported))))
  }
}
