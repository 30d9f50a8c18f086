import Desk
import Disk
import JSON
import RPC
import Store
import TestSupport
import Testing

@testable import Server

/// A call is decided first, and waits for the lock only if it has changes; then it is decided on what all have
/// committed.
struct DecideFirstTests {
  /// Two sessions on one folder; the first made contact-1, a VIP, whose version is 3.
  private static func sessions(role: Role = .admin) throws -> (disk: MemoryDisk, writer: Folder, other: Folder) {
    let disk = MemoryDisk()
    let writer = try Folder(disk, process: 1)
    let made = try writer.answers(
      call(1, "contact.create", #"{"name":"Mira"}"#), call(2, "vip.promote", #"{"contactId":"contact-1"}"#))
    #expect(made.count == 2 && made[1].contains(#""version":3"#), "\(made)")
    return (disk, writer, try Folder(disk, process: 2, options: .init(role: role, clock: Script.clock)))
  }

  private static func call(_ id: Int, _ method: String, _ params: String = "{}") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":\#(params)}"#
  }

  private static func update(_ name: String, ifVersion: Int) -> String {
    call(9, "contact.update", #"{"contactId":"contact-1","name":"\#(name)","ifVersion":\#(ifVersion)}"#)
  }

  static let withoutChanges: [(Role, String, String)] = [
    (.admin, call(9, "card.get", #"{"contactId":"contact-1"}"#), #""name":"Mira""#),
    (.admin, call(9, "system.hello"), #""result""#),
    (.admin, call(9, "system.hello", #"{"agent":"local"}"#), #""result""#),
    (.admin, call(9, "vip.promote", #"{"contactId":"contact-1"}"#), #""result""#),
    (.admin, update("Mira", ifVersion: 3), #""result""#),
    (.admin, update("Ines", ifVersion: 2), "versionConflict"),
    (.admin, call(9, "contact.update", #"{"contactId":"contact-1","name":7}"#), "invalidParams"),
    (.admin, call(9, "note.add", #"{"contactId":"contact-9","text":"x"}"#), "notFound"),
    (.admin, call(9, "note.add", #"{"contactId":"contact-1","text":" "}"#), "invalidValue"),
    (.viewer, call(9, "note.add", #"{"contactId":"contact-1","text":"x"}"#), "forbidden"),
  ]

  @Test(arguments: withoutChanges) func waitsForNobody(_ role: Role, _ line: String, _ part: String) throws {
    let (disk, writer, other) = try Self.sessions(role: role)
    var isWaiting = false
    disk.paused = { _ in isWaiting = true }
    let transaction = try writer.store.beginWrite()
    let answer = try other.answers(line)
    #expect(answer.count == 1 && answer[0].contains(part), "\(answer)")
    #expect(!isWaiting)
    try transaction.abort()
  }

  /// What others commit while a call waits is what it, and those after it, are decided on.
  @Test(arguments: [
    ([update("Lena", ifVersion: 3)], "versionConflict"),
    ([call(1, "contact.create", #"{"name":"Anna"}"#), update("Lena", ifVersion: 4)], #""version":6"#),
  ])
  func isDecidedAgain(_ lines: [String], _ part: String) throws {
    let (disk, writer, other) = try Self.sessions()
    var transaction: WriteTransaction? = try writer.store.beginWrite()
    var (pauses, told) = (0, [String]())
    disk.paused = { _ in
      pauses += 1
      guard pauses == 3 else { return }
      do {
        try transaction.take()?.abort()
        told = try writer.answers(Self.update("Ines", ifVersion: 3))
      } catch { Issue.record(error) }
    }
    let answers = try other.answers(Array(lines.map { $0 + "\n" }.joined().utf8))
    #expect(pauses == 3 && told.first?.contains(#""version":4"#) == true, "\(told)")
    #expect(String(decoding: answers, as: UTF8.self).contains(part), "\(answers)")
  }

  /// A decision that is made again and comes to nothing gives the lock back; in a batch, what follows works on the
  /// folder itself and takes the lock again.
  @Test func aDecisionThatComesToNothing() throws {
    let (disk, writer, other) = try Self.sessions()
    var transaction: WriteTransaction? = try writer.store.beginWrite()
    var isRenamed = false
    disk.paused = { _ in
      guard !isRenamed else { return }
      isRenamed = true
      do {
        try transaction.take()?.abort()
        _ = try writer.answers(Self.update("Ines", ifVersion: 3))
      } catch { Issue.record(error) }
    }
    let rename = Self.call(1, "contact.update", #"{"contactId":"contact-1","name":"Ines"}"#)
    let parts = [rename, Self.call(2, "store.snapshot"), Self.call(3, "contact.create", #"{"name":"Anna"}"#)]
    let answers = try other.answers("[\(parts.joined(separator: ","))]")
    #expect(isRenamed && answers.count == 1)
    #expect(answers[0].contains(#""version":4"#) && answers[0].contains(#""contactId":"contact-2""#), "\(answers)")
    #expect(answers[0].contains(#""snapshotSeq":4"#), "\(answers)")
    try writer.store.beginWrite(isPatient: false).abort()
  }

  /// A call that was the first of its message on what a process knew is a repeat of what another one recorded.
  @Test func aRepeatOfWhatAnotherRecorded() throws {
    let (disk, writer, other) = try Self.sessions()
    let message = Self.call(
      7, "message.record",
      #"{"channel":"sms","direction":"inbound","from":{"externalId":"+4915112345678"},"externalId":"m1","text":"Hi"}"#)
    var transaction: WriteTransaction? = try writer.store.beginWrite()
    var first = [String]()
    disk.paused = { _ in
      guard first.isEmpty else { return }
      do {
        try transaction.take()?.abort()
        first = try writer.answers(message)
      } catch { Issue.record(error) }
    }
    let second = try other.answers(message)
    #expect(first.count == 1 && first[0].contains(#""message":true"#), "\(first)")
    #expect(second.count == 1 && second[0].contains(#""message":false"#), "\(second)")
    #expect(other.runner.book.seq == writer.runner.book.seq)
  }
}
