import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// A process that keeps the folder to itself (`--exclusive`): nobody else gets in, nothing is published, and what it
/// acknowledged is as durable as with others.
struct SharingExclusiveTests {
  let disk = MemoryDisk()
  let ledger = SharedLedger()

  /// Every kind of start is refused with the id of the process that has the folder, and does not wait.
  private func expectRefused(by pid: Int32, _ context: String) {
    disk.paused = { _ in Issue.record("it waits: \(context)") }
    defer { disk.paused = { _ in } }
    for isExclusive in [false, true] {
      do {
        _ = try SharingProcess(disk, id: 9, ledger, isExclusive: isExclusive)
        Issue.record("it is let in: \(context)")
      } catch {
        if case .inUse(StoreFixture.folder, [pid]) = error, error.exitCode == 75 { continue }
        Issue.record("\(error): \(context)")
      }
    }
  }

  @Test(arguments: StoreState.SyncPolicy.allCases) func refusesAllOthers(_ sync: StoreState.SyncPolicy) throws {
    let owner = try SharingProcess(disk, id: 7, ledger, sync: sync, isExclusive: true)
    expectRefused(by: 7, "before the first commit")
    var calls = 0
    owner.process.step = { number in
      calls += 1
      expectRefused(by: 7, "before call \(number)")
    }
    #expect(try owner.drain(2) && owner.abortedTransaction(1))
    try owner.store.snapshot()
    #expect(try owner.drain())
    owner.process.step = { _ in }
    #expect(calls > 30)
    try owner.store.close()
    owner.process.kill()
    #expect(try SharingProcess(disk, id: 8, ledger).refresh().everything == ledger.everything)
  }

  /// Others that have the folder open keep it out, at once; it gets in when they have ended.
  @Test func isRefusedBesideOthers() throws {
    let member = try SharingProcess(disk, id: 1, ledger)
    #expect(try member.drain())
    do {
      _ = try SharingProcess(disk, id: 7, ledger, isExclusive: true)
      Issue.record("it is let in")
    } catch {
      guard case .inUse(_, [1]) = error else { throw error }
    }
    #expect(try member.drain())
    try member.store.close()
    member.process.kill()
    #expect(try SharingProcess(disk, id: 7, ledger, isExclusive: true).drain())
  }

  /// A commit writes nothing to the file of the lock, and with `always` syncs once, as that of a member does.
  @Test(arguments: StoreState.SyncPolicy.allCases) func publishesNothing(_ sync: StoreState.SyncPolicy) throws {
    let owner = try SharingProcess(disk, id: 7, ledger, sync: sync, isExclusive: true)
    #expect(try owner.drain())
    let (first, version) = (disk.calls.count, owner.store.log.index?.version)
    #expect(try owner.drain())
    let calls = disk.calls[first...].map { "\($0.name) of \($0.file)" }
    let syncs = sync == .always ? ["fdatasync of journal-1"] : []
    let checks = ["lock", "journal-1"].map { "lstat of \($0)" } + ["read of journal-1", "read of journal-1"]
    #expect(calls.sorted() == (syncs + checks + ["write of journal-1"]).sorted())
    try owner.store.snapshot()
    #expect(owner.store.log.index?.version == version && owner.store.log.index?.point() == nil)
    guard sync == .always else { return }
    for _ in 0..<3 {
      #expect(try owner.drain(2))
      #expect(try StoreFixture(disk.crashed(.dropped)).book.everything == ledger.everything)
    }
  }

  /// Killed at any of its calls: the next process finds all that it acknowledged, whether it shares the folder or not.
  @Test(arguments: [false, true]) func killedAtAnyCall(inMidWrite: Bool) throws {
    var number = 1
    while true {
      let (disk, ledger) = (MemoryDisk(), SharedLedger())
      let owner = try SharingProcess(disk, id: 7, ledger, isExclusive: true)
      let first = owner.process.count
      owner.process.leavesHalf = inMidWrite
      owner.process.step = { [unowned owner] in if $0 == first + number { owner.process.kill() } }
      do throws(StoreError) {
        for count in [1, 2] where !owner.process.isKilled { _ = try owner.drain(count) }
        if !owner.process.isKilled { try owner.store.snapshot() }
        if !owner.process.isKilled { _ = try owner.drain() }
      } catch {
        #expect(owner.process.isKilled, "call \(number): \(error)")
      }
      let isReached = owner.process.isKilled
      owner.process.kill()
      let next = try SharingProcess(disk, id: 8, ledger, isExclusive: number % 2 == 0)
      #expect(ledger.matches(next.store.book), "call \(number): found \(next.store.book.seq), not \(ledger.seq)")
      #expect(try next.drain(), "call \(number)")
      #expect(try StoreFixture(disk.crashed(.dropped)).book.everything == ledger.everything, "call \(number)")
      if !isReached { break }
      number += 1
    }
    #expect(number > 40)
  }

  /// A reader that was there before is refused with 75 when it looks. If the other one has ended by then, it joins.
  @Test func readerNotices() throws {
    let member = try SharingProcess(disk, id: 1, ledger)
    #expect(try member.drain())
    try member.begin()
    let reader = try SharingProcess(disk, id: 2, ledger)
    try member.abort()
    #expect(try reader.isReader && reader.refresh().seq == ledger.seq)
    try member.store.close()
    member.process.kill()
    let owner = try SharingProcess(disk, id: 7, ledger, isExclusive: true)
    #expect(try owner.drain())
    for _ in 0..<2 {
      do {
        _ = try reader.refresh()
        Issue.record("it answers from what was")
      } catch {
        guard case .inUse(_, [7]) = error, error.exitCode == 75 else { throw error }
      }
    }
    reader.store.joinIfFree()
    do {
      try reader.touch()
      Issue.record("it is let in")
    } catch {
      guard case .inUse(_, [7]) = error else { throw error }
    }
    owner.process.kill()
    #expect(try reader.refresh().everything == ledger.everything && reader.store.log.membership?.isFirst == true)
    #expect(try SharingProcess(disk, id: 8, ledger).drain() && reader.refresh().everything == ledger.everything)
  }

  /// A folder that could only be read at first is kept from others once it can be written.
  @Test func couldOnlyBeReadAtFirst() throws {
    let member = try SharingProcess(disk, id: 1, ledger)
    #expect(try member.drain())
    try member.store.close()
    member.process.kill()
    disk.failure = { call in
      call.name == "open" && [.change, .create].contains(call.mode) ? .init(SystemDisk.readOnlyDisk) : nil
    }
    let owner = try SharingProcess(disk, id: 7, ledger, isExclusive: true)
    #expect(try owner.refresh().seq == ledger.seq && !owner.drain())
    disk.failure = { _ in nil }
    #expect(try owner.drain())
    expectRefused(by: 7, "after its first commit")
  }
}
