import Desk
import Testing

/// The addresses of isemail, to compare with: test/tests.xml, version 3.05, of dominicsayers/isemail (New BSD
/// License, copyright Dominic Sayers; tests 1 to 100 with Michael Rushton). Its symbols for control characters stand
/// here as these characters. isemail accepts all that RFC 5322 does; we, what people give a help desk.
struct EmailFactsTests {
  private func check(_ text: String, _ expected: String? = nil) {
    DeskTests.check(.email, .text(text), .text(expected ?? text))
  }

  private static let label = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghikl"
  private static let local = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghiklm"
  private static let short = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghi"

  /// Valid there (also if its name server knew no such host), and here.
  @Test(arguments: [
    "test@iana.org", "test@nominet.org.uk", "test@about.museum", "a@iana.org", "test@e.com", "test@iana.a",
    "test.test@iana.org", "!#$%&`*+/=?^`{|}~@iana.org", "123@iana.org", "test@123.com", "\(local)@iana.org",
    "test@\(label).com", "test@mason-dixon.com", "test@c--n.com", "test@iana.co-uk",
    "a@a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v",
    "\(local)@\(label).\(label).\(short)", "test@xn--hxajbheg2az3al.xn--jxalpdlp", "xn--test@iana.org",
    "test@test.com", "test@nic.no",
  ])
  func valid(text: String) {
    check(text)
  }

  /// Invalid or deprecated there, and accepted here on purpose.
  @Test(arguments: [
    // Dots at any place: such addresses were given out (15, 16). Local parts of more than 64 bytes (26).
    (".test@iana.org", nil), ("test.@iana.org", nil), ("\(local)n@iana.org", nil),
    // The same host with and without its final dot (35).
    ("test@iana.org.", "test@iana.org"),
    // White space and control characters at the ends (88, 89, 99, 127, 128, 132, 141 to 158): folded or not, a person
    // did not mean them.
    ("\r\n test@iana.org", "test@iana.org"), ("\r\n \r\n test@iana.org", "test@iana.org"),
    ("test@iana.org\n", "test@iana.org"), ("test@iana.org\r", "test@iana.org"), ("\rtest@iana.org", "test@iana.org"),
    ("\ntest@iana.org", "test@iana.org"), ("\r\ntest@iana.org", "test@iana.org"),
    ("\r\n \r\ntest@iana.org", "test@iana.org"), (" \r\ntest@iana.org", "test@iana.org"),
    (" \r\n test@iana.org", "test@iana.org"), (" \r\n \r\ntest@iana.org", "test@iana.org"),
    (" \r\n\r\ntest@iana.org", "test@iana.org"), (" \r\n\r\n test@iana.org", "test@iana.org"),
    ("test@iana.org\r\n ", "test@iana.org"), ("test@iana.org\r\n \r\n ", "test@iana.org"),
    ("test@iana.org\r\n", "test@iana.org"), ("test@iana.org\r\n \r\n", "test@iana.org"),
    ("test@iana.org \r\n", "test@iana.org"), ("test@iana.org \r\n ", "test@iana.org"),
    ("test@iana.org \r\n \r\n", "test@iana.org"), ("test@iana.org \r\n\r\n", "test@iana.org"),
    ("test@iana.org \r\n\r\n ", "test@iana.org"), (" test@iana.org", "test@iana.org"),
    ("test@iana.org ", "test@iana.org"),
  ])
  func acceptedHereAlone(text: String, expected: String?) {
    check(text, expected)
  }

  /// Invalid there (category ERR, or too long), and here.
  @Test(arguments: [
    "", "test", "@", "test@", "@io", "@iana.org", "test..iana.org", "test_exa-mple.com", "test\\@test@iana.org",
    "test@\(label)m.com", "test@-iana.org", "test@iana-.com", "test@.iana.org", "test@iana..com",
    "\(local)@\(label).\(label).\(short)j", "a@\(label).\(label).\(label).\(label.dropLast(5)).hij",
    "a@\(label).\(label).\(label).\(label.dropLast(5)).hijk", "\"\"\"@iana.org", "\"\\\"@iana.org", "test\"@iana.org",
    "\"test@iana.org", "\"test\"test@iana.org", "test\"text\"@iana.org", "\"test\"\"test\"@iana.org",
    "\"test\u{0}\"@iana.org", "test@a[255.255.255.255]", "((comment)test@iana.org", "test(comment)test@iana.org",
    "test@iana.org-", "(test@iana.org", "test@(iana.org", "test@[1.2.3.4", "\"test\\\"@iana.org",
    "(comment\\)test@iana.org", "test@iana.org(comment\\)", "test@iana.org(comment\\",
    "test@[RFC-5322]-domain-literal]",
    "test@[RFC-5322-[domain-literal]", "test@[RFC-5322-domain-literal\\]", "test@[RFC-5322-domain-literal\\",
    "\u{7F}@iana.org", "test@\u{7F}.org", "\"\rtest\"@iana.org", "(\r)test@iana.org", "test@iana.org(\r)",
    "\"\n\"@iana.org", "(\n)test@iana.org", "\u{7}@iana.org", "test@\u{7}.org", "\"test\\©\"@iana.org",
  ])
  func invalid(text: String) {
    if case .success(let form) = normalised(.email, .text(text)) { Issue.record("took \(text) as \(form)") }
  }

  /// Valid by RFC 5321 or 5322, or deprecated, and refused here on purpose, each kind by its name.
  @Test(arguments: [
    // No mail from outside reaches a top-level domain or a number (5, 23, 24, 166).
    ("test@io", "two labels"), ("test@org", "two labels"), ("test@iana.123", "not a number"),
    ("test@255.255.255.255", "not a number"),
    // Quoted local parts (42 to 60, 124, 125, 133 to 139).
    ("\"test\"@iana.org", "quoted part"), ("\"\"@iana.org", "quoted part"), ("\"\\a\"@iana.org", "quoted part"),
    ("\"\\\"\"@iana.org", "quoted part"), ("\"\\\\\"@iana.org", "quoted part"),
    ("\"test\".\"test\"@iana.org", "quoted part"), ("\"test\\ test\"@iana.org", "quoted part"),
    ("\"test\".test@iana.org", "quoted part"), ("\"test\\\u{0}\"@iana.org", "quoted part"),
    ("\"abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz abcdefghj\"@iana.org", "quoted part"),
    ("\"\u{7F}\"@iana.org", "quoted part"), ("\"\\\u{7F}\"@iana.org", "quoted part"),
    ("\"\u{7}\"@iana.org", "quoted part"),
    ("\"\\\n\"@iana.org", "quoted part"), ("\"\\\u{7}\"@iana.org", "quoted part"),
    // Address literals (61 to 84, 112 to 121, 159).
    ("test@[255.255.255.255]", "address literal"), ("test@[255.255.255]", "address literal"),
    ("test@[1111:2222:3333:4444:5555:6666:7777:8888]", "address literal"),
    ("test@[IPv6:1111:2222:3333:4444:5555:6666:7777:8888]", "address literal"),
    ("test@[IPv6:1111:2222:3333:4444:5555:6666::8888]", "address literal"), ("test@[IPv6:::]", "address literal"),
    ("test@[IPv6:1111:2222:3333:4444::255.255.255.255]", "address literal"),
    ("test@[IPv6:1::2:]", "address literal"), ("test@[RFC-5322-domain-literal]", "address literal"),
    ("test@[RFC-5322-\\\u{7}-domain-literal]", "U+0007"), ("test@[RFC 5322 domain literal]", "U+0020"),
    ("test@[RFC-5322-\\]-domain-literal]", "address literal"),
    ("test@[RFC-5322-domain-literal] (comment)", "without what is in ( and )"),
    // Comments and white space inside (85 to 87, 90 to 98, 126, 140, 165).
    (" test @iana.org", "U+0020"), ("test@ iana .com", "U+0020"), ("test . test@iana.org", "U+0020"),
    ("(comment)test@iana.org", "\"(\" has no place"), ("(comment(comment))test@iana.org", "\"(\" has no place"),
    ("test@(comment)iana.org", "\"(\" has no place"), ("test@(comment)[255.255.255.255]", "\"(\" has no place"),
    ("(comment)\(local)@iana.org", "\"(\" has no place"), ("test@(comment)\(label).com", "\"(\" has no place"),
    ("(\u{7F})test@iana.org", "U+007F"), ("(\u{7})test@iana.org", "U+0007"),
    ("test.(comment)test@iana.org", "\"(\" has no place"),
    // A name that no DNS has (161).
    ("test@iana/icann.org", "\"/\" has no place"),
  ])
  func refusedHereAlone(text: String, part: String) {
    DeskTests.check(.email, .text(text), refusedFor: part)
  }
}
