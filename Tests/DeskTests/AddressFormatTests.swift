import Desk
import TestSupport
import Testing

/// E-mail addresses and URLs.
struct AddressFormatTests {
  private func check(
    _ format: AttributeFormat, _ text: String, _ expected: String? = nil, at location: SourceLocation = #_sourceLocation
  ) {
    DeskTests.check(format, .text(text), .text(expected ?? text), at: location)
  }

  private func check(
    _ format: AttributeFormat, _ text: String, refusedFor part: String, at location: SourceLocation = #_sourceLocation
  ) {
    DeskTests.check(format, .text(text), refusedFor: part, at: location)
  }

  private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  // MARK: E-mail

  @Test(arguments: [
    ("mira@example.com", nil), ("Mira.K@Example.COM", "Mira.K@example.com"), ("a@b.co", nil),
    ("!#$%&'*+-/=?^_`{|}~@x-1.example", nil), ("a@xn--bcher-kva.EXAMPLE", "a@xn--bcher-kva.example"),
    ("1@1.c1", nil), ("a@a.b.c.d.e", nil),
  ])
  func emailAddresses(text: String, expected: String?) {
    check(.email, text, expected)
  }

  @Test(arguments: [
    ("mira", "has an @"), ("mira.example.com", "has an @"), ("@example.com", "before the @"),
    (".a@example.com", "before the @"), ("a.@example.com", "before the @"), ("a..b@example.com", "before the @"),
    ("a b@example.com", "before the @"), ("a@b@example.com", "before the @"), ("\"a\"@example.com", "before the @"),
    ("a(c)@example.com", "before the @"), ("Mira <mira@example.com>", "before the @"), ("a@", "a domain name"),
    ("mailto:a@b.com", "before the @"), (" a@b.com", "before the @"), ("a@example", "a domain name"),
    ("a@.com", "a domain name"), ("a@b..com", "a domain name"), ("a@b.com.", "a domain name"),
    ("a@-b.com", "a domain name"), ("a@b-.com", "a domain name"), ("a@b_c.com", "a domain name"),
    ("a@b.com ", "a domain name"), ("a@b.com\n", "a domain name"), ("a@b.com\r\n", "a domain name"),
    ("a@1.2.3.4", "a domain name"), ("a@[1.2.3.4]", "a domain name"), ("a@b.com>", "a domain name"),
    ("mira@bücher.example", "beyond ASCII"), ("mirа@example.com", "beyond ASCII"),
    ("mira@example.\u{212A}om", "beyond ASCII"), ("mira@\u{301}example.com", "beyond ASCII"),
    ("mira\u{301}@example.com", "beyond ASCII"), ("mira\u{FF20}example.com", "beyond ASCII"),
  ])
  func emailAddressesRefused(text: String, part: String) {
    check(.email, text, refusedFor: part)
  }

  @Test func lengthsOfEmailAddresses() {
    let domain = { Self.repeated("a", 63) + "." + Self.repeated("b", 63) + "." + Self.repeated("c", $0) }
    check(.email, Self.repeated("m", 64) + "@example.com")
    check(.email, Self.repeated("m", 65) + "@example.com", refusedFor: "at most 64")
    check(.email, Self.repeated("m", 64) + "@" + domain(61))
    check(.email, Self.repeated("m", 64) + "@" + domain(62), refusedFor: "254 in all")
    check(.email, "m@\(Self.repeated("é", 127))", refusedFor: "254 in all")
    check(.email, "m@" + Self.repeated("a", 63) + ".example")
    check(.email, "m@" + Self.repeated("a", 64) + ".example", refusedFor: "a domain name")
  }

  // MARK: URL

  @Test(arguments: [
    ("https://example.com", nil), ("http://example.com/", nil),
    ("HTTPS://Example.COM/Mira?Q=A#F", "https://example.com/Mira?Q=A#F"),
    ("https://example.com:8443/x", nil), ("https://example.com:65535", nil), ("http://localhost/x", nil),
    ("http://127.0.0.1:80/", nil), ("http://[::1]:80/x", nil), ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
    ("http://255.249.10.0", nil), ("http://1.2.3.4.example/", nil), ("http://1.2.3.4a/", nil), ("http://[::]", nil),
    ("http://[1:2:3:4:5:6:7:8]/", nil), ("http://[1:2:3:4:5:6:7::]/", nil), ("http://[::2:3:4:5:6:7:8]/", nil),
    ("http://[1::8]:443/", nil), ("http://[::ffff:192.0.2.1]/", nil), ("http://[1:2:3:4:5:6:192.0.2.1]/", nil),
    ("http://[64:FF9B::192.0.2.33]", "http://[64:ff9b::192.0.2.33]"),
    ("http://[0000:00:0::ABCD]", "http://[0000:00:0::abcd]"),
    ("https://example.com/a b", "https://example.com/a%20b"), ("https://example.com/é", "https://example.com/%C3%A9"),
    ("https://example.com/e\u{301}", "https://example.com/e%CC%81"),
    ("https://example.com/\u{301}", "https://example.com/%CC%81"),
    ("https://example.com?\u{301}", "https://example.com?%CC%81"),
    ("https://example.com/請🎈", "https://example.com/%E8%AB%8B%F0%9F%8E%88"),
    ("https://example.com?q=1", nil), ("https://example.com#f", nil), ("https://example.com/%2F%c3", nil),
    ("https://example.com/\"<>^`{|}", "https://example.com/%22%3C%3E%5E%60%7B%7C%7D"),
    ("https://a.com/#a#b[]", "https://a.com/#a%23b%5B%5D"),
    ("https://a.com/[1]?a[]=1", "https://a.com/%5B1%5D?a%5B%5D=1"),
    ("https://a.com##", "https://a.com#%23"), ("https://a.com#?/#\u{301}", "https://a.com#?/%23%CC%81"),
    ("https://example.com/%5C@evil.com/", nil),
    ("https://example.com/a@b:c", nil), ("https://example.com/?u=http://x", nil),
    ("http://a.b-c.d/~x_y.z!$&'()*+,;=", nil),
  ])
  func urls(text: String, expected: String?) {
    check(.url, text, expected)
  }

  @Test(arguments: [
    ("example.com", "http:// or https://"), ("//example.com", "http:// or https://"),
    ("ftp://a.b", "http:// or https://"),
    ("javascript:alert(1)", "http:// or https://"), ("javascript://x/%0Aalert(1)", "http:// or https://"),
    ("https:/example.com", "http:// or https://"), ("https:example.com", "http:// or https://"),
    (" https://example.com", "http:// or https://"), ("xhttps://example.com", "http:// or https://"),
    ("mailto:a@b.com", "http:// or https://"), ("https://", "a host name"), ("https:///x", "a host name"),
    ("https://?q", "a host name"), ("https://a b.com", "a host name"), ("https://a..b", "a host name"),
    ("https://-a.b", "a host name"), ("https://a_b.com", "a host name"), ("https://example.com.", "a host name"),
    ("https://[::1", "a host name"), ("https://[x::1]", "IPv6"), ("https://[]", "IPv6"), ("https://[::::]/", "IPv6"),
    ("https://[:]", "IPv6"), ("https://[:::]", "IPv6"), ("https://[1]", "IPv6"), ("https://[1::2::3]", "IPv6"),
    ("https://[:1:2:3:4:5:6:7:8]", "IPv6"), ("https://[1:2:3:4:5:6:7:8:]", "IPv6"), ("https://[:1::2]", "IPv6"),
    ("https://[1:2:3:4:5:6:7]", "IPv6"), ("https://[1:2:3:4:5:6:7:8:9]", "IPv6"), ("https://[12345::]", "IPv6"),
    ("https://[1:2:3:4::5:6:7:8]", "IPv6"), ("https://[1.2.3.4]", "IPv6"), ("https://[1.2.3.4::]", "IPv6"),
    ("https://[::1.2.3.4:5]", "IPv6"), ("https://[::1.2.3.999]", "IPv6"), ("https://[::1.2.3]", "IPv6"),
    ("https://[1:2:3:4:5:6:7:1.2.3.4]", "IPv6"), ("https://[fe80::1%25eth0]", "IPv6"),
    ("https://[::1]a", "a port"),
    ("https://[::1]:x", "a port"), ("https://[[::1]]", "IPv6"), ("https://[v1.x]", "IPv6"),
    ("https://1.2.3.999/", "IPv4"), ("https://1.2.3/", "IPv4"), ("https://1.2.3.4.5/", "IPv4"), ("https://1", "IPv4"),
    ("https://01.2.3.4", "IPv4"), ("https://1.2.3.04", "IPv4"), ("https://2130706433/", "IPv4"),
    ("https://example.1", "IPv4"), ("https://1.2.3.0004", "IPv4"),
    ("https://example.com\\@evil.com/", "a \\ has no place"), ("https:\\\\example.com", "http:// or https://"),
    ("https://example.com/a\\b", "a \\ has no place"), ("https://example.com?\\", "a \\ has no place"),
    ("https://example.com#\\", "a \\ has no place"), ("https://example.com\\", "a \\ has no place"),
    ("https://mira@\u{301}example.com", "user name"), ("https:/\u{301}/example.com", "http:// or https://"),
    ("http\u{17F}://example.com", "http:// or https://"), ("https://example.com\u{301}/", "beyond ASCII"),
    ("https://mira@example.com", "user name"), ("https://mira:secret@example.com/", "user name"),
    ("https://example.com:x", "a port"), ("https://example.com:65536", "a port"), ("https://example.com:-1", "a port"),
    ("https://example.com:", "a port"), ("https://example.com:123456", "a port"), ("https://example.com:٨٠", "a port"),
    ("https://bücher.example", "beyond ASCII"), ("https://example\u{3002}com/", "beyond ASCII"),
    ("https://example.com/%", "%25"), ("https://example.com/%4", "%25"), ("https://example.com/%zz", "%25"),
    ("https://example.com/%%20", "%25"), ("https://example.com/a\nb", "control characters"),
    ("https://example.com/a\r\nb", "control characters"), ("https://example.com/\0", "control characters"),
    ("https://example.com/\u{7F}", "control characters"),
  ])
  func urlsRefused(text: String, part: String) {
    check(.url, text, refusedFor: part)
  }

  @Test func lengthsOfURLsAreBytesOfTheNormalForm() {
    let start = "https://example.com/"
    let rest = DeskLimits.urlBytesMax - start.utf8.count
    check(.url, start + Self.repeated("a", rest))
    check(.url, start + Self.repeated("a", rest + 1), refusedFor: "at most 2048 bytes are allowed, got 2049")
    check(.url, start + Self.repeated("é", rest / 6), start + Self.repeated("%C3%A9", rest / 6))
    check(.url, start + Self.repeated("é", rest / 6 + 1), refusedFor: "at most 2048 bytes")
    check(.url, "https://" + Self.repeated("a", 63) + ".b/")
    check(.url, "https://" + Self.repeated("a", 64) + ".b/", refusedFor: "a host name")
  }

  /// Whatever separators come where: what is taken names one host to every reader, and has one form.
  @Test func randomURLsOfHostileParts() {
    let parts = [
      "\\", "@", ":", "/", "?", "#", "[", "]", "%", ".", " ", "é", "\u{301}", "%5C", "%40", "::1", "80", "1.2.3.4",
      "\r\n",
      "example.com", "evil.com", "Mira", "//", "https://", "|",
    ]
    var random = SplitMix64(seed: 7)
    var taken = 0
    for _ in 0..<20_000 {
      var text = random.percent(90) ? random.pick(["https://", "HTTP://"]) : ""
      if random.percent(60) { text += random.pick(["example.com", "[::1]", "example.com/", "example.com:80"]) }
      for _ in 0..<random.below(6) { text += random.pick(parts) }
      guard case .success(.text(let form)) = normalised(.url, .text(text)) else { continue }
      taken += 1
      check(.url, form)
      #expect(!form.utf8.contains(UInt8(ascii: "\\")), "\(text): \(form)")
      let rest = form.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2)
      let authority = rest.prefix { !"/?#".utf8.contains($0) }
      #expect(!authority.isEmpty && !authority.contains(UInt8(ascii: "@")), "\(text): \(form)")
    }
    #expect(taken > 1_000)
  }
}
