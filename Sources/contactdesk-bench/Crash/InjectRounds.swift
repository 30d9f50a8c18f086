import Foundation
import TestSupport

/// At each system call of a session: the process is killed there, or the call fails, once or from then on.
///
/// `strace` counts the calls and does both. The scenes: a desk that is not there yet, one with a snapshot and a
/// journal, one whose last write was cut short; a session with drains of one call and of several, with texts that the
/// journal must grow for, with two snapshots, and with a clean end. What was answered with a result must be found,
/// what was refused must not (unless the refusal said so); no exit codes but those documented; and no more than one
/// drain refused for a fault that happens once.
struct InjectRounds: CrashProgram {
  /// At these the process is killed.
  private static let killed = [
    "openat", "open", "close", "read", "write", "pread64", "pwrite64", "fdatasync", "fsync", "rename", "renameat",
    "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "fchmod", "chmod", "flock", "ftruncate", "fallocate",
    "getdents64", "newfstatat", "fstat", "fcntl", "setitimer", "exit_group", "statx", "sync_file_range",
  ]
  /// These fail, for these reasons.
  private static let failing: [(call: String, reasons: [String])] = [
    ("pwrite64", ["EIO", "ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EINTR"]),
    ("fdatasync", ["EIO", "ENOSPC", "EDQUOT", "EROFS", "EINTR"]),
    ("fsync", ["EIO", "ENOSPC", "EDQUOT", "EROFS", "EINTR"]),
    ("openat", ["EIO", "ENOSPC", "EDQUOT", "EROFS", "EMFILE", "EINTR"]),
    ("rename", ["EIO", "ENOSPC", "EDQUOT", "EROFS", "EINTR"]),
    ("renameat2", ["EIO", "ENOSPC", "EROFS"]),
    ("unlink", ["EIO", "EROFS"]), ("unlinkat", ["EIO", "EROFS"]), ("mkdir", ["EIO", "ENOSPC", "EROFS"]),
    ("close", ["EIO", "EINTR"]), ("pread64", ["EIO", "EINTR"]), ("getdents64", ["EIO"]), ("newfstatat", ["EIO"]),
    ("fstat", ["EIO"]), ("statx", ["EIO", "ENOENT"]), ("sync_file_range", ["EIO", "ENOSPC"]),
    ("fchmod", ["EIO", "EROFS"]), ("flock", ["EIO", "EINTR"]), ("ftruncate", ["EIO", "ENOSPC"]),
  ]

  private let options: CrashOptions

  init(_ options: CrashOptions) { self.options = options }

  /// What happens at the calls of a name.
  private struct Injection {
    let call: String
    let number: Int
    /// Nil: the process is killed.
    let reason: String?
    let isForEver: Bool

    var words: String {
      let what = reason.map { "error=\($0)" } ?? "signal=KILL"
      return "\(call):\(what):when=\(number)\(isForEver ? "+" : "")"
    }

    var command: [String] {
      ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=\(call)", "-e", "inject=\(words)"]
    }
  }

  func run() throws {
    guard try Command.succeeds(["strace", "-V"]) else {
      throw CrashFault("inject needs strace (Linux): apt-get install strace, dnf install strace, apk add strace")
    }
    try options.makeFolder()
    say("inject: in \(options.folder), seed \(options.seed)")
    let watch = Stopwatch()
    try FaultyPlaces(options, try scenes()[1]).run()
    for scene in try scenes() {
      let (calls, first) = try count(scene)
      var (kills, faults) = (0, 0)
      for call in Self.killed {
        for number in 1...(calls[call, default: 0] + 1) where calls[call] != nil {
          try one(scene, Injection(call: call, number: number, reason: nil, isForEver: false))
          kills += 1
        }
      }
      for (call, reasons) in Self.failing where calls[call] != nil {
        // Other policies differ in their writes and syncs alone.
        guard scene.sync == "always" || ["pwrite64", "fdatasync", "fsync"].contains(call) else { continue }
        for reason in reasons {
          for number in (first[call, default: 0] + 1)...max(first[call, default: 0] + 1, calls[call, default: 1]) {
            // A call that is interrupted for ever is made again for ever.
            for isForEver in reason == "EINTR" ? [false] : [false, true] {
              try one(scene, Injection(call: call, number: number, reason: reason, isForEver: isForEver))
              faults += 1
            }
          }
        }
      }
      say("  \(scene.name): killed at \(kills) calls, \(faults) faults, \(Int(watch.seconds)) s")
    }
    try options.removeFolder()
    say("no change that was answered is lost, none that was refused is there; \(Int(watch.seconds)) s")
  }

  // MARK: Scenes

  private func scenes() throws -> [FaultySession.Scene] {
    var random = SplitMix64(seed: options.seed)
    func drains(_ calls: [DeskModel.Call]) throws -> [[[UInt8]]] {
      let model = try DeskModel()
      for call in calls { model.keep(call.line) }
      var workload = Workload(model, SplitMix64(seed: random.next()))
      let snapshot = [Workload.line(0, "store.snapshot")]
      let long = String(repeating: "long ", count: 9_000)
      let person = #""from":{"externalId":"long","displayName":"Long"}"#
      let message = #""channel":"whatsapp","direction":"inbound",\#(person),"text":"\#(long)""#
      let few = (0..<3).map { _ in workload.next().line }
      let one = [Workload.line(1, "contact.create", #""name":"one""#)]
      let many = (0..<12).map { _ in workload.next().line }
      let read = [Workload.line(1, "contact.list"), Workload.line(2, "card.get", #""contactId":"contact-1""#)]
      return [
        few, one, snapshot, read, one, many, [Workload.line(1, "message.record", message)],
        [Workload.line(2, "message.record", message)], snapshot, one, read, few, [Workload.line(3, "store.status")],
        one,
      ]
    }
    let calls = try lived("lived", SplitMix64(seed: options.seed))
    _ = try lived("torn", SplitMix64(seed: options.seed))
    try tear("\(options.folder)/torn")
    let fresh = FaultySession.Scene(name: "a new desk", folder: nil, calls: [], drains: try drains([]), sync: "always")
    let after = try drains(calls)
    return [fresh]
      + ["always", "never"].flatMap { sync in
        ["lived", "torn"].map { name in
          FaultySession.Scene(
            name: "\(name), --sync \(sync)", folder: "\(options.folder)/\(name)", calls: calls, drains: after,
            sync: sync)
        }
      }
  }

  /// A desk with a snapshot and a journal behind it.
  private func lived(_ name: String, _ random: SplitMix64) throws -> [DeskModel.Call] {
    let folder = "\(options.folder)/\(name)"
    if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
    let desk = CrashedDesk(folder, binary: options.binary, model: try DeskModel())
    var workload = Workload(desk.model, random)
    let session = try FaultySession(desk, sync: "always")
    // The model is run by the session itself.
    let lines = (0..<40).map { _ in workload.next().line }
    try desk.model.rewind(to: 0)
    try session.drain(Array(lines[..<20]))
    try session.drain([Workload.line(0, "store.snapshot")])
    for line in lines[20...] { try session.drain([line]) }
    guard try session.end() == 0 else { throw CrashFault("the desk could not be made: \(desk.said)") }
    return desk.model.calls
  }

  /// Leaves behind the last record what a write that was cut short leaves.
  private func tear(_ folder: String) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("journal-") }
    let path = "\(folder)/\(names.sorted()[names.count - 1])"
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let end = (bytes.lastIndex { $0 != 0 } ?? 0) + 1
    bytes.replaceSubrange((end + 8)..<(end + 24), with: [UInt8](repeating: 0x55, count: 16))
    try Data(bytes).write(to: URL(filePath: path))
  }

  /// How often the session makes each call, and how often before its first look at the folder: until then it is the
  /// runtime that calls, which takes no failure for one.
  private func count(_ scene: FaultySession.Scene) throws -> (all: [String: Int], first: [String: Int]) {
    let trace = "\(options.folder)/trace"
    let desk = try FaultySession.place(scene, at: "\(options.folder)/desk", binary: options.binary)
    let session = try FaultySession(desk, ["strace", "-qq", "-o", trace], sync: scene.sync)
    for drain in scene.drains { try session.drain(drain) }
    guard try session.end() == 0, session.refused == 0 else { throw CrashFault("it fails without a fault") }
    try session.checkAfter()
    let text = try String(contentsOfFile: trace, encoding: .utf8)
    let calls = text.split(separator: "\n").map { String($0.prefix { $0 != "(" }) }
    func tally(_ calls: ArraySlice<String>) -> [String: Int] { Dictionary(grouping: calls) { $0 }.mapValues(\.count) }
    return (tally(calls[...]), tally(calls[..<(calls.firstIndex { $0.hasPrefix("mkdir") } ?? 0)]))
  }

  private func one(_ scene: FaultySession.Scene, _ injection: Injection) throws {
    let desk = try FaultySession.place(scene, at: "\(options.folder)/desk", binary: options.binary)
    do {
      let session = try FaultySession(desk, injection.command, sync: scene.sync)
      for drain in scene.drains where !session.child.isOutputEnded { try session.drain(drain) }
      let isEnded = session.child.isOutputEnded
      // What holds behind a fault holds for the process that is killed then, too.
      let code = try session.end(byKill: !isEnded && injection.isForEver && injection.number % 2 == 1)
      if injection.reason != nil {
        if isEnded && ![65, 73, 74].contains(code) { throw CrashFault("it ended by itself, with \(code)") }
        if !injection.isForEver && session.refused > 1 {
          throw CrashFault("\(session.refused) drains are refused for one fault")
        }
      }
      try session.checkAfter()
    } catch {
      throw CrashFault(
        "\(error)\nscene: \(scene.name)\nfault: strace -e inject=\(injection.words)\nthe folder: \(desk.folder)"
          + "\ntold: \(desk.said)")
    }
  }
}

/// Other programs.
enum Command {
  /// Runs a program to its end; true if it ends with 0.
  static func succeeds(_ command: [String]) throws -> Bool {
    let child: SpawnedProcess
    do { child = try SpawnedProcess(command, errors: "/dev/null") } catch { return false }
    child.closeInput()
    try child.awaitEnd()
    return child.wait() == 0
  }

  /// Runs a program that must end with 0.
  static func run(_ command: String...) throws { try run(arguments: command) }

  /// The same.
  static func run(arguments command: [String]) throws {
    guard try succeeds(command) else { throw CrashFault("\(command.joined(separator: " ")) failed") }
  }
}
