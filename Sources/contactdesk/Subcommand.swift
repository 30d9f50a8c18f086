import JSON

/// What `contactdesk` can do, each under its word.
struct Subcommand: Sendable {
  /// The word; the first of all may be left out.
  let name: String
  /// What follows the word, as the help shows it.
  let operands: String
  /// How many operands there may be.
  let count: ClosedRange<Int>
  /// In a sentence.
  let summary: String
  /// What else there is to say.
  var details = ""
  let options: [Option]
  /// Commands, and what they do.
  let examples: [(command: String, meaning: String)]
  /// Exit codes, and what they say.
  let exits: [(code: String, meaning: String)]
  /// Does it; returns the exit code.
  let run: @Sendable (Settings, _ operands: [String]) throws(UsageFault) -> Int32

  /// All of them.
  static let all = [serve, demo, call, card, find, queue, check]

  /// Reads a command line without its first word, the program, and does what it says.
  static func run(_ words: [String]) throws(UsageFault) -> Int32 {
    var words = words[...]
    var first: Subcommand?
    // A word in the place of a subcommand is meant as one. A server, which has no time to lose, looks at no other.
    if let word = words.first, !word.hasPrefix("-") {
      first = word == "serve" ? serve : all.first { $0.name == word }
      guard first != nil else { throw unknown("subcommand", word, all.map(\.name), "contactdesk --help") }
      words.removeFirst()
    }
    let subcommand = first ?? serve
    switch try subcommand.read(&words) {
    case .help:
      let display = Settings().display(1)
      return TerminalOutput.write(first == nil ? Help.overview(display) : Help.page(subcommand, display))
    case .version: return TerminalOutput.write("contactdesk \(Help.version)\n")
    case .run(let settings, let operands): return try subcommand.run(settings, operands)
    }
  }

  private enum Request {
    case help
    case version
    case run(Settings, [String])
  }

  /// Reads options and operands, in any order; after `--` there are operands alone.
  private func read(_ words: inout ArraySlice<String>) throws(UsageFault) -> Request {
    var (settings, operands) = (Settings(), [String]())
    while let word = words.popFirst() {
      switch word {
      case "--help", "-h": return .help
      case "--version": return .version
      case "--":
        operands += words
        words = []
      case let word where !word.hasPrefix("-") || word == "-": operands.append(word)
      default: try set(word, &words, &settings)
      }
    }
    if operands.count > count.upperBound {
      let isSubcommand = Self.all.contains { $0.name == operands[count.upperBound] }
      let word = UsageFault.shown(operands[count.upperBound])
      throw UsageFault(
        isSubcommand
          ? "the subcommand \(word) comes first: contactdesk \(word) …"
          : "\(name): \(word) is one operand too many; \(hint)")
    }
    if operands.count < count.lowerBound { throw UsageFault("\(name) needs \(self.operands); \(hint)") }
    return .run(settings, operands)
  }

  /// Sets one option, whose value stands in its word or in the next.
  private func set(_ word: String, _ words: inout ArraySlice<String>, _ settings: inout Settings) throws(UsageFault) {
    let equals = word.utf8.firstIndex(of: UInt8(ascii: "="))
    let name = equals.map { String(word[..<$0]) } ?? word
    let given = equals.map { String(word[word.index(after: $0)...]) }
    guard let option = options.first(where: { $0.name == name }), given == nil || option.value != nil else {
      throw Self.unknown("option", word, options.map(\.name) + ["--help", "--version"], helpCommand)
    }
    guard option.value != nil else {
      _ = option.read("", &settings)
      return
    }
    guard let value = given ?? words.popFirst() else {
      throw UsageFault("\(option.name) needs a value: \(option.value ?? "")")
    }
    if let expected = option.read(value, &settings) {
      throw UsageFault("\(option.name): expected \(expected), got \(UsageFault.shown(value))")
    }
  }

  private static func unknown(_ kind: String, _ word: String, _ known: [String], _ help: String) -> UsageFault {
    let near = Spelling.nearest(to: word, among: known).map { ", did you mean \($0)?" } ?? ""
    return UsageFault(
      "unknown \(kind) \(UsageFault.shown(word))\(near.isEmpty ? ";" : near) \(help) lists what there is")
  }

  /// What shows the help of this subcommand.
  var helpCommand: String { "contactdesk \(name) --help" }

  private var hint: String { "\(helpCommand) has more" }
}
