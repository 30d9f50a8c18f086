import JSON
import Text

#if canImport(Glibc)
public import Glibc
#else
public import Darwin
#endif

/// A connector: a program of the admin's choice that looks customers up in a CRM, one line for a question and one for
/// an answer (`ConnectorAnswer` draws them).
///
/// No thread and no call that waits: the desk's one loop polls `descriptors` until `deadline` and calls `service`. The
/// child is in one of three states:
///
///               a question waits,            time-out, nonsense, stdin or stdout
///               back-off is over             closed, idle for 60 s
///     absent ─────────────────────► running ───────────────────────────────────► ending: TERM, 1 s later KILL
///       ▲                              │ it ended by itself                         │ it has ended
///       └──────────────────────────────┴────────────────────────────────────────────┘
///
/// There is at most one child: the next is started once the one before is gone, for both might need the same file. A
/// child starts at once after the first that ended without having answered, after a second one 100 ms later, then
/// 200 ms and so on up to 10 s; an answer begins anew.
///
/// The server must ignore SIGPIPE and have descriptors 0 to 2 open.
public final class ConnectorProcess {
  /// How a connector is run.
  public struct Options: Sendable {
    /// The program and its arguments. A name without a slash is searched in PATH.
    public var argv: [String]
    /// The working directory, from which a relative path in `argv[0]` is looked up too; nil for the desk's own.
    public var folder: String?
    /// How long a question may take that has no other before it, in milliseconds: from 1 to
    /// 3,600,000; what is outside counts as the nearest of these.
    public var timeoutMilliseconds: Int
    /// A command that ends in a call of `ConnectorLauncher.run`; it gets the desk's process id and `argv` as further
    /// arguments. Empty: `argv` is started directly.
    public var launcher: [String]

    /// A connector that runs in the desk's working directory, without launcher.
    public init(argv: [String], folder: String? = nil, timeoutMilliseconds: Int = 5_000, launcher: [String] = []) {
      (self.argv, self.folder) = (argv, folder)
      (self.timeoutMilliseconds, self.launcher) = (timeoutMilliseconds, launcher)
    }
  }

  /// What a question came to.
  public enum Outcome: Equatable, Sendable {
    /// The connector answered: the bytes of the JSON value of `match`, white space left out.
    case result([UInt8])
    /// It answered with an error, or not at all: why, for a person. Bytes of the connector are cut and escaped in it,
    /// except for the message of an error, which is cut after 500 scalars and otherwise as the connector wrote it.
    case failed(reason: String)
  }

  enum State {
    case absent(spawnAt: Int64)
    case running(ConnectorChild, Condition)
    /// Its stdin and stdout are closed; `step` was done, and the next is due at `nextAt`.
    case ending(ConnectorChild, step: EndingStep, nextAt: Int64)
  }

  /// How a running child is.
  enum Condition {
    case busy
    /// It has nothing to do since then.
    case idle(since: Int64)
    /// It closed its stdin or stdout: most likely it is about to end, and how it ends is the better reason.
    case closed(String, since: Int64)
  }

  /// What was done to end a child.
  enum EndingStep {
    case inputClosed
    case terminated
    case killed
  }

  // All in milliseconds.
  static let idleMax: Int64 = 60_000
  static let grace: Int64 = 1_000
  /// That a child has ended may only be seen by asking, if another process holds its pipes.
  private static let tick: Int64 = 100
  /// The same if its end is expected.
  private static let shortTick: Int64 = 5
  private static let closedMax: Int64 = 500
  private static let backOffs: (first: Int64, max: Int64) = (100, 10_000)
  // What one call of `service` reads, in bytes: a flood must not hold up the desk.
  private static let outputBytesMax = 1 << 18
  private static let errorBytesMax = 1 << 16
  /// Most bytes of a line that a reason quotes.
  private static let quotedBytesMax = 100

  private let options: Options
  private let log: (String) -> Void
  private let tape = ConnectorAnswer.makeTape()
  private var questions: QuestionQueue
  private var stderrLog: StderrLog
  private(set) var state = State.absent(spawnAt: .min)
  /// Children in a row that ended without having answered.
  private var fruitless = 0
  /// The `now` of the last call.
  private var clock = Int64.min
  /// The most bytes of stdout that were buffered at a time.
  private(set) var peakBytes = 0

  /// A connector whose child is started for the first question. `log` gets lines for the person who runs the desk: what
  /// the child writes to stderr (each at most 1,000 bytes with the prefix `connector: `, control characters escaped, at
  /// most 20 a second), and why a child was ended. If it is let go without `end`, its child is killed.
  public init(_ options: Options, log: @escaping (String) -> Void) {
    (self.options, self.log) = (options, log)
    questions = QuestionQueue(timeoutMilliseconds: options.timeoutMilliseconds)
    stderrLog = StderrLog(log)
  }

  deinit { end(isImmediate: true) }

  /// Asks. The outcome comes from `service`, which is due at once.
  ///
  /// At most 8 questions are with the child; further ones wait here, in order. A question may take
  /// `timeoutMilliseconds` × (1 + the questions before it), counted from here, and anew when it is sent; so it waits no
  /// longer than that for a child that is to be started again.
  ///
  /// - Parameters:
  ///   - token: the caller's own number for this question; no other that has not ended has it.
  ///   - params: the bytes of a JSON value without line breaks.
  ///   - now: milliseconds of a clock that never goes back; of the same clock in all calls.
  public func ask(_ token: Int, params: [UInt8], now: Int64) {
    clock = max(clock, now)
    questions.ask(token, params: params, now: now)
  }

  /// Gives a question up: `service` reports no outcome of it. It is not sent if it was not yet; a late answer is passed
  /// over. Until then the child is thought to work on it: it counts among the 8, and has its time-out.
  public func cancel(_ token: Int) { questions.cancel(token) }

  /// What `poll` is to wait for; empty while there is no child. They change with each call of another function.
  public var descriptors: [pollfd] {
    switch state {
    case .absent: []
    case .running(let child, let condition):
      // An end that is closed would wake the caller up without rest.
      if case .closed = condition { [] } else { child.descriptors }
    case .ending(let child, _, _): child.descriptors
    }
  }

  /// When `service` is due at the latest, in milliseconds of the clock that `now` shows; nil if never.
  public var deadline: Int64? {
    if questions.hasEnded { return clock }
    var due = [stderrLog.deadline, questions.deadline]
    switch state {
    case .absent(let spawnAt): if questions.isWaiting { due.append(max(spawnAt, clock)) }
    case .running(_, .busy): due.append(questions.canSend ? clock : clock + Self.tick)
    case .running(_, .idle(let since)): due.append(questions.canSend ? clock : since + Self.idleMax)
    case .running(_, .closed): due.append(clock + Self.shortTick)
    case .ending(_, _, let nextAt): due.append(min(nextAt, clock + (questions.isWaiting ? Self.shortTick : Self.tick)))
    }
    return due.compactMap { $0 }.min()
  }

  /// Does what can be done now, and never waits: reads and writes what is ready, starts, ends and reaps the child,
  /// fails what took too long. One call reads at most 256 KiB from stdout and 64 KiB from stderr.
  ///
  /// Calls `answer` once for each question that came to its end, unless it was cancelled. `answer` may ask and cancel.
  public func service(now: Int64, _ answer: (_ token: Int, _ outcome: Outcome) -> Void) {
    clock = now
    switch state {
    case .absent: break
    case .running(let child, let condition): serviceRunning(child, condition)
    case .ending(let child, let step, let nextAt): serviceEnding(child, step, nextAt)
    }
    questions.expireWaiting(now: clock)
    if case .absent(let spawnAt) = state, questions.isWaiting, clock >= spawnAt { start() }
    if case .running(let child, let condition) = state { send(to: child, condition) }
    stderrLog.reportDropped(now: clock)
    while let (token, outcome) = questions.takeEnded() { answer(token, outcome) }
  }

  // MARK: A running child

  private func start() {
    let words = options.launcher.isEmpty ? options.argv : options.launcher + ["\(getpid())"] + options.argv
    do throws(ConnectorChild.SpawnFailure) {
      state = .running(try ConnectorChild(words, folder: options.folder), .busy)
    } catch {
      questions.failAll("the connector cannot be started: \(error.reason)")
    }
  }

  private func send(to child: ConnectorChild, _ condition: Condition) {
    if case .closed = condition { return }
    while let line = questions.send(now: clock) { child.send(line) }
    child.flush()
    switch condition {
    case .idle where !questions.isInFlight: break
    default: state = .running(child, questions.isInFlight ? .busy : .idle(since: clock))
    }
  }

  private func serviceRunning(_ child: ConnectorChild, _ condition: Condition) {
    let hasEnded = child.hasEnded
    // What it left in its group would hold the pipes.
    if hasEnded { child.signal(SIGKILL) }
    readErrors(child)
    var complaint: String?
    let reading = child.readOutput(bytesMax: Self.outputBytesMax) { bytes in
      complaint = take(bytes, child)
      return complaint == nil
    }
    if let complaint {
      beginEnding(child, failing: complaint)
    } else if hasEnded {
      if case .more = reading { return }
      finish(child)
    } else if let limit = questions.expireInFlight(now: clock) {
      log("the connector did not answer within \(limit) ms: it is ended")
      beginEnding(child, failing: nil)
    } else {
      noticeClosed(child, condition, isOutputClosed: { if case .closed = reading { true } else { false } }())
      endIfIdle(child)
    }
  }

  /// Takes what the child wrote to stdout. Returns what is wrong with it.
  private func take(_ bytes: UnsafeRawBufferPointer, _ child: ConnectorChild) -> String? {
    child.lines.append(bytes)
    defer { peakBytes = max(peakBytes, child.lines.peakBytes) }
    while let line = child.lines.next() {
      switch line {
      case .tooLong: return "the connector wrote a line of more than \(LineBuffer.lineBytesMax) bytes"
      case .bytes(let line):
        if let wrong = take(line) { return "the connector wrote \(wrong)\(Self.quoted(line))" }
      }
    }
    return nil
  }

  private func take(_ line: ArraySlice<UInt8>) -> String? {
    defer { tape.shrink() }
    switch line.withUnsafeBytes({ ConnectorAnswer($0, tape) }) {
    case .nonsense(let wrong): return wrong
    case .answer(let id, let outcome):
      guard questions.end(id: id, outcome) else { return "an answer to no question" }
      fruitless = 0
      return nil
    }
  }

  private func noticeClosed(_ child: ConnectorChild, _ condition: Condition, isOutputClosed: Bool) {
    if case .closed(let name, let since) = condition {
      guard clock >= since + Self.closedMax else { return }
      beginEnding(child, failing: "the connector closed its \(name)")
    } else if isOutputClosed {
      state = .running(child, .closed("stdout", since: clock))
    } else if !child.isReading {
      state = .running(child, .closed("stdin", since: clock))
    }
  }

  private func endIfIdle(_ child: ConnectorChild) {
    guard case .running(_, .idle(let since)) = state, !questions.isWaiting, clock >= since + Self.idleMax else {
      return
    }
    closePipes(child)
    state = .ending(child, step: .inputClosed, nextAt: clock + Self.grace)
  }

  /// The child has ended by itself.
  private func finish(_ child: ConnectorChild) {
    let firstLine = stderrLog.firstLine
    stderrLog.endChild(now: clock)
    let ending = child.bury()
    if case .code(ConnectorLauncher.exitCode) = ending, !options.launcher.isEmpty, let firstLine,
      firstLine.hasPrefix(ConnectorLauncher.failureMark)
    {
      let reason = firstLine.dropFirst(ConnectorLauncher.failureMark.count)
      questions.failAll("the connector cannot be started: \(reason)")
      state = .absent(spawnAt: clock)
      return
    }
    if !questions.isInFlight { log("the connector \(ending) while it had nothing to do") }
    questions.failInFlight("the connector \(ending) before it answered")
    fruitless += 1
    state = .absent(spawnAt: clock + backOff)
  }

  /// How long the next child is waited with.
  private var backOff: Int64 {
    guard fruitless > 1 else { return 0 }
    let (first, max) = Self.backOffs
    return Swift.min(first << Int64(Swift.min(fruitless - 2, 10)), max)
  }

  private func readErrors(_ child: ConnectorChild) {
    child.readErrors(bytesMax: Self.errorBytesMax) { stderrLog.take($0, now: clock) }
  }

  /// The beginning of a line, made safe, after a colon.
  private static func quoted(_ line: ArraySlice<UInt8>) -> String {
    guard !line.isEmpty else { return "" }
    let front = String(decoding: line.prefix(quotedBytesMax), as: UTF8.self)
    return ": " + TextGuard.guarded(front, .escapes) + (line.count > quotedBytesMax ? "…" : "")
  }

  // MARK: Ending a child

  /// Ends the child, which did something wrong. If there is a reason, all in flight fail with it.
  private func beginEnding(_ child: ConnectorChild, failing reason: String?) {
    if let reason {
      log("\(reason): it is ended")
      questions.failInFlight(reason)
    }
    fruitless += 1
    closePipes(child)
    child.signal(SIGTERM)
    state = .ending(child, step: .terminated, nextAt: clock + Self.grace)
  }

  private func closePipes(_ child: ConnectorChild) {
    child.closeInput()
    child.closeOutput()
  }

  private func serviceEnding(_ child: ConnectorChild, _ step: EndingStep, _ nextAt: Int64) {
    let hasEnded = child.hasEnded
    readErrors(child)
    if hasEnded {
      child.signal(SIGKILL)
      stderrLog.endChild(now: clock)
      _ = child.bury()
      state = .absent(spawnAt: clock + backOff)
    } else if clock >= nextAt {
      let isFirst = if case .inputClosed = step { true } else { false }
      child.signal(isFirst ? SIGTERM : SIGKILL)
      state = .ending(child, step: isFirst ? .terminated : .killed, nextAt: clock + Self.grace)
    }
  }

  /// Ends the child and forgets all questions: nobody is answered any more. Its stdin is closed and SIGTERM sent to its
  /// group, and after 1 s SIGKILL; `isImmediate`: SIGKILL at once. Waits for its end at most 1 s more than that.
  /// Without a child it only forgets. The next question starts another.
  public func end(isImmediate: Bool) {
    questions.removeAll()
    // No call may come that would report it.
    defer { stderrLog.reportDropped(now: .max) }
    let child: ConnectorChild
    switch state {
    case .absent:
      (state, fruitless) = (.absent(spawnAt: .min), 0)
      return
    case .running(let running, _): child = running
    case .ending(let ending, _, _): child = ending
    }
    closePipes(child)
    if !isImmediate {
      child.signal(SIGTERM)
      wait(for: child)
    }
    child.signal(SIGKILL)
    wait(for: child)
    readErrors(child)
    stderrLog.endChild(now: clock)
    if child.hasEnded { _ = child.bury() } else { log("the connector, process \(child.pid), does not end") }
    child.closeAll()
    (state, fruitless) = (.absent(spawnAt: .min), 0)
  }

  /// Waits until the child has ended, 1 s at the most.
  private func wait(for child: ConnectorChild) {
    let stepMilliseconds: Int32 = 2
    for _ in 0..<Self.grace / Int64(stepMilliseconds) where !child.hasEnded {
      readErrors(child)
      _ = poll(nil, 0, stepMilliseconds)
    }
  }
}
