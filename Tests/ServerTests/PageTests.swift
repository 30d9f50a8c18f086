import Desk
import Foundation
import JSON
import RPC
import Testing

@testable import Server

/// What bounds an answer: the bytes of a page, the bytes of a batch.
struct PageTests {
  /// A session whose one contact wrote `count` messages of 100,000 characters.
  private static func session(messages count: Int) throws -> TransactionRunner {
    let session = try TransactionRunner(SessionOptions(clock: Script.clock))
    let text = String(repeating: "x", count: DeskLimits.messageTextMax)
    for _ in 0..<count {
      let from = #""channel":"x","direction":"inbound","from":{"externalId":"1"},"text":"\#(text)""#
      _ = try session.answer(#"{"jsonrpc":"2.0","id":1,"method":"message.record","params":{\#(from)}}"#)
    }
    return session
  }

  @Test func aPageClosesAtItsBytesAndTheNextGoesOn() throws {
    let session = try Self.session(messages: 30)
    var ids: [String] = []
    var cursor = ""
    repeat {
      let page = try session.answer(
        #"{"jsonrpc":"2.0","id":1,"method":"history.read","params":{"contactId":"contact-1","limit":500\#(cursor)}}"#)
      // The entry that passes the limit is whole, and the last.
      #expect(page.utf8.count < WireLimits.pageBytesMax + DeskLimits.messageTextMax + 2_000)
      let reply = try #require(JSONSerialization.jsonObject(with: Data(page.utf8)) as? [String: Any])
      let result = try #require(reply["result"] as? [String: Any])
      ids += (result["entries"] as? [[String: Any]] ?? []).compactMap { $0["messageId"] as? String }
      cursor = (result["nextCursor"] as? String).map { #","cursor":"\#($0)""# } ?? ""
    } while !cursor.isEmpty
    #expect(ids == (1...30).reversed().map { "message-\($0)" })
  }

  @Test func aBatchStopsAtItsBytes() throws {
    let session = try Self.session(messages: 11)
    let read = #"{"jsonrpc":"2.0","id":7,"method":"history.read","params":{"contactId":"contact-1","limit":500}}"#
    let write = #"{"jsonrpc":"2.0","id":"w","method":"vip.promote","params":["contact-1"]}"#
    let silent = #"{"jsonrpc":"2.0","method":"vip.promote","params":["contact-1"]}"#
    let batch = "[" + Array(repeating: read, count: 70).joined(separator: ",") + ",\(write),\(silent),1]"
    let answer = try session.answer(to: Array(batch.utf8))
    #expect(
      answer.count < WireLimits.batchAnswerBytesMax + WireLimits.pageBytesMax + DeskLimits.messageTextMax + 100_000
    )
    let tail = String(decoding: answer.suffix(3_000), as: UTF8.self)
    #expect(tail.contains(#"{"jsonrpc":"2.0","id":"w","error":{"code":-32600,"#))
    #expect(tail.contains(#""kind":"limitExceeded""#))
    #expect(tail.hasSuffix("}]\n"))
    // Neither the call nor the notification after the limit had an effect.
    #expect(
      try session.answer(#"{"jsonrpc":"2.0","id":1,"method":"card.get","params":["contact-1"]}"#).contains(
        #""isVip":false"#))
  }
}
