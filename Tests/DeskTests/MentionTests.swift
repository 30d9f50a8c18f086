import Desk
import Testing

/// Whom a note names as `@id`.
struct MentionTests {
  private func check(
    _ text: String, _ expected: [String], known: [String] = ["anna", "bob", "bob.k", "a-1_2", "x."],
    at location: SourceLocation = #_sourceLocation
  ) {
    let book = TestDesk(agents: known).book
    #expect(book.mentions(in: text).map { book[$0].id } == expected, "\(text)", sourceLocation: location)
  }

  @Test func namesInASentence() {
    check("@anna", ["anna"])
    check("@anna calls", ["anna"])
    check("ask @anna", ["anna"])
    check("ask @anna.", ["anna"])
    check("ask @anna, then @bob!", ["anna", "bob"])
    check("ask @anna... or (@bob)", ["anna", "bob"])
    check("@anna's list; \"@bob\"\n@a-1_2", ["anna", "bob", "a-1_2"])
    check("@anna/@bob", ["anna", "bob"])
    check("@anna_-.", ["anna"])
  }

  @Test func namesBetweenOtherScripts() {
    check("請@anna看", ["anna"])
    check("請問@bob，謝謝", ["bob"])
    check("Привет@anna", ["anna"])
    check("🎈@anna🎈", ["anna"])
    check("\u{3000}@anna\u{301}", ["anna"])
    check("@anna\u{200B}", ["anna"])
  }

  @Test func addressesAreNoMentions() {
    check("mail mira@anna.example or anna@bob", [])
    check("mira.@anna 1@anna _@anna", [])
    check("anna@anna", [])
    check("@mira@anna", [])
  }

  @Test func unknownNames() {
    for text in ["", "anna", "@", "@@", "@ anna", "@Anna", "@ann", "@annab", "@anna1", "@nobody", "＠anna", "@а"] {
      check(text, [])
    }
    check("@anna", [], known: [])
    check("@@anna", ["anna"])
  }

  /// A mark at the end belongs to the name where somebody has such a name, else to the sentence.
  @Test func theLongestKnownName() {
    check("@bob.k", ["bob.k"])
    check("@bob.k.", ["bob.k"])
    check("@bob.", ["bob"])
    check("@bob.x", [])
    check("@x.", ["x."])
    check("@x..", ["x."])
    check("@x", [])
    check("@anna.", ["anna."], known: ["anna", "anna."])
    check("@anna-.", ["anna-"], known: ["anna", "anna-"])
  }

  @Test func eachOnceInTheOrderOfTheText() {
    check("@bob and @anna, @bob, @anna. @bob.k", ["bob", "anna", "bob.k"])
  }

  @Test func namesOfEveryLength() {
    let longest = String(repeating: "a", count: 64)
    check("@\(longest)", [longest], known: [longest])
    check("@\(longest).", [longest], known: [longest])
    check("@\(longest)...", [longest], known: [longest])
    check("@\(longest)a", [], known: [longest])
    check("@" + String(repeating: ".", count: 5_000), [], known: [longest])
  }

  @Test(arguments: [
    ("anna", true), ("A.b_c-9", true), (".", true), ("", false), ("a b", false), ("a@b", false), ("é", false),
    ("\u{212A}", false), ("a\u{301}", false), ("a\n", false), ("a:b", false), ("１", false),
  ])
  func ids(text: String, isID: Bool) {
    #expect(Agent.isID(text) == isID)
  }
}
