import TestSupport
import Testing

@testable import Desk

/// Who is linked to whom.
struct LinkTests {
  private static let cases: [(AttributeFormat, AttributeContent, AttributeContent, Bool)] = [
    (.email, .text("Mira@example.com"), .text("mira@example.com"), true),
    (.email, .text("mira@example.com"), .text("mira@example.org"), false),
    (.email, .text("é@example.com"), .text("E\u{301}@example.com"), true),
    (.text, .text("K-1189"), .text("k-1189"), true), (.text, .text("K-1189"), .text("K 1189"), false),
    (.text, .text("Zoë"), .text("ZOE\u{308}"), true), (.text, .text("Zoë"), .text("Zoe"), false),
    (.text, .text("12"), .text("１２"), false), (.text, .text("ΣΊΣΥΦΟΣ"), .text("σίσυφος"), true),
    (.phone, .text("+32470123456"), .text("+32470123456"), true),
    (.phone, .text("+32470123456"), .text("+32470123457"), false),
    (.url, .text("https://example.com/A"), .text("https://example.com/a"), false),
    (.choice, .text("é"), .text("e\u{301}"), false), (.date, .text("2026-01-31"), .text("2026-01-31"), true),
    (.number, .integer(12), .integer(12), true), (.number, .integer(12), .decimal(12.5), false),
    (.number, .decimal(0.1), .decimal(0.1), true), (.number, .decimal(1e300), .decimal(1e301), false),
    (.boolean, .boolean(true), .boolean(true), true), (.boolean, .boolean(true), .boolean(false), false),
    (.choices, .choices(["a", "b"]), .choices(["b", "a"]), true),
    (.choices, .choices(["a", "b"]), .choices(["a"]), false),
    (.choices, .choices(["a1:b"]), .choices(["a", "b"]), false),
    (.choices, .choices(["ab"]), .choices(["a", "b"]), false),
  ]

  @Test(arguments: cases)
  func compares(_ format: AttributeFormat, _ a: AttributeContent, _ b: AttributeContent, _ areSame: Bool) {
    let desk = linking(format)
    desk.set(ContactID(1), 8, a, by: .agent(AgentNumber(1)))
    desk.set(ContactID(2), 8, b, by: .agent(AgentNumber(1)))
    #expect(desk.book.links(of: ContactID(1)).contacts == (areSame ? [ContactID(2)] : []))
    #expect(desk.book.links(of: ContactID(2)).contacts == (areSame ? [ContactID(1)] : []))
  }

  /// A desk of so many contacts, which an attribute of its own links: number 8.
  private func linking(_ format: AttributeFormat = .text, contacts: Int = 2) -> TestDesk {
    let desk = TestDesk(agents: ["anna"])
    desk.apply(
      .schema(
        .defined(
          AttributeDefinition(
            number: 8, key: "link", label: "Link", format: format, options: [], isEnabled: true, isLookup: false,
            isCRMManaged: false, isAgentEditable: true))))
    for _ in 0..<contacts { _ = desk.contact(name: "A") }
    link(desk, by: 8)
    return desk
  }

  private func link(_ desk: TestDesk, by attribute: Int?) {
    var settings = desk.book.settings
    settings.matchingAttribute = attribute
    desk.apply(desk.book.settingsChange(to: settings))
  }

  /// Up to 20 are linked, each to all others; of 21 none are, and it is said how many there are.
  @Test func tooCommon() {
    let desk = linking(contacts: 21)
    let book = desk.book
    for number in 1...20 {
      desk.set(ContactID(number), 8, .text("x"), by: .agent(AgentNumber(1)))
      for other in 1...number {
        let expected = (1...number).filter { $0 != other }.map(ContactID.init)
        #expect(book.links(of: ContactID(other)).contacts == expected)
      }
    }
    #expect(!book.links(of: ContactID(1)).contacts.contains(ContactID(21)))
    desk.set(ContactID(21), 8, .text("X"), by: .agent(AgentNumber(1)))
    guard case .tooCommon(let count, let value) = book.links(of: ContactID(21)) else {
      Issue.record("\(book.links(of: ContactID(21)))")
      return
    }
    #expect(count == 21 && value.content.isSame(as: .text("X")) && value.definition == 8)
    #expect(book.links(of: ContactID(1)).contacts == [])
    desk.set(ContactID(5), 8, nil, by: .agent(AgentNumber(1)))
    #expect(book.links(of: ContactID(21)).contacts.count == 19 && book.links(of: ContactID(5)).contacts == [])
  }

  /// The index is made when somebody asks, kept from then on, and forgotten once another attribute links.
  @Test func keptFromTheFirstLookOn() {
    let desk = linking(contacts: 3)
    let book = desk.book
    #expect(book.keptMatchingIndex == nil)
    for number in 1...2 { desk.set(ContactID(number), 8, .text("x"), by: .agent(AgentNumber(1))) }
    #expect(book.keptMatchingIndex == nil)
    #expect(book.links(of: ContactID(1)).contacts == [ContactID(2)] && book.keptMatchingIndex != nil)
    _ = desk.contact(name: "B")
    desk.set(ContactID(4), 8, .text("x"), by: .agent(AgentNumber(1)))
    #expect(book.links(of: ContactID(1)).contacts == [ContactID(2), ContactID(4)] && book.keptMatchingIndex != nil)
    link(desk, by: 1)
    #expect(book.keptMatchingIndex == nil)
    guard var email = book.definition(number: 1) else { return }
    for isEnabled in [false, true] {
      email.isEnabled = isEnabled
      if let update = book.definitionUpdate(to: email) { desk.apply(update) }
      // Nobody is linked by a disabled attribute: then no look goes through the contacts.
      #expect(book.links(of: ContactID(1)).contacts == [] && (book.keptMatchingIndex != nil) == isEnabled)
    }
    #expect(book.links(of: ContactID(1)).contacts == [])
    link(desk, by: nil)
    #expect(book.keptMatchingIndex == nil && book.links(of: ContactID(1)).contacts == [])
    link(desk, by: 8)
    #expect(book.links(of: ContactID(4)).contacts == [ContactID(1), ContactID(2)])
  }

  /// What a network told counts while its identity is the one that is shown.
  @Test func asTheCardShowsIt() {
    let desk = linking(.email, contacts: 0)
    let book = desk.book
    link(desk, by: 1)
    let two = desk.contact(Identity.Profile(network: .x, externalId: "1"))
    desk.apply(book[two].identityAddition(Identity.Profile(network: .sms, externalId: "2")))
    let other = desk.contact(Identity.Profile(network: .x, externalId: "3"))
    desk.set(other, 1, .text("mira@example.com"), by: .agent(AgentNumber(1)))
    desk.set(two, 1, .text("mira@example.com"), by: .channel(desk.channel(.sms), identity: 2))
    #expect(book.links(of: two).contacts == [])
    let conversation = desk.open(two, .sms)
    desk.inbound(conversation, at: 5, identity: 2)
    #expect(book.links(of: two).contacts == [other] && book.links(of: other).contacts == [two])
    desk.remove(2, of: two)
    #expect(book.links(of: two).contacts == [] && book.links(of: other).contacts == [])
  }
}
