import Desk
import TestSupport
import Testing

/// Case and Unicode form are ignored; nothing else is. (The forms rest on `_nfd`, which the standard library has behind
/// an SPI: these tests say if it goes or changes.)
struct CaseFoldingTests {
  private func check(
    _ a: String, _ b: String, isSame: Bool = true, at location: SourceLocation = #_sourceLocation
  ) {
    let (a, b) = (CaseFolding.fold(a), CaseFolding.fold(b))
    #expect(a.sameScalars(as: b) == isSame, "\(a), \(b)", sourceLocation: location)
  }

  @Test func lettersOfEitherCase() {
    check("Mira KOWALSKA", "mIRA kowalska")
    check("ÉTÉ", "été")
    check("ПРИВЕТ", "привет")
    check("Ǆ", "ǆ")
    check("\u{10400}", "\u{10428}")
    check("ＡＢ", "ａｂ")
    check("ẞ", "ß")
  }

  /// Letters with more than two forms.
  @Test func lettersOfSeveralForms() {
    check("ΟΔΟΣ", "οδος")
    check("Σ", "ς")
    check("ſ", "S")
    check("\u{212A}", "k")
    check("µ", "Μ")
    check("ǅ", "ǆ")
  }

  @Test func whatDiffersByMoreThanCase() {
    check("ß", "ss", isSame: false)
    check("ı", "i", isSame: false)
    check("ä", "a", isSame: false)
    check("ﬁ", "fi", isSame: false)
    check("１", "1", isSame: false)
  }

  /// Canonically equivalent texts are the same, in any order of their marks; compatible ones are not.
  @Test func unicodeForms() {
    check("e\u{301}", "é")
    check("E\u{301}", "é")
    check("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", "한글")
    check("\u{212B}", "å")
    check("q\u{307}\u{323}", "Q\u{323}\u{307}")
    check("ê\u{323}", "ệ")
    check("が", "\u{304B}\u{3099}")
    check("й", "\u{418}\u{306}")
    check("ё", "Е\u{308}")
    check("آ", "\u{627}\u{653}")
    check("ᾳ", "ᾼ")
    check("\u{FA1E}", "羽")
    check("é", "è", isSame: false)
    check("½", "1/2", isSame: false)
    check("ｶ", "カ", isSame: false)
  }

  @Test(arguments: [
    ("café open", "cafe\u{301}", true), ("cafe\u{301} open", "CAFÉ", true), ("café", "cafe", true),
    ("cafe", "café", false),
    ("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", "한글", true), ("Việt Nam", "vie\u{323}\u{302}t", true),
    ("Где моя посылка", "МОЯ", true), ("ΆΓΙΟΣ", "άγιος", true), ("naïve", "NAI\u{308}VE", true),
    ("Where is my Parcel?", "parcel", true), ("Where is my Parcel?", "Parcel", true), ("parcel", "parcels", false),
    ("", "a", false), ("abc", "", true), ("aab", "ab", true), ("ababc", "abc", true), ("DZIEŃ DOBRY", "dzień", true),
    ("ОТПРАВЛЕНО", "прав", true), ("請問我的包裹", "包裹", true), ("🎈🎉", "🎉", true), ("e\u{301}", "E", true),
    ("é", "e", true), ("Η ΟΔΟΣ", "οδος", true),
  ])
  func finding(text: String, wanted: String, isThere: Bool) {
    #expect(CaseFolding.contains(text, folded: CaseFolding.fold(wanted)) == isThere)
    #expect(CaseFolding.Search(folded: CaseFolding.fold(wanted)).isFound(in: text) == isThere)
  }

  /// Against the plain way: at every place, the bytes.
  @Test func randomTextsOfFewLetters() {
    var random = SplitMix64(seed: 3)
    let letters = ["a", "B", "b", "A", "é", "É", "Ⱥ", "\u{212A}", "Σ"]
    for _ in 0..<5_000 {
      let choices = Array(letters.prefix(2 + random.below(letters.count - 1)))
      let make = { (most: Int) in (0..<random.below(most)).map { _ in random.pick(choices) }.joined() }
      let (text, wanted) = (make(24), CaseFolding.fold(make(6)))
      let (all, part) = (Array(CaseFolding.fold(text).utf8), Array(wanted.utf8))
      let isThere = part.isEmpty || all.indices.contains { all[$0...].starts(with: part) }
      #expect(CaseFolding.contains(text, folded: wanted) == isThere, "\(text), \(wanted)")
    }
  }

  /// What looks for a long text only in longer ones relies on the first; that a form is found again, on the second.
  @Test func everyScalarFoldsToAtMostThreeTimesItsBytes() {
    // Beyond them no scalar has a case, or can be taken apart.
    for value in UInt32(0)..<0x2FB00 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(scalar)
      let folded = CaseFolding.fold(text)
      if folded.sameScalars(as: text) { continue }
      if folded.utf8.count > 3 * text.utf8.count || !CaseFolding.contains(text, folded: folded) {
        Issue.record("\(value): \(folded)")
      }
    }
  }

  /// Texts that begin to match everywhere, for which trying each place in turn costs the one length times the other.
  /// Texts of scalars that can be taken by themselves become the same as beside one that cannot.
  @Test func scalarsByThemselves() {
    func check(_ text: String) {
      let beside = Array(CaseFolding.bare(text + "🎈").utf8.dropLast(4))
      #expect(Array(CaseFolding.bare(text).utf8) == beside, "\(text.debugDescription)")
    }
    let scalars = (0..<0x800).compactMap { Unicode.Scalar(UInt32($0)) } + ["㐀", "山", "\u{9FFF}"]
    for scalar in scalars { check(String(scalar)) }
    var random = SplitMix64(seed: 1)
    for _ in 0..<3_000 {
      check(String(String.UnicodeScalarView((0..<1 + random.below(40)).map { _ in random.pick(scalars) })))
    }
    check(String(repeating: "a\u{301}\u{316}", count: 50) + String(repeating: "\u{316}\u{301}", count: 50))
  }

  @Test func longTextsThatAlmostMatch() {
    let text = String(repeating: "a", count: 100_000)
    for wanted in [String(repeating: "a", count: 50_000) + "b", "b" + text, text + "a"] {
      #expect(!CaseFolding.contains(text, folded: wanted))
    }
    #expect(CaseFolding.contains(text + "B", folded: String(repeating: "a", count: 50_000) + "b"))
    #expect(CaseFolding.contains(text, folded: text))
    #expect(!CaseFolding.contains("short", folded: text))
  }
}

extension CaseFoldingTests {
  /// More marks on a letter than anybody writes, in an order that is to be put right: in linear time, and found still.
  @Test func longRunsOfMarks() {
    for marks in ["\u{301}\u{323}", "\u{323}\u{301}", "\u{301}", "\u{308}\u{327}\u{301}"] {
      for count in [29, 30, 31, 32, 61, 50_000] {
        let run = String(repeating: marks, count: count)
        let text = "Cafe" + run + " OPEN"
        #expect(CaseFolding.contains(text, folded: CaseFolding.fold("cafe")))
        #expect(CaseFolding.contains(text, folded: CaseFolding.fold(" open")))
        #expect(CaseFolding.contains(text, folded: CaseFolding.fold(text)))
      }
    }
    // As many as one writes are put in order, also after 31 scalars without any.
    let before = String(repeating: "я", count: 30)
    #expect(CaseFolding.contains(before + "q\u{307}\u{323}", folded: CaseFolding.fold("Q\u{323}\u{307}")))
  }
}

extension CaseFolding {
  /// One search in one text.
  fileprivate static func contains(_ text: String, folded: String) -> Bool { Search(folded: folded).isFound(in: text) }
}
