#if os(Linux)
import Glibc

/// Reports that another process committed something in a folder: SIGIO interrupts the `read` of this one.
///
/// A commit ends with a write to the folder's `lock`, which holds the commit point. The watch is armed for one write at
/// a time, and only while this process is idle: when it works, it reads the commit point before each answer, and its
/// own commits are not to signal it.
final class FolderWatch {
  private let descriptor: Int32
  private let path: String
  private var isArmed = false

  /// A watch that is not armed; nil if the system has none to give: then others' commits are found once a second.
  init?(_ folder: String) {
    path = folder + "/lock"
    descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    guard descriptor >= 0 else { return nil }
    guard fcntl(descriptor, F_SETOWN, getpid()) == 0,
      fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_ASYNC) == 0
    else {
      close(descriptor)
      return nil
    }
  }

  deinit { close(descriptor) }

  /// From here on the next write signals. Read the commit point after this: what was written before signals nobody.
  func arm() {
    // Events that are queued are old. A signal is sent when an event finds the queue empty, so it must be.
    withUnsafeTemporaryAllocation(byteCount: 1_024, alignment: 8) { room in
      while systemRead(descriptor, room) > 0 {}
    }
    isArmed = watch(for: IN_MODIFY)
  }

  /// From here on writes do not signal.
  func disarm() {
    guard isArmed else { return }
    isArmed = false
    // To remove the watch would be an event, and signal. That the file is removed is no event that anybody waits for.
    _ = watch(for: IN_DELETE_SELF)
  }

  /// False if the system has no room for it.
  private func watch<Mask: BinaryInteger>(for event: Mask) -> Bool {
    inotify_add_watch(descriptor, path, UInt32(truncatingIfNeeded: event) | UInt32(IN_ONESHOT)) >= 0
  }
}
#else
import Darwin

/// Reports that another process committed something in a folder: SIGIO interrupts the `read` of this one.
///
/// A commit ends with a write to the folder's `lock`, which holds the commit point. The watch is armed for one write at
/// a time, and only while this process is idle. A queue of events interrupts nobody: a thread waits for it that does
/// nothing else, and takes no signals.
final class FolderWatch {
  private struct Wait {
    let queue: Int32
    let main: pthread_t
  }

  private let queue: Int32
  private let file: Int32
  private var isArmed = false

  /// A watch that is not armed; nil if the system has none to give: then others' commits are found once a second. To be
  /// made by the thread that reads.
  init?(_ folder: String) {
    queue = kqueue()
    file = open(folder + "/lock", O_EVTONLY | O_CLOEXEC)
    guard queue >= 0, file >= 0, Self.start(queue) else {
      close(queue)
      close(file)
      return nil
    }
  }

  /// It lives as long as the process.
  private static func start(_ queue: Int32) -> Bool {
    let wait = UnsafeMutablePointer<Wait>.allocate(capacity: 1)
    wait.initialize(to: Wait(queue: queue, main: pthread_self()))
    var (all, present) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, &present)
    defer { pthread_sigmask(SIG_SETMASK, &present, nil) }
    var thread: pthread_t?
    let code = pthread_create(
      &thread, nil,
      { raw in
        let wait = raw.assumingMemoryBound(to: Wait.self)
        var event = kevent()
        while kevent(wait.pointee.queue, nil, 0, &event, 1, nil) > 0 { pthread_kill(wait.pointee.main, SIGIO) }
        return nil
      }, wait)
    return code == 0
  }

  /// From here on the next write signals. Read the commit point after this: what was written before signals nobody.
  func arm() { isArmed = change(EV_ADD | EV_ONESHOT) }

  /// From here on writes do not signal.
  func disarm() {
    guard isArmed else { return }
    isArmed = false
    _ = change(EV_DELETE)
  }

  /// False if the system has no room for it.
  private func change(_ flags: Int32) -> Bool {
    var change = kevent(
      ident: UInt(file), filter: Int16(EVFILT_VNODE), flags: UInt16(flags), fflags: UInt32(NOTE_WRITE), data: 0,
      udata: nil)
    return kevent(queue, &change, 1, nil, 0, nil) >= 0
  }
}
#endif
