import Foundation
import Testing

@testable import Connectors

/// A connector in a little loop like the desk's, with a clock that can be moved.
final class Rig {
  /// No wait is unlimited: a connector that hangs fails the test.
  private static let patience: Int64 = 20_000
  /// The longest that one call of `service` may compute, and take in all. It computes for a few milliseconds; what is
  /// more, a busy machine needs. A call that blocks takes seconds.
  private static let (computingMax, callMax) = (0.1, 1.0)

  let connector: ConnectorProcess
  private(set) var outcomes: [Int: [ConnectorProcess.Outcome]] = [:]
  /// The tokens, in the order in which their questions ended.
  private(set) var order: [Int] = []
  var log: [String] { logged.lines }
  /// Called with each outcome.
  var onAnswer: ((Int) -> Void)?
  private(set) var worst = (computing: 0.0, call: 0.0)

  /// As the server does: a write to a child that is gone fails.
  private static let ignoreBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  private final class Lines { var lines: [String] = [] }

  private let logged: Lines
  private let folder: String
  private var notesPath: String { folder + "/notes" }
  private var shift: Int64 = 0
  private var frozenAt: Int64?
  /// The pipes of all children, by inode.
  private var pipes: Set<UInt64> = []

  init(_ mode: String, timeout: Int = 10_000, folder: String? = nil) throws {
    let (scratch, logged) = (try Self.makeFolder(), Lines())
    (self.folder, self.logged) = (scratch, logged)
    connector = ConnectorProcess(
      .init(argv: try Hostile.argv(mode, notes: scratch + "/notes"), folder: folder, timeoutMilliseconds: timeout)
    ) { logged.lines.append($0) }
  }

  /// Another program, without notes.
  init(argv: [String], folder: String? = nil, launcher: [String] = [], timeout: Int = 10_000) throws {
    let logged = Lines()
    (self.folder, self.logged) = (try Self.makeFolder(), logged)
    let options = ConnectorProcess.Options(
      argv: argv, folder: folder, timeoutMilliseconds: timeout, launcher: launcher)
    connector = ConnectorProcess(options) { logged.lines.append($0) }
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record("\(folder) stays: \(error)") }
  }

  private static func makeFolder() throws -> String {
    ignoreBrokenPipes
    let path = FileManager.default.temporaryDirectory.appending(path: "contactdesk-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    return path
  }

  /// The clock that the connector sees: it stands still once it was frozen, except where the test moves it.
  var now: Int64 { (frozenAt ?? Int64(Self.seconds(CLOCK_MONOTONIC) * 1_000)) + shift }

  /// Stops the clock.
  func freeze() { frozenAt = Int64(Self.seconds(CLOCK_MONOTONIC) * 1_000) }

  /// Moves the clock.
  func pass(_ milliseconds: Int64) { shift += milliseconds }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  func ask(_ token: Int, _ params: String = "1") { connector.ask(token, params: Array(params.utf8), now: now) }

  /// One call.
  func service() {
    let before = (Self.seconds(CLOCK_THREAD_CPUTIME_ID), Self.seconds(CLOCK_MONOTONIC))
    connector.service(now: now) { token, outcome in
      outcomes[token, default: []].append(outcome)
      order.append(token)
      onAnswer?(token)
    }
    worst.computing = max(worst.computing, Self.seconds(CLOCK_THREAD_CPUTIME_ID) - before.0)
    worst.call = max(worst.call, Self.seconds(CLOCK_MONOTONIC) - before.1)
    for wanted in connector.descriptors { if let pipe = Self.pipe(wanted.fd) { pipes.insert(pipe) } }
  }

  /// Polls and serves, as the desk does, until something is so. `interval`: how often it is looked at, in milliseconds,
  /// even if the connector has nothing to do.
  func run(
    _ what: String, every interval: Int64 = 10, until isSo: () -> Bool, at location: SourceLocation = #_sourceLocation
  ) {
    let start = Self.seconds(CLOCK_MONOTONIC)
    while !isSo() {
      guard Self.seconds(CLOCK_MONOTONIC) - start < Double(Self.patience) / 1_000 else {
        Issue.record("waited in vain for \(what); notes: \(notes); log: \(log)", sourceLocation: location)
        return
      }
      var wanted = connector.descriptors
      let due = min(max((connector.deadline ?? .max / 2) - now, 0), interval)
      _ = poll(&wanted, nfds_t(wanted.count), Int32(due))
      service()
    }
  }

  /// Asks these params with the tokens 1 and on, and waits for all outcomes.
  func outcomes(of params: [String], at location: SourceLocation = #_sourceLocation) -> [ConnectorProcess.Outcome] {
    for (index, params) in params.enumerated() { ask(index + 1, params) }
    run("all outcomes", every: Self.patience, until: { outcomes.count == params.count }, at: location)
    return (1...params.count).flatMap { outcomes[$0] ?? [] }
  }

  /// Serves until this question has come to its end; its outcome, if it has just one.
  func outcome(of token: Int, at location: SourceLocation = #_sourceLocation) -> ConnectorProcess.Outcome? {
    run("outcome \(token)", every: Self.patience, until: { outcomes[token] != nil }, at: location)
    return outcomes[token]?.count == 1 ? outcomes[token]?.first : nil
  }

  /// Whether the present child has ended, noticed or not.
  var hasChildEnded: Bool { if case .running(let child, _) = connector.state { child.hasEnded } else { false } }

  var hasChild: Bool { if case .absent = connector.state { false } else { true } }

  /// What the connector noted.
  var notes: [String] {
    (FileManager.default.contents(atPath: notesPath).map { String(decoding: $0, as: UTF8.self) } ?? "")
      .split(separator: "\n").map(String.init)
  }

  /// The process ids that were noted.
  func pids(_ word: String = "start") -> [pid_t] {
    notes.filter { $0.hasPrefix(word + " ") }.compactMap { pid_t($0.dropFirst(word.count + 1)) }
  }

  /// What must hold of each: no call was long, little was buffered, and after the end nothing is left.
  func finish(isImmediate: Bool = false, at location: SourceLocation = #_sourceLocation) {
    #expect(worst.computing < Self.computingMax && worst.call < Self.callMax, "\(worst)", sourceLocation: location)
    #expect(connector.peakBytes <= 1 << 20 + 1 << 16, sourceLocation: location)
    connector.end(isImmediate: isImmediate)
    #expect(connector.descriptors.isEmpty && connector.deadline == nil, sourceLocation: location)
    for pid in pids() {
      #expect(waitpid(pid, nil, WNOHANG) == -1 && errno == ECHILD, "\(pid) is not reaped", sourceLocation: location)
      // A grandchild that was killed takes a moment to die.
      run("the end of group \(pid)", until: { Self.living(group: pid) == [] }, at: location)
    }
    let open = (Int32(0)..<4_096).filter { Self.pipe($0).map(pipes.contains) == true }
    #expect(open == [], "pipes are left open", sourceLocation: location)
  }

  /// The inode of a pipe; nil of anything else.
  private static func pipe(_ descriptor: Int32) -> UInt64? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return nil }
    return UInt64(status.st_ino)
  }

  /// The processes of a group that are alive. A zombie is not: whether an orphan is reaped is init's affair.
  static func living(group: pid_t) -> [pid_t] {
    #if os(Linux)
    // All that can be a process: reading /proc as a folder may fail while processes end.
    guard let folder = opendir("/proc") else { return [-1] }
    defer { closedir(folder) }
    var found: [pid_t] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard let pid = pid_t(name), let status = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else {
        continue
      }
      // pid (name) state parent group …
      let fields = String(decoding: status, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
      if fields.count > 2 && fields[0] != "Z" && pid_t(fields[2]) == group { found.append(pid) }
    }
    return found
    #else
    return kill(-group, 0) == 0 ? [group] : []
    #endif
  }
}
