import Connectors
import Desk
import JSON
import Methods
import RPC
import Store

// How a call that waits for a connector begins, goes on and ends.

extension Session {
  /// Gives up a call that waits (Language Server Protocol, "Cancellation Support"): a notification.
  static let cancelRequest: StaticString = "$/cancelRequest"

  /// What is left of a call, while it waits.
  func waitingCall(_ unfinished: AnyMethod.Unfinished, _ id: RequestID?, _ params: JSONValue?) -> WaitingCalls.Call {
    let token = params?.member("_meta")?.member("progressToken").flatMap { KeptRequestID($0) }
    let now = ticks()
    // It is repeated with each report.
    let progress = token.flatMap { $0.byteCount <= WireLimits.requestIdBytesMax ? $0 : nil }
      .map { WaitingCalls.Progress(token: $0, beganAt: now, nextAt: now) }
    return WaitingCalls.Call(
      id: id?.kept, isAnswered: id != nil, unfinished: unfinished, progress: progress, batch: nil)
  }

  /// Reports of the calls that wait, to clients who asked for that: at once, and then every second.
  func reportProgress(to out: inout JSONWriter) {
    let now = ticks()
    guard waiting.nextReportAt.map({ $0 <= now }) ?? false else { return }
    for (lookup, progress) in waiting.takeReports(now: now, interval: Self.reportInterval) {
      out.beginObject()
      out.member("jsonrpc", literal: "2.0")
      out.member("method", literal: "$/progress")
      out.key("params")
      out.beginObject()
      out.key("progressToken")
      progress.token.write(to: &out)
      out.member("progress", Int(now - progress.beganAt))
      out.member("lookupId", "\(LookupID.prefix)\(lookup.number)")
      out.endObject()
      out.endObject()
      out.endLine()
    }
  }

  /// Between two reports of a call, in ms.
  private static let reportInterval: Int64 = 1_000

  /// Notes that a call is to end. There may be no such call any more: its answer and this crossed.
  func cancel(_ params: JSONValue?) throws(RPCError) {
    guard let id = params?.member("id").flatMap({ KeptRequestID($0) }) else {
      throw RPCError(
        .invalidParams, "id: expected the id of a request, a string or a number.",
        [("field", .string("id")), ("expected", .string("the id of a request, a string or a number"))])
    }
    if let lookup = waiting.lookup(of: id) { waiting.due.append(.cancelled(lookup)) }
  }

  /// Whether something is to go on before the next line is executed.
  @inline(__always)
  var hasDue: Bool { !waiting.due.isEmpty }

  /// Whether the batches that wait keep so little that more lines may be executed.
  @inline(__always)
  var hasRoomForBatches: Bool {
    waiting.count == 0 || waiting.suspendedBytes <= WireLimits.heldAnswerBytesMax
  }

  /// What goes on next.
  @inline(never)
  func takeDue() -> WaitingCalls.Due? { waiting.due.takeFirst() }

  /// Whether the connector is to be told something.
  @inline(__always)
  var hasEffects: Bool { !waiting.effects.isEmpty }

  /// What the connector is to be told, once.
  func takeEffects() -> [WaitingCalls.Effect] {
    defer { waiting.effects = [] }
    return waiting.effects
  }

  /// Executes what is due, as a line: commit, refusal and repeat are those of a line.
  @inline(never)
  func execute(_ due: WaitingCalls.Due, to out: inout JSONWriter) -> LineOutcome {
    var start = out.count
    var outcome = LineOutcome.next
    switch due {
    case .resumed(let batch):
      // No rules are kept before it: what they stage would make its next call wait for a commit again and again.
      if case .inOutput(let from) = batch.answers { start = from }
      outcome = resume(batch, to: &out) { _ in }
    case .answered(let lookup, let answer):
      keepRules(at: .line)
      let refusal = record(answer, of: lookup)
      guard let call = waiting.remove(lookup) else {
        if let refusal { log?(.warn, "the answer to lookup-\(lookup.number) is not kept: \(refusal.message)") }
        return .next
      }
      outcome = end(call, to: &out) { out throws(RPCError) in
        if let refusal { throw refusal }
        guard book.contains(lookup) else { throw .cancelled("The desk is another one now, without the look-up.") }
        refreshContext(book)
        try call.unfinished.write(book, context, &out)
      }
    case .cancelled(let lookup):
      keepRules(at: .line)
      guard let call = waiting.remove(lookup) else { return .next }
      waiting.effects.append(.takeBack(lookup))
      _ = record(.failed(reason: "The call was cancelled."), of: lookup)
      outcome = end(call, to: &out) { _ throws(RPCError) in throw .cancelled("$/cancelRequest ended the call.") }
    }
    if case .suspended = outcome { return outcome }
    if out.count > start { out.endLine() }
    return outcome
  }

  /// Records what a connector answered, in the desk's name. Returns why it could not, if so.
  private func record(_ answer: ConnectorProcess.Outcome, of lookup: LookupID) -> RPCError? {
    do throws(RPCError) {
      while true {
        // It may be that of another process's desk by now, or gone with a commit that failed.
        guard book.contains(lookup) else { return nil }
        let changes =
          switch answer {
          case .result(let match): book.changes(byConnector: match, to: lookup)
          case .failed(let reason): book.changes(byFailureOf: lookup, reason)
          }
        if changes.isEmpty { return nil }
        if case .folder(let store) = desk, case .stale = try beginWrite(store) { continue }
        try stage(changes, by: .desk, cause: .connector, at: .line)
        return nil
      }
    } catch {
      return error
    }
  }

  /// Answers a call that waited: alone, or in its batch, which goes on then.
  private func end(
    _ call: WaitingCalls.Call, to out: inout JSONWriter, _ result: (inout JSONWriter) throws(RPCError) -> Void
  ) -> LineOutcome {
    if let batch = call.batch { return resume(batch, to: &out) { answer(call, to: &$0, result) } }
    answer(call, to: &out, result)
    return .next
  }

  private func answer(
    _ call: WaitingCalls.Call, to out: inout JSONWriter, _ result: (inout JSONWriter) throws(RPCError) -> Void
  ) {
    let start = out.count
    call.withID { id in
      do throws(RPCError) {
        Outgoing.beginResult(id, to: &out)
        try result(&out)
        Outgoing.endResult(to: &out)
      } catch {
        out.truncate(to: start)
        Outgoing.error(error, id, to: &out)
      }
    }
    if !call.isAnswered { out.truncate(to: start) }
  }

  /// Goes on with a batch, after `answer` of the call that it waited for.
  private func resume(
    _ batch: SuspendedBatch, to out: inout JSONWriter, answer: (inout JSONWriter) -> Void
  ) -> LineOutcome {
    let start = Self.put(batch.answers, in: &out)
    answer(&out)
    let tape = JSONTape(depthMax: WireLimits.depthMax)
    return batch.text.withUnsafeBytes { text in
      do throws(JSONSyntaxError) {
        return try tape.withValue(of: text) { value in
          execute(value, after: batch.done, batch.work, from: start, to: &out) { batch.text }
        }
      } catch {
        // It was read before.
        Self.closeBatch(from: start, &out)
        return .next
      }
    }
  }

  /// Puts the answers of a suspended batch at the end of the output, and tells where they begin.
  private static func put(_ answers: SuspendedBatch.Answers, in out: inout JSONWriter) -> Int {
    switch answers {
    case .inOutput(let start): return start
    case .apart(let answers):
      let start = out.count
      answers.withUnsafeBytes { out.append($0) }
      return start
    }
  }

  /// Whether the end of the output belongs to a batch that goes on now, and nothing may be released before it has.
  var hasBatchInOutput: Bool { waiting.due.beginsWithBatch }

  /// Takes the answers of a batch that waits since this commit out of the output: other lines are executed meanwhile.
  func putApart(_ out: inout JSONWriter) { waiting.putApart(&out) }

  /// Ends all calls that wait, because the session ends: each has its error, and what is left of a batch is not
  /// executed.
  func endWaiting(to out: inout JSONWriter) {
    endSuspended(to: &out)
    for lookup in waiting.lookups {
      guard let call = waiting.remove(lookup) else { continue }
      let start = call.batch.map { Self.put($0.answers, in: &out) } ?? out.count
      answer(call, to: &out) { _ throws(RPCError) in
        throw .cancelled("The session ended before the connector answered.")
      }
      if call.batch != nil { Self.closeBatch(from: start, &out) }
      if out.count > start { out.endLine() }
    }
  }

  /// Ends the batches that were suspended for a commit, with the answers that they have.
  func endSuspended(to out: inout JSONWriter) {
    while let due = takeDue() {
      guard case .resumed(let batch) = due else { continue }
      let start = Self.put(batch.answers, in: &out)
      Self.closeBatch(from: start, &out)
      if out.count > start { out.endLine() }
    }
  }
}

extension WaitingCalls.Call {
  fileprivate func withID(_ body: (RequestID) -> Void) {
    if let id { id.withID(body) } else { body(.null) }
  }
}

extension RPCError {
  fileprivate static func cancelled(_ message: String) -> RPCError { RPCError(.cancelled, message) }
}
