import Foundation
import Testing

@testable import Server

/// An agent who is made inactive lets go of their conversations in one change: all are free, with an event each.
struct LetGoTests {
  private static func call(_ method: String, _ params: String) -> String {
    #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"# + "\n"
  }

  /// Two contacts with three conversations each, all ben's; then ben goes.
  private static func runner() throws -> TransactionRunner {
    let runner = try TransactionRunner(.init(clock: Script.clock))
    var script = [call("agent.define", #"{"agentId":"ben","name":"Ben"}"#)]
    for contact in 1...2 {
      script.append(call("contact.create", #"{"name":"Contact \#(contact)"}"#))
      for _ in 1...3 {
        script.append(call("conversation.open", #"{"contactId":"contact-\#(contact)","channel":"x"}"#))
      }
    }
    for number in 1...6 {
      script.append(call("conversation.assign", #"{"conversationId":"conversation-\#(number)","agentId":"ben"}"#))
    }
    script.append(call("agent.update", #"{"agentId":"ben","active":false}"#))
    for line in script {
      let answer = try runner.answer(line)
      #expect(answer.contains(#""result""#), "\(line)\(answer)")
    }
    return runner
  }

  /// The events of one change stand in the histories one after another, whatever the size of the pages.
  @Test(arguments: ["newest", "oldest"], [1, 2, 3, 50]) func eachEventOnce(_ order: String, _ limit: Int) throws {
    let runner = try Self.runner()
    for contact in 1...2 {
      var (seen, cursor) = ([Int](), "")
      repeat {
        let page = try runner.answer(
          Self.call(
            "history.read",
            #"{"contactId":"contact-\#(contact)","order":"\#(order)","limit":\#(limit)\#(cursor)}"#))
        #expect(page.contains(#""result""#), "\(page)")
        for event in page.components(separatedBy: #""event":"assigned""#).dropFirst()
        where !event.contains(#""assignee""#) {
          let id = event.components(separatedBy: #""conversationId":"conversation-"#)[1].prefix { $0 != "\"" }
          seen.append(Int(id) ?? 0)
        }
        let next = page.components(separatedBy: #""nextCursor":""#)
        cursor = next.count == 2 ? #","cursor":"\#(next[1].prefix { $0 != "\"" })""# : ""
      } while !cursor.isEmpty
      let expected = (1...3).map { $0 + (contact - 1) * 3 }
      #expect(seen == (order == "oldest" ? expected : expected.reversed()), "\(order) by \(limit)")
    }
  }
}
