import Foundation
import Testing

/// `contactdesk find`: who is found by words, listed in pipes and on terminals.
struct FindCommandTests {
  static let cases: [(words: [String], code: Int32, output: String, errors: String)] = [
    // The card of the only one, or of an id; several in a list.
    (["harb"], 0, "╭── contact-1 ──", ""), (["gold", "ghent"], 0, "Bram Verhulst", ""),
    (["gold ghent"], 0, "╭── contact-13 ──", ""), (["contact-4"], 0, "╭── contact-4 ──", ""),
    (["instagram:fairweather.isla"], 0, "╭── contact-1 ──", ""),
    (["fair"], 0, "contact-4         Greta Lindqvist   LinkedIn   label: fair 2025", ""),
    (["fair"], 0, "contactdesk card contact-4 --demo draws the first card", ""),
    (["0142"], 0, "contact-12  ★ VIP  ليلى حداد ", ""),
    (["0142", "--width", "120"], 0, "Isla Fairweather  Instagram  id: 447700900142 on WhatsApp ", ""),
    (["202 555", "0199"], 0, "╭── contact-57 ──", ""), (["202 555"], 0, "(no name)", ""),
    (["VERHÚLST"], 0, "Bram Verhulst", ""), (["--", "林"], 0, "林美玲", ""),
    (["@", "--limit", "5"], 0, "… and more: add a word, or --limit N", ""),
    (["@", "--limit=1"], 0, " the first contact ──╮", ""), (["harb", "--role", "viewer"], 0, "contact-1 ", ""),
    (["@", "--limit", "0"], 64, "", "--limit: expected a number from 1 to 5000, got 0"),
    (["@", "--limit", "many"], 64, "", "--limit: expected a number"),
    (["--limit", "5"], 64, "", "find needs WORDS..."),
    (["xyzzy"], 11, "", #"contactdesk: notFound: Nobody is found by "xyzzy". All words"#),
    (["isla", "xyzzy"], 11, "", #"by "isla xyzzy"."#), (["contact-99"], 11, "", #"no contact "contact-99""#),
    (["fax:12"], 11, "", "a handle NETWORK:HANDLE"), (["https://shop.example"], 11, "", "Nobody is found"),
    (["\u{202E}xyzzy\u{1B}[2J"], 11, "", #"by "\u{202e}xyzzy\u{1b}[2J"."#),
    ([" "], 14, "", "contactdesk: invalidValue: text: must not be blank."),
    ([String(repeating: "x", count: 256)], 14, "", "contactdesk: invalidValue: text: "),
    (["x", "--data", "/nowhere/at/all"], 64, "", "say one of them"),
  ]

  @Test(arguments: cases) func answers(_ words: [String], _ code: Int32, _ output: String, _ errors: String) throws {
    let command = try Command(["find", "--demo"] + words)
    #expect(command.ending == .code(code), "\(command.errors)")
    #expect(output.isEmpty ? command.output == "" : command.output.contains(output), "\(command.output)")
    #expect(errors.isEmpty ? command.errors == "" : command.errors.contains(errors), "\(command.errors)")
    #expect(!command.errors.contains("\u{1B}") && !command.output.contains("\u{1B}"))
  }

  /// The sample of the README is what is printed.
  @Test func documented() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: package.appending(path: "README.md"), encoding: .utf8)
    let drawn = try Command(["find", "fair", "--demo"]).output
    #expect(!drawn.isEmpty && readme.contains("```\n\(drawn)```\n"), "\(drawn)")
  }

  /// Neither makes a desk where there is none.
  @Test(arguments: [["find", "isla"], ["card", "isla"], ["card", "contact-1"]])
  func noDesk(_ words: [String]) throws {
    let scratch = try Scratch()
    let command = try Command(words + ["--data", scratch.desk])
    #expect(command.ending == .code(66) && command.output == "", "\(command.errors)")
    #expect(try Command(["find", "isla", "--memory"]).ending == .code(11))
  }

  /// Colour is used on a terminal alone, and never with NO_COLOR; the beginning that was found is bold; the list is as
  /// wide as the terminal.
  @Test(arguments: [
    (["TERM=xterm"], "\u{1B}[1mfair\u{1B}[0m 2025", true), (["TERM=xterm", "NO_COLOR=1"], "\u{1B}[1m", false),
    (["TERM=xterm-256color"], "\u{1B}[48;5;", true), (["TERM=dumb"], "\u{1B}", false),
  ]) func terminal(_ environment: [String], _ sequence: String, _ isThere: Bool) throws {
    let command = try Command(["find", "fair", "--demo"], terminal: 90, environment)
    #expect(command.output.contains(sequence) == isThere, "\(command.output)")
    #expect(command.plain.split(separator: "\n").first?.count == 90 && command.plain.contains("★ VIP"))
  }

  /// More than a page of a list are found, in a desk that is kept; each is listed once.
  @Test func manyAreFound() throws {
    let scratch = try Scratch()
    let contacts = (1...620).map { id in Request.call(id, "contact.create", #"{"name":"Visitor \#(1000 + id)"}"#) }
    let options = ["--data", scratch.desk]
    #expect(try Command(options + ["--sync", "never"], input: contacts.joined(separator: "\n")).ending == .code(0))
    let rows = { (words: [String]) in
      try Command(["find", "vis"] + words + options).output.split(separator: "\n").filter { $0.contains(" Visitor ") }
    }
    let (short, all) = (try rows([]), try rows(["--limit", "5000"]))
    #expect(short.count == 50 && short.last?.contains("contact-50 ") == true, "\(short.last ?? "")")
    #expect(all.count == 620 && Set(all).count == 620)
    #expect(try rows(["--limit", "619"]).count == 619)
    let only = try Command(["card", "visitor", "1620"] + options)
    #expect(only.output.hasPrefix("╭── contact-620 ──"), "\(only.output)\(only.errors)")
  }
}
