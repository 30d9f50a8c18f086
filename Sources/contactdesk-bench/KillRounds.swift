import Foundation

/// Kills a server at random instants under load, and looks for what it had answered: nothing may be lost or torn.
///
/// A round: a server with a folder gets writes as fast as it takes them; after a random time it is killed (SIGKILL);
/// the next one, which may itself be killed while it starts, must find every write that was answered. A contact's
/// attribute is set by the call that makes it, so a call that was kept by half would show.
struct KillRounds {
  /// Rounds with one folder, before the next one begins empty: a folder that grows takes ever longer to open.
  private static let roundsOfAFolder = 20
  private static let batch = 20

  private let binary: String
  private let rounds: Int

  init(_ arguments: [String]) {
    binary = arguments.first ?? "contactdesk"
    rounds = arguments.dropFirst().first.flatMap { Int($0) } ?? 300
  }

  /// What went wrong, for whoever runs this.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  func run() throws -> Int32 {
    signal(SIGPIPE, SIG_IGN)
    var (answered, torn, startsKilled) = (0, 0, 0)
    var folder = URL(filePath: "/")
    for round in 0..<rounds {
      if round % Self.roundsOfAFolder == 0 {
        if round > 0 { try FileManager.default.removeItem(at: folder) }
        folder = FileManager.default.temporaryDirectory.appending(path: "contactdesk-kill-\(UUID().uuidString)")
      }
      let acknowledged = try load(folder, round: round)
      if Int.random(in: 0..<4) == 0 {
        try killAtStart(folder)
        startsKilled += 1
      }
      try check(folder, acknowledged)
      answered += acknowledged.count
      torn = try FileManager.default.contentsOfDirectory(atPath: folder.path()).count { $0.hasPrefix("torn-") } + torn
      if round % 10 == 9 { print("\(round + 1) of \(rounds) rounds: \(answered) answered writes, all found") }
    }
    try FileManager.default.removeItem(at: folder)
    print("\(rounds) kills under load, \(startsKilled) more at the start, \(torn) torn tails kept")
    print("\(answered) answered writes: none lost, none torn")
    return 0
  }

  // MARK: A server

  private func start(_ folder: URL) throws -> (process: Process, input: FileHandle, output: FileHandle) {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: binary)
    process.arguments = ["--data", folder.path(), "--log", "error"]
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    return (process, input.fileHandleForWriting, output.fileHandleForReading)
  }

  private func kill(_ process: Process, after milliseconds: Int) {
    usleep(UInt32(milliseconds) * 1_000 + UInt32.random(in: 0..<1_000))
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Writes until the server is killed; returns the id and the name of each contact whose creation was answered.
  private func load(_ folder: URL, round: Int) throws -> [String: String] {
    let (process, input, output) = try start(folder)
    Thread.detachNewThread {
      var number = 0
      while true {
        var lines = ""
        for _ in 0..<Self.batch {
          number += 1
          let name = "round \(round) contact \(number)"
          lines += #"{"jsonrpc":"2.0","id":"\#(name)","method":"contact.create","params":{"name":"\#(name)","#
          lines += #""attributes":{"url":"https://example.com/\#(round)/\#(number)"}}}"# + "\n"
        }
        // The server is gone.
        do { try input.write(contentsOf: Data(lines.utf8)) } catch { return }
      }
    }
    let reader = Reader(output)
    reader.start()
    kill(process, after: Int.random(in: 2...80))
    var acknowledged: [String: String] = [:]
    // The last line may be cut: then it is no answer.
    for line in reader.wait().split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
      guard let reply = try JSONSerialization.jsonObject(with: line) as? [String: Any],
        let name = reply["id"] as? String,
        let result = reply["result"] as? [String: Any], let id = result["contactId"] as? String
      else { throw Fault(description: "not an answer: \(String(decoding: line, as: UTF8.self))") }
      acknowledged[id] = name
    }
    return acknowledged
  }

  /// Kills a server while it starts, mends what the last one left, or has just begun to serve.
  private func killAtStart(_ folder: URL) throws {
    let (process, _, _) = try start(folder)
    kill(process, after: Int.random(in: 0...3))
  }

  // MARK: What is found

  private func check(_ folder: URL, _ acknowledged: [String: String]) throws {
    let (process, input, output) = try start(folder)
    let reader = Reader(output)
    reader.start()
    let ids = acknowledged.keys.sorted()
    for id in ids {
      let line = #"{"jsonrpc":"2.0","id":"\#(id)","method":"card.get","params":{"contactId":"\#(id)"}}"# + "\n"
      try input.write(contentsOf: Data(line.utf8))
    }
    try input.write(contentsOf: Data((#"{"jsonrpc":"2.0","id":"info","method":"system.info"}"# + "\n").utf8))
    try input.close()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Fault(description: "the server ended with \(process.terminationStatus): look at \(folder.path())")
    }
    var found = 0
    for line in reader.wait().split(separator: 0x0A) {
      let reply = try JSONSerialization.jsonObject(with: line) as? [String: Any] ?? [:]
      guard let id = reply["id"] as? String, id != "info" else { continue }
      let card = reply["result"] as? [String: Any]
      let name = acknowledged[id] ?? ""
      let urls = (card?["attributes"] as? [[String: Any]] ?? []).compactMap { $0["value"] as? String }
      let numbers = name.split(separator: " ").compactMap { Int($0) }
      guard card?["name"] as? String == name, numbers.count == 2,
        urls == ["https://example.com/\(numbers[0])/\(numbers[1])"]
      else { throw Fault(description: "\(id), answered as \(name), is \(String(decoding: line, as: UTF8.self))") }
      found += 1
    }
    guard found == acknowledged.count else {
      throw Fault(description: "\(acknowledged.count - found) answered writes are lost: look at \(folder.path())")
    }
  }
}

/// Reads a pipe to its end in a thread of its own.
///
/// What is shared is written before the semaphore is signalled, and read behind it.
final class Reader: @unchecked Sendable {
  private let handle: FileHandle
  private let done = DispatchSemaphore(value: 0)
  private var bytes = Data()

  init(_ handle: FileHandle) { self.handle = handle }

  func start() {
    Thread.detachNewThread { [self] in
      // What cannot be read is missed by the check.
      do { bytes = try handle.readToEnd() ?? Data() } catch { bytes = Data() }
      done.signal()
    }
  }

  /// All that came.
  func wait() -> Data {
    done.wait()
    return bytes
  }
}
