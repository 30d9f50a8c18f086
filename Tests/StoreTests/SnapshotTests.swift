import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

/// Snapshots hold the very same desk, and no moment is without one that is sound.
struct SnapshotTests {
  @Test(arguments: [1, 2, 3] as [UInt64]) func theSameBook(seed: UInt64) throws {
    let kept = try Kept(seed: seed)
    for round in 0..<6 {
      for _ in 0..<40 { kept.call() }
      try kept.commit()
      try kept.store.snapshot()
      #expect(kept.names == ["journal-\(round + 2)", "snapshot-\(round + 2)"])
      #expect(try kept.reopened().book.everything == kept.book.everything)
      kept.call()
      try kept.commit()
      let again = try kept.reopened()
      #expect(again.book.everything == kept.book.everything && again.told == [])
      #expect(kept.store.status.snapshotSeq < kept.book.seq && kept.store.status.journalBytes < 1_000)
    }
  }

  /// Many records: more than one write of the snapshot, and payloads packed.
  @Test func large() throws {
    let kept = try Kept()
    kept.padding = String(repeating: "a", count: 20_000)
    while kept.store.chain.journal.position.end < 2_200_000 {
      for _ in 0..<20 { kept.call() }
      try kept.commit()
    }
    kept.padding = ""
    for _ in 0..<200 { kept.call() }
    try kept.commit()
    let bytes = kept.store.chain.journal.position.end
    try kept.store.snapshot()
    #expect(kept.store.status.snapshotBytes > 2 << 20 && kept.store.status.snapshotBytes < bytes)
    #expect(try kept.reopened().book.everything == kept.book.everything)
  }

  @Test func nothingNew() throws {
    let kept = try Kept()
    try kept.store.snapshot()
    #expect(kept.names == ["journal-1"])
    kept.call()
    try kept.commit()
    try kept.store.snapshot()
    try kept.store.snapshot()
    #expect(kept.names == ["journal-2", "snapshot-2"])
  }

  /// What is staged when a snapshot is made is not in it, and not lost.
  @Test func staged() throws {
    let kept = try Kept()
    kept.call()
    try kept.commit()
    kept.call()
    kept.call()
    try kept.store.snapshot()
    #expect(try kept.reopened().book.seq == 1)
    #expect(try kept.commit())
    #expect(try kept.reopened().book.everything == kept.book.everything)
  }

  /// Any call of a snapshot fails, once or for ever: it is told or thrown, the desk is whole at every moment, and goes
  /// on.
  @Test(arguments: [false, true]) func anyCallFails(forEver: Bool) throws {
    var number = 0
    while true {
      let kept = try Kept()
      for _ in 0..<10 { kept.call() }
      try kept.commit()
      try kept.store.snapshot()
      for _ in 0..<10 { kept.call() }
      try kept.commit()
      let first = kept.disk.calls.count
      let failing = first + number
      kept.disk.fault = { $0.number == failing || (forEver && $0.number > failing) ? MemoryDisk.ioError : nil }
      let before = kept.told.count
      var told: [String] = []
      do { try kept.store.snapshot() } catch { told.append("\(error)") }
      told += kept.told.dropFirst(before)
      let wasReached = kept.disk.calls.count >= failing
      // The mark of the journal that was given up only tells.
      let call = wasReached ? kept.disk.calls[failing - 1] : nil
      let isMark = call?.name == "write" && call?.file == "journal-2"
      #expect(told.isEmpty != wasReached || number == 0 || (isMark && !forEver), "call \(number)")
      #expect(try kept.reopened().book.everything == kept.book.everything, "call \(number)")
      kept.disk.fault = { _ in nil }
      try kept.begin()
      kept.call()
      #expect(try kept.commit())
      try kept.store.snapshot()
      let again = try kept.reopened()
      #expect(again.book.everything == kept.book.everything && again.told == [], "call \(number)")
      if !wasReached { break }
      number += 1
    }
    #expect(number > 20)
  }

  /// At every moment of a snapshot the process is gone: the next one finds everything.
  @Test func anyMoment() throws {
    let kept = try Kept()
    for _ in 0..<10 { kept.call() }
    try kept.commit()
    var moments: [MemoryDisk] = []
    kept.disk.fault = { [disk = kept.disk] _ in
      moments.append(disk.copy())
      return nil
    }
    try kept.store.snapshot()
    kept.disk.fault = { _ in nil }
    for moment in moments {
      let found = try Kept(moment)
      #expect(found.book.everything == kept.book.everything && found.told == [])
      #expect(!found.names.contains { $0.hasSuffix(".new") })
      found.call()
      #expect(try found.commit())
      #expect(try found.reopened().book.everything == found.book.everything)
    }
  }

  /// A snapshot that is not sound is passed over for the one before it, as long as that is there; this is told.
  @Test func theOneBefore() throws {
    let kept = try Kept()
    for _ in 0..<10 { kept.call() }
    try kept.commit()
    // The last step, in which the old files go, never comes.
    kept.disk.fault = { $0.name == "unlink" ? MemoryDisk.ioError : nil }
    try kept.store.snapshot()
    #expect(kept.names == ["journal-1", "journal-2", "snapshot-2"] && kept.told.count == 1)
    kept.call()
    try kept.commit()
    try kept.file("snapshot-2").bytes[100] ^= 1
    let found = try kept.reopened()
    #expect(found.book.everything == kept.book.everything && found.told.count == 1, "\(found.told)")
  }

  /// And the next snapshot may have its name.
  @Test func anotherOfTheSameName() throws {
    let kept = try Kept()
    for _ in 0..<10 { kept.call() }
    try kept.commit()
    kept.disk.fault = { $0.name == "unlink" ? MemoryDisk.ioError : nil }
    try kept.store.snapshot()
    try kept.file("snapshot-2").bytes[100] ^= 1
    let found = try kept.reopened()
    try found.store.snapshot()
    #expect(found.names == ["journal-2", "snapshot-2"])
    let again = try found.reopened()
    #expect(again.book.everything == kept.book.everything && again.told == [])
  }

  /// The same where it cannot be read at all.
  @Test func theOneBeforeOfWhatCannotBeRead() throws {
    let kept = try Kept()
    for _ in 0..<10 { kept.call() }
    try kept.commit()
    kept.disk.fault = { $0.name == "unlink" ? MemoryDisk.ioError : nil }
    try kept.store.snapshot()
    let disk = kept.disk.copy()
    disk.fault = { $0.name == "read" && $0.file == "snapshot-2" ? MemoryDisk.ioError : nil }
    let found = try Kept(disk)
    #expect(found.book.everything == kept.book.everything && found.told.count == 1, "\(found.told)")
  }

  /// By size, and by age.
  @Test func byItself() throws {
    let kept = try Kept()
    kept.call()
    try kept.commit()
    let text = String(repeating: "a", count: 100_000)
    func grow(to bytes: Int) throws {
      while kept.store.chain.journalBytes < bytes {
        let what = Change.What.contact(ContactID(1), .vipPromoted(reason: text))
        let change = Change(seq: kept.book.seq + 1, at: Timestamp(milliseconds: 0), by: AgentNumber(1), what: what)
        var write = try kept.store.beginWrite()
        write.stage([change])
        try write.commit()
      }
    }
    while kept.book.sizes.contacts == 0 { kept.call() }
    try kept.commit()
    try grow(to: 2 << 20)
    kept.store.snapshotIfDue()
    #expect(kept.store.status.snapshotSeq == 0)
    kept.disk.clock += 86_400_000
    kept.store.snapshotIfDue()
    #expect(kept.store.status.snapshotSeq == kept.book.seq)
    try grow(to: SnapshotMaker.journalBytesMax)
    // One that fails is told, and not tried again at once.
    kept.disk.fault = { $0.file.hasPrefix("snapshot") && $0.name == "write" ? MemoryDisk.full : nil }
    let before = kept.told.count
    for _ in 0..<3 { kept.store.snapshotIfDue() }
    let told = kept.told.count - before
    #expect(told == 1)
    kept.disk.fault = { _ in nil }
    #expect(try kept.reopened().book.seq == kept.book.seq)
  }
}
