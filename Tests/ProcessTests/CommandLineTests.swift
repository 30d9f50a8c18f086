import Testing

/// What the command line makes of its words.
struct CommandLineTests {
  /// Words that make no sense, and what the message on stderr must name.
  static let senseless: [([String], String)] = [
    (["nonsense"], "subcommand nonsense"), (["--nonsense"], "option --nonsense"), (["-x"], "option -x"),
    (["--memory", "serve"], "subcommand serve"), (["--memory=no"], "--memory=no"), (["--help=me"], "--help=me"),
    (["--version=2"], "--version=2"), (["--memory", "--role"], "--role needs"), (["--role", "boss"], "boss"),
    (["--memory", "--role="], "viewer, agent or admin"), (["--clock", "yesterday"], "yesterday"),
    (["--clock", "2026-02-30T09:00:00Z"], "2026-02-30"), (["--client-pid", "-1"], "-1"),
    (["--client-pid", "4294967297"], "4294967297"), (["--client-pid=me"], "me"), (["--log", "loud"], "loud"),
    (["--memory", "--agent", ""], "--agent"), (["--memory", "--agent", "a b"], "--agent"),
    (["--memory", "--agent", "anna."], "not end in a dot"), (["--memory", "--agent", "anna:\u{3164}"], "not be blank"),
    (["--memory", "--agent", "anna:\u{2800}\u{301}"], "not be blank"),
    // Words are shown, and neither acted upon nor taken for ours.
    (["x\u{1B}[2J\n\u{202E}y"], #"subcommand x\u{1b}[2J\u{a}\u{202e}y;"#), (["--x\u{9B}m"], #"option --x\u{9b}m"#),
    (["--log", "a\u{2028}b"], #"got a\u{2028}b"#), (["check", "a", "b\u{200F}"], #"b\u{200f} is one"#),
    (["find"], "find needs WORDS..."), (["check", "/nowhere\u{202E}/x"], #"/nowhere\u{202e}/x"#),
    // A long one leaves its place to what can be done.
    ([String(repeating: "x", count: 20_000)], "…; contactdesk --help lists"),
    (["--log", String(repeating: "\u{1}", count: 20_000)], "error, warn, info or debug"),
  ]

  @Test(arguments: senseless) func usage(_ words: [String], _ named: String) throws {
    let desk = try Desk(words)
    #expect(try desk.rest() == "")
    let message = try desk.rest(of: desk.errors)
    #expect(message.hasPrefix("contactdesk: ") && message.hasSuffix("\n") && message.contains(named), "\(message)")
    #expect(message.filter { $0.isNewline }.count == 1 && message.utf8.count <= 4_096)
    #expect(try desk.child.end() == .code(message.contains("nowhere") ? 66 : 64))
  }

  @Test(arguments: [
    (["--help"], "usage: contactdesk"), (["-h"], "usage: contactdesk"),
    (["serve", "--memory", "--help"], "--client-pid"), (["--version"], "contactdesk "),
  ])
  func printed(_ words: [String], _ part: String) throws {
    // The input is open and stays so: nobody waits for it.
    let desk = try Desk(words)
    let text = try desk.rest()
    #expect(text.contains(part) && text.hasSuffix("\n"), "\(text)")
    #expect(try desk.rest(of: desk.errors) == "")
    #expect(try desk.child.end() == .code(0))
  }

  @Test(arguments: [["--memory"], ["serve", "--memory"], ["--log=error", "--memory", "--client-pid=0"]])
  func serves(_ words: [String]) throws {
    let desk = try Desk(words)
    try desk.ping()
    try desk.finish()
  }

  @Test func agent() throws {
    let info = try answers(["--memory", "--agent", "anna:Anna A."], [Request.call(1, "system.info", "{}")])[0]
    #expect(info.contains(#""agent":{"id":"anna","name":"Anna A.","role":"admin"}"#), "\(info)")
    // A client cannot choose another.
    let hello = try answers(["--memory", "--agent=anna"], [Request.call(1, "system.hello", #"{"agent":"boris"}"#)])[0]
    #expect(!hello.contains(#""id":"boris""#), "\(hello)")
  }

  @Test func viewer() throws {
    let answers = try answers(
      ["--memory", "--role", "viewer"],
      [Request.create(1), Request.call(2, "card.get", #"{"contactId":"contact-1"}"#), Request.ping(3)])
    #expect(answers[0].hasPrefix(#"{"jsonrpc":"2.0","id":1,"error":{"code":1005,"#), "\(answers[0])")
    #expect(answers[0].contains(#""kind":"forbidden""#) && answers[0].contains(#""needs":"agent""#), "\(answers[0])")
    #expect(answers[1].contains(#""code":1001,"#), "\(answers[1])")
    #expect(answers[2] == Answer.pong(3))
  }

  @Test func clock() throws {
    let script = [Request.create(1), Request.card(2), Request.create(3), Request.card(4)]
    let options = ["--memory", "--clock", "2026-01-01T10:00:00+01:00"]
    let first = try answers(options, script)
    #expect(first[1].contains(#""createdAt":"2026-01-01T09:00:00.001Z""#), "\(first[1])")
    #expect(try answers(options, script) == first)
  }

  /// What the server tells of itself goes to stderr; stdout is the protocol's alone.
  @Test func log() throws {
    let desk = try Desk(["--memory", "--log", "debug"])
    try desk.send(Request.create(1) + "hello\n")
    desk.input.close()
    let answers = try desk.rest().split(separator: "\n")
    #expect(answers.count == 2 && answers.allSatisfy { $0.hasPrefix(#"{"jsonrpc":"2.0","id":"#) }, "\(answers)")
    let told = try desk.rest(of: desk.errors)
    #expect(told.hasSuffix("\n") && told.split(separator: "\n").allSatisfy { $0.hasPrefix("contactdesk: ") }, "\(told)")
    // Never a customer's text.
    #expect(told.contains("info: ") && !told.contains("Youssef"), "\(told)")
    #expect(try desk.child.end() == .code(0))
  }

  private func answers(_ options: [String], _ script: [String]) throws -> [String] {
    let desk = try Desk(options)
    return try script.map { request in
      try desk.send(request.hasSuffix("\n") ? request : request + "\n")
      return try desk.line()
    }
  }
}
