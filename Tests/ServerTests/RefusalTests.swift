import Desk
import Foundation
import JSON
import RPC
import Testing

@testable import Server

/// Bad input of each kind: the error of the table, with its field and what to do, and nothing changes.
struct RefusalTests {
  /// Params by method, and what the error says: `says` are parts of its message or data.
  struct Case: Sendable, CustomTestStringConvertible {
    let method: String
    let params: String
    let code: Int
    let field: String?
    let says: [String]
    var testDescription: String { "\(method) \(params.prefix(80))" }

    init(_ method: String, _ params: String, _ code: Int, _ field: String?, _ says: String...) {
      (self.method, self.params, self.code, self.field, self.says) = (method, params, code, field, says)
    }

    /// An attribute set to a value that is refused.
    init(set key: String, _ value: String, _ code: Int, _ says: String...) {
      (method, params) = ("attribute.edit", #""contactId":"contact-1","set":{"\#(key)":\#(value)}"#)
      (self.code, field, self.says) = (code, "set.\(key)", says)
    }
  }

  /// What admins of the desk below have done.
  private static let desk = [
    #""schema.define","params":{"key":"tier","label":"Tier","format":"choice","options":["gold","silver"]}"#,
    #""schema.define","params":{"key":"tags","label":"Tags","format":"choices","options":["a","b"]}"#,
    #""schema.define","params":{"key":"since","label":"Since","format":"date"}"#,
    #""schema.define","params":{"key":"speaks","label":"Speaks","format":"language"}"#,
    #""schema.define","params":{"key":"news","label":"News","format":"boolean"}"#,
    #""schema.define","params":{"key":"orders","label":"Orders","format":"number"}"#,
    #""schema.define","params":{"key":"story","label":"Story","format":"text"}"#,
    #""schema.define","params":{"key":"crm_no","label":"Number","format":"text","crmManaged":true}"#,
    #""schema.define","params":{"key":"hidden","label":"Hidden","format":"text","enabled":false}"#,
    #""schema.define","params":{"key":"credit","label":"Credit","format":"number","agentEditable":false}"#,
    #""contact.create","params":{"name":"Mira","identities":[{"network":"x","externalId":"1"}]}"#,
    #""message.record","params":{"channel":"x","direction":"inbound","from":{"externalId":"1"},"text":"Hello"}"#,
    #""note.add","params":{"contactId":"contact-1","text":"A note"}"#,
    #""conversation.open","params":["contact-1","sms"]"#,
    #""conversation.setStatus","params":["conversation-2","resolved"]"#,
  ]

  /// A string of so many scalars, each two bytes.
  private static func text(_ count: Int) -> String {
    "\"\(String(repeating: "é", count: count))\""
  }

  /// Of all of these a reader sees nothing that belongs to them.
  private static let invisible = [
    "\\u2800", "\\u3164\\uffa0", "\\u115f\\u1160", "\\u180e", "\\u034f", "\\ufe0f", "\\udb40\\udc41\\udb40\\udd00",
    "\\u0301",
    " \\u0301\\u20dd", "\\ufffe", "\\u200b\\u00a0\\u202e", "\\ud80d\\udc41",
  ].flatMap { text in
    [
      Case("contact.update", #""contactId":"contact-1","name":"\#(text)""#, 1004, "name", "blank"),
      Case("contact.update", #""contactId":"contact-1","labels":["\#(text)"]"#, 1004, "labels[0]", "blank"),
      Case("contact.create", #""name":"\#(text)""#, 1004, "name", "blank"),
      Case("note.add", #""contactId":"contact-1","text":"\#(text)""#, 1004, "text", "blank"),
      Case("system.hello", #""agent":"zoe:\#(text)""#, 1004, "agent", "blank"),
      Case("vip.promote", #""contactId":"contact-1","reason":"\#(text)""#, 1004, "reason", "blank"),
      Case(
        "contact.addIdentity", #""contactId":"contact-1","network":"x","externalId":"2","displayName":"\#(text)""#,
        1004,
        "displayName", "blank"),
      Case(set: "story", #""\#(text)""#, 1004, "blank"),
    ]
  }

  static let cases =
    unknown + types + texts + values + invisible + [
      Case("system.hello", #""agent":"zoe.""#, 1004, "agent", "does not end in a dot"),
      Case("system.hello", #""agent":"zoe.:Zoe""#, 1004, "agent", "does not end in a dot"),
      Case(set: "crm_no", #""C1""#, 1005, #""reason":"crmManaged""#),
      Case(set: "bio", #""Baker""#, 1005, #""reason":"filledByNetwork""#),
      Case(set: "hidden", #""x""#, 1005, #""reason":"disabled""#),
      Case(set: "credit", "1", 1005, #""needs":"admin""#),
      Case("schema.define", #""key":"k","label":"K","format":"text""#, 1005, nil, #""needs":"admin","role":"agent""#),
      Case("vip.promote", #""contactId":"contact-1","ifVersion":1"#, 1002, "ifVersion", #""current":"#),
      Case("note.edit", #""noteId":"note-1","text":"x","ifVersion":1"#, 1002, "ifVersion", #""current":"#),
      Case(
        "conversation.assign", #""conversationId":"conversation-2","agentId":"local""#, 1013, "conversationId",
        #""state":"resolved""#, "set its status"),
      Case(
        "contact.addIdentity", #""contactId":"contact-1","network":"x","externalId":" ""#, 1004, "externalId", "blank"),
    ]

  private static let unknown = [
    Case("card.get", #""contactId":"contact-9""#, 1001, "contactId", #""what":"contact","id":"contact-9""#),
    Case("card.get", #""contactId":"9""#, 1001, "contactId", #""what":"contact""#),
    Case("note.edit", #""noteId":"note-9","text":"x""#, 1001, "noteId", #""what":"note""#),
    Case("conversation.get", #""conversationId":"conversation-9""#, 1001, "conversationId"),
    Case("conversation.open", #""contactId":"contact-1","channel":"pigeon""#, 1001, "channel"),
    Case("conversation.list", #""assignee":"nobody""#, 1001, "assignee"),
    Case(set: "shoe", #""45""#, 1001, #""what":"attribute""#),
    Case(set: "emial", #""a@example.com""#, 1001, "Did you mean", #""nearest":"email""#),
    Case("conversation.list", #""channel":"instagrm""#, 1001, "channel", #""nearest":"instagram""#),
  ]

  private static let types = [
    Case("vip.promote", #""contactId":1"#, -32602, "contactId", "expected a string, got the number 1"),
    Case("vip.promote", "", -32602, "contactId", "missing"),
    Case("contact.update", #""contactId":"contact-1","blocked":1"#, -32602, "blocked", "true or false"),
    Case("contact.update", #""contactId":"contact-1","labels":"a""#, -32602, "labels", "an array"),
    Case("conversation.setStatus", #""conversationId":"conversation-1","status":"open""#, -32602, "status", "resolved"),
    Case("note.add", #""contactId":"contact-1","text":"x","txet":1"#, -32602, "params", #""nearest":["text"]"#),
    Case("contact.list", #""limit":0"#, 1008, "limit", #""limit":500"#),
  ]

  private static let texts = [
    Case("note.add", #""contactId":"contact-1","text":\#(text(5_001))"#, 1004, "text", "at most 5000", "got 5001"),
    Case("note.add", #""contactId":"contact-1","text":" \t\u2003""#, 1004, "text", "blank"),
    Case("contact.update", #""contactId":"contact-1","name":\#(text(256))"#, 1004, "name", "at most 255"),
    Case("contact.update", #""contactId":"contact-1","labels":["a",\#(text(65))]"#, 1004, "labels[1]", "at most 64"),
    Case("vip.promote", #""contactId":"contact-1","reason":\#(text(501))"#, 1004, "reason", "at most 500"),
    Case(
      "conversation.open", #""contactId":"contact-1","channel":"x","topics":[\#(text(65))]"#, 1004, "topics[0]",
      "at most 64"),
    Case(set: "story", text(1_001), 1004, "at most 1000", "got 1001"),
  ]

  private static let values = [
    Case(set: "email", #""mira at example""#, 1004, #""example":"#),
    Case(set: "phone", #""12""#, 1004, #""example":"#),
    Case(set: "url", #""ftp://example.com""#, 1004, "http"),
    Case(set: "since", #""2026-02-30""#, 1004, #""example":"2026-01-31""#),
    Case(set: "speaks", #""not a language""#, 1004, #""example":"#),
    Case(set: "tier", #""bronze""#, 1004, "gold, silver"),
    Case(set: "tags", #"["a","c"]"#, 1004, "a, b"),
    Case(set: "news", #""yes""#, 1004, "true or false"),
    Case(set: "orders", #""12""#, 1004, "a number"),
    Case(set: "orders", "1e400", 1004, "64 bits"),
    Case(set: "email", #""""#, 1004, "clear"),
    Case(set: "email", "null", 1004, "clear"),
  ]

  @Test(arguments: cases) func isRefusedAndChangesNothing(_ refused: Case) throws {
    let book = Book()
    let admin = try TransactionRunner(SessionOptions(clock: Script.clock), .memory(book))
    for call in Self.desk {
      let reply = try admin.answer(#"{"jsonrpc":"2.0","id":1,"method":\#(call)}"#)
      #expect(reply.contains(#""result""#), "\(reply)")
    }
    let session = try TransactionRunner(SessionOptions(role: .agent, clock: Script.clock), .memory(book))
    let before = (book.seq, try session.answer(Self.card))
    let reply = try session.answer(
      #"{"jsonrpc":"2.0","id":1,"method":"\#(refused.method)","params":{\#(refused.params)}}"#)
    let object = try JSONSerialization.jsonObject(with: Data(reply.utf8)) as? [String: Any]
    let error = try #require(object?["error"] as? [String: Any], "\(reply)")
    #expect(error["code"] as? Int == refused.code, "\(reply)")
    #expect((error["data"] as? [String: Any])?["field"] as? String == refused.field, "\(reply)")
    for part in refused.says { #expect(reply.contains(part), "\(reply)") }
    #expect(before == (book.seq, try session.answer(Self.card)))
  }

  private static let card = #"{"jsonrpc":"2.0","id":1,"method":"card.get","params":["contact-1"]}"#
}
