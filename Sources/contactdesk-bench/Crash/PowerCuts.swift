import Foundation
import TestSupport

/// Cuts the power: a file system on a loop device is shut down at a random instant, so that all that was not synced is
/// lost, and what the server answered is looked for.
///
/// A cut: the server is under load with `--sync always` when the file system stops (EXT4_IOC_SHUTDOWN without a flush
/// of its log: as far as the file system is concerned, the machine is off); the server is killed, the file system is
/// unmounted and mounted again, which replays its log, and the next server must find every answered write. Some cuts
/// come while it starts and mends, in snapshots, in a clean end; before some the system is told to write back what it
/// has, so that a part of what was not synced is there.
struct PowerCuts: CrashProgram {
  private static let cutsOfADesk = 10
  private static let fileSystems: [(format: [String], mount: String)] = [
    (["-b", "4096"], "data=ordered"), (["-b", "1024"], "data=ordered"), (["-b", "4096"], "data=writeback"),
    (["-b", "1024"], "data=writeback"), (["-b", "2048"], "data=writeback,nodelalloc"),
    (["-b", "4096"], "data=journal"),
  ]

  private let options: CrashOptions
  private let cuts: Int
  private var random: SplitMix64
  private var totals = Totals()
  private let (place, image): (String, String)

  private struct Totals {
    var (cuts, inStarts, writes, beyond, torn, refused) = (0, 0, 0, 0, 0, 0)
  }

  init(_ options: CrashOptions) {
    self.options = options
    cuts = options.count ?? 300
    random = SplitMix64(seed: options.seed)
    (place, image) = (options.folder + "/mount", options.folder + "/image")
  }

  mutating func run() throws {
    try Mounts.begin("power")
    try options.makeFolder()
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    say("power: \(cuts) cuts in \(options.folder), seed \(options.seed)")
    let watch = Stopwatch()
    var round = 0
    while totals.cuts < cuts {
      let (format, mount) = Self.fileSystems[round % Self.fileSystems.count]
      round += 1
      if FileManager.default.fileExists(atPath: image) { try FileManager.default.removeItem(atPath: image) }
      try Command.run("truncate", "-s", "48M", image)
      try Command.run(arguments: ["mkfs.ext4", "-q", "-F"] + format + [image])
      let desk = CrashedDesk("\(place)/desk", binary: options.binary, model: try DeskModel(), errors: image + ".stderr")
      do { try life(of: desk, mount) } catch {
        throw CrashFault("\(error)\nthe image: \(image), \(format[1]) bytes a block, \(mount)")
      }
      if round % 5 == 0 { say("  \(totals.cuts) cuts, \(totals.writes) answered writes, \(Int(watch.seconds)) s") }
    }
    try options.removeFolder()
    say(
      "\(totals.cuts) cuts, \(totals.inStarts) of them in starts, on ext4 in \(min(round, 6)) ways, \(Int(watch.seconds)) s"
    )
    say("\(totals.writes) answered writes: all found, each once, as answered; \(totals.torn) torn tails kept and told")
    say("\(totals.beyond) writes found that were sent and not answered; \(totals.refused) refused on a dead disk")
  }

  // MARK: A desk

  private mutating func life(of desk: CrashedDesk, _ mount: String) throws {
    var workload = Workload(desk.model, SplitMix64(seed: random.next()))
    for _ in 0..<Self.cutsOfADesk {
      try mounted(mount) { power in
        if random.percent(25) {
          let child = try desk.start(sync: "always")
          usleep(UInt32(random.below(20_000)))
          try power.cut()
          try child.killNow()
          totals.inStarts += 1
        } else if random.percent(15) {
          try outlive(desk, power)
        } else {
          try live(desk, &workload, power)
        }
      }
      totals.cuts += 1
    }
    try mounted(mount) { _ in
      let last = try desk.start(sync: "always")
      try check(desk, last)
      last.closeInput()
      guard last.wait() == 0 else { throw desk.ended(last, "at its end") }
      totals.torn += desk.count(prefix: "torn-")
    }
  }

  private mutating func check(_ desk: CrashedDesk, _ child: SpawnedProcess) throws {
    let first = desk.last.base + desk.last.answered
    let (torn, said) = (desk.count(prefix: "torn-"), desk.said.count)
    try desk.check(child)
    let seqs = desk.model.calls.map(\.seq)
    if seqs.count > first { totals.beyond += KillPlan.writes(seqs[...], from: first) }
    if desk.count(prefix: "torn-") > torn && desk.said.count == said { throw CrashFault("a torn tail was not told") }
  }

  private mutating func live(_ desk: CrashedDesk, _ workload: inout Workload, _ power: Power) throws {
    // What is answered under `never` may be lost: then order and wholeness alone are looked at.
    let isSafe = !random.percent(15)
    let child = try desk.start(sync: isSafe ? "always" : "never")
    try check(desk, child)
    var plan = KillPlan(child, random: SplitMix64(seed: random.next()))
    let calls = plan.calls(&workload, desk.model)
    let writesBack = random.percent(30)
    try plan.drive(calls) {
      if writesBack { try power.writeBack() }
      try power.cut()
    }
    try desk.note(child, calls, isSafe: isSafe)
    let answered = min(child.lines, calls.count)
    let refused = child.answers.count { $0.text.contains(#""code":1011,"#) }
    totals.refused += refused
    let seqs = desk.model.calls.map(\.seq)
    totals.writes += KillPlan.writes(
      seqs[..<(calls.startIndex + answered - min(refused, answered))], from: calls.startIndex)
  }

  /// The disk is dead and the server is not: it refuses, or ends where it cannot even read what is committed.
  private mutating func outlive(_ desk: CrashedDesk, _ power: Power) throws {
    let session = try FaultySession(desk, sync: "always")
    try check(desk, session.child)
    try session.drain([Workload.line(1, "contact.create", #""name":"before""#)])
    try power.cut()
    for _ in 0..<3 where !session.child.isOutputEnded {
      try session.drain([Workload.line(2, "contact.create", #""name":"behind""#)])
    }
    let isEnded = session.child.isOutputEnded
    if !isEnded {
      try desk.compare(session.child)
    }
    let code = try session.end(byKill: !isEnded && random.percent(50))
    guard session.accepted == 1, isEnded ? code == 74 : session.refused == 3 else {
      throw CrashFault(
        "on a dead disk \(session.accepted - 1) writes were answered, \(session.refused) refused: exit \(code)")
    }
    session.expectUndecided()
    (totals.writes, totals.refused) = (totals.writes + 1, totals.refused + session.refused)
  }

  /// Mounts, and unmounts whatever happens.
  private func mounted(_ mount: String, _ body: (Power) throws -> Void) throws {
    try Command.run("mount", "-t", "ext4", "-o", "loop,\(mount)", image, place)
    let result = Result { try body(Power(place: place)) }
    try Command.run("umount", place)
    try result.get()
  }
}

/// The power of a mounted file system.
struct Power {
  let place: String

  /// Stops it: what was not synced is lost.
  func cut() throws {
    let folder = open(place, O_RDONLY)
    defer { close(folder) }
    // EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH (fs/ext4/ext4.h of Linux).
    var flags: UInt32 = 2
    guard ioctl(folder, 0x8004_587D, &flags) == 0 else {
      throw CrashFault("the file system cannot be shut down: \(errno)")
    }
  }

  /// Has the system write what it holds.
  func writeBack() throws {
    let child = try SpawnedProcess(["sync", "-f", place], errors: "/dev/null")
    usleep(500)
    child.signal(SIGKILL)
    _ = child.wait()
  }
}

/// Mounts of this process's own: nobody else sees them, and they are gone with it, however it ends.
enum Mounts {
  static func begin(_ name: String) throws {
    #if os(Linux)
    guard geteuid() == 0 else { throw CrashFault("\(name) mounts file systems: run it as root") }
    // CLONE_NEWNS.
    guard unshare(0x20000) == 0 else { throw CrashFault("no mounts of its own: errno \(errno)") }
    try Command.run("mount", "--make-rprivate", "/")
    #else
    throw CrashFault("\(name) needs Linux")
    #endif
  }
}

#if os(Linux)
@_silgen_name("unshare")
private func unshare(_ flags: Int32) -> Int32
#endif
