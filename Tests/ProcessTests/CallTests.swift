import Testing

/// `contactdesk call`: one call, its result or its error, and the exit code.
struct CallTests {
  static let results: [(words: [String], input: String, output: String)] = [
    (["call", "system.ping", "--memory"], "", "{}"), (["call", "--memory", "system.ping", "{}"], "", "{}"),
    (["call", "system.ping", "--memory", "[]"], "", "{}"),
    (["call", "system.ping", "-", "--memory"], " {\n} \n", "{}"),
    (["call", "--memory", "--", "system.ping", "{}"], "", "{}"),
    (["call", "contact.create", #"{"name":"Мира"}"#, "--memory"], "", #"{"contactId":"contact-1","version":2}"#),
    (["call", "contact.create", "-", "--memory"], #"{"name":"田中"}"#, #"{"contactId":"contact-1","version":2}"#),
    (["call", "schema.list", "--memory", "--role", "viewer", "--color=never"], "", "{\"attributes\":"),
    (["call", "system.ping", "--memory", "--width", "40"], "", "{}"),
  ]

  @Test(arguments: results) func result(_ words: [String], _ input: String, _ output: String) throws {
    let command = try Command(words, input: input)
    #expect(command.output.hasPrefix(output), "\(command.output)")
    #expect(command.output.hasSuffix("\n") && command.output.split(separator: "\n").count == 1)
    #expect(command.errors == "" && command.ending == .code(0))
  }

  /// The same bytes as from the server.
  @Test func asFromTheServer() throws {
    let params = #"{"network":"instagram","handle":"fairweather.isla"}"#
    let desk = try Desk(["demo", "--memory"])
    try desk.send(Request.call(1, "card.get", params) + "\n")
    let line = try desk.line()
    try desk.finish()
    let command = try Command(["call", "card.get", params, "--demo"])
    #expect(line == #"{"jsonrpc":"2.0","id":1,"result":\#(command.output.dropLast())}"#)
  }

  /// What a customer wrote is one line of plain JSON, which no terminal acts upon.
  @Test func controlsAreEscaped() throws {
    let text = "\u{9B}2J\u{7F}\u{202E}evil\u{202C}\u{2066}\u{2028}\u{61C}\u{200F} 👩\u{200D}🚀 می\u{200C}خواهم"
    let params = #"{"key":"k","label":"\#(text)","format":"text"}"#
    let command = try Command(["call", "schema.define", params, "--memory"])
    let escaped = #"\u009b2J\u007f\u202eevil\u202c\u2066\u2028\u061c\u200f "# + "👩\u{200D}🚀 می\u{200C}خواهم"
    #expect(command.output.contains(#""label":"\#(escaped)""#), "\(command.output)")
    let screen = try Command(["call", "schema.define", params, "--memory", "--color=never"], terminal: 200).plain
    let controls = screen.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
    #expect(controls.isEmpty && !screen.unicodeScalars.contains("\u{202E}"), "\(screen)")
  }

  static let errors: [(words: [String], code: Int32, lines: [String])] = [
    (["contact.lst"], 64, ["contactdesk: methodNotFound: ", "nearest"]),
    (["card.get"], 64, ["contactdesk: invalidParams: "]),
    (["note.add", #"{"nte":1}"#], 64, ["contactdesk: invalidParams: ", "unknown", "nte"]),
    (["card.get", #"{"contactId":"contact-9"}"#], 11, ["contactdesk: notFound: ", "what", "contact-9"]),
    (
      ["contact.update", #"{"contactId":"contact-1","name":"x","ifVersion":1}"#, "--demo"], 12,
      ["contactdesk: versionConflict: ", "current"]
    ),
    (["contact.create", #"{"name":""}"#], 14, ["contactdesk: invalidValue: ", "field", "name", "reason"]),
    (["contact.create", #"{"name":"x"}"#, "--role", "viewer"], 15, ["contactdesk: forbidden: ", "needs", "agent"]),
    (["contact.list", #"{"limit":0}"#], 18, ["contactdesk: limitExceeded: ", "limit", "500"]),
    (
      ["conversation.assign", #"{"conversationId":"conversation-5","agentId":"anna"}"#, "--demo"], 23,
      ["contactdesk: wrongState: ", "state", "resolved"]
    ),
    // What a client sends is shown, not acted upon.
    (["x\u{1B}[2J\n"], 64, ["contactdesk: methodNotFound: ", #"x\u{1b}[2J\u{a}"#]),
    (["x\u{202E}\u{200F}\u{2028}y"], 64, ["contactdesk: methodNotFound: ", #"x\u{202e}\u{200f}\u{2028}y"#]),
  ]

  @Test(arguments: errors) func error(_ words: [String], _ code: Int32, _ parts: [String]) throws {
    let command = try Command(["call"] + words + (words.contains("--demo") ? [] : ["--memory"]))
    #expect(command.output == "")
    #expect(command.errors.hasPrefix(parts[0]), "\(command.errors)")
    for part in parts { #expect(command.errors.contains(part), "\(command.errors)") }
    #expect(!command.errors.contains("\u{1B}"))
    #expect(command.ending == .code(code))
  }

  static let senseless: [([String], String)] = [
    (["call"], "call needs METHOD [PARAMS]"), (["call", "--memory"], "call needs METHOD"),
    (["call", "system.ping", "{}", "{}", "--memory"], "one operand too many"),
    (["call", "system.ping", "{", "--memory"], "PARAMS: not JSON"),
    (["call", "system.ping", "7", "--memory"], "an object"),
    (["call", "system.ping", "", "--memory"], "PARAMS: not JSON"),
    // Params end where they end.
    (["call", "system.ping", #"{},"method":"contact.list""#, "--memory"], "PARAMS: not JSON"),
    (["call", "system.ping", "{\"a\":\"\u{1}\"}", "--memory"], "PARAMS: not JSON"),
    (["call", "system.ping", "--memory", "--color", "blue"], "auto, always or never"),
    (["call", "system.ping", "--memory", "--width=39"], "from 40 to 1000"),
    (["call", "system.ping", "--memory", "--client-pid", "0"], "unknown option --client-pid"),
    (["call", "system.ping", "--memroy"], "did you mean --memory?"), (["crad", "contact-1"], "did you mean card?"),
    (["call", "system.ping", "--memory", "--agent", "a b"], "--agent"), (["card"], "card needs ID"),
    (["card", "--memory"], "card needs ID|WORDS..."), (["demo"], "--memory"),
    (["demo", "--memory", "x"], "not both"), (["demo", "x", "y"], "one operand too many"),
    (["--memory", "call"], "the subcommand call comes first"),
  ]

  @Test(arguments: senseless) func usage(_ words: [String], _ named: String) throws {
    let command = try Command(words)
    #expect(command.output == "" && command.ending == .code(64))
    #expect(command.errors.hasPrefix("contactdesk: ") && command.errors.hasSuffix("\n"), "\(command.errors)")
    #expect(command.errors.contains(named), "\(command.errors)")
  }

  /// A line that is longer than the wire's is refused by the wire.
  @Test func tooLong() throws {
    let input = "{\"name\":\"\(String(repeating: "x", count: 16 << 20))\"}"
    let command = try Command(["call", "contact.create", "-", "--memory"], input: input)
    #expect(command.errors.contains("longer") && command.ending == .code(64), "\(command.errors)")
  }

  #if os(Linux)
  @Test func nobodyTakesIt() throws {
    let words = ["call system.ping --memory", "card contact-1 --demo", "--help"]
    for word in words {
      let (output, errors) = (try End.newPipe(), try End.newPipe())
      let child = try ChildProcess(
        "/bin/sh", ["-c", "exec \"$0\" \(word) > /dev/full", try Desk.binary()],
        [try End.newPipe().reader, output.writer, errors.writer])
      #expect(try child.end() == .code(74), "\(word)")
    }
  }
  #endif
}
