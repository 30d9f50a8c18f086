import Testing

/// `contactdesk queue`: who waits, drawn in pipes and on terminals, of the whole desk and of a team.
struct QueueCommandTests {
  @Test func demo() throws {
    let command = try Command(["queue", "--demo"])
    #expect(command.ending == .code(0) && command.errors == "")
    for part in [
      "╭── Queue ──", " 10 conversations ──╮",
      "  1  ★ VIP  Isla Fairweather            WhatsApp Sales               39 min",
      "conversation-7 · VIP · in VIPs, Wholesale · routed to Care,", "routed to Workshop and returns", "for every team",
      "at 15 Jan 2026 16:00 UTC",
    ] { #expect(command.output.contains(part), "\(part)\n\(command.output)") }
    #expect(!command.output.contains("\u{1B}") && command.output.hasSuffix("╯\n"))
  }

  static let cases: [(words: [String], code: Int32, output: String, errors: String)] = [
    (["workshop", "--demo"], 0, "Queue of workshop ──", ""),
    (["slaes", "--demo"], 11, "", #"contactdesk: notFound: There is no team "slaes". Did you mean "sales"?"#),
    (["Care", "--demo"], 11, "", #"Did you mean "care"?"#),
    (["\u{1B}[31mred", "--demo"], 11, "", "contactdesk: notFound: "),
    (["--memory"], 0, "Nobody waits.", ""), (["sales", "--memory"], 11, "", "contactdesk: notFound: "),
    (["sales", "care", "--demo"], 64, "", "one operand too many"),
    (["--demo", "--role", "viewer"], 0, "10 conversations", ""),
    (["--demo", "--width", "39"], 64, "", "--width: expected a number from 40 to 1000"),
    (["--data", "/nowhere/at/all"], 66, "", "contactdesk: "),
    (["--help"], 0, "contactdesk queue [TEAM]: Draw the queue", ""),
  ]

  @Test(arguments: cases) func answers(_ words: [String], _ code: Int32, _ output: String, _ errors: String) throws {
    let command = try Command(["queue"] + words)
    #expect(command.ending == .code(code), "\(command.errors)")
    #expect(output.isEmpty ? command.output == "" : command.output.contains(output), "\(command.output)")
    #expect(errors.isEmpty ? command.errors == "" : command.errors.contains(errors), "\(command.errors)")
    #expect(!command.errors.contains("\u{1B}"))
  }

  /// Colour is used on a terminal alone, and never with NO_COLOR; the queue is as wide as the terminal.
  @Test(arguments: [
    (["TERM=xterm"], "\u{1B}[44m", true), (["TERM=xterm", "NO_COLOR=1"], "\u{1B}[44m", false),
    (["TERM=xterm-256color"], "\u{1B}[48;5;", true), (["TERM=dumb"], "\u{1B}", false),
  ]) func terminal(_ environment: [String], _ sequence: String, _ isThere: Bool) throws {
    let command = try Command(["queue", "--demo"], terminal: 90, environment)
    #expect(command.output.contains(sequence) == isThere, "\(command.output)")
    #expect(command.plain.split(separator: "\n").first?.count == 90 && command.plain.contains("★ VIP"))
  }

  /// Of a long queue the first page is drawn, and how many more there are.
  @Test func manyWait() throws {
    let scratch = try Scratch()
    let messages = (1...60).map { id in
      Request.call(
        id, "message.record",
        #"{"channel":"webchat","direction":"inbound","from":{"externalId":"visitor-\#(id)"},"text":"Hello?"}"#)
    }
    let options = ["--data", scratch.desk]
    #expect(try Command(options, input: messages.joined(separator: "\n")).ending == .code(0))
    let drawn = try Command(["queue"] + options).output
    #expect(drawn.contains(" 60 conversations ") && drawn.contains("… and 10 more"), "\(drawn)")
    #expect(drawn.contains(" 50         visitor-50 ") && !drawn.contains("visitor-51"))
  }

  /// Two processes take who is next in turn; a promotion moves a place; a disabled attribute suspends a group.
  @Test func whatTheQueueShowsNext() throws {
    let scratch = try Scratch()
    #expect(try Command(["demo", scratch.desk]).ending == .code(0))
    let options = ["--data", scratch.desk, "--clock", "2026-01-15T16:00:00Z"]
    let call = { (method: String, params: String, agent: String) in
      let command = try Command(["call", method, params] + options + ["--agent", agent])
      #expect(command.ending == .code(0), "\(command.errors)")
      return command.output
    }
    #expect(try call("queue.next", "{}", "ben").contains(#""conversationId":"conversation-7","#))
    #expect(try call("queue.next", "{}", "chloe").contains(#""conversationId":"conversation-1","#))
    #expect(try call("queue.next", #"{"teamId":"workshop"}"#, "daan").contains(#""conversationId":"conversation-59","#))
    #expect(try Command(["queue"] + options).output.contains("  1  ★ VIP  ليلى حداد"))
    _ = try call("attribute.edit", #"{"contactId":"contact-26","set":{"tier":"gold"}}"#, "anna")
    _ = try call("vip.promote", #"{"contactId":"contact-26"}"#, "anna")
    #expect(try Command(["queue"] + options).output.contains("  1  ★ VIP  林美玲 "))
    _ = try call("schema.update", #"{"key":"tier","enabled":false}"#, "anna")
    let (queue, card) = (try Command(["queue"] + options).output, try Command(["card", "contact-26"] + options).output)
    #expect(queue.contains("suspended: Wholesale (tier disabled)") && !queue.contains("in VIPs, Wholesale"), "\(queue)")
    #expect(
      card.contains("Groups      VIPs · Chinese speakers") && card.contains("Suspended   Wholesale (tier disabled)"))
  }
}
