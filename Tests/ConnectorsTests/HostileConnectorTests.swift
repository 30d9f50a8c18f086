import Foundation
import Testing

@testable import Connectors

/// Whatever a connector does, each question comes to one outcome, no call waits, and nothing is left in the end.
@Suite(.enabled(if: Hostile.canRun, "there is no python3 of version 3.9 or later"))
struct HostileConnectorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let mode: String
    let params: [String]
    let timeout: Int
    let expected: [ConnectorProcess.Outcome]
    var testDescription: String { "\(mode) \(params)" }

    /// Each outcome is the bytes of a match, or the reason of a failure.
    init(_ mode: String, _ params: [String] = ["1"], timeout: Int = 10_000, matches: [String]) {
      (self.mode, self.params, self.timeout) = (mode, params, timeout)
      expected = matches.map { .result(Array($0.utf8)) }
    }

    init(_ mode: String, _ params: [String] = ["1"], timeout: Int = 10_000, fails: [String]) {
      (self.mode, self.params, self.timeout) = (mode, params, timeout)
      expected = fails.map { .failed(reason: "the connector \($0)") }
    }

    /// A connector that writes this line; ID stands for the question's id.
    static func raw(_ line: String, matches: [String]) -> Case {
      Case("raw", [quoted(line + "\n")], matches: matches)
    }

    static func raw(_ line: String, fails: [String]) -> Case { Case("raw", [quoted(line + "\n")], fails: fails) }

    private static func quoted(_ text: String) -> String {
      "\""
        + text.unicodeScalars.map { $0.value < 0x20 || "\"\\".unicodeScalars.contains($0) ? escape($0) : "\($0)" }
        .joined() + "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }

  private static let nested = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)

  static let honest: [Case] = [
    Case("good", [#"{ "a" : [ 1, "é" ] }"#, "null"], matches: [#"{"a":[1,"é"]}"#, "null"]),
    Case("slow", ["1", "2", "3"], matches: ["1", "2", "3"]),
    Case("two writes", ["1", "2"], matches: ["1", "2"]),
    Case("out of order", ["1", "2", "3"], matches: ["1", "2", "3"]),
    Case("exits after the answer", ["1"], matches: ["1"]),
    Case("floods stderr", matches: ["1"]),
    Case("twice", matches: ["1"]),
    .raw(#"{"id":ID,"result":{"more":1,"match":{}}}"#, matches: ["{}"]),
    .raw(" {\"id\": ID.0, \"result\": {\"match\": true}, \"error\": null} \r", matches: ["true"]),
  ]

  static let dying: [Case] = [
    Case("dies at start", fails: ["ended with exit code 3 before it answered"]),
    Case("exits", ["0"], fails: ["ended with exit code 0 before it answered"]),
    Case("exits", ["127"], fails: ["ended with exit code 127 before it answered"]),
    Case("kills itself", ["9"], fails: ["was killed by signal 9 (SIGKILL) before it answered"]),
    Case("kills itself", ["11"], fails: ["was killed by signal 11 (SIGSEGV) before it answered"]),
    Case("dies in the middle", fails: ["ended with exit code 1 before it answered"]),
    Case("child keeps the pipe", fails: ["ended with exit code 4 before it answered"]),
    Case("stranger keeps the pipe", fails: ["ended with exit code 4 before it answered"]),
    Case("closes stdout", fails: ["closed its stdout"]),
    Case("closes stdin", fails: ["closed its stdin"]),
  ]

  static let late: [Case] = [
    Case("hangs", timeout: 400, fails: ["did not answer within 400 ms"]),
    Case("ignores TERM", ["1"], matches: ["1"]),
    Case("child ignores TERM", ["1"], matches: ["1"]),
    Case("cannot be woken", timeout: 400, fails: ["did not answer within 400 ms"]),
    Case("floods stderr for ever", timeout: 400, fails: ["did not answer within 400 ms"]),
  ]

  static let nonsense: [Case] = [
    Case("floods stdout", fails: ["wrote an empty line"]),
    Case(
      "another id", fails: [#"wrote an answer to no question: {"jsonrpc": "2.0", "id": 8, "result": {"match": null}}"#]),
    .raw("oops", fails: ["wrote a line that is not JSON: oops"]),
    .raw("\u{1B}[2J\u{202E}", fails: [#"wrote a line that is not JSON: \u{1b}[2J\u{202e}"#]),
    .raw("[1]", fails: ["wrote a line that is no JSON object: [1]"]),
    .raw(nested, fails: ["wrote a line that is not JSON: \(nested.prefix(100))…"]),
    .raw(#"{"result":{}}"#, fails: [#"wrote a line without the id of a question: {"result":{}}"#]),
    .raw(#"{"id":null}"#, fails: [#"wrote a line without the id of a question: {"id":null}"#]),
    .raw(#"{"id":"ID"}"#, fails: [#"wrote a line without the id of a question: {"id":"1"}"#]),
    .raw(#"{"id":ID}"#, fails: [#"wrote a line with neither result nor error: {"id":1}"#]),
    .raw(#"{"id":ID,"error":null}"#, fails: [#"wrote a line with neither result nor error: {"id":1,"error":null}"#]),
    .raw(#"{"id":ID,"result":null}"#, fails: [#"wrote a result without match: {"id":1,"result":null}"#]),
    .raw(#"{"id":ID,"result":{}}"#, fails: [#"wrote a result without match: {"id":1,"result":{}}"#]),
    Case("1 MiB", ["1"], fails: ["wrote a line of more than 1048576 bytes"]),
    Case("20 MB", fails: ["wrote a line of more than 1048576 bytes"]),
  ]

  @Test(arguments: honest + dying + late + nonsense)
  func comesToItsEnd(_ one: Case) throws { try check(one) }

  private func check(_ one: Case) throws {
    let rig = try Rig(one.mode, timeout: one.timeout)
    #expect(rig.outcomes(of: one.params) == one.expected)
    rig.finish()
    #expect(rig.outcomes.values.allSatisfy { $0.count == 1 })
  }

  /// The same while the connector is ended without mercy.
  @Test(arguments: ["good", "hangs", "ignores TERM", "child keeps the pipe", "floods stdout", "floods stderr for ever"])
  func endedAtOnce(_ mode: String) throws {
    let rig = try Rig(mode)
    rig.ask(1)
    rig.run("the question to arrive", until: { rig.notes.contains("got 1") })
    rig.finish(isImmediate: true)
  }

  /// An error fails its question alone; the child lives on.
  @Test(arguments: [
    (#"{"code":-32000,"message":"the CRM is down"}"#, "the CRM is down"),
    (#"{"message":"\#(String(repeating: "é", count: 500))"}"#, String(repeating: "é", count: 500)),
    (#"{"message":"\#(String(repeating: "é", count: 501))"}"#, String(repeating: "é", count: 499) + "…"),
    (#"{"message":""}"#, "the connector answered with an error that has no message"),
    (#"{"message":7}"#, "the connector answered with an error that has no message"),
    (#""down""#, "the connector answered with an error that has no message"),
  ])
  func answersWithAnError(_ error: String, _ reason: String) throws {
    let rig = try Rig("error")
    #expect(rig.outcomes(of: [error, error]) == [.failed(reason: reason), .failed(reason: reason)])
    #expect(rig.pids().count == 1)
    rig.finish()
  }

  @Test func theLongestLine() throws {
    let rig = try Rig("1 MiB")
    guard case .result(let match) = rig.outcomes(of: ["0"])[0] else {
      Issue.record("\(rig.outcomes)")
      return
    }
    #expect(match.count > 1_048_500 && rig.connector.peakBytes > 1 << 20)
    rig.finish()
  }

  /// The child has descriptors 0 to 2 alone, no signal blocked or ignored, a group and a folder of its own.
  @Test func whatAChildInherits() throws {
    // What a parent of the desk left open is not close-on-exec.
    let inherited = open("/dev/null", O_RDONLY)
    #expect(inherited > 2)
    var (blocked, before) = (sigset_t(), sigset_t())
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGUSR1)
    pthread_sigmask(SIG_BLOCK, &blocked, &before)
    let handler = signal(SIGUSR2, SIG_IGN)
    defer {
      signal(SIGUSR2, handler)
      pthread_sigmask(SIG_SETMASK, &before, nil)
      close(inherited)
    }
    let rig = try Rig("tells its state", folder: "/")
    #expect(rig.outcomes(of: ["1"]) == [.result(Array(#"[[0,1,2],[],[],true,"/"]"#.utf8))])
    rig.finish()
  }

  /// Two connectors: neither holds the pipes of the other, so each finds the end of its input.
  @Test func noPipeLeaks() throws {
    let (first, second) = (try Rig("good"), try Rig("good"))
    for rig in [first, second] { #expect(rig.outcomes(of: ["1"]) == [.result([0x31])]) }
    for rig in [first, second] {
      rig.pass(ConnectorProcess.idleMax)
      rig.run("the end of input", until: { rig.notes.contains("end of input") })
      rig.finish()
    }
  }

  @Test(arguments: [
    (["/no/such/program"], nil, "/no/such/program: No such file or directory"),
    (["no-such-program-in-path"], nil, "no-such-program-in-path: No such file or directory"),
    (["/dev/null"], nil, "/dev/null: Permission denied"),
    ([], nil, "no program: Invalid argument"),
    (["/bin/cat"], "/no/such/folder", "its folder /no/such/folder: No such file or directory"),
  ])
  func cannotBeStarted(_ argv: [String], _ folder: String?, _ reason: String) throws {
    let rig = try Rig(argv: argv, folder: folder)
    let failure = ConnectorProcess.Outcome.failed(reason: "the connector cannot be started: \(reason)")
    #expect(rig.outcomes(of: ["1", "2"]) == [failure, failure])
    // Whoever asks next does not wait for a back-off.
    rig.ask(3)
    rig.service()
    #expect(rig.outcomes[3] == [failure])
    rig.finish()
  }
}
