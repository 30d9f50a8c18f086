import Tables
import TestSupport
import Testing

@testable import Desk

/// The queue, which is kept with each change, beside a plain sort of all conversations.
struct QueueTests {
  /// Where a conversation must stand, written down anew from the rules.
  private struct Expected: Comparable {
    let id: Int
    let isVip: Bool
    let score: Int
    let since: Timestamp?
    let teams: Set<Int>

    static func < (a: Expected, b: Expected) -> Bool {
      if a.isVip != b.isVip { return a.isVip }
      if a.score != b.score { return a.score > b.score }
      switch (a.since, b.since) {
      case (let x?, let y?) where x != y: return x < y
      case (.some, nil): return true
      case (nil, .some): return false
      default: return a.id < b.id
      }
    }
  }

  private static func expected(_ book: Book) -> [Expected] {
    (1...max(book.sizes.conversations, 1)).compactMap { number -> Expected? in
      guard number <= book.sizes.conversations else { return nil }
      let conversation = book[ConversationID(number)]
      guard conversation.status == .new, conversation.assignee == nil else { return nil }
      let contact = book[conversation.contact]
      let isVip = contact.vip != nil && book.settings.isVipEnabled
      var (score, teams) = (0, Set<Int>())
      book.groups(after: 0) { group in
        let definition = book[group].definition
        guard meets(contact, definition, book, isVip) else { return true }
        if definition.isPrioritized { score += 1 }
        teams.formUnion(definition.teams.map(\.number))
        return true
      }
      return Expected(id: number, isVip: isVip, score: score, since: conversation.waitingSince, teams: teams)
    }.sorted()
  }

  /// Only the conditions that this test makes: VIP, followers above 100, a tier.
  private static func meets(_ contact: Contact, _ group: Group.Definition, _ book: Book, _ isVip: Bool) -> Bool {
    let shown = contact.indexShown(from: nil, on: nil).map { contact.identities[$0].number }
    var met = 0
    for condition in group.conditions {
      guard case .attribute(let number) = condition.subject else {
        guard book.settings.isVipEnabled else { return false }
        met += isVip ? 1 : 0
        continue
      }
      guard let definition = book.definition(number: number), definition.isEnabled else { return false }
      let content = contact.effectiveIndex(of: number, shown: shown).map { contact.values[$0].content }
      switch (content, condition.operand) {
      case (.integer(let value), .one(.integer(let wanted))): met += value > wanted ? 1 : 0
      case (.text(let value), .one(.text(let wanted))): met += value == wanted ? 1 : 0
      default: break
      }
    }
    return group.match == .all ? met == group.conditions.count : met > 0
  }

  private func check(_ book: Book, _ step: String) {
    let expected = Self.expected(book)
    var found: [Int] = []
    book.waiting(for: nil, after: nil) { id, _ in
      found.append(id.number)
      return true
    }
    #expect(found == expected.map(\.id), "\(step)")
    #expect(book.waitingCount == expected.count)
    book.teams(after: 0) { team in
      var ofTeam: [Int] = []
      book.waiting(for: team, after: nil) { id, _ in
        ofTeam.append(id.number)
        return true
      }
      let wanted = expected.filter { $0.teams.isEmpty || $0.teams.contains(team.number) }
      #expect(ofTeam == wanted.map(\.id), "\(step), team \(team.number)")
      return true
    }
  }

  @Test(arguments: 0..<(Setting.seeds ?? 24)) func everyKindOfChange(_ seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let desk = TestDesk(agents: ["anna", "ben"])
    let book = desk.book
    desk.apply(.team(TeamNumber(1), .defined(id: "care", name: "Care")))
    desk.apply(.team(TeamNumber(2), .defined(id: "sales", name: "Sales")))
    desk.apply(
      .schema(
        .defined(
          AttributeDefinition(
            number: 8, key: "tier", label: "Tier", format: .text, options: [], isEnabled: true, isLookup: false,
            isCRMManaged: false, isAgentEditable: true))))
    for number in 1...8 {
      let network = random.pick([Network.instagram, .x])
      let id = desk.contact(Identity.Profile(network: network, externalId: "\(number)"))
      _ = desk.open(id, network)
    }
    for step in 0..<150 {
      let what = change(&random, desk)
      check(book, "seed \(seed), step \(step): \(what)")
    }
  }

  /// Makes one change; says which.
  private func change(_ random: inout SplitMix64, _ desk: TestDesk) -> String {
    let book = desk.book
    let contact = ContactID(1 + random.below(book.sizes.contacts))
    let conversation = ConversationID(1 + random.below(book.sizes.conversations))
    switch random.below(17) {
    case 0...3:
      desk.inbound(
        conversation, at: random.below(40), identity: book[book[conversation].contact].identities.first?.number)
      return "inbound"
    case 4:
      desk.outbound(conversation, at: random.below(40))
      return "outbound"
    case 5:
      desk.apply(book[contact].demotion ?? book[contact].promotion(reason: nil))
      return "vip"
    case 6:
      desk.set(
        contact, 8, random.pick([nil, AttributeContent.text("gold"), .text("silver")]), by: .agent(AgentNumber(1)))
      return "tier"
    case 7:
      guard let identity = book[contact].identities.randomElement(using: &random) else { return "nothing" }
      let channel = desk.channel(identity.network)
      desk.set(contact, 7, .integer(random.below(200)), by: .channel(channel, identity: identity.number))
      return "followers"
    case 8:
      let status = random.pick(Conversation.Status.allCases)
      if book[conversation].status != status { desk.apply(book[conversation].statusChange(to: status)) }
      return "status"
    case 9, 10:
      let agent = random.pick([nil, AgentNumber(1), AgentNumber(2)])
      if book[conversation].status != .resolved { desk.apply(book[conversation].assignment(to: agent)) }
      return "assign"
    case 11:
      var details = book[AgentNumber(2)].details
      details.isActive.toggle()
      desk.apply(book.agentUpdate(AgentNumber(2), to: details))
      return "agent"
    case 12:
      var settings = book.settings
      settings.isVipEnabled.toggle()
      desk.apply(book.settingsChange(to: settings))
      return "settings"
    case 13:
      guard var definition = book.definition(number: random.pick([7, 8])) else { return "nothing" }
      definition.isEnabled.toggle()
      if let update = book.definitionUpdate(to: definition) { desk.apply(update) }
      return "attribute"
    case 14:
      let profile = Identity.Profile(network: random.pick([.sms, .x]), externalId: "n\(book.seq)")
      if random.percent(50), book[contact].identities.count > 1 {
        desk.remove(random.pick(book[contact].identities).number, of: contact)
      } else {
        desk.apply(book[contact].identityAddition(profile))
      }
      return "identity"
    case 15:
      let team = book.nextTeamNumber
      desk.apply(.team(team, .defined(id: "team\(team.number)", name: "Team")))
      return "team"
    default: return group(&random, desk)
    }
  }

  private func group(_ random: inout SplitMix64, _ desk: TestDesk) -> String {
    let book = desk.book
    let tests = [
      Condition(.vip, .is, .one(.boolean(true))), Condition(.attribute(7), .gt, .one(.integer(100))),
      Condition(.attribute(8), .is, .one(.text("gold"))),
    ]
    let definition = Group.Definition(
      name: "G", match: random.pick(Group.Match.allCases),
      conditions: (0..<1 + random.below(2)).map { _ in random.pick(tests) }, isPrioritized: random.percent(60),
      teams: random.pick([[], [TeamNumber(1)], [TeamNumber(2)], [book.lastTeam, TeamNumber(1)]]))
    var present: [GroupNumber] = []
    book.groups(after: 0) { group in
      present.append(group)
      return true
    }
    switch random.below(3) {
    case 0 where !present.isEmpty: desk.apply(book.removal(of: random.pick(present)))
    case 1 where !present.isEmpty: desk.apply(book.groupUpdate(random.pick(present), to: definition))
    default:
      let number = book.nextGroupNumber
      desk.apply(.group(number, .defined(id: "g\(number.number)", definition)))
    }
    return "group"
  }

  /// The queue is put in order when somebody looks, and kept from then on, but for changes that can move all of it.
  @Test func keptFromTheFirstLookOn() {
    let desk = TestDesk()
    let book = desk.book
    for number in 1...3 {
      _ = desk.open(desk.contact(name: "A"), .sms)
      desk.inbound(ConversationID(number), at: number, identity: nil)
    }
    func look() {
      #expect(book.waitingCount == 3)
      #expect(book.queue != nil)
    }
    #expect(book.queue == nil)
    look()
    let vips = Condition(.vip, .is, .one(.boolean(true)))
    var group = Group.Definition(name: "G", match: .all, conditions: [vips], isPrioritized: false, teams: [])
    desk.apply(.team(TeamNumber(1), .defined(id: "care", name: "Care")))
    desk.apply(.group(GroupNumber(1), .defined(id: "g", group)))
    group.match = .any
    desk.apply(book.groupUpdate(GroupNumber(1), to: group))
    look()
    group.isPrioritized = true
    desk.apply(book.groupUpdate(GroupNumber(1), to: group))
    #expect(book.queue == nil)
    look()
    group.name = "H"
    desk.apply(book.groupUpdate(GroupNumber(1), to: group))
    look()
    desk.apply(book.removal(of: GroupNumber(1)))
    #expect(book.queue == nil)
  }

  /// The order of equals, and of those for whom nobody waits.
  @Test func theOrder() {
    let desk = TestDesk()
    let book = desk.book
    for _ in 1...5 {
      let id = desk.contact(name: "A")
      _ = desk.open(id, .sms)
    }
    func order() -> [Int] {
      var found: [Int] = []
      book.waiting(for: nil, after: nil) { id, _ in
        found.append(id.number)
        return true
      }
      return found
    }
    #expect(order() == [])
    // By hand: nobody has written.
    for number in [5, 4] { desk.apply(book[ConversationID(number)].statusChange(to: .new)) }
    #expect(order() == [4, 5])
    for (number, second) in [(3, 70), (1, 60), (2, 70)] {
      desk.inbound(ConversationID(number), at: second, identity: nil)
    }
    #expect(order() == [1, 2, 3, 4, 5])
    // Promoting does not touch since when they wait.
    let since = book[ConversationID(5)].waitingSince
    desk.apply(book[ContactID(5)].promotion(reason: nil))
    #expect(order() == [5, 1, 2, 3, 4] && book[ConversationID(5)].waitingSince == since)
    // A second message of the same person does not make them wait less long.
    desk.inbound(ConversationID(1), at: 90, identity: nil)
    #expect(order() == [5, 1, 2, 3, 4])
    desk.apply(book[ConversationID(1)].assignment(to: AgentNumber(1)))
    #expect(order() == [5, 2, 3, 4])
    desk.apply(book[ConversationID(1)].assignment(to: nil))
    #expect(order() == [5, 1, 2, 3, 4])
  }

  /// From the year 0 to the year 9999, the order is that of the times.
  @Test func theEndsOfTime() {
    let times = [
      Timestamp(milliseconds: .min), Timestamp(milliseconds: -1), Timestamp(milliseconds: 0),
      Timestamp(milliseconds: .max),
    ]
    let places = times.map {
      WaitingQueue.Place(waitingSince: $0, isVip: true, score: 0, teams: []).rank
    }
    #expect(places == places.sorted() && Set(places).count == 4)
    let nobody = WaitingQueue.Place(waitingSince: nil, isVip: true, score: 0, teams: []).rank
    let higher = WaitingQueue.Place(waitingSince: nil, isVip: true, score: 200, teams: []).rank
    let lower = WaitingQueue.Place(waitingSince: times[0], isVip: false, score: 200, teams: []).rank
    #expect(places[3] < nobody && higher < places[0] && nobody < lower)
  }
}

extension Book {
  fileprivate var lastTeam: TeamNumber { TeamNumber(nextTeamNumber.number - 1) }
}
