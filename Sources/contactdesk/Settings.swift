import Server
import Terminal

/// What the options of the command line set.
struct Settings {
  /// Which desk a verb works with.
  enum Source {
    /// An empty one in memory.
    case memory
    /// The demo desk, in memory.
    case demo
  }

  var server = Server.Options()
  var source: Source?
  var coloring = Display.Coloring.auto
  var columns: Int?

  /// What a descriptor is to be drawn on.
  func display(_ descriptor: Int32) -> Display {
    Display(descriptor: descriptor, coloring: coloring, columns: columns)
  }
}

/// The command line makes no sense, and why: exit code 64, "command line usage error" of sysexits.
struct UsageFault: Error {
  let message: String

  init(_ message: String) { self.message = message }
}
