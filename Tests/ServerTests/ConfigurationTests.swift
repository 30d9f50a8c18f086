import Desk
import JSON
import Methods
import RPC
import TestSupport
import Testing

@testable import Server

/// What a transcript cannot show of the desk's configuration: limits of hundreds, several sessions, long lists.
struct ConfigurationTests {
  private let book = Book()

  private func session(_ agent: String? = nil, role: Role = .admin) throws -> TransactionRunner {
    try TransactionRunner(.init(agent: agent, role: role, clock: Script.clock), .memory(book))
  }

  @discardableResult
  private func call(_ session: TransactionRunner, _ method: String, _ params: String = "{}") throws -> String {
    String(decoding: try session.call(method, Array(params.utf8)), as: UTF8.self)
  }

  /// Defines things until no more are taken, then takes one away and defines another. Returns how many there were.
  private func fill(_ noun: String, _ id: String, limit: Int = 500, _ more: String = "") throws -> Int {
    let desk = try session()
    var count = 0
    while count < 600 {
      let answer = try call(desk, "\(noun).define", #"{"\#(id)":"n\#(count)","name":"N"\#(more)}"#)
      guard answer.contains(#""result""#) else {
        let message = "\(noun)s: at most \(limit) are allowed, got \(limit + 1)."
        #expect(answer.contains(#""code":1008,"message":"\#(message)""#), "\(answer)")
        break
      }
      count += 1
    }
    #expect(try call(desk, "\(noun).remove", #"{"\#(id)":"n7"}"#).contains(#""\#(id)":"n7""#))
    #expect(try call(desk, "\(noun).define", #"{"\#(id)":"n7","name":"N"\#(more)}"#).contains("result"))
    #expect(try call(desk, "\(noun).define", #"{"\#(id)":"last","name":"N"\#(more)}"#).contains(#""code":1008"#))
    return count
  }

  @Test func limits() throws {
    #expect(try fill("channel", "channel", #","network":"sms""#) == 500 - Network.allCases.count)
    #expect(try fill("team", "teamId") == 500)
    let condition = #","conditions":[{"attribute":"vip","operator":"is","value":true}]"#
    #expect(try fill("group", "groupId", limit: 200, condition) == 200)
    // The one that was defined again is another one: last in order.
    let teams = try call(session(), "team.list", #"{"limit":500}"#)
    let ids = teams.split(separator: #""teamId":""#).dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(ids.count == 500 && ids[6...8] == ["n6", "n8", "n9"] && ids[499] == "n7")
  }

  @Test func pages() throws {
    let desk = try session()
    for number in 0..<60 {
      let params = #"{"agentId":"a\#(number)","name":"A","active":\#(number % 3 != 0)}"#
      try call(desk, "agent.define", params)
    }
    for (filter, expected) in [("", 61), (#","active":true"#, 41), (#","active":false"#, 20)] {
      var (found, cursor) = (0, "")
      repeat {
        let page = try call(desk, "agent.list", #"{"limit":7\#(filter)\#(cursor)}"#)
        found += page.split(separator: #""agentId""#).count - 1
        let next = page.split(separator: #""nextCursor":""#)
        cursor = next.count == 2 ? #","cursor":"\#(next[1].prefix { $0 != "\"" })""# : ""
        #expect(page.split(separator: #""agentId""#).count <= 8)
      } while !cursor.isEmpty
      #expect(found == expected, "\(filter)")
    }
  }

  /// Only a process with a clock of its own can be told the time.
  @Test func theClockOfTheSystem() throws {
    let desk = try TransactionRunner(.init(), .memory(book))
    let answer = try call(desk, "system.setClock", #"{"to":"2096-01-01T00:00:00Z"}"#)
    #expect(answer.contains(#""code":1013"#) && answer.contains(#""state":"systemClock","field":"to""#), "\(answer)")
    #expect(answer.contains("--clock"))
  }

  /// Once an admin has set a name, the one of `--agent` is ignored, with a warning; before that, a role set by an admin
  /// leaves the name free.
  @Test func aNameThatAnAdminSet() throws {
    let boss = try session("boss:Boss")
    try call(session("anna:Anna"), "contact.create", #"{"name":"Mira"}"#)
    func author(_ name: String) throws -> String {
      let note = try call(session(name), "note.add", #"{"contactId":"contact-1","text":"x"}"#)
      return String(note.split(separator: #""name":""#).last?.prefix { $0 != "\"" } ?? "")
    }
    #expect(try author("anna:Anna J") == "Anna J")
    try call(boss, "agent.update", #"{"agentId":"anna","role":"agent"}"#)
    #expect(try author("anna:Anna Jo") == "Anna Jo")
    // The same name, and now it is the admin's.
    try call(boss, "agent.update", #"{"agentId":"anna","name":"Anna Jo"}"#)
    #expect(try author("anna:Anna Jonckheere") == "Anna Jo")
    let open = try session("anna:Anna Jonckheere")
    #expect(try call(open, "system.info").contains(#""name":"Anna Jo""#))
    let hello = try call(session(), "system.hello", #"{"agent":"anna:Anna Jonckheere"}"#)
    #expect(hello.contains(#""name":"Anna Jo""#))
    #expect(hello.contains(#""warnings":[{"field":"agent","reason":"the desk calls anna"#), "\(hello)")
    #expect(try !call(session(), "system.hello", #"{"agent":"anna:Anna Jo"}"#).contains("warnings"))
    #expect(try !call(session(), "system.hello", #"{"agent":"anna"}"#).contains("warnings"))
    // A window that was open and has not taken its name yet takes none either.
    let waiting = try session("ben:Benjamin")
    try call(boss, "agent.define", #"{"agentId":"ben","name":"Ben Okafor"}"#)
    let note = try call(waiting, "note.add", #"{"contactId":"contact-1","text":"x"}"#)
    #expect(note.contains(#""name":"Ben Okafor""#))
  }

  /// The change that records the caller comes first, and numbers of agents are right either way.
  @Test func aNewcomerDefinesAgents() throws {
    let boss = try session("boss")
    #expect(try call(boss, "agent.define", #"{"agentId":"anna","name":"Anna"}"#).contains(#""agentId":"anna""#))
    #expect(try call(boss, "agent.list").contains(#"[{"agentId":"boss","name":"boss","role":"admin""#))
    let other = try session("other:Other")
    let own = try call(other, "agent.define", #"{"agentId":"other","name":"Another","role":"viewer"}"#)
    #expect(own.contains(#""agentId":"other","name":"Another","role":"viewer""#))
    #expect(try call(other, "team.define", #"{"teamId":"a","name":"A"}"#).contains("other has the role viewer"))
    #expect(book.sizes.agents == 3)
  }

  /// An agent with many conversations lets go of all with one change; each has its event, and its version moves.
  @Test func lettingGoOfMany() throws {
    let desk = try session()
    try call(desk, "agent.define", #"{"agentId":"ben","name":"Ben"}"#)
    for number in 1...300 {
      try call(
        desk, "message.record",
        #"{"channel":"sms","direction":"inbound","from":{"externalId":"\#(1_000_000 + number)"},"text":"x"}"#)
      let agent = number % 3 == 0 ? "local" : "ben"
      try call(
        desk, "conversation.assign", #"{"conversationId":"conversation-\#(number)","agentId":"\#(agent)"}"#)
    }
    let before = book.seq
    try call(desk, "agent.update", #"{"agentId":"ben","active":false}"#)
    #expect(book.seq == before + 1)
    for number in 1...300 {
      let conversation = book[ConversationID(number)]
      #expect((conversation.assignee == nil) == (number % 3 != 0))
      #expect((conversation.version == book.seq) == (number % 3 != 0))
    }
    #expect(try call(desk, "conversation.list", #"{"assignee":"ben"}"#).contains(#""conversations":[]"#))
    let history = try call(desk, "history.read", #"{"contactId":"contact-1","kinds":["event"],"limit":1}"#)
    #expect(history.contains(#""event":"assigned""#) && history.contains(#""agentId":"local""#), "\(history)")
  }
}
