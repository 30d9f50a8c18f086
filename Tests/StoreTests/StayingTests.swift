import Desk
import TestSupport
import Testing

@testable import Store

/// A process that is alone stays inside from one commit to the next, and lets in whoever comes.
struct StayingTests {
  /// A process that stays, with some calls told that the page does not know of.
  private func staying(_ disk: MemoryDisk = MemoryDisk(), _ sync: Store.SyncPolicy = .always) throws -> Sharer {
    let sharer = try Sharer(disk, id: 1, SharedLedger(), sync: sync)
    sharer.stays = true
    for _ in 0..<3 { #expect(try sharer.drain()) }
    #expect(sharer.store.isStaying)
    return sharer
  }

  private func page(_ sharer: Sharer) throws -> SharedPage.Point {
    try #require(sharer.store.seat?.page.point())
  }

  @Test func takesTheLockOnce() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let sharer = try Sharer(disk, id: 1, ledger)
    sharer.stays = true
    #expect(try sharer.drain())
    let before = disk.calls.count
    #expect(try sharer.drain())
    #expect(
      disk.calls[before...].map { "\($0.name) of \($0.file)" } == [
        "lstat of lock", "write of journal-1", "fstat of journal-1", "fdatasync of journal-1",
      ])
    #expect(try page(sharer).state == .held && page(sharer).seq < ledger.seq)
    sharer.store.goOut()
    #expect(try page(sharer).state == .settled && page(sharer).seq == ledger.seq)
  }

  /// Whoever comes waits until they are let in, and finds all that was told. From then on nobody stays.
  @Test(arguments: Store.SyncPolicy.allCases) func letsOthersIn(_ sync: Store.SyncPolicy) throws {
    let disk = MemoryDisk()
    let first = try staying(disk, sync)
    var pauses = 0
    disk.paused = { _ in
      pauses += 1
      if pauses == 3 { first.store.goOut() }
    }
    let second = try Sharer(disk, id: 2, first.ledger, sync: sync)
    #expect(pauses == 3)
    let everything = first.ledger.everything
    #expect(try second.look().everything == everything)
    second.stays = true
    for sharer in [first, second] {
      #expect(try sharer.drain())
      #expect(!sharer.store.isStaying)
    }
    #expect(try first.look().seq == first.ledger.seq && second.look().seq == first.ledger.seq)
  }

  /// Once all others have left in good order, the last one stays again, whichever it is. One that was killed may be
  /// there still, for all that is known.
  @Test(arguments: [0, 1]) func staysAgain(_ last: Int) throws {
    let disk = MemoryDisk()
    let first = try staying(disk)
    disk.paused = { _ in first.store.goOut() }
    let both = [first, try Sharer(disk, id: 2, first.ledger)]
    try both[1 - last].store.close()
    both[last].stays = true
    #expect(try both[last].drain() && both[last].store.isStaying)
    disk.paused = { _ in both[last].store.goOut() }
    try Sharer(disk, id: 3, first.ledger).process.kill()
    #expect(try both[last].drain() && !both[last].store.isStaying)
  }

  /// Whoever is not heard at once knocks again; one who is never let in is told by whom.
  @Test func knocksAgain() throws {
    let disk = MemoryDisk()
    let first = try staying(disk)
    disk.paused = { _ in }
    let before = disk.calls.count
    do {
      _ = try Sharer(disk, id: 2, first.ledger)
      Issue.record("nobody was let in")
    } catch {
      #expect(error.exitCode == 75 && "\(error)".contains("(1)"), "\(error)")
    }
    #expect(disk.calls[before...].filter { $0.name == "open" && $0.file == "lock" }.count > 10)
    first.store.goOut()
    #expect(try Sharer(disk, id: 2, first.ledger).look().seq == first.ledger.seq)
  }

  /// A system lets go of the locks of a process that it kills one after another.
  @Test func killed() throws {
    let disk = MemoryDisk()
    let first = try staying(disk)
    let presence = try #require(first.process.files.first { $0.name == "presence" })
    first.process.kill(keeping: presence)
    var pauses = 0
    disk.paused = { _ in
      pauses += 1
      if pauses == 2 { first.process.kill() }
    }
    let second = try Sharer(disk, id: 2, first.ledger)
    #expect(pauses == 2)
    #expect(try second.look().everything == first.ledger.everything)
    // It is alone now.
    second.stays = true
    #expect(try second.drain() && second.store.isStaying)
  }

  /// Without any of its calls since it came in: a crash at any time leaves what was told.
  @Test(arguments: [MemoryDisk.Crash.killed, .dropped, .partly(seed: 3)]) func crashes(_ crash: MemoryDisk.Crash) throws
  {
    let disk = MemoryDisk()
    let first = try staying(disk)
    #expect(try Kept(disk.crashed(crash)).book.everything == first.ledger.everything)
  }

  /// What is not told on the page is known to nobody: so nobody is let in before it is.
  @Test func cannotPublish() throws {
    let disk = MemoryDisk()
    let first = try staying(disk)
    first.process.failure = { $0.name == "write" && $0.file == "lock" ? .init(MemoryDisk.ioError) : nil }
    first.store.goOut()
    #expect(first.store.isStaying)
    #expect(try first.drain())
    #expect(throws: StoreError.self) { try Sharer(disk, id: 2, first.ledger) }
    first.process.failure = { _ in nil }
    first.store.goOut()
    #expect(try Sharer(disk, id: 2, first.ledger).look().everything == first.ledger.everything)
  }

  /// A commit that fails ends it: what was told is published, with the next journal or without.
  @Test(arguments: ["write", "fdatasync"], [false, true]) func fails(_ call: String, isStuck: Bool) throws {
    let disk = MemoryDisk()
    let first = try staying(disk)
    first.process.failure = {
      ($0.name == call && $0.file == "journal-1") || (isStuck && $0.mode == .create) ? .init(MemoryDisk.ioError) : nil
    }
    #expect(try !first.drain())
    #expect(!first.store.isStaying && (first.store.fault != nil) == isStuck)
    #expect(try page(first).state == (isStuck ? .final : .settled))
    first.process.failure = { _ in nil }
    let second = try Sharer(disk, id: 2, first.ledger)
    #expect(try second.look().seq == first.ledger.seq)
    #expect(try second.drain() && first.drain())
    #expect(try first.look().everything == second.look().everything)
  }

  /// The folder is looked for before each commit all the same.
  @Test func folderIsGone() throws {
    let disk = MemoryDisk()
    let first = try staying(disk)
    let lock = disk.files.removeValue(forKey: "\(Kept.folder)/lock")
    #expect(try !first.drain())
    #expect(!first.store.isStaying && first.store.fault != nil)
    disk.files["\(Kept.folder)/lock"] = lock
    #expect(try first.drain())
    #expect(first.store.fault == nil)
  }

  /// A snapshot, a sync that was put off, and the end let the others in.
  @Test func goesOut() throws {
    let disk = MemoryDisk()
    let first = try staying(disk, .batch)
    try first.store.snapshot { Issue.record("\($0)") }
    #expect(!first.store.isStaying)
    #expect(try first.drain())
    #expect(first.store.isStaying)
    disk.clock += 2_000
    try first.store.sync()
    #expect(try !first.store.isStaying && page(first).state == .settled)
    #expect(try first.drain())
    try first.store.close()
    #expect(try Sharer(disk, id: 2, first.ledger).look().everything == first.ledger.everything)
  }
}
