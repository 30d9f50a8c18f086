import Demo
import Desk
import Foundation
import Server
import Testing

/// The demo's desk keeps what it promises to those who show it or try something with it.
@MainActor struct DemoTests {
  @Test func isTheSameTwice() throws {
    let (first, second) = (try Played(), try Played())
    #expect(first.changes.map { "\($0)" } == second.changes.map { "\($0)" })
    #expect(try first.everything() == second.everything())
  }

  @Test func isItsChanges() throws {
    let played = try Played.once.get()
    #expect(played.changes.map(\.seq) == Array(1...played.changes.count))
    #expect(try played.replayed().everything() == played.everything())
  }

  @Test func timesGoForwardTowardsNow() throws {
    let times = try Played.once.get().changes.map(\.at)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(try #require(times.first?.description) > "2025-12-01T07:00")
    #expect(try #require(times.last?.description) < "2026-01-15T16:00")
  }

  @Test func agentsWorkInTheDaytime() throws {
    let played = try Played.once.get()
    for change in played.changes where change.by != played.connector && change.by != .desk {
      let hour = change.at.description.dropFirst(11).prefix(2)
      #expect("07"..."18" ~= hour, "\(change)")
    }
  }

  @Test func peopleOnAllNetworks() throws {
    let played = try Played.once.get()
    let cards = try played.cards()
    #expect(cards.count >= 45)
    let networks = cards.flatMap { $0.objects("identities").map { $0.text("network") } }
    #expect(Set(networks) == Set(Network.allCases.map(\.rawValue)))
    #expect(Set(cards.map { $0.objects("identities").count }).isSuperset(of: [0, 1, 2, 3]))
    #expect(cards.contains { $0["name"] == nil })
    #expect(cards.contains { $0.text("name").unicodeScalars.count > 120 })
    #expect(cards.contains { $0.text("name").unicodeScalars.contains("\u{301}") })
    let handles = cards.flatMap { $0.objects("identities").map { $0.text("handle") } }
    for mark in [".", "_", "__", ".."] { #expect(handles.contains { $0.contains(mark) }, "\(mark)") }
    #expect(cards.filter { $0["blocked"] as? Bool == true }.count == 1)
    #expect(Set(cards.flatMap { $0.texts("labels") }).count >= 10)
  }

  @Test func vipsAndThoseWhoWere() throws {
    let played = try Played.once.get()
    let vips = try played.cards().map { $0.object("vip") }.filter { $0["isVip"] as? Bool == true }
    #expect(vips.count >= 8)
    #expect(vips.contains { $0["reason"] != nil } && vips.contains { $0["reason"] == nil })
    let demoted = played.changes.filter { if case .contact(_, .vipDemoted) = $0.what { true } else { false } }
    #expect(demoted.count == 1)
  }

  @Test func someAreValidated() throws {
    let found = try Played.once.get().cards().map { $0.object("validation") }
    #expect(found.filter { $0.text("status") == "validated" }.count >= 5)
    #expect(found.contains { $0.text("status") == "notValidated" && $0["lastLookupAt"] == nil })
    #expect(found.contains { $0.text("status") == "notValidated" && $0["lastLookupOk"] as? Bool == false })
  }

  @Test func attributesOfEveryFormat() throws {
    let played = try Played.once.get()
    let schema = try played.result("schema.list").objects("attributes")
    let custom = schema.filter { $0.text("kind") == "custom" }
    #expect(Set(custom.map { $0.text("format") }) == Set(AttributeFormat.allCases.map(\.rawValue)))
    #expect(schema.first?.text("key") == "tier")
    let disabled = schema.filter { $0["enabled"] as? Bool == false }
    #expect(disabled.map { $0.text("key") } == ["fax"])
    #expect(schema.filter { $0["crmManaged"] as? Bool == true }.map { $0.text("key") } == ["customerNumber"])

    let values = try played.cards().flatMap { $0.objects("attributes") }.filter { !($0["value"] is NSNull) }
    let enabled = schema.filter { $0["enabled"] as? Bool == true }.map { $0.text("key") }
    #expect(Set(values.map { $0.text("key") }) == Set(enabled))
    #expect(Set(values.map { $0.text("source") }) == ["agent", "channel"])

    let fax = try #require(played.runner.book.definition(key: "fax"))
    let kept = (1...played.runner.book.sizes.contacts).flatMap { played.runner.book[ContactID($0)].values }
    #expect(kept.contains { $0.definition == fax.number })
  }

  @Test func conversationsStandEverywhere() throws {
    let played = try Played.once.get()
    let conversations = try played.list("conversation.list", "conversations")
    let byStatus = Dictionary(grouping: conversations) { $0.text("status") }
    for status in Conversation.Status.allCases.map(\.rawValue) {
      #expect((byStatus[status] ?? []).count >= 8, "\(status)")
    }
    #expect(Set(conversations.map { $0.text("assignee") }) == ["", "anna", "ben", "chloe", "daan", "emi"])
    #expect(conversations.filter { $0["waitingSince"] != nil }.count >= 8)
    #expect(conversations.contains { !$0.texts("topics").isEmpty })
    #expect(conversations.filter { $0.number("messages") >= 20 }.count >= 3)
  }

  /// The first card that anybody looks at has everything on it.
  @Test func theFirstContactIsTheRichest() throws {
    let card = try Played.once.get().result("card.get", #"{"contactId":"contact-1"}"#)
    #expect(card.text("handle") == "fairweather.isla")
    #expect(card.object("network").text("id") == "instagram")
    for member in ["pictureUrl", "profileUrl"] { #expect(card[member] != nil, "\(member)") }
    let keys = card.objects("attributes").filter { !($0["value"] is NSNull) }.map { $0.text("key") }
    #expect(Set(keys).isSuperset(of: ["tier", "email", "orders", "interests", "customerSince", "followers", "bio"]))
    #expect(card.object("validation").text("status") == "validated")
    #expect(card.object("vip")["reason"] != nil && !card.texts("labels").isEmpty)
  }

  @Test func oneHistoryTakesPages() throws {
    let played = try Played.once.get()
    let card = try played.result("card.get", #"{"network":"instagram","handle":"fairweather.isla"}"#)
    #expect(card.object("counts").number("messages") > 60)
    #expect(card.objects("channels").count == 4)
    let history = try played.history(card.text("contactId"))
    #expect(history.count > 60 + 20)
  }

  @Test func conversationsAreReopened() throws {
    let played = try Played.once.get()
    let events = try played.contactIds.flatMap { try played.history($0, #","kinds":["event"]"#) }
    let back = events.filter { $0.text("event") == "statusChanged" && $0.text("from") == "resolved" }
    #expect(!back.isEmpty)
    let kinds: Set = [
      "attributesChanged", "vipPromoted", "vipDemoted", "contactUpdated", "identityAdded", "identityRemoved",
      "conversationOpened", "statusChanged", "assigned", "validated",
    ]
    #expect(Set(events.map { $0.text("event") }) == kinds)
  }

  @Test func notesMentionAndChange() throws {
    let played = try Played.once.get()
    let notes = try played.contactIds.flatMap { try played.list("note.list", "notes", #""contactId":"\#($0)""#) }
    #expect(notes.contains { $0["conversationId"] == nil } && notes.contains { $0["conversationId"] != nil })
    #expect(notes.filter { !$0.texts("mentions").isEmpty }.count >= 20)
    #expect(notes.contains { $0.texts("mentions").count == 4 })
    let edited = notes.filter { $0["editedBy"] != nil }
    #expect(edited.contains { $0.object("editedBy").text("agentId") != $0.object("author").text("agentId") })
    let removed = played.changes.filter { if case .note(_, of: _, .removed) = $0.what { true } else { false } }
    #expect(removed.count == 1)
  }

  @Test func messagesCarryFilesAndIds() throws {
    let played = try Played.once.get()
    let messages = try played.contactIds.flatMap { try played.history($0, #","kinds":["message"]"#) }
    #expect(messages.count >= 400)
    let types = Set(messages.flatMap { $0.objects("attachments").map { $0.text("mimeType") } })
    #expect(types == ["image/jpeg", "image/png", "application/pdf", "video/mp4", "audio/ogg"])
    #expect(messages.contains { $0["externalId"] != nil } && messages.contains { $0["externalId"] == nil })
    #expect(messages.contains { $0.text("text").contains("\n") })
    let late = played.changes.filter { change in
      guard case .conversation(_, of: _, .messageRecorded(_, _, toldHandle: _, let content)) = change.what else {
        return false
      }
      return content.at < change.at.advanced(by: -60_000)
    }
    #expect(late.count == 1)
  }
}
