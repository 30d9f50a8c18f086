import Desk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

struct ChangeCodingTests {
  private static func bytes(_ change: Change) -> [UInt8] {
    var out = ByteWriter(capacity: 8)
    out.change(change)
    return out.withBytes { Array($0) }
  }

  private static func read(_ bytes: [UInt8], seq: Int) throws -> (change: Change, isWhole: Bool) {
    try bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      return (try reader.change(seq: seq), reader.isAtEnd)
    }
  }

  /// Every case comes back: the same words (which show every field, to the scalar), the same bytes.
  @Test(arguments: RandomChanges.Case.allCases) func comesBack(_ kind: RandomChanges.Case) throws {
    var changes = RandomChanges(seed: 1)
    for _ in 0..<100 {
      let change = changes.change(kind)
      let bytes = Self.bytes(change)
      let (again, isWhole) = try Self.read(bytes, seq: change.seq)
      #expect("\(again)".unicodeScalars.elementsEqual("\(change)".unicodeScalars) && isWhole)
      #expect(Self.bytes(again) == bytes)
    }
  }

  /// Cut anywhere, it is refused: nothing reads past its end.
  @Test(arguments: RandomChanges.Case.allCases) func cut(_ kind: RandomChanges.Case) {
    var changes = RandomChanges(seed: 7)
    for _ in 0..<10 {
      let bytes = Self.bytes(changes.change(kind))
      for end in bytes.indices {
        #expect(throws: CodingError.self) { try Self.read(Array(bytes[..<end]), seq: 1) }
      }
    }
  }

  /// Any byte changed in any of a few ways: it is refused, or it is another change in its one form. It never traps.
  @Test(arguments: RandomChanges.Case.allCases) func changed(_ kind: RandomChanges.Case) {
    var changes = RandomChanges(seed: 9)
    for _ in 0..<10 {
      let bytes = Self.bytes(changes.change(kind))
      for (at, flip) in bytes.indices.flatMap({ at in
        [1, 0x80, 0xFF, UInt8(changes.random.below(255))].map { (at, $0) }
      }) {
        var damaged = bytes
        damaged[at] ^= flip
        do {
          let (change, isWhole) = try Self.read(damaged, seq: 1)
          if isWhole { #expect(Self.bytes(change) == damaged, "byte \(at) of \(bytes)") }
        } catch {
          #expect(error is CodingError)
        }
      }
    }
  }

  @Test func anyBytes() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<20_000 {
      // The front of a change, then anything.
      var bytes: [UInt8] = [0, 1, UInt8(random.below(6)), UInt8(random.below(8)), 1, 1, UInt8(random.below(12))]
      for _ in 0..<random.below(40) { bytes.append(UInt8(random.percent(50) ? random.below(4) : random.below(256))) }
      do {
        let (change, isWhole) = try Self.read(bytes, seq: 1)
        if isWhole { #expect(Self.bytes(change) == bytes) }
      } catch {
        #expect(error is CodingError)
      }
    }
  }

  /// What must not be read: another form of the same, or what the desk cannot hold. Each begins with the time, the
  /// author, the cause; then noun, whom, case.
  @Test(
    arguments: [
      ([0x80, 0x00], "a number in its shortest form"), ([0xFF], "more bytes"),
      ([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02], "a number of 64 bits"),
      // The year 10000.
      ([0x80, 0xF0, 0xFE, 0xA1, 0xFA, 0x9D, 0x73, 1, 0, 2, 1, 2], "a time in the years 0000 to 9999"),
      ([0, 1, 0, 2, 0, 2], "a number from 1"), ([0, 1, 1, 0], "a number from 1"),
      ([0, 1, 5], "a cause that this program knows"), ([0, 1, 2, 4], "a word that this program knows"),
      ([0, 1, 0, 0], "a noun that this program knows"), ([0, 1, 0, 99], "a noun that this program knows"),
      ([0, 1, 0, 6, 1, 7], "what a change made"),
      ([0, 1, 0, 6, 1, 0, 0, 2], "zeros, and a 1"), ([0, 1, 0, 2, 1, 0], "a change that this program knows"),
      ([0, 1, 0, 2, 1, 11], "a change that this program knows"),
      ([0, 1, 0, 2, 1, 8, 2], "0 or 1"), ([0, 1, 0, 2, 1, 8, 1, 1, 0xFF], "UTF-8"),
      ([0, 1, 0, 2, 1, 8, 1, 3, 0xED, 0xA0, 0x80], "UTF-8"), ([0, 1, 0, 2, 1, 8, 1, 0xFF, 0x7F], "more bytes of text"),
      ([0, 1, 0, 5, 3, 0xFF, 0x7F], "a list of fewer elements"),
      ([0, 1, 0, 3, 1, 1, 2, 4], "a word that this program knows"),
      ([0, 1, 0, 2, 1, 7, 1, 1, 1, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0xF0, 0x7F], "a finite number"),
      ([0, 1, 0, 2, 1, 7, 1, 1, 1, 1, 2, 0, 4], "who sets values"),
      ([0, 1, 0, 2, 1, 6, 1, 3, 1, 0x61, 0, 0, 0, 0, 1, 1, 0], "the kind of a value"),
      ([0, 1, 0, 2, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], "a number of 63 bits"),
    ] as [([UInt8], String)])
  func refused(_ bytes: [UInt8], _ expected: String) {
    do {
      let (change, _) = try Self.read(bytes, seq: 1)
      Issue.record("read as \(change)")
    } catch let error as CodingError {
      #expect(error.expected.description == expected)
    } catch {
      Issue.record("\(error)")
    }
  }

  // MARK: Erasure

  /// A change that concerns a contact is blanked in as many bytes: still a change, by the same agent at the same time,
  /// with its contact and its numbers, and without a text. Blanked again, it stays as it is.
  @Test(arguments: RandomChanges.Case.allCases) func blanked(_ kind: RandomChanges.Case) throws {
    var changes = RandomChanges(seed: 11)
    for _ in 0..<50 {
      let change = changes.change(kind)
      let bytes = Self.bytes(change)
      let blanked = bytes.withUnsafeBytes { ChangeCoding.blanked($0) }
      guard let contact = change.what.contacts.first else {
        #expect(blanked == nil)
        continue
      }
      let blank = try #require(blanked)
      #expect(blank.count == bytes.count)
      let (again, isWhole) = try Self.read(blank, seq: change.seq)
      #expect(isWhole && (again.at, again.by, again.cause) == (change.at, change.by, change.cause))
      #expect(again.what.contacts == [contact] && "\(again.what.made)" == "\(change.what.made)")
      for text in ["a", "Zoë", "👩‍👩‍👧", "ß"] { #expect(!"\(again.what)".contains("\"\(text)\"")) }
      #expect(blank.withUnsafeBytes { ChangeCoding.blanked($0) } == blank)
    }
    #expect([1, 2, 3].withUnsafeBytes { ChangeCoding.blanked($0) } == nil)
  }

  /// A desk with all changes of a contact blanked opens: what concerns others is as it was, under the same numbers.
  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func aDeskWithSomebodyErased(seed: UInt64) throws {
    var calls = DrawnCalls(seed: seed)
    let (book, erased) = (Book(), Book())
    let gone = ContactID(1)
    for _ in 0..<200 {
      for change in calls.next(book) {
        #expect(book.accepts(change))
        book.apply(change)
        var fixture = change
        if change.what.contacts == [gone] {
          let bytes = try #require(Self.bytes(change).withUnsafeBytes { ChangeCoding.blanked($0) })
          fixture = try Self.read(bytes, seq: change.seq).change
        }
        #expect(erased.accepts(fixture), "\(fixture)")
        erased.apply(fixture)
      }
    }
    #expect(erased[gone].name == nil && erased[gone].identities.isEmpty && erased[gone].values.isEmpty)
    for number in 2..<book.nextContactID.number {
      #expect("\(book[ContactID(number)])" == "\(erased[ContactID(number)])")
    }
    #expect(book.nextMessageID == erased.nextMessageID && book.nextNoteID == erased.nextNoteID)
    #expect(book.nextConversationID == erased.nextConversationID && book.sizes.agents == erased.sizes.agents)
  }
}
