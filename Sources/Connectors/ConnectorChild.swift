#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A child process in a process group of its own, with a pipe to each of its descriptors 0 to 2 and no other open. Our
/// ends never block.
final class ConnectorChild {
  /// How a child ended.
  enum Ending: CustomStringConvertible {
    case code(Int32)
    case signal(Int32)
    /// Somebody else reaped it: the desk was started with SIGCHLD ignored.
    case unknown

    var description: String {
      switch self {
      case .code(let code): "ended with exit code \(code)"
      case .signal(let number): "was killed by signal \(number)\(Self.names[number].map { " (\($0))" } ?? "")"
      case .unknown: "ended"
      }
    }

    private static let names = [
      SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
      SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGUSR1: "SIGUSR1",
      SIGSEGV: "SIGSEGV", SIGUSR2: "SIGUSR2", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM",
      SIGXCPU: "SIGXCPU", SIGXFSZ: "SIGXFSZ", SIGSYS: "SIGSYS",
    ]
  }

  /// Why there is no child: the system's words.
  struct SpawnFailure: Error { let reason: String }

  /// What a read came to.
  enum Reading {
    /// Nothing more is there now.
    case drained
    /// There may be more.
    case more
    /// There will never be more.
    case closed
  }

  /// The process, and its group.
  let pid: pid_t
  private(set) var input: Int32?
  private(set) var output: Int32?
  private(set) var errors: Int32?
  /// Lines of which the child has not read `sent` bytes yet.
  private var outgoing: [UInt8] = []
  private var sent = 0
  /// What it wrote to stdout.
  var lines = LineBuffer()

  private static let readBytes = 1 << 16

  /// Starts a program: searched in PATH if its name has no slash, run in `folder` if there is one.
  init(_ words: [String], folder: String?) throws(SpawnFailure) {
    if let folder, access(folder, X_OK) != 0 { throw Self.failure("its folder \(folder)", errno) }
    var pipes: [(reader: Int32, writer: Int32)] = []
    func closeAll(_ ends: [Int32]) { for end in ends { close(end) } }
    for _ in 0...2 {
      guard let pipe = Self.makePipe() else {
        let code = errno
        closeAll(pipes.flatMap { [$0.reader, $0.writer] })
        throw Self.failure("a pipe", code)
      }
      pipes.append(pipe)
    }
    let theirs = [pipes[0].reader, pipes[1].writer, pipes[2].writer]
    let ours = [pipes[0].writer, pipes[1].reader, pipes[2].reader]
    for end in ours { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
    var pid: pid_t = 0
    let code = Self.spawn(&pid, words, theirs, folder)
    closeAll(theirs)
    guard code == 0 else {
      closeAll(ours)
      throw Self.failure(words.first ?? "no program", code)
    }
    self.pid = pid
    (input, output, errors) = (ours[0], ours[1], ours[2])
  }

  private static func failure(_ what: String, _ code: Int32) -> SpawnFailure {
    SpawnFailure(reason: "\(what): \(String(cString: strerror(code)))")
  }

  // MARK: Talking

  /// What to wait for. The child's stdin is there even with nothing to write: an error says that nobody reads it.
  var descriptors: [pollfd] {
    var wanted: [pollfd] = []
    if let input { wanted.append(pollfd(fd: input, events: outgoing.isEmpty ? 0 : Int16(POLLOUT), revents: 0)) }
    for end in [output, errors] { if let end { wanted.append(pollfd(fd: end, events: Int16(POLLIN), revents: 0)) } }
    return wanted
  }

  /// Whether the child can still be asked. False once it has closed its stdin.
  var isReading: Bool {
    guard let input else { return false }
    var state = pollfd(fd: input, events: 0, revents: 0)
    return poll(&state, 1, 0) <= 0 || state.revents == 0
  }

  /// Takes a line to be written.
  func send(_ line: [UInt8]) { outgoing += line }

  /// Writes what the child takes.
  func flush() {
    while let input, sent < outgoing.count {
      let count = outgoing.withUnsafeBytes { write(input, $0.baseAddress.map { $0 + sent }, $0.count - sent) }
      if count < 0 && errno == EINTR { continue }
      // A full pipe is tried again; that nobody reads it any more, `isReading` finds.
      guard count >= 0 else { return }
      sent += count
    }
    outgoing.removeAll(keepingCapacity: outgoing.count <= Self.readBytes)
    sent = 0
  }

  /// Reads at most `bytesMax` bytes from stdout, and calls `body` after each read of 64 KiB until it returns false.
  func readOutput(bytesMax: Int, _ body: (UnsafeRawBufferPointer) -> Bool) -> Reading {
    guard let output else { return .closed }
    return Self.take(output, bytesMax, body)
  }

  /// Reads at most `bytesMax` bytes from stderr, and closes it at its end.
  func readErrors(bytesMax: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    guard let errors else { return }
    let reading = Self.take(errors, bytesMax) { bytes in
      body(bytes)
      return true
    }
    if case .closed = reading { Self.release(&self.errors) }
  }

  private static func take(_ end: Int32, _ bytesMax: Int, _ body: (UnsafeRawBufferPointer) -> Bool) -> Reading {
    withUnsafeTemporaryAllocation(byteCount: readBytes, alignment: 8) { room in
      var total = 0
      while total < bytesMax {
        let count = read(end, room.baseAddress, room.count)
        if count < 0 && errno == EINTR { continue }
        if count < 0 && errno == EAGAIN { return .drained }
        guard count > 0 else { return .closed }
        total += count
        guard body(UnsafeRawBufferPointer(rebasing: room[..<count])) else { return .drained }
      }
      return .more
    }
  }

  // MARK: Ending

  /// Closes our end of its stdin.
  func closeInput() { Self.release(&input) }

  /// Closes our end of its stdout.
  func closeOutput() { Self.release(&output) }

  /// Sends a signal to the child and all that it started in its group.
  func signal(_ number: Int32) { kill(-pid, number) }

  /// Whether the child has ended. It is not reaped by that: until then no other process gets its number, and signals
  /// reach nobody but its group.
  var hasEnded: Bool {
    var info = siginfo_t()
    while waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 {
      // ECHILD: somebody else reaped it.
      if errno != EINTR { return true }
    }
    return info.si_signo == SIGCHLD
  }

  /// Reaps the child, which has ended, and closes what is open.
  func bury() -> Ending {
    closeAll()
    var status: Int32 = 0
    while true {
      if waitpid(pid, &status, WNOHANG) == pid { break }
      if errno != EINTR { return .unknown }
    }
    return status & 0x7F == 0 ? .code(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }

  /// Closes what is open; the child may live on.
  func closeAll() {
    closeInput()
    closeOutput()
    Self.release(&errors)
  }

  private static func release(_ end: inout Int32?) {
    if let end { close(end) }
    end = nil
  }
}
