public import Desk

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where the times of changes come from. Times never run backwards within a process.
public struct Clock {
  private let start: Timestamp?
  private var latest = Timestamp(milliseconds: 0)

  /// The system's clock.
  public static var system: Clock { Clock(start: nil) }

  /// A clock that shows `start` at the first change and moves 1 ms with each: the same script gives the same bytes.
  public static func fixed(_ start: Timestamp) -> Clock { Clock(start: start) }

  private init(start: Timestamp?) { self.start = start }

  /// Whether only changes move it, and who sets it.
  var isFixed: Bool { start != nil }

  /// Milliseconds of a clock that never goes back, for measuring how long something takes: it moves every few
  /// milliseconds, and costs next to nothing.
  static func ticks() -> Int64 {
    var now = timespec()
    #if os(Linux)
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now)
    #else
    clock_gettime(CLOCK_MONOTONIC_RAW_APPROX, &now)
    #endif
    return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
  }

  /// The time of the change after `seq` others.
  func time(after seq: Int) -> Timestamp {
    if let start { return start.advanced(by: Int64(seq)) }
    return latest
  }

  /// Reads the system's clock; once for all that one read brought.
  mutating func refresh() {
    guard start == nil else { return }
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    latest = max(latest, Timestamp(milliseconds: Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000))
  }
}
