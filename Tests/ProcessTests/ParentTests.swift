import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// No server outlives its client, even while somebody else (here: the test) holds the pipes open.
struct ParentTests {
  /// The server looks once a second; and again a second for a reader of the answers that it holds.
  private static let soon = Duration.seconds(2)

  /// A shell between us and the server, which tells the server's process id and waits for it. Its own stdin would be
  /// empty: descriptor 3 is what we write to.
  private static let between = Desk.Starter.shell(#""$0" "$@" <&3 3<&- & echo $!; exec <&- 3<&-; wait"#)

  @Test func theParentDies() async throws {
    let (desk, _) = try Self.behindAShell()
    try Self.killParent(of: desk)
    #expect(await desk.output.waitsAside(for: POLLIN, Self.soon), "an orphan stays")
    #expect(try desk.rest() == "")
    #expect(try desk.rest(of: desk.errors) == "contactdesk: warn: the client is gone\n")
  }

  /// Launchers that fork and leave.
  @Test func noWatch() async throws {
    let (desk, _) = try Self.behindAShell(["--client-pid", "0"])
    try Self.killParent(of: desk)
    #expect(!(await desk.output.waitsAside(for: POLLIN, Self.soon)))
    try desk.ping()
    desk.input.close()
    #expect(try desk.rest() == "")
  }

  @Test func anotherClient() async throws {
    let client = try Client()
    let (desk, _) = try Self.behindAShell(["--client-pid", "\(client.child.pid)"])
    // The parent is of no interest then.
    try Self.killParent(of: desk)
    #expect(!(await desk.output.waitsAside(for: POLLIN, .milliseconds(1_200))))
    try desk.ping()
    client.leave()
    #expect(await desk.output.waitsAside(for: POLLIN, Self.soon), "the server stays without its client")
    #expect(try desk.rest() == "")
  }

  @Test func aClientThatIsGoneAlready() async throws {
    let client = try Client()
    client.leave()
    let desk = try Desk(["--memory", "--client-pid", "\(client.child.pid)"])
    #expect(await desk.output.waitsAside(for: POLLIN, Self.soon))
    #expect(try desk.child.end() == .code(0))
  }

  /// Answers are held for a reader who may be slow; one that takes nothing at all is not waited for.
  @Test(arguments: [nil, SIGTERM]) func theParentDiesWhileAnswersAreHeld(_ before: Int32?) async throws {
    let (desk, server) = try Self.behindAShell()
    try desk.send(Request.create(0))
    _ = try desk.line()
    try desk.send(Request.cards())
    try #require(desk.output.waits(for: POLLIN))
    if let before {
      kill(server, before)
      // The signal has arrived.
      try #require(desk.input.waits(for: POLLERR))
    }
    try Self.killParent(of: desk)
    #expect(await desk.child.life.waitsAside(for: POLLIN, Self.soon * 2))
  }

  /// A reader that goes on gets it all, however long that takes.
  @Test func aReaderThatGoesOn() throws {
    let (desk, _) = try Self.behindAShell()
    try desk.send(Request.create(0))
    _ = try desk.line()
    let count = 3_000
    try desk.send(Request.cards(1_000) + (1..<count).map { Request.card($0) }.joined())
    try #require(desk.output.waits(for: POLLIN))
    try Self.killParent(of: desk)
    // The server lets go of its input when it notices. We must not leave the thread: it waits a second for us to read.
    #expect(desk.input.waits(for: POLLERR, Self.soon))
    var answers = Answers { $0 == 0 ? "[" + Answer.result(0) : Answer.result($0) }
    try answers.readToEnd(desk.output)
    #expect(answers.count >= 1)
  }

  private static func behindAShell(_ options: [String] = []) throws -> (Desk, server: pid_t) {
    let desk = try Desk(["--memory"] + options, from: between)
    guard let server = pid_t(try desk.line()) else { throw ProcessFault("the shell told no process id") }
    // It has read the id of its parent by now.
    try desk.ping()
    return (desk, server)
  }

  private static func killParent(of desk: Desk) throws {
    desk.child.signal(SIGKILL)
    #expect(desk.child.reap() == .signal(SIGKILL))
  }

  /// A process that stays until it is told to leave.
  private struct Client {
    let child: ChildProcess
    private let input: End

    init() throws {
      let (input, output) = (try End.newPipe(), try End.newPipe())
      self.input = input.writer
      child = try ChildProcess("/bin/cat", [], [input.reader, output.writer])
    }

    func leave() {
      input.close()
      _ = child.reap()
    }
  }
}
