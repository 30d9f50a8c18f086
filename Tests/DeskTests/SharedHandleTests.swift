import TestSupport
import Testing

@testable import Desk
@testable import Tables

/// What many share, and what comes and goes on one contact: right against a model, and no step passes over all of it.
struct SharedHandleTests {
  private static let guests = 2_000

  private static func guest(_ number: Int) -> Identity.Profile {
    Identity.Profile(network: .webchat, externalId: "g\(number)", handle: "guest")
  }

  /// The holders of a handle against an array, in which each is looked for.
  @Test func holdersAgainstAModel() {
    var random = SplitMix64(seed: 60_000)
    let holder = { Handle.Holder(contact: ContactID($0), identity: 1) }
    var (holders, model) = (Handle.Holders(holder(0)), [holder(0)])
    for step in 0..<20_000 {
      let one = holder(random.below(step % 4_000 < 2_000 ? 300 : 5))
      model.removeAll { $0 == one }
      if random.percent(60) {
        holders.take(one)
        model.append(one)
      } else {
        holders.drop(one)
      }
      #expect(holders.last == model.last)
      #expect(holders.places <= 2 * model.count + 8, "gaps are closed")
    }
  }

  @Test func aHandleOfManyBelongsToTheLastSeen() throws {
    let desk = TestDesk()
    let people = (0..<Self.guests).map { desk.contact(Self.guest($0)) }
    #expect(desk.book.contact(network: .webchat, handle: "guest")?.id == people.last)
    let first = desk.open(people[0], .webchat)
    for at in 0..<Self.guests { desk.inbound(first, at: at, toldHandle: true) }
    #expect(desk.book.contact(network: .webchat, handle: "guest")?.id == people[0])
    desk.remove(1, of: people[0])
    #expect(desk.book.contact(network: .webchat, handle: "guest")?.id == people.last)
    let number = try #require(desk.book.handleNumber(.webchat, form: "guest"))
    #expect(desk.book.handles[number].holders.places <= 2 * Self.guests + 8)
  }

  @Test func identitiesThatComeAndGoAreFoundAtOnce() {
    let desk = TestDesk()
    let contact = desk.contact(Self.guest(0))
    for number in 1...Self.guests {
      desk.add(Self.guest(number), to: contact)
      desk.remove(number + 1, of: contact)
    }
    #expect(desk.book[contact].identities.count == 1 && desk.book[contact].formerIdentities.count == Self.guests)
    #expect(desk.book[contact].author(numbered: 500)?.profile.externalId == "g499")
    #expect(desk.book[contact].number(forAdding: Self.guest(499)) == 500)
    #expect(desk.book[contact].number(forAdding: Self.guest(Self.guests + 1)) == Self.guests + 2)
    // Its own again: no former one any more.
    desk.add(Self.guest(499), to: contact)
    #expect(desk.book[contact].formerIdentities[500] == nil && desk.book[contact].identity(numbered: 500) != nil)
    // The index of identities has no more slots to pass over than it has identities.
    let passed = desk.book.contactsByIdentity.slotsPassed(desk.book.hash(.webchat, "g499"))
    #expect(passed < 64)
  }

  /// Messages are found in their conversation under the channel's id, whichever of many identities wrote them.
  @Test func aConversationOfManySenders() {
    let desk = TestDesk()
    let contact = desk.contact(Self.guest(0))
    let (conversation, other) = (desk.open(contact, .webchat), desk.open(contact, .webchat))
    var messages: [MessageID] = []
    for number in 1...50 {
      desk.add(Self.guest(number), to: contact)
      messages.append(desk.inbound(conversation, at: number, identity: number + 1, externalId: "m\(number)"))
      desk.remove(number + 1, of: contact)
    }
    for (index, message) in messages.enumerated() {
      #expect(desk.book.message(in: conversation, .inbound, externalId: "m\(index + 1)") == message)
      #expect(desk.book.message(in: other, .inbound, externalId: "m\(index + 1)") == nil)
      #expect(desk.book.message(in: conversation, .outbound, externalId: "m\(index + 1)") == nil)
      let from = desk.book.message(channel: desk.channel(.webchat), from: "g\(index + 1)", externalId: "m\(index + 1)")
      #expect(from == message)
    }
    #expect(desk.book[conversation].firstSender == 2)
    // Networks number the messages of each sender anew: of two with the same id, the first is found.
    desk.add(Self.guest(1), to: contact)
    desk.add(Self.guest(99), to: contact)
    for (first, second) in [(2, 53), (53, 2)].map({ ($0, $1) }) {
      let id = "from \(first)"
      let message = desk.inbound(conversation, at: 60, identity: first, externalId: id)
      _ = desk.inbound(conversation, at: 61, identity: second, externalId: id)
      #expect(desk.book.message(in: conversation, .inbound, externalId: id) == message)
    }
  }

  /// Of agents whose ids differ in case alone, two are kept for mentions: none of them is meant by another spelling.
  @Test func agentsThatAreAlike() {
    let ids = (0..<1_024).map { number in String((0..<10).map { number >> $0 & 1 == 0 ? "a" : "A" }) }
    let desk = TestDesk(agents: ids + ["Ben"])
    #expect(desk.book.agentsByFoldedId.slotsPassed(desk.book.hash("aaaaaaaaaa")) < 64)
    #expect(desk.book.mentions(in: "@AaAaAaAaAa @ben @BEN") == [342, 1_025].map(AgentNumber.init))
    #expect(desk.book.mentions(in: "@aaaaaaaaaab @cc", newcomer: "CC").map(\.number) == [1_026])
    #expect(desk.book.mentions(in: "@bEn", newcomer: "BEN") == [], "two are meant")
  }

  /// A note full of places that name nobody asks once for each end of each.
  @Test(arguments: ["@a._-", "@", "@.", "@a", "＠a-", "@a@", "://@a"])
  func placesAreAskedOnce(piece: String) {
    let text = String(repeating: piece, count: 5_000 / piece.unicodeScalars.count)
    var asked = 0
    Mentions(text).forEachPlace { _ in
      asked += 1
      return false
    }
    #expect(asked <= 5_000)
  }
}
