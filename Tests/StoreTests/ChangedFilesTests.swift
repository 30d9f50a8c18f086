import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

/// Other programs change the files under a running process: restored backups, synchronised folders, `truncate`. Nothing
/// is acknowledged into a file that nobody will read. Reads go on, unless committed records are gone: then the session
/// is over. Writes go on once the file is back.
struct ChangedFilesTests {
  enum Change: CaseIterable {
    case removed, moved, replaced, shortened, shortenedRecords
  }

  private static let path = StoreFixture.folder + "/journal-1"

  private static func make(_ change: Change, _ fixture: StoreFixture) throws {
    let content = try fixture.file("journal-1")
    switch change {
    case .removed: fixture.disk.files[path] = nil
    case .moved:
      fixture.disk.files[path] = nil
      fixture.disk.files[StoreFixture.folder + "/elsewhere"] = content
    case .replaced: fixture.disk.files[path] = content.duplicate
    case .shortened: content.bytes.removeLast(1_000)
    case .shortenedRecords: content.bytes.removeSubrange((fixture.store.chain.journal.position.end - 10)...)
    }
  }

  @Test(arguments: Change.allCases, [false, true]) func refuses(_ change: Change, startsWriting: Bool) throws {
    let fixture = try StoreFixture()
    for _ in 0..<5 { fixture.call() }
    #expect(try fixture.commit())
    let (everything, content) = (fixture.book.everything, try fixture.file("journal-1"))
    let bytes = content.bytes
    fixture.call()
    try Self.make(change, fixture)
    if startsWriting { fixture.startWriting() }
    do throws(StoreError) { #expect(try !fixture.commit()) } catch { #expect(error.exitCode == 65, "\(error)") }
    let failure = try #require(fixture.failure)
    #expect("\(failure.reason)".contains("journal-1"), "\(failure.reason)")
    #expect((failure.unreadable != nil) == (change == .shortenedRecords))
    if failure.unreadable == nil { #expect(fixture.book.everything == everything) }
    #expect(throws: StoreError.self) { try fixture.begin() }
    // Put back as it was acknowledged.
    content.bytes = bytes
    fixture.disk.files[StoreFixture.folder + "/elsewhere"] = nil
    fixture.disk.files[Self.path] = content
    try fixture.begin()
    #expect(fixture.book.everything == everything)
    fixture.call()
    #expect(try fixture.commit())
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }
}
