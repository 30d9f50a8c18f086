import Foundation

/// A program that does something to the real binary for a while, and throws what it found to be wrong.
protocol CrashProgram: SendableMetatype {
  init(_ options: CrashOptions)
  mutating func run() throws
}

/// The programs that crash the real binary, from outside, and look for what it had answered.
///
///     contactdesk-bench kill BINARY [ROUNDS]     killed (SIGKILL) at random instants
///     contactdesk-bench inject BINARY            at each system call: killed, or the call fails (Linux, strace)
///     contactdesk-bench power BINARY [CUTS]      the disk loses what was not synced (Linux, root)
///     contactdesk-bench share BINARY [SECONDS]   several share a folder; killed and stopped
///     contactdesk-bench sharers BINARY           what sharing costs: one process, an idle second one, several writers
///     contactdesk-bench operator BINARY [ROUNDS] files are truncated, moved, replaced, restored under live processes
///     contactdesk-bench damage [NTH]             every (Nth) byte of a small desk's files is damaged, in this process
///     contactdesk-bench worst BINARY             the lines that cost most, on a desk of `--contacts N` (100,000)
///     contactdesk-bench queue BINARY             what calls cost where few wait, and where `--waiting N` do (100,000)
///     contactdesk-bench links BINARY             what links cost among few contacts, and `--contacts N` (1,000,000)
///     contactdesk-bench search BINARY            what searches cost among `--contacts N` (10,000)
///
/// Options: `--seed N` repeats the random choices of a run that failed (the instants are the machine's); `--dir DIR` is
/// where folders are made, by default TMPDIR: a kill needs no disk, so one in memory will do. What fails leaves its
/// folder in place, and the program ends with 1; with `--go-on`, `operator` plays all rounds before, and with `--act
/// TEXT` only the acts with this text in their names.
enum CrashPrograms {
  private static let all: KeyValuePairs<String, any CrashProgram.Type> = [
    "kill": KillRounds.self, "inject": InjectRounds.self, "power": PowerCuts.self, "damage": DamageSweep.self,
    "share": ShareRounds.self, "sharers": SharersCost.self, "operator": OperatorRounds.self,
    "worst": WorstLineRounds.self, "queue": QueueCost.self, "links": LinksCost.self, "search": SearchCost.self,
  ]

  static func run(_ name: String, _ arguments: [String]) -> Int32 {
    guard let program = all.first(where: { $0.key == name })?.value else {
      say("no such program: \(name); there are \(all.map(\.key).joined(separator: ", "))")
      return 64
    }
    signal(SIGPIPE, SIG_IGN)
    let options = CrashOptions(name, arguments)
    // A child that did not see its arguments must find nobody's desk.
    setenv("HOME", options.folder, 1)
    // A crash is looked at by its signal.
    setenv("SWIFT_BACKTRACE", "enable=no", 1)
    for name in ["XDG_DATA_HOME", "CONTACTDESK_DATA"] { unsetenv(name) }
    do {
      var started = program.init(options)
      try started.run()
      return 0
    } catch {
      say("FAILED: \(error)")
      say("again: \(options.command)")
      return 1
    }
  }
}

/// What a crash program was told.
struct CrashOptions {
  let name: String
  private(set) var binary = "contactdesk"
  private(set) var count: Int?
  private(set) var contacts: Int?
  private(set) var waiting: Int?
  private(set) var seed = UInt64.random(in: 1...999_999)
  /// Whether the program goes on after a failure.
  private(set) var goesOn = false
  /// What the acts of an operator have in their names.
  private(set) var act = ""
  private(set) var folder = FileManager.default.temporaryDirectory.path()

  init(_ name: String, _ arguments: [String]) {
    self.name = name
    var (operands, rest): ([String], ArraySlice<String>) = ([], arguments[...])
    while let argument = rest.popFirst() {
      switch argument {
      case "--seed": seed = rest.popFirst().flatMap { UInt64($0) } ?? seed
      case "--contacts": contacts = rest.popFirst().flatMap { Int($0) }
      case "--waiting": waiting = rest.popFirst().flatMap { Int($0) }
      case "--go-on": goesOn = true
      case "--act": act = rest.popFirst() ?? act
      case "--dir": folder = rest.popFirst() ?? folder
      default: operands.append(argument)
      }
    }
    if folder.hasSuffix("/") { folder.removeLast() }
    folder += "/contactdesk-\(name)-\(getpid())"
    // Only damage needs no binary.
    if name == "damage" { operands.insert("", at: 0) }
    binary = operands.first ?? binary
    count = operands.dropFirst().first.flatMap { Int($0) }
  }

  /// What repeats the run.
  var command: String {
    let parent = folder[..<(folder.lastIndex(of: "/") ?? folder.endIndex)]
    let operands = (name == "damage" ? "" : " \(binary)") + (count.map { " \($0)" } ?? "")
    let sizes = (contacts.map { " --contacts \($0)" } ?? "") + (waiting.map { " --waiting \($0)" } ?? "")
    let only = sizes + (act.isEmpty ? "" : " --act '\(act)'")
    return "contactdesk-bench \(name)\(operands)\(only) --seed \(seed) --dir \(parent)"
  }

  /// Makes the folder that all is in, afresh.
  func makeFolder() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func removeFolder() throws { try FileManager.default.removeItem(atPath: folder) }
}

/// Says a line at once, into a pipe too.
func say(_ line: String) {
  print(line)
  fflush(nil)
}

/// How long something took.
struct Stopwatch {
  private let start = ContinuousClock.now

  var seconds: Double {
    let spent = ContinuousClock.now - start
    return Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
  }
}

extension [Int] {
  /// The middle one; 0 of none.
  var median: Int { isEmpty ? 0 : sorted()[count / 2] }
}
