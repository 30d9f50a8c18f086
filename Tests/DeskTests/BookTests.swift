import Tables
import Testing

@testable import Desk

/// What changes come to in the book: who belongs to whom, what is counted, which value is shown.
struct BookTests {
  private static let phone = 2
  private static let bio = 4
  private static let instagram = Identity.Profile(network: .instagram, externalId: "i1", handle: "mira")
  private static let x = Identity.Profile(network: .x, externalId: "x1", handle: "mira_k")

  // MARK: Values

  /// The text that the card shows for a definition.
  private func text(_ definition: Int, of contact: Contact, _ identity: Int?) -> String? {
    let index = contact.effectiveIndex(of: definition, shown: identity)
    guard let index, case .text(let text) = contact.values[index].content else { return nil }
    return text
  }

  @Test func theHighestSourceIsShown() {
    let desk = TestDesk()
    let contact = desk.contact(Self.instagram, Self.x)
    let shown = { (identity: Int?) -> String? in text(Self.phone, of: desk.book[contact], identity) }
    #expect(shown(1) == nil)
    desk.set(contact, Self.phone, .text("told"), by: .channel(desk.channel(.instagram), identity: 1))
    #expect(shown(1) == "told")
    desk.set(contact, Self.phone, .text("set"), by: .agent(AgentNumber(1)))
    #expect(shown(1) == "set" && shown(2) == "set" && shown(nil) == "set")
    desk.set(contact, Self.phone, .text("told later"), by: .channel(desk.channel(.instagram), identity: 1))
    #expect(shown(1) == "set")
    desk.set(contact, Self.phone, .text("set anew"), by: .agent(AgentNumber(1)))
    #expect(shown(1) == "set anew" && desk.book[contact].values.count == 2)
    desk.set(contact, Self.phone, nil, by: .agent(AgentNumber(1)))
    #expect(shown(1) == "told later" && desk.book[contact].values.count == 1)
    desk.set(contact, Self.phone, nil, by: .channel(desk.channel(.instagram), identity: 1))
    #expect(shown(1) == nil && desk.book[contact].values.isEmpty)
  }

  @Test func channelValuesAreThoseOfTheIdentityShown() {
    let desk = TestDesk()
    let contact = desk.contact(Self.instagram, Self.x)
    let shown = { (identity: Int?) -> String? in text(Self.bio, of: desk.book[contact], identity) }
    desk.set(contact, Self.bio, .text("on X"), by: .channel(desk.channel(.x), identity: 2))
    #expect(shown(1) == nil && shown(2) == "on X" && shown(nil) == nil)
    desk.set(contact, Self.bio, .text("on Instagram"), by: .channel(desk.channel(.instagram), identity: 1))
    #expect(shown(1) == "on Instagram" && shown(2) == "on X" && shown(3) == nil)
    desk.set(contact, Self.bio, nil, by: .channel(desk.channel(.x), identity: 2))
    #expect(shown(1) == "on Instagram" && shown(2) == nil)
  }

  /// What a channel tells moves the version, but is no news.
  @Test func onlyTheDesksEditsAreEvents() {
    let desk = TestDesk()
    let contact = desk.contact(Self.instagram)
    desk.set(contact, Self.bio, .text("a"), by: .channel(desk.channel(.instagram), identity: 1))
    #expect(desk.book.events.count == 0 && desk.book[contact].version == desk.book.seq)
    desk.set(contact, Self.phone, .text("b"), by: .agent(AgentNumber(1)))
    let event = desk.book[EventNumber(number: 1)]
    #expect(event.contact == contact && event.at == TestDesk.time(desk.book.seq))
    guard case .attributesChanged(let set, let cleared) = event.what else {
      Issue.record("\(event.what)")
      return
    }
    #expect(set == ["phone"] && cleared == [])
  }

  // MARK: Handles

  @Test func aHandleBelongsToWhomItWasSeenWithLast() {
    let desk = TestDesk()
    let profile = { (id: String, handle: String?) in Identity.Profile(network: .x, externalId: id, handle: handle) }
    let owner = { desk.book.contact(network: .x, handle: "mira")?.id }
    let first = desk.contact(profile("1", "mira"))
    #expect(owner() == first)
    let second = desk.contact(profile("2", "mira"))
    #expect(owner() == second)
    // The first one writes: without telling the handle, and then telling it.
    let conversation = desk.open(first, .x)
    desk.inbound(conversation, at: 1)
    #expect(owner() == second)
    desk.inbound(conversation, at: 2, toldHandle: true)
    #expect(owner() == first)
    desk.update(1, of: first, to: profile("1", "kowalska"))
    #expect(owner() == second && desk.book.contact(network: .x, handle: "kowalska")?.id == first)
    desk.update(1, of: second, to: profile("2", "other"))
    #expect(owner() == nil)
    desk.update(1, of: first, to: profile("1", "mira"))
    #expect(owner() == first && desk.book.contact(network: .x, handle: "kowalska") == nil)
  }

  @Test func oneHandleOnTwoIdentitiesOfAContact() {
    let desk = TestDesk()
    let profile = { (id: String, handle: String) in Identity.Profile(network: .x, externalId: id, handle: handle) }
    let contact = desk.contact(profile("1", "mira"), profile("2", "mira"))
    desk.inbound(desk.open(contact, .x), at: 1, identity: 2, toldHandle: true)
    #expect(desk.book.contact(network: .x, handle: "mira").map { $0 == (contact, 2) } == true)
    desk.update(2, of: contact, to: profile("2", "other"))
    #expect(desk.book.contact(network: .x, handle: "mira").map { $0 == (contact, 1) } == true)
    desk.update(1, of: contact, to: profile("1", "other"))
    #expect(desk.book.contact(network: .x, handle: "mira") == nil)
    #expect(desk.book.contact(network: .x, externalId: "2").map { $0 == (contact, 2) } == true)
  }

  // MARK: The contact

  @Test func whatMovesTheVersion() throws {
    let desk = TestDesk()
    let contact = desk.contact(Self.instagram, name: "Mira", labels: ["a"])
    func check(_ moves: Bool, _ what: Change.What?, at location: SourceLocation = #_sourceLocation) throws {
      let what = try #require(what, sourceLocation: location)
      let before = desk.book[contact].version
      let seq = desk.apply(what)
      let now = desk.book[contact]
      #expect(now.version == (moves ? seq : before), "\(what)", sourceLocation: location)
      #expect(now.updatedAt == TestDesk.time(now.version), "\(what)", sourceLocation: location)
      #expect(now.createdAt == TestDesk.time(2))
    }
    let (conversation, note) = (ConversationID(1), NoteID(1))
    var mira: Contact { desk.book[contact] }
    let content = Message.Content(text: "text", attachments: [], at: TestDesk.time(1), externalId: nil)
    try check(true, mira.identityUpdate(1, to: Self.instagram))
    try check(true, mira.valuesChange(by: .agent(AgentNumber(1)), []))
    try check(true, mira.promotion(reason: nil))
    try check(true, mira.demotion)
    try check(true, mira.identityAddition(Identity.Profile(network: .sms, externalId: "9")))
    try check(true, mira.identityRemoval(2))
    try check(true, mira.detailsChange(to: Contact.Details(name: nil, labels: [], isBlocked: true)))
    try check(true, .contact(contact, .named("M")))
    try check(false, .agent(AgentNumber(2), .recorded(id: "bob", name: "Bob", role: .agent)))
    try check(false, desk.book.renaming(AgentNumber(2), to: "Bob K"))
    try check(
      false, .conversation(conversation, of: contact, .opened(desk.channel(.instagram), topics: [], by: .agent)))
    try check(
      false,
      .conversation(conversation, of: contact, .messageRecorded(MessageID(1), .identity(1), toldHandle: true, content)))
    let body = Note.Body(text: "n", mentions: [])
    try check(false, .note(note, of: contact, .added(conversation, body, authorName: "anna")))
    try check(false, desk.book[note].edit(to: Note.Body(text: "m", mentions: [])))
    try check(false, desk.book[note].removal)
    try check(false, desk.book[conversation].assignment(to: AgentNumber(2)))
    try check(false, desk.book[conversation].statusChange(to: .resolved))
    try check(false, desk.book.definitionsOrder([2, 1, 3, 4, 5, 6, 7]))
    try check(false, .contact(ContactID(2), .created(name: "B", identities: [], labels: [])))
  }

  @Test func vip() {
    let desk = TestDesk()
    let contact = desk.contact(name: "Mira")
    #expect(desk.book[contact].vip == nil && !desk.book[contact].validation.isValidated)
    let promoted = desk.apply(desk.book[contact].promotion(reason: "Writes every week"))
    let vip = desk.book[contact].vip
    #expect(vip?.promotedBy == AgentNumber(1) && vip?.promotedAt == TestDesk.time(promoted))
    #expect(vip?.reason == "Writes every week")
    #expect(desk.book.events.count == 1)
  }

  @Test func countsAndChannels() {
    let desk = TestDesk()
    let (contact, other) = (desk.contact(Self.instagram, Self.x), desk.contact(name: "Other"))
    let (a, b, c) = (desk.open(contact, .x), desk.open(contact, .instagram), desk.open(contact, .x))
    for conversation in [a, b, c, c] { desk.inbound(conversation, at: 1) }
    desk.outbound(c, at: 2)
    desk.note(contact)
    desk.note(contact, a)
    desk.note(other)
    let counts = desk.book[contact].counts
    #expect(counts.conversations == 3 && counts.open == 3 && counts.messages == 5 && counts.notes == 2)
    let channels = desk.book[contact].channels
    #expect(channels.map(\.channel) == [desk.channel(.x), desk.channel(.instagram)])
    #expect(channels.map(\.conversations) == [2, 1])
    #expect(
      channels.map(\.messages) == [4, 1] && channels.map(\.openIds) == [[a, c], [b]]
        && channels.map(\.latest) == [c, b])
    let others = desk.book[other].counts
    #expect(others.conversations == 0 && others.open == 0 && others.messages == 0 && others.notes == 1)
    #expect(desk.book.sizes == (1, 2, 3, 5, 3))
    #expect(desk.book.seq == 14)
  }

  /// What the desk itself changes is signed by nobody, and read like any other event.
  @Test func theDeskAsAuthor() {
    let desk = TestDesk()
    let conversation = desk.open(desk.contact(Self.instagram, name: "Mira"), .instagram)
    let change = Change(
      seq: desk.book.seq + 1, at: TestDesk.time(9), by: .desk, cause: .rule(.autoResolve),
      what: desk.book[conversation].statusChange(to: .resolved))
    #expect(desk.book.accepts(change))
    desk.book.apply(change)
    #expect(desk.book[conversation].status == .resolved)
    let event = desk.book[EventNumber(number: 1)]
    #expect(event.by == .desk && event.byName.isEmpty)
  }
}
