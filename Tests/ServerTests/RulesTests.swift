import Desk
import Foundation
import Methods
import Store
import TestSupport
import Testing

@testable import Server

/// What the desk does by itself, among the calls of clients: each call is answered once and in its place, and a disk
/// that fails costs reads nothing but the attempt.
struct RulesTests {
  private static func call(_ id: Int, _ method: String, _ params: String = "{}") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"#
  }

  /// A folder whose next call resolves conversations: so many of contact-1 are pending, for a day and longer.
  private static func folder(_ conversations: Int) throws -> Folder {
    let folder = try Folder()
    var script = [call(0, "settings.set", #"{"autoResolveDays":1}"#), call(0, "contact.create", #"{"name":"Mira"}"#)]
    for _ in 0..<conversations {
      script.append(call(0, "conversation.open", #"{"contactId":"contact-1","channel":"x"}"#))
    }
    script.append(call(0, "system.setClock", #"{"to":"2026-01-03T09:00:00Z"}"#))
    let answers = try folder.answers(Array(script.map { $0 + "\n" }.joined().utf8))
    #expect(!String(decoding: answers, as: UTF8.self).contains(#""error""#))
    return folder
  }

  private static func pending(_ folder: Folder) -> Int {
    (1...folder.runner.book.sizes.conversations).filter {
      folder.runner.book[ConversationID($0)].status == .pending
    }.count
  }

  /// More are due than are resolved before one call, and a commit is due before each call: no answer is lost or
  /// doubled, on lines and in a batch.
  @Test(arguments: ["system.ping", "store.snapshot", "contact.list"], [false, true])
  func eachCallIsAnsweredOnce(_ method: String, inBatch: Bool) throws {
    let folder = try Self.folder(25)
    folder.session.resolvedMax = 10
    var time: Int64 = 0
    folder.session.ticks = {
      time += 1_000
      return time
    }
    let calls = (1...4).map {
      Self.call($0, $0 == 2 ? "vip.promote" : method, $0 == 2 ? #"{"contactId":"contact-1"}"# : "{}")
    }
    let text = inBatch ? "[\(calls.joined(separator: ","))]\n" : calls.map { $0 + "\n" }.joined()
    let output = String(decoding: try folder.answers(Array(text.utf8)), as: UTF8.self)
    let ids = output.components(separatedBy: #""id":"#).dropFirst().map { $0.prefix { $0 != "," } }
    #expect(ids == ["1", "2", "3", "4"], "\(method): \(ids)")
    #expect(!output.contains(#""error""#), "\(output.prefix(500))")
    // No rule is kept before a snapshot: all that was committed is in it.
    let left = method == "store.snapshot" ? 15 : 0
    #expect(Self.pending(folder) == left)
    try folder.reopen()
    #expect(Self.pending(folder) == left)
  }

  /// A disk that takes no changes: reads are answered, and the rule is tried again once in a while, not at each read.
  @Test func aFailingDisk() throws {
    let folder = try Self.folder(3)
    var time: Int64 = 0
    folder.session.ticks = { time }
    var failures = 0
    folder.disk.fault = { call in
      guard call.name == "fdatasync" else { return nil }
      failures += 1
      return MemoryDisk.ioError
    }
    var counts: [Int] = []
    for _ in 0..<5 {
      let answer = try folder.answers(Self.call(1, "conversation.list", #"{"status":"pending","limit":3}"#))
      #expect(answer.count == 1 && answer[0].components(separatedBy: #""status":"pending""#).count == 4, "\(answer)")
      counts.append(failures)
    }
    #expect(counts[0] > 0 && counts == Array(repeating: counts[0], count: 5), "\(counts)")
    time += 1_000
    _ = try folder.answers(Self.call(1, "system.ping"))
    #expect(failures > counts[0])
    // Each pause is twice as long as the one before it, up to 64 s.
    for pause in [2, 4, 8, 16, 32, 64, 64] {
      let before = failures
      time += Int64(pause) * 1_000 - 1
      _ = try folder.answers(Self.call(1, "system.ping"))
      #expect(failures == before, "\(pause)")
      time += 1
      _ = try folder.answers(Self.call(1, "system.ping"))
      #expect(failures > before, "\(pause)")
    }
    folder.disk.fault = { _ in nil }
    time += 64_000
    for _ in 0..<2 { _ = try folder.answers(Self.call(1, "system.ping")) }
    #expect(Self.pending(folder) == 0 && folder.session.rulesPause == 0)
  }

  /// A change that no client asked for, and whose commit fails: the caller is not taken for recorded by it.
  @Test func aRecordThatFails() throws {
    let folder = try Folder()
    let contact = Change.What.contact(ContactID(1), .created(name: "Mira", identities: [], labels: []))
    folder.disk.fault = { $0.name == "fdatasync" ? MemoryDisk.ioError : nil }
    #expect(throws: (any Error).self) { try folder.runner.record(contact) }
    folder.disk.fault = { _ in nil }
    try folder.runner.record(contact)
    let answer = try folder.answers(Self.call(1, "note.add", #"{"contactId":"contact-1","text":"a"}"#))
    #expect(answer.first?.contains(#""agentId":"local""#) == true, "\(answer)")
    try folder.reopen()
    #expect(folder.runner.book.sizes == (1, 1, 0, 0, 1))
  }

  /// What the rules do in a batch counts as its work: they hold everybody else up.
  @Test func workOfABatch() throws {
    let folder = try Self.folder(25)
    folder.session.resolvedMax = 10
    folder.session.context.work.account = .init()
    folder.session.keepRules(at: .batch)
    let first = folder.session.context.work.account?.bytes ?? 0
    folder.session.keepRules(at: .batch)
    #expect(first > 0 && folder.session.context.work.account?.bytes == 2 * first)
    folder.session.context.work.account = nil
    folder.session.keepRules(at: .line)
    #expect(folder.session.context.work.account == nil && Self.pending(folder) == 0)
    try folder.session.commit()
  }

  /// An admin whose new name is still to be taken changes themselves: both count.
  @Test(arguments: [
    (#"{"agentId":"anna","teamIds":["t"]}"#, #""name":"Anna B""#),
    (#"{"agentId":"anna","name":"Ann"}"#, #""name":"Ann""#),
    (#"{"agentId":"anna","active":false}"#, #""name":"Anna B""#),
  ])
  func anAdminWhoComesWithANewName(_ params: String, _ name: String) throws {
    var changes: [Change] = []
    let runner = try TransactionRunner(.init(clock: Script.clock)) { changes.append($0) }
    for line in [
      Self.call(1, "team.define", #"{"teamId":"t","name":"T"}"#),
      Self.call(1, "system.hello", #"{"agent":"anna:Anna"}"#),
      Self.call(1, "system.hello", #"{"agent":"anna:Anna B"}"#), Self.call(1, "agent.update", params),
    ] {
      let answer = try runner.answer(line)
      #expect(answer.contains(#""result""#), "\(answer)")
      if line.contains("agent.update") { #expect(answer.contains(name), "\(answer)") }
    }
    let listed = try runner.answer(Self.call(2, "agent.list"))
    #expect(listed.contains(name), "\(listed)")
    let book = Book()
    for change in changes {
      if case .agent(let number, .updated(let details, letGo: _)) = change.what {
        #expect(book[number].details.isSame(as: details.before), "\(details)")
      }
      book.apply(change)
    }
    // Nothing is left to be said of them.
    let seq = runner.book.seq
    _ = try runner.answer(Self.call(3, "vip.promote", #"{"contactId":"contact-1"}"#))
    #expect(runner.book.seq == seq)
  }
}
