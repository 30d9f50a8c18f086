import Tables
import TestSupport
import Testing

@testable import Desk

/// Identities that come and go, notes that go, and the sets of conversations that lists walk.
struct ListTests {
  private static let x = Identity.Profile(network: .x, externalId: "1", handle: "mira")
  private static let sms = Identity.Profile(network: .sms, externalId: "+1 555 0100")

  @Test func aRemovedIdentityKeepsItsPast() {
    let desk = TestDesk()
    let contact = desk.contact(Self.x, name: "Mira")
    let other = desk.contact(name: "Other")
    desk.inbound(desk.open(contact, .x), at: 1)
    desk.remove(1, of: contact)
    #expect(desk.book[contact].identities.isEmpty && desk.book[contact].author(numbered: 1)?.profile.handle == "mira")
    #expect(desk.book.contact(network: .x, externalId: "1") == nil)
    #expect(desk.book.contact(network: .x, handle: "mira") == nil)
    #expect(desk.book[contact].indexShown(from: nil, on: nil) == nil)
    desk.add(Self.x, to: other)
    #expect(desk.book.contact(network: .x, externalId: "1")?.id == other)
    #expect(desk.book[contact].number(forAdding: Self.sms) == 2)
    desk.add(Self.sms, to: contact)
    #expect(desk.book.contact(network: .sms, externalId: "+1 555 0100").map { $0 == (contact, 2) } == true)
    desk.remove(2, of: contact)
    #expect(desk.book[contact].number(forAdding: Self.x) == 1)
    #expect(desk.book[contact].number(forAdding: Identity.Profile(network: .sms, externalId: "+1 555 0101")) == 3)
    // Back where it was: what it wrote is its own again.
    desk.remove(1, of: other)
    desk.add(Self.x, to: contact)
    #expect(desk.book[contact].formerIdentities.count == 1 && desk.book[contact].formerIdentities[2] != nil)
    #expect(desk.book[contact].indexShown(from: desk.book[ConversationID(1)], on: .x) == 0)
  }

  @Test func aRemovedNoteIsNowhere() {
    let desk = TestDesk()
    let contact = desk.contact(Self.x)
    let conversation = desk.open(contact, .x)
    for _ in 0..<3 { desk.note(contact, conversation) }
    let removed = desk.apply(desk.book[NoteID(2)].removal)
    #expect(!desk.book.contains(NoteID(2)) && desk.book.contains(NoteID(1)) && !desk.book.contains(NoteID(4)))
    #expect(desk.book[NoteID(2)].version == removed && desk.book[NoteID(2)].text == "")
    #expect(desk.book[contact].counts.notes == 2 && desk.book[conversation].notes == 2)
    for (runs, number) in [
      (desk.book.timelines, contact.number), (desk.book.noteTimelines, contact.number),
      (desk.book.conversationTimelines, conversation.number),
      (desk.book.conversationNoteTimelines, conversation.number),
    ] {
      var found: [UInt32] = []
      runs.backward(number, before: nil) {
        if $0.tag == Book.Entry.noteTag { found.append($0.number) }
        return true
      }
      #expect(found == [3, 1])
    }
    #expect(desk.book.nextNoteID == NoteID(4) && desk.book.sizes.notes == 2)
  }

  @Test func anEditSaysWhoAndWhen() {
    let desk = TestDesk()
    desk.note(desk.contact(Self.x))
    let seq = desk.apply(desk.book[NoteID(1)].edit(to: Note.Body(text: "other", mentions: [AgentNumber(1)])))
    let note = desk.book[NoteID(1)]
    #expect(note.text == "other" && note.mentions == [AgentNumber(1)] && note.version == seq)
    #expect(note.edit.map { $0 == (AgentNumber(1), "anna", TestDesk.time(seq)) } == true)
    #expect(note.createdAt == TestDesk.time(3))
  }

  /// Random moves of conversations; after them every filter, alone and with every other, finds what a walk over all
  /// conversations finds, from every tenth place on.
  @Test(arguments: 1...4) func everyFilterFindsWhatItLetsThrough(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let desk = TestDesk(agents: ["anna", "ben", "emi"])
    let contacts = (0..<4).map { _ in desk.contact(name: "C") }
    for _ in 0..<300 {
      let count = desk.book.sizes.conversations
      if count > 0, random.percent(10) {
        var unassigned = ConversationFilter()
        unassigned.assignee = .nobody
        check(desk.book, unassigned)
      }
      guard count > 0, Bool.random(using: &random) else {
        _ = desk.open(contacts.randomElement(using: &random) ?? contacts[0], Bool.random(using: &random) ? .x : .sms)
        continue
      }
      let id = ConversationID(Int.random(in: 1...count, using: &random))
      switch Int.random(in: 0...3, using: &random) {
      case 0: desk.inbound(id, at: random.percent(50) ? 1 : 1 + random.below(300), identity: nil)
      case 1: desk.outbound(id, at: 1 + random.below(300))
      case 2 where desk.book[id].status != .resolved: desk.resolve(id)
      default:
        let agent = AgentNumber(Int.random(in: 1...3, using: &random))
        if desk.book[id].status != .resolved { desk.apply(desk.book[id].assignment(to: agent)) }
      }
    }
    for contact in [nil, contacts[0]] {
      for status in [nil] + Conversation.Status.allCases.map(Optional.some) {
        for channel in [nil, desk.channel(.x)] {
          for assignee in [.anybody, .nobody, .agent(AgentNumber(2))] as [ConversationFilter.Assignee] {
            var filter = ConversationFilter()
            (filter.contact, filter.status, filter.channel, filter.assignee) = (contact, status, channel, assignee)
            check(desk.book, filter)
          }
        }
      }
    }
    for contact in contacts {
      let open = (1...desk.book.sizes.conversations).map(ConversationID.init).filter {
        desk.book[$0].contact == contact && desk.book[$0].status != .resolved
      }
      #expect(desk.book[contact].counts.open == open.count)
      #expect(Set(desk.book[contact].channels.flatMap(\.openIds)) == Set(open))
    }
  }

  /// Random moves of conversations, messages from the past, from hours ahead and imported ones; after each, the index
  /// of those in `pending` says what a look over all says: which ones, in which order, and who is due when.
  @Test(arguments: 1...4) func pendingConversationsByQuiet(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let desk = TestDesk()
    let contact = desk.contact(Self.x)
    var quiet: [Int64] = []
    for step in 0..<400 {
      let now = TestDesk.time(desk.book.seq + 1).milliseconds
      guard !quiet.isEmpty, random.percent(85) else {
        let opening = random.pick(Opening.allCases)
        let id = desk.book.nextConversationID
        desk.apply(.conversation(id, of: contact, .opened(desk.channel(.x), topics: [], by: opening)))
        quiet.append(now)
        continue
      }
      let id = ConversationID(1 + random.below(quiet.count))
      let at = Int(now / 1_000) + random.pick([-500, 0, 40, 90])
      switch random.below(6) {
      case 0:
        desk.inbound(id, at: at)
        quiet[id.number - 1] = max(quiet[id.number - 1], now, Int64(at) * 1_000)
      case 1, 2:
        desk.outbound(id, at: at)
        quiet[id.number - 1] = max(quiet[id.number - 1], now, Int64(at) * 1_000)
      case 3: desk.imported(id, at: at)
      default:
        let status = random.pick(Conversation.Status.allCases)
        desk.apply(desk.book[id].statusChange(to: status))
        if status == .pending { quiet[id.number - 1] = max(quiet[id.number - 1], now) }
      }
      if step % 20 == 0 { checkPending(desk.book, quiet) }
    }
    checkPending(desk.book, quiet)
  }

  private func checkPending(_ book: Book, _ quiet: [Int64]) {
    #expect(quiet.indices.allSatisfy { book[ConversationID($0 + 1)].quietSince.milliseconds == quiet[$0] })
    let pending = quiet.indices.filter { book[ConversationID($0 + 1)].status == .pending }
      .sorted { (quiet[$0], $0) < (quiet[$1], $1) }
    var found: [Int] = []
    book.pendingConversations.forward(1, after: nil) {
      found.append(Int($0.number) - 1)
      return true
    }
    #expect(found == pending)
    var settings = book.settings
    settings.autoResolveDays = 2
    let days = Int64(2 * Timestamp.dayMilliseconds)
    #expect(book.autoResolveDueAt == nil && book.conversationsToResolve(at: TestDesk.time(.max >> 20), max: 9) == [])
    book.settings = settings
    defer { book.settings = Settings() }
    #expect(book.autoResolveDueAt?.milliseconds == pending.first.map { quiet[$0] + days })
    for at in Set([0] + pending.map { quiet[$0] + days }).sorted() {
      for (at, max) in [(at - 1, Int.max), (at, .max), (at, 3)] {
        let due = pending.filter { quiet[$0] + days <= at }.prefix(max)
        let found = book.conversationsToResolve(at: Timestamp(milliseconds: at), max: max)
        #expect(found == due.map { ConversationID($0 + 1) })
      }
    }
  }

  private func check(_ book: Book, _ filter: ConversationFilter) {
    let all = (1...book.sizes.conversations).reversed().map(ConversationID.init)
    let expected = all.filter { id in
      let conversation = book[id]
      let isAssigned =
        switch filter.assignee {
        case .anybody: true
        case .nobody: conversation.assignee == nil
        case .agent(let agent): conversation.assignee == agent
        }
      return (filter.contact == nil || conversation.contact == filter.contact)
        && (filter.status == nil || conversation.status == filter.status)
        && (filter.channel == nil || conversation.channel == filter.channel)
        && isAssigned
    }
    for before in [nil] + stride(from: 1, through: all.count + 10, by: 10).map({ ConversationID($0) }) {
      var found: [ConversationID] = []
      book.conversations(narrowedBy: filter, before: before) {
        if book[$0].isLet(by: filter) { found.append($0) }
        return true
      }
      #expect(found == expected.filter { $0.number < before?.number ?? .max })
    }
    checkInbox(book, filter, expected)
  }

  /// The inbox beside a sort by the last message, which is looked for in the whole history of each conversation.
  private func checkInbox(_ book: Book, _ filter: ConversationFilter, _ all: [ConversationID]) {
    let places = all.map { id in
      var last: Timestamp?
      book.conversationTimelines.backward(id.number, before: nil) { entry in
        if case .message(let message) = Book.Entry(entry) { last = book[message].content.at }
        return last == nil
      }
      return NewestPlace(last ?? book[id].openedAt, id.number)
    }.sorted()
    for after in [
      nil, places.first, places.dropFirst(places.count / 2).first, NewestPlace(TestDesk.time(40), 2),
    ] {
      var found: [ConversationID] = []
      book.inbox(narrowedBy: filter, after: after) {
        if book[$0].isLet(by: filter) { found.append($0) }
        return true
      }
      #expect(found == places.filter { place in after.map { $0 < place } ?? true }.map { ConversationID($0.number) })
    }
  }
}
