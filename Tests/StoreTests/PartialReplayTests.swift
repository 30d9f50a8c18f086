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
      do throws(PartialReplay.Refusal) { try replay.take(change) } catch { aside[name] = error.reason }
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
    (["note-2"], [:], [:]), (["note-1 edited"], [:], [:]), (["message of contact-3"], [:], [:]),
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
        "promoted": "contact-2 is lost", "demoted": "contact-2 is lost",
      ], [.contact: 1, .conversation: 1, .message: 1]
    ),
    (["conversation-2"], ["message-2": "conversation-2 is lost"], [.conversation: 1, .message: 1]),
    (["conversation-2", "message-2"], [:], [.conversation: 1, .message: 1]),
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
      ], [.contact: 1, .conversation: 1]
    ),
    // Several gaps.
    (
      ["message-1", "conversation-2", "note-1", "size removed"],
      [
        "message-2": "conversation-2 is lost", "note-1 edited": "note-1 is lost", "note-1 removed": "note-1 is lost",
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

  /// A change without its earlier values, which are made anew.
  private static func words(_ change: Change) -> String {
    "\(change.at) \(change.by.number) \(ChangeText(change)) \(change.what.made)"
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
    #expect(throws: PartialReplay.Refusal.self) { try replay.take(change) }
    #expect(replay.book.seq == 0 && replay.made.isEmpty)
  }
}
