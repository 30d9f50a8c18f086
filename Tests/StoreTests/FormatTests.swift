import Desk
import TestSupport
import Testing

@testable import Store

/// What files say, for ever: a change here makes every desk that is kept unreadable, or another one.
struct FormatTests {
  @Test func words() {
    #expect(
      numbers(Network.self) == [
        "instagram": 1, "facebook": 2, "x": 3, "linkedin": 4, "whatsapp": 5, "messenger": 6, "telegram": 7, "sms": 8,
        "email": 9, "webchat": 10, "other": 11,
      ])
    #expect(numbers(Role.self) == ["viewer": 1, "agent": 2, "admin": 3])
    #expect(numbers(Conversation.Status.self) == ["new": 1, "pending": 2, "resolved": 3])
    #expect(
      numbers(AttributeFormat.self) == [
        "text": 1, "number": 2, "date": 3, "boolean": 4, "email": 5, "phone": 6, "url": 7, "language": 8, "choice": 9,
        "choices": 10,
      ])
    #expect(numbers(AttributeDefinition.Kind.self) == ["default": 1, "channel": 2, "custom": 3])
  }

  private func numbers<Word: StablyNumbered & RawRepresentable<String>>(_: Word.Type) -> [String: UInt8] {
    Dictionary(uniqueKeysWithValues: Word.allCases.map { ($0.rawValue, $0.stableNumber) })
  }

  /// Changes name channels and definitions by number: those that every desk starts with keep theirs.
  @Test func beginnings() {
    let book = Book()
    let channels = [
      "instagram", "facebook", "x", "linkedin", "whatsapp", "messenger", "telegram", "sms", "email", "webchat", "other",
    ]
    #expect(channels.map { book.channel(id: $0)?.number } == Array(1...11))
    #expect(
      book.definitions.map { "\($0.number) \($0.key)" } == [
        "1 email", "2 phone", "3 url", "4 bio", "5 location", "6 language", "7 followers",
      ])
  }

  /// A change, byte for byte.
  @Test func change() {
    let content = Message.Content(
      text: "Hi", attachments: [], at: Timestamp(milliseconds: 64), externalId: "x")
    let change = Change(
      seq: 9, at: Timestamp(milliseconds: -1), by: AgentNumber(300),
      what: .messageRecorded(MessageID(2), ConversationID(1), .identity(nil), toldHandle: true, content))
    var out = ByteWriter(capacity: 1)
    out.change(change)
    let bytes: [UInt8] = [
      0x01, 0xAC, 0x02, 14, 2, 1, 1, 0, 1, 2, 0x48, 0x69, 0, 0x80, 0x01, 1, 1, 0x78,
    ]
    #expect(out.withBytes { Array($0) } == bytes)
  }

  @Test func header() throws {
    let header = FileHeader(kind: .journal, number: 2, seq: 3, extent: 4, salt: 5, begun: 6, follows: 7)
    var out = ByteWriter()
    header.write(to: &out)
    let bytes = out.withBytes { Array($0) }
    let expected: [UInt8] =
      Array("contdskJ".utf8) + [2, 0, 0, 0, 2, 0, 0, 0] + [2, 3, 4, 5, 6].flatMap { [$0, 0, 0, 0, 0, 0, 0, 0] }
      + [7, 0, 0, 0]
    #expect(Array(bytes[..<60]) == expected && bytes.count == 64)
    #expect(try read(bytes) == header)
    #expect(header.name == "journal-2" && FileHeader.number(.journal, in: "journal-2") == 2)
    for name in ["journal-02", "journal-0", "journal--1", "journal-2.new", "snapshot-2", "journal-+2", "journal-"] {
      #expect(FileHeader.number(.journal, in: name) == nil, "\(name)")
    }
    // Every bit counts.
    for bit in 0..<64 * 8 {
      var damaged = bytes
      damaged[bit / 8] ^= 1 << (bit % 8)
      #expect(throws: StoreError.self) { try read(damaged) }
    }
  }

  /// A journal of format 1 is read and written on, and gets no mark, which a program of that format would take for
  /// damage. The next journal is of the present format.
  @Test func earlier() throws {
    let kept = try Kept()
    kept.call()
    try kept.commit()
    let file = try kept.file("journal-1")
    file.bytes.replaceSubrange(8..<12, with: [1, 0, 0, 0])
    Self.mendChecksum(&file.bytes)
    let found = try kept.reopened()
    found.call()
    try found.commit()
    let end = found.store.journal.end
    try found.store.close()
    #expect(found.store.journal.end == end && found.told == [])
    let again = try found.reopened()
    try again.store.snapshot { Issue.record("\($0)") }
    #expect(again.store.journal.header.takesMarks)
    #expect(try again.reopened().book.everything == found.book.everything)
  }

  private static func mendChecksum(_ bytes: inout [UInt8]) {
    let checksum = bytes.withUnsafeBytes { CRC32C.of(.init(rebasing: $0[..<60])) }
    withUnsafeBytes(of: checksum.littleEndian) { bytes.replaceSubrange(60..<64, with: $0) }
  }

  /// An older program that meets a later format stops and says so.
  @Test(arguments: [8, 12]) func later(_ offset: Int) {
    var out = ByteWriter()
    FileHeader(kind: .journal, number: 2, seq: 3, extent: 4, salt: 5, begun: 6).write(to: &out)
    var bytes = out.withBytes { Array($0) }
    bytes[offset] = 3
    Self.mendChecksum(&bytes)
    do {
      _ = try read(bytes)
      Issue.record("it was read")
    } catch StoreError.tooNew(let name, _, _) {
      #expect(name == "journal-2")
    } catch {
      Issue.record("\(error)")
    }
  }

  private func read(_ bytes: [UInt8]) throws -> FileHeader {
    try bytes.withUnsafeBytes { try FileHeader.read($0, .journal, 2) }
  }
}
