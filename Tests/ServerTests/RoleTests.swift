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

  /// Each method's own examples, by whoever has one role less than it needs: refused before anything is looked up.
  @Test func everyMethodNeedsItsRole() throws {
    for method in MethodTable.all {
      for example in method.examples() {
        let book = Book()
        let lower = Role.allCases.last { $0 < method.needs }
        guard let lower else { continue }
        try check(
          #"{"jsonrpc":"2.0","id":1,"method":"\#(method.name)","params":\#(example.params)}"#, role: lower,
          answers:
            #""code":1005,"message":"This takes the role \#(method.needs.rawValue); local has the role \#(lower.rawValue).""#,
          book: book)
        // A call that is refused records nobody.
        #expect(book.seq == 0)
      }
    }
    let roles = Dictionary(grouping: MethodTable.all, by: \.needs).mapValues { $0.map(\.name.description) }
    #expect(roles[.admin] == ["schema.define", "schema.update", "schema.reorder", "schema.remove"])
    for method in MethodTable.all where method.effect == .writes && method.name.description != "system.hello" {
      #expect(method.needs > .viewer, "\(method.name) writes")
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
