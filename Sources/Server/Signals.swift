import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Why the process is to end before its input does: what signals ask for.
///
/// A signal cannot wait for the main thread, which blocks in `read`, and must not be missed between a test of a flag
/// and the `read` after it. So the handler puts an empty file in the place of stdin: the `read` that is under way is
/// interrupted, and any later one finds the end of the input.
///
/// A timer checks once a second whether the parent is still there: its id changes when it dies, even while a sibling
/// holds the pipe open. All that the handlers call is async-signal-safe (POSIX.1-2017, 2.4.3).
enum Signals {
  /// Why to stop.
  enum Stop {
    case none
    /// SIGTERM, SIGINT or SIGHUP.
    case signal
    /// The parent, or the client that was named, is gone.
    case orphaned
  }

  private static let isSignalled = Atomic<Bool>(false)
  private static let isOrphaned = Atomic<Bool>(false)
  private static let hasTicked = Atomic<Bool>(false)
  private static let watched = Atomic<Int32>(0)
  private static let parent = Atomic<Int32>(0)
  private static let emptyInput = Atomic<Int32>(-1)

  /// Why to stop, if so. An orphan that got a signal too is an orphan: nobody may be left to read the answers held.
  static var stopping: Stop {
    if isOrphaned.load(ordering: .relaxed) { return .orphaned }
    return isSignalled.load(ordering: .relaxed) ? .signal : .none
  }

  /// Whether the timer has ticked since this was asked last: about once a second.
  static func takeTick() -> Bool {
    hasTicked.load(ordering: .relaxed) && hasTicked.exchange(false, ordering: .relaxed)
  }

  /// Installs the handlers. `client` is the process to watch: nil for the parent, 0 for none. `ticks`: a `read` is to
  /// be interrupted about once a second, even if no process is watched.
  static func install(client: Int32?, ticks: Bool) {
    // All are touched before a handler can be: Swift makes a global at its first use, under a lock.
    isSignalled.store(false, ordering: .relaxed)
    isOrphaned.store(false, ordering: .relaxed)
    hasTicked.store(false, ordering: .relaxed)
    parent.store(getppid(), ordering: .relaxed)
    // No watch for a process that was init's from the start, or is to watch nobody.
    watched.store(client ?? (getppid() > 1 ? -1 : 0), ordering: .relaxed)
    emptyInput.store(StandardDescriptors.emptyInput, ordering: .relaxed)
    signal(SIGPIPE, SIG_IGN)
    // A file that may not grow is a write that fails, like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    for number in [SIGTERM, SIGINT, SIGHUP] where !isIgnored(number) { handle(number) { Signals.received($0) } }
    unblock()
    guard ticks || watched.load(ordering: .relaxed) != 0 else { return }
    handle(SIGALRM) { _ in Signals.checkClient() }
    // Another process has committed. A signal that comes just before a `read` interrupts nothing: the timer sends one
    // more after it.
    handle(SIGIO) { _ in Signals.setTimer(seconds: 1, first: 5_000) }
    setTimer(seconds: 1)
  }

  /// A parent that spawns from a thread with blocked signals hands that on: nothing but SIGKILL would reach us then.
  private static func unblock() {
    var handled = sigset_t()
    sigemptyset(&handled)
    for number in [SIGTERM, SIGINT, SIGHUP, SIGALRM, SIGIO] { sigaddset(&handled, number) }
    sigprocmask(SIG_UNBLOCK, &handled, nil)
  }

  /// Stops the timer: what is left to do must not be interrupted.
  static func endWatch() { setTimer(seconds: 0) }

  /// A bare system call on both systems, so a handler may do it.
  private static func setTimer(seconds: Int, first microseconds: Int? = nil) {
    var timer = itimerval()
    timer.it_interval.tv_sec = seconds
    timer.it_value.tv_sec = microseconds == nil ? seconds : 0
    timer.it_value.tv_usec = .init(microseconds ?? 0)
    #if os(Linux)
    setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    #else
    setitimer(ITIMER_REAL, &timer, nil)
    #endif
  }

  /// The first signal ends the input; the second ends the process as if nobody had handled it.
  private static func received(_ number: Int32) {
    if isSignalled.exchange(true, ordering: .relaxed) {
      signal(number, SIG_DFL)
      kill(getpid(), number)
    }
    endInput()
  }

  private static func checkClient() {
    hasTicked.store(true, ordering: .relaxed)
    let client = watched.load(ordering: .relaxed)
    guard client != 0 else { return }
    let isGone =
      client > 0 ? kill(client, 0) != 0 && errno == ESRCH : getppid() != parent.load(ordering: .relaxed)
    guard isGone else { return }
    isOrphaned.store(true, ordering: .relaxed)
    endInput()
  }

  /// Stdin is never closed: the next file that is opened would get its descriptor, and be read as requests.
  private static func endInput() {
    let empty = emptyInput.load(ordering: .relaxed)
    // EBUSY (Linux): the descriptor is about to be opened; EINTR: another signal came.
    while dup2(empty, 0) < 0, errno == EBUSY || errno == EINTR {}
  }

  /// A signal that the parent ignores (nohup) stays ignored.
  private static func isIgnored(_ number: Int32) -> Bool {
    var present = sigaction()
    guard sigaction(number, nil, &present) == 0 else { return false }
    #if canImport(Glibc)
    return present.__sigaction_handler.sa_handler.map { unsafeBitCast($0, to: Int.self) } == 1
    #else
    return present.__sigaction_u.__sa_handler.map { unsafeBitCast($0, to: Int.self) } == 1
    #endif
  }

  /// Without SA_RESTART: a `read` under way must come back.
  private static func handle(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    #if canImport(Glibc)
    action.__sigaction_handler.sa_handler = handler
    #else
    action.__sigaction_u.__sa_handler = handler
    #endif
    sigaction(number, &action, nil)
  }
}
