@_spi(_Unicode) import Swift
import TestSupport
import Testing

@testable import Desk

/// Where words begin, and which beginnings are found, in many scripts. Each row has a text, and what of it is found and
/// what is not.
struct SearchFormTests {
  typealias Row = (text: String, found: [String], not: [String])

  private func check(_ rows: [Row], at location: SourceLocation = #_sourceLocation) {
    for (text, found, not) in rows {
      func isFound(_ query: String) -> Bool {
        let words = SearchForm.wanted(query)
        return !words.isEmpty && words.allSatisfy { hasWord(text, $0) }
      }
      for query in found { #expect(isFound(query), "\(query) is in \(text)", sourceLocation: location) }
      for query in not { #expect(!isFound(query), "\(query) is not in \(text)", sourceLocation: location) }
    }
  }

  private func hasWord(_ text: String, _ word: [UInt8]) -> Bool {
    SearchForm.withForm(of: text) { SearchForm.hasWord(in: $0, from: CaseFolding.Search(word)) }
  }

  /// The beginning of any word, all words in any order, and never the inside of one.
  @Test func words() {
    check([
      (
        "Zoe Grevisse", ["z", "zoe", "ZOE", "gre", "zoe g", "grevisse zoe", " zoe "],
        ["evisse", "zoe x", "zoey", "", " "]
      ),
      // One word of the query may begin the same word as another.
      ("Zoe Grevisse", ["z zoe zo", "zoe zoe"], []),
      // Whatever is no letter, digit or mark ends a word, and begins one itself: so both ways to type it find it.
      ("Smith-Jones", ["jones", "smith-j", "-jones", "smith jones"], ["smithjones", "ones"]),
      ("O'Brien O’Neill", ["brien", "o'b", "neill", "o’n"], ["obrien", "o'n", "o’b"]),
      ("mira_k.92", ["mira", "k", "92", "k.9", "_k", "mira_k"], ["ira", "2", "mirak"]),
      ("mira@kowalska.example", ["kowal", "mira@kow", "@kow", ".ex", "example"], ["mira kowalska@", "walska"]),
      // Digits are letters of words here.
      ("A1B2 No 7", ["a1", "7"], ["b2", "1b2"]),
      ("№ 5, 20€", ["№", "5", "€", "20€", "5,"], ["0"]),
      // Spaces of any width, and line breaks.
      ("Zoe\u{A0}Grevisse", ["gre"], []), ("Zoe\u{2009}Grevisse\u{3000}Lambert\nMaes", ["gre", "lam", "mae"], []),
    ])
  }

  /// Marks are dropped, composed or not (NFD); letters that Unicode takes for letters of their own stay what they are:
  /// the rule is literal, and of no one language.
  @Test func latin() {
    check([
      ("Zoë Grévisse", ["zoe", "ZOË", "zoe\u{308}", "GRE\u{301}V", "grè"], ["zoé x"]),
      ("Zoe\u{308}", ["zoë", "zoe"], []), ("Åse Ängström", ["ase", "a\u{30A}se", "\u{212B}se", "angstrom"], []),
      // A stroke through a letter is no mark on it: NFD leaves ł, ø, đ and ħ whole.
      ("Łukasz Ørsted", ["łuk", "ŁUKASZ", "ørs"], ["luk", "ors"]), ("Æsa Œuvre", ["æs", "œu"], ["aesa", "oeuvre"]),
      // ß has no single upper case, so it is itself, and ẞ its capital; SS is two letters.
      ("Straße", ["straß", "STRAẞE", "stra"], ["strasse", "STRASSE"]), ("Strasse", ["strass"], ["straß"]),
      // İ is I with a dot, which is a mark; ı is a letter of its own. I is the capital of i, also in Turkish names.
      ("İstanbul", ["istanbul", "ISTANBUL", "i\u{307}st"], ["ıstanbul"]),
      ("Işık", ["işı", "isık", "ISı"], ["ışık", "isik"]), ("Aydın", ["aydı"], ["aydi"]),
      // Vietnamese: any number of marks, the horn among them; đ is a letter.
      ("Nguyễn Thị Phượng", ["nguyen", "NGUYE\u{302}\u{303}N", "thi", "phuo", "phươ"], ["nguyenthi"]),
      ("Đỗ Ân", ["đo", "ĐỖ", "an", "â"], ["do"]),
      // Compatibility forms stay apart: a ligature, full-width and mathematical letters, superscripts.
      ("ﬁnn Ｍｉｒａ 𝐓om", ["ﬁn", "ｍｉｒａ"], ["fi", "mira", "tom"]), ("m² x½", ["m²", "m", "x½"], ["m2", "x1"]),
      ("Ǆemal", ["ǆem", "ǅem"], ["dž"]), ("ſtein", ["st", "STEIN"], []),
    ])
  }

  @Test func greek() {
    check([
      // All forms of sigma are one, wherever in the word they stand.
      ("Σίσυφος", ["σισυφοσ", "σίσυφος", "ΣΊΣΥΦΟΣ", "ΣΙΣ", "ςι"], ["ισυ", "υφος"]), ("ΟΔΟΣ", ["οδος", "οδοσ"], []),
      ("Ἀθηνᾶ", ["αθηνα", "ΑΘΗΝΑ", "Ἀθ"], []), ("Άγγελος", ["αγγ", "ά"], []), ("Ϊόλη", ["ιο", "ϊ"], []),
      // The iota beneath a vowel is a mark like the accents.
      ("ᾠδή", ["ῳδη", "ΩΔΗ", "ωδη"], ["ωιδη"]), ("ϐίος", ["βιος"], []),
      // Omega, mu and the Ohm and micro signs.
      ("\u{2126}μέγα", ["ωμ"], []), ("Μιχάλης", ["\u{B5}ι"], []),
      // A Latin letter that looks the same is another one.
      ("Ανna", ["αν"], ["an"]),
    ])
  }

  @Test func cyrillicArmenianAndGeorgian() {
    check([
      // й, ё and ї are letters with a mark to Unicode, whatever a school says; ы, ґ and ь are letters.
      ("Мария Ёлкина", ["мар", "МАРИЯ", "елк", "ёлк", "елк мар"], ["лкина"]), ("Андрей", ["андреи", "АНДРЕЙ"], []),
      ("Їжакевич Ґанна", ["іж", "їж", "ґан"], ["ган", "жак"]), ("д’Артаньян", ["арт", "д’а"], ["дарт"]),
      ("Ђорђе", ["ђор"], ["дор"]), ("Өзгө", ["өз"], ["оз"]),
      // The ligature of ե and ւ has no single upper case: it stays itself.
      ("Արմեն Գրիգորյան", ["արմ", "ԳՐԻԳ"], ["րմեն"]), ("Սևակ", ["սև"], ["սեւ"]),
      // Capital letters are new in Georgian; nobody types them, but they fold.
      ("ნინო ბერიძე", ["ნინ", "ᲜᲘᲜᲝ", "ბერ"], ["ინო"]),
    ])
  }

  @Test func arabicAndPersian() {
    check([
      // Vowel points, shadda and the small alef are marks; so a text is found with and without them.
      ("مُحَمَّد علي", ["محمد", "مُحَمَّد", "محم", "عل"], ["حمد", "مد"]), ("عبد الرحمٰن", ["الرحمن", "عبد ا"], []),
      // The article is a part of its word.
      ("الحداد", ["الحد"], ["حداد"]),
      // Hamza above or below, and madda, are marks in NFD; hamza alone, and the hooked alef, are letters.
      ("أحمد", ["احمد", "أح", "\u{627}\u{654}ح"], ["حمد"]), ("إبراهيم", ["ابر", "إب", "أب"], []),
      ("آدم", ["ادم", "\u{627}\u{653}دم"], []), ("مؤمن", ["مومن"], ["ممن"]), ("ماء", ["ماء"], ["ما ا"]),
      ("ٱلله", ["ٱلل"], ["الل"]),
      // The tatweel stretches a word and is a letter to Unicode; final forms and their dotted twins are others.
      ("محـــمد", ["محـ", "محـــمد"], ["محمد"]), ("فاطمة", ["فاطمة"], ["فاطمه"]), ("مصطفى", ["مصطفى"], ["مصطفي"]),
      // Presentation forms, which old systems store, are compatible only.
      ("ﻣﺤﻤﺪ", ["ﻣﺤ"], ["محمد"]),
      // The zero-width non-joiner shapes a word and ends none: typed or not, it is the same.
      ("می\u{200C}خواهم", ["میخواهم", "می\u{200C}خ", "می"], ["خواهم"]),
      // Persian letters are not the Arabic ones.
      ("کیان", ["کی"], ["كي"]), ("۱۲۳", ["۱۲"], ["12", "١٢"]), ("علی، رضا؟", ["رضا", "،"], []),
    ])
  }

  @Test func hebrew() {
    check([
      ("שָׁלוֹם כֹּהֵן", ["שלום", "שָׁלוֹם", "כהן", "כה"], ["לום"]),
      // Composed letters with points are decomposed by NFD; wide letters and ligatures are compatible only.
      ("\u{FB2A}לום", ["שלום"], []), ("\u{FB4F}", ["\u{FB4F}"], ["אל"]),
      // Geresh and gershayim are punctuation, as an apostrophe; the maqaf, as a hyphen.
      ("צ׳רלי", ["צ׳ר", "רלי", "׳"], ["צרלי", "צ'ר"]), ("צה״ל", ["צה״ל", "ל"], ["צהל"]),
      ("בן־גוריון", ["גור", "בן"], ["בןגור"]),
      // A letter's form at the end of a word is a letter of its own.
      ("מלך", ["מלך"], ["מלכ"]),
    ])
  }

  /// Vowel signs, viramas and nuktas stay: a word is found by its beginning, cut between any two scalars.
  @Test func scriptsOfIndia() {
    check([
      ("प्रिया शर्मा", ["प्रि", "प्", "प", "शर", "शर्म"], ["रिया", "मा", "पि"]),
      // A conjunct is one shape of several letters: no word begins within it. Joiners that shape it are dropped.
      ("क्षत्रिय", ["क्ष", "क", "क्\u{200D}ष", "क्\u{200C}ष"], ["ष", "कष"]),
      // A nukta makes another letter, composed or not; what is typed before it finds both.
      ("फ़रहान", ["फ़र", "फ\u{93C}र", "\u{95E}र", "फ"], ["फर"]), ("फरहान", ["फर"], ["फ़र"]),
      ("चाँद", ["चाँ"], ["चां", "चाद"]), ("राम।श्याम", ["श्या", "।"], []),
      // Two-part vowels, composed or not.
      ("কো\u{9B2}", ["ক\u{9C7}\u{9BE}", "ক\u{9CB}", "ক\u{9C7}"], ["ল"]), ("கொடி", ["கெ\u{BBE}", "கொ"], ["டி"]),
      // A chillu of Malayalam is a letter; spelled as a consonant with a virama it is another text to Unicode.
      ("അവൻ", ["അവൻ", "അവ"], ["അവന്\u{200D}"]), ("ਗੁਰਪ੍ਰੀਤ", ["ਗੁ"], ["ਰ"]), ("చంద్ర", ["చం"], ["ద్ర"]),
    ])
  }

  /// Scripts of South-East Asia have no spaces between words: any letter or sign may begin one. Tone marks are dropped;
  /// vowel signs stay, those that have a combining class like Thai ุ, too.
  @Test func southEastAsia() {
    check([
      ("สมชาย ใจดี", ["สม", "ชาย", "ดี", "มช", "ใจ"], ["ไม", "สชา"]),
      // Vowels that are written before their consonant are typed before it, too; the consonant begins a word as well.
      ("เอกชัย", ["เอก", "เ", "อก", "ชัย"], ["กเอ"]),
      ("น้ำฝน", ["น้ำ", "นำ", "ฝน", "ำ"], ["น\u{E4D}า"]), ("ทรัพย์", ["ทรัพย์", "พย์", "พย"], ["ทรพ"]),
      ("สุดา", ["สุด", "ดา"], ["สด", "สูด", "สิด"]), ("สมชาย2", ["2", "ย2"], []), ("ก.ย.", ["ย", "."], []),
      ("ສົມສັກ", ["ສົມ", "ສັກ", "ກ"], ["ມັ"]), ("ບຸນມີ", ["ບຸນ", "ມີ"], ["ບນ"]),
      ("សុខា", ["សុខ", "ខា"], ["សខ"]), ("ស្រី", ["ស្រ", "រី", "្រ"], ["សរ"]),
      // Asat and the dot below have classes 9 and 7, which make another letter and stay.
      ("အောင်ဆန်း", ["အောင်", "ဆန်း", "ဆန်", "ဆန"], ["အင်", "ဆနး"]), ("ဖြူ", ["ဖြူ", "ဖ"], ["ဖူ"]),
      // Tibetan ends each syllable with a dot, and its words are found there.
      ("བཀྲ་ཤིས", ["བཀྲ", "ཤིས"], ["ཤས", "ས"]),
    ])
  }

  @Test func chineseAndJapanese() {
    check([
      ("王小明", ["王", "小明", "明", "王 明", "小"], ["大", "王明", "小王"]),
      // Simplified and traditional characters are two; singletons of the compatibility block are those they stand for.
      ("刘", ["刘"], ["劉"]), ("\u{FA19}田", ["\u{795E}田"], []), ("𠮷田", ["𠮷", "田"], ["吉"]),
      // A variation selector chooses a shape, and is not looked for.
      ("葛\u{E0100}城", ["葛城", "葛\u{E0101}城", "城"], []),
      ("山田太郎", ["太郎", "田太", "山 太"], ["郎太"]), ("山田　太郎", ["太"], []), ("山田Taro", ["taro", "田t"], ["aro"]),
      ("山田・太郎", ["太", "・太"], ["山田太"]), ("ABC株式会社", ["株", "会社", "abc", "abc株"], ["bc株"]),
      // Voiced kana, composed or not; a voicing mark makes another letter, and begins nothing that is typed alone.
      ("ガイド", ["ガ", "カ\u{3099}イ", "イド", "カ"], ["カイ", "ト\u{309A}"]), ("カ\u{3099}イト\u{3099}", ["ガイド", "ド"], ["カイ"]),
      ("パパ", ["ハ\u{309A}"], ["バ"]), ("カイ", ["カ"], ["ガ"]),
      // The mark that stands alone is another scalar.
      ("カ゛", ["カ゛"], ["ガ"]),
      // Hiragana, katakana, small kana and the long-vowel mark are letters of their own.
      ("やまだ", ["まだ"], ["ヤ"]), ("きゃく", ["ゃく"], ["きやく"]), ("サーバー", ["バー", "ー"], ["サバ"]),
      // Half-width kana and full-width Latin are compatible only: NFD does not fold them.
      ("ｶﾞｲﾄﾞ", ["ｶﾞ", "ｲ", "ﾞｲ"], ["ガ", "カ", "イ"]), ("Ｍira", ["ｍira"], ["mira", "ira"]),
      // An iteration mark repeats nothing here.
      ("佐々木", ["佐々", "々木"], ["佐佐"]), ("みすゞ", ["すゞ", "す\u{309D}\u{3099}"], ["すず"]), ("〆切", ["切", "〆"], []),
      ("ㄅㄆ", ["ㄆ"], []), ("ꀀꀁ", ["ꀁ"], []),
    ])
  }

  /// NFD takes syllables apart into jamo, so one that is typed halfway begins the whole one.
  @Test func korean() {
    check([
      ("김민준", ["김", "김민", "기", "김미", "김민주", "\u{1100}", "\u{1100}\u{1175}\u{11B7}"], ["민준", "준", "깅"]),
      ("박 서연", ["서", "박 서", "바"], ["연", "박서"]), ("각", ["가", "각"], ["갂", "나"]),
      // While 하나 is typed, its ㄴ ends a syllable first, and is another jamo there: found before and after.
      ("하나", ["하", "하나"], ["한"]),
      // The letters that a keyboard shows first (compatibility jamo) are compatible only.
      ("가나", ["가"], ["ㄱ"]), ("ㄱ씨", ["ㄱ"], ["\u{1100}"]), ("金민준", ["金", "민"], ["준"]),
      // A filler stands for no letter.
      ("\u{3164}김", ["김"], []), ("ﾡ", ["ﾡ"], ["ㄱ"]),
    ])
  }

  /// Each emoji begins a word, also one within a sequence. Joiners and variation selectors are dropped.
  @Test func emoji() {
    check([
      ("🎉 Mira 🎈", ["🎉", "🎈", "mira", "🎈 mira"], ["🎂", "🎉mira"]), ("🎉🎈", ["🎈", "🎉🎈"], ["🎈🎉"]),
      ("🎉Mira", ["mira", "🎉m"], []), ("Mira🎉", ["🎉"], []),
      ("❤\u{FE0F} Zoe", ["❤", "❤\u{FE0F}", "❤\u{FE0E}", "zoe"], ["🧡"]),
      // A family is its members; with a hue, a thumb is one without it and more.
      ("👩\u{200D}👩\u{200D}👧 Haddad", ["👩", "👧", "👩👧", "👩\u{200D}👩\u{200D}👧", "had"], ["👦", "👧👩"]),
      ("👍🏽", ["👍", "👍🏽", "🏽"], ["👍🏿"]), ("👍", ["👍"], ["👍🏽"]),
      // A flag is two letters of a script of its own; so another one may lie across two.
      ("🇧🇪🇩🇪", ["🇧🇪", "🇩🇪", "🇧", "🇪🇩"], ["🇧🇩"]),
      // The flag of Wales is a black one with tags, which nobody sees.
      ("🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}", ["🏴"], ["🏳"]),
      ("1\u{FE0F}\u{20E3} 7", ["1", "1\u{20E3}", "7"], ["\u{20E3}"]), ("\u{F8FF}Z", ["\u{F8FF}", "z"], []),
    ])
  }

  /// What nobody sees comes along with copied texts, and is not looked at on either side.
  @Test func invisible() {
    check([
      ("\u{202B}דוד\u{202C} כהן", ["דוד", "\u{200F}דוד", "כהן"], []), ("\u{2068}Mira\u{2069}", ["mira"], []),
      ("Mi\u{AD}ra Ko\u{200B}walska", ["mira", "kowal", "ko\u{2060}wal"], ["ra", "walska"]),
      ("\u{FEFF}Mira", ["mira", "\u{FEFF}mira"], []), ("ᠮᠣᠩ\u{180B}", ["ᠮᠣᠩ"], []),
      // A mark on nothing, which is dropped, and a sign on nothing, which is not: nothing is found by a dropped mark.
      ("\u{301}a", ["a", "\u{301}a"], ["\u{301}", "\u{200D}"]), ("\u{93F}क", ["\u{93F}"], ["क"]),
      // After a space, such a sign begins the next word, though a reader sees it on the space.
      ("a \u{489}b \u{963}h", ["\u{489}b", "a \u{489}b", "a \u{963}h"], ["b", "h"]),
    ])
  }

  @Test func mixed() {
    check([
      ("Müller 山田 Σ", ["mull", "山", "田 mu", "σ"], ["üll e"]), ("Иван (Ivan) 伊万", ["ив", "ivan", "(iv", "万"], ["van"]),
      ("דוד David", ["דו", "dav", "dav דו"], []), ("สมชาย Jr.", ["jr", "ชาย jr."], ["r."]),
      ("ＫＦＣ김밥천국", ["ｋｆ"], ["kfc", "김"]), ("K팝", ["k팝", "k"], ["팝"]), ("Mira的貓", ["的", "貓", "mira的"], ["a的"]),
    ])
  }
}

/// What searching rests on, beside the rules of words.
extension SearchFormTests {
  /// A form is its own form, whatever marks and joiners stand in which order.
  @Test func formOfTheForm() {
    var random = SplitMix64(seed: 1)
    let scalars: [Unicode.Scalar] = [
      "a", "É", "क", "\u{93C}", "\u{94D}", "\u{200D}", "\u{301}", "\u{5B8}", "가", "\u{11A8}", "ば", "\u{3099}", "ู", "İ",
      "\u{302E}", "\u{345}", "ς",
    ]
    for _ in 0..<2_000 {
      let text = String(String.UnicodeScalarView((0..<8).map { _ in random.pick(scalars) }))
      let form = SearchForm.withForm(of: text) { String(decoding: $0, as: UTF8.self) }
      let again = SearchForm.withForm(of: form) { String(decoding: $0, as: UTF8.self) }
      #expect(form.sameScalars(as: again), "\(text.debugDescription)")
    }
  }

  /// Nothing that nobody sees is left, and no accent: most blocks are not looked at, and must have none.
  @Test func everyScalarThatIsDropped() {
    for value in 0x80...0xE0FFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = scalar.properties
      if let folded = SearchForm.withForm(of: "\(scalar)", { $0.first { $0 < 0x80 } }) {
        #expect(SearchForm.mayHave(folded, "\(scalar)"), "U+\(String(value, radix: 16))")
      }
      guard properties.isDefaultIgnorableCodePoint || properties.canonicalCombiningClass.rawValue > 199 else {
        continue
      }
      let form = SearchForm.withForm(of: "a\(scalar)b") { String(decoding: $0, as: UTF8.self) }
      #expect(form == "ab", "U+\(String(value, radix: 16))")
    }
  }

  /// `CaseFolding` takes texts apart by `String._nfd`, which the standard library has behind an SPI (`_Unicode`): no
  /// toolchain promises to keep it. One that drops it does not compile this; one that changes it fails here first.
  @Test(arguments: [
    // Latin, Greek, Cyrillic, Arabic, Devanagari, Bengali, Hebrew, kana, an ideograph, a symbol, musical notes.
    ("é", "e\u{301}"), ("ǖ", "u\u{308}\u{304}"), ("ệ", "e\u{323}\u{302}"), ("\u{212B}", "A\u{30A}"), ("İ", "I\u{307}"),
    ("ᾂ", "α\u{313}\u{300}\u{345}"), ("й", "и\u{306}"), ("أ", "\u{627}\u{654}"), ("\u{958}", "क\u{93C}"),
    ("\u{9CB}", "\u{9C7}\u{9BE}"), ("\u{FB2A}", "ש\u{5C1}"), ("ガ", "カ\u{3099}"), ("パ", "ハ\u{309A}"),
    ("\u{F900}", "\u{8C48}"), ("\u{2F800}", "\u{4E3D}"), ("\u{2ADC}", "\u{2ADD}\u{338}"),
    ("\u{1D160}", "\u{1D158}\u{1D165}\u{1D16E}"),
    // Hangul, which is computed: with and without a last consonant, the first and the last syllable.
    ("가", "\u{1100}\u{1161}"), ("한글", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"),
    ("힣", "\u{1112}\u{1175}\u{11C2}"),
    // Marks are put in the order of their classes; those of one class stay as they are.
    ("q\u{307}\u{323}", "q\u{323}\u{307}"), ("a\u{301}\u{308}", "a\u{301}\u{308}"), ("ê\u{323}", "e\u{323}\u{302}"),
    ("ש\u{5C1}\u{5BC}", "ש\u{5BC}\u{5C1}"), ("م\u{651}\u{64E}", "م\u{64E}\u{651}"),
    ("क\u{94D}\u{93C}", "क\u{93C}\u{94D}"),
    // What is whole stays, and so does what is compatible only.
    ("ł", "ł"), ("ß", "ß"), ("ﬁ", "ﬁ"), ("Ａ", "Ａ"), ("ｶﾞ", "ｶﾞ"), ("ㄱ", "ㄱ"), ("½", "½"), ("ำ", "ำ"),
    ("\u{FDFA}", "\u{FDFA}"),
    ("👩\u{200D}👧", "👩\u{200D}👧"), ("", ""),
  ])
  func nfdOfTheStandardLibrary(_ text: String, _ decomposed: String) {
    func words(_ scalars: some Sequence<Unicode.Scalar>) -> String {
      scalars.map { String($0.value, radix: 16, uppercase: true) }.joined(separator: " ")
    }
    let (got, expected) = (words(text._nfd), words(decomposed.unicodeScalars))
    #expect(
      got == expected,
      "String._nfd of this toolchain makes \(got) of \(text), not \(expected): CaseFolding needs another source of NFD")
  }

  /// Letters of each script of the table, and of scripts with spaces.
  @Test func unspacedLetters() {
    let scripts: [(letters: String, areUnspaced: Bool)] = [
      ("กฮะเๅ", true), ("ກໝ", true), ("ကဪ", true), ("កឳ", true), ("あゖゝ", true), ("アヺー", true), ("ㄅㆠ", true),
      ("々〆", true), ("中㐀龥𠀀", true), ("\u{FA19}\u{2F800}", true), ("ꀀꒌ", true), ("ｦﾟ", true), ("ᥐᦀ", true), ("ᨠ", true),
      ("ᬅ", true), ("ꦄ", true), ("ꪀ", true), ("𗀀", true), ("𛅰", true), ("aßłŁ", false), ("ΣЯԱა", false), ("אعܐ", false),
      ("कকਕகഅ", false), ("བ", false), ("가ㄱᄀﾡ", false), ("ＡＺ", false), ("አ", false), ("ᠠ", false), ("ᏣᎣ", false),
      ("1१", false),
    ]
    for (letters, areUnspaced) in scripts {
      for letter in letters.unicodeScalars {
        #expect(UnspacedLetters.contain(letter) == areUnspaced, "\(letter)")
      }
    }
  }
}

/// Which parts of a telephone number it is found by, and which texts are such parts.
struct PhoneFragmentTests {
  typealias Row = (number: String, found: [String], not: [String])

  private func check(_ rows: [Row], at location: SourceLocation = #_sourceLocation) {
    for (number, found, not) in rows {
      let digits = SearchedText(value: number).number ?? []
      func isFound(_ text: String) -> Bool { PhoneFragment(text)?.isFound(in: digits) ?? false }
      for text in found { #expect(isFound(text), "\(text) is of \(number)", sourceLocation: location) }
      for text in not { #expect(!isFound(text), "\(text) is not of \(number)", sourceLocation: location) }
    }
  }

  @Test func beginningsAndEnds() {
    check([
      (
        "+32470120001",
        [
          "+32470120001", "+32 470", "0032470", "324", "0470 12 00 01", "470120", "0470/12.00", "120001", "001",
          "20001",
        ],
        ["00-02", "0 1", "12000", "24701", "32471", "+32470120001 1", "00032470", "000470"]
      ),
      ("+12025550123", ["202-555", "(202) 555.0123", "1202", "0123", "+1 (202)"], ["555-01", "02555"]),
      // Calling codes have one to three digits, and none begins with another.
      ("+35312345678", ["1234", "353123", "+353 1 2", "01 234", "5678"], ["5312", "312", "001"]),
      ("+447700900142", ["44 7700", "07700 900", "7700", "0044", "900142"], ["4770 0"]),
    ])
  }

  /// What people write between digits, digits of any script, and what comes along with copied numbers.
  @Test func spellings() {
    check([
      (
        "+32470120001",
        [
          "\u{202A}+32 470 12 00 01\u{202C}", "\u{200E}0470\u{A0}12", "４７０１２", "٤٧٠١٢", "۴۷۰", "४७०", "470–12",
          "470・12",
          "＋３２（４７０）", "4\u{FE0F}\u{20E3}7\u{FE0F}\u{20E3}0\u{FE0F}\u{20E3}", "\u{2066}120001\u{2069}",
          "+32 (0)470 12", "+32 [0] 470", "tel:+32-470", "(0470) 12",
        ],
        []
      )
    ])
  }

  @Test(arguments: ["12", "12a", "+ -", "", "1,234", "x 123", "tel:12", "123 ext 4", "四七〇", "½½½", "123🎉"])
  func noFragment(_ text: String) {
    #expect(PhoneFragment(text) == nil)
  }

  /// A value is a number if it is `+` and digits alone; ids of WhatsApp and SMS are numbers, those of others are not.
  @Test func numbers() {
    #expect(SearchedText(value: "+32470120001").number == Array("32470120001".utf8))
    for value in ["32470120001", "+32 470", "mira@kowalska.example", "+3247a"] {
      #expect(SearchedText(value: value).number == nil, "\(value)")
    }
    for network in Network.allCases {
      let isPhone = network == .whatsapp || network == .sms
      let number = SearchedText(externalId: "+32470120001", network).number
      #expect(number == (isPhone ? Array("32470120001".utf8) : nil), "\(network)")
    }
  }
}
