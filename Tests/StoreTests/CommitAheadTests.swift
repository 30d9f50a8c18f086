import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

/// A commit that is begun before it is waited for: the disk writes while the answer is made.
struct CommitAheadTests {
  private func names(_ fixture: StoreFixture, from number: Int) -> [String] {
    fixture.disk.calls[number...].map { "\($0.name) of \($0.file)" }
  }

  @Test func writesAtOnceAndSyncsInTheCommit() throws {
    let fixture = try StoreFixture()
    fixture.call()
    let before = fixture.disk.calls.count
    fixture.startWriting()
    #expect(names(fixture, from: before) == ["write of journal-1"])
    fixture.startWriting()
    #expect(try fixture.commit())
    #expect(
      names(fixture, from: before + 1) == ["lstat of journal-1", "fdatasync of journal-1", "write of lock"])
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }

  /// Calls staged after it are committed with it.
  @Test func more() throws {
    let fixture = try StoreFixture()
    fixture.call()
    fixture.startWriting()
    fixture.call()
    #expect(try fixture.commit())
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }

  /// Where there is no room for it, nothing is begun: the commit makes room first.
  @Test func noRoom() throws {
    let fixture = try StoreFixture()
    fixture.padding = String(repeating: "a", count: 4_000)
    repeat { fixture.call() } while fixture.write?.stagedBytes ?? .max < 70_000
    let before = fixture.disk.calls.count
    fixture.startWriting()
    #expect(names(fixture, from: before) == [])
    #expect(try fixture.commit())
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }

  /// The commit reports what became of it.
  @Test func fails() throws {
    let fixture = try StoreFixture()
    fixture.call()
    fixture.disk.failure = { $0.name == "write" && $0.file == "journal-1" ? .init(MemoryDisk.ioError) : nil }
    fixture.startWriting()
    #expect(try !fixture.commit())
    #expect(fixture.store.failure == nil && fixture.store.status.journalNumber == 2)
    fixture.call()
    #expect(try fixture.commit())
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }

  /// What was begun and is not committed does not come back: the next journal says that it is void.
  @Test func givenUp() throws {
    let fixture = try StoreFixture()
    fixture.call()
    #expect(try fixture.commit())
    let before = fixture.book.everything
    fixture.call()
    fixture.startWriting()
    try fixture.abort()
    #expect(fixture.book.everything == before)
    fixture.call()
    #expect(try fixture.commit())
    #expect(fixture.store.status.journalNumber == 2)
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }

  /// A journal that was removed takes nothing, and nothing of it will be found.
  @Test func removed() throws {
    let fixture = try StoreFixture()
    fixture.call()
    #expect(try fixture.commit())
    fixture.call()
    fixture.disk.files["\(StoreFixture.folder)/journal-1"] = nil
    fixture.startWriting()
    #expect(try !fixture.commit())
    #expect(fixture.failure?.reason == .disk(DiskError("lstat", "journal-1", MemoryDisk.missing)))
    #expect(fixture.failure?.isUndecided == false)
  }
}
