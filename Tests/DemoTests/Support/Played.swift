import Demo
import Desk
import Foundation
import JSON
import RPC
import Server
import Testing

/// The demo's desk with what led to it, and a session to look at it through.
@MainActor final class Played {
  /// Played once for all tests that only look.
  static let once = Result { try Played() }

  let changes: [Change]
  let runner: TransactionRunner

  /// Plays the stories. The session's clock shows the moment at which they end.
  convenience init() throws {
    var changes: [Change] = []
    let book = try DemoDesk.build { changes.append($0) }
    try self.init(changes, book)
  }

  init(_ changes: [Change], _ book: Book) throws {
    self.changes = changes
    runner = try TransactionRunner(SessionOptions(clock: DemoDesk.end), .memory(book))
  }

  /// The agent in whose name the channels' connector records messages.
  var connector: AgentNumber? { runner.book.agent(id: "local") }

  /// The same changes, taken into an empty book.
  func replayed() throws -> Played {
    let book = Book()
    for change in changes { book.apply(change) }
    return try Played(changes, book)
  }

  /// The answer to a request, as it is sent.
  func answer(_ method: String, _ params: String = "{}") throws -> String {
    String(decoding: try runner.call(method, Array(params.utf8)), as: UTF8.self)
  }

  /// The result of a request.
  func result(_ method: String, _ params: String = "{}") throws -> [String: Any] {
    let text = try answer(method, params)
    let reply = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    return try #require(reply?["result"] as? [String: Any], "\(method) \(params): \(text)")
  }

  /// All of one list, page by page.
  func list(_ method: String, _ member: String, _ params: String = "") throws -> [[String: Any]] {
    var (found, cursor): ([[String: Any]], String?) = ([], nil)
    repeat {
      let at = cursor.map { #""cursor":"\#($0)","# } ?? ""
      let page = try result(method, "{\(at)\(params)\(params.isEmpty ? "" : ",")\"limit\":40}")
      found += try #require(page[member] as? [[String: Any]])
      cursor = page["nextCursor"] as? String
    } while cursor != nil
    return found
  }

  var contactIds: [String] { (1...runner.book.sizes.contacts).map { "contact-\($0)" } }

  /// The card of each contact.
  func cards() throws -> [[String: Any]] { try contactIds.map { try result("card.get", "{\"contactId\":\"\($0)\"}") } }

  /// The ids of agents, each with something of theirs.
  func agents<Value>(_ value: ([String: Any]) -> Value) throws -> [String: Value] {
    let agents = try list("agent.list", "agents").map { ($0.text("agentId"), value($0)) }
    return Dictionary(uniqueKeysWithValues: agents)
  }

  /// The history of a contact, oldest first.
  func history(_ contactId: String, _ params: String = "") throws -> [[String: Any]] {
    try list("history.read", "entries", "\"contactId\":\"\(contactId)\",\"order\":\"oldest\"\(params)")
  }

  /// All that a front end could ask, as one text.
  func everything() throws -> String {
    var text = try answer("contact.list", #"{"limit":500}"#) + answer("schema.list") + answer("settings.get")
    for method in ["channel.list", "team.list", "agent.list"] { text += try answer(method) }
    text += try answer("conversation.list", #"{"limit":500}"#)
    for id in contactIds {
      text += try answer("card.get", "{\"contactId\":\"\(id)\"}")
      text += try answer("history.read", "{\"contactId\":\"\(id)\",\"limit\":500}")
      text += try answer("note.list", "{\"contactId\":\"\(id)\",\"limit\":500}")
    }
    return text
  }
}

extension [String: Any] {
  /// A member that is an object; empty if there is none.
  func object(_ name: String) -> [String: Any] { self[name] as? [String: Any] ?? [:] }
  /// A member that is a text; empty if there is none.
  func text(_ name: String) -> String { self[name] as? String ?? "" }
  /// A member that is a list of objects; empty if there is none.
  func objects(_ name: String) -> [[String: Any]] { self[name] as? [[String: Any]] ?? [] }
  /// A member that is a list of texts; empty if there is none.
  func texts(_ name: String) -> [String] { self[name] as? [String] ?? [] }
  /// A member that is a number; 0 if there is none.
  func number(_ name: String) -> Int { self[name] as? Int ?? 0 }
}
