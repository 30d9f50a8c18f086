import Desk
import Foundation
import JSON
import RPC
import Testing

@testable import Server

/// Every list, page by page with every size from 1 to 7, while the desk moves: the same sequence each time, nothing
/// twice and nothing missing.
struct ListPageTests {
  /// A list: how to ask for it, where its entries are, what names one, and what may happen between two pages without
  /// moving what is after the cursor.
  struct List: Sendable, CustomTestStringConvertible {
    let method: String
    let params: String
    let entries: String
    let ids: [String]
    let meanwhile: [String]
    var testDescription: String { "\(method) \(params)" }
  }

  private static let inbound =
    #""message.record","params":{"channel":"x","direction":"inbound","from":{"externalId":"1"},"text":"Meanwhile"}"#

  static let lists = [
    List(
      method: "contact.list", params: "", entries: "contacts", ids: ["contactId"],
      meanwhile: [#""vip.promote","params":["contact-1"]"#, #""contact.update","params":["contact-2","Renamed"]"#]),
    List(
      method: "conversation.list", params: "", entries: "conversations", ids: ["conversationId"],
      meanwhile: [inbound, #""conversation.open","params":["contact-1","sms"]"#]),
    List(
      method: "conversation.list", params: #""contactId":"contact-1","channel":"x","#, entries: "conversations",
      ids: ["conversationId"], meanwhile: [#""conversation.open","params":["contact-1","x"]"#]),
    List(
      method: "conversation.list", params: #""status":"pending","#, entries: "conversations", ids: ["conversationId"],
      // What was told on the first page leaves the list meanwhile.
      meanwhile: [
        #""conversation.open","params":["contact-2","x"]"#,
        #""conversation.setStatus","params":["conversation-11","resolved"]"#,
      ]),
    List(
      method: "conversation.list", params: #""sort":"lastMessage","#, entries: "conversations",
      // Who was listed first comes to the front again.
      ids: ["conversationId"], meanwhile: [inbound, #""conversation.open","params":["contact-1","sms"]"#]),
    List(
      method: "contact.search", params: #""text":"con","#, entries: "contacts", ids: ["contactId"],
      meanwhile: [#""vip.promote","params":["contact-1"]"#, #""contact.update","params":["contact-1","Renamed"]"#]),
    List(
      method: "contact.search", params: #""sort":"name","#, entries: "contacts", ids: ["contactId"],
      meanwhile: [
        #""contact.create","params":{"name":"Aaron"}"#, #""contact.update","params":["contact-1","A. Contact"]"#,
      ]),
    List(
      method: "contact.search", params: #""text":"con","sort":"updatedAt","#, entries: "contacts", ids: ["contactId"],
      meanwhile: [
        #""contact.create","params":{"name":"Contact"}"#, #""contact.update","params":["contact-12","Contact"]"#,
      ]),
    List(
      method: "note.list", params: #""contactId":"contact-1","#, entries: "notes", ids: ["noteId"],
      meanwhile: [
        #""note.add","params":{"contactId":"contact-1","text":"Meanwhile"}"#,
        #""note.edit","params":{"noteId":"note-3","text":"Meanwhile"}"#,
      ]),
    List(
      method: "history.read", params: #""contactId":"contact-1","#, entries: "entries",
      ids: ["messageId", "noteId", "at", "event"],
      meanwhile: [inbound, #""note.add","params":{"contactId":"contact-1","text":"Meanwhile"}"#]),
    List(
      method: "history.read", params: #""contactId":"contact-1","kinds":["note"],"#, entries: "entries",
      ids: ["noteId"], meanwhile: [#""note.add","params":{"contactId":"contact-1","text":"Meanwhile"}"#]),
  ]

  /// A desk with a dozen of each.
  private static func session() throws -> TransactionRunner {
    let session = try TransactionRunner(SessionOptions(clock: Script.clock))
    for number in 1...12 {
      _ = try call(session, #""contact.create","params":{"name":"Contact \#(number)"}"#)
      if number == 1 { _ = try call(session, #""contact.addIdentity","params":["contact-1","x","1"]"#) }
      _ = try call(session, #""conversation.open","params":["contact-1","\#(number % 2 == 0 ? "x" : "sms")"]"#)
      _ = try call(session, #""note.add","params":{"contactId":"contact-1","text":"Note \#(number)"}"#)
      _ = try call(session, inbound)
      // Of the same time in all that are on sms; the first message opened one, too.
      guard number % 2 == 1, number > 1 else { continue }
      let outbound = #""conversationId":"conversation-\#(number + 1)","direction":"outbound","text":"Before""#
      _ = try call(session, #""message.record","params":{\#(outbound),"at":"2026-01-01T08:00:00Z"}"#)
    }
    return session
  }

  private static func call(_ session: TransactionRunner, _ call: String) throws -> [String: Any] {
    let answer = try session.answer(to: Array(#"{"jsonrpc":"2.0","id":1,"method":\#(call)}"#.utf8))
    let reply = try JSONSerialization.jsonObject(with: Data(answer)) as? [String: Any]
    return try #require(reply?["result"] as? [String: Any], "\(call): \(String(describing: reply))")
  }

  private static func names(_ result: [String: Any], _ list: List) -> [String] {
    (result[list.entries] as? [[String: Any]] ?? []).map { entry in
      list.ids.compactMap { entry[$0] as? String }.joined(separator: " ")
    }
  }

  @Test(arguments: lists) func theSameSequenceWhateverTheSize(_ list: List) throws {
    let whole = try Self.call(Self.session(), #""\#(list.method)","params":{\#(list.params)"limit":500}"#)
    let expected = Self.names(whole, list)
    #expect(expected.count >= 6 && Set(expected).count == expected.count && whole["nextCursor"] == nil)
    for size in 1...7 {
      let session = try Self.session()
      var (found, cursor): ([String], String) = ([], "")
      repeat {
        let page = try Self.call(session, #""\#(list.method)","params":{\#(list.params)"limit":\#(size)\#(cursor)}"#)
        #expect((page[list.entries] as? [Any])?.count ?? 0 <= size)
        found += Self.names(page, list)
        cursor = (page["nextCursor"] as? String).map { #","cursor":"\#($0)""# } ?? ""
        if !cursor.isEmpty { for call in list.meanwhile { _ = try Self.call(session, call) } }
      } while !cursor.isEmpty && found.count < 1_000
      #expect(found == expected, "\(list) by \(size)")
    }
  }
}
