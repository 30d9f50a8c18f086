#if canImport(Glibc)
import Glibc

/// prctl(2): the module of the C library leaves it out.
@_silgen_name("prctl")
private func prctl(_ option: Int32, _ a: UInt, _ b: UInt, _ c: UInt, _ d: UInt) -> Int32
#else
import Darwin
#endif

/// The step between the desk and its connector: our own binary, started again, which becomes the connector.
///
/// If the desk is killed, nobody ends the connector. It finds the end of its stdin, but only if it reads. Linux can
/// send it SIGKILL when its parent dies, and only the child itself can ask for that, before it executes the program.
public enum ConnectorLauncher {
  /// The exit code if the program cannot be executed: that of a shell.
  static let exitCode: Int32 = 127
  /// What the line on stderr begins with that says why.
  static let failureMark = "contactdesk cannot run "

  /// Becomes the program `arguments[1...]`, after the system was asked to kill it once the desk dies.
  ///
  /// `arguments[0]` is the process id of the desk, as `ConnectorProcess` passes it: if the parent is another by now,
  /// the desk is dead already, and the process ends with code 0. If the program cannot be executed, the process ends
  /// with code 127 and a line on stderr, which `ConnectorProcess` makes the reason of the questions that fail.
  public static func run(_ arguments: [String]) -> Never {
    guard arguments.count > 1, let parent = pid_t(arguments[0]) else { fail("a connector", EINVAL) }
    #if os(Linux)
    let (setParentDeathSignal, unused): (Int32, UInt) = (1, 0)
    _ = prctl(setParentDeathSignal, UInt(SIGKILL), unused, unused, unused)
    #endif
    guard getppid() == parent else { exit(0) }
    let words = CWords(Array(arguments.dropFirst()))
    execvp(arguments[1], words.pointers)
    fail(arguments[1], errno)
  }

  private static func fail(_ program: String, _ code: Int32) -> Never {
    let line = Array("\(failureMark)\(program): \(String(cString: strerror(code)))\n".utf8)
    _ = write(2, line, line.count)
    exit(exitCode)
  }
}
