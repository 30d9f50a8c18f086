import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A process started by a test. It is killed, should the test leave it running.
final class ChildProcess {
  /// How a process ended.
  enum Ending: Equatable {
    case code(Int32)
    case signal(Int32)
  }

  let pid: pid_t
  /// Ends when the process has ended, and all that it started with it.
  let life: End
  private var ending: Ending?

  /// Starts a program. Its descriptors from 0 on are those given, and are closed here unless `keeping` them.
  init(
    _ program: String, _ arguments: [String], _ descriptors: [End], keeping: Bool = false, blocking: [Int32] = []
  ) throws {
    Self.ignoreBrokenPipes
    let life = try End.newPipe()
    self.life = life.reader
    pid = try Self.spawn(program, arguments, descriptors + [life.writer], blocking)
    if !keeping { for end in descriptors { end.close() } }
  }

  deinit {
    guard ending == nil else { return }
    kill(pid, SIGKILL)
    _ = reap()
  }

  /// Sends a signal.
  func signal(_ number: Int32) { kill(pid, number) }

  /// Waits for the end of the process and of all that it started.
  func end() throws -> Ending {
    guard life.waits(for: POLLIN) else { throw ProcessFault("still running after \(End.patience)") }
    return reap()
  }

  /// Waits for the end of the process alone.
  func reap() -> Ending {
    if let ending { return ending }
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    let ended: Ending = status & 0x7F == 0 ? .code(status >> 8 & 0xFF) : .signal(status & 0x7F)
    ending = ended
    return ended
  }

  // MARK: Starting

  /// A write to a server that is gone must fail, not end the tests. Children start with the default all the same.
  private static let ignoreBrokenPipes: Void = { _ = Foundation.signal(SIGPIPE, SIG_IGN) }()

  private static func spawn(
    _ program: String, _ arguments: [String], _ descriptors: [End], _ blocking: [Int32]
  ) throws -> pid_t {
    #if canImport(Glibc)
    var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    #else
    var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?) = (nil, nil)
    let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_CLOEXEC_DEFAULT
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, end) in descriptors.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, end.descriptor, Int32(number))
    }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var (defaults, mask) = (set(of: [SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGALRM]), set(of: blocking))
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setsigmask(&attributes, &mask)
    let words = ([program] + arguments).map { strdup($0) } + [nil]
    let environment = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + environment { free(word) } }
    var pid: pid_t = 0
    errno = End.lock.withLock { _ in posix_spawn(&pid, program, &actions, &attributes, words, environment) }
    guard errno == 0 else { throw ProcessFault(call: "posix_spawn of \(program)") }
    return pid
  }

  private static func set(of signals: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    return set
  }
}
