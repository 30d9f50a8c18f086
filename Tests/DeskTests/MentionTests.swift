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

  @Test func markupAndSentencesWithoutGaps() {
    check("_@anna_ please call", ["anna"])
    check("**@anna**, __@bob__ and ~@a-1_2~", ["anna", "bob", "a-1_2"])
    check("`@anna` (@bob) [@anna] <@bob> «@anna» „@bob“", ["anna", "bob"])
    check("@anna.Please call her", ["anna"])
    check("@anna.Été", ["anna"])
    check("@anna...please", ["anna"])
    check("ok!@anna cc:@bob", ["anna", "bob"])
    check("—@anna\n- @bob", ["anna", "bob"])
    check("@anna/ @bob", ["anna", "bob"])
    check("@anna’s", ["anna"])
  }

  @Test func namesBetweenOtherScripts() {
    check("請@anna看", ["anna"])
    check("请@anna看一下", ["anna"])
    check("請問@bob，謝謝", ["bob"])
    check("@annaさんと@bob君", ["anna", "bob"])
    check("ฝาก@annaดูหน่อย", ["anna"])
    check("담당자@anna님", ["anna"])
    check("សូម@annaមើល", ["anna"])
    check("🎈@anna🎈", ["anna"])
    check("❤\u{FE0F}@anna", ["anna"])
    check("\u{3000}@anna\u{3000}", ["anna"])
    check("@anna\u{200B}", ["anna"])
    check("مرحبا @anna، @bob؟", ["anna", "bob"])
    check("＠anna please", ["anna"])
    check("＠anna，＠bob", ["anna", "bob"])
  }

  /// A letter, a digit or a combining mark beside it makes it another word.
  @Test func longerNames() {
    for text in [
      "@annaé is somebody else", "@anna\u{301}", "@annaβ", "Привет@anna", "é@anna", "e\u{301}@anna", "@anna-marie",
      "@anna_x", "@anna.k", "@anna٣", "@anna１", "@anna_é", "@bob.été", "１@anna",
    ] {
      check(text, [])
    }
  }

  @Test func addressesAreNoMentions() {
    check("mail mira@anna.example or anna@bob", [])
    check("mira.@anna 1@anna mira_@anna mira-@bob", [])
    check("anna@anna", [])
    check("@mira@anna", [])
  }

  @Test func handlesElsewhereAndPathsAreNoMentions() {
    for text in [
      "https://www.tiktok.com/@anna/video/1", "her blog https://medium.com/@anna", "she is @anna@mastodon.example",
      "@anna@mastodon.example.", "import {x} from '@anna/kit'", "npm i @anna/kit@1.2.0", "/@anna", "tiktok.com/@anna",
      "https://example.com/?by=@anna", "https://example.com/#@anna", "http://@anna", "x://a://@anna",
    ] {
      check(text, [])
    }
    check("看https://example.com/a請@anna", ["anna"])
    check("(https://example.com/a)@anna", ["anna"])
    check("https://example.com/a\n@anna", ["anna"])
  }

  @Test func unknownNames() {
    for text in ["", "anna", "@", "@@", "@ anna", "@ann", "@annab", "@anna1", "@nobody", "@а", "＠", "\u{EF80}"] {
      check(text, [])
    }
    check("@anna", [], known: [])
    check("@@anna", ["anna"])
  }

  /// In whatever case, where that is one agent; exactly so, where it is several.
  @Test func anyCase() {
    check("@Anna please call, @BOB.K too", ["anna", "bob.k"])
    check("@ANNA", ["Anna"], known: ["Anna"])
    check("@anna @Anna @ANNA", ["anna", "Anna"], known: ["anna", "Anna"])
    check("@ANNA.", ["anna."], known: ["anna", "Anna", "anna."])
    check("@an\u{212A}a", [], known: ["anka"])
  }

  /// An agent whom the change itself records.
  @Test func newcomers() {
    let book = TestDesk(agents: ["bob", "Ben"]).book
    for (text, expected) in [("@ben", [3]), ("@BEN", []), ("@Ben", [2]), ("@bob @ben.", [1, 3]), ("@be", [])] {
      #expect(book.mentions(in: text, newcomer: "ben").map(\.number) == expected, "\(text)")
    }
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
    for piece in [".", "@", "@.", "@a.", "://", "＠", "@anna/"] {
      check(String(repeating: piece, count: 5_000), piece == "@anna/" ? ["anna"] : [], known: [longest, "anna"])
    }
  }

  @Test(arguments: [
    ("anna", true), ("A.b_c-9", true), (".", true), ("anna.", true), (".anna", true), ("a..b-", true), ("", false),
    ("a b", false), ("a@b", false), ("é", false),
    ("\u{212A}", false), ("a\u{301}", false), ("a\n", false), ("a:b", false), ("１", false),
  ])
  func ids(text: String, isID: Bool) {
    #expect(Agent.isID(text) == isID)
    #expect(Agent.isNewID(text) == (isID && text.last != "."))
  }
}
