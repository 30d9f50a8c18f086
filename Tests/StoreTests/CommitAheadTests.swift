import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

/// A commit that is begun before it is waited for: the disk writes while the answer is made.
struct CommitAheadTests {
  private func names(_ kept: Kept, from number: Int) -> [String] {
    kept.disk.calls[number...].map { "\($0.name) of \($0.file)" }
  }

  @Test func writesAtOnceAndSyncsInTheCommit() throws {
    let kept = try Kept()
    kept.call()
    let before = kept.disk.calls.count
    kept.startWriting()
    #expect(names(kept, from: before) == ["write of journal-1"])
    kept.startWriting()
    #expect(try kept.commit())
    #expect(names(kept, from: before + 1) == ["fstat of journal-1", "fdatasync of journal-1", "write of lock"])
    #expect(try kept.reopened().book.everything == kept.book.everything)
  }

  /// What is staged behind it goes the same way.
  @Test func more() throws {
    let kept = try Kept()
    kept.call()
    kept.startWriting()
    kept.call()
    #expect(try kept.commit())
    #expect(try kept.reopened().book.everything == kept.book.everything)
  }

  /// Where there is no room for it, nothing is begun: the commit makes room first.
  @Test func noRoom() throws {
    let kept = try Kept()
    kept.padding = String(repeating: "a", count: 4_000)
    repeat { kept.call() } while kept.write?.stagedBytes ?? .max < 70_000
    let before = kept.disk.calls.count
    kept.startWriting()
    #expect(names(kept, from: before) == [])
    #expect(try kept.commit())
    #expect(try kept.reopened().book.everything == kept.book.everything)
  }

  /// The commit tells what became of it.
  @Test func fails() throws {
    let kept = try Kept()
    kept.call()
    kept.disk.failure = { $0.name == "write" && $0.file == "journal-1" ? .init(MemoryDisk.ioError) : nil }
    kept.startWriting()
    #expect(try !kept.commit())
    #expect(kept.store.failure == nil && kept.store.status.journalNumber == 2)
    kept.call()
    #expect(try kept.commit())
    #expect(try kept.reopened().book.everything == kept.book.everything)
  }

  /// What was begun and is not committed does not come back: the next journal says that it is void.
  @Test func givenUp() throws {
    let kept = try Kept()
    kept.call()
    #expect(try kept.commit())
    let before = kept.book.everything
    kept.call()
    kept.startWriting()
    try kept.abort()
    #expect(kept.book.everything == before)
    kept.call()
    #expect(try kept.commit())
    #expect(kept.store.status.journalNumber == 2)
    #expect(try kept.reopened().book.everything == kept.book.everything)
  }

  /// A journal that was removed takes nothing, and nothing of it will be found.
  @Test func removed() throws {
    let kept = try Kept()
    kept.call()
    #expect(try kept.commit())
    kept.call()
    kept.disk.files["\(Kept.folder)/journal-1"] = nil
    kept.startWriting()
    #expect(try !kept.commit())
    #expect(kept.failure?.reason == .disk(DiskError("fstat", "journal-1", MemoryDisk.missing)))
    #expect(kept.failure?.isUndecided == false)
  }
}
