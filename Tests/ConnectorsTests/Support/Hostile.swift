import Foundation
import Testing

@testable import Connectors

/// The connector of the tests: a Python program that misbehaves as its mode says.
enum Hostile {
  /// A machine without Python can do without these tests; the one that decides what lands cannot.
  static let canRun = isRequired || interpreter != nil
  private static let isRequired = ProcessInfo.processInfo.environment["CI"] != nil

  /// The interpreter itself: what is found in PATH may be a script that looks for it.
  static let interpreter: String? = {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let question = "import sys; sys.version_info < (3, 9) and sys.exit(1); sys.stdout.write(sys.executable)"
    process.arguments = ["python3", "-c", question]
    (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
    do {
      try process.run()
      let path = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      return process.terminationStatus == 0
        ? String(decoding: path, as: UTF8.self).trimmingCharacters(in: .newlines) : nil
    } catch {
      Issue.record("python3 does not start: \(error)")
      return nil
    }
  }()

  private static let program = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "HostileConnector/connector.py").path()

  /// The command of a mode; `notes` is the file in which it notes what happens to it.
  static func argv(_ mode: String, notes: String) throws -> [String] {
    [
      try #require(interpreter, "CI is set, and there is no python3 of version 3.9 or later"), "-I", "-S", program,
      mode, notes,
    ]
  }
}
