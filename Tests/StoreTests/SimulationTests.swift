import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// Random sessions over one folder for many generations: reads of calls, snapshots, clean ends; and at any call faults,
/// kills, losses of power, also while a start is under way. A ledger knows what must be there.
///
/// Each seed is one life of a folder, and is always the same one. A failure names it:
///
///     CONTACTDESK_SEED=17 swift test --filter SimulationTests       that one again
///     CONTACTDESK_SEEDS=100000 swift test --filter SimulationTests  so many, from 1 on
struct SimulationTests {
  private static let parts = 8

  @Test(arguments: 0..<parts) func lives(_ part: Int) {
    if let seed = Setting.seed {
      if part == 0 { SimulatedFolder(seed: seed).live() }
      return
    }
    for seed in 1...(Setting.seeds ?? 300) where seed % Self.parts == part { SimulatedFolder(seed: seed).live() }
  }
}

/// The life of one folder.
private final class SimulatedFolder {
  private let seed: Int
  private var random: SplitMix64
  private var drawn: DrawnCalls
  private let sync: StoreState.SyncPolicy
  private var disk = MemoryDisk()
  private var ledger = Ledger()
  private var crash = MemoryDisk.Crash.killed
  private var process: SimulatedProcess?
  private let books = KnownBooks(areOfOneScript: false)
  private var events: [String] = []
  private var isOver = false
  /// True while calls may fail.
  private var isFaulty = false
  /// What a crash in the middle of an event leaves.
  private var cut: (disk: MemoryDisk, ledger: Ledger, call: MemoryDisk.Call)?
  /// Calls that were refused, which may be tried again.
  private var refused: [[Change]] = []

  init(seed: Int) {
    self.seed = seed
    random = SplitMix64(seed: UInt64(seed))
    drawn = DrawnCalls(seed: random.next())
    sync = random.pick([.always, .always, .always, .never])
  }

  private var context: String {
    "seed \(seed) (\(sync)): " + events.suffix(Setting.seed == nil ? 12 : .max).joined(separator: "; ")
  }

  func live() {
    for _ in 0..<15 + random.below(25) where !isOver {
      if random.percent(25) { armFault() }
      if random.percent(20) { armCrash() }
      step()
      crashIfArmed()
    }
    guard !isOver else { return }
    // At last, everything once more, without faults.
    disarm()
    crash(.killed)
    start()
    if let process {
      check(process.book.everything == books.everything(after: process.ledger.acknowledged[...]), "at last")
    }
  }

  private func check(_ isTrue: Bool, _ what: String) {
    #expect(isTrue, "\(what): \(context)")
    if !isTrue { isOver = true }
  }

  // MARK: Events

  private func step() {
    guard let process else { return start() }
    switch random.below(20) {
    case 0..<11: drain(process)
    case 11..<13:
      events.append("snapshot")
      let isMade = process.snapshot()
      check(isMade || isFaulty || process.store.failure != nil, "no snapshot")
    case 13..<15:
      events.append("tick")
      process.tick()
    case 15: end(process)
    case 16..<18: crash(.killed)
    default: crash(random.pick([.kept, .dropped, .partly(seed: random.next() % 1_000_000)]))
    }
  }

  private func drain(_ process: SimulatedProcess) {
    if refused.isEmpty || refused.first?.first?.seq != process.ledger.seq + 1 || random.percent(50) {
      refused = []
      drawn.padding = random.percent(30) ? String(repeating: "a", count: random.below(3_000)) : ""
      // The book is taken along: a call is drawn for what those before it made.
      let book = Book()
      for change in process.ledger.acknowledged.joined() { book.apply(change) }
      for _ in 0..<1 + random.below(3) {
        let call = drawn.next(book)
        for change in call { book.apply(change) }
        refused.append(call)
      }
    }
    events.append("\(refused.count) calls after \(process.ledger.seq)")
    do throws(StoreError) {
      let isKept = try process.drain(refused)
      check(isKept || isFaulty, "refused: \(process.store.failure.map { "\($0)" } ?? "")")
      if isKept { refused = [] } else { events.append("refused") }
    } catch {
      ended(error)
    }
  }

  private func start() {
    events.append("start")
    do throws(StoreError) {
      ledger = ledger.after(crash)
      let isDecided = ledger.undecided.isEmpty
      crash = .killed
      guard let process = try SimulatedProcess(disk, sync, ledger, context: context, books) else {
        isOver = true
        return
      }
      self.process = process
      if isDecided && !isFaulty { check(process.log == [], "logged \(process.log)") }
      if !isFaulty { check(process.isTidy, "left \(process.names)") }
    } catch {
      ended(error)
    }
  }

  /// The process ends by itself.
  private func end(_ process: SimulatedProcess) {
    events.append("end")
    process.close()
    crash(.killed)
  }

  /// A process that cannot go on.
  private func ended(_ error: StoreError) {
    check(isFaulty && !error.isDamage, "\(error)")
    crash(.killed)
  }

  private func crash(_ way: MemoryDisk.Crash) {
    events.append("\(way)")
    ledger = process?.ledger ?? ledger
    go(on: disk, ledger, way)
  }

  private func go(on left: MemoryDisk, _ ledger: Ledger, _ way: MemoryDisk.Crash) {
    self.ledger = ledger.after(crash).after(way)
    crash = .killed
    process = nil
    disk = left.crashed(way)
    isFaulty = false
  }

  // MARK: Faults

  /// One of the next calls fails in one of its ways; or some fail, one after another.
  private func armFault() {
    let first = disk.calls.count + 1 + random.below(25)
    let last = first + (random.percent(60) ? 0 : random.below(40))
    let way = random.below(1_000)
    isFaulty = true
    events.append("fault at \(first)" + (last > first ? " to \(last)" : ""))
    disk.failure = { call in
      guard (first...last).contains(call.number) else { return nil }
      // What the system forgets is tried on its own: `CallFailureTests`.
      let ways = call.ways.filter { $0.effect != .undone }
      return ways[way % ways.count]
    }
  }

  /// The power, or the process, is gone in the middle of what comes next.
  private func armCrash() {
    let number = disk.calls.count + 1 + random.below(30)
    disk.before = { [unowned self] call in
      guard call.number == number else { return }
      cut = (disk.copy(), process?.ledger ?? ledger, call)
    }
  }

  private func crashIfArmed() {
    if let found = cut, !isOver {
      let way = random.pick([MemoryDisk.Crash.killed, .dropped, .partly(seed: random.next() % 1_000_000)])
      events.append("\(way) before \(found.call)")
      go(on: found.disk, found.ledger, way)
    }
    cut = nil
    disk.before = { _ in }
    if random.percent(60) { disarm() }
  }

  private func disarm() {
    disk.failure = { _ in nil }
    isFaulty = false
  }
}
