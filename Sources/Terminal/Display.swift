#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What the output is drawn on: a terminal with its width and its colours, or a pipe or file.
public struct Display: Sendable {
  /// When to use colours.
  public enum Coloring: String, CaseIterable, Sendable {
    /// On a terminal that has them, unless NO_COLOR is set.
    case auto
    /// Also in a pipe, as for a terminal.
    case always
    /// Not at all.
    case never
  }

  /// Columns where nothing says how many.
  public static let columnsDefault = 80

  /// How wide it is, in columns.
  public let columns: Int
  /// How many colours it has.
  public let depth: ColorDepth
  /// True where the cursor can be set, and marks of direction are understood or ignored: on a terminal.
  public let isTerminal: Bool
  /// True where isolates (UAX #9) are understood or at least ignored. Among those we know only mlterm shows boxes.
  public let hasIsolates: Bool

  /// A display of this kind.
  public init(columns: Int, depth: ColorDepth = .none, isTerminal: Bool = false, hasIsolates: Bool = true) {
    (self.columns, self.depth, self.isTerminal, self.hasIsolates) = (columns, depth, isTerminal, hasIsolates)
  }

  /// What a descriptor is, asking the system and the environment (NO_COLOR: no-color.org).
  ///
  /// `columns` are those asked for, if any were; else the terminal's, else COLUMNS, else 80.
  public init(
    descriptor: Int32, coloring: Coloring = .auto, columns asked: Int? = nil,
    environment: (String) -> String? = Self.environment
  ) {
    let isDumb = environment("TERM") == "dumb"
    let isTerminal = coloring == .always || (isatty(descriptor) == 1 && !isDumb)
    let isColored =
      switch coloring {
      case .auto: isTerminal && (environment("NO_COLOR") ?? "").isEmpty
      case .always: true
      case .never: false
      }
    let isMlterm = isTerminal && (environment("MLTERM") != nil || environment("TERM") == "mlterm")
    let columns = Self.width(of: descriptor) ?? Self.number(environment("COLUMNS")) ?? Self.columnsDefault
    // The marks of direction have no width there either, and yet take columns at the right edge.
    self.init(
      columns: asked ?? (isMlterm ? columns - 8 : columns), depth: isColored ? Self.depth(environment) : .none,
      isTerminal: isTerminal, hasIsolates: !isMlterm)
  }

  /// The same, with so many columns at the most.
  public func atMost(_ limit: Int) -> Display {
    Display(columns: min(columns, limit), depth: depth, isTerminal: isTerminal, hasIsolates: hasIsolates)
  }

  /// The value of a variable of the environment.
  public static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  private static func depth(_ environment: (String) -> String?) -> ColorDepth {
    let (direct, terminal) = (environment("COLORTERM") ?? "", environment("TERM") ?? "")
    if direct == "truecolor" || direct == "24bit" || terminal.hasSuffix("-direct") { return .full }
    return terminal.hasSuffix("-256color") ? .indexed : .basic
  }

  private static func width(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  private static func number(_ text: String?) -> Int? {
    guard let text, let number = Int(text), (1...10_000).contains(number) else { return nil }
    return number
  }
}
