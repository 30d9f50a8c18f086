#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The way out: stdout, written without ever waiting for the reader.
///
/// A client may write requests without reading answers. If we waited in `write` while it waits in its own, nobody
/// would move again; so a write that would wait is left for later. How that is said depends on what stdout is:
///
/// - a pipe is opened a second time through the file system (Linux), so that its flag is ours alone; where that cannot
///   be, the flag of the shared description is set, and taken back at the end;
/// - a socket takes the flag with each call;
/// - a file or a terminal is written as it is.
final class OutputStream {
  /// What a write came to.
  enum Outcome {
    /// So many bytes are gone.
    case wrote(Int)
    /// The reader must read first.
    case blocked
    /// Nothing more can be written, and this is the system's reason (`errno`).
    case closed(Int32)
  }

  /// The size that we ask for of the pipes on both sides. The system allows a user 64 MiB of larger pipes in all
  /// (pipe-user-pages-soft): enough for more than a hundred desks.
  static let pipeBytes: Int32 = 1 << 18

  /// The descriptor to wait on.
  let descriptor: Int32
  private let isSocket: Bool
  private let flagsToRestore: Int32?

  /// Takes over a descriptor.
  init(_ stdout: Int32) {
    var status = stat()
    fstat(stdout, &status)
    isSocket = status.st_mode & S_IFMT == S_IFSOCK
    let isPipe = status.st_mode & S_IFMT == S_IFIFO
    #if os(Linux)
    // F_SETPIPE_SZ, which the module does not name: fewer switches between us and the reader.
    if isPipe { _ = fcntl(stdout, 1031, Self.pipeBytes) }
    let own = isPipe ? open("/proc/self/fd/\(stdout)", O_WRONLY | O_NONBLOCK | O_CLOEXEC) : -1
    #else
    let own: Int32 = -1
    #endif
    descriptor = own >= 0 ? own : stdout
    let flags = fcntl(stdout, F_GETFL)
    if isPipe && own < 0 && flags >= 0 && flags & O_NONBLOCK == 0 {
      _ = fcntl(stdout, F_SETFL, flags | O_NONBLOCK)
      flagsToRestore = flags
    } else {
      flagsToRestore = nil
    }
  }

  /// Leaves the descriptor as it was found.
  func restore() {
    if let flagsToRestore { _ = fcntl(descriptor, F_SETFL, flagsToRestore) }
  }

  /// Writes what can be written now.
  func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    while true {
      let count =
        isSocket
        ? send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT))
        : systemWrite(descriptor, bytes)
      if count >= 0 { return .wrote(count) }
      switch errno {
      case EINTR: continue
      case EAGAIN: return .blocked
      default: return .closed(errno)
      }
    }
  }
}
