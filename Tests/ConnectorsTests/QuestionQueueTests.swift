import Testing

@testable import Connectors

/// Questions and their limits, without a process.
struct QuestionQueueTests {
  private func queue(asking count: Int, timeout: Int = 100) -> QuestionQueue {
    var queue = QuestionQueue(timeoutMilliseconds: timeout)
    for token in 0..<count { queue.ask(token, params: Array("\(token)".utf8), now: 1_000) }
    return queue
  }

  private func sendAll(_ queue: inout QuestionQueue, now: Int64) -> [String] {
    var lines: [String] = []
    while let line = queue.send(now: now) { lines.append(String(decoding: line, as: UTF8.self)) }
    return lines
  }

  // (An expectation calls no mutating method.)

  private func answer(_ queue: inout QuestionQueue, id: Int) -> Bool { queue.end(id: id, .result([0x61])) }

  private func expire(_ queue: inout QuestionQueue, now: Int64) -> Int? { queue.expireInFlight(now: now) }

  /// What has ended, in words.
  private func takeAll(_ queue: inout QuestionQueue) -> [String] {
    var ended: [String] = []
    while let (token, outcome) = queue.takeEnded() {
      switch outcome {
      case .result(let match): ended.append("\(token) \(String(decoding: match, as: UTF8.self))")
      case .failed(let reason): ended.append("\(token) \(reason)")
      }
    }
    return ended
  }

  @Test func theLine() {
    var queue = queue(asking: 2)
    #expect(
      sendAll(&queue, now: 1_000) == [
        #"{"jsonrpc":"2.0","id":1,"method":"crm.lookup","params":0}"# + "\n",
        #"{"jsonrpc":"2.0","id":2,"method":"crm.lookup","params":1}"# + "\n",
      ])
  }

  /// Each may take the time-out once more than the one before it, from when it was sent.
  @Test func limitsInFlight() {
    for place in 0..<8 {
      var queue = queue(asking: 10)
      #expect(sendAll(&queue, now: 2_000).count == 8)
      for id in 1..<place + 1 { #expect(answer(&queue, id: id)) }
      _ = takeAll(&queue)
      let end = 2_000 + 100 * Int64(place + 1)
      #expect(expire(&queue, now: end - 1) == nil && queue.isInFlight)
      #expect(expire(&queue, now: end) == 100 * (place + 1) && !queue.isInFlight)
      #expect(takeAll(&queue) == ["\(place) the connector did not answer within \(100 * (place + 1)) ms"])
    }
  }

  /// One that waits may wait the time-out once more than the one before it, from when it was asked.
  @Test func limitsOfWaiting() {
    var queue = queue(asking: 3)
    #expect(queue.deadline == 1_100)
    queue.expireWaiting(now: 1_099)
    #expect(takeAll(&queue) == [])
    queue.expireWaiting(now: 1_299)
    #expect(
      takeAll(&queue)
        == [0, 1].map { "\($0) the connector was not ready for the question within \(100 + 100 * $0) ms" })
    #expect(queue.deadline == 1_300 && queue.isWaiting)
  }

  /// Those that are sent again have new ids, new limits, and their old order, before all that wait.
  @Test func sentAgain() {
    var queue = queue(asking: 9)
    _ = sendAll(&queue, now: 1_000)
    queue.cancel(2)
    #expect(expire(&queue, now: 1_100) == 100)
    #expect(takeAll(&queue) == ["0 the connector did not answer within 100 ms"])
    #expect(!answer(&queue, id: 2))
    let params = sendAll(&queue, now: 1_100).compactMap { $0.split(separator: ":").last.map { String($0.dropLast(2)) } }
    #expect(params == ["1", "3", "4", "5", "6", "7", "8"])
    #expect(answer(&queue, id: 9) && takeAll(&queue) == ["1 a"])
    // 3 had one before it; 8 is sent for the first time, and may be once more.
    #expect(expire(&queue, now: 1_299) == nil)
    #expect(expire(&queue, now: 1_300) == 200)
    #expect(takeAll(&queue).count == 5 && queue.isWaiting)
    #expect(sendAll(&queue, now: 1_300).first?.hasSuffix("\"params\":8}\n") == true)
  }

  @Test func failures() {
    var queue = queue(asking: 9)
    _ = sendAll(&queue, now: 1_000)
    queue.failInFlight("a")
    #expect(takeAll(&queue) == (0..<8).map { "\($0) a" } && queue.isWaiting && !queue.isInFlight)
    queue.failAll("b")
    #expect(takeAll(&queue) == ["8 b"] && !queue.isWaiting && queue.deadline == nil)
  }

  /// A limit of nothing would fail each question before it is sent, and an endless one cannot be added to a time.
  @Test func limitsOutOfRange() {
    #expect(queue(asking: 1, timeout: 0).deadline == 1_001)
    #expect(queue(asking: 1, timeout: .min).deadline == 1_001)
    #expect(queue(asking: 1, timeout: .max).deadline == 3_601_000)
  }
}
