import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// Processes that have not looked for long, that start, or that have a snapshot due, while another process writes, or
/// hangs with the lock: they read without the lock and wait for nobody.
struct SharingBesideTests {
  /// A process that did not refresh during several snapshots catches up.
  @Test func late() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let (lagging, other) = (try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger))
    for generation in 0..<4 {
      for _ in 0...generation { #expect(try other.drain()) }
      try other.store.snapshot()
    }
    #expect(try other.drain())
    #expect(try lagging.refresh().everything == ledger.everything)
    #expect(try lagging.drain())
    #expect(try other.refresh().everything == ledger.everything)
  }

  /// A process whose files are gone since several snapshots needs no lock to catch up: the writer may hang.
  @Test func lateBesideOneThatHangs() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let (lagging, other) = (try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger))
    for _ in 0..<3 {
      #expect(try other.drain(2))
      try other.store.snapshot()
    }
    #expect(try other.drain())
    try other.begin()
    disk.paused = { _ in Issue.record("it waits") }
    #expect(try lagging.refresh().everything == ledger.everything)
    #expect(lagging.store.status.snapshotNumber == other.store.status.snapshotNumber)
  }

  /// While one process reads the desk, another rotates, and the journal before counts up to less than was published of
  /// it: the reader starts again and refuses nothing.
  @Test(arguments: [false, true]) func readingBesideOneThatGoesOn(isAtStart: Bool) throws {
    var number = 1
    while true {
      let (disk, ledger) = (MemoryDisk(), SharedLedger())
      let (lagging, other) = (
        try SharingProcess(disk, id: 1, ledger, sync: .never), try SharingProcess(disk, id: 2, ledger, sync: .never)
      )
      if !isAtStart {
        // The files that it has read from are gone: it reloads.
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
          // A write fails, and records that are not durable are written again to the next journal.
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
      let store =
        isAtStart ? try Store.open(StoreFixture.folder, sync: .never, disk: reader) { _ in } : lagging.store
      _ = try store.refresh()
      process.step = { _ in }
      guard isGoingOn else { break }
      #expect(other.store.status.journalNumber > last)
      _ = try store.refresh()
      #expect(store.book.everything == ledger.everything, "call \(number)")
      #expect(try lagging.refresh().everything == ledger.everything && lagging.drain(), "call \(number)")
      number += 1
    }
    #expect(number > 10)
  }

  /// A snapshot that is due, and that nobody asked for, does not wait for a writer.
  @Test func snapshotDueBesideOneThatHangs() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let (hanging, other) = (
      try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger, sync: .never)
    )
    #expect(try other.drain() && hanging.drain() && other.drain())
    for _ in 0..<SnapshotMaker.journalsMax {
      other.process.failure = { $0.name == "write" && $0.file.hasPrefix("journal-") ? .init(MemoryDisk.ioError) : nil }
      _ = try other.drain()
      other.process.failure = { _ in nil }
      _ = try other.drain()
    }
    #expect(other.store.snapshots.isDue)
    try hanging.begin()
    disk.paused = { _ in Issue.record("it waits") }
    disk.clock += 2_000
    other.store.snapshotIfDue()
    #expect(!other.store.snapshots.isDue)
    try hanging.abort()
    disk.clock += 2_000
    other.store.snapshotIfDue()
    #expect(try other.refresh().everything == ledger.everything && hanging.refresh().everything == ledger.everything)
  }

  /// A writer that has not stamped itself as the owner is not known yet: the error does not name the waiting process.
  @Test func hangingBeforeItIsStamped() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let (hanging, other) = (MemoryProcess(disk, id: 1), try SharingProcess(disk, id: 2, ledger))
    #expect(try other.drain())
    #expect(try hanging.lock(hanging.open(StoreFixture.folder + "/lock", .change), .alone))
    do {
      try other.touch()
      Issue.record("it has the lock")
    } catch {
      #expect("\(error)".contains("the process that holds"), "\(error)")
    }
  }

  /// A start does not wait for a writer: it finds what was committed and nothing that was only staged. Its first write
  /// waits, and makes it a member.
  @Test(arguments: StoreState.SyncPolicy.allCases) func startsBesideAWriter(_ sync: StoreState.SyncPolicy) throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let first = try SharingProcess(disk, id: 1, ledger, sync: sync)
    for _ in 0..<3 { #expect(try first.drain()) }
    try first.begin(staging: 2)
    var pauses = 0
    disk.paused = { _ in
      pauses += 1
      if pauses == 3 { first.abortWhileWaitedFor() }
    }
    let second = try SharingProcess(disk, id: 2, ledger, sync: sync)
    #expect(try second.refresh().everything == ledger.everything)
    #expect(pauses == 0 && second.store.log.membership == nil)
    #expect(try second.drain())
    #expect(pauses == 3 && second.store.log.membership != nil)
    for member in [first, second] { #expect(try member.drain()) }
    #expect(try first.refresh().seq == ledger.seq && second.refresh().seq == ledger.seq)
  }

  /// Beside a writer that hangs a process starts, reads and ends at once; a write is refused with the writer's id.
  @Test func startsBesideOneThatHangs() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let first = try SharingProcess(disk, id: 1, ledger)
    #expect(try first.drain())
    try first.begin(staging: 1)
    var waited = 0
    disk.paused = { waited += $0 }
    let second = try SharingProcess(disk, id: 2, ledger)
    #expect(try second.refresh().everything == ledger.everything)
    try second.store.close()
    #expect(waited == 0)
    let third = try SharingProcess(disk, id: 3, ledger)
    do {
      try third.begin()
      Issue.record("it has the lock")
    } catch {
      #expect(error.exitCode == 75 && "\(error)".contains("process 1,"), "\(error)")
    }
    #expect((3_000_000...10_000_000).contains(waited), "\(waited)")
    try first.abort()
    #expect(try third.drain() && first.drain())
    #expect(try SharingProcess(disk, id: 4, ledger).refresh().everything == ledger.everything)
  }

  /// A system releases the locks of a process that it kills one after another: a start in between finds a process
  /// present that does not hold the write lock any more.
  @Test func startsBesideOneThatIsBeingKilled() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let first = try SharingProcess(disk, id: 1, ledger)
    for _ in 0..<3 { #expect(try first.drain()) }
    try first.begin(staging: 2)
    let presence = try #require(first.process.files.first { $0.name == "presence" })
    first.process.kill(keeping: presence)
    let second = try SharingProcess(disk, id: 2, ledger)
    #expect(try second.refresh().everything == ledger.everything && second.drain())
    first.process.kill()
    #expect(try second.drain())
    #expect(try StoreFixture(disk.crashed(.dropped)).book.everything == ledger.everything)
  }

  /// A lock file that was removed is no lock: nothing is written until it is back.
  @Test func lockFileIsGone() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let first = try SharingProcess(disk, id: 1, ledger)
    #expect(try first.drain())
    let lock = disk.files.removeValue(forKey: "\(StoreFixture.folder)/lock")
    #expect(try !first.drain())
    #expect(first.store.failure != nil)
    disk.files["\(StoreFixture.folder)/lock"] = lock
    #expect(try first.drain())
    #expect(first.store.failure == nil)
    #expect(try first.refresh().everything == ledger.everything)
  }
}
