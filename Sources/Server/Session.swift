import Describe
import Desk
import JSON
import Methods
import RPC
import Store

/// One client's session: who calls, at what time, and how one line is executed. It does no I/O.
///
/// Everything happens in the order of arrival: a line is read, decided, applied and answered before the next one is
/// looked at; only a call that waits for a connector is answered later. Where the desk is kept in a folder, its answers
/// may be released only when its changes are committed: `TransactionRunner` does that.
final class Session {
  /// What one line came to, for the runner.
  enum LineOutcome {
    /// It was executed; the next line may follow in the same transaction.
    case next
    /// It was executed, and so much is staged that a commit is due.
    case commitNow
    /// It was not executed: what is staged is to be committed first. Commit, and execute it again.
    case executeAgainAfterCommit
    /// Its batch is suspended, and what it has of answers is at the end of the output: commit.
    case suspended
    /// It was executed, and ends the session: commit, and execute nothing after it.
    case endsSession
  }

  /// What one message came to, for its line.
  private enum MessageOutcome {
    /// It was executed.
    case done
    /// It was executed, and is answered once the connector has answered.
    case waits(WaitingCalls.Call)
    /// It was not executed: what is staged is to be committed first.
    case executeAgainAfterCommit
    /// It was executed, and ends the session.
    case endsSession
  }

  /// Bytes of changes after which a commit is due in the middle of what one read brought.
  private static let stagedBytesMax = 1 << 20
  /// How long the write lock is held before a call, in ms: a call that reads may take its time, and need not have it.
  private static let lockedMax: (beforeRead: Int64, beforeWrite: Int64) = (4, 100)

  /// Where the desk is; `book` is its state.
  let desk: DeskLocation
  /// Whether changes are taken.
  var state = SessionState.accepting
  /// Who calls, and the time of the call that is executed.
  var context: Context
  var clock: Clock
  /// The calls that wait for a connector.
  var waiting = WaitingCalls() {
    didSet { context.server.waitingCalls = waiting.count }
  }
  /// When the open transaction began, by `ticks()`.
  var lockedSince: Int64 = 0
  /// When the rules of the settings may be kept again, by `ticks()`, after an attempt that failed.
  var rulesResume: Int64 = .min
  /// How long the last pause of them was, in ms; 0 after a commit that succeeded.
  var rulesPause: Int64 = 0
  /// Conversations that are resolved before one call at the most: the caller waits for them.
  var resolvedMax = 1_000
  /// Measures how long it is open, in ms.
  var ticks: () -> Int64 = Clock.ticks
  /// Whether a signal asks the process to end.
  var isSignalled: () -> Bool = { Signals.stopping == .signal }
  let log: Log?
  /// Gets each change once it is in the book, in order.
  let observer: ((Change) -> Void)?
  private let tape = JSONTape(depthMax: WireLimits.depthMax)

  /// Signs the agent in. An agent is not recorded before their first change. Throws if the options name one who cannot
  /// be an agent.
  init(_ options: SessionOptions, _ desk: DeskLocation, log: Log?, observer: ((Change) -> Void)?) throws(Refusal) {
    self.desk = desk
    self.log = log
    self.observer = observer
    clock = options.clock.map(Clock.fixed) ?? .system
    clock.refresh()
    let book = desk.book
    let server = ServerInfo(
      role: options.role, isAgentFixed: options.agent != nil, isClockFixed: options.clock != nil,
      runsConnectors: options.launcher != nil, document: { OpenRPCDocument.render() }, store: Self.access(to: desk))
    let signIn = if let agent = options.agent { try AgentSignIn(agent, in: book) } else { AgentSignIn.local }
    if let reason = Caller.ignoredName(of: signIn, in: book) { log?(.warn, "--agent: \(reason)") }
    let caller = Caller(signIn, roleMax: options.role, in: book)
    let time = clock.time(after: book.seq)
    context = Context(caller: caller, now: time, clock: time, server: server)
  }

  /// What the methods of the store may do with it.
  private static func access(to desk: DeskLocation) -> StoreAccess? {
    guard case .folder(let store) = desk else { return nil }
    return StoreAccess(
      status: { store.status },
      snapshot: { () throws(StoreFault) in
        do throws(StoreError) { try store.snapshot() } catch { throw StoreFault(error) }
      })
  }

  /// The state of the desk now.
  @inline(__always)
  var book: Book { desk.book }

  /// Where the desk is kept; nil of one in memory.
  var store: Store? {
    switch desk {
    case .memory: nil
    case .folder(let store): store
    }
  }

  /// Takes in what other processes committed: what is answered next is what all of them would answer.
  @inline(__always)
  func refresh() throws(StoreError) {
    if case .folder(let store) = desk { _ = try store.refresh() }
  }

  // MARK: Time

  /// The time of the next change.
  var now: Timestamp { date(after: book.seq, last: book.lastChangeAt) }

  /// Sets the time of the next change; from there each moves it 1 ms. Never back: an earlier time than that of the next
  /// change counts for nothing.
  func setClock(_ time: Timestamp) { clock = .fixed(max(time, now).advanced(by: Int64(-book.seq))) }

  /// The date of the change after `seq` others, of which the last is dated `last`.
  ///
  /// It is never before the last one, even if the clock goes back: a card whose `updatedAt` is before its `createdAt`
  /// misleads everybody who sorts by it. Only a last change that is more than a day ahead of the clock was dated by a
  /// clock that was wrong: then dates follow the clock again, and `seq` keeps the order.
  @inline(__always)
  func date(after seq: Int, last: Timestamp?) -> Timestamp {
    let time = clock.time(after: seq)
    guard let last, last > time, last <= time.advanced(by: Timestamp.dayMilliseconds) else { return time }
    return last
  }

  /// What a call may know besides its params: who calls, as the book has them now, and the time.
  @inline(__always)
  func refreshContext(_ book: Book) {
    context.caller.refresh(book)
    context.clock = clock.time(after: book.seq)
    context.now = date(after: book.seq, last: book.lastChangeAt)
  }

  // MARK: Lines

  /// Executes one line and writes its answer, if it has any. `isLast`: no other line was read.
  func execute(_ line: LineFramer.Line, isLast: Bool, to out: inout JSONWriter) -> LineOutcome {
    switch line {
    case .tooLong:
      Outgoing.error(
        RPCError(
          .wireLimitExceeded, "The line is longer than \(WireLimits.lineBytesMax) bytes; it was skipped.",
          [("limit", .integer(WireLimits.lineBytesMax))]), .null, to: &out)
      out.endLine()
      return .next
    case .bytes(let bytes): return execute(bytes, isLast: isLast, to: &out)
    }
  }

  @inline(__always)
  private func execute(_ line: UnsafeRawBufferPointer, isLast: Bool, to out: inout JSONWriter) -> LineOutcome {
    let start = out.count
    var outcome: LineOutcome
    do throws(JSONSyntaxError) {
      outcome = try tape.withValue(of: line) { value in
        value.kind == .array
          ? executeBatch(value, line, to: &out) : executeSingle(value, at: isLast ? .lastLine : .line, to: &out)
      }
    } catch {
      Outgoing.error(RPCError(error), .null, to: &out)
      outcome = .next
    }
    tape.shrink()
    if case .suspended = outcome { return outcome }
    if out.count > start { out.endLine() }
    if case .next = outcome, state.stagedBytes >= Self.stagedBytesMax { outcome = .commitNow }
    return outcome
  }

  // MARK: Messages

  @inline(__always)
  private func executeSingle(_ message: JSONValue, at place: MessagePlace, to out: inout JSONWriter) -> LineOutcome {
    switch execute(message, at: place, to: &out) {
    case .done: return .next
    case .executeAgainAfterCommit: return .executeAgainAfterCommit
    case .endsSession: return .endsSession
    case .waits(let call):
      waiting.add(call)
      return .next
    }
  }

  /// Executes one message and writes its answer, if it has any.
  @inline(__always)
  private func execute(_ message: JSONValue, at place: MessagePlace, to out: inout JSONWriter) -> MessageOutcome {
    switch Incoming(message) {
    case .unanswered: return .done
    case .invalid(let id, let error):
      Outgoing.error(error, id, to: &out)
      return .done
    case .call(let id, let method, let params):
      let start = out.count
      var outcome = MessageOutcome.done
      do throws(RPCError) {
        if method.equals(Self.cancelRequest) {
          try cancel(params)
          Outgoing.beginResult(id ?? .null, to: &out)
          out.beginObject()
          out.endObject()
          Outgoing.endResult(to: &out)
          if id == nil { out.truncate(to: start) }
          return .done
        }
        let method = try MethodTable.method(named: method)
        if state.isWriting, mustCommit(before: method) { return .executeAgainAfterCommit }
        // After that look, not before it: what the rules stage would make the call wait for a commit again and again,
        // and a call of a batch waits once.
        if !method.commitsFirst { keepRules(at: .line) }
        Outgoing.beginResult(id ?? .null, to: &out)
        var executed = try execute(method, params, at: place, to: &out)
        if case .stale = executed { executed = try executeStale(method, params, at: place, to: &out) }
        if case .waits(let unfinished) = executed {
          out.truncate(to: start)
          return .waits(waitingCall(unfinished, id, params))
        }
        if method.endsSession { outcome = .endsSession }
        Outgoing.endResult(to: &out)
      } catch {
        out.truncate(to: start)
        if let id { Outgoing.error(error, id, to: &out) }
      }
      // A notification has its effect and no answer.
      if id == nil { out.truncate(to: start) }
      return outcome
    }
  }

  /// Decides a call on the desk as it is now, and takes its changes.
  @inline(__always)
  private func execute(
    _ method: AnyMethod, _ params: JSONValue?, at place: MessagePlace, to out: inout JSONWriter
  ) throws(RPCError) -> AnyMethod.Outcome {
    let book = book
    refreshContext(book)
    return try method.execute(params, book, context, to: &out) { changes, session throws(RPCError) in
      try accept(changes, session, at: place)
    }
  }

  /// Decides a call again, on what others have committed or at another time, until nothing has moved meanwhile.
  @inline(never)
  private func executeStale(
    _ method: AnyMethod, _ params: JSONValue?, at place: MessagePlace, to out: inout JSONWriter
  ) throws(RPCError) -> AnyMethod.Outcome {
    defer { abortIfEmpty() }
    while true {
      let outcome = try execute(method, params, at: place, to: &out)
      if case .stale = outcome { continue }
      return outcome
    }
  }

  /// Whether what is staged is committed before a call of this method is executed.
  @inline(__always)
  private func mustCommit(before method: AnyMethod) -> Bool {
    if method.commitsFirst { return true }
    let locked = ticks() - lockedSince
    return locked >= (method.effect == .reads ? Self.lockedMax.beforeRead : Self.lockedMax.beforeWrite)
  }

  /// Executes a batch (JSON-RPC 2.0, section 6).
  @inline(never)
  private func executeBatch(
    _ batch: JSONValue, _ text: UnsafeRawBufferPointer, to out: inout JSONWriter
  ) -> LineOutcome {
    if let error = fault(of: batch) {
      Outgoing.error(error, .null, to: &out)
      return .next
    }
    let start = out.count
    out.beginArray()
    return execute(batch, after: 0, BatchWork.Account(), from: start, to: &out) { Array(text) }
  }

  /// Executes the messages of a batch after the first ones, which are `done`: their answers stand in `out` from `start`
  /// on, after the bracket. `text` is that of the batch.
  ///
  /// A batch is no transaction. Where a commit is due, so that no batch keeps other processes out for long, and at a
  /// call that waits for a connector, the batch is suspended, and it goes on after that. A signal ends it there, and
  /// nothing else: what is left of it is not executed, and has no answer.
  func execute(
    _ batch: JSONValue, after done: Int, _ work: BatchWork.Account, from start: Int, to out: inout JSONWriter,
    text: () -> [UInt8]
  ) -> LineOutcome {
    context.work.account = work
    defer { context.work.account = nil }
    func suspended(after done: Int) -> SuspendedBatch {
      SuspendedBatch(
        text: text(), answers: .inOutput(from: start), done: done, work: context.work.account ?? BatchWork.Account())
    }
    var (number, outcome) = (0, LineOutcome.next)
    for message in batch.elements {
      defer { number += 1 }
      if number < done { continue }
      if out.count - start > WireLimits.batchAnswerBytesMax || context.work.isSpent {
        refuse(message, to: &out)
        continue
      }
      switch execute(message, at: .batch, to: &out) {
      case .done: break
      case .executeAgainAfterCommit:
        // Before all that is due already: it is the line that is executed.
        waiting.due.putFirst(.resumed(suspended(after: number)))
        return .suspended
      case .endsSession: outcome = .endsSession
      case .waits(var call):
        call.batch = suspended(after: number + 1)
        waiting.add(call)
        return .suspended
      }
      if case .endsSession = outcome { break }
      if isSignalled() { break }
    }
    Self.closeBatch(from: start, &out)
    return outcome
  }

  /// Ends the array of a batch's answers; none of a batch that asks for no answer.
  static func closeBatch(from start: Int, _ out: inout JSONWriter) {
    if out.count > start + 1 { out.endArray() } else { out.truncate(to: start) }
  }

  private func fault(of batch: JSONValue) -> RPCError? {
    if batch.count == 0 {
      return RPCError(
        .invalidRequest, "A batch has at least one message; got an empty array.",
        [("expected", .string("at least one message")), ("got", .string("an empty array"))])
    }
    guard batch.count > WireLimits.batchMax else { return nil }
    return RPCError(
      .wireLimitExceeded,
      "A batch has at most \(WireLimits.batchMax) messages, got \(batch.count): nothing of it was executed.",
      [("limit", .integer(WireLimits.batchMax)), ("got", .integer(batch.count))])
  }

  /// Answers a message after the limit of its batch's answers, or of what its calls cost: it is not executed.
  private func refuse(_ message: JSONValue, to out: inout JSONWriter) {
    switch Incoming(message) {
    case .unanswered, .call(id: nil, _, _): break
    case .invalid(let id, _), .call(let id?, _, _):
      let (what, limit) =
        context.work.isSpent
        ? ("What the calls of this batch wrote, searched and changed", WireLimits.batchWorkBytesMax)
        : ("The answers of this batch", WireLimits.batchAnswerBytesMax)
      Outgoing.error(
        RPCError(
          .wireLimitExceeded, "\(what) passed \(limit) bytes: this call was not executed. Send it again.",
          [("limit", .integer(limit))]), id, to: &out)
    }
  }
}

extension RPCError {
  /// A line that is not JSON, or too deep.
  fileprivate init(_ error: JSONSyntaxError) {
    switch error.reason {
    case .expected(let what):
      self.init(
        .parse, "Not JSON: expected \(what) at byte \(error.offset).",
        [("offset", .integer(error.offset)), ("expected", .string(what))])
    case .invalidUTF8:
      self.init(
        .parse, "Not UTF-8 at byte \(error.offset).",
        [("offset", .integer(error.offset)), ("expected", .string("UTF-8"))])
    case .tooDeep(let limit):
      self.init(
        .wireLimitExceeded, "Arrays and objects nest at most \(limit) levels.",
        [("limit", .integer(limit)), ("offset", .integer(error.offset))])
    }
  }
}
