import Desk
import Testing

/// The built-in networks, and the addresses that are made for profiles on them.
struct NetworkTests {
  private func check(
    _ network: Network, _ externalId: String, _ handle: String?, _ expected: String?,
    at location: SourceLocation = #_sourceLocation
  ) {
    let comment: Comment = "\(network), \(externalId), \(handle ?? "no handle")"
    let made = network.profileURL(externalId: externalId, handle: handle)
    #expect(made == expected, comment, sourceLocation: location)
    let profile = Identity.Profile(network: network, externalId: externalId, handle: handle)
    #expect(profile.profileUrl == expected, comment, sourceLocation: location)
  }

  @Test func addressesMadeFromTheHandle() {
    check(.instagram, "1", "mira.k", "https://www.instagram.com/mira.k/")
    check(.facebook, "1", "mira.k", "https://www.facebook.com/mira.k")
    check(.x, "1", "mira_k", "https://x.com/mira_k")
    check(.linkedin, "1", "mira-k", "https://www.linkedin.com/in/mira-k/")
    check(.messenger, "1", "mira.k", "https://m.me/mira.k")
    check(.telegram, "1", "mira_k", "https://t.me/mira_k")
  }

  @Test func addressesMadeFromTheNumber() {
    check(.whatsapp, "+32 470 12 34 56", nil, "https://wa.me/32470123456")
    check(.whatsapp, "32470123456", "mira", "https://wa.me/32470123456")
    check(.whatsapp, "whatsapp:+32470123456", nil, "https://wa.me/32470123456")
    check(.whatsapp, "32470123456@s.whatsapp.net", nil, "https://wa.me/32470123456")
    check(.whatsapp, "1234567", nil, "https://wa.me/1234567")
    check(.whatsapp, "12345678901234", nil, "https://wa.me/12345678901234")
    for id in [
      "123456", "BE.1234567890", "123456789012345", "123456789012345@lid", "1234567890123456", "٣٢٤٧٠١٢٣٤٥٦",
      "0470123456", "+0470123456", "+ 0470 12 34 56", "0032470123456", "120363025246125486@g.us",
    ] {
      check(.whatsapp, id, nil, nil)
    }
  }

  /// Ids that are scoped to a page of the organization are in no address.
  @Test func pageScopedIdsLeadNowhere() {
    for network in [Network.facebook, .messenger, .instagram] { check(network, "6127484773942", nil, nil) }
  }

  @Test func networksWithoutProfilePages() {
    for network in [Network.sms, .email, .webchat, .other] { check(network, "32470123456", "mira.k", nil) }
    for network in [Network.instagram, .x, .linkedin, .messenger, .telegram] {
      check(network, "32470123456", nil, nil)
      check(network, "32470123456", "@", nil)
    }
  }

  @Test func oneAtSignBeforeTheHandleIsNotOfIt() {
    check(.x, "1", "@mira", "https://x.com/mira")
    for handle in ["@@mira", "@", ""] { check(.x, "1", handle, nil) }
  }

  /// A browser would go up, or stay where it is.
  @Test(arguments: [".", "..", "...", "@.", "@.."])
  func dotsAloneNameNobody(handle: String) {
    for network in [Network.instagram, .facebook, .x, .linkedin, .messenger, .telegram] {
      check(network, "100044", handle, nil)
    }
    check(.x, "1", handle + "a", "https://x.com/" + (handle.hasPrefix("@") ? handle.dropFirst() : handle[...]) + "a")
  }

  /// No network takes for a name what has a space, a path, an address or a query in it.
  @Test(arguments: [
    "mira@example.com", "Mira Kowalska", "mira/photos", "a?b", "a#b", "https://x.com/mira", "a%2Fb", "a\\b", " mira",
    "mi\u{200B}ra", "mira\u{A0}", "\tmira", "t.me/mira",
  ])
  func handlesThatAreNoNames(handle: String) {
    for network in [Network.instagram, .facebook, .x, .linkedin, .messenger, .telegram] {
      check(network, "1", handle, nil)
    }
  }

  @Test func handlesArePercentEncoded() {
    for network in [Network.instagram, .facebook, .x, .messenger, .telegram] {
      for handle in ["zoé", "zo\u{FFFD}", "＠mira", "📦", "a&b", "請"] { check(network, "1", handle, nil) }
    }
    for handle in ["zo\u{FFFD}", "＠mira", "📦", "a&b"] { check(.linkedin, "1", handle, nil) }
    check(.linkedin, "1", "zoé-müller", "https://www.linkedin.com/in/zo%C3%A9-m%C3%BCller/")
    check(.linkedin, "1", "李雷", "https://www.linkedin.com/in/%E6%9D%8E%E9%9B%B7/")
  }

  @Test func aGivenAddressGoesFirst() {
    let given = Identity.Profile(network: .x, externalId: "1", handle: "mira", givenProfileUrl: "https://example.com/m")
    #expect(given.profileUrl == "https://example.com/m")
    let told = Identity.Profile(network: .x, externalId: "1", handle: "mira2")
    #expect(given.updated(with: told).profileUrl == "https://example.com/m")
    #expect(told.updated(with: given).profileUrl == "https://example.com/m")
    let renamed = Identity.Profile(network: .x, externalId: "1", handle: "mira").updated(with: told)
    #expect(renamed.profileUrl == "https://x.com/mira2")
  }

  @Test func everyNetworkCanBeDrawnAndHasAChannel() {
    let book = Book()
    for network in Network.allCases {
      #expect(network.logo.description == network.rawValue)
      #expect(!network.displayName.description.isEmpty)
      let color = network.color.description
      #expect(color.count == 7 && color.hasPrefix("#") && color.dropFirst().allSatisfy(\.isHexDigit), "\(network)")
      let channel = book.channel(id: network.rawValue).map { book[$0] }
      #expect(channel?.network == network && channel?.name == network.displayName.description)
    }
    #expect(book.channel(id: "Instagram") == nil && book.channel(id: "") == nil)
  }
}
