import Testing

/// `contactdesk card` and what is drawn: in pipes plain, on terminals in colour and as wide as they are.
struct CardCommandTests {
  @Test(arguments: ["contact-1", "conversation-1", "instagram:fairweather.isla", "whatsapp:447700900142"])
  func isla(_ id: String) throws {
    let command = try Command(["card", id, "--demo"])
    #expect(command.ending == .code(0) && command.errors == "")
    for part in ["Isla Fairweather", "★ VIP", "✓ Validated", "Instagram", "isla@harbourhouse.example.com", "History"] {
      #expect(command.output.contains(part), "\(part)")
    }
    #expect(!command.output.contains("\u{1B}") && command.output.hasSuffix("╯\n"))
  }

  @Test(arguments: [
    ("contact-99", 11, "notFound"), ("instagram:nobody", 11, "notFound"), ("fax:12", 11, "notFound"),
    ("contact-x", 11, "notFound"), ("conversation-0", 11, "notFound"), ("contact-\u{301}", 11, "notFound"),
    ("instagram:\u{301}mira", 11, "notFound"), ("instagram:\u{200D}mira", 11, "notFound"),
    ("instagram::mira", 11, "notFound"), ("instagram:", 11, "notFound"), (":mira", 11, "notFound"),
    ("", 14, "invalidValue"),
  ])
  func nobody(_ id: String, _ code: Int32, _ kind: String) throws {
    let command = try Command(["card", id, "--demo"])
    #expect(command.output == "" && command.errors.hasPrefix("contactdesk: \(kind)"), "\(command.errors)")
    #expect(command.ending == .code(code))
  }

  /// Who is found by words, alone: the card is that of the id. Several are listed.
  @Test(arguments: [
    (["isla", "fair"], "contact-1"), (["isla fair"], "contact-1"), (["  ISLA   fair"], "contact-1"),
    (["98 01 42"], "contact-12"), (["حداد"], "contact-12"), (["林"], "contact-26"), (["defne.isikli"], "contact-35"),
    (["gold", "ghent"], "contact-13"),
  ]) func words(_ words: [String], _ id: String) throws {
    let (found, card) = (try Command(["card", "--demo"] + words), try Command(["card", id, "--demo"]))
    #expect(found.ending == .code(0) && found.errors == "" && card.ending == .code(0))
    #expect(found.output == card.output, "\(found.output)")
  }

  @Test func severalAreFound() throws {
    let several = try Command(["card", "fair", "--demo"])
    #expect(several.ending == .code(0) && several.errors == "")
    #expect(several.output == (try Command(["find", "fair", "--demo"]).output), "\(several.output)")
    #expect(several.output.contains("contactdesk card contact-4 --demo draws the first card"), "\(several.output)")
  }

  /// Who looks for an id is told what ids look like; who looks for a name is not.
  @Test(arguments: [
    ("contact-x", true), ("Contact-1", true), ("contct-12", true), ("#99999", true), ("instagram:", true),
    ("conversation", true), ("müler", false), ("contact-1 contact-2", false), ("Re: hello", false),
  ]) func idForms(_ text: String, _ isTold: Bool) throws {
    let command = try Command(["card", text, "--demo"])
    #expect(command.ending == .code(11) && command.output == "")
    #expect(command.errors.hasPrefix("contactdesk: notFound: Nobody is found by \"\(text)\". "), "\(command.errors)")
    #expect(command.errors.contains("contact-N or conversation-N, a handle NETWORK:HANDLE") == isTold)
  }

  /// Where it is seen from: only of a conversation.
  @Test(arguments: [("conversation-7", true), ("contact-1", false)])
  func seenFrom(_ id: String, _ isTold: Bool) throws {
    let command = try Command(["card", id, "--demo"])
    #expect(command.output.contains("Seen from   conversation-7 · new") == isTold, "\(command.output)")
  }

  static let widths: [(words: [String], environment: [String], terminal: UInt16?, columns: Int)] = [
    ([], [], nil, 80), ([], ["COLUMNS=93"], nil, 93), ([], ["COLUMNS=500"], nil, 120),
    (["--width", "200"], [], nil, 200), ([], [], 97, 97), ([], ["COLUMNS=80"], 111, 111), ([], [], 300, 120),
    (["--width=60"], [], 97, 60), ([], [], 20, 40),
  ]

  @Test(arguments: widths)
  func width(_ words: [String], _ environment: [String], _ terminal: UInt16?, _ columns: Int) throws {
    let command = try Command(["card", "contact-4", "--demo"] + words, terminal: terminal, environment)
    let lines = command.plain.split(separator: "\n")
    #expect(lines.count > 10)
    // This contact's card has characters of one column alone.
    #expect(lines.first?.count == columns && lines.last?.count == columns, "\(lines.first ?? "")")
  }

  static let terminals: [(environment: [String], words: [String], has: [String], hasNot: [String])] = [
    (["TERM=xterm", "COLORTERM=truecolor"], [], ["\u{1B}[48;2;"], []),
    (["TERM=xterm-256color"], [], ["\u{1B}[48;5;"], ["8;2;"]),
    (["TERM=xterm"], [], ["\u{1B}[1m", "\u{1B}[44m"], ["8;5;", "8;2;"]),
    (["TERM=xterm-256color", "NO_COLOR=1"], [], ["★ VIP"], ["m"]),
    (["TERM=xterm-256color", "NO_COLOR="], [], ["\u{1B}[48;5;"], []),
    (["TERM=xterm-256color"], ["--color", "never"], ["★ VIP"], ["m"]),
    (["TERM=dumb", "COLORTERM=truecolor"], [], ["★ VIP"], ["m", "K", "G"]),
    (["TERM=xterm", "NO_COLOR=1"], ["--color=always"], ["\u{1B}[44m"], []),
  ]

  /// What stands on a terminal, and which kinds of sequences do not.
  @Test(arguments: terminals)
  func terminal(_ environment: [String], _ words: [String], _ has: [String], _ hasNot: [String]) throws {
    let command = try Command(["card", "contact-6", "--demo"] + words, terminal: 90, environment)
    #expect(command.ending == .code(0))
    for part in has { #expect(command.output.contains(part), "\(part)") }
    let sequences = command.output.matches(of: /\u{1B}\[[0-9;]*[A-Za-z]/).map { String($0.output) }
    for part in hasNot { #expect(!sequences.contains { $0.hasSuffix(part) || $0.contains(part + ";") }, "\(part)") }
  }

  /// The result of a call is readable on a terminal, and JSON where a program reads.
  @Test func callOnATerminal() throws {
    let words = ["call", "contact.list", #"{"limit":1}"#, "--demo"]
    #expect(try Command(words).output.hasPrefix(#"{"contacts":[{"contactId":"contact-1","#))
    let readable = try Command(words, terminal: 100, ["TERM=xterm-256color"])
    #expect(readable.output.contains("\u{1B}[38;5;"))
    #expect(readable.plain.hasPrefix("contacts\n  - contactId  contact-1\n    name       Isla Fairweather\n"))
    #expect(try Command(words, terminal: 100, ["TERM=dumb"]).output.hasPrefix(#"{"contacts":"#))
  }

  /// The demo's clock shows the last day of its stories, or what it is set to. Three days later the desk itself has
  /// resolved the conversation of an agent who left.
  @Test(arguments: [
    ("contact-1", [], "Today · Thu 15 Jan 2026"),
    ("contact-1", ["--clock", "2026-01-16T10:00:00Z"], "Yesterday · Thu 15 Jan 2026"),
    ("instagram:defne.isikli", [], "Anna Peeters (anna) let go of conversation-40"),
    (
      "instagram:defne.isikli", ["--clock", "2026-01-18T16:00:00Z"],
      "16:00 ◇ Instagram  The desk resolved conversation-40, after 16 days"
    ),
  ]) func clock(_ id: String, _ words: [String], _ part: String) throws {
    let command = try Command(["card", id, "--demo"] + words)
    #expect(command.output.contains(part) && command.ending == .code(0), "\(command.output)")
    #expect(command.output.contains("The desk") == part.contains("The desk"))
  }

  @Test func noClockBeforeTheEndOfTheDemo() throws {
    let command = try Command(["card", "contact-1", "--demo", "--clock", "2026-01-15T15:59:59Z"])
    #expect(command.ending == .code(64) && command.errors.contains("--clock: expected 2026-01-15T16:00:00"))
  }

  /// Two WhatsApp numbers have their names; nothing is said of VIPs while the desk has none.
  @Test func channelsAndVips() throws {
    let scratch = try Scratch()
    #expect(try Command(["demo", scratch.desk]).ending == .code(0))
    let options = ["--data", scratch.desk, "--clock", "2026-01-15T16:00:00Z"]
    let shown = try Command(["card", "contact-1"] + options).output
    for name in ["WhatsApp Sales     1 conversation", "WhatsApp Workshop  1 conversation", "← WhatsApp Sales  And"] {
      #expect(shown.contains(name), "\(shown)")
    }
    #expect(shown.contains("★ VIP") && !shown.contains("whatsapp-workshop"))
    #expect(try Command(["call", "settings.set", #"{"vipEnabled":false}"#] + options).ending == .code(0))
    for id in ["contact-1", "contact-2", "x:teddy_blackwood"] {
      let card = try Command(["card", id] + options)
      #expect(card.ending == .code(0), "\(card.errors)")
      // An agent wrote a note about it.
      let words = ["★", "☆", "not VIP", "made the contact", "the VIP mark", "VIP   "]
      #expect(words.allSatisfy { !card.output.contains($0) }, "\(card.output)")
    }
  }

  @Test(arguments: [
    (["--help"], "usage: contactdesk SUBCOMMAND"), (["card", "--help"], "NETWORK:HANDLE"),
    (["--help"], "\n  find WORDS...  "), (["find", "--help"], "contactdesk find 0142 --demo"),
    (["call", "-h"], "23 wrongState"),
    (["demo", "--help"], "examples"), (["serve", "--help"], "--client-pid PID"),
    (["call", "--version"], "contactdesk "),
  ])
  func help(_ words: [String], _ part: String) throws {
    let piped = try Command(words)
    #expect(piped.output.contains(part) && piped.errors == "" && piped.ending == .code(0), "\(piped.output)")
    // Commands to copy stay whole.
    let isNarrow = piped.output.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("  ") }
    #expect(!piped.output.contains("\u{1B}") && isNarrow)
    let shown = try Command(words, terminal: 80, ["TERM=xterm"])
    #expect(shown.plain == piped.output)
    #expect(shown.output.contains("\u{1B}[36m") || words.contains("--version"))
  }
}
