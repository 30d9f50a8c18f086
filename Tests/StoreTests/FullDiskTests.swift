import Desk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

/// A disk without room refuses a call before it is in the book: a large desk is not read again for each of them.
struct FullDiskTests {
  /// A desk with a contact on a disk that is full.
  private static func full(_ sync: StoreState.SyncPolicy) throws -> StoreFixture {
    let fixture = try StoreFixture(sync: sync)
    while fixture.book.sizes.contacts == 0 { fixture.call() }
    #expect(try fixture.commit())
    fixture.disk.room = fixture.disk.files.values.reduce(0) { $0 + $1.bytes.count }
    return fixture
  }

  /// A call for which the journal has no room.
  private static func large(_ book: Book, bytes: Int = 70_000) -> [Change] {
    let reason = String(repeating: "a", count: bytes)
    let what = Change.What.contact(ContactID(1), .vipPromoted(reason: reason))
    return [Change(seq: book.seq + 1, at: Timestamp(milliseconds: 0), by: AgentNumber(1), what: what)]
  }

  @Test(arguments: [StoreState.SyncPolicy.always, .never]) func refused(_ sync: StoreState.SyncPolicy) throws {
    let fixture = try Self.full(sync)
    let (book, everything, before) = (fixture.book, fixture.book.everything, fixture.disk.calls.count)
    for _ in 0..<3 {
      // The first call finds no room, later ones not even a transaction; none of them reads the desk.
      #expect(throws: StoreError.self) {
        var write = try fixture.store.beginWrite()
        try write.stage(Self.large(fixture.book))
      }
      #expect(fixture.book === book && fixture.book.everything == everything)
      #expect(fixture.store.failure?.error.advice.contains("Make room") == true)
    }
    // Each looks at the last record, and the first at what follows it.
    #expect(fixture.disk.calls[before...].filter { $0.name == "read" }.count <= 12)
    fixture.disk.room = .max
    fixture.call()
    #expect(try fixture.commit() && fixture.store.failure == nil)
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }

  /// A call that fits into no journal does not begin another one at each try: what room there is stays for small ones.
  @Test func oneJournal() throws {
    let fixture = try Self.full(.always)
    fixture.disk.room += 200_000
    for _ in 0..<10 {
      #expect(throws: StoreError.self) {
        var write = try fixture.store.beginWrite()
        try write.stage(Self.large(fixture.book, bytes: 300_000))
      }
      #expect(fixture.names.count <= 2, "\(fixture.names)")
    }
    fixture.call()
    #expect(try fixture.commit())
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }

  /// The calls of a transaction for which there was room are committed, where there is none for the next.
  @Test(arguments: [StoreState.SyncPolicy.always, .never]) func theRestStays(_ sync: StoreState.SyncPolicy) throws {
    let fixture = try Self.full(sync)
    let before = fixture.book.seq
    fixture.call()
    fixture.call()
    #expect(fixture.book.seq >= before + 2)
    let staged = fixture.book.everything
    #expect(throws: StoreError.self) { try fixture.write?.stage(Self.large(fixture.book)) }
    #expect(fixture.book.everything == staged)
    #expect(try fixture.commit())
    #expect(try fixture.reopened().book.everything == staged)
  }
}
