import TestSupport
import Testing
import Text

@testable import Desk

/// Phone numbers as people paste them.
struct PhoneNumberTests {
  private func check(_ text: String, _ expected: String, at location: SourceLocation = #_sourceLocation) {
    DeskTests.check(.phone, .text(text), .text(expected), at: location)
  }

  private func check(_ text: String, refusedFor part: String, at location: SourceLocation = #_sourceLocation) {
    DeskTests.check(.phone, .text(text), refusedFor: part, at: location)
  }

  // MARK: Facts

  @Test func exampleNumbersOfLibphonenumber() {
    #expect(ExampleNumbers.all.count == 493)
    for (form, spelling) in ExampleNumbers.all {
      let dashed = String(spelling.map { $0 == " " || $0 == "." ? "-" : $0 })
      for text in [form, spelling, "tel:" + dashed, "tel:" + form, "\u{202A}\(spelling)\u{202C}", "\(dashed)\r\n"] {
        check(text, form)
      }
      check(fullWidth(spelling), form)
      check(inArabicDigits(spelling), form)
    }
  }

  /// A national zero put after the country code of an example is refused, except where it belongs to the number.
  @Test func examplesWithANationalZero() {
    let keeping: Set = [39, 47, 225, 226, 227, 229, 241, 242, 247, 267, 268, 378, 501, 676, 679, 687, 853, 992]
    for (form, spelling) in ExampleNumbers.all where form.unicodeScalars.count < 16 {
      // libphonenumber puts a space after the country code.
      let country = spelling.dropFirst().prefix { $0 != " " }
      let national = form.dropFirst(country.count + 1)
      for zero in ["0", " 0", " (0)", "[0]", "(\u{A0}0 ) ", "\u{FF08}\u{FF10}\u{FF09}", "-0-", "/0"] {
        let text = "+\(country)\(zero)\(national)"
        if keeping.contains(Int(country) ?? 0) {
          check(text, "+\(country)0\(national)")
        } else {
          check(text, refusedFor: "after +\(country): this national zero is dialled only inside the country")
        }
      }
    }
  }

  // MARK: What falls away

  @Test(arguments: [
    ("+32470123456", "+32470123456"), ("+32 470 12 34 56", "+32470123456"), ("+32.470.12.34.56", "+32470123456"),
    ("+1 (212) 555-0123", "+12125550123"), ("[+44] 20\u{2011}7946\u{A0}0958", "+442079460958"),
    ("+33\u{202F}1\u{2009}23 45 67\u{2013}89", "+33123456789"), ("+1234567", "+1234567"),
    ("+123456789012345", "+123456789012345"), (" + 3 2 4 7 0 1 2 ", "+3247012"),
    ("+1\u{2212}212\u{FF0D}555\u{2043}0123", "+12125550123"), ("+81\u{30FC}3\u{FF70}1234\u{2014}5678", "+81312345678"),
    ("+1 \u{FF08}212\u{FF09} 555\u{FF0E}0123", "+12125550123"), ("{+1} <212> \u{300C}555\u{300D}0123", "+12125550123"),
    ("<+32 470 12 34 56>", "+32470123456"), ("+32\u{B7}470\u{2022}12\u{30FB}34\u{2027}56", "+32470123456"),
    ("(+49) 30 1234567", "+49301234567"), ("+49 (30) 1234567", "+49301234567"), ("+49 (3 0) 123456", "+4930123456"),
  ])
  func spacesDotsDashesAndBrackets(text: String, expected: String) {
    check(text, expected)
  }

  @Test(arguments: [
    ("\u{202A}+32 470 12 34 56\u{202C}", "+32470123456"), ("+32\u{200E}470123457", "+32470123457"),
    ("+1\u{FE0F}-555-123-4567", "+15551234567"), ("+1 212 555 0101\u{200B}", "+12125550101"),
    ("\u{2066}+32 470 12 34 58\u{2069}", "+32470123458"), ("\u{FEFF}+12125550102", "+12125550102"),
    ("+32 470 12 34 59\n", "+32470123459"), ("+32\r\n470\u{85}12\u{2028}34\u{2029}60", "+32470123460"),
    ("+32\u{AD}470\u{200D}12\u{2060}34\u{180E}61", "+32470123461"),
    ("\t+32\u{3000}470\u{2007}123462\u{0}", "+32470123462"),
    ("+32\u{2800}470\u{3164}123463\u{E0020}", "+32470123463"),
    ("\u{2795}3\u{FE0F}\u{20E3}2\u{FE0F}\u{20E3}4\u{FE0F}\u{20E3}70123464", "+32470123464"),
  ])
  func invisibleCharacters(text: String, expected: String) {
    check(text, expected)
  }

  @Test(arguments: [
    (
      "\u{FF0B}\u{FF13}\u{FF12}\u{FF14}\u{FF17}\u{FF10}\u{FF11}\u{FF12}\u{FF13}\u{FF14}\u{FF16}\u{FF10}", "+32470123460"
    ),
    ("+３２470123456", "+32470123456"), ("+٣٢٤٧٠١٢٣٤٥٦", "+32470123456"), ("+۹۸۹۱۲۱۲۳۴۵۶۷", "+989121234567"),
    ("+९१ ७०१२३ ४५६७८", "+917012345678"), ("+৮৮০ ১৮১২৩৪৫৬৭৮", "+8801812345678"),
    ("\u{FE62}๖๖ ๘๑ ๒๓๔ ๕๖๗๘", "+66812345678"),
    ("+\u{1D7CF}\u{1D7D0}\u{1D7CF}\u{1D7D0}5550123", "+12125550123"),
  ])
  func digitsOfOtherScripts(text: String, expected: String) {
    check(text, expected)
  }

  @Test(arguments: [
    ("tel:+32470123456", "+32470123456"), ("tel:+32-470-12-34-56", "+32470123456"),
    ("TEL:+1-201-555-0123", "+12015550123"), ("Tel: +32 470 12 34 56", "+32470123456"),
    ("\u{FEFF}tel\u{200B}:\u{A0}+32470123456", "+32470123456"), ("tel:+1(212)555.0123", "+12125550123"),
    ("ｔｅｌ：＋３２４７０１２３４５６", "+32470123456"), ("tel://+32470123456", "+32470123456"),
  ])
  func schemes(text: String, expected: String) {
    check(text, expected)
  }

  @Test(arguments: [
    ("+32 470/12.34.61", "+32470123461"), ("+32/470123456", "+32470123456"), ("+49 30/1234567", "+49301234567"),
    ("+49/30/1234567", "+49301234567"), ("+43 1\u{FF0F}58858", "+43158858"), ("+49 30 \u{2044} 123 45", "+493012345"),
    ("/+32 470 12 34 56", "+32470123456"),
  ])
  func slashes(text: String, expected: String) {
    check(text, expected)
  }

  // MARK: What is refused

  @Test(arguments: [
    "+32 470 12 34 56/57", "+32 470 12 34 56/", "+49 30 1234567/1234", "+49/30/1234", "+49 30 1234567 \u{FF0F} 8",
    "+49 30 1234567\u{2215}89", "+32 470/12 34",
  ])
  func slashesBeforeFewDigits(text: String) {
    check(text, refusedFor: "fewer than five digits after a / are a second number or an extension")
  }

  @Test(arguments: [
    ("+49 (030) 1234567", "leave out the 0 after +49"), ("+44 [0]20 7946 0958", "leave out the (0) after +44"),
    ("+32 (\u{A0}0) 470 12 34 56", "leave out the (0) after +32"), ("+49 (0 30) 123456", "leave out the 0 after +49"),
    ("+61 (02) 9876 5432", "leave out the 0 after +61"), ("+33 06 31 96 65 43", "leave out the 0 after +33"),
    ("+330631966543", "leave out the 0 after +33"), ("+32 (0)470 12 34 56", "leave out the (0) after +32"),
    ("+32 ( 0 ) 470123456", "leave out the (0) after +32"), ("+353 (0) 1 234 5678", "leave out the (0) after +353"),
    ("(+49)(0)30 1234567", "leave out the (0) after +49"), ("+49-030-1234567", "leave out the 0 after +49"),
    ("+1 (0)212 555 0123", "leave out the (0) after +1"), ("+7 0495 123 45 67", "leave out the 0 after +7"),
    ("+972\u{200E}0501234567", "leave out the 0 after +972"), ("tel:+31-(0)6-12345678", "leave out the (0) after +31"),
    ("\u{FF0B}81\u{FF08}\u{FF10}\u{FF19}\u{FF10}\u{FF09}1234-5678", "leave out the 0 after +81"),
    ("+44 20 (0) 7946 0958", "leave out the (0) after +44"), ("+49 (0)123456789012345", "leave out the (0) after +49"),
    ("+38 (0) 044 123 45 67", "leave out the 0 after +380"), ("+4 (0) 0211234567", "leave out the 0 after +40"),
    ("+٩٧١ (٠) ٥٠ ١٢٣ ٤٥٦٧", "leave out the (0) after +971"), ("+44 {0} 20 7946 0958", "leave out the (0) after +44"),
  ])
  func nationalZeros(text: String, part: String) {
    check(text, refusedFor: part)
    check(text, refusedFor: "this national zero is dialled only inside the country")
  }

  @Test(arguments: [
    ("+39 (06) 1234567", "+39061234567"), ("+39 06 1234567", "+39061234567"), ("+39 (0)6 1234567", "+39061234567"),
    ("+39[0 6]1234567", "+39061234567"), ("+225 07 12 34 56 78", "+2250712345678"),
    ("+229 01 95 12 34 56", "+2290195123456"), ("+226 05 12 34 56", "+22605123456"),
    ("+992 01 123 4567", "+992011234567"), ("+247 012345", "+247012345"),
    ("+378 (0549) 886377", "+3780549886377"), ("+241 (0)6 03 12 34", "+24106031234"),
    ("+38 (0) 44 123 45 67", "+380441234567"), ("+38 (044) 123-45-67", "+380441234567"),
    ("+4 (0)21 123 4567", "+40211234567"), ("+2 (0) 10 1234 5678", "+201012345678"),
    ("+88 [0] 1712-345678", "+8801712345678"),
    ("+47 02000", "+4702000"), ("+34 900 (1) 23 456", "+34900123456"), ("+1 (800) 555-0100", "+18005550100"),
  ])
  func zerosThatBelongToTheNumber(text: String, expected: String) {
    check(text, expected)
  }

  @Test(arguments: [
    ("+7 8 495 123 45 67", "leave out the 8 after +7: this digit"), ("+7 (8495) 123-45-67", "leave out the 8 after +7"),
    ("+1 1 212 555 0123", "leave out the 1 after +1: this digit"), ("+1 (1) 212 555 0123", "leave out the 1 after +1"),
  ])
  func otherTrunkPrefixes(text: String, part: String) {
    check(text, refusedFor: part)
    check("+7 812 123 45 67", "+78121234567")
    check("+7 (800) 555-35-35", "+78005553535")
  }

  @Test(arguments: [
    ("+32 470 12 34 56 ext 7", "ext"), ("+32 470 12 34 56 ext. 7", "ext"), ("+32 470 12 34 56 Ext7", "ext"),
    ("+1 212 555 0123 x12", "x"), ("+1 212 555 0123X12", "x"), ("+1 212 555 0123 #12", "#"),
    ("+1 212 555 0123,12", ","),
    ("+1 212 555 0123,,,12#", ","), ("tel:+1-212-555-0123;ext=12", "ext"), ("+49 30 1234567 Durchwahl 12", "durchwahl"),
    ("+49 30 1234567 DW-12", "dw"), ("+32 2 123 45 67 poste 8", "poste"), ("+34 912 345 678 extensión 3", "extensión"),
    ("+34 912 345 678 extensio\u{301}n 3", "extensio\u{301}n"), ("+7 495 123 45 67 доб. 12", "доб"),
    ("+86 10 1234 5678 转 12", "转"),
    ("+1 212 555 0123 ｅｘｔ 12", "ext"), ("+1 212 555 0123, ext. 12", "ext"), ("+12125550123p12", "p"),
    ("+12125550123;12", ";"),
    ("0470 12 34 56 ext 7", "ext"), ("+1 212 555 0123\u{FF0C}12", ","), ("+1 212 555 0123 e\u{200B}xt 12", "ext"),
  ])
  func extensions(text: String, mark: String) {
    check(text, refusedFor: "an extension (\"\(mark)\") has no place in a phone number: give the number alone")
  }

  @Test(arguments: [
    (
      "+32 470 12 34 56 +32 470 12 34 57",
      "\"+\" has no place after the beginning of a phone number: of several, give one"
    ),
    ("+32 470 12 34 56\n+32 470 12 34 57", "of several, give one"), ("++32470123456", "\"+\" has no place"),
    ("32+470123456", "\"+\" has no place"), ("+32470123456/+32470123457", "of several, give one"),
    ("+32470123456; 0470123457", "a second number after the \";\""),
    ("+32470123456, 0470123457", "a second number after the \",\""),
    ("+32470123456\u{3001}0470123457", "a second number after the \"\u{3001}\" (U+3001)"),
    ("+32470123456 0470123457", "got 21; of several numbers, give one"),
    ("+32470123456 / 0470123457", "got 21; of several numbers, give one"),
    ("+32470123456 or +32470123457", "\"o\" has no place"), ("+32470123456 & 0470123457", "\"&\" has no place"),
    ("+81 3-1234-5678\u{301C}9", "\"\u{301C}\" (U+301C) has no place"),
  ])
  func secondNumbers(text: String, part: String) {
    check(text, refusedFor: part)
  }

  @Test(arguments: [
    (
      "0470123456",
      "begin with + and the country code (E.164), or let an admin set phoneCountry (settings.set) for national numbers"
    ),
    ("32470123456", "begin with + and the country code"),
    ("0032470123456", "write + in place of the 00 at the beginning, then the country code (E.164)"),
    ("(00) 32 470123456", "write + in place of the 00"), ("tel:0032470123456", "write + in place of the 00"),
    ("tel:0470123456", "begin with +"), ("+0470123456", "no country code (E.164) begins with 0"),
    ("+0032470123456", "leave out the zeros after the +"), ("+(0)44 20 7946 0958", "no country code"),
    (" ", "country code"), ("()", "country code"), ("\u{200B}", "country code"), ("tel:", "country code"),
    ("/", "fewer than five"),
    ("+123456", "got 6"), ("+1234567890123456", "got 16"), ("+", "got 0"), ("+33 0", "got 3"), ("+49", "got 2"),
  ])
  func numbersThatAreNotInternational(text: String, part: String) {
    check(text, refusedFor: part)
  }

  @Test(arguments: [
    ("+1 800 FLOWERS", "\"F\" has no place in a phone number: write digits, not letters"),
    ("call me", "\"c\" has no place"), ("phone: +32470123456", "\"p\" has no place"),
    ("\u{260E} +32470123456", "\"\u{260E}\" (U+260E)"),
    ("+3247012345\u{301}6", "U+0301 has no place"), ("\"+32470123456\"", "U+0022 has no place"),
    ("+32470*123456", "\"*\" has no place in a phone number: write + and digits"),
    ("%2B32470123456", "\"%\" has no place"), ("+32470123456\u{E000}", "U+E000 has no place"),
    ("+3247012345\u{B2}", "\"\u{B2}\" (U+00B2)"),
    ("+32\\470123456", "\"\\\" has no place"), ("+32470123456é", "\"é\" (U+00E9) has no place"),
    ("+32 470 12 34 56:", "\":\" has"),
    ("tel:+32470123456;phone-context=example.com", "leave out the parameter \";phone-context\" (RFC 3966)"),
    ("tel:+32470123456;isub=1", "leave out the parameter \";isub\""), ("+32470123456,", "\",\" has no place"),
    ("\u{201E}+32470123456\u{201C}", "\"\u{201E}\" (U+201E)"), ("tel:tel:+32470123456", "\"t\" has no place"),
  ])
  func otherCharacters(text: String, part: String) {
    check(text, refusedFor: part)
  }

  @Test func lengths() {
    let keycaps = "+" + String(repeating: "1\u{FE0F}\u{20E3} ", count: 15)
    check(keycaps + String(repeating: "\u{A0}", count: 67) + " ", "+" + String(repeating: "1", count: 15))
    check("+32470123456" + String(repeating: " ", count: 244), "+32470123456")
    check(
      "+32470123456" + String(repeating: " ", count: 245), refusedFor: "at most 256 bytes are allowed, got 257")
  }

  // MARK: Anything

  /// What is accepted has the normal form, however hostile the text; and no reason shows what a reader cannot see.
  @Test func randomText() {
    let parts = [
      "0", "1", "32", "470", "12345", "+", "(", ")", "[", "]", "/", "-", ".", " ", "\u{A0}", "\u{200B}", "\u{202E}",
      "\n", "\0",
      "\u{FF0B}", "\u{FF15}", "\u{FF08}", "٣", "९", "\u{301}", "\u{20E3}", "x", "ext", ",", ";", "#", "é", "转", "tel:",
      "=", "🎈",
    ]
    var random = SplitMix64(seed: 15)
    var accepted = 0
    for _ in 0..<40_000 {
      var text = random.percent(70) ? random.pick(["+32", "+39", "tel:+1", "\u{FF0B}7", "+225 "]) : ""
      // Most texts of few kinds of parts, so that some are accepted.
      let kinds = random.percent(70) ? 26 : parts.count
      for _ in 0..<random.below(9) { text += parts[random.below(kinds)] }
      switch normalised(.phone, .text(text)) {
      case .success(.text(let form)):
        accepted += 1
        #expect(form.wholeMatch(of: /\+[1-9][0-9]{6,14}/) != nil, "\(text): \(form)")
        check(form, form)
      case .success(let content): Issue.record("\(text): \(content)")
      case .failure(let refusal):
        #expect(!refusal.reason.unicodeScalars.contains { $0.isInvisible && $0 != " " }, "\(text): \(refusal.reason)")
      }
    }
    #expect(accepted > 2_000)
  }
}
