import Testing

/// A customer's message is never lost because of its decoration: what cannot be taken is left out or cut, and named.
struct MessageRecordTests {
  /// Records a message from somebody on Instagram; its answer and then the history.
  private static func record(_ members: String, from: String = #""externalId":"1""#) throws -> [Substring] {
    try Script.run(
      #"""
      {"jsonrpc":"2.0","id":1,"method":"message.record","params":{"channel":"instagram","direction":"inbound","from":{\#(from)},\#(members)}}
      {"jsonrpc":"2.0","id":2,"method":"history.read","params":{"contactId":"contact-1","kinds":["message"]}}
      {"jsonrpc":"2.0","id":3,"method":"card.get","params":{"contactId":"contact-1"}}

      """#
    ).split(separator: "\n")
  }

  /// Recorded, with exactly these warnings (fields, and a part of each reason); `shown` stands in history or card.
  private func check(
    _ members: String = #""text":"hello""#, from: String = #""externalId":"1""#, warnings: [(String, String)],
    shown: [String] = [], notShown: [String] = [], at location: SourceLocation = #_sourceLocation
  ) throws {
    let answers = try Self.record(members, from: from)
    #expect(answers[0].contains(#""message":true"#), "\(answers[0])", sourceLocation: location)
    let told = answers[0].components(between: #""field":""#, and: "\"")
    #expect(told == warnings.map(\.0), "\(answers[0])", sourceLocation: location)
    for (_, reason) in warnings {
      #expect(answers[0].contains(reason), "\(answers[0]), \(reason)", sourceLocation: location)
    }
    for text in shown {
      #expect(answers[1].contains(text) || answers[2].contains(text), "\(text) in \(answers)", sourceLocation: location)
    }
    for text in notShown {
      #expect(!answers[1].contains(text) && !answers[2].contains(text), "\(text)", sourceLocation: location)
    }
  }

  private func check(
    from: String, warnings: [(String, String)], shown: [String] = [], notShown: [String] = [],
    at location: SourceLocation = #_sourceLocation
  ) throws {
    try check(
      #""text":"hello""#, from: #""externalId":"1","# + from, warnings: warnings, shown: shown, notShown: notShown,
      at: location)
  }

  private func refused(
    _ members: String, from: String = #""externalId":"1""#, _ part: String,
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let answers = try Self.record(members, from: from)
    #expect(answers[0].contains(part), "\(answers[0])", sourceLocation: location)
    #expect(answers[1].contains(#""code":1001"#), "something was made: \(answers[1])", sourceLocation: location)
  }

  @Test func profiles() throws {
    for blank in ["", " ", #"\u200b"#, #"\u3164\u2800"#, #"\t\n"#] {
      try check(
        from: #""displayName":"\#(blank)""#, warnings: [("from.displayName", "blank")], notShown: [#""displayName""#])
      try check(from: #""handle":"\#(blank)""#, warnings: [("from.handle", "blank")], notShown: [#""handle""#])
    }
    let long = String(repeating: "n", count: 256)
    try check(
      from: #""displayName":"\#(long)""#, warnings: [("from.displayName", "got 256: the rest was cut")],
      shown: [#""name":"\#(long.dropLast())""#])
    try check(from: #""handle":"\#(long)""#, warnings: [("from.handle", "got 256")], notShown: ["nnn"])
    for url in ["", "www.facebook.com/mira", "tg://user?id=10", "https://", "https://a b/", #"https://a\ud800"#] {
      try check(
        from: #""pictureUrl":"\#(url)","profileUrl":"\#(url)""#,
        warnings: [("from.pictureUrl", ""), ("from.profileUrl", "")], notShown: ["pictureUrl", "profileUrl"])
    }
    try check(
      from: #""handle":"mira","displayName":"","pictureUrl":"nope","profileUrl":"https://example.com/m""#,
      warnings: [("from.displayName", "blank"), ("from.pictureUrl", "http")],
      shown: [#""handle":"mira""#, #""profileUrl":"https://example.com/m""#])
  }

  /// A cut keeps graphemes whole, except one that is longer than anybody writes.
  @Test func cuts() throws {
    let flags = String(repeating: "n", count: 254) + "🇧🇪"
    try check(
      from: #""displayName":"\#(flags)""#, warnings: [("from.displayName", "got 256")],
      shown: [#""name":"\#(String(repeating: "n", count: 254))""#])
    let marks = "n" + String(repeating: "\u{301}", count: 300)
    try check(
      from: #""displayName":"\#(marks)""#, warnings: [("from.displayName", "got 301")],
      shown: [#""name":"n\#(String(repeating: "\u{301}", count: 254))""#])
    // A family, of which the limit parts the last one, and a name that is one grapheme of a million scalars.
    let family = String(repeating: "n", count: 252) + "👩\u{200D}👧\u{200D}👦"
    try check(
      from: #""displayName":"\#(family)""#, warnings: [("from.displayName", "got 257")],
      shown: [#""name":"\#(String(repeating: "n", count: 252))""#])
    let endless = "n" + String(repeating: "\u{301}", count: 1_000_000)
    try check(
      from: #""displayName":"\#(endless)""#, warnings: [("from.displayName", "got 1000001")],
      shown: [#""name":"n\#(String(repeating: "\u{301}", count: 254))""#])
    // What is cut off was all that could be seen.
    let spaces = String(repeating: " ", count: 300) + "Mira"
    try check(
      from: #""displayName":"\#(spaces)""#, warnings: [("from.displayName", "cut"), ("from.displayName", "blank")],
      notShown: [#""displayName""#])
    let text = String(repeating: "x", count: 100_000)
    try check(
      #""text":"\#(text)y""#, warnings: [("text", "at most 100000 characters (Unicode scalars) are kept, got 100001")],
      shown: [#""text":"\#(text)""#])
    try check(#""text":"\#(text)""#, warnings: [])
  }

  @Test func surrogates() throws {
    try check(
      #""text":"hi \ud83d""#, warnings: [("text", "U+FFFD")], shown: ["\"text\":\"hi \u{FFFD}\""])
    try check(#""text":"\ude00\ud83d\ude00\ud83d""#, warnings: [("text", "U+FFFD")], shown: ["\u{FFFD}😀\u{FFFD}"])
    try check(
      from: #""displayName":"Mira \ud83d""#, warnings: [("from.displayName", "U+FFFD")], shown: ["Mira \u{FFFD}"])
    try check(
      from: #""attributes":{"bio":"\udc00","location":"Gent","\ud800":1}"#,
      warnings: [("from.attributes.bio", "U+FFFD"), ("from.attributes.\u{FFFD}", "no attribute")],
      shown: [#""value":"Gent""#])
    // Half an id would be taken for another message's.
    try check(
      #""text":"a","externalId":"m\ud800""#, warnings: [("externalId", "left out")], notShown: [#""externalId":"m"#])
    try refused(#""text":"a""#, from: #""externalId":"1\ud800""#, #""field":"from.externalId""#)
  }

  @Test func attachments() throws {
    let good = #"{"url":"https://files.example.com/a","mimeType":"image/png","name":"a.png"}"#
    try check(#""attachments":[\#(good)]"#, warnings: [], shown: [#""name":"a.png""#, #""text":"""#])
    try check(#""text":null,"attachments":[\#(good)]"#, warnings: [])
    try check(
      #""text":"x","attachments":[{"url":"file:///a"},\#(good),{"name":"b"},{"url":null}]"#,
      warnings: [("attachments[0].url", "http"), ("attachments[2].url", "no file"), ("attachments[3].url", "no file")],
      shown: [#""attachments":[{"url":"https://files.example.com/a""#])
    // Recorded, even if nothing of it is left.
    try check(
      #""attachments":[{"url":"nope"}]"#, warnings: [("attachments[0].url", "http")], shown: [#""text":"""#],
      notShown: ["attachments"])
    let long = String(repeating: "n", count: 300)
    try check(
      #""text":"x","attachments":[{"url":"https://a.example/","name":"","mimeType":" "},{"url":"https://b.example/","name":"\#(long)","mimeType":"\#(long)"}]"#,
      warnings: [
        ("attachments[0].mimeType", "blank"), ("attachments[0].name", "blank"), ("attachments[1].mimeType", "got 300"),
        ("attachments[1].name", "cut"),
      ], shown: [#"{"url":"https://a.example/"}"#, #""name":"\#(long.prefix(255))""#])
    // Those that can be taken count, however many before them cannot.
    let bad = String(repeating: #"{"url":"bad"},"#, count: 300)
    let answer = try Self.record(#""text":"","attachments":[\#(bad)\#(good)]"#)
    #expect(answer[0].contains(#""field":"attachments","reason":"there is more wrong with those after these""#))
    #expect(answer[1].contains(#""attachments":[{"url":"https://files.example.com/a""#))
    #expect(answer[0].components(between: #""field":"attachments["#, and: "]").count == 100)
    let many = (0..<60).map { #"{"url":"https://files.example.com/\#($0)"}"# }.joined(separator: ",")
    try check(
      #""text":"x","attachments":[\#(many)]"#, warnings: [("attachments", "at most 50 are kept, got 60")],
      shown: ["files.example.com/49"], notShown: ["files.example.com/50"])
    try check(
      #""text":"x","attachments":[{"url":" https://files.example.com/a b é.pdf "}]"#, warnings: [],
      shown: ["https://files.example.com/a%20b%20%C3%A9.pdf"])
    let signed = "https://bucket.example.com/k?token=" + String(repeating: "a", count: 8_192 - 35)
    try check(#""text":"x","attachments":[{"url":"\#(signed)"}]"#, warnings: [], shown: [signed])
    try check(#""text":"x","attachments":[{"url":"\#(signed)a"}]"#, warnings: [("attachments[0].url", "8192")])
  }

  @Test func idsOfTheChannel() throws {
    let long = String(repeating: "i", count: 1_000)
    try check(#""text":"x","externalId":"\#(long)""#, warnings: [], shown: [long])
    try check(#""text":"x","externalId":"\#(long)i""#, warnings: [("externalId", "1001")], notShown: ["iii"])
    for blank in ["", " ", #"\u200b"#] {
      try check(#""text":"x","externalId":"\#(blank)""#, warnings: [("externalId", "blank")])
    }
    // A reader sees nothing of these; programs that compare ids do.
    for kept in ["\u{301}", #"\ufffe"#, "\u{13441}", "\u{F005}"] {
      try check(#""text":"x","externalId":"\#(kept)""#, warnings: [])
    }
  }

  /// One message from 2096 must not stand on top of the history and of the card for seventy years.
  @Test func times() throws {
    try check(
      #""text":"x","at":"2096-01-01T00:00:00Z""#, warnings: [("at", "recorded as now")],
      shown: [#""at":"2026-01-01T09:00:00.000Z""#])
    try check(#""text":"x","at":"2026-01-02T09:00:00.001Z""#, warnings: [("at", "a day ahead")])
    try check(
      #""text":"x","at":"2026-01-02T09:00:00.000Z""#, warnings: [], shown: [#""at":"2026-01-02T09:00:00.000Z""#])
    for time in ["yesterday", "", "2026-01-01T09:00:00", "2026-01-01", "2026-02-30T00:00:00Z"] {
      try check(
        #""text":"x","at":"\#(time)""#, warnings: [("at", "recorded as now")],
        shown: [#""at":"2026-01-01T09:00:00.000Z""#])
    }
    try check(#""text":"x","at":"1970-01-01T00:00:00Z""#, warnings: [], shown: [#""at":"1970-01-01T00:00:00.000Z""#])
  }

  @Test func tooManyAttributes() throws {
    let many = (0..<510).map { #""k\#($0)":1"# }.joined(separator: ",")
    let answer = try Self.record(#""text":"x""#, from: #""externalId":"1","attributes":{"location":"Gent",\#(many)}"#)[
      0]
    #expect(answer.contains(#""field":"from.attributes","reason":"at most 500 are looked at, got 511"#))
    #expect(answer.contains(#""message":true"#))
  }

  /// The client's own faults.
  @Test func whatStaysRefused() throws {
    try refused(#""text":"x""#, from: #""externalId":"""#, #""code":1004"#)
    try refused(#""text":"x""#, from: #""externalId":"\u2800""#, #""code":1004"#)
    try refused(#""text":"x""#, from: #""externalId":"\#(String(repeating: "1", count: 256))""#, #""code":1004"#)
    try refused(#""text":"x""#, from: #""handle":"mira""#, #""code":-32602"#)
    try refused(#""text":1"#, #""code":-32602"#)
    try refused(#""text":"x","attachments":"a""#, #""code":-32602"#)
    try refused(#""text":"x","attachments":[1]"#, #""field":"attachments[0]""#)
    try refused(#""text":"x","attachments":[{"url":1}]"#, #""field":"attachments[0].url""#)
    try refused(#""text":"x""#, from: #""externalId":"1","handle":true"#, #""field":"from.handle""#)
    try refused(#""text":"x","externalId":5"#, #""field":"externalId""#)
    try refused(#""text":"x","at":1767258000"#, #""field":"at""#)
    try refused(#""text":"""#, #""code":1004"#)
    try refused(#""text":"","attachments":[]"#, #""code":1004"#)
    try refused(#""attachments":[]"#, #""code":-32602"#)
    try refused(#""externalId":"m""#, #""expected":"a text or attachments""#)
  }

  // MARK: Repeats

  /// Runs calls of message.record, each with its params; the messages that they answered with.
  private static func messages(_ calls: String...) throws -> [String] {
    let lines = calls.enumerated().map {
      #"{"jsonrpc":"2.0","id":\#($0),"method":"message.record","params":{"text":"x",\#($1)}}"# + "\n"
    }
    return try Script.run(lines.joined()).split(separator: "\n").map {
      $0.components(between: #""messageId":""#, and: "\"").first ?? String($0)
    }
  }

  @Test func repeats() throws {
    let from = { (channel: String, sender: String, id: String) in
      #""channel":"\#(channel)","direction":"inbound","from":{"externalId":"\#(sender)"},"externalId":"\#(id)""#
    }
    let known = { (number: Int, direction: String, id: String) in
      #""conversationId":"conversation-\#(number)","direction":"\#(direction)","externalId":"\#(id)""#
    }
    // The same person, however spelled; another person; another channel.
    #expect(
      try Self.messages(
        from("email", "Mira@Example.com", "5"), from("email", "mira@example.com", "5"), from("email", "ben@a.b", "5"),
        from("sms", "mira@example.com", "5"), from("email", "ben@a.b", "5"), from("email", "ben@a.b", "6"))
        == ["message-1", "message-1", "message-2", "message-3", "message-2", "message-4"])
    // By conversation: the same conversation and direction. Each way finds what the other recorded.
    #expect(
      try Self.messages(
        from("x", "1", "5"), known(1, "inbound", "5"), known(1, "outbound", "5"), known(1, "outbound", "5"),
        known(1, "inbound", "6"), from("x", "1", "6"), from("x", "2", "5"), known(2, "outbound", "5"))
        == [
          "message-1", "message-1", "message-2", "message-2", "message-3", "message-3", "message-4", "message-5",
        ])
  }

  /// What is repeated is answered as it was recorded, whatever of it is now other.
  @Test func aRepeatChangesNothing() throws {
    let call = { (text: String) in
      #"{"jsonrpc":"2.0","id":1,"method":"message.record","params":{"channel":"x","direction":"inbound","from":{"externalId":"1","displayName":"\#(text)"},"text":"\#(text)","externalId":"5"}}"#
    }
    let session = [
      call("first"), call("second"), #"{"jsonrpc":"2.0","id":2,"method":"history.read","params":["contact-1"]}"#,
    ]
    let answers = try Script.run(session.joined(separator: "\n")).split(separator: "\n")
    #expect(answers[1].contains(#""messageId":"message-1""#) && answers[1].contains(#""message":false"#))
    #expect(!answers[2].contains("second"))
  }

  // MARK: Names and authors

  @Test func aContactWithoutANameTakesTheFirst() throws {
    let message = { (channel: String, sender: String, more: String) in
      #"{"jsonrpc":"2.0","id":1,"method":"message.record","params":{"channel":"\#(channel)","direction":"inbound","from":{"externalId":"\#(sender)"\#(more)},"text":"x"}}"#
    }
    let name = { (calls: [String]) in
      let card = #"{"jsonrpc":"2.0","id":9,"method":"card.get","params":["contact-1"]}"#
      let out = try Script.run((calls + [card]).joined(separator: "\n")).split(separator: "\n")
      return out.last?.components(between: #""version":"#, and: ",\"externalId").first?.components(
        between: #""name":""#, and: "\""
      ).first
    }
    let (none, mira, other) = ("", #","displayName":"Mira""#, #","displayName":"Other""#)
    let link =
      #"{"jsonrpc":"2.0","id":1,"method":"contact.addIdentity","params":{"contactId":"contact-1","network":"sms","externalId":"1234567"}}"#
    let unname =
      #"{"jsonrpc":"2.0","id":1,"method":"contact.update","params":{"contactId":"contact-1","name":null}}"#
    #expect(try name([message("x", "1", none)]) == nil)
    #expect(try name([message("x", "1", none), message("x", "1", mira)]) == "Mira")
    #expect(try name([message("x", "1", none), message("x", "1", mira), message("x", "1", other)]) == "Mira")
    #expect(try name([message("x", "1", none), link, message("sms", "1234567", mira)]) == "Mira")
    #expect(try name([message("x", "1", none), message("x", "1", #","displayName":" ""#)]) == nil)
    // One whom somebody made by hand, with a display name or without.
    for displayName in ["", #","displayName":"By hand""#] {
      let made =
        #"{"jsonrpc":"2.0","id":1,"method":"contact.create","params":{"identities":[{"network":"x","externalId":"1"\#(displayName)}]}}"#
      #expect(try name([made]) == nil)
      #expect(try name([made, message("x", "1", mira)]) == "Mira")
    }
    #expect(try name([message("x", "1", mira), unname, link, message("sms", "1234567", other)]) == nil)
    // A name that the team removed does not come back by itself.
    #expect(try name([message("x", "1", mira), unname, message("x", "1", mira)]) == nil)
    #expect(try name([message("x", "1", mira), unname, message("x", "1", other)]) == nil)
  }

  @Test func theAuthorOfAnEmailIsOnInstagramNobody() throws {
    let answers = try Script.run(
      #"""
      {"jsonrpc":"2.0","id":1,"method":"message.record","params":{"channel":"instagram","direction":"inbound","from":{"externalId":"1","handle":"mira.k"},"text":"x"}}
      {"jsonrpc":"2.0","id":2,"method":"conversation.open","params":{"contactId":"contact-1","channel":"email"}}
      {"jsonrpc":"2.0","id":3,"method":"message.record","params":{"conversationId":"conversation-2","direction":"inbound","text":"by mail"}}
      {"jsonrpc":"2.0","id":4,"method":"history.read","params":{"conversationId":"conversation-2","scope":"conversation","kinds":["message"]}}
      {"jsonrpc":"2.0","id":5,"method":"contact.addIdentity","params":{"contactId":"contact-1","network":"email","externalId":"mira@example.com"}}
      {"jsonrpc":"2.0","id":6,"method":"message.record","params":{"conversationId":"conversation-2","direction":"inbound","text":"again"}}
      {"jsonrpc":"2.0","id":7,"method":"history.read","params":{"conversationId":"conversation-2","scope":"conversation","kinds":["message"],"limit":1}}

      """#
    ).split(separator: "\n")
    #expect(answers[3].contains(#""author":{"kind":"contact"},"text":"by mail""#), "\(answers[3])")
    #expect(
      answers[6].contains(
        #""author":{"kind":"contact","network":"email","externalId":"mira@example.com"},"text":"again""#),
      "\(answers[6])")
  }
}

extension StringProtocol {
  /// What stands between two texts, each time.
  fileprivate func components(between start: String, and end: String) -> [String] {
    let parts: [SubSequence] = split(separator: start, omittingEmptySubsequences: false)
    return parts.dropFirst().compactMap { part -> String? in
      let found: [SubSequence.SubSequence] = part.split(separator: end, omittingEmptySubsequences: false)
      return found.first.map { String($0) }
    }
  }
}
