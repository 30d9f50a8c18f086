import Demo
import Foundation
import Testing

/// Who works at the demo's desk, on which channels, and what the desk does by itself.
@MainActor struct DemoPeopleTests {
  @Test func agentsOfEachRole() throws {
    let played = try Played.once.get()
    let roles = try played.agents { $0.text("role") }
    #expect(
      roles == [
        "local": "admin", "anna": "admin", "ben": "agent", "chloe": "agent", "daan": "agent", "emi": "agent",
        "hilde": "viewer", "deniz": "agent",
      ])
    #expect(try played.list("agent.list", "agents", #""active":false"#).map { $0.text("agentId") } == ["deniz"])
    #expect(try played.list("team.list", "teams").map { $0.text("name") } == ["Sales", "Workshop and returns", "Care"])
    #expect(
      try played.list("agent.list", "agents", #""teamId":"workshop""#).map { $0.text("agentId") } == ["daan", "emi"])
    #expect(try played.agents { $0.texts("teamIds").count }["emi"] == 3)
  }

  @Test func settings() throws {
    let settings = try Played.once.get().result("settings.get")
    #expect(settings.number("autoResolveDays") == 14 && settings.text("phoneCountry") == "BE")
  }

  @Test func twoWhatsAppNumbersOnOneCard() throws {
    let played = try Played.once.get()
    let channels = try played.list("channel.list", "channels", #""network":"whatsapp""#)
    #expect(channels.map { $0.text("name") } == ["WhatsApp Sales", "WhatsApp Workshop"])
    let numbers = ["whatsapp", "whatsapp-workshop"]
    #expect(channels.map { $0.text("channel") } == numbers)
    let both = try played.cards().filter { card in
      Set(card.objects("channels").map { $0.text("channel") }).isSuperset(of: numbers)
    }
    // She has one identity on WhatsApp, whichever number she writes to.
    #expect(both.map { $0.text("contactId") } == ["contact-1"])
    #expect(both.first?.objects("identities").filter { $0.text("network") == "whatsapp" }.count == 1)
  }

  /// The festival that was noted by hand, and who writes from its address; and, once the customer number links, two of
  /// one shop.
  @Test func peopleAreLinked() throws {
    let played = try Played()
    let linked = { () -> [String: [String]] in
      let cards = try played.cards().map { ($0.text("contactId"), $0.objects("linked").map { $0.text("contactId") }) }
      return Dictionary(uniqueKeysWithValues: cards.filter { !$0.1.isEmpty })
    }
    #expect(try linked() == ["contact-27": ["contact-60"], "contact-60": ["contact-27"]])
    let history = try played.history("contact-27")
    #expect(Set(history.map { $0.text("contactId") }) == ["contact-27", "contact-60"])
    #expect(history.map { $0.text("at") } == history.map { $0.text("at") }.sorted())
    _ = try played.result("settings.set", #"{"matchingAttribute":"customerNumber"}"#)
    #expect(try linked() == ["contact-13": ["contact-61"], "contact-61": ["contact-13"]])
  }

  /// The events that the desk itself is the author of.
  private func byDesk(_ played: Played) throws -> [[String: Any]] {
    try played.contactIds.flatMap { try played.history($0, #","kinds":["event"]"#) }
      .filter { $0.object("author").text("kind") == "desk" }
  }

  /// Quiet conversations were resolved in December, and one more is three days later: that of an agent who left, and
  /// let go of it.
  @Test func theDeskResolves() throws {
    let played = try Played()
    let before = try byDesk(played)
    #expect(before.count == 4)
    #expect(before.allSatisfy { $0.text("from") == "pending" && $0.text("to") == "resolved" })
    let card = try played.result("card.get", #"{"network":"instagram","handle":"defne.isikli"}"#)
    let last = try #require(try played.history(card.text("contactId")).last)
    #expect(last.text("event") == "assigned" && last["assignee"] == nil)
    #expect(last.object("author").text("agentId") == "anna")
    _ = try played.result("system.setClock", #"{"to":"2026-01-18T16:00:00Z"}"#)
    let after = try byDesk(played)
    #expect(after.count == 5)
    #expect(try played.history(card.text("contactId")).last?.text("event") == "statusChanged")
    #expect(
      after.filter { $0.text("at").hasPrefix("2026-01-18") }.map { $0.text("contactId") } == [card.text("contactId")])
  }

  /// What a person tries with it first: another number, a role that is too low, somebody who leaves.
  @Test func canBeChanged() throws {
    let played = try Played()
    _ = try played.result(
      "channel.define", #"{"channel":"whatsapp-fairs","name":"WhatsApp Fairs","network":"whatsapp"}"#)
    for channel in ["whatsapp", "whatsapp-fairs"] {
      _ = try played.result(
        "message.record",
        "{\"channel\":\"\(channel)\",\"direction\":\"inbound\",\"from\":{\"externalId\":\"32470000999\"},\"text\":\"Hi\"}"
      )
    }
    let card = try played.result("card.get", #"{"network":"whatsapp","externalId":"32470000999"}"#)
    #expect(card.objects("channels").map { $0.text("channel") } == ["whatsapp", "whatsapp-fairs"])

    _ = try played.result("agent.update", #"{"agentId":"ben","role":"viewer"}"#)
    let busy = try played.list("conversation.list", "conversations", #""assignee":"daan""#)
    #expect(!busy.isEmpty)
    _ = try played.result("agent.update", #"{"agentId":"daan","active":false}"#)
    #expect(try played.list("conversation.list", "conversations", #""assignee":"daan""#).isEmpty)
    let free = try busy.map {
      try played.result("conversation.get", "{\"conversationId\":\"\($0.text("conversationId"))\"}")["assignee"] == nil
    }
    #expect(free.allSatisfy { $0 })

    _ = try played.result("system.hello", #"{"agent":"ben"}"#)
    let refused = try played.answer("attribute.edit", #"{"contactId":"contact-1","set":{"orders":7}}"#)
    #expect(
      refused.contains(#""kind":"forbidden""#) && refused.contains(#""needs":"agent","role":"viewer""#), "\(refused)")
  }
}
