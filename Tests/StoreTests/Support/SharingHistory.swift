import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// A drawn history of processes that share a folder: they start, write, end and are killed, also beside a held lock;
/// and at times one keeps the folder to itself.
final class SharingHistory {
  let disk = MemoryDisk()
  let ledger = SharedLedger()
  var random: SplitMix64
  /// Those that live: members and readers; or one that keeps the folder to itself, and readers that do not know yet.
  private(set) var processes: [SharingProcess] = []
  /// All that started as readers.
  private(set) var startedAsReaders: [SharingProcess] = []
  private let policies: [StoreState.SyncPolicy]
  private var id: Int32 = 0

  init(seed: Int, _ policies: [StoreState.SyncPolicy] = [.always]) {
    (random, self.policies) = (SplitMix64(seed: UInt64(seed)), policies)
  }

  var exclusive: SharingProcess? { processes.first { $0.store.options.isExclusive } }

  // MARK: Coming

  /// One more starts. Beside one that keeps the folder to itself, it is refused.
  func start(isExclusive: Bool = false) throws(StoreError) {
    id += 1
    let known = exclusive
    do throws(StoreError) {
      let process = try SharingProcess(disk, id: id, ledger, sync: random.pick(policies), isExclusive: isExclusive)
      #expect(known == nil, "it is let in beside one that keeps the folder: \(ledger.context)")
      if process.isReader { startedAsReaders.append(process) }
      processes.append(process)
    } catch {
      guard case .inUse = error, known != nil || isExclusive else { throw error }
    }
  }

  /// The members end, in good order or killed, and one starts that keeps the folder to itself. Readers stay.
  func startExclusive() throws(StoreError) {
    for process in processes where !process.isReader {
      if random.percent(50) { end(process) } else { kill(process) }
    }
    try start(isExclusive: true)
  }

  // MARK: Going

  func kill(_ process: SharingProcess) {
    process.process.kill()
    processes.removeAll { $0 === process }
  }

  /// Ends in good order, or is killed where it cannot.
  func end(_ process: SharingProcess) {
    do throws(StoreError) { try process.store.close() } catch {}
    kill(process)
  }

  // MARK: Looking

  /// Takes in what others committed; nil if a reader finds that one keeps the folder to itself, and ends.
  func look(_ process: SharingProcess) throws(StoreError) -> Book? {
    let wasReader = process.isReader
    do throws(StoreError) { return try process.refresh() } catch {
      guard case .inUse = error, wasReader, exclusive != nil else { throw error }
      kill(process)
      return nil
    }
  }

  /// All, or some of them, look: each must see what is committed. What the calls under way came to is not known.
  func lookAll(_ share: Int = 100) throws(StoreError) {
    for process in processes where process.write == nil && random.percent(share) {
      guard let book = try look(process) else { continue }
      #expect(ledger.matches(book), "\(ledger.context): shown \(book.seq), acknowledged \(ledger.seq)")
    }
  }

  // MARK: Beside a held lock

  /// One takes the lock. Beside it others start, look and end, and wait for nobody. Then it gives the lock back, or is
  /// killed.
  func besideAHeldLock(_ holder: SharingProcess) throws(StoreError) {
    try holder.begin(staging: random.below(3))
    disk.paused = { [ledger] _ in Issue.record("somebody waits: \(ledger.context)") }
    for _ in 0..<1 + random.below(3) {
      let other = random.pick(processes)
      switch random.below(3) {
      case 0 where other !== holder: end(other)
      case 1: try lookAll()
      default: try start()
      }
    }
    disk.paused = { _ in }
    if random.percent(30) { kill(holder) } else { try holder.abort() }
  }

  /// What may happen at any call of a process: another one starts, looks, joins, or ends.
  func anything(beside process: SharingProcess) {
    let others = processes.filter { $0 !== process }
    do throws(StoreError) {
      switch random.below(others.isEmpty ? 1 : 4) {
      case 0: try start()
      case 1: _ = try look(random.pick(others)).map { #expect(ledger.matches($0), "\(ledger.context)") }
      case 2: random.pick(others).store.joinIfFree()
      default: end(random.pick(others))
      }
    } catch {
      // It may have waited in vain.
      #expect(error.exitCode == 75, "\(ledger.context): \(error)")
    }
  }

  // MARK: With calls that fail

  /// Some start, beside a held lock too, or one keeps the folder to itself.
  func comeAndGo() throws(StoreError) {
    while processes.isEmpty || (processes.count < 4 && random.percent(20)) { try start() }
    if random.percent(4) { return try startExclusive() }
    guard random.percent(10) else { return }
    let holder = random.pick(processes)
    do throws(StoreError) { try holder.begin() } catch { return }
    try start()
    try holder.abort()
  }

  /// The next calls of a process fail, or it is killed at one of them, or others do something there.
  func disturb(_ victim: SharingProcess) {
    let process = victim.process
    let (first, count, way) = (process.count + 1 + random.below(30), random.pick([1, 1, 2, 40]), random.below(99))
    let (isKilled, isBeside) = (random.percent(20), random.percent(40))
    let fails = random.percent(50)
    if fails {
      process.failure = { [unowned process] call in
        guard (first..<first + count).contains(process.count) else { return nil }
        // No system says of a file that is there that it is not, unless the folder is gone.
        let lies = call.name == "lstat" ? MemoryDisk.missing : nil
        let ways = call.ways.filter { $0.effect != .undone && $0.code != lies }
        return ways.isEmpty ? nil : ways[way % ways.count]
      }
    }
    process.leavesHalf = random.percent(50)
    let isToKill = isKilled && !fails
    guard isToKill || isBeside else { return }
    process.step = { [unowned self, unowned victim] number in
      guard number == first, !victim.process.isKilled else { return }
      if isBeside { anything(beside: victim) }
      if isToKill { victim.process.kill() }
    }
  }

  /// What a process does in one turn.
  func work(_ process: SharingProcess) throws(StoreError) {
    switch random.below(9) {
    case 0: do throws(StoreError) { try process.store.snapshot() } catch {}
    case 1: _ = try look(process)
    case 2: _ = try process.abortedTransaction(random.below(3))
    default: for _ in 0..<1 + random.below(3) { _ = try process.drain(1 + random.below(3)) }
    }
  }

  /// Were the power lost now, the next start would find what was acknowledged.
  func losePower() throws {
    for crash in [MemoryDisk.Crash.dropped, .partly(seed: random.next())] {
      let found = try StoreFixture(disk.crashed(crash)).book
      #expect(ledger.matches(found), "\(ledger.context), \(crash): found \(found.seq), acknowledged \(ledger.seq)")
    }
  }

  /// Nothing more befalls it.
  func leaveAlone(_ process: SharingProcess) {
    (process.process.failure, process.process.step) = ({ _ in nil }, { _ in })
    if process.process.isKilled { kill(process) }
  }
}
