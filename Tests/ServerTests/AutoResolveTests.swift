import Desk
import Disk
import JSON
import Methods
import RPC
import Store
import Tables
import TestSupport
import Testing

@testable import Server

/// The rule of `autoResolveDays`: once, whichever process notices, and without anybody's waiting for it.
struct AutoResolveTests {
  private static func call(_ method: String, _ params: String = "{}") -> String {
    #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":\#(params)}"#
  }

  private static func setClock(_ day: Int) -> String {
    call("system.setClock", #"{"to":"2026-01-\#(day < 10 ? "0" : "")\#(day)T12:00:00Z"}"#)
  }

  /// `count` contacts, each with a conversation that was opened on the first day; resolved after three.
  private static func openings(_ count: Int, days: String = "3") -> [String] {
    [call("settings.set", #"{"autoResolveDays":\#(days)}"#)]
      + (1...count).flatMap { number in
        [
          call("contact.create", #"{"name":"Contact \#(number)"}"#),
          call("conversation.open", #"{"contactId":"contact-\#(number)","channel":"sms"}"#),
        ]
      }
  }

  private static let pending = call("conversation.list", #"{"status":"pending","limit":500}"#)
  private static let resolved = call("conversation.list", #"{"status":"resolved","limit":500}"#)

  private static func count(_ answer: String) -> Int { answer.split(separator: #""topics""#).count - 1 }

  /// How often the desk itself resolved each conversation.
  private static func resolutions(_ book: Book) -> [Int] {
    (1...max(book.sizes.conversations, 1)).map { number in
      var times = 0
      book.conversationTimelines.forward(number, after: nil) { entry in
        if case .event(let event) = Book.Entry(entry), book[event].by == .desk { times += 1 }
        return true
      }
      return times
    }
  }

  /// The same answers however the bytes arrive, in memory and in a folder.
  @Test func everySplit() throws {
    let lines = Self.openings(3) + [Self.setClock(4), Self.pending, Self.setClock(5), Self.resolved, Self.pending]
    let input = Array(lines.map { $0 + "\n" }.joined().utf8)
    let expected = try Script.run(input)
    let answers = String(decoding: expected, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(answers.suffix(4).map(Self.count) == [0, 0, 3, 0])
    for size in 1...input.count where size < 40 || size % 97 == 0 {
      #expect(try Script.run(input, pieces: [size]) == expected, "\(size)")
    }
    #expect(try Folder().answers(input) == expected)
  }

  @Test func onceByWhicheverProcessNotices() throws {
    let disk = MemoryDisk()
    let desks = try (1...3).map { try Folder(disk, process: Int32($0)) }
    for line in Self.openings(20) { _ = try desks[0].answers(line) }
    for (turn, day) in [(1, 5), (2, 6), (0, 7)] {
      #expect(Self.count(try desks[turn].answers(Self.setClock(day), Self.resolved)[1]) == 20)
    }
    for desk in desks {
      _ = try desk.answers(Self.pending)
      #expect(Self.resolutions(desk.runner.book) == Array(repeating: 1, count: 20))
    }
  }

  /// The tick of the clock does it too, without a call.
  @Test func atTheTick() throws {
    let desk = try Folder()
    for line in Self.openings(2) { _ = try desk.answers(line) }
    desk.session.setClock(try #require(Timestamp("2026-01-09T00:00:00Z")))
    // A script is the same however long it takes.
    desk.runner.tick()
    #expect(Self.resolutions(desk.runner.book) == [0, 0])
    // By the system's clock all of it was long ago.
    desk.session.clock = .system
    desk.runner.tick()
    #expect(Self.resolutions(desk.runner.book) == [1, 1])
    desk.runner.tick()
    #expect(Self.resolutions(desk.runner.book) == [1, 1])
    // What the tick committed is durable.
    try desk.reopen()
    #expect(Self.resolutions(desk.runner.book) == [1, 1])
  }

  /// A process for viewers changes nothing, and shows the desk as it is.
  @Test func viewersChangeNothing() throws {
    let disk = MemoryDisk()
    let writer = try Folder(disk, process: 1)
    for line in Self.openings(2) { _ = try writer.answers(line) }
    let reader = try Folder(disk, process: 2, options: .init(role: .viewer, clock: Script.clock))
    #expect(Self.count(try reader.answers(Self.setClock(9), Self.pending)[1]) == 2)
    reader.runner.tick()
    #expect(Self.resolutions(reader.runner.book) == [0, 0])
    #expect(Self.count(try writer.answers(Self.setClock(9), Self.pending)[1]) == 0)
  }

  /// Another process writes: nobody waits for the lock to keep a rule. It is kept a second later.
  @Test func theStoreIsLocked() throws {
    let disk = MemoryDisk()
    let (other, desk) = (try Folder(disk, process: 1), try Folder(disk, process: 2))
    for line in Self.openings(2) { _ = try desk.answers(line) }
    var ticks: Int64 = 0
    desk.session.ticks = { ticks }
    let transaction = try other.store.beginWrite()
    #expect(Self.count(try desk.answers(Self.setClock(9), Self.pending)[1]) == 2)
    #expect(desk.session.state.refusal == nil)
    try transaction.abort()
    // Not at once: each attempt costs a look at the lock.
    #expect(Self.count(try desk.answers(Self.pending)[0]) == 2)
    ticks = 1_000
    #expect(Self.count(try desk.answers(Self.pending)[0]) == 0)
  }

  /// A disk that fails: reads are answered as the desk is, and nothing is resolved that was not committed. Once the
  /// disk works again, the rule is kept.
  @Test(arguments: ["fdatasync", "pwrite", "fallocate"]) func theDiskFails(_ name: String) throws {
    let desk = try Folder()
    for line in Self.openings(2) { _ = try desk.answers(line) }
    var ticks: Int64 = 0
    desk.session.ticks = { ticks }
    desk.disk.fault = { $0.name == name ? MemoryDisk.ioError : nil }
    let answers = try desk.answers(Self.setClock(9), Self.pending, Self.resolved)
    if answers.map(Self.count) != [0, 0, 2] {
      #expect(answers.map(Self.count) == [0, 2, 0], "\(answers)")
      #expect(Self.resolutions(desk.runner.book) == [0, 0])
    }
    desk.disk.fault = { _ in nil }
    ticks = 5_000
    #expect(Self.count(try desk.answers(Self.pending)[0]) == 0)
    #expect(Self.resolutions(desk.runner.book) == [1, 1])
    try desk.reopen()
    #expect(Self.resolutions(desk.runner.book) == [1, 1])
  }

  /// A call whose commit fails goes back with what the rule did before it, and both are done once.
  @Test func aCommitThatFails() throws {
    let desk = try Folder()
    for line in Self.openings(2) { _ = try desk.answers(line) }
    var failures = 1
    desk.disk.fault = { call in
      guard call.name == "fdatasync", failures > 0 else { return nil }
      failures -= 1
      return MemoryDisk.ioError
    }
    var ticks: Int64 = 0
    desk.session.ticks = { ticks }
    let create = Self.call("contact.create", #"{"name":"Mira"}"#)
    let answers = try desk.answers(Self.setClock(9), create, Self.pending)
    #expect(answers[1].contains(#""code":1011"#) && Self.count(answers[2]) == 2, "\(answers)")
    // A call is taken again at once; the rule waits, so that a disk that fails does not fail with each read.
    #expect(try desk.answers(create)[0].contains("contact-3"))
    #expect(Self.resolutions(desk.runner.book) == [0, 0])
    ticks = 1_000
    _ = try desk.answers(Self.pending)
    #expect(Self.resolutions(desk.runner.book) == [1, 1])
  }

  /// More than a call resolves at once: the next calls go on.
  @Test func aLongBacklog() throws {
    let runner = try TransactionRunner(.init(clock: Script.clock))
    for line in Self.openings(2_500, days: "null") { _ = try runner.answer(line) }
    _ = try runner.answer(Self.setClock(9))
    _ = try runner.answer(Self.call("settings.set", #"{"autoResolveDays":3}"#))
    for expected in [1_000, 2_000, 2_500, 2_500] {
      _ = try runner.answer(Self.call("system.ping"))
      #expect(Self.resolutions(runner.book).reduce(0, +) == expected)
    }
  }

  /// Counted from the later of a message's time and its recording, and from what somebody did by hand; an imported
  /// message, a note and an assignment do not count.
  @Test func whatCounts() throws {
    let runner = try TransactionRunner(.init(clock: Script.clock))
    for line in Self.openings(1) { _ = try runner.answer(line) }
    let conversation = #""conversationId":"conversation-1""#
    let steps: [(line: String, due: String)] = [
      (Self.call("note.add", #"{\#(conversation),"text":"x"}"#), "2026-01-04T09"),
      (Self.setClock(2), "2026-01-04T09"),
      (Self.call("conversation.assign", #"{\#(conversation),"agentId":"local"}"#), "2026-01-04T09"),
      (
        Self.call("message.record", #"{\#(conversation),"direction":"outbound","text":"x","imported":true}"#),
        "2026-01-04T09"
      ),
      (Self.call("message.record", #"{\#(conversation),"direction":"outbound","text":"x"}"#), "2026-01-05T12"),
      (
        Self.call(
          "message.record", #"{\#(conversation),"direction":"outbound","text":"x","at":"2026-01-02T20:00:00Z"}"#),
        "2026-01-05T20"
      ),
      (
        Self.call(
          "message.record", #"{\#(conversation),"direction":"outbound","text":"x","at":"2019-01-02T20:00:00Z"}"#),
        "2026-01-05T20"
      ),
      (Self.setClock(3), "2026-01-05T20"),
      (Self.call("conversation.setStatus", #"{\#(conversation),"status":"new"}"#), "never"),
      (Self.setClock(4), "never"),
      (Self.call("conversation.setStatus", #"{\#(conversation),"status":"pending"}"#), "2026-01-07T12"),
      (Self.call("settings.set", #"{"autoResolveDays":30}"#), "2026-02-03T12"),
      (Self.call("settings.set", #"{"autoResolveDays":null}"#), "never"),
    ]
    for (line, due) in steps {
      #expect(try runner.answer(line).contains(#""result""#), "\(line)")
      #expect(runner.book.autoResolveDueAt.map { $0.description.hasPrefix(due) } ?? (due == "never"), "\(line)")
    }
  }
}
