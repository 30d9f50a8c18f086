import Foundation
import Server
import Testing

/// Cursors that nobody was given, made of ones that somebody was: refused, or a place like any other.
struct ForgedCursorTests {
  private static let lists: [(method: String, params: String)] = [
    ("contact.search", #""sort":"id""#), ("contact.search", #""sort":"name""#),
    ("contact.search", #""sort":"updatedAt""#),
    ("contact.search", #""sort":"updatedAt","text":"m""#), ("contact.list", #""limit":1"#),
    ("conversation.list", #""sort":"opened""#), ("conversation.list", #""sort":"lastMessage""#),
    ("conversation.list", #""sort":"lastMessage","status":"new""#), ("queue.list", #""limit":1"#),
  ]

  @Test func anyNumbers() throws {
    let runner = try TransactionRunner(.init(clock: Script.clock))
    func answer(_ method: String, _ params: String) throws -> String {
      let line = #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":{\#(params)}}"#
      return String(decoding: try runner.answer(to: Array(line.utf8)), as: UTF8.self)
    }
    for name in ["mira", "mo", "mu"] {
      let from = #""from":{"externalId":"\#(name)","displayName":"\#(name)"}"#
      let made = try answer("message.record", #""channel":"webchat","direction":"inbound","text":"?",\#(from)"#)
      #expect(made.contains(#""result""#), "\(made)")
    }
    for (method, params) in Self.lists {
      let page = try answer(method, params.contains("limit") ? params : params + #","limit":1"#)
      let cursor = try #require(page.firstMatch(of: /"nextCursor":"([^"]*)"/)?.output.1, "\(page)")
      let parts = cursor.split(separator: "_", maxSplits: 2).map(String.init)
      for seq in ["0", "1", "1z141z2", "1z141z3", "1z141z4"] {
        for at in ["0", "-1y2p0ij32e8e8", "1y2p0ij32e8e7", parts[0]] {
          let forged = [at, seq, parts[2]].joined(separator: "_")
          let reply = try answer(method, params + #","cursor":"\#(forged)""#)
          #expect(reply.contains(#""result":{""#) || reply.contains(#""code":-32602"#), "\(method) \(forged): \(reply)")
        }
      }
    }
  }
}
