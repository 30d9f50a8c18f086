import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The clients in other languages, each with the tests of its own language against the binary that was just built.
struct ClientTests {
  /// A machine without Python can do without this one; the one that decides what lands cannot.
  @Test(.enabled(if: isRequired || interpreter != nil, "there is no python3 of version 3.9 or later"))
  func python() throws {
    let python = try #require(Self.interpreter, "CI is set, and there is no python3 of version 3.9 or later")
    let ended = try Self.run(
      python, ["-W", "error", "-m", "unittest", "discover", "-t", ".", "-s", "tests"], in: "clients/python",
      ["PYTHONPATH": "src", "PYTHONDONTWRITEBYTECODE": "1", "CONTACTDESK": Self.binary()])
    #expect(ended.code == 0, "\(ended.output)")
    #expect(!ended.output.contains("Ran 0 tests"))
  }

  static let isRequired = ProcessInfo.processInfo.environment["CI"] != nil

  /// The interpreter, where there is one that is new enough.
  static let interpreter: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    guard let path = folders.map({ $0 + "/python3" }).first(where: { access($0, X_OK) == 0 }) else { return nil }
    do {
      return try run(path, ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]).code == 0 ? path : nil
    } catch {
      Issue.record("\(path) does not start: \(error)")
      return nil
    }
  }()

  /// The binary lies beside the test runner.
  static func binary() throws -> String {
    let runner = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    var folders = runner.split(separator: "/", omittingEmptySubsequences: false)
    if let bundle = folders.firstIndex(where: { $0.hasSuffix(".xctest") }) { folders.removeSubrange(bundle...) }
    let path = (folders + ["contactdesk"]).joined(separator: "/")
    try #require(access(path, X_OK) == 0, "there is no \(path): these tests run the binary that `swift build` makes")
    return path
  }

  /// Runs a program in a folder of the package to its end; what it writes goes to the failure's text.
  static func run(
    _ program: String, _ arguments: [String], in folder: String = "", _ environment: [String: String] = [:]
  ) throws -> (code: Int32, output: String) {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = root.appending(path: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}
