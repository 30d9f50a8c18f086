import JSON
import Testing

@testable import Terminal

/// Events in words, as they follow the name of who did it.
struct EventWordsTests {
  static let events: [(members: String, words: String)] = [
    (#""event":"attributesChanged","set":["email","phone","x"],"cleared":[]"#, "set E-mail, Phone and x"),
    (#""event":"attributesChanged","set":[],"cleared":["email"]"#, "cleared E-mail"),
    (#""event":"attributesChanged","set":["phone"],"cleared":["email"]"#, "set Phone, cleared E-mail"),
    (#""event":"vipPromoted""#, "made the contact a VIP"),
    (#""event":"vipPromoted","reason":"Writes\nweekly""#, "made the contact a VIP: Writes weekly"),
    (#""event":"vipDemoted""#, "took the VIP mark away"),
    (
      #""event":"contactUpdated","fields":["name","labels","blocked"]"#,
      "changed the name, the labels and whether they are blocked"
    ),
    (#""event":"identityAdded","network":"x","externalId":"99""#, "added the identity “99” on X"),
    (
      #""event":"identityAdded","network":"x","externalId":"9“”„‟❝❞〝〞〟＂9""#,
      #"added the identity “9""""""""""9” on X"#
    ),
    (#""event":"identityRemoved","network":"fax","externalId":"99""#, "removed the identity “99” on fax"),
    (#""event":"conversationOpened","conversationId":"conversation-3","channel":"x""#, "opened conversation-3"),
    (
      #""event":"statusChanged","conversationId":"conversation-3","from":"new","to":"pending""#,
      "set conversation-3 from new to pending"
    ),
    (
      #""event":"statusChanged","conversationId":"conversation-3","from":"new","to":"resolved""#,
      "resolved conversation-3"
    ),
    (#""event":"assigned","conversationId":"conversation-3","assignee":"boris""#, "assigned conversation-3 to boris"),
    (#""event":"assigned","conversationId":"conversation-3","assignee":"anna""#, "took conversation-3"),
    (#""event":"assigned","conversationId":"conversation-3""#, "let go of conversation-3"),
    (#""event":"somethingNew""#, "somethingNew"),
  ]

  @Test(arguments: events) func words(_ members: String, _ words: String) throws {
    let card = #"{"attributes":[{"key":"email","label":"E-mail"},{"key":"phone","label":"Phone"}]}"#
    let entry = #"{"author":{"kind":"agent","agentId":"anna","name":"Anna"},\#(members)}"#
    let said = try Parsed.value(of: "[\(card),\(entry)]") { both in
      let parts = Array(both.elements)
      return EventWords(card: parts[0], networks: Recorded.networks).say(parts[1]).text
    }
    #expect(said == words)
  }

  /// What the desk did by itself, and for how many days nobody had written.
  @Test(arguments: [
    (14, "resolved conversation-3, after 14 days without a message"),
    (1, "resolved conversation-3, after 1 day without a message"),
    (nil, "resolved conversation-3, in which nobody wrote any more"),
  ]) func byTheDesk(_ days: Int?, _ words: String) throws {
    let event = #""event":"statusChanged","conversationId":"conversation-3","from":"pending","to":"resolved""#
    let said = try Parsed.value(of: #"{"author":{"kind":"desk"},\#(event)}"#) { entry in
      EventWords(card: entry, networks: [], quietDays: days).say(entry).text
    }
    #expect(said == words)
  }

  static let spans: [(from: String, to: String, days: Int)] = [
    ("2026-01-01T09:00:00.000Z", "2026-01-15T09:00:00.000Z", 14),
    ("2026-01-01T09:01:00.000Z", "2026-01-15T09:00:00.000Z", 13),
    ("2025-12-31T23:59:00.000Z", "2026-01-01T00:00:00.000Z", 0),
    ("2024-02-28T10:00:00.000Z", "2024-03-01T10:00:00.000Z", 2),
    ("2026-01-02T09:00:00.000Z", "2026-01-01T09:00:00.000Z", -1),
  ]

  @Test(arguments: spans) func days(_ from: String, _ to: String, _ days: Int) throws {
    #expect(try #require(Moment(from)).days(until: try #require(Moment(to))) == days)
  }
}
