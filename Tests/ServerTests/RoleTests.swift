import Desk
import JSON
import Methods
import RPC
import Testing

@testable import Server

/// Who may do what: the role given at start, the stored one, and the agent that a client names.
struct RoleTests {
  private func check(
    _ request: String, agent: String? = nil, role: Role, answers expected: String, book: Book = Book()
  ) throws {
    let runner = try TransactionRunner(SessionOptions(agent: agent, role: role, clock: Script.clock), .memory(book))
    #expect(try runner.answer(request).contains(expected), "\(request)")
  }

  @Test func viewersReadAndWriteNothing() throws {
    let book = Book()
    try check(
      #"{"jsonrpc":"2.0","id":1,"method":"system.hello","params":{"agent":"anna"}}"#, role: .viewer,
      answers: #""agent":{"id":"anna","name":"anna","role":"viewer"}"#, book: book)
    // A viewer's hello records nobody.
    #expect(book.seq == 0)
  }

  /// What each method takes, at the least.
  private static let needs: [(role: Role, methods: [String])] = [
    (
      .viewer,
      [
        "system.hello", "system.info", "system.ping", "system.shutdown", "system.setClock", "rpc.discover",
        "contact.list", "contact.search", "card.get", "card.getMany", "schema.list", "note.list", "conversation.get",
        "conversation.list", "history.read", "channel.list", "team.list", "agent.list", "settings.get", "store.status",
        "group.list", "group.members", "queue.list", "crm.status", "crm.list",
      ]
    ),
    (
      .agent,
      [
        "contact.create", "contact.update", "contact.addIdentity", "contact.removeIdentity", "message.record",
        "attribute.edit", "vip.promote", "vip.demote", "note.add", "note.edit", "note.remove", "conversation.open",
        "conversation.assign", "conversation.setStatus", "store.snapshot", "queue.next",
        "crm.lookup", "crm.resolve", "crm.confirm", "crm.reject",
      ]
    ),
    (
      .admin,
      [
        "schema.define", "schema.update", "schema.reorder", "schema.remove", "channel.define", "channel.update",
        "channel.remove", "team.define", "team.update", "team.remove", "agent.define", "agent.update", "settings.set",
        "group.define", "group.update", "group.remove", "crm.configure",
      ]
    ),
  ]

  /// A desk that knows an agent with this role.
  private static func desk(_ own: Role, isActive: Bool) -> Book {
    let book = Book()
    let details = Agent.Details(name: "Anna", isNameSet: true, role: own, isActive: isActive, teams: [])
    book.apply(
      Change(
        seq: 1, at: Timestamp(milliseconds: 0), by: AgentNumber(1),
        what: .agent(AgentNumber(1), .defined(id: "anna", details))))
    return book
  }

  /// Every method, by each role of the process and each of the agent, active or not: the lesser of the two counts, and
  /// an inactive agent may do what a viewer may. What is refused is refused before anything is looked up, and changes
  /// nothing.
  @Test func everyMethodByEachRole() throws {
    let needs = Dictionary(uniqueKeysWithValues: Self.needs.flatMap { need in need.methods.map { ($0, need.role) } })
    #expect(Set(needs.keys) == Set(MethodTable.all.map(\.name.description)))
    var refused = 0
    for method in MethodTable.all {
      let need = try #require(needs[method.name.description])
      let params = try #require(method.examples().first).params
      let request = #"{"jsonrpc":"2.0","id":1,"method":"\#(method.name)","params":\#(params)}"#
      for (process, own) in Role.allCases.flatMap({ a in Role.allCases.map { (a, $0) } }) {
        for isActive in [true, false] {
          let book = Self.desk(own, isActive: isActive)
          let options = SessionOptions(agent: "anna", role: process, clock: Script.clock)
          let answer = try TransactionRunner(options, .memory(book)).answer(request)
          let effective = isActive ? min(process, own) : .viewer
          let standing =
            isActive ? "has the role \(effective.rawValue)" : "is inactive, and may do what a viewer may"
          let refusal = #""code":1005,"message":"This takes the role \#(need.rawValue); anna \#(standing).""#
          let isRefused = effective < need
          #expect(answer.contains(refusal) == isRefused, "\(method.name) by \(process), \(own), \(isActive): \(answer)")
          if isRefused {
            refused += 1
            #expect(answer.contains(#""needs":"\#(need.rawValue)","role":"\#(effective.rawValue)""#))
            #expect(book.seq == 1)
          }
        }
      }
    }
    // Of the 18 ways to stand, 4 are an agent's at the least, and 1 is an admin's.
    #expect(refused == Self.needs[1].methods.count * 14 + Self.needs[2].methods.count * 17)
    for method in MethodTable.all where method.effect == .writes && method.name.description != "system.hello" {
      #expect(method.needs > .viewer, "\(method.name) writes")
    }
  }

  /// A role that one session changes counts in the next call of another.
  @Test func aRoleCountsAtTheNextCall() throws {
    let book = Self.desk(.admin, isActive: true)
    let boss = try TransactionRunner(.init(agent: "boss", clock: Script.clock), .memory(book))
    let anna = try TransactionRunner(.init(agent: "anna", clock: Script.clock), .memory(book))
    let define = #"{"jsonrpc":"2.0","id":1,"method":"team.define","params":{"teamId":"TEAM","name":"x"}}"#
    let steps: [(change: String, team: String, expected: String)] = [
      (#""role":"admin""#, "a", #""teamId":"a""#), (#""role":"agent""#, "b", "anna has the role agent"),
      (#""role":"admin""#, "b", #""teamId":"b""#), (#""active":false"#, "c", "anna is inactive"),
      (#""name":"Anna""#, "c", "anna is inactive"), (#""active":true"#, "c", #""teamId":"c""#),
      (#""role":"viewer""#, "d", "anna has the role viewer"),
    ]
    for (change, team, expected) in steps {
      let update = #"{"jsonrpc":"2.0","id":1,"method":"agent.update","params":{"agentId":"anna",\#(change)}}"#
      #expect(try boss.answer(update).contains(#""agentId":"anna""#))
      let answer = try anna.answer(define.replacing("TEAM", with: team))
      #expect(answer.contains(expected), "\(change): \(answer)")
    }
  }

  @Test func helloNeverRaisesARole() throws {
    let book = Book()
    book.apply(
      Change(
        seq: 1, at: Timestamp(milliseconds: 0), by: AgentNumber(1),
        what: .agent(AgentNumber(1), .recorded(id: "vera", name: "Vera", role: .viewer))))
    let hello = #"{"jsonrpc":"2.0","id":1,"method":"system.hello","params":{"agent":"vera"}}"#
    try check(hello, role: .admin, answers: #""id":"vera","name":"Vera","role":"viewer""#, book: book)
    try check(hello, role: .viewer, answers: #""id":"vera","name":"Vera","role":"viewer""#, book: book)
  }

  @Test func helloCannotReplaceTheAgentOfTheCommandLine() throws {
    try check(
      #"{"jsonrpc":"2.0","id":1,"method":"system.hello","params":{"agent":"bert"}}"#, agent: "anna:Anna", role: .agent,
      answers: #""agent":{"id":"anna","name":"Anna","role":"agent"}"#)
  }

  @Test func cardsOfViewersOfferNoEdits() throws {
    let book = Book()
    try check(
      #"{"jsonrpc":"2.0","id":1,"method":"contact.create","params":{"name":"x","attributes":{"email":"a@example.com"}}}"#,
      role: .admin, answers: "contact-1", book: book)
    let runner = try TransactionRunner(SessionOptions(role: .viewer, clock: Script.clock), .memory(book))
    let card = try runner.answer(#"{"jsonrpc":"2.0","id":1,"method":"card.get","params":["contact-1"]}"#)
    #expect(
      card.contains(#""canAdd":false"#) && !card.contains(#":true,"canEdit""#) && !card.contains(#""canEdit":true"#))
  }

}
