extension WorstLine {
  /// Agents, teams, channels, settings, and what the desk does by itself: the last ones resolve its conversations.
  static var configuration: [WorstLine] {
    let teams = (0..<500).map { "\"t\($0)\"" }
    return [
      WorstLine(batch: "agents of whom few are inactive", "agent.list") { _ in #""active":false,"limit":500"# },
      WorstLine(batch: "agents of a team that nobody is in", "agent.list") { #""teamId":"t\#($0 % 500)","limit":500"# },
      WorstLine(batch: "500 teams by turns", "agent.update") { number in
        let ids = number % 2 == 0 ? teams : teams.reversed()
        return #""agentId":"anna","teamIds":[\#(ids.joined(separator: ","))]"#
      },
      WorstLine(batch: "an unknown team, near to 500", "agent.update") { number in
        #""agentId":"anna","teamIds":["\#(String(repeating: "t", count: 60))\#(number)"]"#
      },
      WorstLine("teams defined and removed", calls: 1_000) { number in
        WorstDesk.call(number % 2 == 1 ? "team.remove" : "team.define", #""teamId":"t0","name":"T""#)
      },
      WorstLine("channels defined and removed", calls: 1_000) { number in
        number % 2 == 1
          ? WorstDesk.call("channel.define", #""channel":"c","name":"C","network":"x""#)
          : WorstDesk.call("channel.remove", #""channel":"c""#)
      },
      WorstLine(batch: "a group changed", "group.update", count: 300) { WorstDesk.group(0, $0) },
      WorstLine("a group changed, and the queue looked at", calls: 1_000) { number in
        number % 2 == 0
          ? WorstDesk.call(
            "group.update",
            #""groupId":"g1","conditions":[{"attribute":"vip","operator":"is","value":\#(number % 4 == 0)}]"#)
          : WorstDesk.call("queue.list", #""limit":1"#)
      },
      // All conditions of all groups look at this value, which meets none, of some who wait.
      WorstLine("long texts of those who wait", calls: 100) { number in
        WorstDesk.call(
          "attribute.edit",
          #""contactId":"contact-\#(100 + number)","set":{"\#(WorstDesk.key(200))":"\#(WorstDesk.longText)\#(number)","#
            + #""\#(WorstDesk.key(201))":"\#(WorstDesk.longText)"}"#)
      },
      WorstLine(batch: "a card, asked all conditions", "card.get") { _ in #""contactId":"contact-100""# },
      WorstLine(batch: "the queue, asked all conditions", "queue.list") { _ in #""limit":500"# },
      WorstLine("VIPs switched off and on, and the queue", calls: 1_000) { number in
        number % 2 == 0
          ? WorstDesk.call("settings.set", #""vipEnabled":\#(number % 4 == 0)"#)
          : WorstDesk.call("queue.list", #""limit":1"#)
      },
      WorstLine("a waiting contact's value changed", calls: 1_000) { number in
        WorstDesk.call("attribute.edit", #""contactId":"contact-100","set":{"email":"a\#(number)@b.example"}"#)
      },
      WorstLine(batch: "members, asked long texts", "group.members") { _ in #""groupId":"g0","limit":500"# },
      WorstLine("links by long texts by turns, and a card", calls: 1_000) { number in
        number % 2 == 0
          ? WorstDesk.call("settings.set", #""matchingAttribute":"\#(WorstDesk.key(200 + number / 2 % 2))""#)
          : WorstDesk.call("card.get", #""contactId":"contact-100""#)
      },
      WorstLine(batch: "contacts of a group that nobody is in", "group.members") { _ in
        #""groupId":"g0","limit":500"#
      },
      WorstLine("VIPs switched off and on, and the next taken", calls: 1_000) { number in
        number % 2 == 0
          ? WorstDesk.call("settings.set", #""vipEnabled":\#(number % 4 == 0)"#) : WorstDesk.call("queue.next", "")
      },
      // Twenty contacts with an address, of whom one has a long history.
      WorstLine("twenty contacts linked", calls: 21) { number in
        number > 20
          ? WorstDesk.call("settings.set", #""matchingAttribute":"email""#)
          : WorstDesk.call(
            "attribute.edit", #""contactId":"contact-\#(number)","set":{"email":"linked@example.com"}"#)
      },
      WorstLine(batch: "a text that nobody wrote, over twenty contacts", "history.read") { _ in
        #"\#(WorstDesk.full),"kinds":["message"],"text":"é\#u{301}ẞ é\#u{301}ẞ x""#
      },
      WorstLine(batch: "a page of twenty contacts", "history.read") { _ in #"\#(WorstDesk.full),"limit":500"# },
      WorstLine(batch: "one channel's entries among twenty contacts'", "history.read") { _ in
        #"\#(WorstDesk.full),"channels":["sms"],"limit":500"#
      },
      WorstLine("other links, and a card", calls: 1_000) { number in
        number % 2 == 0
          ? WorstDesk.call("settings.set", #""matchingAttribute":"\#(number % 4 == 0 ? "email" : "url")""#)
          : WorstDesk.call("card.get", WorstDesk.full)
      },
      WorstLine("nothing links", "settings.set") { #""matchingAttribute":null"# },
      WorstLine(batch: "VIPs switched off and on", "settings.set") { #""vipEnabled":\#($0 % 2 == 0)"# },
      WorstLine(batch: "old messages brought in", "message.record") { number in
        #""channel":"webchat","direction":"inbound","imported":true,"text":"a","#
          + #""from":{"externalId":"w1"},"at":"2020-01-01T00:00:00Z","externalId":"o\#(number)""#
      },
      WorstLine(batch: "old messages of strangers brought in", "message.record") { number in
        #""channel":"webchat","direction":"inbound","imported":true,"text":"a","at":"2020-01-01T00:00:00Z","#
          + #""from":{"externalId":"old\#(number)"}"#
      },
      WorstLine("an agent who lets go of most conversations", "agent.update") {
        #""agentId":"\#(WorstDesk.busy)","active":false"#
      },
      WorstLine("auto-resolve switched on", "settings.set") { #""autoResolveDays":1"# },
      WorstLine("the first call while all conversations are due", "system.ping") { "" },
      WorstLine(batch: "calls while conversations are due", "system.ping") { _ in "" },
    ]
  }
}
