import Desk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

/// The format of the files: a change here makes existing desks unreadable, or changes what they say.
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
      what: .conversation(
        ConversationID(1), of: ContactID(5), .messageRecorded(MessageID(2), .identity(nil), toldHandle: true, content)))
    var out = ByteWriter(capacity: 1)
    out.change(change)
    let bytes: [UInt8] = [
      0x01, 0xAC, 0x02, 0, 3, 1, 5, 4, 2, 1, 0, 1, 2, 0x48, 0x69, 0, 0x80, 0x01, 1, 1, 0x78,
    ]
    #expect(out.withBytes { Array($0) } == bytes)
  }

  /// A header, byte for byte: two copies, zeros between, and the records after.
  @Test func header() throws {
    let header = FileHeader(kind: .journal, number: 2, seq: 3, extent: 4, salt: 5, begun: 6, follows: 7)
    let bytes = HeaderCopiesTests.bytes(header)
    let expected: [UInt8] =
      Array("contdskJ".utf8) + [3, 0, 0, 0, 2, 0, 0, 0] + [2, 3, 4, 5, 6].flatMap { [$0, 0, 0, 0, 0, 0, 0, 0] }
      + [7, 0, 0, 0, 0xC9, 0x2C, 0x2C, 0xA4]
    let zeros = [UInt8](repeating: 0, count: 4_032)
    #expect(bytes == expected + zeros + expected && bytes.count == 4_160)
    #expect((FileHeader.bytes, FileHeader.copyStart, FileHeader.recordsStart) == (64, 4_096, 4_160))
    let found = try HeaderCopiesTests.read(bytes)
    #expect(found.header == header && found.damage.isEmpty)
    #expect(header.name == "journal-2" && FileHeader.number(.journal, in: "journal-2") == 2)
    for name in ["journal-02", "journal-0", "journal--1", "journal-2.new", "snapshot-2", "journal-+2", "journal-"] {
      #expect(FileHeader.number(.journal, in: name) == nil, "\(name)")
    }
  }

  /// A record's header, byte for byte: its checksum is that of the salt's 8 bytes and of the 28 bytes before it.
  @Test func record() throws {
    let salt: UInt64 = 0x1122_3344_5566_7788
    var out = ByteWriter()
    let start = out.beginRecord()
    out.byte(0x61)
    out.endRecord(start, seq: 9, count: 1, synced: 4_160, seed: RecordSeed(salt: salt))
    let bytes = out.withBytes { Array($0) }
    let fields: [UInt8] =
      [1, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x10, 0, 0, 0, 0, 0, 0] + [0x30, 0x43, 0xD0, 0xC1]
    let salted: [UInt8] = [0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11] + fields
    let checksum = salted.withUnsafeBytes { CRC32C.of($0) }
    #expect(Array(bytes[..<28]) == fields && bytes[32...] == [0x61])
    #expect(bytes.withUnsafeBytes { $0.fixed(28, UInt32.self) } == checksum)
    #expect(checksum == 0x0EF8_0FF1)
    // Every bit of the salt counts.
    for bit in 0..<64 {
      let seed = RecordSeed(salt: salt ^ 1 << bit)
      #expect(bytes.withUnsafeBytes { Record($0, at: 8_192, seed: seed) } == nil, "bit \(bit)")
    }
    #expect(bytes.withUnsafeBytes { Record($0, at: 8_192, seed: RecordSeed(salt: salt)) }?.seq == 9)
  }

  /// Every case keeps its number, and each noun its own.
  @Test func cases() {
    #expect(
      ChangeCoding.Noun.allCases.map { "\($0.rawValue) \($0)" } == [
        "1 agent", "2 contact", "3 conversation", "4 note", "5 schema", "6 erased", "7 team", "8 channel",
        "9 settings", "10 group", "11 lookup",
      ])
    let cases = RandomChanges.Case.allCases.map { "\($0)" }
    #expect(
      cases == [
        "agent(recorded)", "agent(renamed)", "agent(defined)", "agent(updated)", "contact(created)", "contact(named)",
        "contact(detailsChanged)",
        "contact(identityAdded)", "contact(identityUpdated)", "contact(identityRemoved)", "contact(attributesChanged)",
        "contact(vipPromoted)", "contact(vipDemoted)", "conversation(opened)",
        "conversation(statusSet)", "conversation(assigned)", "conversation(messageRecorded)",
        "conversation(messageImported)", "note(added)",
        "note(edited)", "note(removed)", "schema(defined)", "schema(updated)", "schema(reordered)", "schema(removed)",
        "team(defined)", "team(renamed)", "team(removed)", "channel(defined)", "channel(renamed)", "channel(removed)",
        "settings(set)", "settings(connectorConfigured)", "group(defined)", "group(updated)", "group(removed)",
        "lookup(asked)", "lookup(notMatched)", "lookup(failed)", "lookup(matched)", "lookup(confirmed)",
        "lookup(rejected)", "erased",
      ])
    let counts: [UInt8] = [4, 9, 5, 3, 4, 3, 3, 2, 3, 6]
    #expect(RandomChanges.Case.numbers == counts.map { Array(1...$0) })
  }

  /// A noun, a case, a cause or a word of a later version, in a record whose checksum is right, is no damage.
  @Test func laterChanges() throws {
    // at 0, by 1, a call; then a noun, a case, a role of none of ours.
    let later: [[UInt8]] = [
      [0, 1, 0, 99], [0, 1, 0, 1, 1, 5], [0, 1, 0, 2, 1, 11], [0, 1, 5, 1], [0, 1, 0, 1, 1, 1, 1, 0x61, 1, 0x61, 4],
    ]
    for bytes in later {
      let error = #expect(throws: CodingError.self) {
        try bytes.withUnsafeBytes { bytes in
          var reader = ByteReader(bytes)
          _ = try reader.change(seq: 1)
        }
      }
      #expect(error?.isLater == true, "\(bytes)")
    }
  }
}
