import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// Processes that have not looked for long, that start, or that have a snapshot due, while another process writes, or
/// hangs with the lock: they read without the lock and wait for nobody.
struct SharingBesideTests {
  /// One that did not look while several generations went by finds its way.
  @Test func late() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let (lagging, other) = (try Sharer(disk, id: 1, ledger), try Sharer(disk, id: 2, ledger))
    for generation in 0..<4 {
      for _ in 0...generation { #expect(try other.drain()) }
      try other.store.snapshot()
    }
    #expect(try other.drain())
    #expect(try lagging.look().everything == ledger.everything)
    #expect(try lagging.drain())
    #expect(try other.look().everything == ledger.everything)
  }

  /// One that lags behind several generations, whose files are gone, needs no lock to find its way: who is inside may
  /// hang.
  @Test func lateBesideOneThatHangs() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let (lagging, other) = (try Sharer(disk, id: 1, ledger), try Sharer(disk, id: 2, ledger))
    for _ in 0..<3 {
      #expect(try other.drain(2))
      try other.store.snapshot()
    }
    #expect(try other.drain())
    try other.begin()
    disk.paused = { _ in Issue.record("it waits") }
    #expect(try lagging.look().everything == ledger.everything)
    #expect(lagging.store.status.snapshotNumber == other.store.status.snapshotNumber)
  }

  /// While one reads the desk, another goes on in the next journal, whose forerunner ends before what had been told of
  /// it: there is nothing to be refused.
  @Test(arguments: [false, true]) func readingBesideOneThatGoesOn(isAtStart: Bool) throws {
    var number = 1
    while true {
      let (disk, ledger) = (MemoryDisk(), SharedLedger())
      let (lagging, other) = (
        try Sharer(disk, id: 1, ledger, sync: .never), try Sharer(disk, id: 2, ledger, sync: .never)
      )
      if !isAtStart {
        // What it is behind is gone: it reads all anew.
        for _ in 0..<2 {
          #expect(try other.drain())
          try other.store.snapshot()
        }
      }
      #expect(try other.drain(3))
      let reader = MemoryProcess(disk, id: 4)
      let process = isAtStart ? reader : lagging.process
      let (first, last) = (process.count, other.store.status.journalNumber)
      var isGoingOn = false
      process.step = { count in
        guard !isGoingOn, count >= first + number else { return }
        do {
          // A write fails, and what was not safe is written again in the next journal.
          var hasFailed = false
          other.process.failure = { call in
            guard !hasFailed, call.name == "write", call.file == "journal-\(last)" else { return nil }
            hasFailed = true
            return .init(MemoryDisk.ioError)
          }
          _ = try other.drain()
          other.process.failure = { _ in nil }
          isGoingOn = try other.drain()
        } catch {
          Issue.record("\(error)")
        }
      }
      let store = isAtStart ? try Store.open(Kept.folder, sync: .never, disk: reader) { _ in } : lagging.store
      _ = try store.refresh()
      process.step = { _ in }
      guard isGoingOn else { break }
      #expect(other.store.status.journalNumber > last)
      _ = try store.refresh()
      #expect(store.book.everything == ledger.everything, "call \(number)")
      #expect(try lagging.look().everything == ledger.everything && lagging.drain(), "call \(number)")
      number += 1
    }
    #expect(number > 10)
  }

  /// A snapshot that is due, and that nobody asked for, does not wait for a writer.
  @Test func snapshotDueBesideOneThatHangs() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let (hanging, other) = (try Sharer(disk, id: 1, ledger), try Sharer(disk, id: 2, ledger, sync: .never))
    #expect(try other.drain() && hanging.drain() && other.drain())
    for _ in 0..<SnapshotMaker.journalsMax {
      other.process.failure = { $0.name == "write" && $0.file.hasPrefix("journal-") ? .init(MemoryDisk.ioError) : nil }
      _ = try other.drain()
      other.process.failure = { _ in nil }
      _ = try other.drain()
    }
    #expect(other.store.isSnapshotDue)
    try hanging.begin()
    disk.paused = { _ in Issue.record("it waits") }
    disk.clock += 2_000
    other.store.snapshotIfDue()
    #expect(!other.store.isSnapshotDue)
    try hanging.abort()
    disk.clock += 2_000
    other.store.snapshotIfDue()
    #expect(try other.look().everything == ledger.everything && hanging.look().everything == ledger.everything)
  }

  /// One that came inside and has not signed is not known yet; that it is the very process that waits, is not said.
  @Test func hangingBeforeItSigned() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let (hanging, other) = (MemoryProcess(disk, id: 1), try Sharer(disk, id: 2, ledger))
    #expect(try other.drain())
    #expect(try hanging.lock(hanging.open(Kept.folder + "/lock", .change), .alone))
    do {
      try other.touch()
      Issue.record("it has the lock")
    } catch {
      #expect("\(error)".hasSuffix("come to an end"), "\(error)")
    }
  }

  /// A start waits for a writer, and then finds what was committed and nothing that was only staged.
  @Test(arguments: StoreState.SyncPolicy.allCases) func startsBesideAWriter(_ sync: StoreState.SyncPolicy) throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let first = try Sharer(disk, id: 1, ledger, sync: sync)
    for _ in 0..<3 { #expect(try first.drain()) }
    try first.begin(staging: 2)
    var pauses = 0
    disk.paused = { _ in
      pauses += 1
      if pauses == 3 { first.abortWhileWaitedFor() }
    }
    let second = try Sharer(disk, id: 2, ledger, sync: sync)
    #expect(pauses == 3)
    #expect(try second.look().everything == ledger.everything)
    for sharer in [first, second] { #expect(try sharer.drain()) }
    #expect(try first.look().seq == ledger.seq && second.look().seq == ledger.seq)
  }

  /// A start that waits for a writer in vain is refused with the writer's id, and leaves nothing behind.
  @Test func startsBesideOneThatHangs() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let first = try Sharer(disk, id: 1, ledger)
    #expect(try first.drain())
    try first.begin(staging: 1)
    var waited = 0
    disk.paused = { waited += $0 }
    do {
      _ = try Sharer(disk, id: 2, ledger)
      Issue.record("it was let in")
    } catch {
      #expect(error.exitCode == 75 && "\(error)".contains("(1)"), "\(error)")
    }
    #expect((5_000_000...20_000_000).contains(waited), "\(waited)")
    try first.abort()
    #expect(try Sharer(disk, id: 2, ledger).look().everything == ledger.everything)
  }

  /// A system releases the locks of a process that it kills one after another: a start in between finds a process
  /// present that does not hold the write lock any more.
  @Test func startsBesideOneThatIsBeingKilled() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let first = try Sharer(disk, id: 1, ledger)
    for _ in 0..<3 { #expect(try first.drain()) }
    try first.begin(staging: 2)
    let presence = try #require(first.process.files.first { $0.name == "presence" })
    first.process.kill(keeping: presence)
    let second = try Sharer(disk, id: 2, ledger)
    #expect(try second.look().everything == ledger.everything && second.drain())
    first.process.kill()
    #expect(try second.drain())
    #expect(try Kept(disk.crashed(.dropped)).book.everything == ledger.everything)
  }

  /// A lock file that was removed is no lock: nothing is written until it is back.
  @Test func lockFileIsGone() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let first = try Sharer(disk, id: 1, ledger)
    #expect(try first.drain())
    let lock = disk.files.removeValue(forKey: "\(Kept.folder)/lock")
    #expect(try !first.drain())
    #expect(first.store.failure != nil)
    disk.files["\(Kept.folder)/lock"] = lock
    #expect(try first.drain())
    #expect(first.store.failure == nil)
    #expect(try first.look().everything == ledger.everything)
  }
}
