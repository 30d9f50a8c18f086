import Desk
import Testing

@testable import ChangeLog
@testable import Salvage

/// What becomes of a change when one before it is lost.
struct PartialReplayTests {
  /// A small desk whose changes have names.
  private static let story: [(name: String, change: Change)] = {
    let book = Book()
    var story: [(name: String, change: Change)] = []
    func add(_ name: String, by agent: Int = 1, _ what: Change.What) {
      let at = Timestamp(milliseconds: Int64(book.seq) * 1_000)
      let change = Change(seq: book.seq + 1, at: at, by: AgentNumber(agent), what: what)
      book.apply(change)
      story.append((name, change))
    }
    func message(_ author: Message.Author, in id: ConversationID) -> Change.What {
      let content = Message.Content(text: "Hello", attachments: [], at: Timestamp(milliseconds: 5), externalId: nil)
      return .conversation(
        id, of: book[id].contact, .messageRecorded(book.nextMessageID, author, toldHandle: false, content))
    }
    func note(_ conversation: ConversationID?, _ mentions: [Int]) -> Change.What {
      let body = Note.Body(text: "Note", mentions: mentions.map(AgentNumber.init))
      return .note(book.nextNoteID, of: ContactID(1), .added(conversation, body, authorName: "Anna"))
    }
    func profile(_ id: String) -> Identity.Profile { Identity.Profile(network: .instagram, externalId: id) }
    func contact(_ id: String) -> Change.What {
      .contact(book.nextContactID, .created(name: nil, identities: [profile(id)], labels: []))
    }
    func opened(_ contact: Int) -> Change.What {
      let what = ConversationChange.opened(ChannelNumber(1), topics: [], by: .message)
      return .conversation(book.nextConversationID, of: ContactID(contact), what)
    }
    func defined(_ key: String, _ format: AttributeFormat) -> Change.What {
      .schema(
        .defined(
          AttributeDefinition(
            number: book.definitionsMade + 1, key: key, label: key, format: format, options: [], isEnabled: true,
            isLookup: false, isCRMManaged: false, isAgentEditable: true)))
    }
    let (one, two, first) = (ContactID(1), ContactID(2), ConversationID(1))
    let anna = AttributeValue.Setter.agent(AgentNumber(1))
    add("anna", .agent(AgentNumber(1), .recorded(id: "anna", name: "Anna", role: .admin)))
    add("bert", by: 2, .agent(AgentNumber(2), .recorded(id: "bert", name: "Bert", role: .agent)))
    add("contact-1", contact("1"))
    add("conversation-1", opened(1))
    add("message-1", message(.identity(1), in: first))
    add("contact-2", contact("2"))
    add("conversation-2", opened(2))
    add("message-2", message(.identity(1), in: ConversationID(2)))
    add("identity 2", book[one].identityAddition(profile("1b")))
    add("message of identity 2", message(.identity(2), in: first))
    add("identity 3", book[one].identityAddition(profile("1c")))
    add("message of identity 3", message(.identity(3), in: first))
    add("named", book[two].detailsChange(to: Contact.Details(name: "Two", labels: ["x"], isBlocked: false)))
    add("renamed", book[two].detailsChange(to: Contact.Details(name: "Zwei", labels: ["y"], isBlocked: false)))
    add("note-1", note(first, [2]))
    add("note-2", note(nil, []))
    add("note-1 edited", by: 2, book[NoteID(1)].edit(to: Note.Body(text: "Edited", mentions: [])))
    add("note-1 removed", book[NoteID(1)].removal)
    add("resolved", book[first].statusChange(to: .resolved))
    add("opened again", book[first].statusChange(to: .pending))
    add("assigned", book[first].assignment(to: AgentNumber(2)))
    add("answer", by: 2, message(.agent(AgentNumber(2), name: "Bert"), in: first))
    let number = book.definitionsMade + 1
    add("tier", defined("tier", .text))
    add("size", defined("size", .number))
    add("tier set", book[two].valuesChange(by: anna, [(number, .text("gold"))]))
    add("size set", book[two].valuesChange(by: anna, [(number + 1, .integer(4))]))
    add("size removed", book.definitionRemoval(number + 1) ?? message(.identity(nil), in: first))
    add("size again", defined("size", .number))
    add("promoted", book[two].promotion(reason: "often here"))
    add("demoted", book[two].demotion ?? message(.identity(nil), in: first))
    add("taken away", book[one].identityRemoval(3) ?? message(.identity(nil), in: first))
    add("contact-3", contact("1c"))
    add("conversation-3", opened(3))
    add("message of contact-3", message(.identity(1), in: ConversationID(3)))
    // The people of the desk, and what the admins set.
    let (returns, sales, ben) = (TeamNumber(1), TeamNumber(2), AgentNumber(3))
    let (second, third, fourth) = (ConversationID(2), ChannelNumber(13), ConversationID(4))
    func details(_ teams: [TeamNumber], isActive: Bool = true) -> Agent.Details {
      Agent.Details(name: "Ben", isNameSet: true, role: .agent, isActive: isActive, teams: teams)
    }
    func settings(_ attribute: Int?) -> Change.What {
      var settings = Settings()
      (settings.matchingAttribute, settings.autoResolveDays) = (attribute, 14)
      return book.settingsChange(to: settings)
    }
    add("returns", .team(returns, .defined(id: "returns", name: "Returns")))
    add("sales", .team(sales, .defined(id: "sales", name: "Sales")))
    add("returns renamed", book.renaming(returns, to: "Repairs"))
    add("ben", .agent(ben, .defined(id: "ben", details([returns, sales]))))
    add("ben works", book[second].assignment(to: ben))
    add("ben away", book.agentUpdate(ben, to: details([returns, sales], isActive: false)))
    add("ben back", book.agentUpdate(ben, to: details([returns])))
    add("sales removed", book.removal(of: sales))
    add("sales again", .team(TeamNumber(3), .defined(id: "sales", name: "Sales")))
    add("wa-2", .channel(ChannelNumber(12), .defined(id: "wa-2", name: "Two", .whatsapp)))
    let opened = ConversationChange.opened(ChannelNumber(12), topics: [], by: .agent)
    add("conversation-4", .conversation(fourth, of: two, opened))
    let content = Message.Content(text: "Old", attachments: [], at: Timestamp(milliseconds: 5), externalId: "m")
    let imported = ConversationChange.messageImported(book.nextMessageID, .identity(1), content)
    add("old message", .conversation(fourth, of: two, imported))
    add("wa-2 renamed", book.renaming(ChannelNumber(12), to: "WhatsApp 2"))
    add("wa-3", .channel(third, .defined(id: "wa-3", name: "Three", .whatsapp)))
    add("wa-3 removed", book.removal(of: third))
    add("wa-3 again", .channel(ChannelNumber(14), .defined(id: "wa-3", name: "Three", .sms)))
    add("settings", settings(number))
    add("by rule", by: 0, book[fourth].statusChange(to: .resolved))
    add("settings again", settings(nil))
    add("tier removed", book.definitionRemoval(number) ?? message(.identity(nil), in: first))
    return story
  }()

  /// The story without some changes.
  private static func replay(without lost: Set<String>) -> (replay: PartialReplay, aside: [String: String]) {
    let replay = PartialReplay(placeholdersMax: 1 << 16)
    var aside: [String: String] = [:]
    for (name, change) in story {
      if lost.contains(name) {
        replay.lose(1)
        continue
      }
      do throws(SetAside) { try replay.take(change) } catch { aside[name] = error.reason }
    }
    return (replay, aside)
  }

  private typealias Case = (lost: Set<String>, aside: [String: String], placeholders: [Placeholder: Int])

  private static let taken = "contact-1 has instagram:1c; the change that took it away is lost"
  private static let ofContact1 = [
    "contact-1", "conversation-1", "message-1", "identity 2", "message of identity 2", "identity 3",
    "message of identity 3", "note-1", "note-2", "note-1 edited", "note-1 removed", "resolved", "opened again",
    "assigned", "answer", "taken away",
  ]

  /// What is lost; what is set aside, and why; which placeholders are there.
  private static let cases: [Case] = [
    ([], [:], [:]),
    // What nothing else needs.
    (["message-1"], [:], [.message: 1]), (["message-1", "message-2"], [:], [.message: 2]),
    (["named"], [:], [:]), (["resolved"], [:], [:]), (["assigned"], [:], [:]), (["promoted"], [:], [:]),
    (["note-2"], [:], [:]), (["note-1 edited"], [:], [:]), (["message of contact-3"], [:], [.message: 1]),
    // Agents and attributes may be named.
    (["anna"], [:], [.agent: 1]), (["bert"], [:], [.agent: 1]), (["anna", "bert"], [:], [.agent: 2]),
    (["tier"], [:], [.attribute: 1]),
    (["size"], ["size set": "attribute lost_9 takes texts; its definition is lost"], [.attribute: 1]),
    (["size removed"], ["size again": "another attribute has the key size; the change that removed it is lost"], [:]),
    // What others need.
    (
      ["contact-2"],
      [
        "conversation-2": "contact-2 is lost", "message-2": "conversation-2 is lost", "named": "contact-2 is lost",
        "renamed": "contact-2 is lost", "tier set": "contact-2 is lost", "size set": "contact-2 is lost",
        "promoted": "contact-2 is lost", "demoted": "contact-2 is lost", "ben works": "conversation-2 is lost",
        "conversation-4": "contact-2 is lost", "old message": "conversation-4 is lost",
        "by rule": "conversation-4 is lost",
      ], [.contact: 1, .conversation: 2, .message: 1]
    ),
    (
      ["conversation-2"], ["message-2": "conversation-2 is lost", "ben works": "conversation-2 is lost"],
      [.conversation: 1, .message: 1]
    ),
    (
      ["conversation-2", "message-2"], ["ben works": "conversation-2 is lost"], [.conversation: 1, .message: 1]
    ),
    (
      ["identity 2"], ["message of identity 2": "identity 2 of contact-1 is lost"], [.identity: 1, .message: 1]
    ),
    (
      ["identity 3"],
      [
        "message of identity 3": "identity 3 of contact-1 is lost", "taken away": "identity 3 of contact-1 is lost",
      ], [.message: 1]
    ),
    (
      ["note-1"], ["note-1 edited": "note-1 is lost", "note-1 removed": "note-1 is lost"], [.note: 1]
    ),
    (
      ["opened again"],
      ["assigned": "conversation-1 is resolved; the change that opened it again is lost"], [:]
    ),
    (
      ["taken away"],
      [
        "contact-3": taken, "conversation-3": "contact-3 is lost", "message of contact-3": "conversation-3 is lost",
      ], [.contact: 1, .conversation: 1, .message: 1]
    ),
    // Teams, agents, channels, settings: what names a lost one gets a placeholder.
    (["returns"], [:], [.team: 1]), (["returns", "sales"], [:], [.team: 2]), (["returns renamed"], [:], [:]),
    (["ben"], [:], [.agent: 1]), (["ben works"], [:], [:]), (["ben away"], [:], [:]), (["old message"], [:], [:]),
    (["returns", "ben"], [:], [.team: 1, .agent: 1]),
    (
      ["ben back"],
      [
        "sales removed": "agents are in team 2; a change that took them out is lost",
        "sales again": "another team has the id sales",
      ], [:]
    ),
    (["sales removed"], ["sales again": "another team has the id sales"], [:]),
    (["sales"], [:], [.team: 1]), (["wa-2"], [:], [.channel: 1]), (["wa-3"], [:], [.channel: 1]),
    (["wa-2", "wa-3", "wa-2 renamed"], [:], [.channel: 2]),
    (["wa-3 removed"], ["wa-3 again": "another channel has the id wa-3"], [:]),
    (
      ["conversation-4"], ["old message": "conversation-4 is lost", "by rule": "conversation-4 is lost"],
      [.conversation: 1]
    ),
    (["settings"], [:], [:]), (["by rule"], [:], [:]),
    (
      ["settings again"],
      ["tier removed": "contacts are matched by attribute 8; the change that ended it is lost"], [:]
    ),
    // Several gaps.
    (
      ["message-1", "conversation-2", "note-1", "size removed"],
      [
        "message-2": "conversation-2 is lost", "ben works": "conversation-2 is lost",
        "note-1 edited": "note-1 is lost", "note-1 removed": "note-1 is lost",
        "size again": "another attribute has the key size; the change that removed it is lost",
      ], [.message: 2, .conversation: 1, .note: 1]
    ),
  ]

  @Test func eachCase() {
    for (lost, aside, placeholders) in Self.cases {
      let (replay, found) = Self.replay(without: lost)
      #expect(found == aside, "\(lost)")
      #expect(replay.placeholders == placeholders, "\(lost)")
      #expect(replay.kept + aside.count + lost.count == Self.story.count, "\(lost)")
    }
  }

  /// A whole contact goes with its creation, and nothing else does.
  @Test func wholeContact() {
    let (replay, aside) = Self.replay(without: ["contact-1"])
    #expect(Set(aside.keys) == Set(Self.ofContact1.dropFirst()))
    let contact = replay.book[ContactID(1)]
    #expect(contact.labels == ["lost"] && contact.identities.isEmpty && contact.counts.open == 0)
  }

  /// Each change, and each two, lost: what is taken is the same change, and follows; no number is another one's.
  @Test func eachTwo() {
    for first in Self.story.indices {
      for second in first..<Self.story.count {
        let lost: Set = [Self.story[first].name, Self.story[second].name]
        let (replay, aside) = Self.replay(without: lost)
        let expected = Self.story.filter { !lost.contains($0.name) && aside[$0.name] == nil }
        let taken = replay.made.filter { $0.cause != .importing }
        #expect(taken.map(Self.words) == expected.map { Self.words($0.change) }, "\(lost)")
        let book = Book()
        for change in replay.made where book.accepts(change) { book.apply(change) }
        #expect(book.seq == replay.made.count, "\(lost)")
        let held = replay.placeholders.values.reduce(0, +)
        #expect(held <= lost.count + aside.count, "\(lost)")
      }
    }
  }

  /// A change without its earlier values, which are made anew: of what is removed, all that it was.
  private static func words(_ change: Change) -> String {
    switch change.what {
    case .team(_, .removed), .channel(_, .removed): return "\(change.at) \(ChangeText(change).what)"
    case .agent, .contact, .conversation, .note, .schema, .team, .channel, .group, .lookup, .settings, .erased: break
    }
    return "\(change.at) \(change.by.number) \(ChangeText(change)) \(change.what.made)"
  }

  /// An update is one of what there is: of an agent whose going is lost, their coming back changes no conversation; one
  /// whose coming back is lost has none.
  @Test func anAgentWhoWentAndCameBack() {
    for (lost, assignee) in [("ben away", AgentNumber(3)), ("ben back", nil), ("ben works", nil), ("ben", nil)] {
      let (replay, _) = Self.replay(without: [lost])
      #expect(replay.book[ConversationID(2)].assignee == assignee, "\(lost)")
      #expect(replay.book.isInactive(AgentNumber(3)) == (lost == "ben back"), "\(lost)")
    }
  }

  /// A placeholder has a number and an id of its own, and conversations on it stay.
  @Test func placeholdersOfTheConfiguration() {
    let (replay, _) = Self.replay(without: ["returns", "returns renamed", "wa-2", "wa-2 renamed"])
    let (team, channel) = (replay.book.team(id: "lost-1"), replay.book.channel(id: "lost-12"))
    #expect(team == TeamNumber(1) && channel == ChannelNumber(12))
    #expect(replay.book[TeamNumber(1)].name == "Lost team 1" && replay.book.agentCount(in: TeamNumber(1)) == 1)
    #expect(replay.book[ChannelNumber(12)].name == "Lost channel 12")
    #expect(replay.book.conversations(on: ChannelNumber(12)).latest == [ConversationID(4)])
  }

  /// Somebody may have chosen the id of a placeholder.
  @Test func aChosenIdThatLooksLost() {
    let replay = PartialReplay(placeholdersMax: 9)
    let lost = AttributeDefinition(
      number: 8, key: "Lost_9", label: "L", format: .text, options: [], isEnabled: true, isLookup: false,
      isCRMManaged: false, isAgentEditable: true)
    var changes: [Change.What] = [.agent(AgentNumber(1), .recorded(id: "lost-2", name: "L", role: .admin))]
    changes += ["lost-3", "lost-3-2"].enumerated().map { .team(TeamNumber($0 + 1), .defined(id: $1, name: "T")) }
    changes += [.team(TeamNumber(4), .renamed(Edit("a", to: "b")))]
    changes += [.channel(ChannelNumber(12), .defined(id: "lost-13", name: "C", .x))]
    changes += [.channel(ChannelNumber(14), .defined(id: "c", name: "C", .x)), .schema(.defined(lost))]
    changes += [.agent(AgentNumber(3), .recorded(id: "c", name: "C", role: .agent))]
    changes += [
      .schema(
        .updated(
          Edit(
            lost,
            to: AttributeDefinition(
              number: 9, key: "other", label: "L", format: .text, options: [], isEnabled: true, isLookup: false,
              isCRMManaged: false, isAgentEditable: true))))
    ]
    for (index, what) in changes.enumerated() {
      if index == 1 { replay.lose(8) }
      let change = Change(
        seq: index + 1, at: Timestamp(milliseconds: 0), by: AgentNumber(1), what: what)
      do throws(SetAside) { try replay.take(change) } catch { Issue.record("\(error): \(what)") }
    }
    #expect(replay.book.teamIds == ["lost-3", "lost-3-2", "lost-3-3", "lost-4"])
    #expect(replay.book.agentIds == ["lost-2", "lost-2-2", "c"])
    #expect(replay.book.channelIds.suffix(3) == ["lost-13", "lost-13-2", "c"])
    #expect(replay.book.definitions.suffix(2).map(\.key) == ["Lost_9", "other"])
  }

  /// What an edit says of before is true of the saved desk.
  @Test func earlierValues() {
    let (replay, _) = Self.replay(without: ["named", "message-1"])
    let edits = replay.made.compactMap { change -> Edit<Contact.Details>? in
      if case .contact(_, .detailsChanged(let edit)) = change.what { edit } else { nil }
    }
    #expect(edits.map(\.before.labels) == [[]] && edits.map(\.after.labels) == [["y"]])
  }

  /// A number that no lost change can have used up gets no placeholders.
  @Test func absurd() {
    let replay = PartialReplay(placeholdersMax: 1 << 16)
    replay.lose(3)
    let change = Change(
      seq: 4, at: Timestamp(milliseconds: 0), by: .desk, what: .contact(ContactID(1 << 40), .vipPromoted(reason: nil)))
    #expect(throws: SetAside.self) { try replay.take(change) }
    #expect(replay.book.seq == 0 && replay.made.isEmpty)
  }

  /// The highest numbers that a file can hold: each change is set aside, whatever noun it names.
  @Test func theHighestNumbers() {
    let (agent, contact, most) = (AgentNumber(.max), ContactID(.max), ConversationID(.max))
    let details = { (teams: [TeamNumber]) in
      Agent.Details(name: "n", isNameSet: true, role: .agent, isActive: true, teams: teams)
    }
    let value = ValueEdit(definition: .max, before: nil, content: nil)
    let content = Message.Content(text: "t", attachments: [], at: Timestamp(milliseconds: 0), externalId: nil)
    var settings = Settings()
    settings.matchingAttribute = .max
    let body = Note.Body(text: "n", mentions: [agent])
    let one = ContactID(1)
    let changes: [Change.What] = [
      .agent(agent, .recorded(id: "a", name: "A", role: .agent)), .agent(agent, .defined(id: "a", details([]))),
      .agent(agent, .renamed(Edit("a", to: "b"))),
      .agent(agent, .updated(Edit(details([]), to: details([])), letGo: [])),
      .agent(AgentNumber(1), .updated(Edit(details([]), to: details([TeamNumber(.max)])), letGo: [])),
      .team(TeamNumber(.max), .defined(id: "t", name: "T")), .team(TeamNumber(.max), .renamed(Edit("a", to: "b"))),
      .team(TeamNumber(.max), .removed(id: "t", name: "T")),
      .channel(ChannelNumber(.max), .defined(id: "c", name: "C", .x)),
      .channel(ChannelNumber(.max), .renamed(Edit("a", to: "b"))),
      .channel(ChannelNumber(.max), .removed(id: "c", name: "C", .x)),
      .settings(.set(Edit(Settings(), to: settings))),
      .contact(contact, .vipPromoted(reason: nil)), .contact(contact, .created(name: "C", identities: [], labels: [])),
      .contact(one, .attributesChanged(.agent(agent), [])),
      .contact(one, .attributesChanged(.agent(AgentNumber(1)), [value])),
      .contact(one, .attributesChanged(.channel(ChannelNumber(.max), identity: .max), [])),
      .contact(one, .identityAdded(.max, profile("9"), former: nil)),
      .contact(one, .identityRemoved(.max, profile("9"), values: [])),
      .conversation(most, of: one, .assigned(Edit(nil, to: agent))),
      .conversation(most, of: one, .opened(ChannelNumber(1), topics: [], by: .imported)),
      .conversation(ConversationID(3), of: one, .opened(ChannelNumber(.max), topics: [], by: .imported)),
      .conversation(ConversationID(1), of: one, .assigned(Edit(nil, to: agent))),
      .conversation(ConversationID(1), of: one, .messageImported(MessageID(.max), .identity(.max), content)),
      .note(NoteID(.max), of: one, .added(nil, body, authorName: "")), .note(NoteID(.max), of: one, .removed(body)),
      .note(NoteID(1), of: one, .added(most, body, authorName: "")),
      .schema(.reordered(Edit([], to: [.max]))), .erased(Erased(contact: contact, made: .nothing)),
      .erased(Erased(contact: one, made: .conversation(most, ChannelNumber(.max), .agent))),
      .erased(Erased(contact: one, made: .message(MessageID(.max), most))),
      .erased(Erased(contact: one, made: .identity(.max))),
      .erased(Erased(contact: contact, made: .contact(identities: .max))),
    ]
    for what in changes {
      for by in [AgentNumber(1), agent] {
        let replay = PartialReplay(placeholdersMax: 1 << 16)
        for (_, change) in Self.story.prefix(5) {
          do throws(SetAside) { try replay.take(change) } catch { Issue.record("\(error)") }
        }
        replay.lose(3)
        let change = Change(seq: 9, at: Timestamp(milliseconds: 0), by: by, what: what)
        #expect(throws: SetAside.self, "\(what)") { try replay.take(change) }
      }
    }
  }

  private func profile(_ id: String) -> Identity.Profile { Identity.Profile(network: .instagram, externalId: id) }
}
