import Desk
import Testing

/// Keys and ids compare by scalars: what Swift's `==` takes for one (K and the Kelvin sign, é in one scalar or two) is
/// two.
struct IdentifierTests {
  /// Pairs that are canonically equivalent.
  private static let twins = [
    ("K1", "\u{212A}1"), ("é", "e\u{301}"), ("Å", "\u{212B}"), ("각", "\u{1100}\u{1161}\u{11A8}"), ("\u{1F71}", "ά"),
    ("\u{FB2A}", "ש\u{5C1}"), ("a\u{323}\u{307}", "a\u{307}\u{323}"),
  ]

  @Test(arguments: twins)
  func twinsAreTwo(a: String, b: String) {
    #expect(a == b)
    #expect(!a.sameScalars(as: b) && a.sameScalars(as: a) && b.sameScalars(as: b))
    #expect(!Substring(a).sameScalars(as: b))
  }

  @Test func longTextsOfOneBeginning() {
    for count in [0, 1, 7, 8, 15, 16, 100, 100_000] {
      let text = String(repeating: "k", count: count)
      let sliced = ("é" + text + "é").dropFirst().dropLast()
      #expect(text.sameScalars(as: sliced) && sliced.sameScalars(as: text))
      for other in [text + "a", "a" + text] {
        #expect(!text.sameScalars(as: other) && !other.sameScalars(as: text))
        #expect(!(text + "b").sameScalars(as: other) && !other.sameScalars(as: "b" + text))
        #expect(other.sameScalars(as: String(other.unicodeScalars.map(Character.init))))
      }
    }
  }

  @Test(arguments: twins)
  func externalIdsAndHandles(a: String, b: String) {
    let desk = TestDesk()
    let first = desk.contact(Identity.Profile(network: .x, externalId: a, handle: a))
    #expect(desk.book.contact(network: .x, externalId: b) == nil)
    #expect(desk.book.contact(network: .x, handle: b) == nil)
    let second = desk.contact(Identity.Profile(network: .x, externalId: b, handle: b))
    for (text, contact) in [(a, first), (b, second)] {
      #expect(desk.book.contact(network: .x, externalId: text)?.id == contact)
      #expect(desk.book.contact(network: .x, handle: text)?.id == contact)
      #expect(desk.book.contact(network: .telegram, externalId: text) == nil)
      #expect(desk.book.contact(network: .telegram, handle: text) == nil)
    }
  }

  @Test(arguments: twins)
  func externalIdsOfMessages(a: String, b: String) {
    let desk = TestDesk()
    let contact = desk.contact(
      Identity.Profile(network: .x, externalId: "1"), Identity.Profile(network: .sms, externalId: "1"))
    let (x, sms) = (desk.open(contact, .x), desk.open(contact, .sms))
    let found = { (channel: Network, id: String) in
      desk.book.message(channel: desk.channel(channel), from: "1", externalId: id)
    }
    let first = desk.inbound(x, at: 1, externalId: a)
    #expect(found(.x, a) == first && found(.x, b) == nil && found(.sms, a) == nil)
    let second = desk.inbound(x, at: 2, externalId: b)
    let third = desk.inbound(sms, at: 3, identity: 2, externalId: a)
    #expect(found(.x, a) == first && found(.x, b) == second && found(.sms, a) == third)
    #expect(desk.book.message(in: x, .inbound, externalId: b) == second)
    #expect(desk.book.message(in: sms, .inbound, externalId: b) == nil)
  }

  @Test func keysOfAttributesAndIdsOfChannelsAndAgents() {
    let book = TestDesk(agents: ["K", "mark"]).book
    #expect(book.agent(id: "K") == AgentNumber(1) && book.agent(id: "mark") == AgentNumber(2))
    for id in ["\u{212A}", "mar\u{212A}", "k", "Mark", "", "mark "] { #expect(book.agent(id: id) == nil) }
    #expect(book.definition(key: "email")?.format == .email)
    for key in ["Email", "emai\u{217C}", "", "email "] { #expect(book.definition(key: key) == nil) }
    for id in ["X", "x ", "", "lin\u{212A}edin"] { #expect(book.channel(id: id) == nil) }
  }

  @Test(arguments: twins)
  func profilesThatDifferByScalarsAlone(a: String, b: String) {
    let profile = { (text: String) in Identity.Profile(network: .x, externalId: "1", handle: text, displayName: text) }
    #expect(profile(a).isSame(as: profile(a)))
    #expect(!profile(a).isSame(as: profile(b)))
    #expect(!profile(a).isSame(as: Identity.Profile(network: .x, externalId: "1", handle: a)))
    // A handle that changes by its scalars alone moves.
    let desk = TestDesk()
    let contact = desk.contact(profile(a))
    desk.update(1, of: contact, to: profile(b))
    #expect(desk.book.contact(network: .x, handle: a) == nil)
    #expect(desk.book.contact(network: .x, handle: b)?.id == contact)
  }

  @Test(arguments: [
    ("contact-1", 1), ("contact-12", 12), ("contact-9999999999", 9_999_999_999), ("contact-0", nil),
    ("contact-01", nil), ("contact-", nil), ("contact--1", nil), ("contact-+1", nil), ("contact-1 ", nil),
    (" contact-1", nil), ("Contact-1", nil), ("contact_1", nil), ("contact-1a", nil), ("contact-١", nil),
    ("contact-１", nil), ("contact-12345678901", nil), ("conversation-1", nil), ("1", nil), ("", nil),
    ("contact-1\u{301}", nil), ("contact-18446744073709551617", nil),
  ])
  func idsOfOurs(text: String, number: Int?) {
    #expect(ContactID(text: text)?.number == number)
    let other = "conversation" + text.dropFirst("contact".count)
    #expect(ConversationID(text: text.hasPrefix("contact") ? other : "x" + text)?.number == number)
  }
}
