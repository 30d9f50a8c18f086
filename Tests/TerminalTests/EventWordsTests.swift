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
}
