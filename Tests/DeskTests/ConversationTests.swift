import Tables
import Testing

@testable import Desk

/// Where messages land, who waits since when, and who is behind a conversation.
struct ConversationTests {
  private static let x1 = Identity.Profile(network: .x, externalId: "1")
  private static let x2 = Identity.Profile(network: .x, externalId: "2")
  private static let sms = Identity.Profile(network: .sms, externalId: "3")

  // MARK: Landing

  @Test func theLatestUnresolvedElseTheLatestElseNone() {
    let desk = TestDesk()
    let contact = desk.contact(Self.x1)
    let landing = { desk.book.conversationForInbound(contact, desk.channel(.x)) }
    #expect(landing() == nil)
    let first = desk.open(contact, .x)
    #expect(landing() == first)
    let second = desk.open(contact, .x)
    let third = desk.open(contact, .x)
    #expect(landing() == third)
    desk.inbound(first, at: 100)
    #expect(landing() == third)
    desk.resolve(third)
    #expect(landing() == second)
    desk.resolve(first)
    #expect(landing() == second)
    desk.resolve(second)
    #expect(landing() == third)
  }

  @Test func everyContactAndChannelForItself() {
    let desk = TestDesk()
    let (contact, other) = (desk.contact(Self.x1), desk.contact(Self.x2))
    let conversation = desk.open(contact, .x)
    #expect(desk.book.conversationForInbound(contact, desk.channel(.x)) == conversation)
    #expect(desk.book.conversationForInbound(contact, desk.channel(.sms)) == nil)
    #expect(desk.book.conversationForInbound(other, desk.channel(.x)) == nil)
  }

  @Test func aMessageReopensWhatWasResolved() {
    for isInbound in [true, false] {
      let desk = TestDesk()
      let contact = desk.contact(Self.x1)
      let (first, second) = (desk.open(contact, .x), desk.open(contact, .x))
      desk.resolve(first)
      desk.resolve(second)
      #expect(desk.book[contact].counts.open == 0)
      _ = isInbound ? desk.inbound(first, at: 1) : desk.outbound(first, at: 1)
      #expect(desk.book[first].status == (isInbound ? .new : .pending))
      #expect(desk.book[contact].counts.open == 1 && desk.book[contact].channels.map(\.openIds) == [[first]])
      #expect(desk.book.conversationForInbound(contact, desk.channel(.x)) == first)
    }
  }

  // MARK: Waiting

  private enum Step {
    case from(Int)
    case answered(Int)
    case resolved
  }

  private func check(
    _ steps: [Step], _ status: Conversation.Status, waitingSince: Int?, at location: SourceLocation = #_sourceLocation
  ) {
    let desk = TestDesk()
    let conversation = desk.open(desk.contact(Self.x1), .x)
    for step in steps {
      switch step {
      case .from(let at): desk.inbound(conversation, at: at)
      case .answered(let at): desk.outbound(conversation, at: at)
      case .resolved: desk.resolve(conversation)
      }
    }
    let now = desk.book[conversation]
    #expect(now.status == status, sourceLocation: location)
    #expect(now.waitingSince == waitingSince.map(TestDesk.time), sourceLocation: location)
  }

  @Test func waitingSinceTheOldestNotAnswered() {
    check([], .pending, waitingSince: nil)
    check([.from(5)], .new, waitingSince: 5)
    check([.from(5), .from(7)], .new, waitingSince: 5)
    check([.from(5), .from(3), .from(9)], .new, waitingSince: 3)
    check([.answered(1)], .pending, waitingSince: nil)
    check([.answered(1), .from(5)], .new, waitingSince: 5)
    check([.from(5), .answered(6)], .pending, waitingSince: nil)
    check([.from(5), .answered(6), .from(7)], .new, waitingSince: 7)
    check([.from(5), .resolved], .resolved, waitingSince: nil)
    check([.from(5), .resolved, .from(9)], .new, waitingSince: 9)
  }

  /// An answer is one to all that arrived before it, whenever that or it was written.
  @Test func answeringGoesByArrival() {
    check([.from(5), .answered(1)], .pending, waitingSince: nil)
    check([.from(5), .answered(9), .from(7)], .new, waitingSince: 7)
    check([.from(5), .answered(9), .from(2), .from(20)], .new, waitingSince: 2)
  }

  // MARK: Who is behind it

  private func shown(_ desk: TestDesk, _ contact: ContactID, _ conversation: ConversationID?, _ network: Network?)
    -> Int?
  {
    let index = desk.book[contact].indexShown(from: conversation.map { desk.book[$0] }, on: network)
    return index.map { desk.book[contact].identities[$0].number }
  }

  @Test func latestInboundByTimeThenByArrival() {
    let desk = TestDesk()
    let contact = desk.contact(Self.x1, Self.x2, Self.sms)
    #expect(shown(desk, contact, nil, nil) == 1)
    let (x, sms) = (desk.open(contact, .x), desk.open(contact, .sms))
    desk.inbound(x, at: 50, identity: 2)
    #expect(shown(desk, contact, nil, nil) == 2)
    // Written earlier, arrived later.
    desk.inbound(sms, at: 40, identity: 3)
    #expect(shown(desk, contact, nil, nil) == 2)
    // At the same time: the later arrival.
    desk.inbound(sms, at: 50, identity: 3)
    #expect(shown(desk, contact, nil, nil) == 3)
    desk.outbound(x, at: 60)
    #expect(shown(desk, contact, nil, nil) == 3)
    // Without an identity there is nobody to show.
    desk.inbound(x, at: 70, identity: nil)
    #expect(shown(desk, contact, nil, nil) == 3)
    #expect(shown(desk, contact, x, .x) == 2 && shown(desk, contact, sms, .sms) == 3)
    desk.inbound(x, at: 45, identity: 1)
    #expect(shown(desk, contact, x, .x) == 2)
    desk.inbound(x, at: 51, identity: 1)
    #expect(shown(desk, contact, x, .x) == 1 && shown(desk, contact, nil, nil) == 1)
  }

  @Test func conversationsInWhichNobodyWrote() {
    let desk = TestDesk()
    let contact = desk.contact(Self.x1, Self.sms)
    let (x, sms, email) = (desk.open(contact, .x), desk.open(contact, .sms), desk.open(contact, .email))
    #expect(shown(desk, contact, x, .x) == 1)
    #expect(shown(desk, contact, sms, .sms) == 2)
    #expect(shown(desk, contact, email, .email) == 1)
    #expect(desk.book.identityNumberWriting(in: desk.book[sms]) == 2)
    // The card shows somebody; the author of an e-mail is nobody's identity on X.
    #expect(desk.book.identityNumberWriting(in: desk.book[email]) == nil)
    desk.inbound(x, at: 1)
    #expect(shown(desk, contact, sms, .sms) == 2)
    let nobody = desk.contact(name: "Nobody")
    let opened = desk.open(nobody, .x)
    #expect(shown(desk, nobody, opened, .x) == nil && shown(desk, nobody, nil, nil) == nil)
    #expect(desk.book.identityNumberWriting(in: desk.book[opened]) == nil)
  }

  /// Who wrote and was taken away is behind nothing; a conversation has somebody else on its network then.
  @Test func whoWasTakenAwayIsNotShown() {
    let desk = TestDesk()
    let contact = desk.contact(Self.sms, Self.x1, Self.x2)
    let (x, sms) = (desk.open(contact, .x), desk.open(contact, .sms))
    desk.inbound(sms, at: 1, identity: 1)
    desk.inbound(x, at: 2, identity: 2)
    #expect(shown(desk, contact, x, .x) == 2 && shown(desk, contact, nil, nil) == 2)
    desk.remove(2, of: contact)
    #expect(shown(desk, contact, x, .x) == 3 && shown(desk, contact, nil, nil) == 1)
    desk.remove(3, of: contact)
    #expect(shown(desk, contact, x, .x) == 1)
    desk.remove(1, of: contact)
    #expect(shown(desk, contact, x, .x) == nil && shown(desk, contact, nil, nil) == nil)
  }

  /// Both timelines of what happened, by (at, seq).
  @Test func timelines() {
    let desk = TestDesk()
    let contact = desk.contact(Self.x1)
    let (x, sms) = (desk.open(contact, .x), desk.open(contact, .sms))
    desk.inbound(x, at: 50)
    desk.inbound(sms, at: 40)
    desk.note(contact)
    desk.inbound(x, at: 50)
    desk.note(contact, x)
    desk.apply(desk.book[contact].promotion(reason: nil))
    let entries = { (walk: (_ body: (RunIndex.Entry) -> Bool) -> Void) -> [String] in
      var found: [String] = []
      walk { entry in
        switch Book.Entry(entry) {
        case .message(let id): found.append("message \(id.number)")
        case .note(let id): found.append("note \(id.number)")
        case .event(let number): found.append("event \(number.number)")
        }
        return true
      }
      return found
    }
    // The notes and the event are of the seconds 7, 9 and 10.
    let all = ["note 1", "note 2", "event 1", "message 2", "message 1", "message 3"]
    #expect(entries { desk.book.timelines.forward(contact.number, after: nil, $0) } == all)
    #expect(entries { desk.book.timelines.backward(contact.number, before: nil, $0) } == all.reversed())
    let inX = ["note 2", "message 1", "message 3"]
    #expect(entries { desk.book.conversationTimelines.forward(x.number, after: nil, $0) } == inX)
    #expect(entries { desk.book.conversationTimelines.forward(sms.number, after: nil, $0) } == ["message 2"])
  }
}
