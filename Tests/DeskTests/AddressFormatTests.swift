import Desk
import Testing

/// Phone numbers and language tags.
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

  // MARK: Phone

  @Test(arguments: [
    ("+32470123456", "+32470123456"), ("+32 470 12 34 56", "+32470123456"), ("+32.470.12.34.56", "+32470123456"),
    ("+1 (212) 555-0123", "+12125550123"), ("[+44] 20\u{2011}7946\u{A0}0958", "+442079460958"),
    ("+33\u{202F}1\u{2009}23 45 67\u{2013}89", "+33123456789"), ("+1234567", "+1234567"),
    ("+123456789012345", "+123456789012345"), (" + 3 2 4 7 0 1 2 ", "+3247012"),
  ])
  func phoneNumbers(text: String, expected: String) {
    check(.phone, text, expected)
  }

  @Test(arguments: [
    ("0470123456", "country code"), ("32470123456", "country code"), ("0032470123456", "country code"),
    ("+0470123456", "country code"), ("+123456", "got 6"), ("+1234567890123456", "got 16"), ("+", "got 0"),
    ("++32470123456", "\"+\" has no place"), ("32+470123456", "\"+\" has no place"),
    ("+32 470 12 34 56 ext. 7", "\"e\" has"),
    ("+32/470123456", "\"/\" has no place"), ("+٣٢٤٧٠١٢٣٤٥٦", "has no place"), ("+３２470123456", "has no place"),
    ("tel:+32470123456", "\"t\" has no place"), ("+32470123456\n", "has no place"),
    ("+3247012345\u{301}6", "has no place"),
    (" ", "country code"), ("()", "country code"), ("+32 (0)470 12 34 56", "leave out the (0)"),
    ("+32 ( 0 ) 470123456", "leave out the (0)"),
  ])
  func phoneNumbersRefused(text: String, part: String) {
    check(.phone, text, refusedFor: part)
  }

  @Test func lengthsOfPhoneNumbers() {
    let spaced = "+1" + Self.repeated("\u{202F}1", 14)
    check(.phone, spaced + Self.repeated(" ", 64 - spaced.utf8.count), "+" + Self.repeated("1", 15))
    check(.phone, "+32470123456" + Self.repeated(" ", 53), refusedFor: "at most 64 bytes are allowed, got 65")
  }

  // MARK: Language

  @Test(arguments: [
    ("pl", "pl"), ("PL", "pl"), ("pt-br", "pt-BR"), ("ZH-HANT-tw", "zh-Hant-TW"), ("es-419", "es-419"),
    ("sr-latn", "sr-Latn"), ("zh-yue-HK", "zh-yue-HK"), ("DE-1996", "de-1996"), ("sl-Rozaj-Biske", "sl-rozaj-biske"),
    ("de-de-u-CO-Phonebk", "de-DE-u-co-phonebk"), ("en-x-Anna", "en-x-anna"), ("ast", "ast"),
    ("en-a-bbb-x-a-ccc", "en-a-bbb-x-a-ccc"), ("hy-Latn-IT-arevela", "hy-Latn-IT-arevela"), ("abcdefgh", "abcdefgh"),
    ("en-GB-x-x", "en-GB-x-x"),
  ])
  func languageTags(text: String, expected: String) {
    check(.language, text, expected)
  }

  @Test(arguments: [
    "p", "polish language", "en_GB", "en-", "-en", "en--GB", "abcdefghi", "e1", "1e", "en-GB-oed", "i-klingon",
    "x-anna",
    "en-x", "en-u", "en-a-bb-a-cc", "en-abcdefghi", "en-GB-US", " en", "en ", "en\n", "é", "ｅｎ", "\u{212A}o",
    "en-G\u{301}B",
    "en\u{2010}GB", "de-Latn-Latn", "*",
  ])
  func languageTagsRefused(text: String) {
    check(.language, text, refusedFor: "not a language tag (BCP 47)")
  }

  @Test func lengthsOfLanguageTags() {
    let long = "en" + Self.repeated("-abcdefgh", 6) + "-abcdefg"
    check(.language, long)
    check(.language, long + "h", refusedFor: "not a language tag")
  }
}
