import Server

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Writes whole texts, for the subcommands that answer once.
enum TerminalOutput {
  /// Writes a text on stdout: exit code 0, also if the reader leaves before its end; 74 ("input/output error" of
  /// sysexits) if it cannot be written.
  static func write(_ text: String) -> Int32 { write(Array(text.utf8)) }

  /// Writes bytes: exit code 0, or 74.
  static func write(_ bytes: [UInt8], on descriptor: Int32 = 1) -> Int32 {
    bytes.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: bytes[sent...]))
        if count >= 0 {
          sent += count
        } else if errno == EAGAIN {
          // Somebody made the pipe non-blocking.
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&ready, 1, -1)
        } else if errno != EINTR {
          return errno == EPIPE ? 0 : 74
        }
      }
      return 0
    }
  }
}
