import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

/// Each call of a script fails, once or from then on, in each way in which it can, and the process may be killed or the
/// power lost right after it. Acknowledged changes are there, refused ones are not, and the desk goes on when it can.
struct CallFailureTests {
  /// How long a call keeps failing.
  enum Span: CaseIterable {
    case once
    /// Calls of its kind, from then on: such as writes to a full disk.
    case itsKind
    /// Every call from then on.
    case everything

    func failure(
      _ failing: MemoryDisk.Call, _ way: MemoryDisk.Failure, _ call: MemoryDisk.Call
    ) -> MemoryDisk.Failure? {
      switch self {
      case .once: call.number == failing.number ? way : nil
      case .itsKind: call.number >= failing.number && call.name == failing.name ? way : nil
      case .everything: call.number >= failing.number ? .init(way.code) : nil
      }
    }
  }

  @Test(arguments: StoreState.SyncPolicy.allCases, Span.allCases)
  func anyCall(_ sync: StoreState.SyncPolicy, _ span: Span) throws {
    let script = StoreScript(seed: 9)
    let clean = MemoryDisk()
    let process = try #require(try SimulatedProcess(clean, sync))
    #expect(try script.run(process, tries: 1))
    var sample = Sampler(oneOf: 13)
    for call in clean.calls {
      // Only `always` promises that pages which the system drops before they are durable are still there.
      for way in call.ways where (way.effect != .undone || sync == .always) && sample.takesNext() {
        Failing(script: script, sync: sync, span: span, call: call, way: way).check()
      }
    }
  }

  /// A sync fails, and the process is killed before it can do anything about it. What it wrote is seen by the next one,
  /// but is not on the disk, and a sync does not put it there: it has to be written once more, or left out, before
  /// anything is added to it.
  @Test func aKillAfterAFailedSync() throws {
    let fixture = try StoreFixture()
    fixture.padding = String(repeating: "a", count: 3_000)
    while fixture.book.sizes.messages == 0 {
      fixture.call()
      try fixture.commit()
    }
    var (left, first): (MemoryDisk?, Int) = (nil, fixture.disk.calls.count)
    fixture.disk.failure = { $0.name == "fdatasync" ? .init(MemoryDisk.ioError) : nil }
    fixture.disk.before = { [disk = fixture.disk] call in
      guard left == nil, call.number > first + 1, disk.calls.last?.name == "fdatasync" else { return }
      left = disk.crashed(.killed)
    }
    for _ in 0..<9 { fixture.call() }
    #expect(try !fixture.commit())
    fixture.disk.before = { _ in }
    let next = try StoreFixture(#require(left))
    for _ in 0..<3 {
      next.call()
      #expect(try next.commit())
    }
    let found = try StoreFixture(next.disk.crashed(.dropped))
    #expect(found.book.everything == next.book.everything && found.log == [])
  }
}

extension CallFailureTests {
  /// A sync fails, and the system forgets what it had not written: a mark too, which nobody had synced. What was
  /// acknowledged is all there.
  @Test func aMarkIsForgotten() throws {
    let fixture = try StoreFixture()
    fixture.call()
    #expect(try fixture.commit())
    try fixture.store.close()
    let next = try StoreFixture(fixture.disk.crashed(.killed))
    next.disk.failure = { [count = next.disk.calls.count] in
      $0.number > count && $0.name == "fdatasync" ? .init(MemoryDisk.ioError, .undone) : nil
    }
    next.call()
    #expect(try !next.commit())
    #expect(next.book.seq == fixture.book.seq)
  }

  /// A snapshot got its name, and the sync of the folder failed: that name is not durable. So the next start must not
  /// remove what the snapshot has before it is. The disk keeps the later of two changes to names, and not the first.
  @Test func aSnapshotWhoseNameIsNotSafe() throws {
    let fixture = try StoreFixture()
    fixture.call()
    #expect(try fixture.commit())
    fixture.disk.failure = { [disk = fixture.disk] call in
      let isBehindIt = disk.files[StoreFixture.folder + "/snapshot-2"] != nil
      return call.name == "fdatasync" && isBehindIt ? .init(MemoryDisk.ioError) : nil
    }
    #expect(throws: StoreError.self) { try fixture.store.snapshot() }
    fixture.disk.failure = { _ in nil }
    try fixture.store.close()
    let next = try StoreFixture(fixture.disk.crashed(.killed))
    for seed in 0..<20 as Range<UInt64> {
      let found = try StoreFixture(next.disk.crashed(.partly(seed: seed)))
      #expect(found.book.everything == fixture.book.everything)
    }
  }
}

/// A script in which a call fails.
private struct Failing {
  let script: StoreScript
  let sync: StoreState.SyncPolicy
  let span: CallFailureTests.Span
  let call: MemoryDisk.Call
  let way: MemoryDisk.Failure

  private var context: String { "\(sync), \(call) fails (\(span)): \(way)" }

  func check() {
    let disk = MemoryDisk()
    var process: SimulatedProcess?
    var moments: [(disk: MemoryDisk, ledger: Ledger, call: MemoryDisk.Call)] = []
    let last = call.number + 25
    disk.failure = { span.failure(call, way, $0) }
    disk.before = { [unowned disk] next in
      guard next.number > call.number && next.number <= last else { return }
      moments.append((disk.copy(), process?.ledger ?? Ledger(), next))
    }
    var (isDone, isEnded) = (false, false)
    do throws(StoreError) {
      process = try SimulatedProcess(disk, sync, context: context, script.books)
      if let process { isDone = try script.run(process, tries: 2) }
    } catch {
      isEnded = true
      if error.isDamage { Issue.record("\(error): \(context)") }
    }
    if span == .once, let process {
      #expect(isDone && !isEnded, "\(process.store.failure.map { "\($0)" } ?? ""): \(context)")
    }
    (disk.failure, disk.before) = ({ _ in nil }, { _ in })
    let ledger = process?.ledger ?? Ledger()
    let crashes = [MemoryDisk.Crash.killed, .dropped, .partly(seed: UInt64(call.number))]
    var sample = Sampler(oneOf: 3)
    for crash in crashes where sample.takesNext() {
      trial("\(crash) at the end").check(disk, ledger, crash, turn: call.number)
    }
    sample = Sampler(oneOf: 23)
    for moment in moments {
      for crash in crashes where sample.takesNext() {
        trial("\(crash) before \(moment.call)").check(
          moment.disk, moment.ledger, crash, turn: call.number + moment.call.number)
      }
    }
    if let process, !isEnded { goOn(process) }
  }

  private func trial(_ what: String) -> PostCrashCheck {
    PostCrashCheck(script: script, sync: sync, context: "\(context), then \(what)")
  }

  /// The fault is gone: the same process takes up its work, at the second try at the latest.
  private func goOn(_ process: SimulatedProcess) {
    do throws(StoreError) {
      let isDone = try script.run(process, tries: 2)
      #expect(isDone && process.store.failure == nil, "\(context), then repaired")
      #expect(process.snapshot(), "\(context), then repaired")
      let again = try SimulatedProcess(
        process.disk.crashed(.dropped), sync, process.ledger, after: .dropped, context: context, script.books)
      if let again { #expect(again.log == [] && again.isTidy, "\(again.names) \(again.log): \(context)") }
    } catch {
      Issue.record("\(error): \(context), then repaired")
    }
  }
}

extension StoreError {
  /// True if files are said to be other than they were written.
  var isDamage: Bool {
    switch self {
    case .open(.corrupt), .open(.laterVersion), .write(.corrupt), .write(.laterVersion):
      true
    default: false
    }
  }
}
