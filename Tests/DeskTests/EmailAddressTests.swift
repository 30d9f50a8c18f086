import TestSupport
import Testing

@testable import Desk

/// E-mail addresses.
struct EmailAddressTests {
  private func check(_ text: String, _ expected: String? = nil, at location: SourceLocation = #_sourceLocation) {
    DeskTests.check(.email, .text(text), .text(expected ?? text), at: location)
  }

  private func check(_ text: String, refusedFor part: String, at location: SourceLocation = #_sourceLocation) {
    DeskTests.check(.email, .text(text), refusedFor: part, at: location)
  }

  private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  @Test(arguments: [
    ("mira@example.com", nil), ("Mira.K@Example.COM", "Mira.K@example.com"), ("a@b.co", nil),
    ("!#$%&'*+-/=?^_`{|}~@x-1.example", nil), ("a@xn--bcher-kva.EXAMPLE", "a@xn--bcher-kva.example"),
    ("1@1.c1", nil), ("a@a.b.c.d.e", nil),
    // Dots at any place: mail systems in use give out such addresses.
    (".a@example.com", nil), ("a.@example.com", nil), ("a..b@example.com", nil), ("...@example.com", nil),
    // The same host with and without the dot that ends it; hosts with _; numbers that are not the last label.
    ("a@b.com.", "a@b.com"), ("a@b_c.com", nil), ("a@_mail.b.com", nil), ("a@1.2.3.com", nil),
    ("a@1.2.3.4a", nil), ("a@b.0xg", nil),
  ])
  func addresses(text: String, expected: String?) {
    check(text, expected)
  }

  /// RFC 6531; hosts as A-labels, and local parts as they are.
  @Test(arguments: [
    ("mira@bücher.example", "mira@xn--bcher-kva.example"), ("míra@example.com", nil), ("mira\u{301}@example.com", nil),
    ("mirа@example.com", nil), ("用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v"),
    ("θσερ@εχαμπλε.ψομ", "θσερ@xn--mxahbxey0c.xn--xxaf0a"),
    ("Dörte@Sörensen.example.com", "Dörte@xn--srensen-90a.example.com"),
    ("अजय@डाटा.भारत", "अजय@xn--c2bd1gb.xn--h2brj9c"),
    ("mira@example.\u{212A}om", "mira@example.kom"), ("mira@e\u{301}cole.example", "mira@xn--cole-9oa.example"),
    ("mira@example。com", "mira@example.com"), ("mira@ｅｘａｍｐｌｅ．ｃｏｍ", "mira@example.com"), ("🎈@example.com", nil),
    ("mira@straße.de", "mira@xn--strae-oqa.de"),
  ])
  func addressesBeyondASCII(text: String, expected: String?) {
    check(text, expected)
  }

  @Test(arguments: [
    " mira@example.com", "mira@example.com ", "mira@example.com\n", "mira@example.com\r\n", "\tmira@example.com",
    "\u{FEFF}mira@example.com", "mira@example.com\u{A0}", "\u{202A}mira@example.com\u{202C}",
    "mira@example.com\u{200B}",
    "\u{2068}mira@example.com\u{2069}", "mira@example.com\u{0}", "mailto:mira@example.com", "MailTo: mira@example.com",
    "<mira@example.com>", " <mira@example.com> ", "<mailto:mira@example.com>", "< mira@example.com >",
    "mira@Example.com.\u{3000}", "mailto:<mira@example.com>", "<mailto: <mira@example.com>>",
  ])
  func whatFallsAway(text: String) {
    check(text, "mira@example.com")
  }

  @Test(arguments: [
    ("mira", "has an @"), ("mira.example.com", "has an @"), (" ", "has an @"), ("mailto:", "has an @"),
    ("@example.com", "before the @"), ("mailto:@example.com", "before the @"), ("<@example.com>", "before the @"),
    ("a(c)@example.com", "\"(\" has no place before the @"), ("(c)a@example.com", "\"(\" has no place"),
    ("a,b@example.com", "\",\" has no place before the @"), ("a\\b@example.com", "\"\\\" has no place"),
    ("a;b@example.com", "\";\" has no place"), ("a\"b@example.com", "U+0022 has no place"),
    ("tel:a@example.com", "\":\" has no place"), ("a>b@example.com", "\">\" has no place"),
    ("a b@example.com", "U+0020 has no place"), ("a@exam ple.com", "U+0020 has no place"),
    ("a @example.com", "U+0020 has no place"), ("a@ example.com", "U+0020 has no place"),
    ("mi\u{AD}ra@example.com", "U+00AD has no place"), ("mira@exam\u{200B}ple.com", "U+200B has no place"),
    ("mi\u{202E}ra@example.com", "U+202E has no place"), ("mira\u{A0}k@example.com", "U+00A0 has no place"),
    ("mi\u{0}ra@example.com", "U+0000 has no place"), ("mi\nra@example.com", "U+000A has no place"),
    ("mi\u{7F}ra@example.com", "U+007F has no place"), ("mi\u{3164}ra@example.com", "U+3164 has no place"),
    ("a@b@example.com", "a second @"), ("a@b.com, c@d.com", "a second @"), ("a@b.com;c@d.com", "a second @"),
    ("a@@b.com", "a second @"), ("@a@b.com", "a second @"),
    ("Mira <mira@example.com>", "between < and > alone"), ("\"K., Mira\" <mira@example.com>", "between < and > alone"),
    ("<a@b.com> <c@d.com>", "a second @"), ("<<a@b.com>>", "between < and > alone"),
    ("mailto:Mira <mira@example.com>", "between < and > alone"),
    ("mira@example.com (Mira)", "without what is in ( and )"), ("mira(home)@example.com", "\"(\" has no place"),
    ("\"a\"@example.com", "quoted part"), ("\"a b\"@example.com", "quoted part"),
    ("\"a@b\"@example.com", "quoted part"),
    ("mailto:a%2Bb@example.com", "without mailto:"), ("mailto://a@example.com", "without mailto:"),
    ("mira\u{FF20}example.com", "U+FF20 only looks like an @"),
    ("a\u{FE6B}b@example.com", "U+FE6B only looks like an @"),
  ])
  func refusedLocalParts(text: String, part: String) {
    check(text, refusedFor: part)
  }

  @Test(arguments: [
    ("a@", "after the @: a host name such as example.com is missing"), ("a@.", "such as example.com is missing"),
    ("a@example", "two labels or more"), ("a@example.", "two labels or more"), ("a@.com", "no empty label"),
    ("a@b..com", "no empty label"), ("a@b.com..", "no empty label"), ("a@-b.com", "not with a hyphen"),
    ("a@b-.com", "not with a hyphen"), ("a@1.2.3.4", "the last not a number"), ("a@b.1", "the last not a number"),
    ("a@b.0x1f", "the last not a number"), ("a@１.２.３.４", "the last not a number"),
    ("a@[1.2.3.4]", "address literal"), ("a@[IPv6:::1]", "address literal"), ("a@b.com>", "\">\" has no place"),
    ("a@b.com)", "\")\" has no place"), ("a@b.com,", "\",\" has no place"), ("a@b.com?subject=x", "\"?\" has no place"),
    ("a@b.com/x", "\"/\" has no place"), ("a@b.com／x", "\"/\" has no place"), ("a@b:25.com", "\":\" has no place"),
    ("mira@\u{301}example.com", "combining mark U+0301"), ("mira@i❤.example", "U+2764 has no place"),
    ("mira@👍.example", "U+1F44D has no place"), ("mira@ﬁ.example", "U+FB01 has no place"),
  ])
  func refusedHosts(text: String, part: String) {
    check(text, refusedFor: part)
  }

  @Test func lengths() {
    let host = { Self.repeated("a", 63) + "." + Self.repeated("b", 63) + "." + Self.repeated("c", $0) }
    check(Self.repeated("m", 65) + "@example.com")
    check(Self.repeated("m", 242) + "@example.com")
    check(Self.repeated("m", 243) + "@example.com", refusedFor: "at most 254 bytes are allowed (RFC 5321), got 255")
    check(Self.repeated("é", 121) + "@example.com")
    check(Self.repeated("é", 121) + "m@example.com", refusedFor: "got 255")
    check(Self.repeated("m", 64) + "@" + host(61))
    check(Self.repeated("m", 64) + "@" + host(62), refusedFor: "at most 254 bytes")
    check("m@" + Self.repeated("a", 63) + ".example")
    check("m@" + Self.repeated("a", 64) + ".example", refusedFor: "at most 63 bytes, got 64")
    // Of 251 bytes as given, and of more as A-labels.
    check(Self.repeated("m", 218) + "@" + Self.repeated("é.", 10) + "fr", refusedFor: "got 301")
  }

  @Test func comparison() {
    let same: [[String]] = [
      ["Mira@Example.com", "mira@example.com", "MIRA@EXAMPLE.COM.", " mira@example.com\n", "mailto:mira@example.com"],
      ["mira@bücher.example", "Mira@BÜCHER.example", "mira@xn--bcher-kva.example", "mira@bu\u{308}cher.example"],
      ["míra@example.com", "MI\u{301}RA@example.com", "mi\u{301}ra@example.com"],
      ["ΣΊΣΥΦΟΣ@example.gr", "σίσυφος@example.gr"],
      ["no address", "No Address"], ["MIRA@localhost", "mira@localhost"], ["ÄÖ", "äö"],
    ]
    let forms = same.map { $0.map(EmailAddress.comparisonForm) }
    for (texts, forms) in zip(same, forms) {
      for form in forms {
        #expect(form.sameScalars(as: forms[0]), "\(texts): \(form)")
        #expect(EmailAddress.comparisonForm(form).sameScalars(as: form), "\(form) again")
      }
    }
    #expect(Set(forms.map { $0[0] }).count == same.count)
    #expect(EmailAddress.comparisonForm("Mira@Bücher.example") == "mira@xn--bcher-kva.example")
    // Other people: a dot and a tag are part of a name, and ß is not ss in a host.
    for (a, b) in [("mira.k@a.com", "mirak@a.com"), ("mira+x@a.com", "mira@a.com"), ("a@faß.de", "a@fass.de")] {
      #expect(EmailAddress.comparisonForm(a) != EmailAddress.comparisonForm(b))
    }
  }

  /// Megabytes that are no address are not composed, which would take time in proportion to the square of the marks.
  @Test func longTextsAreOnlyFolded() {
    let marks = Self.repeated("\u{301}\u{323}", 200_000)
    #expect(EmailAddress.comparisonForm("A" + marks).sameScalars(as: CaseFolding.fold("A" + marks)))
  }

  /// Whatever comes: no crash, and what is accepted is its own normal form, within the limit, its host in ASCII.
  @Test func randomAddresses() {
    let parts = [
      "mira", "M", ".", "@", "@", "example.com", "Example", ".COM", "bücher", "e\u{301}", "例子", "。", "ß", "xn--", "-",
      "_",
      " ", "\u{A0}", "\u{200D}", "\"", "<", ">", "mailto:", "%", "[1.2.3.4]", "0x7f", "1", "\u{0}", "🎈", "\u{1F1E7}",
      "ｅ",
      "\u{10FFFF}", "\u{FB01}", "İ",
    ]
    var random = SplitMix64(seed: 11)
    var taken = 0
    for _ in 0..<20_000 {
      var text = random.percent(50) ? "mira@" : ""
      for _ in 0..<random.below(8) { text += random.pick(parts) }
      if random.percent(50) { text += ".example" }
      guard case .success(.text(let form)) = normalised(.email, .text(text)) else { continue }
      taken += 1
      check(form)
      #expect(form.utf8.count <= 254)
      #expect(form.utf8.drop { $0 != UInt8(ascii: "@") }.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "\(text): \(form)")
      let compared = EmailAddress.comparisonForm(text)
      #expect(compared.sameScalars(as: EmailAddress.comparisonForm(form)), "\(text): \(compared)")
    }
    #expect(taken > 500)
  }
}
