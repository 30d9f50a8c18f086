import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

/// Each call of a workday fails, once or from then on, in each way in which it can; and the process or the power may be
/// gone right behind it. What was acknowledged is there, what was refused is not, and the desk goes on when it can.
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
    let day = Workday(seed: 9)
    let clean = MemoryDisk()
    let worker = try #require(try Worker(clean, sync))
    #expect(try day.run(worker, tries: 1))
    var sample = Sample(oneOf: 13)
    for call in clean.calls {
      // What the system forgets before it was safe is not promised to be there, but by `always`.
      for way in call.ways where (way.effect != .undone || sync == .always) && sample.takesNext() {
        Failing(day: day, sync: sync, span: span, call: call, way: way).check()
      }
    }
  }

  /// A sync fails, and the process is killed before it can do anything about it. What it wrote is seen by the next one,
  /// but is not on the disk, and a sync does not put it there: it has to be written once more, or left out, before
  /// anything is added to it.
  @Test func aKillBehindAFailedSync() throws {
    let kept = try Kept()
    kept.padding = String(repeating: "a", count: 3_000)
    while kept.book.sizes.messages == 0 {
      kept.call()
      try kept.commit()
    }
    var (left, first): (MemoryDisk?, Int) = (nil, kept.disk.calls.count)
    kept.disk.failure = { $0.name == "fdatasync" ? .init(MemoryDisk.ioError) : nil }
    kept.disk.before = { [disk = kept.disk] call in
      guard left == nil, call.number > first + 1, disk.calls.last?.name == "fdatasync" else { return }
      left = disk.crashed(.killed)
    }
    for _ in 0..<9 { kept.call() }
    #expect(try !kept.commit())
    kept.disk.before = { _ in }
    let next = try Kept(#require(left))
    for _ in 0..<3 {
      next.call()
      #expect(try next.commit())
    }
    let found = try Kept(next.disk.crashed(.dropped))
    #expect(found.book.everything == next.book.everything && found.told == [])
  }
}

extension CallFailureTests {
  /// A sync fails, and the system forgets what it had not written: a mark too, which nobody had synced. What was
  /// acknowledged is all there.
  @Test func aMarkIsForgotten() throws {
    let kept = try Kept()
    kept.call()
    #expect(try kept.commit())
    try kept.store.close()
    let next = try Kept(kept.disk.crashed(.killed))
    next.disk.failure = { [count = next.disk.calls.count] in
      $0.number > count && $0.name == "fdatasync" ? .init(MemoryDisk.ioError, .undone) : nil
    }
    next.call()
    #expect(try !next.commit())
    #expect(next.book.seq == kept.book.seq)
  }

  /// A snapshot got its name, and the sync of the folder failed: that name is not safe. So the next start must not
  /// remove what the snapshot has before it is. The disk keeps the later of two changes to names, and not the first.
  @Test func aSnapshotWhoseNameIsNotSafe() throws {
    let kept = try Kept()
    kept.call()
    #expect(try kept.commit())
    kept.disk.failure = { [disk = kept.disk] call in
      let isBehindIt = disk.files[Kept.folder + "/snapshot-2"] != nil
      return call.name == "fdatasync" && isBehindIt ? .init(MemoryDisk.ioError) : nil
    }
    #expect(throws: StoreError.self) { try kept.store.snapshot() }
    kept.disk.failure = { _ in nil }
    try kept.store.close()
    let next = try Kept(kept.disk.crashed(.killed))
    for seed in 0..<20 as Range<UInt64> {
      let found = try Kept(next.disk.crashed(.partly(seed: seed)))
      #expect(found.book.everything == kept.book.everything)
    }
  }
}

/// A workday in which a call fails.
private struct Failing {
  let day: Workday
  let sync: StoreState.SyncPolicy
  let span: CallFailureTests.Span
  let call: MemoryDisk.Call
  let way: MemoryDisk.Failure

  private var context: String { "\(sync), \(call) fails (\(span)): \(way)" }

  func check() {
    let disk = MemoryDisk()
    var worker: Worker?
    var moments: [(disk: MemoryDisk, ledger: Ledger, call: MemoryDisk.Call)] = []
    let last = call.number + 25
    disk.failure = { span.failure(call, way, $0) }
    disk.before = { [unowned disk] next in
      guard next.number > call.number && next.number <= last else { return }
      moments.append((disk.copy(), worker?.ledger ?? Ledger(), next))
    }
    var (isDone, isEnded) = (false, false)
    do throws(StoreError) {
      worker = try Worker(disk, sync, context: context, day.books)
      if let worker { isDone = try day.run(worker, tries: 2) }
    } catch {
      isEnded = true
      if error.isDamage { Issue.record("\(error): \(context)") }
    }
    if span == .once, let worker {
      #expect(isDone && !isEnded, "\(worker.store.failure.map { "\($0)" } ?? ""): \(context)")
    }
    (disk.failure, disk.before) = ({ _ in nil }, { _ in })
    let ledger = worker?.ledger ?? Ledger()
    let crashes = [MemoryDisk.Crash.killed, .dropped, .partly(seed: UInt64(call.number))]
    var sample = Sample(oneOf: 3)
    for crash in crashes where sample.takesNext() {
      trial("\(crash) at the end").check(disk, ledger, crash, turn: call.number)
    }
    sample = Sample(oneOf: 23)
    for moment in moments {
      for crash in crashes where sample.takesNext() {
        trial("\(crash) before \(moment.call)").check(
          moment.disk, moment.ledger, crash, turn: call.number + moment.call.number)
      }
    }
    if let worker, !isEnded { goOn(worker) }
  }

  private func trial(_ what: String) -> Trial { Trial(day: day, sync: sync, context: "\(context), then \(what)") }

  /// The fault is gone: the same process takes up its work, at the second try at the latest.
  private func goOn(_ worker: Worker) {
    do throws(StoreError) {
      let isDone = try day.run(worker, tries: 2)
      #expect(isDone && worker.store.failure == nil, "\(context), then mended")
      #expect(worker.snapshot(), "\(context), then mended")
      let again = try Worker(
        worker.disk.crashed(.dropped), sync, worker.ledger, after: .dropped, context: context, day.books)
      if let again { #expect(again.told == [] && again.isTidy, "\(again.names) \(again.told): \(context)") }
    } catch {
      Issue.record("\(error): \(context), then mended")
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
