public import Desk
import JSON
import RPC

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Serves one session on stdin and stdout until the input ends.
///
///     read ──► LineFramer ──► Session ──► out ──► write
///      ▲                                   │
///      └──── the reader is slow: wait for either, hold up to 64 MiB of answers, then stop reading
///
/// When all that was read is answered and written, the thread blocks in `read`: no look before it, which would cost
/// more than the answer.
public final class Server {
  /// How to serve.
  public struct Options: Sendable {
    /// How the session begins.
    public var session = Session.Options()
    /// The process whose end is ours: nil for the parent, 0 for none.
    public var client: Int32?
    /// How much to tell on stderr.
    public var log = Log.Level.warn

    /// The defaults.
    public init() {}
  }

  /// Answers are written as soon as they are this many bytes, in the middle of what one read brought too.
  private static let writeBytes = 1 << 20
  /// How long the answers held are kept for a reader once the parent is gone.
  private static let orphanMilliseconds: Int32 = 1_000

  private let session: Session
  private let log: Log
  private let output: Output
  private var framer = LineFramer()
  /// Bytes at the front of the session's answers that are written already.
  private var sent = 0
  private var isOutputClosed = false
  private var isInputEnded = false

  /// Prepares to serve a desk; throws what is wrong with the agent that the options name.
  public init(_ options: Options, book: Book = Book()) throws(Refusal) {
    Signals.install(client: options.client)
    session = try Session(options.session, book: book)
    log = Log(options.log)
    output = Output(1)
    #if os(Linux)
    // F_SETPIPE_SZ, as in Output; on anything but a pipe it says no.
    _ = fcntl(0, 1031, Output.pipeBytes)
    #endif
    let caller = session.caller
    log(.info, "serving \(caller.id) (\(caller.role.rawValue)) from memory: nothing is kept")
  }

  /// Serves until the input ends or a signal says so, then until every answer is written or nobody reads.
  public func run() {
    while true {
      let isAllExecuted = execute()
      flush()
      if isOutputClosed {
        // What was received has its effect, answered or not.
        _ = execute()
        break
      }
      if held > 0 {
        let mayRead = isAllExecuted && !isInputEnded && held <= WireLimits.heldAnswerBytesMax
        guard let isInputReady = wait(forInput: mayRead) else { break }
        if isInputReady { read() }
      } else if isAllExecuted {
        if isInputEnded { break }
        read()
      }
    }
    output.restore()
    if Signals.stopping == .orphaned { log(.warn, "the client is gone") }
    log(.info, "ended after change \(session.book.seq)")
  }

  /// Answers that wait for the reader, in bytes.
  private var held: Int { session.out.count - sent }

  /// Executes the lines that were read, as long as there is room for their answers; false if some are left.
  private func execute() -> Bool {
    while held <= WireLimits.heldAnswerBytesMax {
      if session.isEnded {
        isInputEnded = true
        return true
      }
      guard let line = framer.next() else {
        // Half a line at the end of the input is a line; before a signal it is not.
        if isInputEnded, Signals.stopping == .none, let line = framer.last() { session.answer(line) }
        return true
      }
      session.answer(line)
      if held >= Self.writeBytes { flush() }
    }
    return false
  }

  /// One read. The end of the input is noted, and so is the time, once for all that the read brought.
  private func read() {
    let got = framer.read { room in
      while true {
        let count = systemRead(0, room.baseAddress, room.count)
        if count >= 0 { return count }
        switch errno {
        case EINTR: continue
        case EAGAIN:
          // The parent made the pipe non-blocking.
          var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
          _ = poll(&input, 1, -1)
        default:
          if Signals.stopping == .none { log(.error, "stdin: \(String(cString: strerror(errno)))") }
          return 0
        }
      }
    }
    if got == 0 { isInputEnded = true }
    session.refreshClock()
  }

  /// Writes what the reader takes.
  private func flush() {
    while held > 0 && !isOutputClosed {
      let outcome = session.out.withBytes { output.write(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
      switch outcome {
      case .wrote(let count): sent += count
      case .closed(let reason):
        isOutputClosed = true
        // A reader that leaves is none of our business; a full disk is the user's.
        if reason != EPIPE && reason != ECONNRESET { log(.error, "stdout: \(String(cString: strerror(reason)))") }
      case .blocked:
        if sent > held / 4 { compact() }
        return
      }
    }
    session.out.removeAll(keeping: 2 * Self.writeBytes)
    sent = 0
  }

  /// Drops what is written from the front, once it is a quarter of what is not: the buffer stays near what is held, and
  /// each byte moves four times at the most.
  private func compact() {
    session.out.removeFirst(sent)
    sent = 0
  }

  /// Waits until the reader takes more or, if asked for, there is input: then true. Nil when the client is gone and
  /// nobody takes what is left.
  private func wait(forInput: Bool) -> Bool? {
    var descriptors = [pollfd(fd: output.descriptor, events: Int16(POLLOUT), revents: 0)]
    if forInput { descriptors.append(pollfd(fd: 0, events: Int16(POLLIN), revents: 0)) }
    let isOrphaned = Signals.stopping == .orphaned
    if isOrphaned { Signals.endWatch() }
    let ready = poll(&descriptors, nfds_t(descriptors.count), isOrphaned ? Self.orphanMilliseconds : -1)
    if isOrphaned && ready == 0 { return nil }
    return ready > 0 && forInput && descriptors[1].revents != 0
  }

  private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
    Glibc.read(descriptor, buffer, count)
    #else
    Darwin.read(descriptor, buffer, count)
    #endif
  }
}
