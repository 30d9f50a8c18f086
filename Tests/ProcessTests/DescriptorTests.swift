import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Descriptors as parents leave them: not waiting, shared, closed, full, abandoned.
struct DescriptorTests {
  /// What the parent left non-blocking.
  struct Left: Sendable, CustomTestStringConvertible {
    let isSocket: Bool
    let input: Bool
    let output: Bool

    var testDescription: String {
      (isSocket ? "a socket" : "pipes") + (input ? ", stdin not waiting" : "") + (output ? ", stdout not waiting" : "")
    }
  }

  static let left = [
    Left(isSocket: false, input: false, output: false), Left(isSocket: false, input: true, output: false),
    Left(isSocket: false, input: false, output: true), Left(isSocket: false, input: true, output: true),
    Left(isSocket: true, input: false, output: false), Left(isSocket: true, input: true, output: true),
  ]

  /// Several megabytes, read in small pieces: nothing is lost, and the descriptors are left as they were found.
  @Test(arguments: left) func readSlowly(_ left: Left) throws {
    let (desk, stdin, stdout) = try Self.desk(left)
    if left.input { stdin.setNonBlocking() }
    if left.output { stdout.setNonBlocking() }
    let flags = (stdin.flags, stdout.flags)
    try desk.send(Request.create(0))
    _ = try desk.line()
    let count = 3_000
    try desk.send((0..<count).map { Request.card($0) }.joined())
    var answers = Answers(Answer.result)
    try answers.read(until: count, from: desk.output, piece: 5_000)
    desk.input.closeWriting()
    #expect(try desk.child.end() == .code(0))
    #expect(stdin.flags == flags.0 && stdout.flags == flags.1)
    #expect(!desk.output.waits(for: POLLIN, .zero))
    #expect(try desk.rest(of: desk.errors) == "")
  }

  private static func desk(_ left: Left) throws -> (Desk, stdin: End, stdout: End) {
    if left.isSocket {
      let (ours, theirs) = try End.newSockets()
      return (try Desk(wires: .socket(ours: ours, theirs: theirs)), theirs, theirs)
    }
    let (to, from) = (try End.newPipe(), try End.newPipe())
    return (try Desk(wires: .kept(input: to, output: from)), to.reader, from.writer)
  }

  /// A client that stops reading, and keeps its other end open, has ended the session.
  @Test(arguments: [false, true]) func readerLeaves(isSocket: Bool) throws {
    let desk = try Self.desk(Left(isSocket: isSocket, input: false, output: false)).0
    try desk.ping()
    desk.output.closeReading()
    try desk.send(Request.ping(1))
    #expect(try desk.child.end() == .code(0))
    #expect(try desk.rest(of: desk.errors) == "")
  }

  @Test func readerLeavesWhileAnswersAreHeld() throws {
    let desk = try Desk()
    try desk.send(Request.create(0))
    _ = try desk.line()
    try desk.send(Request.cards() + Request.cards())
    #expect(desk.output.waits(for: POLLIN))
    desk.output.close()
    #expect(try desk.child.end() == .code(0))
    #expect(try desk.rest(of: desk.errors) == "")
  }

  /// Closed descriptors, whether an answer comes, and whether stderr tells anything. A closed stdin cannot be read.
  static let closed: [(String, Bool, Bool)] = [
    ("<&-", false, true), (">&-", false, true), ("2>&-", true, false), ("<&- >&-", false, true),
    ("<&- 2>&-", false, false), (">&- 2>&-", false, false), ("<&- >&- 2>&-", false, false),
    ("</dev/null", false, true), (">/dev/null", false, true),
  ]

  @Test(arguments: closed) func closedAtStart(_ redirections: String, _ isAnswered: Bool, _ isTold: Bool) throws {
    let desk = try Desk(["--memory", "--log", "info"], from: .shell("exec \"$0\" \"$@\" 3<&- \(redirections)"))
    // A server without the other end of this is gone already.
    if !redirections.contains("<") { try desk.send(Request.ping(1)) }
    desk.input.close()
    #expect(try desk.rest() == (isAnswered ? Answer.pong(1) + "\n" : ""))
    let errors = try desk.rest(of: desk.errors)
    let isClosed = redirections.contains("<&-")
    #expect(errors.hasPrefix("contactdesk: info: ") == isTold)
    #expect(errors.contains("stdin cannot be read: Bad file descriptor") == (isTold && isClosed))
    #expect(try desk.child.end() == .code(isClosed ? 74 : 0))
  }

  /// What stdin may be that cannot be read, with the folder that is served and with params that are to be read from it.
  static let unreadable = ["<&-", "</", "0>/dev/null", "0>>FILE"]

  @Test(arguments: unreadable) func unreadableInput(_ redirection: String) throws {
    let scratch = try Scratch()
    for words in [["--data", scratch.desk], ["demo", "--memory"], ["call", "contact.create", "-", "--memory"]] {
      let desk = try Desk(
        words, from: .shell("exec \"$0\" \"$@\" 3<&- \(redirection.replacing("FILE", with: scratch.path + "/in"))"))
      #expect(try desk.rest() == "", "\(words)")
      let errors = try desk.rest(of: desk.errors)
      #expect(errors.contains("stdin cannot be read: "), "\(words): \(errors)")
      #expect(try desk.child.end() == .code(74), "\(words)")
    }
  }

  /// Nobody reads stderr, and it is full.
  @Test func fullErrors() throws {
    let errors = try End.newPipe()
    let flags = errors.writer.flags
    errors.writer.setNonBlocking()
    let filling = [UInt8](repeating: 0x2E, count: 4_096)
    while errors.writer.waits(for: POLLOUT, .zero) { _ = try filling.withUnsafeBytes(errors.writer.writeSome) }
    errors.writer.flags = flags
    let desk = try Desk(["--memory", "--log", "debug"], errors: errors)
    try desk.send("hello\n")
    #expect(try desk.line().hasPrefix(Answer.error(-32700)))
    try desk.ping()
    desk.input.close()
    #expect(try desk.rest() == "")
    #expect(try desk.child.end() == .code(0))
  }

  #if os(Linux)
  /// An answer that cannot be written, to a full disk say, is not lost without a word.
  @Test func fullDisk() throws {
    let desk = try Desk(from: .shell("exec \"$0\" \"$@\" >/dev/full"))
    try desk.send(Request.ping(1))
    #expect(try desk.child.end() == .code(74))
    #expect(try desk.rest(of: desk.errors).hasPrefix("contactdesk: error: stdout: "))
  }
  #endif
}
