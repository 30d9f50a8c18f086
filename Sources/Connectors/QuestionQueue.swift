/// The questions to a connector, from the moment when they are asked until their outcome is taken. It knows no process
/// and no clock.
///
///     ask ──► waiting ──send──► in flight ──answer, failure──► ended ──► takeEnded
///               ▲                   │
///               └────── once ───────┘  another question in flight was not answered in time
///
/// A question has a limit at all times: the time-out × (1 + the questions before it), counted when it is asked, where
/// those that wait count too, and anew when it is sent. So a connector that answers one question at a time is not
/// punished for the queue.
struct QuestionQueue {
  private struct Question {
    /// Its number on the wire, given when it is sent.
    var id = 0
    /// Nil once it is cancelled: it keeps its place in flight until it is answered, because the connector works on it.
    var token: Int?
    let params: [UInt8]
    /// How long it may take, in milliseconds, and until when that is.
    var limit: Int
    var deadline: Int64
    /// Whether it was sent to a child before that was ended for another's sake.
    var isSecondTry = false
  }

  /// Most questions that a child has not answered yet.
  static let inFlightMax = 8

  private let timeoutMilliseconds: Int
  private var waiting: [Question] = []
  private var inFlight: [Question] = []
  private var ended: [(token: Int, outcome: ConnectorProcess.Outcome)] = []
  private var lastID = 0

  init(timeoutMilliseconds: Int) {
    let hour = 3_600_000
    self.timeoutMilliseconds = min(max(timeoutMilliseconds, 1), hour)
  }

  /// Whether a child has questions to answer.
  var isInFlight: Bool { !inFlight.isEmpty }
  /// Whether questions wait to be sent.
  var isWaiting: Bool { !waiting.isEmpty }
  /// Whether one of them may be sent.
  var canSend: Bool { !waiting.isEmpty && inFlight.count < Self.inFlightMax }
  /// Whether there are outcomes to take.
  var hasEnded: Bool { !ended.isEmpty }
  /// When the first of all limits is over.
  var deadline: Int64? {
    [waiting, inFlight].compactMap { $0.lazy.map(\.deadline).min() }.min()
  }

  mutating func ask(_ token: Int, params: [UInt8], now: Int64) {
    let limit = timeoutMilliseconds * (1 + waiting.count + inFlight.count)
    waiting.append(Question(token: token, params: params, limit: limit, deadline: now + Int64(limit)))
  }

  /// The outcome of this question is not wanted any more.
  mutating func cancel(_ token: Int) {
    waiting.removeAll { $0.token == token }
    ended.removeAll { $0.token == token }
    for index in inFlight.indices where inFlight[index].token == token { inFlight[index].token = nil }
  }

  /// The line of the next question that may be sent; it is in flight then.
  mutating func send(now: Int64) -> [UInt8]? {
    guard canSend else { return nil }
    var question = waiting.removeFirst()
    lastID += 1
    question.id = lastID
    question.limit = timeoutMilliseconds * (1 + inFlight.count)
    question.deadline = now + Int64(question.limit)
    inFlight.append(question)
    return ConnectorAnswer.question(id: question.id, params: question.params)
  }

  /// A child answered the question with this id. False if none in flight has it.
  mutating func end(id: Int, _ outcome: ConnectorProcess.Outcome) -> Bool {
    guard let index = inFlight.firstIndex(where: { $0.id == id }) else { return false }
    end(inFlight.remove(at: index), outcome)
    return true
  }

  /// The child failed all that are in flight.
  mutating func failInFlight(_ reason: String) {
    for question in inFlight { end(question, .failed(reason: reason)) }
    inFlight = []
  }

  /// No child can be started.
  mutating func failAll(_ reason: String) {
    failInFlight(reason)
    for question in waiting { end(question, .failed(reason: reason)) }
    waiting = []
  }

  /// Fails those in flight whose limit is over. If there are any, the child is to be ended: the others in flight wait
  /// again, in front, and fail if they do so for the second time. Returns the longest limit that was not kept.
  mutating func expireInFlight(now: Int64) -> Int? {
    let late = inFlight.filter { $0.deadline <= now }
    guard let limit = late.map(\.limit).max() else { return nil }
    for question in late {
      end(question, .failed(reason: "the connector did not answer within \(question.limit) ms"))
    }
    // What is cancelled is not sent again.
    var others = inFlight.filter { $0.deadline > now && $0.token != nil }
    inFlight = []
    for question in others where question.isSecondTry {
      end(question, .failed(reason: "the connector was ended twice, because it did not answer other questions in time"))
    }
    others.removeAll(where: \.isSecondTry)
    for index in others.indices {
      others[index].isSecondTry = true
      others[index].limit = timeoutMilliseconds * (1 + index)
      // The limit is counted from here on: what it took to fail is not this question's fault.
      others[index].deadline = now + Int64(others[index].limit)
    }
    waiting = others + waiting
    return limit
  }

  /// Fails those that were not sent before their limit was over.
  mutating func expireWaiting(now: Int64) {
    for question in waiting where question.deadline <= now {
      end(question, .failed(reason: "the connector was not ready for the question within \(question.limit) ms"))
    }
    waiting.removeAll { $0.deadline <= now }
  }

  /// The next outcome, in the order in which they came.
  mutating func takeEnded() -> (token: Int, outcome: ConnectorProcess.Outcome)? {
    ended.isEmpty ? nil : ended.removeFirst()
  }

  /// Forgets all questions.
  mutating func removeAll() { (waiting, inFlight, ended) = ([], [], []) }

  private mutating func end(_ question: Question, _ outcome: ConnectorProcess.Outcome) {
    if let token = question.token { ended.append((token, outcome)) }
  }
}
