import Text

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The log: lines on stderr for the person who runs the process. It never holds a customer's text, and never waits: a
/// line that would have to wait for a reader is dropped.
public struct Log: Sendable {
  /// How grave a line is; `debug` is the least.
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

    /// Whether `a` is graver.
    public static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }
  }

  private let level: Level

  /// A log of lines of this level and graver ones.
  public init(_ level: Level) { self.level = level }

  /// Writes one line, if its level is logged; `message` is not evaluated otherwise.
  public func callAsFunction(_ level: Level, _ message: @autoclosure () -> String) {
    guard level <= self.level else { return }
    Self.write("\(level.rawValue): \(message())")
  }

  /// Most bytes of a line with its end: PIPE_BUF of Linux. A pipe that says it can be written takes as many without
  /// waiting (POSIX.1-2017, poll and write).
  private static let lineBytesMax = 4_096

  /// Writes one line, whatever the level: why the process cannot begin or go on.
  public static func write(_ message: String) {
    var line = Self.line(message)
    var ready = pollfd(fd: 2, events: Int16(POLLOUT), revents: 0)
    guard poll(&ready, 1, 0) == 1, ready.revents & Int16(POLLOUT) != 0 else { return }
    line.withUTF8 { bytes in _ = systemWrite(2, UnsafeRawBufferPointer(bytes)) }
  }

  /// The line of a message, as it is written: one line whatever is in the message (`TextGuard`), cut with a `…` if it
  /// is long, and always ended.
  static func line(_ message: String) -> String {
    // Only what can be written is looked at.
    let shown = TextGuard.guarded(message.cut(toBytes: lineBytesMax), .escapes)
    return "contactdesk: \(shown)".cut(toBytes: lineBytesMax - 1) + "\n"
  }
}
