import Demo
import Foundation
import Testing

/// The groups of the demo's desk, and who waits there.
@MainActor struct DemoQueueTests {
  @Test func groupsPrioritizeAndRoute() throws {
    let groups = try Played.once.get().list("group.list", "groups")
    #expect(groups.map { $0.text("groupId") } == ["vips", "wholesale", "chinese", "owls"])
    #expect(groups.filter { $0["prioritized"] as? Bool == true }.count == 2)
    #expect(Set(groups.flatMap { $0.texts("teamIds") }) == ["care", "sales", "workshop"])
    #expect(groups.allSatisfy { $0["disabledAttributes"] == nil })
  }

  @Test func everyGroupHasMembers() throws {
    let played = try Played.once.get()
    for group in try played.list("group.list", "groups") {
      let id = group.text("groupId")
      #expect(try played.list("group.members", "contacts", #""groupId":"\#(id)""#).count >= 2, "\(id)")
    }
    let card = try played.result("card.get", #"{"contactId":"contact-1"}"#)
    #expect(card.objects("groups").map { $0.text("name") } == ["VIPs", "Wholesale"])
  }

  /// Some wait for each reason: VIPs of several scores, strangers, people who are routed to a team.
  @Test func theQueueHasSeveralReasons() throws {
    let played = try Played.once.get()
    let queue = try played.list("queue.list", "conversations")
    #expect(queue.count == 10)
    #expect(queue.map { $0.number("score") } == [2, 2, 1, 1, 0, 0, 0, 0, 0, 0])
    #expect(queue.filter { $0["vip"] as? Bool == true }.count == 4)
    #expect(queue.contains { $0.texts("teamIds").isEmpty } && queue.contains { $0.texts("teamIds").count == 2 })
    #expect(queue.contains { $0["vip"] as? Bool == false && !$0.texts("teamIds").isEmpty })
    let lengths = try ["care", "sales", "workshop"].map {
      try played.list("queue.list", "conversations", #""teamId":"\#($0)""#).count
    }
    #expect(lengths == [9, 6, 5])
  }
}
