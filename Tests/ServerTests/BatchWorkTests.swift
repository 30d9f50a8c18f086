import Desk
import Foundation
import JSON
import Methods
import RPC
import Testing

@testable import Server

/// What a batch counts of groups, of the queue and of linked contacts. The small desks are made so that the batch would
/// take long if nothing was counted.
struct BatchWorkTests {
  private static func call(_ method: String, _ params: String) -> String {
    #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":{\#(params)}}"#
  }

  private static let group = #""groupId":"g","name":"G","match":"any","prioritized":true,"conditions":"#

  /// How many calls of a batch are executed that has so many bytes of work left.
  private static func executed(_ calls: [String], _ session: TransactionRunner, left: Int = 8 << 20) throws -> Int {
    let batch = SuspendedBatch(
      text: Array("[\(calls.joined(separator: ","))]".utf8), answers: .apart(Array("[".utf8)), done: 0,
      work: .init(bytes: WireLimits.batchWorkBytesMax - left))
    var out = JSONWriter()
    _ = session.session.execute(.resumed(batch), to: &out)
    #expect(!session.session.hasDue)
    let answer = String(decoding: out.bytes, as: UTF8.self)
    let refused = answer.components(separatedBy: #""limit":134217728"#).count - 1
    #expect(answer.components(separatedBy: #""result""#).count - 1 == calls.count - refused)
    return calls.count - refused
  }

  /// A desk of contacts who wrote, with texts and lists that are long.
  private static func desk(contacts: Int) throws -> TransactionRunner {
    let session = try TransactionRunner(SessionOptions(clock: Script.clock))
    let options = (0..<1_000).map { "\"\($0)\"" }.joined(separator: ",")
    let text = String(repeating: "\u{1EC7}", count: 990)
    for (key, format) in [("a", "text"), ("b", "text"), ("c", "choices"), ("d", "choices")] {
      let more = format == "text" ? "" : #","options":[\#(options)]"#
      _ = try session.answer(call("schema.define", #""key":"\#(key)","label":"L","format":"\#(format)"\#(more)"#))
    }
    for number in 1...contacts {
      _ = try session.answer(
        call("message.record", #""channel":"x","direction":"inbound","text":"a","from":{"externalId":"\#(number)"}"#))
      let edited = try session.answer(
        call(
          "attribute.edit",
          #""contactId":"contact-\#(number)","set":{"a":"\#(text)\#(number)","b":"\#(text)","c":[\#(options)],"d":[\#(options)]}"#
        ))
      try #require(edited.contains(#""result""#))
    }
    return session
  }

  /// Looks at links while others link by turns.
  @Test(arguments: [["a", "b"], ["c", "d"]]) func links(keys: [String]) throws {
    let session = try Self.desk(contacts: 20)
    let calls = (0..<200).map { number in
      number % 2 == 0
        ? Self.call("settings.set", #""matchingAttribute":"\#(keys[number / 2 % 2])""#)
        : Self.call("history.read", #""contactId":"contact-1","limit":1"#)
    }
    let count = try Self.executed(calls, session)
    #expect((10..<180).contains(count))
  }

  /// A look while the matching attribute is disabled finds nothing out: the next one counts.
  @Test func linksByTurnsWithADisabledAttribute() throws {
    let session = try Self.desk(contacts: 20)
    let look = Self.call("card.get", #""contactId":"contact-1""#)
    let turn = [
      Self.call("settings.set", #""matchingAttribute":"a""#),
      Self.call("schema.update", #""key":"a","enabled":false"#), look,
      Self.call("schema.update", #""key":"a","enabled":true"#), look,
      Self.call("settings.set", #""matchingAttribute":null"#),
    ]
    let count = try Self.executed((0..<200).flatMap { _ in turn }.dropLast(200), session)
    #expect((10..<900).contains(count))
  }

  /// What people do on a desk like others is far from the limit: a tenth of the contacts, and of the limit.
  @Test func anOrdinaryDesk() throws {
    let session = try TransactionRunner(SessionOptions(clock: Script.clock))
    for number in 1...500 {
      let values = (0..<10).map { #""k\#($0)":"a short value \#(number)""# }.joined(separator: ",")
      if number <= 10 {
        _ = try session.answer(Self.call("schema.define", #""key":"k\#(number - 1)","label":"L","format":"text""#))
      }
      _ = try session.answer(
        Self.call(
          "message.record", #""channel":"x","direction":"inbound","text":"a","from":{"externalId":"\#(number)"}"#))
      if number > 10 {
        _ = try session.answer(Self.call("attribute.edit", #""contactId":"contact-\#(number)","set":{\#(values)}"#))
      }
    }
    let tenth = WireLimits.batchWorkBytesMax / 10
    let condition = { (number: Int) in #"{"attribute":"k\#(number)","operator":"contains","value":"x\#(number)"}"# }
    let setUp = (0..<10).flatMap { number in
      [
        Self.call(
          "group.define",
          #""groupId":"g\#(number)","name":"G","match":"any","prioritized":true,"conditions":[\#(condition(number)),\#(condition((number + 1) % 10))]"#
        ),
        Self.call("queue.list", #""limit":1"#),
      ]
    }
    #expect(try Self.executed(setUp, session, left: tenth) == setUp.count)
    for (method, params) in [
      ("queue.list", ""), ("group.members", #""groupId":"g0""#), ("card.get", #""contactId":"contact-20""#),
      ("attribute.edit", #""contactId":"contact-20","set":{"k1":"%"}"#), ("queue.next", ""),
    ] {
      let calls = (0..<100).map { Self.call(method, params.replacing("%", with: "\($0)")) }
      #expect(try Self.executed(calls, session, left: tenth) == 100, "\(method)")
    }
  }

  /// Looks at the queue while a group changes by turns, at cards, and at members.
  @Test func groups() throws {
    let session = try Self.desk(contacts: 20)
    let contains = (0..<20).map { #"{"attribute":"a","operator":"contains","value":"x\#($0)"}"# }
    for number in 0..<50 {
      _ = try session.answer(
        Self.call(
          "group.define",
          #""groupId":"g\#(number)","name":"G","match":"any","prioritized":true,"conditions":[\#(contains.joined(separator: ","))]"#
        ))
    }
    let looks = (0..<200).map { number in
      number % 2 == 0
        ? Self.call("group.update", #""groupId":"g0","prioritized":\#(number % 4 == 0)"#)
        : Self.call("queue.next", "")
    }
    let count = try Self.executed(looks, session)
    #expect((2..<180).contains(count))
    for (method, params) in [
      ("card.get", { _ in #""contactId":"contact-1""# }), ("queue.list", { _ in "" }),
      ("attribute.edit", { #""contactId":"contact-1","set":{"a":"a\#($0)\#(String(repeating: "o", count: 900))"}"# }),
      (
        "conversation.setStatus",
        { #""conversationId":"conversation-1","status":"\#($0 % 2 == 0 ? "resolved" : "new")""# }
      ),
    ] as [(String, (Int) -> String)] {
      let count = try Self.executed((0..<200).map { Self.call(method, params($0)) }, session)
      #expect((2..<180).contains(count), "\(method)")
    }
  }

  /// A page of a list closes early where the rows cost much to look at, and the pages together have them all.
  @Test(arguments: [("queue.list", "conversations"), ("group.members", "contacts")])
  func pages(method: String, noun: String) throws {
    let session = try Self.desk(contacts: 20)
    let contains = (0..<19).map { #"{"attribute":"a","operator":"contains","value":"x\#($0)"}"# }
    let all = #"{"attribute":"a","operator":"notEmpty"}"#
    for number in 0..<100 {
      _ = try session.answer(
        Self.call(
          "group.define",
          #""groupId":"g\#(number)","name":"G","match":"any","prioritized":true,"conditions":[\#((contains + [all]).joined(separator: ","))]"#
        ))
    }
    let params = method == "queue.list" ? #""limit":100"# : #""groupId":"g1","limit":100"#
    var (cursor, pages, rows) = ("", 0, 0)
    repeat {
      let answer = try session.answer(Self.call(method, params + cursor))
      pages += 1
      rows += answer.components(separatedBy: #"{"contactId""#).count - 1
      rows += answer.components(separatedBy: #"{"conversationId""#).count - 1
      cursor = answer.firstMatch(of: #/"nextCursor":"([^"]+)"/#).map { #","cursor":"\#($0.output.1)""# } ?? ""
    } while !cursor.isEmpty && pages < 100
    #expect(rows == 20 && pages < 21)
    if method == "queue.list" { #expect(pages > 1) }
  }

  /// A batch stops at the same call in a process that has looked at the queue and at links before, and in one that has
  /// not.
  @Test(arguments: [
    ("queue.list", #""limit":1"#, #""vipEnabled":"#, ["true", "false"]),
    ("history.read", #""contactId":"contact-1","limit":1"#, #""matchingAttribute":"#, [#""c""#, #""d""#]),
  ])
  func isTheSameInEveryProcess(method: String, params: String, setting: String, values: [String]) throws {
    let look = Self.call(method, params)
    let calls = (0..<199).map { number in
      number % 2 == 0 ? look : Self.call("settings.set", setting + values[number / 2 % 2])
    }
    let counts = try [false, true].map { isLookedAt in
      let session = try Self.desk(contacts: 30)
      _ = try session.answer(Self.call("settings.set", #""matchingAttribute":"d""#))
      if method == "queue.list" {
        _ = try session.answer(
          Self.call("group.define", #"\#(Self.group)[{"attribute":"a","operator":"contains","value":"x"}]"#))
      }
      if isLookedAt { _ = try session.answer(look) }
      return try Self.executed(calls, session)
    }
    #expect(counts[0] == counts[1] && (4..<199).contains(counts[0]), "\(counts)")
  }

  /// Why contacts are linked is said in few words, however long their value is.
  @Test func aLongValueIsCut() throws {
    let session = try TransactionRunner(SessionOptions(clock: Script.clock))
    let long = String(repeating: "o", count: 240)
    let options = (0..<1_000).map { "\"\($0)\(long)\"" }.joined(separator: ",")
    _ = try session.answer(
      Self.call("schema.define", #""key":"c","label":"L","format":"choices","options":[\#(options)]"#))
    _ = try session.answer(Self.call("settings.set", #""matchingAttribute":"c""#))
    for number in 1...21 {
      _ = try session.answer(Self.call("contact.create", #""name":"M","attributes":{"c":[\#(options)]}"#))
      let history = try session.answer(Self.call("history.read", #""contactId":"contact-1","limit":1"#))
      #expect(history.utf8.count < 40_000 && history.contains("…") == (number > 1))
      // Of 21, none are linked, and the value is said once.
      let times = number > 20 ? 1 : number - 1
      #expect(history.components(separatedBy: #""value":"0\#(long), 1\#(long), "#).count - 1 == times)
    }
  }
}
