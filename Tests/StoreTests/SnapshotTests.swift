import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

/// Snapshots hold the very same desk, and no moment is without one that is sound.
struct SnapshotTests {
  @Test(arguments: [1, 2, 3] as [UInt64]) func theSameBook(seed: UInt64) throws {
    let fixture = try StoreFixture(seed: seed, configures: true)
    for round in 0..<6 {
      for _ in 0..<40 { fixture.call() }
      try fixture.commit()
      try fixture.store.snapshot()
      #expect(fixture.names == ["journal-\(round + 2)", "snapshot-\(round + 2)"])
      #expect(try fixture.reopened().book.everything == fixture.book.everything)
      fixture.call()
      try fixture.commit()
      let again = try fixture.reopened()
      #expect(again.book.everything == fixture.book.everything && again.log == [])
      #expect(fixture.store.status.snapshotSeq < fixture.book.seq)
      #expect(fixture.store.status.journalBytes < FileHeader.recordsStart + 936)
    }
  }

  /// Many records: more than one write of the snapshot, and payloads packed.
  @Test func large() throws {
    let fixture = try StoreFixture()
    fixture.padding = String(repeating: "a", count: 20_000)
    while fixture.store.chain.journal.position.end < 2_200_000 {
      for _ in 0..<20 { fixture.call() }
      try fixture.commit()
    }
    fixture.padding = ""
    for _ in 0..<200 { fixture.call() }
    try fixture.commit()
    let bytes = fixture.store.chain.journal.position.end
    try fixture.store.snapshot()
    #expect(fixture.store.status.snapshotBytes > 2 << 20 && fixture.store.status.snapshotBytes < bytes)
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }

  @Test func nothingNew() throws {
    let fixture = try StoreFixture()
    try fixture.store.snapshot()
    #expect(fixture.names == ["journal-1"])
    fixture.call()
    try fixture.commit()
    try fixture.store.snapshot()
    try fixture.store.snapshot()
    #expect(fixture.names == ["journal-2", "snapshot-2"])
  }

  /// What is staged when a snapshot is made is not in it, and not lost.
  @Test func staged() throws {
    let fixture = try StoreFixture()
    fixture.call()
    try fixture.commit()
    fixture.call()
    fixture.call()
    try fixture.store.snapshot()
    #expect(try fixture.reopened().book.seq == 1)
    #expect(try fixture.commit())
    #expect(try fixture.reopened().book.everything == fixture.book.everything)
  }

  /// Any call of a snapshot fails, once or from then on: the failure is logged or thrown, the desk is whole at every
  /// moment, and takes changes again.
  @Test(arguments: [false, true]) func anyCallFails(forEver: Bool) throws {
    var (number, copies) = (0, 0)
    while true {
      let fixture = try StoreFixture()
      for _ in 0..<10 { fixture.call() }
      try fixture.commit()
      try fixture.store.snapshot()
      for _ in 0..<10 { fixture.call() }
      try fixture.commit()
      let first = fixture.disk.calls.count
      let failing = first + number
      fixture.disk.fault = { $0.number == failing || (forEver && $0.number > failing) ? MemoryDisk.ioError : nil }
      let before = fixture.log.count
      var log: [String] = []
      do { try fixture.store.snapshot() } catch { log.append("\(error)") }
      log += fixture.log.dropFirst(before)
      let wasReached = fixture.disk.calls.count >= failing
      // The mark of the journal before is only a hint: its failure is not logged.
      let call = wasReached ? fixture.disk.calls[failing - 1] : nil
      let isMark = call?.name == "write" && call?.file == "journal-2"
      // And of the two copies of that journal's header, one is enough; a disk that cannot be read keeps nobody from
      // beginning the next journal.
      let isCopy = log.isEmpty && call?.name == "read" && call?.file == "journal-2" && !forEver
      copies += isCopy ? 1 : 0
      #expect(log.isEmpty != wasReached || number == 0 || (isMark && !forEver) || isCopy, "call \(number)")
      #expect(try fixture.reopened().book.everything == fixture.book.everything, "call \(number)")
      fixture.disk.fault = { _ in nil }
      try fixture.begin()
      fixture.call()
      #expect(try fixture.commit())
      try fixture.store.snapshot()
      let again = try fixture.reopened()
      #expect(again.book.everything == fixture.book.everything && again.log == [], "call \(number)")
      if !wasReached { break }
      number += 1
    }
    #expect(number > 20 && copies == (forEver ? 0 : 3))
  }

  /// At every moment of a snapshot the process is gone: the next one finds everything.
  @Test func anyMoment() throws {
    let fixture = try StoreFixture()
    for _ in 0..<10 { fixture.call() }
    try fixture.commit()
    var moments: [MemoryDisk] = []
    fixture.disk.fault = { [disk = fixture.disk] _ in
      moments.append(disk.copy())
      return nil
    }
    try fixture.store.snapshot()
    fixture.disk.fault = { _ in nil }
    for moment in moments {
      let found = try StoreFixture(moment)
      #expect(found.book.everything == fixture.book.everything && found.log == [])
      #expect(!found.names.contains { $0.hasSuffix(".new") })
      found.call()
      #expect(try found.commit())
      #expect(try found.reopened().book.everything == found.book.everything)
    }
  }

  /// A snapshot that is not sound is passed over for the one before it, as long as that is there; this is logged.
  @Test func theOneBefore() throws {
    let fixture = try StoreFixture()
    for _ in 0..<10 { fixture.call() }
    try fixture.commit()
    // The last step, in which the old files go, never comes.
    fixture.disk.fault = { $0.name == "unlink" ? MemoryDisk.ioError : nil }
    try fixture.store.snapshot()
    #expect(fixture.names == ["journal-1", "journal-2", "snapshot-2"] && fixture.log.count == 1)
    fixture.call()
    try fixture.commit()
    try fixture.file("snapshot-2").bytes[FileHeader.recordsStart + 36] ^= 1
    let found = try fixture.reopened()
    #expect(found.book.everything == fixture.book.everything && found.log.count == 1, "\(found.log)")
  }

  /// And the next snapshot may have its name.
  @Test func anotherOfTheSameName() throws {
    let fixture = try StoreFixture()
    for _ in 0..<10 { fixture.call() }
    try fixture.commit()
    fixture.disk.fault = { $0.name == "unlink" ? MemoryDisk.ioError : nil }
    try fixture.store.snapshot()
    try fixture.file("snapshot-2").bytes[FileHeader.recordsStart + 36] ^= 1
    let found = try fixture.reopened()
    try found.store.snapshot()
    #expect(found.names == ["journal-2", "snapshot-2"])
    let again = try found.reopened()
    #expect(again.book.everything == fixture.book.everything && again.log == [])
  }

  /// The same where it cannot be read at all.
  @Test func theOneBeforeOfWhatCannotBeRead() throws {
    let fixture = try StoreFixture()
    for _ in 0..<10 { fixture.call() }
    try fixture.commit()
    fixture.disk.fault = { $0.name == "unlink" ? MemoryDisk.ioError : nil }
    try fixture.store.snapshot()
    let disk = fixture.disk.copy()
    disk.fault = { $0.name == "read" && $0.file == "snapshot-2" ? MemoryDisk.ioError : nil }
    let found = try StoreFixture(disk)
    #expect(found.book.everything == fixture.book.everything && found.log.count == 1, "\(found.log)")
  }

  /// By size, and by age.
  @Test func byItself() throws {
    let fixture = try StoreFixture()
    fixture.call()
    try fixture.commit()
    let text = String(repeating: "a", count: 100_000)
    func grow(to bytes: Int) throws {
      while fixture.store.chain.journalBytes < bytes {
        let what = Change.What.contact(ContactID(1), .vipPromoted(reason: text))
        let change = Change(seq: fixture.book.seq + 1, at: Timestamp(milliseconds: 0), by: AgentNumber(1), what: what)
        var write = try fixture.store.beginWrite()
        try write.stage([change])
        try write.commit()
      }
    }
    while fixture.book.sizes.contacts == 0 { fixture.call() }
    try fixture.commit()
    try grow(to: 2 << 20)
    fixture.store.snapshotIfDue()
    #expect(fixture.store.status.snapshotSeq == 0)
    fixture.disk.clock += 86_400_000
    fixture.store.snapshotIfDue()
    #expect(fixture.store.status.snapshotSeq == fixture.book.seq)
    try grow(to: SnapshotMaker.journalBytesMax)
    // A failure is logged, and the snapshot is not tried again at once.
    let before = fixture.log.count
    fixture.disk.fault = { $0.file.hasPrefix("snapshot") && $0.name == "write" ? MemoryDisk.full : nil }
    for _ in 0..<3 { fixture.store.snapshotIfDue() }
    #expect(fixture.log.count == before + 1)
    fixture.disk.fault = { _ in nil }
    #expect(try fixture.reopened().book.seq == fixture.book.seq)
  }
}
