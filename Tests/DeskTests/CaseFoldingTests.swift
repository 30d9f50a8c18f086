import Desk
import Testing

/// Case is ignored scalar by scalar; nothing else is.
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
    check("e\u{301}", "é", isSame: false)
    check("ß", "ss", isSame: false)
    check("ı", "i", isSame: false)
    check("ä", "a", isSame: false)
    check("ﬁ", "fi", isSame: false)
    check("１", "1", isSame: false)
  }

  @Test(arguments: [
    ("Where is my Parcel?", "parcel", true), ("Where is my Parcel?", "Parcel", true), ("parcel", "parcels", false),
    ("", "a", false), ("abc", "", true), ("aab", "ab", true), ("ababc", "abc", true), ("DZIEŃ DOBRY", "dzień", true),
    ("ОТПРАВЛЕНО", "прав", true), ("請問我的包裹", "包裹", true), ("🎈🎉", "🎉", true), ("e\u{301}", "E", true),
    ("é", "e", false), ("Η ΟΔΟΣ", "οδος", true),
  ])
  func finding(text: String, wanted: String, isThere: Bool) {
    #expect(CaseFolding.contains(text, folded: CaseFolding.fold(wanted)) == isThere)
  }
}
