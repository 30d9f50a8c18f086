@testable import ChangeLog

/// Something that must always hold and did not: a bug, found with the input at hand.
struct Violation: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Throws unless it holds.
func hold(_ condition: Bool, _ what: @autoclosure () -> String) throws {
  if !condition { throw Violation(what()) }
}

/// What is fuzzed: a name, and what is done with bytes that may be anything. A target throws a `Violation`; crashes and
/// hangs are for whoever runs it to see.
struct FuzzTarget: Sendable {
  let name: String
  let run: @Sendable (UnsafeRawBufferPointer) throws -> Void

  static let all = [
    FuzzTarget(name: "json", run: JSONTarget.run),
    FuzzTarget(name: "lines", run: LinesTarget.run),
    FuzzTarget(name: "journal") { try FolderTarget.run($0, .journal) },
    FuzzTarget(name: "snapshot") { try FolderTarget.run($0, .snapshot) },
  ]
}
