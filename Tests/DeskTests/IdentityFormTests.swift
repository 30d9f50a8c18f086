import Testing

@testable import Desk

/// When two spellings of an id or a handle are one person's.
struct IdentityFormTests {
  private func check(
    _ network: Network, _ same: [String], others: [String] = [], at location: SourceLocation = #_sourceLocation
  ) {
    let forms = same.map { network.comparisonForm(externalId: $0) }
    for (form, text) in zip(forms, same) {
      #expect(form.sameScalars(as: forms[0]), "\(network) \(text)", sourceLocation: location)
      #expect(network.comparisonForm(externalId: form).sameScalars(as: form), "\(text)", sourceLocation: location)
    }
    for text in others {
      let form = network.comparisonForm(externalId: text)
      #expect(!forms.contains { $0.sameScalars(as: form) }, "\(network) \(text)", sourceLocation: location)
    }
  }

  private func check(
    handles network: Network, _ same: [String], others: [String] = [], at location: SourceLocation = #_sourceLocation
  ) {
    let forms = same.map { network.comparisonForm(handle: $0) }
    for (form, text) in zip(forms, same) {
      #expect(form.sameScalars(as: forms[0]), "\(network) \(text)", sourceLocation: location)
    }
    for text in others {
      let form = network.comparisonForm(handle: text)
      #expect(!forms.contains { $0.sameScalars(as: form) }, "\(network) \(text)", sourceLocation: location)
    }
  }

  @Test func addresses() {
    check(
      .email, ["Mira@Example.com", "Mira@example.com", "mira@example.com", "MIRA@EXAMPLE.COM"],
      others: ["mira@example.org", "mira.k@example.com", "mira+1@example.com", "mira", ""])
    check(.email, ["mira@bücher.example", "mira@xn--bcher-kva.example", "Mira@BÜCHER.example"])
    check(.email, ["ZOÉ@example.com", "zoé@example.com"], others: ["zoe@example.com"])
    // No address, and still one person.
    check(.email, ["Mira at example", "mira AT example"])
  }

  @Test(arguments: [Network.whatsapp, .sms])
  func numbers(network: Network) {
    check(
      network,
      [
        "+32470123456", "32470123456", "+32 470 12 34 56", "+32 (470) 12.34-56", "whatsapp:+32470123456",
        "WhatsApp:32470123456", "tel:+32-470-12-34-56", "sms:+32470123456", "32470123456@s.whatsapp.net",
        "32470123456@c.us", "32470123456:12@s.whatsapp.net", "32470123456.0:3@s.whatsapp.net",
        "32470123456_1:3@s.whatsapp.net", " +32470123456\n", "\u{202A}+32 470 12 34 56\u{202C}",
      ],
      others: [
        "32470123457", "0470123456", "+3247012345", "32470123456@lid", "32470123456@g.us", "+32470123456 x",
        "32470123456:a@s.whatsapp.net", "x32470123456",
      ])
    // Invisible to readers, but not left out of ids when desks from before were written.
    for scalar in [0xFFFE, 0xFDD0, 0x13430, 0x13441].compactMap({ Unicode.Scalar($0 as UInt32) }) {
      for text in ["+32470\(scalar)123456", "\(scalar)32470123456", "32470123456\(scalar)"] {
        #expect(network.comparisonForm(externalId: text).sameScalars(as: text))
      }
    }
    // Short codes, names, and what is longer than a number.
    for text in ["123456", "+123456", "12 34 56", "MyBank", "123456@lid", "1234567890123456", "", "+", "whatsapp:"] {
      #expect(network.comparisonForm(externalId: text).sameScalars(as: text))
    }
    let long = String(repeating: " ", count: 200) + "32470123456"
    #expect(network.comparisonForm(externalId: long).sameScalars(as: long))
  }

  @Test func idsAsGiven() {
    for network in [Network.instagram, .facebook, .x, .linkedin, .messenger, .telegram, .webchat, .other] {
      check(network, ["Ab1"], others: ["ab1", "@Ab1", "Ab1 "])
      check(network, ["+32470123456"], others: ["32470123456", "+32 470 12 34 56"])
    }
  }

  @Test func handles() {
    for network in [Network.instagram, .facebook, .x, .linkedin, .messenger, .telegram] {
      check(
        handles: network, ["mira.k", "Mira.K", "@mira.k", "@MIRA.K"], others: ["mirak", "@@mira.k", "mira.k ", "@"])
      check(handles: network, ["K"], others: ["\u{212A}"])
    }
    for network in [Network.webchat, .other] {
      check(handles: network, ["Mira", "@Mira"], others: ["mira", "@mira"])
    }
    check(handles: .email, ["mira@example.com", "Mira@Example.com"])
    check(handles: .sms, ["+32470123456", "32470123456", "+32 470 12 34 56"])
    check(handles: .whatsapp, ["MyShop", "@MyShop"], others: ["myshop"])
    // A combining mark after the @ is no part of it.
    check(handles: .x, ["@\u{301}a", "\u{301}a"])
  }

  // MARK: In the book

  private static let email = Identity.Profile(network: .email, externalId: "Mira@Example.com", handle: "@Mira.K")

  @Test func oneContactHoweverSpelled() {
    let desk = TestDesk()
    let mira = desk.contact(Self.email)
    let number = desk.contact(Identity.Profile(network: .whatsapp, externalId: "+32 470 12 34 56", handle: "@Mira"))
    let book = desk.book
    #expect(book.contact(network: .email, externalId: "mira@EXAMPLE.com")?.id == mira)
    #expect(book[mira].identities[0].profile.externalId == "Mira@Example.com")
    #expect(book.contact(network: .whatsapp, externalId: "32470123456@s.whatsapp.net")?.id == number)
    #expect(book.contact(network: .whatsapp, handle: "Mira")?.id == number)
    #expect(book.contact(network: .sms, externalId: "32470123456") == nil)
  }

  /// A handle that is spelled in another way stays as it was; another one moves, and takes its holder along.
  @Test func handlesOfAnIdentity() {
    let desk = TestDesk()
    let first = Identity.Profile(network: .x, externalId: "1", handle: "@Mira")
    let contact = desk.contact(first)
    let same = first.updated(with: Identity.Profile(network: .x, externalId: "1", handle: "mira"))
    #expect(same.isSame(as: first))
    let other = first.updated(with: Identity.Profile(network: .x, externalId: "1", handle: "Mira2"))
    desk.update(1, of: contact, to: other)
    #expect(desk.book.contact(network: .x, handle: "mira") == nil)
    #expect(desk.book.contact(network: .x, handle: "MIRA2")?.id == contact)
  }

  /// An identity that comes back is the same one, and one that goes is found no more, in whatever spelling.
  @Test func identitiesThatGoAndComeBack() {
    let desk = TestDesk()
    let contact = desk.contact(Self.email, name: "Mira")
    desk.remove(1, of: contact)
    #expect(desk.book.contact(network: .email, externalId: "mira@example.com") == nil)
    let again = Identity.Profile(network: .email, externalId: "MIRA@example.com")
    #expect(desk.book[contact].number(forAdding: again) == 1)
    desk.add(again, to: contact)
    #expect(desk.book.contact(network: .email, externalId: "mira@example.com")?.id == contact)
    #expect(desk.book[contact].identities[0].profile.externalId == "MIRA@example.com")
  }

  // MARK: Messages

  /// Whose message an id of the channel's own names.
  @Test func messagesByTheIdOfTheirChannel() {
    let desk = TestDesk()
    let (mira, ben) = (
      desk.contact(Self.email), desk.contact(Identity.Profile(network: .email, externalId: "ben@example.com"))
    )
    let (first, second, third) = (desk.open(mira, .email), desk.open(mira, .email), desk.open(ben, .email))
    let found = { (sender: String) in
      desk.book.message(channel: desk.channel(.email), from: sender, externalId: "1")
    }
    let one = desk.inbound(first, at: 1, externalId: "1")
    #expect(found("mira@example.com") == one && found("ben@example.com") == nil)
    let two = desk.inbound(third, at: 2, externalId: "1")
    #expect(found("MIRA@example.com") == one && found("Ben@example.com") == two)
    // Named by its conversation, the same id is another message; who wrote it has the first.
    #expect(desk.book.message(in: second, .inbound, externalId: "1") == nil)
    let three = desk.inbound(second, at: 3, externalId: "1")
    #expect(desk.book.message(in: second, .inbound, externalId: "1") == three && found("mira@example.com") == one)
    #expect(desk.book.message(in: first, .outbound, externalId: "1") == nil)
    // An identity that moves takes along what it wrote.
    desk.remove(1, of: mira)
    #expect(found("mira@example.com") == one)
    // Of a message that nobody known wrote only the conversation knows.
    let four = desk.inbound(first, at: 4, identity: nil, externalId: "2")
    #expect(desk.book.message(in: first, .inbound, externalId: "2") == four)
    #expect(desk.book.message(channel: desk.channel(.email), from: "mira@example.com", externalId: "2") == nil)
  }

  /// Telegram numbers the messages of every chat from 1: many messages have one id, and none costs more than another.
  @Test(.timeLimit(.minutes(1))) func manyMessagesOfOneId() {
    let desk = TestDesk()
    for number in 1...20_000 {
      let contact = desk.contact(Identity.Profile(network: .telegram, externalId: "\(number)"))
      desk.inbound(desk.open(contact, .telegram), at: number, externalId: "1")
    }
    #expect(
      desk.book.message(channel: desk.channel(.telegram), from: "20000", externalId: "1") == MessageID(20_000))
    let contact = desk.contact(Identity.Profile(network: .telegram, externalId: "many"))
    for at in 1...20_000 { desk.inbound(desk.open(contact, .telegram), at: at, externalId: "1") }
    #expect(desk.book.message(channel: desk.channel(.telegram), from: "many", externalId: "1") == MessageID(20_001))
  }
}
