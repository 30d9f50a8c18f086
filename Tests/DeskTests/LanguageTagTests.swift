import TestSupport
import Testing
import Text

@testable import Desk

/// Language tags as programs and people write them.
struct LanguageTagTests {
  private func check(_ text: String, _ expected: String, at location: SourceLocation = #_sourceLocation) {
    DeskTests.check(.language, .text(text), .text(expected), at: location)
  }

  private func check(_ text: String, refusedFor part: String, at location: SourceLocation = #_sourceLocation) {
    DeskTests.check(.language, .text(text), refusedFor: "not a language tag (BCP 47)" + part, at: location)
  }

  // MARK: Facts

  /// RFC 5646, appendix A, in the case of section 2.1.1, which writes private use subtags in lower case.
  @Test(arguments: [
    "de", "fr", "ja", "i-enochian", "zh-Hant", "zh-Hans", "sr-Cyrl", "sr-Latn", "zh-cmn-Hans-CN", "cmn-Hans-CN",
    "zh-yue-HK", "yue-HK", "zh-Hans-CN", "sr-Latn-RS", "sl-rozaj", "sl-rozaj-biske", "sl-nedis", "de-CH-1901",
    "sl-IT-nedis", "hy-Latn-IT-arevela", "de-DE", "en-US", "es-419", "de-CH-x-phonebk", "az-Arab-x-aze-derbend",
    "x-whatever", "qaa-Qaaa-QM-x-southern", "de-Qaaa", "sr-Latn-QM", "sr-Qaaa-RS", "en-US-u-islamcal",
    "zh-CN-a-myext-x-private", "en-a-myext-b-another",
  ])
  func examplesOfTheStandard(tag: String) {
    for text in [tag, tag.lowercased(), tag.uppercased(), String(tag.map { $0 == "-" ? "_" : $0 })] { check(text, tag) }
  }

  /// RFC 5646, appendix A: the invalid ones.
  @Test(arguments: [
    ("de-419-DE", ": \"de\" has no place there"), ("a-DE", ""),
    ("ar-a-aaa-b-bbb-a-ccc", ": the extension \"a\" stands twice"),
  ])
  func invalidExamplesOfTheStandard(tag: String, part: String) {
    check(tag, refusedFor: part)
  }

  /// RFC 5646, section 2.1: `irregular`, then `regular`, in the registry's case.
  @Test(arguments: [
    "en-GB-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux", "i-mingo", "i-navajo",
    "i-pwn", "i-tao", "i-tay", "i-tsu", "sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE", "art-lojban", "cel-gaulish", "no-bok",
    "no-nyn", "zh-guoyu", "zh-hakka", "zh-min", "zh-min-nan", "zh-xiang",
  ])
  func grandfatheredTags(tag: String) {
    for text in [tag, tag.lowercased(), tag.uppercased(), String(tag.map { $0 == "-" ? "_" : $0 })] { check(text, tag) }
  }

  // MARK: What is accepted

  @Test(arguments: [
    ("pl", "pl"), ("PL", "pl"), ("pt-br", "pt-BR"), ("ZH-HANT-tw", "zh-Hant-TW"), ("es-419", "es-419"),
    ("sr-latn", "sr-Latn"), ("zh-yue-HK", "zh-yue-HK"), ("DE-1996", "de-1996"), ("sl-Rozaj-Biske", "sl-rozaj-biske"),
    ("de-de-u-CO-Phonebk", "de-DE-u-co-phonebk"), ("en-x-Anna", "en-x-anna"), ("ast", "ast"),
    ("en-a-bbb-x-a-ccc", "en-a-bbb-x-a-ccc"), ("hy-Latn-IT-arevela", "hy-Latn-IT-arevela"), ("abcdefgh", "abcdefgh"),
    ("en-GB-x-x", "en-GB-x-x"), ("pt_BR", "pt-BR"), ("PT_br", "pt-BR"), ("zh_Hant_TW", "zh-Hant-TW"),
    ("en_GB-oed", "en-GB-oed"),
    ("X-Klingon", "x-klingon"), ("x-a-b-1", "x-a-b-1"), ("en-x-foo-foo", "en-x-foo-foo"), ("x_whatever", "x-whatever"),
    ("de-1901-1996", "de-1901-1996"), ("en-a-bb-bb", "en-a-bb-bb"), ("en-x-a-x-a", "en-x-a-x-a"),
  ])
  func tags(text: String, expected: String) {
    check(text, expected)
  }

  @Test(arguments: [
    " pt-BR", "pt-BR ", "pt-BR\n", "\r\npt-BR\t", "\u{FEFF}pt-BR", "\u{A0}pt-BR\u{200B}", "\u{202A}pt_BR\u{202C}",
    "pt-BR\0",
    "\u{3000}pt-br\u{E0020}",
  ])
  func invisibleCharactersAtTheEnds(text: String) {
    check(text, "pt-BR")
  }

  // MARK: What is refused

  @Test(arguments: [
    ("pt\u{A0}BR", ": U+00A0 has no place in one"), ("polish language", ": U+0020 has"),
    ("pt-\u{200B}BR", ": U+200B has"),
    ("pt\nBR", ": U+000A has"), ("en-G\u{301}B", ": U+0301 has"), ("pt\u{202E}-BR", ": U+202E has"),
    ("en, fr", ": \",\" has"),
    ("\u{E9}", ": \"\u{E9}\" (U+00E9) has"), ("\u{FF45}n", ": \"\u{FF45}\" (U+FF45) has"),
    ("\u{212A}o", ": \"\u{212A}\" (U+212A) has"),
    ("en\u{2010}GB", ": \"\u{2010}\" (U+2010) has"), ("*", ": \"*\" has no place in one"), ("en;q=0.8", ": \";\" has"),
  ])
  func characters(text: String, part: String) {
    check(text, refusedFor: part)
  }

  @Test(arguments: [
    ("de-1901-1901", ": the variant \"1901\" stands twice; give it once"), ("de_1901_1901", ": the variant \"1901\""),
    ("sl-rozaj-biske-ROZAJ", ": the variant \"rozaj\""), ("de-DE-1996-abcde-1996", ": the variant \"1996\""),
    ("hy-Latn-IT-arevela-Arevela-x-a", ": the variant \"arevela\""),
    ("en-a-bb-a-cc", ": the extension \"a\" stands twice; give all its subtags after one \"a\""),
    ("de-u-co-phonebk-U-nu-latn", ": the extension \"u\""), ("en-1-ab-1-ab", ": the extension \"1\""),
    ("en-t-de-u-ca-t-fr", ": the extension \"t\""), ("en-A-bb-b-cc-a-dd-x-a", ": the extension \"a\""),
  ])
  func repeatedSubtags(text: String, part: String) {
    check(text, refusedFor: part)
  }

  @Test(arguments: [
    ("de_DE.UTF-8", ": leave out \".UTF-8\", which belongs to a POSIX locale"),
    ("sr_RS@latin", ": leave out \"@latin\""),
    ("de_DE.ISO-8859-1@euro", ": leave out \".ISO-8859-1@euro\""), ("C.UTF-8", ": leave out \".UTF-8\""),
    ("en.utf8", ": leave out \".utf8\""), ("de_DE.\u{200B}UTF-8", ": \".\" has no place in one"),
    (".en", ": \".\" has"),
    ("ca_ES@valencia", ": leave out \"@valencia\""),
  ])
  func suffixesOfLocales(text: String, part: String) {
    check(text, refusedFor: part)
  }

  @Test(arguments: [
    ("p", ""), ("en-", ""), ("-en", ""), ("en--GB", ""), ("en-_GB", ""), ("_", ""), ("abcdefghi", ""), ("e1", ""),
    ("1e", ""),
    ("C", ""), ("x", ""), ("x-", ""), ("x-abcdefghi", ""), ("i-nothing", ""), ("i-klingon-x-a", ""),
    ("en-abcdefghi", ""),
    ("en-x", ": a subtag is expected after \"x\""), ("en-u", ": a subtag is expected after \"u\""),
    ("en-a-b-cc", ": a subtag is expected after \"a\""), ("en-GB-US", ": \"us\" has no place there"),
    ("de-Latn-Latn", ": \"latn\" has no place there"), ("en-GB-oed-x-a", ": \"oed\" has no place there"),
    ("\u{200B}", ""), (" ", ""),
  ])
  func malformedTags(text: String, part: String) {
    check(text, refusedFor: part)
  }

  @Test func lengths() {
    let long = "en" + String(repeating: "-abcdefgh", count: 6) + "-abcdefg"
    check(long, refusedFor: ": the variant \"abcdefgh\" stands twice")
    let private64 = "en-x" + String(repeating: "-abcdefgh", count: 6) + "-abcde"
    check(private64, private64)
    check(private64 + "f", refusedFor: ": at most 64 bytes are allowed, got 65")
    check(String(repeating: " ", count: 192) + private64, private64)
    check(String(repeating: " ", count: 193) + private64, refusedFor: ": at most 256 bytes are allowed, got 257")
  }

  // MARK: Anything

  @Test func randomText() {
    let parts = [
      "en", "zh", "i", "x", "a", "u", "latn", "GB", "419", "1901", "rozaj", "min", "nan", "klingon", "oed", "abcdefghi",
      "\u{200B}",
      " ", "\n", "\u{301}", "\u{202E}", "é", ".", "@", "UTF",
    ]
    var random = SplitMix64(seed: 47)
    var accepted = 0
    for _ in 0..<20_000 {
      let kinds = random.percent(80) ? 15 : parts.count
      let text = (0..<random.below(7)).map { _ in parts[random.below(kinds)] }.joined(
        separator: random.pick(["-", "_"]))
      switch normalised(.language, .text(text)) {
      case .success(.text(let form)):
        accepted += 1
        #expect(form.wholeMatch(of: /[a-z]{1,8}(-[A-Za-z0-9]{1,8})*/) != nil, "\(text): \(form)")
        check(form, form)
      case .success(let content): Issue.record("\(text): \(content)")
      case .failure(let refusal):
        #expect(!refusal.reason.unicodeScalars.contains { $0.isInvisible && $0 != " " }, "\(text): \(refusal.reason)")
      }
    }
    #expect(accepted > 2_000)
  }
}
