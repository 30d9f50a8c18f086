import Desk
import Disk
import JSON
import Methods
import RPC
import Store
import TestSupport
import Testing

@testable import Server

/// When an agent is recorded, and under which name they sign.
struct AgentSignInTests {
  private let book = Book()

  private func session(_ agent: String?, role: Role = .admin) throws -> TransactionRunner {
    try TransactionRunner(SessionOptions(agent: agent, role: role, clock: Script.clock), .memory(book))
  }

  @discardableResult
  private func call(_ session: TransactionRunner, _ method: String, _ params: String = "{}") throws -> String {
    String(decoding: try session.call(method, Array(params.utf8)), as: UTF8.self)
  }

  @Test func startsAndReadsRecordNobody() throws {
    let anna = try session("anna:Anna")
    for method in ["system.info", "contact.list", "conversation.list", "schema.list", "rpc.discover"] {
      try call(anna, method)
    }
    try call(anna, "contact.create")
    try call(anna, "vip.promote", #"{"contactId":"contact-1"}"#)
    #expect(book.seq == 0)
    try call(anna, "contact.create", #"{"name":"Mira"}"#)
    #expect(book.seq == 2 && book.sizes.agents == 1)
    try call(anna, "contact.create", #"{"name":"Ben"}"#)
    #expect(book.seq == 3)
  }

  @Test func helloRecordsWhomItNames() throws {
    let desk = try session(nil)
    try call(desk, "system.hello")
    try call(desk, "system.hello", #"{"client":{"name":"panel"}}"#)
    #expect(book.seq == 0)
    try call(desk, "system.hello", #"{"agent":"anna:Anna"}"#)
    try call(desk, "system.hello", #"{"agent":"anna:Anna"}"#)
    #expect(book.seq == 1)
    // Another name waits for a change.
    #expect(try call(desk, "system.hello", #"{"agent":"anna:Anna J"}"#).contains(#""name":"Anna J""#))
    #expect(book.seq == 1)
    try call(desk, "contact.create", #"{"name":"Mira"}"#)
    #expect(book.seq == 3)
    #expect(try call(session("anna"), "system.hello").contains(#""name":"Anna J""#))
  }

  /// Where the command line names the agent, a hello for the same one records them; one for somebody else counts for
  /// nothing.
  @Test func helloBesideTheCommandLine() throws {
    let anna = try session("anna:Anna")
    try call(anna, "system.hello", #"{"agent":"ben:Ben"}"#)
    #expect(book.seq == 0)
    #expect(try call(anna, "system.hello", #"{"agent":"anna:Other"}"#).contains(#""name":"Anna""#))
    #expect(book.seq == 1)
    try call(session("vera", role: .viewer), "system.hello", #"{"agent":"vera"}"#)
    #expect(book.seq == 1)
  }

  /// The name of a process is taken with its first change, and once: two windows of one agent do not take turns.
  @Test func aNameIsTakenOncePerProcess() throws {
    let (first, second) = (try session("anna"), try session("anna:Anna Jonckheere"))
    let add = #"{"contactId":"contact-1","text":"x"}"#
    func author(_ session: TransactionRunner) throws -> Substring? {
      try call(session, "note.add", add).split(separator: #""name":""#).last?.split(separator: "\"").first
    }
    try call(first, "contact.create", #"{"name":"Mira"}"#)
    #expect(try author(first) == "anna")
    #expect(try author(second) == "Anna Jonckheere")
    #expect(try author(first) == "Anna Jonckheere")
    let third = try session("anna:Anna J.")
    #expect(try author(third) == "Anna J.")
    for session in [second, third, first] { #expect(try author(session) == "Anna J.") }
    let notes = try call(first, "note.list", #"{"contactId":"contact-1"}"#)
    #expect(notes.contains(#""name":"anna""#) && notes.contains(#""name":"Anna Jonckheere""#))
  }

  /// What an agent asks about themselves before they changed anything.
  @Test func anAgentKnowsThemselves() throws {
    let mira = #"{"channel":"sms","direction":"inbound","from":{"externalId":"1234567"},"text":"x"}"#
    try call(session("bot"), "message.record", mira)
    let anna = try session("anna:Anna")
    #expect(try call(anna, "conversation.list", #"{"assignee":"anna"}"#).contains(#""conversations":[]"#))
    #expect(try call(anna, "conversation.list", #"{"assignee":"ann"}"#).contains(#""code":1001"#))
    let assign = #"{"conversationId":"conversation-1","agentId":"anna"}"#
    #expect(try call(anna, "conversation.assign", assign).contains(#""assignee":"anna""#))
    let ben = try session("ben")
    let note = #"{"contactId":"contact-1","text":"@ben: mine"}"#
    #expect(try call(ben, "note.add", note).contains(#""mentions":["ben"]"#))
  }

  /// The agent's own role counts from the moment they are recorded, in processes that began before it, too.
  @Test func theLesserRoleCounts() throws {
    let admin = try session("anna")
    try call(session("anna", role: .agent), "contact.create", #"{"name":"Mira"}"#)
    #expect(try call(admin, "system.hello").contains(#""role":"agent""#))
    let define = #"{"key":"tier","label":"Tier","format":"text"}"#
    #expect(try call(admin, "schema.define", define).contains(#""code":1005"#))
  }

  /// A first change that the store refuses records nobody, and takes no name.
  @Test func aRefusedFirstChange() throws {
    let folder = try Folder(options: .init(agent: "anna:Anna", clock: Script.clock))
    let create = #"{"jsonrpc":"2.0","id":1,"method":"contact.create","params":{"name":"Mira"}}"#
    folder.disk.fault = { $0.name == "fdatasync" ? MemoryDisk.ioError : nil }
    #expect(try folder.answers(create)[0].contains(#""code":1011"#))
    #expect(folder.runner.book.seq == 0)
    folder.disk.fault = { _ in nil }
    #expect(try folder.answers(create)[0].contains(#""contactId":"contact-1""#))
    let book = folder.runner.book
    #expect(book.seq == 2 && folder.session.context.caller.introduction(in: book) == nil)
  }

  /// A desk from before the rules about ids and names opens, with the agents who have them, and they sign in, by the
  /// command line and by a hello; nobody else takes such an id.
  @Test func agentsFromBefore() throws {
    let disk = MemoryDisk()
    let before = try Store.open("/data/desk", sync: .always, disk: disk) { _ in }
    var transaction = try before.beginWrite()
    for (number, id, name) in [(1, "anna.", "Anna"), (2, "ben", "\u{3164}\u{301}")] {
      let recorded = Change.What.agent(AgentNumber(number), .recorded(id: id, name: name, role: .admin))
      try transaction.stage([
        Change(seq: number, at: Timestamp(milliseconds: Int64(number)), by: AgentNumber(number), what: recorded)
      ])
    }
    try transaction.commit()
    try before.close()
    let store = try Store.open("/data/desk", sync: .always, disk: disk) { Issue.record("\($0)") }
    #expect(store.book.sizes.agents == 2 && store.book.agent(id: "anna.") == AgentNumber(1))
    let session = try TransactionRunner(SessionOptions(agent: "ben:Ben", clock: Script.clock), .folder(store))
    #expect(try call(session, "contact.create", #"{"name":"Mira"}"#).contains("contact-1"))
    let note = try call(session, "note.add", #"{"contactId":"contact-1","text":"Ask @anna."}"#)
    #expect(note.contains(#""mentions":["anna."]"#) && note.contains(#""name":"Ben""#), "\(note)")
    for (agent, said) in [("anna.", #""id":"anna.","name":"Anna""#), ("anna.:Anna J", #""name":"Anna J""#)] {
      let named = try TransactionRunner(SessionOptions(agent: agent, clock: Script.clock), .folder(store))
      #expect(try call(named, "system.info").contains(said))
      let unnamed = try TransactionRunner(SessionOptions(clock: Script.clock), .folder(store))
      let hello = try call(unnamed, "system.hello", #"{"agent":"\#(agent)"}"#)
      #expect(hello.contains(said), "\(hello)")
      let note = try call(unnamed, "note.add", #"{"contactId":"contact-1","text":"x"}"#)
      #expect(note.contains(#""agentId":"anna.""#), "\(note)")
    }
    let words = "an agent's id is 1 to 64 of A-Z a-z 0-9 . _ - and does not end in a dot"
    for agent in ["ben.", "anna..", "anna.b."] {
      let hello = try call(session, "system.hello", #"{"agent":"\#(agent)"}"#)
      #expect(hello.contains(#""code":1004"#) && hello.contains(words), "\(hello)")
      let refusal = #expect(throws: Refusal.self) { try TransactionRunner(.init(agent: agent), .folder(store)) }
      #expect(refusal?.reason == words)
    }
    #expect(throws: Refusal.self) { try TransactionRunner(.init(agent: "anna."), .memory(Book())) }
    try store.close()
  }

  @Test func namesThatNobodyCanRead() throws {
    for name in [
      "anna:", "anna: ", "anna:\u{3164}", "anna:\u{200B}\u{2060}", "an na", ":Anna", "anna:\u{2800}\u{301}", "anna.",
      "anna.:Anna", ".",
    ] {
      #expect(throws: Refusal.self, "\(name)") { try TransactionRunner(.init(agent: name)) }
    }
  }
}
