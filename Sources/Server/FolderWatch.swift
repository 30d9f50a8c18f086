#if os(Linux)
import Glibc

/// Hears of what other processes commit in a folder, while this one has nothing to do: SIGIO interrupts its `read`.
///
/// A commit ends with a write to the page, which lies in the folder's `lock`. The watch is armed for one write at a
/// time, and only by who is idle: a process that works looks at the page before each answer, and is not to be signalled
/// for what it commits itself.
final class FolderWatch {
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

  /// From here on the next write signals. What was written before is to be looked at behind this.
  func arm() {
    // What came before is of no more interest; a signal comes with what finds the queue empty, too.
    withUnsafeTemporaryAllocation(byteCount: 1_024, alignment: 8) { room in
      while systemRead(descriptor, room) > 0 {}
    }
    _ = inotify_add_watch(descriptor, path, UInt32(IN_MODIFY) | UInt32(IN_ONESHOT))
  }
}
#else
/// macOS tells of a write to a file by its queue of events alone, which interrupts nobody: a look once a second has to
/// do.
final class FolderWatch {
  /// No watch.
  init?(_: String) { return nil }

  /// Nothing.
  func arm() {}
}
#endif
