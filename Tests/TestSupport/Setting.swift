#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What whoever runs the tests asks for, in variables of the environment.
public enum Setting {
  /// CONTACTDESK_FULL=1: everything, where a sample is taken otherwise. Takes minutes.
  public static let isFull = number("CONTACTDESK_FULL") == 1
  /// CONTACTDESK_SEEDS=N: so many random sessions.
  public static let seeds = number("CONTACTDESK_SEEDS")
  /// CONTACTDESK_SEED=S: this one alone, or the first of so many.
  public static let seed = number("CONTACTDESK_SEED")

  private static func number(_ name: String) -> Int? {
    getenv(name).flatMap { Int(String(cString: $0)) }
  }
}
