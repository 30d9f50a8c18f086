import TestSupport
import Testing

@testable import Desk

/// URLs.
struct WebAddressTests {
  private func check(_ text: String, _ expected: String? = nil, at location: SourceLocation = #_sourceLocation) {
    DeskTests.check(.url, .text(text), .text(expected ?? text), at: location)
  }

  private func check(_ text: String, refusedFor part: String, at location: SourceLocation = #_sourceLocation) {
    DeskTests.check(.url, .text(text), refusedFor: part, at: location)
  }

  private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  @Test(arguments: [
    ("https://example.com", "https://example.com/"), ("http://example.com/", nil),
    ("HTTPS://Example.COM/Mira?Q=A#F", "https://example.com/Mira?Q=A#F"), ("http://localhost/x", nil),
    ("https://example.com:8443/x", nil), ("https://example.com:65535", "https://example.com:65535/"),
    ("http://1.2.3.4.example/", nil), ("http://1.2.3.4a/", nil), ("http://255.249.10.0/", nil),
    ("https://example.com?q=1", "https://example.com/?q=1"), ("https://example.com#f", "https://example.com/#f"),
    ("https://example.com/?", nil), ("https://example.com/#", nil), ("https://example.com/?#", nil),
    ("https://example.com//", nil), ("https://example.com/a@b:c", nil), ("https://example.com/?u=http://x", nil),
    ("http://a.b-c.d/~x_y.z!$&'()*+,;=", nil), ("https://example.com/a.b./c..d/...", nil),
    ("https://r3---sn-4g5e.example.com/", nil), ("https://julia_artberg.artstation.example/", nil), ("https://_/", nil),
    // Final dots: the same host.
    ("https://example.com./a", "https://example.com/a"), ("https://example.com.", "https://example.com/"),
    ("http://localhost.:8080/", "http://localhost:8080/"), ("http://192.0.2.1./", "http://192.0.2.1/"),
    ("https://example。com。/", "https://example.com/"),
  ])
  func urls(text: String, expected: String?) {
    check(text, expected)
  }

  /// RFC 3986, section 6.2.3.
  @Test(arguments: [
    ("https://example.com:/a", "https://example.com/a"), ("https://example.com:", "https://example.com/"),
    ("https://example.com:443/", "https://example.com/"), ("https://example.com:0443/", "https://example.com/"),
    ("http://example.com:80?q", "http://example.com/?q"), ("http://example.com:443/", nil),
    ("https://example.com:80/", nil), ("http://example.com:0/", nil),
    ("http://example.com:000/", "http://example.com:0/"),
    ("http://example.com:0000000000008080/", "http://example.com:8080/"), ("http://127.0.0.1:80/", "http://127.0.0.1/"),
    ("http://[::1]:80/x", "http://[::1]/x"), ("http://[::1]:/x", "http://[::1]/x"),
    ("https://[::1]:80", "https://[::1]:80/"),
  ])
  func ports(text: String, expected: String?) {
    check(text, expected)
  }

  /// RFC 5952, section 4.
  @Test(arguments: [
    ("2001:DB8::1", "2001:db8::1"), ("::", nil), ("1:2:3:4:5:6:7:8", nil), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("1::8", nil), ("::ffff:192.0.2.1", "::ffff:c000:201"),
    ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"), ("64:FF9B::192.0.2.33", "64:ff9b::c000:221"),
    ("0000:00:0::ABCD", "::abcd"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:0db8::0001", "2001:db8::1"),
    ("2001:db8:0:1:1:1:1:1", nil), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("0:0:0:0:0:0:0:0", "::"),
    ("1:0:0:0:0:0:0:0", "1::"),
    ("0000:0000:0000:0000:0000:ffff:255.255.255.255", "::ffff:ffff:ffff"),
  ])
  func ipv6(text: String, expected: String?) {
    check("http://[\(text)]/", "http://[\(expected ?? text)]/")
  }

  /// RFC 3986, sections 5.2.4 and 6.2.2.3.
  @Test(arguments: [
    ("/a/b/c/./../../g", "/a/g"), ("/..", "/"), ("/.", "/"), ("/./", "/"), ("/../", "/"), ("/../../a", "/a"),
    ("/a/..", "/"), ("/a/../", "/"), ("/a/.", "/a/"), ("/a/b/..", "/a/"), ("/a//..", "/a/"), ("/a//../..", "/"),
    ("/a/../b?x=/../y#/../z", "/b?x=/../y#/../z"), ("/%2e%2E/a", "/a"), ("/a/%2e%2e/b", "/b"), ("/a/.%2e", "/"),
    ("/%2e", "/"), ("/a/%2e/b", "/a/b"), ("/%2e.a", "/..a"), ("//", "//"), ("//..//", "//"), ("/.hidden", "/.hidden"),
    ("/a/.%2", nil), ("/...", "/..."), ("/..?a", "/?a"), ("/a/..#f", "/#f"), ("/%2e%2e%2f", "/..%2F"),
    ("?/../a", "/?/../a"), ("/.;x", "/.;x"),
  ])
  func dotSegments(path: String, expected: String?) {
    guard let expected else { return check("https://a.com" + path, refusedFor: "%25") }
    check("https://a.com" + path, "https://a.com" + expected)
  }

  /// RFC 3986, sections 6.2.2.1 and 6.2.2.2.
  @Test(arguments: [
    ("/é", "/%C3%A9"), ("/e\u{301}", "/e%CC%81"), ("/\u{301}", "/%CC%81"), ("?\u{301}", "/?%CC%81"),
    ("/請🎈", "/%E8%AB%8B%F0%9F%8E%88"), ("/%2F%c3", "/%2F%C3"), ("/\"<>^`{|}", "/%22%3C%3E%5E%60%7B%7C%7D"),
    ("/#a#b[]", "/#a%23b%5B%5D"), ("/[1]?a[]=1", "/%5B1%5D?a%5B%5D=1"), ("##", "/#%23"),
    ("#?/#\u{301}", "/#?/%23%CC%81"),
    ("/%5C@evil.com/", "/%5C@evil.com/"), ("/%41%7a%30%2D%5f%7E", "/Az0-_~"), ("/%7e", "/~"), ("/%2541", "/%2541"),
    ("/?%41=%2f#%42", "/?A=%2F#B"), ("/%20%00%7f", "/%20%00%7F"), ("/a%20b", "/a%20b"),
    ("/?a=%E2%80%8D", "/?a=%E2%80%8D"),
    ("/?a?b/c", "/?a?b/c"), ("/%3F%23", "/%3F%23"),
  ])
  func percentEncoding(tail: String, expected: String) {
    check("https://a.com" + tail, "https://a.com" + expected)
  }

  @Test func everyPercentEncodingIsReadOnce() {
    for byte in UInt8.min...UInt8.max {
      let upper = "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      let expected = PercentEncoding.isUnreserved(byte) ? String(Unicode.Scalar(byte)) : upper
      for (before, after) in [("/x", "x"), ("/?", ""), ("/#", "#")] {
        let end = after.replacing("#", with: "%23")
        check("https://a.com\(before)\(upper)\(after)", "https://a.com\(before)\(expected)\(end)")
        check("https://a.com\(before)\(upper.lowercased())\(after)", "https://a.com\(before)\(expected)\(end)")
      }
      // Cut anywhere, it is no encoding.
      for length in 1...2 { check("https://a.com/x" + upper.prefix(length), refusedFor: "%25") }
      for length in 1...2 { check("https://a.com/x\(upper.prefix(length))/", refusedFor: "%25") }
      for length in 1...2 { check("https://a.com/x\(upper.prefix(length))?", refusedFor: "%25") }
      for length in 1...2 { check("https://a.com/?\(upper.prefix(length))#", refusedFor: "%25") }
    }
  }

  @Test(arguments: [
    "https://example.com/mira ", "https://example.com/mira\u{A0}", "https://example.com/mira\u{200B}",
    "https://example.com/mira\u{202C}", " https://example.com/mira", "\u{FEFF}https://example.com/mira\r\n",
    "\u{2068}https://example.com/mira\u{2069}", "\thttps://example.com/mira\u{0}", "https://example.com/mira\u{3164}",
    "\u{202A}\u{200E}HTTPS://EXAMPLE.com/mira\u{2028}",
  ])
  func whatFallsAway(text: String) {
    check(text, "https://example.com/mira")
  }

  @Test(arguments: [
    ("/a b", "U+0020 has no place in a URL; leave it out, or write %20 if"), ("/a\nb", "U+000A"), ("/a\r\nb", "U+000D"),
    ("/\0x", "U+0000"), ("/\u{7F}x", "U+007F"),
    ("/a\u{A0}b", "U+00A0 has no place in a URL; leave it out, or write %C2%A0"),
    ("/a\u{200D}b", "write %E2%80%8D"), ("/a\u{E0001}b", "U+E0001"), ("?a b", "U+0020"), ("#a\u{202E}b", "U+202E"),
    ("/a\u{85}b", "U+0085"), ("/\u{2800}a", "U+2800"),
  ])
  func invisibleInside(tail: String, part: String) {
    check("https://a.com" + tail, refusedFor: part)
  }

  @Test(arguments: [
    ("bücher.example", "xn--bcher-kva.example"), ("例子.example", "xn--fsqu00a.example"),
    ("BÜCHER.example", "xn--bcher-kva.example"),
    ("bu\u{308}cher.example", "xn--bcher-kva.example"), ("straße.de", "xn--strae-oqa.de"), ("STRASSE.de", "strasse.de"),
    ("e\u{301}.com:8080", "xn--9ca.com:8080"), ("example\u{3002}com", "example.com"), ("ＥＸ.com", "ex.com"),
    ("example.com\u{301}", "example.xn--co-1ws"),
    ("１９２．０．２．１", "192.0.2.1"),
  ])
  func hostsBeyondASCII(host: String, expected: String) {
    check("https://\(host)/é", "https://\(expected)/%C3%A9")
  }

  @Test(arguments: [
    ("example.com", "http:// or https://"), ("//example.com", "http:// or https://"),
    ("ftp://a.b", "http:// or https://"),
    ("javascript:alert(1)", "http:// or https://"), ("javascript://x/%0Aalert(1)", "http:// or https://"),
    ("https:/example.com", "http:// or https://"), ("https:example.com", "http:// or https://"),
    ("xhttps://example.com", "http:// or https://"), ("mailto:a@b.com", "http:// or https://"),
    ("https:\\\\example.com", "http:// or https://"), ("https:/\u{301}/example.com", "http:// or https://"),
    ("http\u{17F}://example.com", "http:// or https://"), ("ｈttps://example.com", "http:// or https://"),
    ("ht tps://example.com", "http:// or https://"), ("\u{200B}", "http:// or https://"),
    ("http:/", "http:// or https://"),
    ("https://example.com\\@evil.com/", "a \\ has no place"), ("https://example.com/a\\b", "a \\ has no place"),
    ("https://example.com?\\", "a \\ has no place"), ("https://example.com#\\", "a \\ has no place"),
    ("https://example.com\\", "a \\ has no place"), ("https://mira@\u{301}example.com", "user name"),
    ("https://mira@example.com", "user name"), ("https://mira:secret@example.com/", "user name"),
    ("https://example.com:x", "a port"), ("https://example.com:65536", "a port"), ("https://example.com:-1", "a port"),
    ("https://example.com:123456", "a port"), ("https://example.com:٨٠", "a port"),
    ("https://example.com:８０", "a port"),
    ("https://example.com:+80", "a port"), ("https://example.com: 80", "a port"), ("https://[::1]a", "a port"),
    ("https://[::1]:x", "a port"), ("https://2001:db8::1/", "in brackets"), ("https://a:1:2/", "in brackets"),
    ("https://example.com/%", "%25"), ("https://example.com/%4", "%25"), ("https://example.com/%zz", "%25"),
    ("https://example.com/%%20", "%25"), ("https://example.com/%4é", "%25"), ("https://example.com/%é", "%25"),
  ])
  func refused(text: String, part: String) {
    check(text, refusedFor: part)
  }

  @Test(arguments: [
    ("", "a host name such as example.com is missing"), (":80", "is missing"), (".", "is missing"), ("。", "is missing"),
    ("a..b", "no empty label"), (".a", "no empty label"), ("a..", "no empty label"), ("-a.b", "not with a hyphen"),
    ("a-.b", "not with a hyphen"), ("a b.com", "U+0020 has no place in a host name"),
    ("a\u{200B}.com", "U+200B has no place"),
    ("a\u{AD}b.com", "U+00AD has no place"), ("a\u{200D}b.com", "U+200D has no place"),
    ("a%41.com", "\"%\" has no place"),
    ("a!.com", "\"!\" has no place"), ("a／b.com", "\"/\" has no place"), ("a＠b.com", "\"@\" has no place"),
    ("::1]", "in brackets"), ("\u{301}a.com", "combining mark U+0301"),
    ("☃.com", "U+2603"),
    ("a\u{0}b", "U+0000 has no place"), ("é-.com", "no hyphen at its ends"), ("ab--é.com", "no hyphen at its ends"),
    ("\u{378}.com", "U+0378"), ("\u{E000}.com", "U+E000"),
    ("1.2.3.999", "IPv4"), ("1.2.3", "IPv4"), ("1.2.3.4.5", "IPv4"), ("1", "IPv4"), ("01.2.3.4", "IPv4"),
    ("1.2.3.04", "IPv4"), ("2130706433", "IPv4"), ("example.1", "IPv4"), ("1.2.3.0004", "IPv4"), ("127.1", "IPv4"),
    ("0x7f000001", "IPv4"), ("0X7F000001", "IPv4"), ("192.0x00a80001", "IPv4"), ("0177.0.0.1", "IPv4"), ("0x", "IPv4"),
    ("0x7f.0.0.1", "IPv4"), ("example.0x1.", "IPv4"), ("017700000001", "IPv4"), ("１２７.１", "IPv4"),
    ("example.0x", "IPv4"),
    ("[::1", "IPv6"), ("[x::1]", "IPv6"), ("[]", "IPv6"), ("[::::]", "IPv6"), ("[:]", "IPv6"), ("[:::]", "IPv6"),
    ("[1]", "IPv6"), ("[1::2::3]", "IPv6"), ("[:1:2:3:4:5:6:7:8]", "IPv6"), ("[1:2:3:4:5:6:7:8:]", "IPv6"),
    ("[:1::2]", "IPv6"), ("[1:2:3:4:5:6:7]", "IPv6"), ("[1:2:3:4:5:6:7:8:9]", "IPv6"), ("[12345::]", "IPv6"),
    ("[1:2:3:4::5:6:7:8]", "IPv6"), ("[1.2.3.4]", "IPv6"), ("[1.2.3.4::]", "IPv6"), ("[::1.2.3.4:5]", "IPv6"),
    ("[::1.2.3.999]", "IPv6"), ("[::1.2.3]", "IPv6"), ("[1:2:3:4:5:6:7:1.2.3.4]", "IPv6"), ("[fe80::1%25eth0]", "IPv6"),
    ("[[::1]]", "IPv6"), ("[v1.x]", "IPv6"), ("[::+1]", "IPv6"), ("[::é]", "IPv6"),
  ])
  func refusedHosts(host: String, part: String) {
    for tail in ["", "/", "?q", "#f"] { check("https://\(host)\(tail)", refusedFor: part) }
  }

  @Test func lengths() {
    let start = "https://example.com/"
    let rest = DeskLimits.urlBytesMax - start.utf8.count
    check(start + Self.repeated("a", rest))
    check(start + Self.repeated("a", rest + 1), refusedFor: "at most 2048 bytes are allowed, got 2049")
    check(start + Self.repeated("é", rest / 6), start + Self.repeated("%C3%A9", rest / 6))
    check(start + Self.repeated("é", rest / 6 + 1), refusedFor: "with all that needs it encoded")
    check("https://" + Self.repeated("a", 63) + ".b/")
    check("https://" + Self.repeated("a", 64) + ".b/", refusedFor: "at most 63 bytes, got 64")
    check("https://" + Self.repeated("a.", 126) + "b/")
    check("https://" + Self.repeated("a.", 126) + "b./", "https://" + Self.repeated("a.", 126) + "b/")
    check("https://" + Self.repeated("a.", 126) + "bc/", refusedFor: "at most 253 bytes, got 254")
    check("https://" + Self.repeated("a.", 126) + "é/", refusedFor: "at most 253 bytes, got 259")
  }

  @Test func aLimitOfTheCaller() throws {
    let long = "https://example.com/" + Self.repeated("a", 8_172)
    #expect(try WebAddress.normalise(long, bytesMax: 8_192) == long)
    #expect(throws: Refusal.self) { try WebAddress.normalise(long + "a", bytesMax: 8_192) }
    #expect(throws: Refusal.self) { try WebAddress.normalise("https://example.com", bytesMax: 19) }
    #expect(try WebAddress.normalise("https://example.com", bytesMax: 20) == "https://example.com/")
  }

  /// What a single pass accepts is what the closer look makes of it.
  @Test func theFastPathAgrees() throws {
    let plain = "https://example.com/a.b/~c;d=(e)/%C3%A9/?q=/?a%2F#f?/"
    #expect(try WebAddress.normalise(plain) == plain)
    for index in plain.utf8.indices {
      for byte in UInt8(0x21)...0x7E {
        var bytes = Array(plain.utf8)
        bytes[plain.utf8.distance(from: plain.startIndex, to: index)] = byte
        let text = String(decoding: bytes, as: UTF8.self)
        // A leading space makes it take the closer look.
        let (fast, slow) = (normalised(.url, .text(text)), normalised(.url, .text(" " + text)))
        switch (fast, slow) {
        case (.success(let a), .success(let b)): #expect(a.isSame(as: b), "\(text): \(a), \(b)")
        case (.failure(let a), .failure(let b)): #expect(a == b, "\(text)")
        default: Issue.record("\(text): \(fast), \(slow)")
        }
      }
    }
  }
}
