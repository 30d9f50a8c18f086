import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// Processes that share a folder: each answers from the commits of all, whatever happens to any of them at any of its
/// calls.
struct SharingTests {
  private static let other: Int32 = 200

  /// Processes come and go, write, abort, make snapshots and read, in a drawn order, also beside a held lock.
  @Test(arguments: 1...40) func anyOrder(_ seed: Int) throws {
    let history = SharingHistory(seed: seed, StoreState.SyncPolicy.allCases)
    let ledger = history.ledger
    for turn in 0..<150 {
      ledger.context = "seed \(seed), turn \(turn)"
      if history.processes.isEmpty || (history.processes.count < 5 && history.random.percent(10)) {
        try history.start()
      }
      let process = history.random.pick(history.processes)
      if history.exclusive != nil, try history.look(process) == nil { continue }
      switch history.random.below(15) {
      case 0: try process.store.snapshot()
      case 1: history.end(process)
      case 2: history.kill(process)
      case 3: #expect(try process.abortedTransaction(history.random.below(3)))
      case 4: process.store.joinIfFree()
      case 5, 6: try history.besideAHeldLock(process)
      case 7: if history.random.percent(30) { try history.startExclusive() }
      default: #expect(try process.drain(1 + history.random.below(3)))
      }
      #expect(ledger.undecided.isEmpty, "\(ledger.context)")
      try history.lookAll(60)
    }
    try history.lookAll()
    let everything = ledger.everything
    for process in history.processes { #expect(try process.refresh().everything == everything) }
    let found = try StoreFixture(history.disk.crashed(.killed))
    #expect(found.book.everything == everything && found.log == [])
    #expect(history.startedAsReaders.contains { !$0.isReader })
  }

  /// The same with calls that fail, kills in the middle of them, and others that start, look, join and end there. A
  /// failure names its seed:
  ///
  ///     CONTACTDESK_SEED=17 swift test --filter SharingTests        that one again
  ///     CONTACTDESK_SEEDS=10000 swift test --filter SharingTests    so many, from 1 on
  @Test func anyFaults() throws {
    if let seed = Setting.seed { return try Self.live(seed) }
    for seed in 1...(Setting.seeds ?? 80) {
      do { try Self.live(seed) } catch { Issue.record("seed \(seed): \(error)") }
    }
  }

  private static func live(_ seed: Int) throws {
    let history = SharingHistory(seed: seed)
    for turn in 0..<60 {
      history.ledger.context = "seed \(seed), turn \(turn)"
      try history.comeAndGo()
      let process = history.random.pick(history.processes)
      if history.exclusive != nil, try history.look(process) == nil { continue }
      history.disturb(process)
      do throws(StoreError) { try history.work(process) } catch {
        #expect(error.exitCode == 74, "\(history.ledger.context): \(error)")
        process.process.kill()
      }
      history.leaveAlone(process)
      try history.lookAll()
      if history.random.percent(10) { try history.losePower() }
    }
    try history.lookAll()
    // The undecided calls of the last one are found, or void.
    if history.processes.isEmpty { try history.start() }
    for process in history.processes { #expect(try process.drain(), "seed \(seed)") }
    let everything = history.ledger.everything
    for process in history.processes { #expect(try process.refresh().everything == everything, "seed \(seed)") }
    for crash in [MemoryDisk.Crash.killed, .dropped, .partly(seed: UInt64(seed))] {
      let found = try StoreFixture(history.disk.crashed(crash))
      #expect(found.book.everything == everything && found.log == [], "seed \(seed): \(found.log)")
    }
  }

  /// A process is killed at each of its calls, or in the middle of its writes, while another one reads: that one never
  /// sees a change that is lost later, and goes on.
  @Test(arguments: StoreState.SyncPolicy.allCases, [false, true])
  func killedAtAnyCall(_ sync: StoreState.SyncPolicy, inMidWrite: Bool) throws {
    var number = 1
    while true {
      let scene = try Scene(sync, "killed at call \(number)")
      scene.victim.process.leavesHalf = inMidWrite
      scene.at(number) { scene.kill() }
      scene.work()
      let isReached = scene.victim.process.isKilled
      try scene.goOn()
      if !isReached { break }
      number += 1
    }
    #expect(number > 60)
  }

  /// Each of its calls fails, once, for its kind or for all from then on, in each way that it can.
  @Test(arguments: StoreState.SyncPolicy.allCases, CallFailureTests.Span.allCases)
  func anyCallFails(_ sync: StoreState.SyncPolicy, _ span: CallFailureTests.Span) throws {
    let clean = try Scene(sync, "clean")
    let first = clean.disk.calls.count
    clean.work()
    var sample = Sampler(oneOf: 3)
    for call in clean.disk.calls[first...] {
      for way in call.ways where (way.effect != .undone || sync == .always) && sample.takesNext() {
        let scene = try Scene(sync, "\(call) fails (\(span)): \(way)", looks: false)
        scene.victim.process.failure = { span.failure(call, way, $0) }
        scene.work()
        scene.victim.process.failure = { _ in nil }
        try scene.goOn()
      }
    }
  }

  /// One is killed before it could publish, and what the other does about it fails: what that one shows then survives a
  /// loss of power, and it goes on when it can. What was written and could not be made durable or published may be
  /// void: nobody was told of it.
  @Test(arguments: 1...30, [false, true]) func mendingFails(_ number: Int, forEver: Bool) throws {
    for inMidWrite in [false, true] {
      let scene = try Scene(.always, "mending fails at call \(number), for ever: \(forEver)")
      scene.victim.process.leavesHalf = inMidWrite
      scene.atWrite(of: "journal-1", isAfter: !inMidWrite) { scene.victim.process.kill() }
      scene.work()
      #expect(scene.victim.process.isKilled)
      let (process, first) = (scene.other.process, scene.other.process.count)
      process.failure = { _ in
        process.count == first + number || (forEver && process.count > first + number)
          ? .init(MemoryDisk.ioError) : nil
      }
      var isEnded = false
      do throws(StoreError) { _ = try scene.other.drain() } catch {
        // What it wrote and cannot take back it cannot read either: it ends, and says so.
        #expect(error.exitCode == 74)
        isEnded = true
        process.kill()
      }
      process.failure = { _ in nil }
      if isEnded {
        #expect(try SharingProcess(scene.disk, id: 7, scene.ledger).drain())
        continue
      }
      let shown = try scene.other.refresh().seq
      #expect(try StoreFixture(scene.disk.crashed(.dropped)).book.seq >= shown, "shown \(shown)")
      try scene.goOn()
    }
  }

  /// The process that holds the lock hangs: the others wait for a while, are refused with its id, and read on.
  @Test func hanging() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let (hanging, other) = (try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger))
    #expect(try hanging.drain())
    try hanging.begin()
    var waited = 0
    disk.paused = { waited += $0 }
    #expect(throws: StoreError.self) { try other.touch() }
    #expect((1_000_000...10_000_000).contains(waited) && other.store.failure == nil)
    do { try other.touch() } catch { #expect("\(error)".contains("process 1,"), "\(error)") }
    #expect(try other.refresh().seq == ledger.seq)
    // It gives the lock back while the other waits.
    disk.paused = { _ in hanging.abortWhileWaitedFor() }
    #expect(try other.drain())
  }

  /// A snapshot whose writer is killed while it writes is made by the next one; nothing is left lying about.
  @Test func snapshotsOfTheKilled() throws {
    var number = 1
    while true {
      let (disk, ledger) = (MemoryDisk(), SharedLedger())
      let (victim, other) = (try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger))
      for _ in 0..<4 { #expect(try victim.drain() && other.drain()) }
      let first = victim.process.count
      var isBesideTheLock = false
      victim.process.step = { [unowned victim] count in
        guard count == first + number else { return }
        isBesideTheLock = !victim.process.holdsLock("lock")
        victim.process.kill()
      }
      do { try victim.store.snapshot() } catch {}
      let wasKilled = victim.process.isKilled
      #expect(try other.drain(), "call \(number)")
      try other.store.snapshot()
      let names = disk.files.keys.filter { $0.hasSuffix(".new") }
      #expect(names.isEmpty || isBesideTheLock && names.count <= 1, "call \(number): \(names)")
      #expect(try other.refresh().everything == ledger.everything)
      let found = try StoreFixture(disk.crashed(.dropped))
      #expect(found.book.everything == ledger.everything && found.log == [], "call \(number): \(found.log)")
      #expect(!found.names.contains { $0.hasSuffix(".new") })
      if !wasKilled { break }
      number += 1
    }
    #expect(number > 20)
  }

  /// While one writes a snapshot, the others write changes, and take it up.
  @Test func writingBesideASnapshot() throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let (folder, other) = (try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger))
    for _ in 0..<5 { #expect(try folder.drain()) }
    var beside = 0
    folder.process.step = { [unowned folder] _ in
      guard !folder.process.holdsLock("lock") else { return }
      do {
        if try other.drain() { beside += 1 }
      } catch {
        Issue.record("\(error)")
      }
    }
    try folder.store.snapshot()
    folder.process.step = { _ in }
    #expect(beside > 5)
    #expect(try other.refresh().everything == ledger.everything && folder.refresh().everything == ledger.everything)
    #expect(other.store.status.snapshotNumber == 2 && folder.store.status.snapshotNumber == 2)
    let found = try StoreFixture(disk.crashed(.killed))
    #expect(found.book.everything == ledger.everything && found.log == [])
  }

  /// A page that somebody wrote into is not believed: it is made anew from the files.
  @Test(arguments: 0..<64) func damagedPage(_ byte: Int) throws {
    let (disk, ledger) = (MemoryDisk(), SharedLedger())
    let (a, b) = (try SharingProcess(disk, id: 1, ledger), try SharingProcess(disk, id: 2, ledger))
    #expect(try a.drain() && b.drain())
    let lock = try a.process.open(StoreFixture.folder + "/lock", .change)
    let at = CommitIndex.offset + 64 + byte
    let content = try #require(disk.files[StoreFixture.folder + "/lock"])
    let flipped = [content.bytes[at] ^ 0x10]
    try flipped.withUnsafeBytes { _ = try a.process.write(lock, $0, at: at) }
    #expect(try a.refresh().seq == ledger.seq && b.refresh().seq == ledger.seq)
    #expect(try a.drain() && b.drain() && a.drain())
    #expect(try a.refresh().everything == ledger.everything && b.refresh().everything == ledger.everything)
  }
}

/// Two processes over one folder: the victim works, and at each of its calls the other looks.
private final class Scene {
  let disk = MemoryDisk()
  let ledger = SharedLedger()
  let victim: SharingProcess
  let other: SharingProcess
  private let context: String
  private var event: (number: Int, body: () -> Void)?
  /// The last change that was written whole when the victim was killed; 0: none must be found.
  private var mustBeFound = 0
  /// The last change that the other was shown.
  private var shown = 0
  private let first: Int

  /// `looks`: at each call. What others do in between moves the numbers of the disk's calls.
  init(_ sync: StoreState.SyncPolicy, _ context: String, looks: Bool = true) throws(StoreError) {
    other = try SharingProcess(disk, id: 1, ledger, sync: sync)
    victim = try SharingProcess(disk, id: 2, ledger, sync: sync)
    self.context = "\(sync), \(context)"
    _ = try other.drain(2)
    first = victim.process.count
    guard looks else { return }
    victim.process.step = { [unowned self] number in
      if let event, number == first + event.number { event.body() }
      lookOn()
    }
  }

  /// Kills the victim; the records that it had written whole must be found.
  func kill() {
    let last = disk.calls.last
    let isWritten = ["write", "fdatasync"].contains(last?.name) && last?.file.hasPrefix("journal-") == true
    mustBeFound = isWritten && last?.file.hasSuffix(".new") == false ? ledger.undecided.last?.last?.seq ?? 0 : 0
    victim.process.kill()
  }

  /// At the first write of the victim to a file, or at the call after it.
  func atWrite(of file: String, isAfter: Bool, _ body: @escaping () -> Void) {
    let known = disk.calls.count
    victim.process.step = { [unowned self] _ in
      guard !victim.process.isKilled else { return }
      let calls = disk.calls[known...]
      // It has the lock and stamped itself as the owner: the next write is the record.
      let isNext = calls.last?.name == "write" && calls.last?.file == "lock"
      let isWritten = calls.last?.name == "write" && calls.last?.file == file
      if isAfter ? isWritten : isNext { body() }
    }
  }

  func at(_ number: Int, _ body: @escaping () -> Void) { event = (number, body) }

  /// The other process sees the acknowledged calls, or these and the call under way, which then stays.
  private func lookOn() {
    do throws(StoreError) {
      let book = try other.refresh()
      #expect(book.seq >= shown && ledger.matches(book), "shown \(book.seq), acknowledged \(ledger.seq): \(context)")
      shown = book.seq
    } catch {
      Issue.record("\(error): \(context)")
    }
  }

  /// The victim's script: reads of calls, and a snapshot. A refused call is not tried again.
  func work() {
    do throws(StoreError) {
      for count in [1, 3, 2] where !victim.process.isKilled { _ = try victim.drain(count) }
      if !victim.process.isKilled { try victim.store.snapshot() }
      for count in [2, 1] where !victim.process.isKilled { _ = try victim.drain(count) }
    } catch {
      // It is refused, or the process ends.
      victim.process.kill()
    }
    victim.process.step = { _ in }
  }

  /// The other goes on, and the victim, if it lives; in the end all is there.
  func goOn() throws {
    lookOn()
    #expect(try other.drain(2), "\(context)")
    #expect(other.store.book.seq >= shown, "what was shown is gone: \(context)")
    #expect(mustBeFound == 0 || !ledger.void.contains { $0.last?.seq == mustBeFound }, "it was cut: \(context)")
    #expect(ledger.acknowledged.joined().map(\.seq) == Array(1...ledger.seq), "\(context)")
    if !victim.process.isKilled {
      #expect(try victim.drain(), "\(context)")
      #expect(try other.refresh().everything == victim.refresh().everything, "\(context)")
    }
    let late = try SharingProcess(disk, id: 3, ledger)
    #expect(try late.drain(), "\(context)")
    let everything = ledger.everything
    #expect(try other.refresh().everything == everything, "\(context)")
    let found = try StoreFixture(disk.crashed(.killed))
    #expect(found.book.everything == everything && found.log == [], "\(found.log): \(context)")
    if other.store.options.sync == .always {
      #expect(try StoreFixture(disk.crashed(.dropped)).book.everything == everything, "\(context)")
    }
  }
}
