import TestSupport
import Testing
import Text

@testable import Desk

/// Phone numbers without `+`, read by the plan of a country.
struct NationalNumberTests {
  private func normalised(_ text: String, in code: String) -> Result<AttributeContent, Refusal> {
    do throws(Refusal) {
      return .success(
        try AttributeFormat.phone.normalise(
          .text(text), options: OptionList([]), phoneCountry: Self.countries[code]))
    } catch {
      return .failure(error)
    }
  }

  private static let countries = Dictionary(uniqueKeysWithValues: PhoneCountry.all.map { ($0.code, $0) })

  /// The text has this form in the country, and the form is its own, with and without the country.
  private func check(
    _ text: String, in code: String, _ expected: String, at location: SourceLocation = #_sourceLocation
  ) {
    for text in [text, expected] {
      switch normalised(text, in: code) {
      case .failure(let refusal): Issue.record("\(code) refused \(text): \(refusal.reason)", sourceLocation: location)
      case .success(let content):
        #expect(content.isSame(as: .text(expected)), "\(code), \(text): \(content)", sourceLocation: location)
      }
    }
    DeskTests.check(.phone, .text(expected), .text(expected), at: location)
  }

  private func check(
    _ text: String, in code: String, refusedFor part: String, at location: SourceLocation = #_sourceLocation
  ) {
    switch normalised(text, in: code) {
    case .success(let content): Issue.record("\(code) took \(text) as \(content)", sourceLocation: location)
    case .failure(let refusal):
      let comment: Comment = "\(code), \(text): \(refusal.reason)"
      #expect(refusal.reason.contains(part), comment, sourceLocation: location)
    }
  }

  // MARK: Facts

  @Test func everyCountryInManySpellings() {
    #expect(NationalExamples.all.count == 245)
    #expect(NationalExamples.all.map(\.numbers.count).reduce(0, +) == 481)
    for region in NationalExamples.all {
      for (form, spelling) in region.numbers {
        let national = form.dropFirst(1 + "\(region.callingCode)".count)
        let digits = spelling.filter(\.isNumber)
        let dashed = String(spelling.map { $0 == " " ? "-" : $0 })
        for text in [
          spelling, digits, dashed, "tel:\(dashed)", fullWidth(spelling), inArabicDigits(spelling), " (\(digits))\n",
          "\u{202A}\(spelling)\u{202C}", "[\(digits.prefix(3))] \(digits.dropFirst(3))", region.prefix + national,
          "(\(region.prefix)) \(national)", "(\(region.prefix)\(national.prefix(2)))/\(national.dropFirst(2))",
        ] where national.utf8.count >= 7 || !text.contains("/") {
          check(text, in: region.code, form)
        }
      }
    }
  }

  /// Without its prefix, a number is read as itself or refused, and never as another one.
  @Test func withoutThePrefix() {
    var refused: [String] = []
    for region in NationalExamples.all {
      for (form, _) in region.numbers {
        let national = String(form.dropFirst(1 + "\(region.callingCode)".count))
        switch normalised(national, in: region.code) {
        case .success(let content): #expect(content.isSame(as: .text(form)), "\(region.code), \(national): \(content)")
        case .failure(let refusal):
          refused.append(region.code)
          #expect(refusal.reason.hasPrefix("begin with the national prefix \(region.prefix), or with +"))
        }
      }
    }
    let expected = [
      "AT", "AT", "BD", "BG", "CD", "CD", "CU", "CU", "DE", "DE", "DZ", "HR", "ID", "ID", "IE", "IQ", "KH", "KH", "KP",
      "KR", "LA", "LB", "MM", "MM", "NA", "PH", "RS", "RS", "SE", "YE",
    ]
    #expect(refused == expected)
  }

  /// A number with `+` is what it is without a country: of the country itself, and of another one.
  @Test func numbersWithAPlus() {
    let regions = NationalExamples.all
    for (place, region) in regions.enumerated() {
      let other = regions[(place + 97) % regions.count]
      for form in (region.numbers + other.numbers).map(\.form) { check(form, in: region.code, form) }
    }
    for (form, spelling) in ExampleNumbers.all { check(spelling, in: "BE", form) }
    check("+33 06 31 96 65 43", in: "FR", refusedFor: "leave out the 0 after +33")
    check("+123456", in: "US", refusedFor: "got 6")
    check("+0470123456", in: "BE", refusedFor: "leave out the zeros after the +")
  }

  // MARK: Plans

  @Test(arguments: [
    ("BE", "0470 12 34 56", "+32470123456"), ("BE", "0470/12.34.56", "+32470123456"),
    ("BE", "02/223.45.67", "+3222234567"),
    ("BE", "470123456", "+32470123456"), ("BE", "470 12 34 56", "+32470123456"), ("BE", "22234567", "+3222234567"),
    ("BE", "tel:0470-123-456", "+32470123456"), ("BE", "(0)470 12 34 56", "+32470123456"),
    ("HU", "06 20 123 4567", "+36201234567"), ("HU", "(06-1) 234 5678", "+3612345678"),
    ("HU", "201234567", "+36201234567"),
    ("RU", "8 (812) 123-45-67", "+78121234567"), ("RU", "812 123-45-67", "+78121234567"),
    ("RU", "8 800 555-35-35", "+78005553535"), ("KZ", "8 (727) 123 45 67", "+77271234567"),
    ("BY", "8 017 123-45-67", "+375171234567"), ("BY", "8 17 123 45 67", "+375171234567"),
    ("BY", "8 (029) 491-19-11", "+375294911911"), ("TM", "(8 12) 34-56-78", "+99312345678"),
    ("LT", "8 612 34567", "+37061234567"), ("LT", "0 612 34567", "+37061234567"), ("LT", "8 800 12345", "+37080012345"),
    ("US", "(212) 555-0123", "+12125550123"), ("US", "1-212-555-0123", "+12125550123"),
    ("BS", "(212) 555-0123", "+12125550123"), ("CA", "1 (800) 555-0100", "+18005550100"),
    ("MX", "01 55 1234 5678", "+525512345678"), ("MX", "044 55 1234 5678", "+525512345678"),
    ("MX", "045 33 1234 5678", "+523312345678"), ("MX", "55 1234 5678", "+525512345678"),
    ("AR", "011 2345-6789", "+541123456789"), ("AR", "0 9 11 2345 6789", "+5491123456789"),
    ("BR", "(11) 96123-4567", "+5511961234567"), ("BR", "0 11 2345-6789", "+551123456789"),
    ("GB", "(020) 7946 0958", "+442079460958"), ("JE", "020 7946 0958", "+442079460958"),
    ("GB", "0800 1111", "+448001111"),
    ("DE", "030/123456", "+4930123456"), ("DE", "0 170 1234567", "+491701234567"),
    ("CN", "131 2345 6789", "+8613123456789"),
    ("CN", "010-12345678", "+861012345678"), ("IN", "98765 43210", "+919876543210"),
    ("AU", "1800 123 456", "+611800123456"),
    ("IL", "1-800-123-456", "+9721800123456"), ("MN", "8812 3456", "+97688123456"),
    ("FI", "040 123 4567", "+358401234567"),
    ("JP", "03-1234-5678", "+81312345678"), ("KR", "010-1234-5678", "+821012345678"),
  ])
  func prefixes(code: String, text: String, expected: String) {
    check(text, in: code, expected)
  }

  /// Ranges that the table does not know: with the national prefix 0, and in North America, they have one reading.
  @Test(arguments: [
    ("BE", "02 123 45 67", "+3221234567"), ("BE", "09999 9999", "+3299999999"), ("NL", "020 123 4567", "+31201234567"),
    ("US", "(555) 123-4567", "+15551234567"), ("US", "1-555-123-4567", "+15551234567"),
    ("CA", "555 123 4567", "+15551234567"), ("CH", "044 123 45 67", "+41441234567"),
  ])
  func rangesThatAreNew(code: String, text: String, expected: String) {
    check(text, in: code, expected)
  }

  @Test(arguments: [
    ("ES", "612 34 56 78", "+34612345678"), ("NO", "40 61 23 45", "+4740612345"), ("NO", "02000", "+4702000"),
    ("DK", "34 41 23 45", "+4534412345"), ("PL", "12 345 67 89", "+48123456789"),
    ("CZ", "601 123 456", "+420601123456"),
    ("PT", "912 345 678", "+351912345678"), ("GR", "21 2345 6789", "+302123456789"), ("SG", "8123 4567", "+6581234567"),
    ("IT", "06 1234 5678", "+390612345678"), ("IT", "(06) 1234567", "+39061234567"),
    ("IT", "333 123 4567", "+393331234567"),
    ("VA", "06 698 12345", "+390669812345"), ("SM", "0549 886377", "+3780549886377"),
    ("CI", "07 12 34 56 78", "+2250712345678"),
    ("BF", "05 12 34 56", "+22605123456"), ("CG", "06 123 4567", "+242061234567"),
    ("GA", "01 44 12 34", "+24101441234"),
    ("GA", "011 44 12 34", "+24111441234"), ("BJ", "01 95 12 34 56", "+2290195123456"),
    ("LU", "27 12 34 56", "+35227123456"),
  ])
  func countriesWithoutPrefix(code: String, text: String, expected: String) {
    check(text, in: code, expected)
    check("00" + text, in: code, refusedFor: "write + in place of the 00")
  }

  // MARK: What is refused

  @Test(arguments: [
    ("BE", "0032 470 12 34 56", "write + in place of the 00 at the beginning, then the country code (E.164)"),
    ("US", "011 32 470 12 34 56", "write + in place of the 011"),
    ("US", "0032 470 12 34 56", "write + in place of the 00 "),
    ("RU", "8-10-32-470-12-34-56", "write + in place of the 810"),
    ("AU", "0011 32 470123456", "write + in place of the 0011"),
    ("JP", "010 32 470 123456", "write + in place of the 010"),
    ("KE", "000 32 470123456", "write + in place of the 000"),
    ("SG", "001 32 470123456", "write + in place of the 00… at"),
    ("BR", "00 21 32 470123456", "write + in place of the 00…"),
    ("TJ", "00 640 4938", "write + in place of the 00 "),
  ])
  func internationalPrefixes(code: String, text: String, part: String) {
    check(text, in: code, refusedFor: part)
  }

  @Test(arguments: [
    ("BE", "32470123456", "the 32 at the beginning may be one"),
    ("BE", "32 (0)470 12 34 56", "the 32 at the beginning"),
    ("RU", "7 495 123 45 67", "the 7 at the beginning may be one"), ("IT", "390 612345", "the 39 at the beginning may"),
    ("IT", "3906 12345", "the 39 at the beginning may be one"), ("LU", "352 26 12 34 56", "the 352 at the beginning"),
    ("DE", "491701234567", "the 49 at the beginning may be one"), ("BR", "55 11 96123 4567", "the 55 at the beginning"),
    (
      "BE", "33 6 12 34 56 78",
      "no number of BE (+32) has 11 digits: write + and the number as it is dialled from abroad"
    ),
  ])
  func callingCodesWithoutAPlus(code: String, text: String, part: String) {
    check(text, in: code, refusedFor: part)
  }

  @Test(arguments: [
    (
      "DE", "1701234567",
      "begin with the national prefix 0, or with + and the country code (E.164): without them this may"
    ),
    ("DE", "1234567", "no number of DE (+49) with 7 digits begins with 1234"),
    ("DE", "7654321", "the national prefix 0"),
    ("GB", "7946 0958", "no number of GB (+44) has 8 digits"), ("GB", "845 4647", "the national prefix 0"),
    ("US", "555-0123", "no number of US (+1) has 7 digits"), ("US", "1 555-0123", "has 7 digits after the 1"),
    ("BM", "292-1234", "no number of BM (+1) has 7 digits"), ("SE", "8 123 456", "the national prefix 0"),
    ("RU", "123-45-67", "no number of RU (+7) has 7 digits"), ("PL", "826 12 34", "no number of PL (+48) has 7 digits"),
    ("IT", "1234567", "no number of IT (+39) with 7 digits begins with 1234"), ("SM", "886377", "has 6 digits"),
    ("LA", "23 123 456", "the national prefix 0"), ("CW", "737 1234", "no number of CW (+599) has 7 digits"),
    ("MX", "5512 3456", "no number of MX (+52) has 8 digits"), ("BR", "96123-4567", "with 9 digits begins with 9612"),
  ])
  func localNumbers(code: String, text: String, part: String) {
    check(text, in: code, refusedFor: part)
  }

  @Test(arguments: [
    // 15 is dialled for mobile numbers, which have a 9 before the area code when they are dialled from abroad.
    ("AR", "011 15-2345-6789", "no number of AR (+54) has 12 digits after the 0"),
    ("AR", "15 2345 6789", "begins with 15"),
    ("AR", "02966 15 123456", "has 12 digits after the 0: write + and the number as it is dialled from abroad (E.164)"),
    // Carriers' codes.
    ("BR", "0 15 11 2345-6789", "has 12 digits after the 0"), ("BR", "021 11 96123-4567", "has 13 digits after the 0"),
    ("BR", "90 11 96123-4567", "has 13 digits"), ("CO", "03 1 234 5678", "has 9 digits after the 0"),
    ("KR", "082 2 312 3456", "begins with 8223"),
    // Shared numbering: these are +590, +262 and +44.
    ("FR", "0590 20 12 34", "no number of FR (+33) with 9 digits begins with 5902"),
    ("FR", "0690 00 12 34", "begins with"),
    ("FR", "0262 16 12 34", "begins with 2621"), ("GP", "06 12 34 56 78", "begins with 6123"),
    ("IE", "048 9012 3456", "no number of IE (+353)"), ("IL", "015 36 5742 5062", "no number of IL (+972)"),
    ("BE", "0123 45 67", "no number of BE (+32) has 7 digits after the 0"), ("BE", "99999999", "begins with 9999"),
    ("BE", "0470 12 34 5", "with 8 digits begins with 4701"),
    ("BE", "47012345", "with 8 digits begins with 4701"), ("GA", "6 03 12 34", "no number of GA (+241) has 7 digits"),
    ("NO", "0 40 61 23 45", "no number of NO (+47) has 9 digits"),
    ("US", "0212 555 0123", "no number of US (+1) has 11"),
    ("CA", "310-1234", "has 7 digits"), ("HU", "0 20 123 4567", "no number of HU (+36) has 10 digits"),
  ])
  func numbersOfNoPlan(code: String, text: String, part: String) {
    check(text, in: code, refusedFor: part)
  }

  @Test func hostileTexts() {
    for code in ["BE", "DE", "US", "HU", "BY", "ES", "IT", "MX", "GA"] {
      for text in ["0", "06", "8", "80", "1", "01", "()", " ", "tel:", "0 0", "\u{200B}"] {
        guard case .failure = normalised(text, in: code) else {
          Issue.record("\(code) took \(text)")
          continue
        }
      }
      check("0", in: code, refusedFor: "no number of \(code)")
      check("", in: code, refusedFor: "an empty value")
      for count in 2...18 {
        check(String(repeating: "0", count: count), in: code, refusedFor: "write + in place of the 00")
      }
      for count in [19, 20, 21, 40, 64, 255, 256] {
        let text = String(repeating: "0", count: count)
        check(text, in: code, refusedFor: "no phone number has \(count) digits (E.164); of several numbers, give one")
      }
      check(String(repeating: "0", count: 257), in: code, refusedFor: "at most 256 bytes are allowed, got 257")
      check("0470+123456", in: code, refusedFor: "\"+\" has no place after the beginning")
      check("0470 12 34 56 ext 7", in: code, refusedFor: "an extension")
      check("0470 12 34 56, 0470 12 34 57", in: code, refusedFor: "a second number after the \",\"")
      check("0470123456/0470123457", in: code, refusedFor: "of several numbers, give one")
      check("0470 FLOWERS", in: code, refusedFor: "write digits, not letters")
    }
    // 2^64 more than a number of Belgium, in 20 digits.
    check("18446744073709551616", in: "BE", refusedFor: "has 20 digits")
    check("18446744074179675072", in: "BE", refusedFor: "has 20 digits")
    check("0470123456" + String(repeating: " ", count: 246), in: "BE", "+32470123456")
  }

  // MARK: Anything

  /// What is accepted is a number of the country, of a known length, and its own normal form; and it is the same number
  /// with the calling code before it.
  @Test func randomDigits() {
    var random = SplitMix64(seed: 19)
    var accepted = 0
    for country in PhoneCountry.all {
      let head = "+\(country.callingCode)"
      let prefixes = ["", "", country.nationalPrefix ?? "0", "0", "8", "1", "01", "\(country.callingCode)"]
      for _ in 0..<60 {
        var text = random.pick(prefixes)
        let length = random.percent(80) ? random.pick(country.lengths) : random.below(24)
        for _ in 0..<length { text += "\(random.below(10))" }
        switch normalised(text, in: country.code) {
        case .failure(let refusal): #expect(!refusal.reason.isEmpty)
        case .success(.text(let form)):
          accepted += 1
          #expect(form.hasPrefix(head), "\(country.code), \(text): \(form)")
          #expect(country.lengths.contains(form.utf8.count - head.utf8.count), "\(country.code), \(text): \(form)")
          #expect(text.hasSuffix(form.dropFirst(head.utf8.count)), "\(country.code), \(text): \(form)")
          check(form, in: country.code, form)
        case .success(let content): Issue.record("\(text): \(content)")
        }
      }
    }
    #expect(accepted > 1_000)
  }
}
