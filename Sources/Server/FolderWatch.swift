#if os(Linux)
import Glibc

/// Hears of what other processes do in a folder: SIGIO interrupts the `read` of this one.
///
/// A commit ends with a write to the page, which lies in the folder's `lock`. The watch is armed for one write at a
/// time, and only by who is idle: a process that works looks at the page before each answer, and is not to be signalled
/// for what it commits itself. Whoever wants to get in opens that file.
final class FolderWatch {
  /// True where it hears whoever opens the folder.
  static let hearsVisitors = true

  private let descriptor: Int32
  private let path: String

  /// A watch that is not armed; nil where the system has none to give: then a look once a second has to do.
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

  /// From here on the next write signals, or the next opening; what was written before is to be looked at behind this.
  /// False if the system has no room for it.
  func arm(for event: Event) -> Bool {
    // What came before is of no more interest; a signal comes with what finds the queue empty, too.
    withUnsafeTemporaryAllocation(byteCount: 1_024, alignment: 8) { room in
      while systemRead(descriptor, room) > 0 {}
    }
    let mask = event == .commits ? UInt32(IN_MODIFY) : UInt32(IN_OPEN)
    return inotify_add_watch(descriptor, path, mask | UInt32(IN_ONESHOT)) >= 0
  }
}
#else
import Darwin

/// Hears of what other processes commit in a folder, while this one has nothing to do: SIGIO interrupts its `read`.
///
/// A queue of events tells of a write to the page for which it was armed, once. It interrupts nobody: a thread waits
/// for it that does nothing else, and takes no signals. It hears of no openings.
final class FolderWatch {
  /// True where it hears whoever opens the folder.
  static let hearsVisitors = false

  private struct Wait {
    let queue: Int32
    let main: pthread_t
  }

  private let queue: Int32
  private let file: Int32

  /// A watch that is not armed; nil where the system has none to give: then a look once a second has to do. To be made
  /// by the thread that reads.
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

  /// From here on the next write signals; what was written before is to be looked at behind this. False if the system
  /// has no room for it.
  func arm(for event: Event) -> Bool {
    guard event == .commits else { return false }
    var change = kevent(
      ident: UInt(file), filter: Int16(EVFILT_VNODE), flags: UInt16(EV_ADD | EV_ONESHOT), fflags: UInt32(NOTE_WRITE),
      data: 0, udata: nil)
    return kevent(queue, &change, 1, nil, 0, nil) >= 0
  }
}
#endif

extension FolderWatch {
  /// What is waited for.
  enum Event {
    /// Somebody else's commit.
    case commits
    /// Somebody who wants to get in.
    case visitors
  }
}
