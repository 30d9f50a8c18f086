import Testing

/// Roles, names and rules of the desk, as several processes on one folder keep them.
struct PeopleTests {
  private static func ask(_ desk: Desk, _ method: String, _ params: String = "{}") throws -> String {
    try desk.send(Request.call(1, method, params) + "\n")
    return try desk.line()
  }

  /// A role that one process changes holds in the next call of another; conversations are let go of there too.
  @Test func aRoleHoldsInTheNextCallOfAnother() throws {
    let scratch = try Scratch()
    let boss = try Desk(["--data", scratch.desk, "--agent", "boss"])
    let ben = try Desk(["--data", scratch.desk, "--agent", "ben", "--role", "agent"])
    let message = #"{"channel":"sms","direction":"inbound","from":{"externalId":"32470123456"},"text":"Hello?"}"#
    #expect(try Self.ask(ben, "message.record", message).contains("contact-1"))
    let assign = #"{"conversationId":"conversation-1","agentId":"ben"}"#
    #expect(try Self.ask(ben, "conversation.assign", assign).contains(#""assignee":"ben""#))
    let edit = #"{"contactId":"contact-1","set":{"email":"mira@example.com"}}"#
    let get = #"{"conversationId":"conversation-1"}"#
    let steps = [
      (#""role":"viewer""#, #""message":"This takes the role agent; ben has the role viewer.""#, true),
      (#""role":"admin""#, #""version""#, true),
      (
        #""active":false"#, #""message":"This takes the role agent; ben is inactive, and may do what a viewer may.""#,
        false
      ),
      (#""active":true"#, #""version""#, false),
    ]
    for (change, expected, isAssigned) in steps {
      #expect(try Self.ask(boss, "agent.update", #"{"agentId":"ben",\#(change)}"#).contains(#""agentId":"ben""#))
      #expect(try Self.ask(ben, "attribute.edit", edit).contains(expected), "\(change)")
      #expect(try Self.ask(ben, "conversation.get", get).contains(#""assignee":"ben""#) == isAssigned, "\(change)")
    }
    // An admin of the desk, in a process for agents.
    _ = try Self.ask(boss, "agent.update", #"{"agentId":"ben","role":"admin"}"#)
    #expect(try Self.ask(ben, "team.define", #"{"teamId":"a","name":"A"}"#).contains("ben has the role agent"))
    for desk in [boss, ben] { try desk.finish() }
    #expect(try Command(["check", scratch.desk]).ending == .code(0))
  }

  /// The name of `--agent` is ignored once an admin has set one; the log says so.
  @Test func aNameThatAnAdminSet() throws {
    let scratch = try Scratch()
    let define = ["call", "agent.define", #"{"agentId":"anna","name":"Anna Peeters"}"#, "--data", scratch.desk]
    #expect(try Command(define).ending == .code(0))
    for (agent, isWarned) in [("anna:Anna", true), ("anna:Anna Peeters", false), ("anna", false), ("ben:Ben", false)] {
      let info = try Command(["call", "system.info", "--data", scratch.desk, "--agent", agent])
      #expect(info.ending == .code(0) && info.output.contains("Anna Peeters") == agent.hasPrefix("anna"))
      let warning = #"warn: --agent: the desk calls anna "Anna Peeters", as an admin set"#
      #expect(info.errors.contains(warning) == isWarned, "\(agent): \(info.errors)")
    }
  }

  /// Whichever process notices first resolves what is due, once; one for viewers only shows it.
  @Test func dueConversationsAreResolvedOnce() throws {
    let scratch = try Scratch()
    let folder = ["--data", scratch.desk, "--clock"]
    let desks = try (1...3).map { try Desk(folder + ["2026-01-0\($0)T09:00:00Z", "--agent", "a\($0)"]) }
    #expect(try Self.ask(desks[0], "settings.set", #"{"autoResolveDays":3}"#).contains("result"))
    for number in 1...5 {
      _ = try Self.ask(desks[0], "contact.create", #"{"name":"Contact \#(number)"}"#)
      let open = #"{"contactId":"contact-\#(number)","channel":"sms"}"#
      #expect(try Self.ask(desks[0], "conversation.open", open).contains("pending"))
    }
    let viewer = try Desk(folder + ["2026-02-01T09:00:00Z", "--role", "viewer"])
    #expect(try Self.ask(viewer, "conversation.list", #"{"status":"pending"}"#).contains("conversation-5"))
    for desk in [desks[2], desks[0], desks[1]] {
      #expect(try Self.ask(desk, "system.setClock", #"{"to":"2026-01-05T09:00:00Z"}"#).contains(#""now""#))
      let list = try Self.ask(desk, "conversation.list", #"{"status":"resolved"}"#)
      #expect(list.split(separator: #""status":"resolved""#).count == 6, "\(list)")
    }
    for number in 1...5 {
      let read = #"{"contactId":"contact-\#(number)","kinds":["event"]}"#
      let history = try Self.ask(viewer, "history.read", read)
      #expect(history.split(separator: #""author":{"kind":"desk"}"#).count == 2, "\(history)")
    }
    for desk in desks + [viewer] { try desk.finish() }
  }

  /// Several processes ask for who is served next, by turns and all at once: each conversation is given out once, in
  /// the order of the queue.
  @Test func eachConversationIsGivenOutOnce() throws {
    let scratch = try Scratch()
    let desks = try (1...3).map { try Desk(["--data", scratch.desk, "--agent", "a\($0)"]) }
    for number in 1...24 {
      let from = #"{"externalId":"3247000\#(1000 + number)"}"#
      let message = #"{"channel":"sms","direction":"inbound","from":\#(from),"text":"?"}"#
      #expect(try Self.ask(desks[number % 3], "message.record", message).contains("contact-\(number)"))
    }
    #expect(try Self.ask(desks[0], "vip.promote", #"{"contactId":"contact-9"}"#).contains("promotedBy"))
    var given: [Int] = []
    for turn in 0..<6 { given.append(try Self.number(try Self.ask(desks[turn % 3], "queue.next"))) }
    #expect(given == [9, 1, 2, 3, 4, 5])
    // All are asked before any is heard.
    for desk in desks { for call in 0..<7 { try desk.send(Request.call(call, "queue.next", "{}") + "\n") } }
    for desk in desks { for _ in 0..<7 { given.append(try Self.number(try desk.line())) } }
    #expect(given.filter { $0 == 0 }.count == 3 && Set(given.filter { $0 > 0 }) == Set(1...24), "\(given)")
    for desk in desks { #expect(try Self.ask(desk, "queue.list").contains(#""conversations":[]"#)) }
    for desk in desks { try desk.finish() }
  }

  /// The number of the conversation that `queue.next` gave; 0: nobody waits.
  private static func number(_ answer: String) throws -> Int {
    guard let id = answer.split(separator: #""conversationId":"conversation-"#).dropFirst().first else {
      #expect(answer.contains(#""result":{}"#), "\(answer)")
      return 0
    }
    return try #require(Int(id.prefix { $0 != "\"" }))
  }
}
