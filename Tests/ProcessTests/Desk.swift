import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The server as a client sees it: a process behind two pipes, or a socket.
final class Desk {
  /// The server's process, or the shell between it and us.
  let child: ChildProcess
  /// Where requests go.
  let input: End
  /// Where answers come from.
  let output: End
  /// What the server tells whoever started it.
  let errors: End
  private var unread: [UInt8] = []

  /// Whether the server is started by us or by a shell, which runs this script with the command line in "$0" "$@".
  enum Starter {
    case us
    case shell(String)
  }

  /// How stdin and stdout are made. Ends "kept" are the server's, to look at or to hold open.
  enum Wires {
    case pipes
    /// Ours and the server's: its stdin, its stdout.
    case kept(input: (reader: End, writer: End), output: (reader: End, writer: End))
    case socket(ours: End, theirs: End)
  }

  /// Starts a server that keeps its desk in memory, unless told otherwise.
  init(
    _ options: [String] = ["--memory", "--clock", "2026-01-01T09:00:00Z"], wires: Wires = .pipes,
    from starter: Starter = .us, errors: (reader: End, writer: End)? = nil, blocking: [Int32] = []
  ) throws {
    let errors = try errors ?? End.newPipe()
    var descriptors: [End]
    var isKept = true
    switch wires {
    case .pipes:
      let (to, from) = (try End.newPipe(), try End.newPipe())
      (input, output, descriptors) = (to.writer, from.reader, [to.reader, from.writer, errors.writer])
      isKept = false
    case .kept(let to, let from):
      (input, output, descriptors) = (to.writer, from.reader, [to.reader, from.writer, errors.writer])
    case .socket(let ours, let theirs):
      (input, output, descriptors) = (ours, ours, [theirs, theirs, errors.writer])
    }
    self.errors = errors.reader
    input.setNonBlocking()
    let binary = try Self.binary()
    switch starter {
    case .us: child = try ChildProcess(binary, options, descriptors, keeping: isKept, blocking: blocking)
    case .shell(let script):
      // A shell gives what it starts in the background an empty stdin: the server's is descriptor 3 there too.
      descriptors.append(descriptors[0])
      child = try ChildProcess(
        "/bin/sh", ["-c", script, binary] + options, descriptors, keeping: isKept, blocking: blocking)
    }
    errors.writer.close()
  }

  /// The binary lies beside the test runner.
  static func binary() throws -> String {
    let runner = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    var folders = runner.split(separator: "/", omittingEmptySubsequences: false)
    if let bundle = folders.firstIndex(where: { $0.hasSuffix(".xctest") }) { folders.removeSubrange(bundle...) }
    let path = (folders + ["contactdesk"]).joined(separator: "/")
    guard access(path, X_OK) == 0 else {
      throw ProcessFault("there is no \(path): these tests run the binary that `swift build` makes")
    }
    return path
  }

  /// Sends text as it is.
  func send(_ text: String) throws { try input.write(Array(text.utf8)) }

  /// The next line, without its end.
  func line() throws -> String {
    var searched = 0
    while true {
      let end = unread.withUnsafeBytes { bytes in
        bytes.baseAddress.flatMap { base in
          memchr(base + searched, 0x0A, bytes.count - searched).map { UnsafeRawPointer($0) - base }
        }
      }
      if let end {
        defer { unread.removeFirst(end + 1) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      searched = unread.count
      let bytes = try output.read()
      guard !bytes.isEmpty else { throw ProcessFault("the output ended; the errors are: \(try rest(of: errors))") }
      unread += bytes
    }
  }

  /// Asks, and expects the answer, which shows that all before it was read and answered.
  func ping(_ id: Int = 99, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try send(Request.ping(id))
    #expect(try line() == Answer.pong(id), sourceLocation: sourceLocation)
  }

  /// Everything up to the end of the answers.
  func rest() throws -> String {
    defer { unread = [] }
    return String(decoding: unread, as: UTF8.self) + (try rest(of: output))
  }

  /// Ends the input and expects a clean end: nothing more on stdout, nothing on stderr.
  func finish(sourceLocation: SourceLocation = #_sourceLocation) throws {
    input.closeWriting()
    #expect(try rest() == "", sourceLocation: sourceLocation)
    #expect(try child.end() == .code(0), sourceLocation: sourceLocation)
    #expect(try rest(of: errors) == "", sourceLocation: sourceLocation)
  }

  /// Everything up to the end of one of the server's outputs.
  func rest(of end: End) throws -> String {
    var bytes: [UInt8] = []
    while true {
      let more = try end.read()
      if more.isEmpty { return String(decoding: bytes, as: UTF8.self) }
      bytes += more
    }
  }
}
