public import Desk
import JSON
import RPC
import Store

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Serves one session on stdin and stdout until the input ends.
///
///     read ──► TransactionRunner: execute lines, commit ──► out ──► write
///      ▲                                                     │
///      └──── the reader is slow: wait for either, hold up to 64 MiB of answers, then stop reading
///
/// When all that was read is answered and written, the thread blocks in `read`: no `poll` before it, which would cost
/// more than the answer; except while a connector runs, which has something to say, too.
public final class Server {
  /// How to serve.
  public struct Options: Sendable {
    /// How the session begins.
    public var session = SessionOptions()
    /// The process whose end is ours: nil for the parent, 0 for none.
    public var client: Int32?
    /// How much to log on stderr.
    public var log = Log.Level.warn

    /// The defaults.
    public init() {}
  }

  /// Answers are committed and written as soon as they are this many bytes, in the middle of what one read brought too.
  private static let writeBytes = 1 << 20
  /// How long the answers held are kept for a reader once the parent is gone.
  private static let orphanMilliseconds: Int64 = 1_000

  /// The answers that may be released, one line each.
  private var out = JSONWriter(capacity: 1 << 16)
  private let runner: TransactionRunner
  private let log: Log
  private let output: OutputStream
  /// Reports the commits of other processes while this one is idle; nil of a desk in memory.
  private lazy var watch = runner.storeState.flatMap { FolderWatch($0.folder) }
  /// Bytes at the front of `out` that are written already.
  private var sent = 0
  private var input = StreamState.open
  private var answers = StreamState.open

  /// When the server noticed that its client is gone, by `Clock.ticks`.
  private var orphanedAt: Int64?

  /// How stdin or stdout is. It leaves `open` once.
  private enum StreamState {
    case open
    /// The other side has closed it; or the session ended.
    case ended
    /// It failed: lines may not have been read, or answers not written, that somebody counts on.
    case lost
  }

  /// Prepares to serve a desk; throws what is wrong with the agent that the options name.
  public init(_ options: Options, _ desk: DeskLocation) throws(Refusal) {
    log = Log(options.log)
    runner = try TransactionRunner(options.session, desk, log: log)
    Signals.install(client: options.client, ticks: runner.storeState != nil)
    output = OutputStream(1)
    #if os(Linux)
    // F_SETPIPE_SZ, as in OutputStream; on anything but a pipe it fails.
    _ = fcntl(0, 1031, OutputStream.pipeBytes)
    #endif
    Self.warnOfTerminal(log)
    let caller = runner.caller
    let place = runner.storeState == nil ? "memory: nothing is kept" : "a folder, at change \(runner.book.seq)"
    log(.info, "serving \(caller.id) (\(caller.role.rawValue)) from \(place)")
  }

  /// Serves until the input ends or a signal says so, then until every answer is written or nobody reads. Returns the
  /// exit code: 0, or that of the store if it failed and was not repaired.
  public func run() -> Int32 {
    var code: Int32 = 0
    do throws(StoreError) { try serve() } catch {
      log(.error, "\(error). \(error.advice)")
      code = error.exitCode
      // What is there was committed before.
      flush()
    }
    output.restore()
    // A client that is gone waits for nothing, and the process ends within 2 s.
    runner.close(isImmediate: Signals.stopping == .orphaned)
    // Why the session could not go on says more than that the last change was not kept.
    if code == 0, runner.storeState?.fault != nil || answers == .lost || input == .lost {
      code = StoreError.exitCodeOfWrites
    }
    if Signals.stopping == .orphaned { log(.warn, "the client is gone") }
    log(.info, "ended after change \(runner.book.seq)")
    return code
  }

  private func serve() throws(StoreError) {
    while true {
      let isAllExecuted = try execute()
      if hasRoom { runner.reportProgress(to: &out) }
      flush()
      if Signals.takeTick() { tick() }
      if answers != .open {
        // What was received has its effect, answered or not.
        _ = try execute()
        break
      }
      if isAllExecuted { runner.snapshotIfDue() }
      if held > 0 {
        guard let isInputReady = wait(forInput: isAllExecuted && input == .open && hasRoom) else { break }
        if isInputReady { read() }
      } else if input == .open {
        if runner.hasConnector {
          guard let isInputReady = wait(forInput: isAllExecuted) else { break }
          if !isInputReady { continue }
        }
        read()
      } else if runner.isEnded || Signals.stopping != .none {
        // Once this is written, and what was read is executed, the next turn ends the loop.
        runner.endWaiting(to: &out)
        if held == 0 && isAllExecuted { break }
      } else if isAllExecuted && !runner.isWaiting {
        break
      } else if wait(forInput: false) == nil {
        // Else calls that wait get their answers, or their time-outs.
        break
      }
    }
  }

  /// Answers that wait for the reader, in bytes.
  private var held: Int { out.count - sent }

  /// Whether so little waits for the reader that more may be executed.
  private var hasRoom: Bool { held <= WireLimits.heldAnswerBytesMax }

  /// Executes the lines that were read, as long as there is room for their answers; false if some are left.
  private func execute() throws(StoreError) -> Bool {
    while held <= WireLimits.heldAnswerBytesMax {
      // Half a line at the end of the input is a line; before a signal it is not.
      let takesHalf = input != .open && Signals.stopping == .none
      // This process's own commits are not to signal it.
      watch?.disarm()
      switch try runner.execute(answerBytes: Self.writeBytes, takesHalf: takesHalf, to: &out) {
      case .needsInput: return true
      case .answersFull: flush()
      case .batchesFull: return false
      case .ended:
        if input == .open { input = .ended }
        return true
      }
    }
    return false
  }

  /// One read. The end of the input is noted.
  private func read() {
    let got = runner.read { room in
      while true {
        let count = systemRead(0, room)
        if count >= 0 { return count }
        switch errno {
        // A signal; or the tick of the clock, with nothing else to do.
        case EINTR:
          idle()
          if runner.isEnded { return 0 }
        case EAGAIN:
          // The parent made the pipe non-blocking.
          var ready = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
          _ = poll(&ready, 1, -1)
        default:
          inputFailed(errno)
          return 0
        }
      }
    }
    if got == 0, input == .open { input = .ended }
  }

  /// Stdin cannot be read on. A client that is gone (of a socket) ends its input; anything else is a fault of the
  /// program that started the process, such as a folder in the place of a file.
  private func inputFailed(_ reason: Int32) {
    guard Signals.stopping == .none else { return }
    log(.error, "stdin cannot be read: \(String(cString: strerror(reason))). Spawn contactdesk with pipes")
    if reason != ECONNRESET { input = .lost }
  }

  /// Warns of a terminal in the place of a pipe: in canonical mode it holds a line back until its end and cuts it at
  /// MAX_CANON bytes (POSIX.1-2017, 11.1.6), and it shows what is typed among the answers.
  private static func warnOfTerminal(_ log: Log) {
    var modes = termios()
    guard isatty(0) == 1, tcgetattr(0, &modes) == 0, modes.c_lflag & tcflag_t(ICANON | ECHO) != 0 else { return }
    #if os(Linux)
    let bytes = "4,095"
    #else
    let bytes = "1,023"
    #endif
    log(
      .warn,
      "stdin is a terminal: it cuts lines over \(bytes) bytes, and it echoes input among the answers. Spawn contactdesk "
        + "with pipes, or pipe requests into it")
  }

  /// Uses a moment without input: makes a snapshot that is due, and takes in what other processes committed.
  private func idle() {
    runner.joinIfFree()
    if Signals.takeTick() { tick() }
    runner.snapshotIfDue()
    // In this order: a commit is either signalled from here on, or found by the refresh.
    watch?.arm()
    runner.refresh()
  }

  /// Does what is due about once a second.
  private func tick() {
    // This process's own commits are not to signal it.
    watch?.disarm()
    runner.tick()
  }

  /// Writes what the reader takes.
  private func flush() {
    while held > 0 && answers == .open {
      let outcome = out.withBytes { output.write(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
      switch outcome {
      case .wrote(let count): sent += count
      case .closed(let reason):
        // A reader that leaves is none of our business; a full disk is the user's.
        answers = [EPIPE, ECONNRESET].contains(reason) ? .ended : .lost
        if answers == .lost { log(.error, "stdout: \(String(cString: strerror(reason)))") }
      case .blocked:
        if sent > held / 4 { compact() }
        return
      }
    }
    out.removeAll(keeping: 2 * Self.writeBytes)
    sent = 0
  }

  /// Drops what is written from the front, once it is a quarter of what is not: the buffer stays near what is held, and
  /// each byte moves four times at the most.
  private func compact() {
    out.removeFirst(sent)
    sent = 0
  }

  /// Waits until the reader takes more of what is held, the connector has something for us or, if asked for, there is
  /// input: then true. Nil when the client is gone and nobody takes what is left.
  private func wait(forInput: Bool) -> Bool? {
    var descriptors = [pollfd(fd: forInput ? 0 : -1, events: Int16(POLLIN), revents: 0)]
    if held > 0 { descriptors.append(pollfd(fd: output.descriptor, events: Int16(POLLOUT), revents: 0)) }
    descriptors += runner.descriptors
    if Signals.stopping == .orphaned, orphanedAt == nil {
      Signals.endWatch()
      orphanedAt = Clock.ticks()
    }
    let ready = poll(&descriptors, nfds_t(descriptors.count), timeout)
    if let orphanedAt, Clock.ticks() - orphanedAt >= Self.orphanMilliseconds { return nil }
    // A tick of the clock.
    if ready < 0 { idle() }
    if runner.hasConnector { runner.service() }
    return ready > 0 && descriptors[0].revents != 0
  }

  /// How long to wait at the most, in ms; -1: for ever.
  private var timeout: Int32 {
    // What is due cannot be executed, nor a report be written, while too much is held.
    if hasRoom && runner.hasDue { return 0 }
    let due = [
      runner.serviceDueAt, hasRoom ? runner.reportDueAt : nil, orphanedAt.map { $0 + Self.orphanMilliseconds },
    ].compactMap { $0 }.min()
    return due.map { Int32(clamping: max(0, $0 - Clock.ticks())) } ?? -1
  }
}
