import Desk
import Testing

/// URLs of the web platform's tests, to compare with: url/resources/urltestdata.json of web-platform-tests/wpt, as of
/// 2018 and of its commit 04f8022e (3-clause BSD license, copyright web-platform-tests contributors); of those, the
/// absolute `http` and `https` ones. The URL Standard that they test differs from RFC 3986; where it does, so do we.
struct WebPlatformTests {
  private func check(_ text: String, _ expected: String? = nil) {
    DeskTests.check(.url, .text(text), .text(expected ?? text))
  }

  /// Entries with `"failure": true`.
  @Test(arguments: [
    "http://f:b/c", "http://f: /c", "http://f:fifty-two/c", "http://f:999999/c", "http://f: 21 / b ? d # e ",
    "http://[1::2]:3:4", "http://2001::1", "http://2001::1]", "http://2001::1]:80", "http://user:pass@/",
    "http://foo:-80/", "http:/:@/www.example.com", "http://user@/www.example.com", "http:@/www.example.com",
    "http:/@/www.example.com", "http://@/www.example.com", "https:@/www.example.com", "http:a:b@/www.example.com",
    "http:/a:b@/www.example.com", "http://a:b@/www.example.com", "http::@/www.example.com", "http:@:www.example.com",
    "http:/@:www.example.com", "http://@:www.example.com", "http://example example.com", "http://Goo%20 goo%7C|.com",
    "http://[]", "http://[:]", "http://GOO\u{A0}\u{3000}goo.com", "http://%ef%b7%90zyx.com", "https://�",
    "https://%EF%BF%BD", "http://％４１.com", "http://%ef%bc%85%ef%bc%94%ef%bc%91.com", "http://％００.com",
    "http://%ef%bc%85%ef%bc%90%ef%bc%90.com", "http://%zz%66%a.com", "http://%25", "http://hello%00",
    "http://192.168.0.257", "http://%3g%78%63%30%2e%30%32%35%30%2E.01", "http://192.168.0.1 hello", "https://x x:12",
    "http://[www.google.com]/", "http://[google.com]", "http://[::1.2.3.4x]", "http://[::1.2.3.]", "http://[::1.2.]",
    "http://[::1.]", "https://example.com%80/", "https://example.com%A0/", "http:", "http://10000000000",
    "http://4294967296", "http://0xffffffff1", "http://256.256.256.256", "https://0x100000000/test",
    "https://256.0.0.1/test", "http://[0:1:2:3:4:5:6:7:8]", "https://[0::0::0]", "https://[0:.0]", "https://[0:0:]",
    "https://[0:1:2:3:4:5:6:7.0.0.0.1]", "https://[0:1.00.0.0.0]", "https://[0:1.290.0.0.0]", "https://[0:1.23.23]",
    "http://?", "http://#", "http://f:4294967377/c", "http://f:18446744073709551697/c",
    "http://f:340282366920938463463374607431768211537/c", "http://[::127.0.0.0.1]", "http://a%b/", "http://a<b",
    "http://a>b", "http://a[b/", "http://a]b/", "http://a^b", "http://a|b/", "https://%43%7C/", "http://1.2.3.4.5",
    "http://1.2.3.4.5.", "http://0..0x300/", "http://0..0x300./", "http://256.256.256.256.256",
    "http://256.256.256.256.256.", "http://1.2.3.08", "http://1.2.3.08.", "http://1.2.3.09", "http://09.2.3.4",
    "http://09.2.3.4.", "http://01.2.3.4.5", "http://01.2.3.4.5.", "http://0x100.2.3.4", "http://0x100.2.3.4.",
    "http://0x1.2.3.4.5", "http://0x1.2.3.4.5.", "http://foo.1.2.3.4", "http://foo.1.2.3.4.", "http://foo.2.3.4",
    "http://foo.2.3.4.", "http://foo.09", "http://foo.09.", "http://foo.0x4", "http://foo.0x4.",
    "http://0999999999999999999/", "http://foo.0x", "http://foo.0XFfFfFfFfFfFfFfFfFfAcE123", "http://💩.123/",
  ])
  func failures(text: String) {
    DeskTests.check(.url, .text(text), refusedFor: "")
  }

  /// Entries of this kind for each control character, and for each of these characters encoded.
  @Test func failuresOfForbiddenCharacters() {
    for value in (UInt8(0)...0x20) where ![0x09, 0x0A, 0x0D].contains(value) {
      DeskTests.check(.url, .text("http://a\(Unicode.Scalar(value))b/"), refusedFor: "U+00")
    }
    DeskTests.check(.url, .text("http://a\u{7F}b/"), refusedFor: "U+007F")
    let encoded = (0...0x20).map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
    for hex in encoded + ["23", "25", "2F", "3A", "3C", "3E", "3F", "40", "5B", "5C", "5D", "7C", "7F"] {
      DeskTests.check(.url, .text("http://ho%\(hex)st/"), refusedFor: "\"%\" has no place")
    }
    // A noncharacter, which Swift has no literal for.
    let noncharacter = String(decoding: [0xFDD0] as [UInt16], as: UTF16.self)
    DeskTests.check(.url, .text("http://\(noncharacter)zyx.com"), refusedFor: "U+FDD0 has no place")
  }

  /// Failures there that we accept: a label of ASCII stays as given, also one that begins with `xn--` and decodes to
  /// nothing that IDNA allows. (Newer versions of the URL Standard accept such labels, too.)
  @Test(arguments: [
    "http://a.b.c.xn--pokxncvks", "http://10.0.0.xn--pokxncvks", "http://a.b.c.XN--pokxncvks",
    "http://a.b.c.Xn--pokxncvks", "http://10.0.0.XN--pokxncvks", "http://10.0.0.xN--pokxncvks",
  ])
  func failuresAccepted(text: String) {
    check(text, text.lowercased() + "/")
  }

  /// Valid entries of which the URL Standard and RFC 3986 have the same form; nil stands for the form as given.
  @Test(arguments: [
    ("http://f:/c", "http://f/c"), ("http://f:0/c", nil), ("http://f:00000000000000/c", "http://f:0/c"),
    ("http://f:00000000000000000000080/c", "http://f/c"), ("http://foo/abcd?efgh?ijkl", nil),
    ("http://foo/abcd#foo?bar", nil), ("http://[2001::1]", "http://[2001::1]/"),
    ("http://[::127.0.0.1]", "http://[::7f00:1]/"), ("http://[0:0:0:0:0:0:13.1.68.3]", "http://[::d01:4403]/"),
    ("http://[2001::1]:80", "http://[2001::1]/"), ("http://example.com/././foo", "http://example.com/foo"),
    ("http://example.com/./.foo", "http://example.com/.foo"),
    ("http://example.com/foo/.", "http://example.com/foo/"),
    ("http://example.com/foo/./", "http://example.com/foo/"),
    ("http://example.com/foo/bar/..", "http://example.com/foo/"),
    ("http://example.com/foo/bar/../", "http://example.com/foo/"), ("http://example.com/foo/..bar", nil),
    ("http://example.com/foo/bar/../ton", "http://example.com/foo/ton"),
    ("http://example.com/foo/bar/../ton/../../a", "http://example.com/a"),
    ("http://example.com/foo/../../..", "http://example.com/"),
    ("http://example.com/foo/../../../ton", "http://example.com/ton"),
    ("http://example.com/foo/%2e", "http://example.com/foo/"),
    ("http://example.com////../..", "http://example.com//"),
    ("http://example.com/foo/bar//../..", "http://example.com/foo/"),
    ("http://example.com/foo/bar//..", "http://example.com/foo/bar/"), ("http://example.com/foo", nil),
    ("http://example.com/%20foo", nil), ("http://example.com/(%28:%3A%29)", nil),
    ("http://example.com/%7Ffp3%3Eju%3Dduvgw%3Dd", nil), ("http://example.com/@asdf%40", nil),
    ("http://example.com/你好你好", "http://example.com/%E4%BD%A0%E5%A5%BD%E4%BD%A0%E5%A5%BD"),
    ("http://example.com/\u{2025}/foo", "http://example.com/%E2%80%A5/foo"),
    ("http://www.google.com/foo?bar=baz#", nil), ("http://www.google.com", "http://www.google.com/"),
    ("http://www/foo/%2E/html", "http://www/foo/html"), ("http://foo:80/", "http://foo/"), ("http://foo:81/", nil),
    ("https://foo:443/", "https://foo/"), ("https://foo:80/", nil),
    ("http://www.example2.com", "http://www.example2.com/"), ("http://ExAmPlE.CoM", "http://example.com/"),
    ("\u{0}\u{1B}\u{4}\u{12} http://example.com/\u{1F} \u{D} ", "http://example.com/"),
    ("http://www.foo。bar.com", "http://www.foo.bar.com/"),
    ("https://x/�?�#�", "https://x/%EF%BF%BD?%EF%BF%BD#%EF%BF%BD"), ("http://Ｇｏ.com", "http://go.com/"),
    ("http://你好你好", "http://xn--6qqa088eba/"), ("https://faß.ExAmPlE/", "https://xn--fa-hia.example/"),
    ("http://127.0.0.1:10100/relative_import.html", nil), ("http://facebook.com/?foo=%7B%22abc%22", nil),
    ("https://localhost:3000/jqueryui@1.2.3", nil),
    ("http://foo.bar/baz?qux#foo\"bar", "http://foo.bar/baz?qux#foo%22bar"),
    ("http://foo.bar/baz?qux#foo<bar", "http://foo.bar/baz?qux#foo%3Cbar"),
    ("http://foo.bar/baz?qux#foo>bar", "http://foo.bar/baz?qux#foo%3Ebar"),
    ("http://foo.bar/baz?qux#foo`bar", "http://foo.bar/baz?qux#foo%60bar"),
    ("http://192.168.257.com", "http://192.168.257.com/"), ("http://256.com", "http://256.com/"),
    ("http://999999999.com", "http://999999999.com/"), ("http://10000000000.com", "http://10000000000.com/"),
    ("http://[1:0::]", "http://[1::]/"), ("http://0x7f.0.0.0x7g", "http://0x7f.0.0.0x7g/"),
    ("http://0X7F.0.0.0X7G", "http://0x7f.0.0.0x7g/"), ("http://[0:1:0:1:0:1:0:1]", "http://[0:1:0:1:0:1:0:1]/"),
    ("http://[1:0:1:0:1:0:1:0]", "http://[1:0:1:0:1:0:1:0]/"),
    ("http://example.org/test?\"", "http://example.org/test?%22"), ("http://example.org/test?#", nil),
    ("http://example.org/test?<", "http://example.org/test?%3C"),
    ("http://example.org/test?>", "http://example.org/test?%3E"),
    ("http://example.org/test?⌣", "http://example.org/test?%E2%8C%A3"), ("http://example.org/test?%23%23", nil),
    ("http://example.org/test?a#%EF", nil), ("http://1.2.3.4./", "http://1.2.3.4/"),
    ("http://192.168.257.com", "http://192.168.257.com/"),
  ])
  func sameForms(text: String, expected: String?) {
    check(text, expected)
  }

  /// Valid entries whose form by RFC 3986 is another: encoded characters that are unreserved (6.2.2.2), digits of
  /// encodings (6.2.2.1), a second `#` (3.5), and `'`, which may stand raw (3.4).
  @Test(arguments: [
    ("http://foo/path;a??e#f#g", "http://foo/path;a??e#f%23g"),
    ("http://example.com/foo/%2e./%2e%2e/.%2e/%2e.bar", "http://example.com/..bar"),
    ("http://example.com/foo%41%7a", "http://example.com/fooAz"),
    ("http://example.com/foo%00%51", "http://example.com/foo%00Q"),
    ("http://example.com/%3A%3a%3C%3c", "http://example.com/%3A%3A%3C%3C"),
    ("http://www/foo%2Ehtml", "http://www/foo.html"), ("http://host/?'", "http://host/?'"),
  ])
  func otherForms(text: String, expected: String) {
    check(text, expected)
  }

  /// Valid entries there that we refuse, each kind by its reason.
  @Test(arguments: [
    // RFC 9110, section 4.2.4.
    ("http://user:pass@foo:21/bar;par?b#c", "user name"), ("http://@www.example.com", "user name"),
    ("https://:@test", "user name"), ("https://@@@example", "user name"), ("http://foo.com:b@d/", "user name"),
    // What a browser leaves out or encodes without a word, nobody can see.
    ("http://example\t.\norg", "U+0009"), ("http://f:21/ b ? d # e ", "U+0020"), ("http://f:\n/c", "U+000A"),
    ("http://example.com/\u{FEFF}/foo", "U+FEFF"), ("http://example.com/\u{202E}/foo/\u{202D}/bar", "U+202E"),
    ("http://GOO\u{200B}\u{2060}\u{FEFF}goo.com", "U+200B"), ("http://example.org/test?a#b\u{0}c", "U+0000"),
    // No URLs by RFC 3986.
    ("http:example.com/", "begin with"), ("http:/example.com/", "begin with"), ("http:\\\\foo.com\\", "begin with"),
    ("http://foo.com/\\@", "a \\ has no place"), ("http://example.com/foo%2", "%25"),
    ("http://example.com/foo%2zbar", "%25"),
    ("http://example.org/test?%GH", "%25"),
    // IPv4 addresses in other spellings, which hide where they lead.
    ("http://192.0x00A80001", "IPv4"), ("http://192.168.257", "IPv4"), ("http://192.168.257.", "IPv4"),
    ("http://256", "IPv4"), ("http://999999999.", "IPv4"), ("http://0xffffffff", "IPv4"), ("https://0x.0x.0", "IPv4"),
    ("http://０Ｘｃ０．０２５０．０１", "IPv4"),
    // Hosts that no DNS has, or in a spelling that no person types.
    ("http://./", "missing"), ("http://../", "no empty label"), ("http://foo.09..", "no empty label"),
    ("http://%30%78%63%30%2e%30%32%35%30.01", "\"%\" has no place"), ("https://%e2%98%83", "\"%\" has no place"),
    ("http://!\"$&'()*+,-.;=_`{}~/", "\"!\" has no place"),
  ])
  func validRefused(text: String, part: String) {
    DeskTests.check(.url, .text(text), refusedFor: part)
  }
}
