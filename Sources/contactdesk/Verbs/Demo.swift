import Server

extension Verb {
  /// `contactdesk demo`: the demo desk, served.
  static let demo = Verb(
    name: "demo", operands: "", count: 0...0,
    summary: "Serve a desk to play with: people on several networks, in several languages, VIPs, notes.",
    options: [Option.memory] + Option.session + Option.serving,
    examples: [
      (
        #"echo '{"jsonrpc":"2.0","id":1,"method":"contact.list"}' | contactdesk demo --memory"#,
        "who is there"
      ),
      ("contactdesk card contact-1 --demo", "the same desk, drawn"),
    ],
    exits: serve.exits,
    run: { settings, _ throws(UsageFault) in
      guard settings.source != nil else {
        throw UsageFault("this version keeps the demo desk in memory only; say --memory to agree")
      }
      var settings = settings
      settings.source = .demo
      return try runServer(settings)
    })
}
