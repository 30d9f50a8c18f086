import Foundation
import Testing

@testable import Connectors

/// A connector from question to question: what is sent when, and when a child is started and ended.
@Suite(.enabled(if: Hostile.canRun, "there is no python3 of version 3.9 or later"))
struct ConnectorLifeTests {
  private typealias Outcome = ConnectorProcess.Outcome

  private func result(_ match: String) -> Outcome { .result(Array(match.utf8)) }

  @Test func nothingIsStartedUnasked() throws {
    let rig = try Rig("good")
    rig.service()
    #expect(!rig.hasChild && rig.connector.deadline == nil && rig.connector.descriptors.isEmpty)
    // Nor for a question that nobody waits for any more.
    rig.ask(1)
    #expect(rig.connector.deadline == rig.now)
    rig.connector.cancel(1)
    rig.service()
    #expect(!rig.hasChild && rig.connector.deadline == nil && rig.outcomes.isEmpty)
    rig.finish()
  }

  /// The child has at most 8 questions, and gets the others in order.
  @Test func eightAtATime() throws {
    let rig = try Rig("waits for eight")
    let params = (1...16).map(String.init)
    #expect(rig.outcomes(of: params) == params.map(result))
    #expect(rig.order == Array(1...16))
    #expect(rig.notes.filter { $0.contains("eight") } == ["eight", "eight"])
    #expect(rig.notes.filter { $0.hasPrefix("got") } == params.map { "got \($0)" })
    rig.finish()
  }

  /// A question that is larger than a pipe is written bit by bit.
  @Test func largeQuestions() throws {
    let rig = try Rig("good")
    let params = (1...3).map { _ in "\"" + String(repeating: "x", count: 100_000) + "\"" }
    #expect(rig.outcomes(of: params) == params.map(result))
    rig.finish()
  }

  @Test func cancelled() throws {
    let rig = try Rig("waits for null")
    // In flight: its late answer is passed over.
    rig.ask(1, "1")
    rig.run("the question to arrive", until: { rig.notes.contains("got 1") })
    rig.connector.cancel(1)
    // Waiting: it is not sent.
    rig.ask(2, "2")
    rig.connector.cancel(2)
    rig.ask(3, "null")
    #expect(rig.outcome(of: 3) == result("null"))
    // Ended, and unknown.
    rig.connector.cancel(3)
    rig.connector.cancel(99)
    // Answered, but not reported yet.
    rig.onAnswer = { token in if token == 4 { rig.connector.cancel(5) } }
    for (token, params) in [(4, "4"), (5, "5"), (6, "null")] { rig.ask(token, params) }
    #expect(rig.outcome(of: 6) == result("null"))
    #expect(rig.order == [3, 4, 6] && rig.pids().count == 1 && !rig.notes.contains("got 2"))
    rig.finish()
  }

  /// A cancelled question that is not answered holds the child up all the same.
  @Test func cancelledAndLate() throws {
    let rig = try Rig("hangs on null")
    rig.ask(1, "null")
    rig.ask(2, "2")
    rig.run("the question to arrive", until: { rig.notes.contains("got null") })
    rig.connector.cancel(1)
    rig.pass(10_000)
    #expect(rig.outcome(of: 2) == result("2"))
    #expect(rig.order == [2] && rig.pids().count == 2)
    #expect(rig.log == ["the connector did not answer within 10000 ms: it is ended"])
    rig.finish()
  }

  /// The callback may ask the next question.
  @Test func askedFromTheAnswer() throws {
    let rig = try Rig("good")
    rig.onAnswer = { token in if token < 5 { rig.ask(token + 1) } }
    rig.ask(1)
    #expect(rig.outcome(of: 5) == result("1"))
    #expect(rig.order == [1, 2, 3, 4, 5] && rig.pids().count == 1)
    rig.finish()
  }

  /// The child is ended for a question that it does not answer, and the next one gets the others: once.
  @Test func sentAgainOnce() throws {
    let rig = try Rig("hangs on null")
    for (token, params) in [(1, "null"), (2, "2"), (3, "null"), (4, "4"), (5, "null"), (6, "6")] {
      rig.ask(token, params)
    }
    rig.run("the question to arrive", until: { rig.notes.contains("got null") })
    rig.pass(10_000)
    #expect(rig.outcome(of: 2) == result("2"))
    rig.run("the question to arrive", until: { rig.notes.filter { $0 == "got null" }.count == 2 })
    rig.pass(20_000)
    let late = "the connector was ended twice, because it did not answer other questions in time"
    for token in 4...6 { #expect(rig.outcome(of: token) == .failed(reason: late)) }
    #expect(rig.outcomes[1] == [.failed(reason: "the connector did not answer within 10000 ms")])
    #expect(rig.outcomes[3] == [.failed(reason: "the connector did not answer within 20000 ms")])
    #expect(rig.order == [1, 2, 3, 4, 5, 6] && rig.pids().count == 2)
    rig.finish()
  }

  /// At once, at once, after 100 ms, after 200 ms and so on; an answer begins anew.
  @Test func backOff() throws {
    let rig = try Rig("exits on a number", timeout: 100_000)
    rig.freeze()
    let delays: [Int64] = [0, 0, 100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]
    for (number, delay) in delays.enumerated() {
      rig.ask(number, "3")
      expectStart(rig, after: delay)
      let reason = "the connector ended with exit code 3 before it answered"
      #expect(rig.outcome(of: number) == .failed(reason: reason))
    }
    rig.ask(20, "null")
    expectStart(rig, after: 10_000)
    #expect(rig.outcome(of: 20) == result("null"))
    for (number, delay) in [Int64(0), 0, 100].enumerated() {
      rig.ask(30 + number, "3")
      if number > 0 { expectStart(rig, after: delay) }
      #expect(rig.outcome(of: 30 + number) != nil)
    }
    rig.finish()
  }

  /// The next child is started so much later, and not before.
  private func expectStart(_ rig: Rig, after delay: Int64, at location: SourceLocation = #_sourceLocation) {
    #expect(rig.connector.deadline == rig.now + delay, sourceLocation: location)
    if delay > 0 {
      rig.pass(delay - 1)
      rig.service()
      #expect(!rig.hasChild, sourceLocation: location)
      rig.pass(1)
    }
    rig.service()
    #expect(rig.hasChild, sourceLocation: location)
  }

  /// A question waits no longer for the next child than it may take.
  @Test func waitsForTheNextChild() throws {
    let rig = try Rig("dies at start", timeout: 50)
    rig.freeze()
    for token in 1...2 {
      rig.ask(token)
      #expect(rig.outcome(of: token) != nil)
    }
    rig.ask(3)
    rig.service()
    #expect(!rig.hasChild && rig.connector.deadline == rig.now + 50)
    rig.pass(49)
    rig.service()
    #expect(rig.outcomes[3] == nil)
    rig.pass(1)
    rig.service()
    #expect(rig.outcomes[3] == [.failed(reason: "the connector was not ready for the question within 50 ms")])
    #expect(!rig.hasChild && rig.connector.deadline == nil)
    rig.finish()
  }

  /// A child that has nothing to do for a minute finds the end of its input.
  @Test func idle() throws {
    let rig = try Rig("good")
    rig.freeze()
    #expect(rig.outcomes(of: ["1"]) == [result("1")])
    #expect(rig.connector.deadline == rig.now + 60_000)
    rig.pass(59_999)
    rig.service()
    #expect(rig.hasChild && !rig.notes.contains("end of input"))
    // Any question counts.
    rig.ask(2)
    #expect(rig.outcome(of: 2) == result("1"))
    rig.pass(59_999)
    rig.service()
    #expect(rig.pids().count == 1 && !rig.notes.contains("end of input"))
    rig.pass(1)
    rig.run("the child's end", until: { !rig.hasChild })
    #expect(rig.notes.last == "end of input" && rig.connector.deadline == nil && rig.log == [])
    rig.ask(3)
    #expect(rig.outcome(of: 3) == result("1") && rig.pids().count == 2)
    rig.finish()
  }

  /// One that does not end by itself gets SIGTERM after a second, and SIGKILL after another. A question waits.
  @Test func idleAndStubborn() throws {
    let rig = try Rig("ignores TERM")
    rig.freeze()
    #expect(rig.outcomes(of: ["1"]) == [result("1")])
    rig.pass(60_000)
    rig.run("the end of input", until: { rig.notes.contains("end of input") })
    rig.ask(2)
    for _ in 0..<2 {
      rig.pass(999)
      rig.service()
      #expect(rig.hasChild)
      rig.pass(1)
      rig.service()
    }
    #expect(rig.outcome(of: 2) == result("1") && rig.pids().count == 2 && rig.log == [])
    rig.finish(isImmediate: true)
  }

  /// No event may say that a child has ended, if another process holds its pipes.
  @Test func theEndIsLookedFor() throws {
    let rig = try Rig("hangs")
    rig.freeze()
    rig.ask(1)
    rig.service()
    #expect(rig.connector.deadline == rig.now + 100)
    rig.finish()
  }

  /// What a child wrote before its end counts.
  @Test func answersAndEnds() throws {
    let rig = try Rig("exits after the answer")
    rig.ask(1)
    rig.service()
    // Nobody looks until it is over.
    let patience = ContinuousClock.now + .seconds(20)
    while !rig.hasChildEnded && ContinuousClock.now < patience { _ = poll(nil, 0, 1) }
    #expect(rig.hasChildEnded)
    rig.service()
    #expect(rig.outcomes[1] == [result("1")] && !rig.hasChild)
    rig.finish()
  }

  /// The end of stdout comes before that of the process, whose exit code says more.
  @Test func closesStdoutAndEnds() throws {
    let rig = try Rig("closes stdout and ends")
    rig.freeze()
    #expect(rig.outcomes(of: ["1"]) == [.failed(reason: "the connector ended with exit code 5 before it answered")])
    rig.finish()
  }

  @Test func endsUnasked() throws {
    let rig = try Rig("exits after the answer")
    for token in 1...3 {
      rig.ask(token)
      #expect(rig.outcome(of: token) == result("1"))
      rig.run("the child's end", until: { !rig.hasChild })
    }
    #expect(rig.log == Array(repeating: "the connector ended with exit code 0 while it had nothing to do", count: 3))
    rig.finish()
  }

  /// After an answer too many the child is ended; what is asked next gets another.
  @Test func answersTwice() throws {
    let rig = try Rig("twice")
    for token in 1...2 {
      rig.ask(token)
      #expect(rig.outcome(of: token) == result("1"))
    }
    #expect(rig.pids().count == 2)
    #expect(
      rig.log[0] == "the connector wrote an answer to no question: "
        + #"{"jsonrpc": "2.0", "id": 1, "result": {"match": 1}}: it is ended"#)
    rig.finish()
  }

  /// After the end it can be asked again; what was asked before is forgotten.
  @Test func askedAfterTheEnd() throws {
    let rig = try Rig("hangs on null")
    rig.ask(1, "null")
    rig.run("the question to arrive", until: { rig.notes.contains("got null") })
    rig.connector.end(isImmediate: false)
    #expect(!rig.hasChild && rig.connector.deadline == nil)
    rig.ask(2, "2")
    #expect(rig.outcome(of: 2) == result("2") && rig.order == [2])
    rig.finish()
  }

  /// A connector that is let go leaves nothing, either.
  @Test func letGo() throws {
    var rig: Rig? = try Rig("ignores TERM")
    #expect(rig?.outcomes(of: ["1"]) == [result("1")])
    let pid = try #require(rig?.pids().first)
    rig = nil
    #expect(Rig.living(group: pid) == [])
  }

  @Test func stderrIsLogged() throws {
    let rig = try Rig("writes to stderr")
    #expect(rig.outcomes(of: [#""one\r\n\n\u001b[31mtwo\u0000\nhalf""#]) == [result("null")])
    rig.run("the child's end", until: { !rig.hasChild })
    #expect(
      rig.log == [
        #"connector: one\u{d}"#, #"connector: \u{1b}[31mtwo\u{0}"#, "connector: half",
        "the connector ended with exit code 0 while it had nothing to do",
      ])
    rig.finish()
  }
}
