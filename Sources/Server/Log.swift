#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Lines for whoever runs the process, on stderr. Never a customer's text, never in the way: a line that would have to
/// wait for a reader is dropped.
public struct Log: Sendable {
  /// How much to tell.
  public enum Level: String, CaseIterable, Comparable, Sendable {
    case error
    case warn
    case info
    case debug

    private var rank: Int {
      switch self {
      case .error: 0
      case .warn: 1
      case .info: 2
      case .debug: 3
      }
    }

    /// Graver.
    public static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }
  }

  private let level: Level

  /// Tells what is of this level or graver.
  public init(_ level: Level) { self.level = level }

  /// Tells one line.
  public func callAsFunction(_ level: Level, _ message: @autoclosure () -> String) {
    guard level <= self.level else { return }
    Self.tell("\(level.rawValue): \(message())")
  }

  /// Writes one line on stderr, whatever the level: for who starts a process that cannot serve. Control characters are
  /// escaped, and nobody is waited for.
  public static func tell(_ message: String) {
    var line = "contactdesk: "
    for scalar in message.unicodeScalars.prefix(1_000) {
      if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
        line += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        line.unicodeScalars.append(scalar)
      }
    }
    line += "\n"
    // A pipe that says it can be written takes at least PIPE_BUF bytes without waiting (POSIX.1-2017, poll and write).
    var ready = pollfd(fd: 2, events: Int16(POLLOUT), revents: 0)
    guard poll(&ready, 1, 0) == 1, ready.revents & Int16(POLLOUT) != 0 else { return }
    line.withUTF8 { bytes in
      _ = write(2, bytes.baseAddress, min(bytes.count, 4_096))
    }
  }
}
