import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// A write transaction ends once, and leaves the store in one state, however it ends: its changes are committed or gone
/// for this process and for every other, the lock is free, and the next transaction begins on what is committed.
///
/// That nobody stages outside a transaction, or after its end, needs no test: only a `WriteTransaction` can stage, and
/// `commit` and `abort` consume it.
struct WriteTransactionTests {
  enum Ending { case commit, abort, drop }

  /// What becomes of the staged changes.
  enum Outcome {
    case committed
    /// No process finds them, now or later.
    case void
    /// The next process with the lock finds them, or does not; until then nobody sees them.
    case undecided
    /// They are void, and this process cannot read the last commit back.
    case unreadable
  }

  /// Calls of the process that fail while it ends its transaction.
  struct Fault {
    let call: String
    var file: String?
    var mode: DiskMode?
    /// Which of the matching calls fail, counted from 0.
    var range = 0..<Int.max
    var effect = MemoryDisk.Failure.Effect.nothing

    func matches(_ other: MemoryDisk.Call) -> Bool {
      other.name == call && file ?? other.file == other.file && (mode == nil || mode == other.mode)
    }

    static let write = Fault(call: "write", file: "journal-1", range: 0..<1)
    static let halfAWrite = Fault(call: "write", file: "journal-1", range: 0..<1, effect: .part)
    /// `startWriting` writes, and what it wrote cannot be wiped.
    static let wipe = Fault(call: "write", file: "journal-1", range: 1..<Int.max)
    static let sync = Fault(call: "fdatasync", file: "journal-1")
    static let place = Fault(call: "lstat", file: "journal-1", range: 0..<1)
    static let publishOnce = Fault(call: "write", file: "lock", range: 0..<1)
    static let publishHalf = Fault(call: "write", file: "lock", range: 0..<1, effect: .part)
    static let publish = Fault(call: "write", file: "lock")
    static let nextJournal = Fault(call: "open", mode: .create)
    static let read = Fault(call: "read")
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let ending: Ending
    let outcome: Outcome
    let faults: [Fault]
    let calls: Int
    let startsWriting: Bool
    /// Whether the store refuses changes for as long as the calls fail.
    let isReadOnly: Bool

    init(
      _ name: String, _ ending: Ending, _ outcome: Outcome, _ faults: [Fault] = [], calls: Int = 2,
      startsWriting: Bool = false, isReadOnly: Bool = false
    ) {
      (testDescription, self.ending, self.outcome, self.faults) = ("\(ending) \(name)", ending, outcome, faults)
      (self.calls, self.startsWriting, self.isReadOnly) = (calls, startsWriting, isReadOnly)
    }
  }

  static let cases = [
    Case("nothing", .commit, .committed, calls: 0),
    Case("two calls", .commit, .committed),
    Case("what is being written", .commit, .committed, startsWriting: true),
    Case("a write that fails", .commit, .void, [.write]),
    Case("half a write", .commit, .void, [.halfAWrite]),
    Case("a write that failed before", .commit, .void, [.write], startsWriting: true),
    Case("a write that fails, no next journal", .commit, .undecided, [.write, .nextJournal], isReadOnly: true),
    Case("a sync that fails", .commit, .void, [.sync]),
    Case("a sync that fails, no next journal", .commit, .undecided, [.sync, .nextJournal], isReadOnly: true),
    Case("a journal that is not found", .commit, .void, [.place]),
    Case("a page that fails once", .commit, .void, [.publishOnce]),
    Case("half a page", .commit, .void, [.publishHalf]),
    // The next journal voids it, though nobody can be told so yet.
    Case("a page that fails", .commit, .void, [.publish], isReadOnly: true),
    Case("a sync that fails, nothing to read", .commit, .unreadable, [.sync, .read]),
    Case("nothing", .abort, .void, calls: 0),
    Case("two calls", .abort, .void),
    Case("what is being written", .abort, .void, startsWriting: true),
    Case("what cannot be wiped", .abort, .void, [.wipe], startsWriting: true),
    Case("a write that failed", .abort, .void, [.write], startsWriting: true),
    Case("two calls, nothing to read", .abort, .unreadable, [.read]),
    Case("nothing", .drop, .void, calls: 0),
    Case("two calls", .drop, .void),
    Case("what is being written", .drop, .void, startsWriting: true),
    Case("what cannot be wiped", .drop, .void, [.wipe], startsWriting: true),
    Case("two calls, nothing to read", .drop, .unreadable, [.read]),
  ]

  /// `isOtherNext`: whether another process takes the lock next, or the same one.
  @Test(arguments: cases, [false, true]) func leavesOneState(_ row: Case, isOtherNext: Bool) throws {
    let scene = try TransactionScene(row)
    try scene.end()
    try scene.checkWhatIsSeen()
    try scene.checkAborted()
    if isOtherNext { try scene.checkOther() } else { try scene.checkNext() }
    try scene.checkRepaired()
  }

  /// While another process has a transaction open, none can be begun: at once if the caller is not patient, without
  /// a trace, and it can be when that one ends.
  @Test(arguments: [Ending.commit, .abort, .drop]) func refusedWhileAnotherIsOpen(_ ending: Ending) throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let (first, second) = (try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger))
    #expect(try first.drain() && second.drain())
    try first.begin(staging: 1)
    disk.paused = { _ in Issue.record("it waits") }
    do {
      try second.store.beginWrite(isPatient: false).abort()
      Issue.record("two transactions are open")
    } catch {
      #expect(error.exitCode == 75 && "\(error)".contains("process 1,"), "\(error)")
    }
    #expect(second.store.failure == nil && !second.process.holdsLock("lock"))
    #expect(try second.refresh().seq == ledger.seq)
    let staged = first.store.book.seq
    switch ending {
    case .commit: try first.commit()
    case .abort: try first.abort()
    case .drop: first.write = nil
    }
    try second.store.beginWrite(isPatient: false).abort()
    #expect(second.store.book.seq == (ending == .commit ? staged : ledger.seq))
  }
}

/// Two processes on a folder: the first ends a transaction, the second observes.
private final class TransactionScene {
  let row: WriteTransactionTests.Case
  let disk = MemoryDisk()
  let ledger = SharedLedger()
  let first: SharingProcess
  let second: SharingProcess
  private let before: Int
  private var after = 0
  private var staged: [[Change]] = []

  init(_ row: WriteTransactionTests.Case) throws {
    self.row = row
    first = try SharingProcess(disk, id: 1, ledger)
    second = try SharingProcess(disk, id: 2, ledger)
    ledger.context = row.testDescription
    #expect(try second.drain() && first.drain(2))
    before = ledger.seq
    disk.paused = { _ in Issue.record("a process waits: \(row.testDescription)") }
  }

  /// Runs the transaction, with its calls failing from the first staged change on.
  func end() throws {
    try first.begin()
    arm()
    for _ in 0..<row.calls {
      staged.append(first.next())
      try first.write?.stage(staged[staged.count - 1])
    }
    after = first.store.book.seq
    if row.startsWriting { first.store.startWriting() }
    var isUnreadable = false
    switch row.ending {
    case .commit:
      var failure: CommitFailure?
      do throws(CommitFailure) { try first.commit() } catch { failure = error }
      #expect((failure == nil) == (row.outcome == .committed), "\(failure.map { "\($0)" } ?? "")")
      #expect(failure?.isUndecided ?? false == (row.outcome == .undecided))
      isUnreadable = failure?.unreadable != nil
    case .abort:
      do throws(StoreError) { try first.abort() } catch { isUnreadable = true }
    case .drop:
      first.write = nil
      isUnreadable = row.outcome == .unreadable
    }
    #expect(isUnreadable == (row.outcome == .unreadable))
    switch row.outcome {
    case .committed: ledger.acknowledge(staged)
    case .undecided: ledger.undecided = staged
    case .void, .unreadable: break
    }
  }

  private func arm() {
    var counts = row.faults.map { _ in 0 }
    first.process.failure = { [row] call in
      for (index, fault) in row.faults.enumerated() where fault.matches(call) {
        counts[index] += 1
        if fault.range.contains(counts[index] - 1) { return .init(MemoryDisk.ioError, fault.effect) }
      }
      return nil
    }
  }

  /// At once, with the calls still failing: the lock is free, and all see the same.
  func checkWhatIsSeen() throws {
    #expect(!first.process.holdsLock("lock"))
    if row.outcome != .unreadable { #expect(first.store.book.seq == ledger.seq) }
    #expect(try second.refresh().seq == ledger.seq)
    #expect((first.store.failure != nil) == row.isReadOnly)
    for crash in [MemoryDisk.Crash.killed, .dropped] {
      let book = try StoreFixture(disk.crashed(crash)).book
      #expect(ledger.matches(book), "\(crash): found \(book.seq), acknowledged \(ledger.seq), staged to \(after)")
    }
  }

  /// An abort promises that nothing of the transaction remains, whatever `startWriting` wrote.
  func checkAborted() throws {
    guard row.ending != .commit else { return }
    let found = try StoreFixture(disk.crashed(.killed)).book.seq
    #expect(found == before)
  }

  /// Another process begins a transaction, and waits for nobody.
  func checkOther() throws {
    try second.begin()
    #expect(second.store.book.seq == ledger.seq)
    try second.abort()
    #expect(try second.drain())
  }

  /// The same process begins the next transaction while the calls still fail.
  func checkNext() throws {
    guard row.outcome != .unreadable else { return }
    do throws(StoreError) {
      try first.begin()
      #expect(!row.isReadOnly, "a read-only store begins a transaction")
      #expect(first.store.book.seq == ledger.seq)
      try first.abort()
    } catch {
      #expect(row.isReadOnly, "\(error)")
    }
    #expect(!first.process.holdsLock("lock"))
    #expect(try second.refresh().seq == ledger.seq)
  }

  /// The calls succeed again: both go on, from the same desk.
  func checkRepaired() throws {
    first.process.failure = { _ in nil }
    guard row.outcome != .unreadable else { return try checkUnreadable() }
    #expect(try first.drain() && second.drain() && first.drain())
    #expect(first.store.failure == nil)
    let everything = ledger.everything
    #expect(try first.refresh().everything == everything)
    #expect(try second.refresh().everything == everything)
    #expect(ledger.acknowledged.joined().map(\.seq) == Array(1...ledger.seq))
    for crash in [MemoryDisk.Crash.killed, .dropped] {
      let found = try StoreFixture(disk.crashed(crash))
      #expect(found.book.everything == everything && found.log == [], "\(crash): \(found.log)")
    }
  }

  /// The book of the first process is ahead of the disk: its session is over, and it must not write. The others go on.
  private func checkUnreadable() throws {
    do throws(StoreError) {
      try first.begin()
      #expect(first.store.book.seq == ledger.seq)
      try first.abort()
    } catch {
      #expect(error.exitCode == 74)
    }
    first.process.kill()
    #expect(try second.drain())
    #expect(try SharingProcess(disk, id: 3, ledger).refresh().everything == ledger.everything)
  }
}
