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
    let store = try #require(writer.session.store)
    let write = try store.beginWrite()
    let answer = try other.answers(line)
    #expect(answer.count == 1 && answer[0].contains(part), "\(answer)")
    #expect(!isWaiting)
    try write.abort()
  }

  /// What others commit while a call waits is what it, and those behind it, are decided on.
  @Test(arguments: [
    ([update("Lena", ifVersion: 3)], "versionConflict"),
    ([call(1, "contact.create", #"{"name":"Anna"}"#), update("Lena", ifVersion: 4)], #""version":6"#),
  ])
  func isDecidedAgain(_ lines: [String], _ part: String) throws {
    let (disk, writer, other) = try Self.sessions()
    let store = try #require(writer.session.store)
    let write = try store.beginWrite()
    var (pauses, told) = (0, [String]())
    disk.paused = { _ in
      pauses += 1
      guard pauses == 3 else { return }
      do { told = try writer.answers(Self.update("Ines", ifVersion: 3)) } catch { Issue.record(error) }
    }
    let answers = try other.answers(Array(lines.map { $0 + "\n" }.joined().utf8))
    try write.abort()
    #expect(pauses == 3 && told.first?.contains(#""version":4"#) == true, "\(told)")
    #expect(String(decoding: answers, as: UTF8.self).contains(part), "\(answers)")
  }

  /// A call that was the first of its message on what a process knew is a repeat of what another one recorded.
  @Test func aRepeatOfWhatAnotherRecorded() throws {
    let (disk, writer, other) = try Self.sessions()
    let message = Self.call(
      7, "message.record",
      #"{"channel":"sms","direction":"inbound","from":{"externalId":"+4915112345678"},"externalId":"m1","text":"Hi"}"#)
    let store = try #require(writer.session.store)
    let write = try store.beginWrite()
    var first = [String]()
    disk.paused = { _ in
      guard first.isEmpty else { return }
      do { first = try writer.answers(message) } catch { Issue.record(error) }
    }
    let second = try other.answers(message)
    try write.abort()
    #expect(first.count == 1 && first[0].contains(#""message":true"#), "\(first)")
    #expect(second.count == 1 && second[0].contains(#""message":false"#), "\(second)")
    #expect(other.session.book.seq == writer.session.book.seq)
  }
}
