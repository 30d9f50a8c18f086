import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A CRM that is a program: the server runs it, asks it and ends it, and answers other calls meanwhile.
struct ConnectorCommandTests {
  /// A connector that answers each question once the test lets it, and lets the test see when it ends.
  private final class Gate {
    let scratch: Scratch
    private let answers: Int32
    private var life: Int32

    /// In shell, for every machine has one. It holds the one pipe open for both, so that nobody waits for the other.
    private static let script = #"""
      exec 3<>"$1"; exec 4>"$2"; echo up >&4
      while read -r question; do
        id=${question#*\"id\":}; id=${id%%,*}
        read -r match <&3
        printf '{"jsonrpc":"2.0","id":%s,"result":{"match":%s}}\n' "$id" "$match"
      done
      """#

    init() throws {
      scratch = try Scratch()
      try Data(Self.script.utf8).write(to: URL(filePath: scratch.path + "/connector.sh"))
      for name in ["answers", "life"] {
        guard mkfifo(scratch.path + "/" + name, 0o600) == 0 else { throw ProcessFault(call: "mkfifo") }
      }
      answers = systemOpen(scratch.path + "/answers", O_RDWR | O_CLOEXEC)
      life = systemOpen(scratch.path + "/life", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
      guard answers >= 0, life >= 0 else { throw ProcessFault(call: "open") }
    }

    deinit {
      close(answers)
      close(life)
    }

    func configure(_ options: String = "") -> String {
      let argv = ["/bin/sh", "connector.sh", "answers", "life"].map { $0 == "/bin/sh" ? $0 : scratch.path + "/" + $0 }
      let words = argv.map { "\"\($0)\"" }.joined(separator: ",")
      return Request.call(0, "crm.configure", #"{"name":"CRM","kind":"command","argv":[\#(words)]\#(options)}"#) + "\n"
    }

    /// Lets the connector answer one question.
    func open(_ match: String = "null") {
      let line = Array((match + "\n").utf8)
      #expect(write(answers, line, line.count) == line.count)
    }

    /// Waits until the connector runs.
    func awaitStart() throws { #expect(try read() == "up\n") }

    /// Waits until neither it nor what it left runs.
    func awaitEnd() throws {
      #expect(try read() == "")
      // This one tells nothing of the next connector.
      close(life)
      life = systemOpen(scratch.path + "/life", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    }

    private func read() throws -> String {
      var ready = pollfd(fd: life, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, Int32(End.patience.components.seconds * 1_000)) == 1 else {
        throw ProcessFault("the connector neither starts nor ends")
      }
      var bytes = [UInt8](repeating: 0, count: 16)
      let count = bytes.withUnsafeMutableBytes { systemRead(life, $0) }
      return String(decoding: bytes[..<max(0, count)], as: UTF8.self)
    }
  }

  private static func lookup(_ id: Int, of contact: Int = 1, _ more: String = "") -> String {
    Request.call(id, "crm.lookup", #"{"contactId":"contact-\#(contact)"\#(more)}"#) + "\n"
  }

  /// A desk with a contact whose CRM is this one.
  private static func desk(_ gate: Gate, _ options: [String] = ["--memory"], _ more: String = "") throws -> Desk {
    let desk = try Desk(options + ["--connectors", "--log", "error"])
    try desk.send(Request.call(0, "contact.create", #"{"name":"Mira"}"#) + "\n" + gate.configure(more))
    for _ in 0..<2 { #expect(try desk.line().hasPrefix(Answer.result(0))) }
    return desk
  }

  @Test func otherCallsAreAnswered() throws {
    let gate = try Gate()
    let desk = try Self.desk(gate)
    try desk.send(Self.lookup(1, of: 1, #","_meta":{"progressToken":7}"#))
    let report = #"{"jsonrpc":"2.0","method":"$/progress","params":{"progressToken":7,"progress":"#
    #expect(try desk.line().hasPrefix(report))
    try gate.awaitStart()
    for id in 2..<50 { try desk.ping(id) }
    gate.open(#"{"customerId":"C-1","attributes":{"bio":"She sells lamps."}}"#)
    let answer = try desk.line()
    #expect(answer.hasPrefix(Answer.result(1)) && answer.contains(#""state":"proposed""#), "\(answer)")
    try desk.finish()
    try gate.awaitEnd()
  }

  /// The end of the input waits for the answers.
  @Test func endOfInput() throws {
    let gate = try Gate()
    let desk = try Self.desk(gate)
    try desk.send(Self.lookup(1) + Self.lookup(2))
    desk.input.closeWriting()
    try gate.awaitStart()
    gate.open()
    #expect(try desk.line().contains(#""state":"replaced""#))
    gate.open()
    #expect(try desk.line().contains(#""state":"noMatch""#))
    try desk.finish()
    try gate.awaitEnd()
  }

  /// Signals and `system.shutdown` do not.
  @Test(arguments: [SIGTERM, SIGINT, SIGHUP, nil]) func endOfSession(_ signal: Int32?) throws {
    let gate = try Gate()
    let desk = try Self.desk(gate)
    try desk.send(Self.lookup(1))
    try gate.awaitStart()
    try desk.ping()
    if let signal {
      desk.child.signal(signal)
    } else {
      try desk.send(Request.call(2, "system.shutdown", "{}") + "\n")
      #expect(try desk.line() == Answer.pong(2))
    }
    #expect(try desk.line().contains(#""code":-32800"#))
    #expect(try desk.rest() == "")
    #expect(try desk.child.end() == .code(0))
    try gate.awaitEnd()
  }

  /// A server that is killed takes its connector with it; what was asked stays so, and is asked again by a call.
  @Test func killed() throws {
    let gate = try Gate()
    let folder = gate.scratch.desk
    let desk = try Self.desk(gate, ["--data", folder])
    try desk.send(Self.lookup(1))
    try gate.awaitStart()
    // The look-up was committed before its question was put.
    desk.child.signal(SIGKILL)
    #expect(try desk.child.end() == .signal(SIGKILL))
    try gate.awaitEnd()
    let next = try Desk(["--data", folder, "--connectors", "--log", "error"])
    try next.send(Request.call(1, "crm.list", #"{"state":"asked"}"#) + "\n" + Self.lookup(2))
    #expect(try next.line().contains(#""lookupId":"lookup-1""#))
    try gate.awaitStart()
    gate.open()
    let answer = try next.line()
    #expect(answer.contains(#""lookupId":"lookup-2""#) && answer.contains("noMatch"))
    try next.finish()
    try gate.awaitEnd()
    #expect(try Command(["check", folder]).ending == .code(0))
  }

  /// A look-up that one process asked and another resolved; and one that both asked.
  @Test func severalProcesses() throws {
    let gate = try Gate()
    let folder = gate.scratch.desk
    let desk = try Self.desk(gate, ["--data", folder])
    let other = try Desk(["--data", folder, "--agent", "ben"])
    try desk.send(Self.lookup(1))
    try gate.awaitStart()
    // Not a process that may run programs.
    try other.send(Self.lookup(1))
    #expect(try other.line().contains(#""state":"connectorsOff""#))
    let resolve = #"{"lookupId":"lookup-1","match":{"customerId":"C-7","attributes":{"bio":"x"}}}"#
    try other.send(Request.call(2, "crm.resolve", resolve) + "\n")
    #expect(try other.line().contains(#""state":"proposed""#))
    gate.open()
    let answer = try desk.line()
    #expect(answer.hasPrefix(Answer.result(1)) && answer.contains("C-7"), "\(answer)")
    try other.send(Request.call(3, "crm.confirm", #"{"lookupId":"lookup-1"}"#) + "\n")
    #expect(try other.line().contains(#""state":"confirmed""#))
    try desk.send(Request.call(4, "card.get", #"{"contactId":"contact-1"}"#) + "\n")
    #expect(try desk.line().contains(#""status":"validated""#))
    try other.finish()
    try desk.finish()
  }

  /// `auto`: the process that made the contacts asks about each, and awaits the answers at the end of its input.
  @Test func byItself() throws {
    let gate = try Gate()
    let folder = gate.scratch.desk
    let desk = try Self.desk(gate, ["--data", folder], #","auto":true"#)
    for id in 2...21 { try desk.send(Request.call(id, "contact.create", #"{"name":"New"}"#) + "\n") }
    for id in 2...21 { #expect(try desk.line().hasPrefix(Answer.result(id))) }
    desk.input.closeWriting()
    for _ in 2...21 { gate.open() }
    try desk.finish()
    let list = try Command(["call", "crm.list", #"{"state":"noMatch"}"#, "--data", folder]).output
    #expect(list.split(separator: #""lookupId""#).count - 1 == 20, "\(list)")
  }

  @Test func noProgram() throws {
    let desk = try Desk(["--memory", "--connectors", "--log", "error"])
    let argv = #"{"name":"CRM","kind":"command","argv":["/nowhere/crm"]}"#
    try desk.send(
      Request.call(0, "contact.create", #"{"name":"Mira"}"#) + "\n" + Request.call(0, "crm.configure", argv) + "\n"
        + Self.lookup(1))
    for _ in 0..<2 { #expect(try desk.line().hasPrefix(Answer.result(0))) }
    let answer = try desk.line()
    #expect(answer.contains(#""code":1012"#) && answer.contains("/nowhere/crm"), "\(answer)")
    try desk.ping()
    try desk.finish()
  }

  /// One call from a command line waits, too.
  @Test func oneCall() throws {
    let gate = try Gate()
    let folder = gate.scratch.desk
    try Self.desk(gate, ["--data", folder]).finish()
    gate.open(#"{"customerId":"C-9"}"#)
    let call = try Command(["call", "crm.lookup", #"{"contactId":"contact-1"}"#, "--data", folder, "--connectors"])
    #expect(call.ending == .code(0) && call.output.contains("C-9"), "\(call)")
    let off = try Command(["call", "crm.lookup", #"{"contactId":"contact-1"}"#, "--data", folder])
    #expect(off.ending == .code(23) && off.errors.contains("--connectors"), "\(off)")
  }

  // MARK: The connector of the documentation

  @Test(.enabled(if: isRequired || python != nil, "there is no python3")) func documented() throws {
    let python = try #require(Self.python, "CI is set, and there is no python3")
    let document = try String(contentsOfFile: Self.package + "/protocol/README.md", encoding: .utf8)
    let after = try #require(document.split(separator: "A connector in Python", maxSplits: 1).last)
    let program = try #require(after.split(separator: "```python\n").dropFirst().first?.split(separator: "```").first)
    let scratch = try Scratch()
    try Data(program.utf8).write(to: URL(filePath: scratch.path + "/crm.py"))
    let desk = try Desk(["--memory", "--connectors", "--log", "error"])
    let argv = #"{"name":"CRM","kind":"command","argv":["\#(python)","\#(scratch.path)/crm.py"],"matchOn":["email"]}"#
    try desk.send(Request.call(0, "crm.configure", argv) + "\n")
    #expect(try desk.line().hasPrefix(Answer.result(0)))
    let expected = [("Mira@Kowalska.example", "C-1189"), ("ben@x.example", "noMatch")]
    for (number, (address, words)) in expected.enumerated() {
      let contact = #"{"name":"M","attributes":{"email":"\#(address)"}}"#
      try desk.send(Request.call(0, "contact.create", contact) + "\n" + Self.lookup(1, of: number + 1))
      #expect(try desk.line().hasPrefix(Answer.result(0)))
      let answer = try desk.line()
      #expect(answer.contains(words), "\(answer)")
    }
    try desk.finish()
  }

  private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path()
  private static let isRequired = ProcessInfo.processInfo.environment["CI"] != nil
  private static let python: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { $0 + "/python3" }.first { access($0, X_OK) == 0 }
  }()
}

/// `open` by a name that no method of the tests has.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }

/// `read` by a name that no method of the tests has.
private func systemRead(_ descriptor: Int32, _ room: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, room.baseAddress, room.count)
}
