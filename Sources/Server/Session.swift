import Describe
public import Desk
public import JSON
import Methods
public import RPC
public import Store

/// One client's session: lines in, bytes out. No I/O, so that tests and the process run the very same.
///
/// Everything happens in the order of arrival, in one place: a line is read, decided, applied and answered before the
/// next is looked at. The answers gather in `out` until whoever drives the session takes them. Where the desk is kept
/// (`store`), they may be taken only when its changes are committed: see `Drain`.
public final class Session {
  /// How a session begins.
  public struct Options: Sendable {
    /// `ID[:NAME]` of the agent, where the process was started with one.
    public var agent: String?
    /// What the caller may do at the most.
    public var role: Role
    /// The first change's time, where time is to move with the changes alone.
    public var clock: Timestamp?

    /// Options; by default whoever starts the process owns the desk.
    public init(agent: String? = nil, role: Role = .admin, clock: Timestamp? = nil) {
      self.agent = agent
      self.role = role
      self.clock = clock
    }
  }

  /// The answers not yet taken, one line each.
  public var out = JSONWriter(capacity: 1 << 16)

  /// True once a call ended the session: nothing behind it is to be executed.
  public internal(set) var isEnded = false

  /// The state of the desk: another book, once a commit failed, or others went on too far.
  public internal(set) var book: Book
  /// Where the desk is kept; nil of one in memory.
  public let store: Store?

  /// True when whoever drives the session is to look at it before the next line: it ended, a call waits for a commit,
  /// or much is staged.
  var isInterrupted = false
  /// True when the line was not executed: its call waits until all before it is safe. Then it is to be answered again.
  var isWaiting = false
  /// Why no changes are taken until the drain ends: its lines run again, or the store could not be mended for it, which
  /// is not tried for each of its lines.
  var refusal: StoreFault?
  /// True of the last line before a commit.
  var isLast = false
  /// True within a batch, whose calls cannot wait: its line is executed whole.
  var isInBatch = false
  /// Who called before the first change that is staged; nil while none is.
  var before: Context?
  var write: WriteTransaction?
  var isWriting = false

  private let tape = JSONTape(depthMax: WireLimits.depthMax)
  var clock: Clock
  var context: Context
  private let log: Log?
  private let observer: ((Change) -> Void)?
  /// No change is dated before this: the date of the last change, except where that is far ahead of the clock.
  private var earliest: Timestamp?
  private var hasWarnedOfClock = false

  /// Signs the agent in. Nobody is recorded before their first change.
  ///
  /// `book` is that of the `store`, where there is one. `observer` hears of each change once it is in the book, in
  /// order. Throws if the options name an agent who cannot be one.
  public init(
    _ options: Options, book: Book = Book(), store: Store? = nil, log: Log? = nil,
    observer: ((Change) -> Void)? = nil
  ) throws(Refusal) {
    self.book = book
    self.store = store
    self.log = log
    self.observer = observer
    clock = options.clock.map(Clock.fixed) ?? .system
    clock.refresh()
    let server = ServerInfo(
      role: options.role, isAgentFixed: options.agent != nil, document: { OpenRPCDocument.render() },
      store: store.map { Self.access(to: $0, log) })
    let caller = Caller(try options.agent.map(AgentSignIn.init) ?? .local, roleMax: options.role, in: book)
    let time = clock.time(after: book.seq)
    context = Context(caller: caller, now: time, clock: time, server: server)
    showTime()
  }

  /// What is to be told when the session begins.
  public var caller: (id: String, role: Role) { (context.caller.id, context.caller.role) }

  /// Looks at the time; call it once for all lines of one read.
  public func refreshClock() {
    clock.refresh()
    showTime()
  }

  /// Sets the time of the next change; from there each moves it 1 ms. Never back: an earlier time than that of the next
  /// change counts for nothing.
  public func setClock(_ time: Timestamp) {
    clock = .fixed(max(time, context.now).advanced(by: Int64(-book.seq)))
    showTime()
  }

  /// Executes one line and writes what it is to be answered, if anything.
  public func answer(_ line: LineFramer.Line) {
    guard !isEnded else { return }
    switch line {
    case .tooLong:
      Outgoing.error(
        RPCError(
          .wireLimitExceeded, "The line is longer than \(WireLimits.lineBytesMax) bytes; it was skipped.",
          [("limit", .integer(WireLimits.lineBytesMax))]), .null, to: &out)
      out.endLine()
    case .bytes(let bytes):
      do throws(JSONSyntaxError) {
        let isAnswered = try tape.withValue(of: bytes) { $0.kind == .array ? answerBatch($0) : answerMessage($0) }
        if isAnswered { out.endLine() }
      } catch {
        Outgoing.error(RPCError(error), .null, to: &out)
        out.endLine()
      }
      tape.shrink()
    }
  }

  // MARK: Messages

  /// Executes one message; true if it was answered.
  @inline(__always)
  private func answerMessage(_ message: JSONValue) -> Bool {
    switch Incoming(message) {
    case .unanswered: return false
    case .invalid(let id, let error):
      Outgoing.error(error, id, to: &out)
      return true
    case .call(let id, let method, let params):
      let start = out.count
      do throws(RPCError) {
        let method = try MethodTable.method(named: method)
        if method.commitsFirst {
          if mustWait() { return false }
          // It works on the folder itself.
          if let store, context.caller.role >= method.needs { _ = enter(store) }
        }
        Outgoing.beginResult(id ?? .null, to: &out)
        while case .stale = try method.execute(params, book, context, to: &out, commit: commit) {}
        if method.endsSession { (isEnded, isInterrupted) = (true, true) }
        Outgoing.endResult(to: &out)
      } catch {
        out.truncate(to: start)
        if let id { Outgoing.error(error, id, to: &out) }
      }
      // A notification has its effect and no answer.
      if id == nil { out.truncate(to: start) }
      return id != nil
    }
  }

  /// Executes a batch (JSON-RPC 2.0, section 6); true if anything in it was answered.
  private func answerBatch(_ batch: JSONValue) -> Bool {
    if let error = fault(of: batch) {
      Outgoing.error(error, .null, to: &out)
      return true
    }
    let start = out.count
    isInBatch = true
    defer { isInBatch = false }
    out.beginArray()
    var isAnswered = false
    for message in batch.elements where !isEnded {
      if out.count - start > WireLimits.batchAnswerBytesMax {
        isAnswered = refuse(message) || isAnswered
      } else {
        isAnswered = answerMessage(message) || isAnswered
      }
    }
    guard isAnswered else {
      out.truncate(to: start)
      return false
    }
    out.endArray()
    return true
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

  /// What a message comes to behind the limit of its batch's answers: not executed, told under its id.
  private func refuse(_ message: JSONValue) -> Bool {
    switch Incoming(message) {
    case .unanswered, .call(id: nil, _, _): return false
    case .invalid(let id, _), .call(let id?, _, _):
      Outgoing.error(
        RPCError(
          .wireLimitExceeded,
          "The answers of this batch passed \(WireLimits.batchAnswerBytesMax) bytes: this call was not executed. Send it again.",
          [("limit", .integer(WireLimits.batchAnswerBytesMax))]), id, to: &out)
      return true
    }
  }

  // MARK: Changes

  /// Takes in a change that no client asked for, such as what a CRM said, in the name of who calls. What it names must
  /// be in the book. Throws if the store takes no changes.
  public func commit(_ what: Change.What) throws(RPCError) {
    while case .stale = try commit([what], nil) {}
  }

  /// Takes the changes of one decision. Throws, having changed nothing, if the store takes none.
  private func commit(_ changes: [Change.What], _ caller: Caller?) throws(RPCError) -> AnyMethod.Outcome {
    if let store {
      if !changes.isEmpty, enter(store) == .stale { return .stale }
      try admit(changes, to: store)
    }
    if let caller {
      context.caller = caller
      take(changes)
    } else if let introduction = context.caller.introduction(in: book) {
      take([introduction] + changes)
    } else {
      take(changes)
    }
    return .done
  }

  /// Takes changes into the store and the book, in the name of who calls: the only place from which changes come.
  private func take(_ changes: [Change.What]) {
    guard !changes.isEmpty else { return }
    let agent = context.caller.agent
    if let store {
      write?.stage(changes.enumerated().map { change($1, after: book.seq + $0, by: agent) })
      book = store.book
      // The disk is slower than all that is still to be done: the book, the answer.
      if isLast && !isInBatch { write?.startWriting() }
    }
    if store == nil {
      for what in changes {
        let change = change(what, after: book.seq, by: agent)
        book.apply(change)
        observer?(change)
      }
    }
    showBook()
  }

  private func change(_ what: Change.What, after seq: Int, by agent: AgentNumber) -> Change {
    let time = clock.time(after: seq)
    return Change(seq: seq + 1, at: earliest.map { max($0, time) } ?? time, by: agent, what: what)
  }

  /// Goes on from the book as it is now: it says who calls and how late it is.
  func showBook() {
    context.caller.refresh(book)
    showTime()
  }

  /// The next change's time. It goes with the changes before it, and never back where the clock does: a card whose
  /// `updatedAt` is before its `createdAt` misleads everybody who sorts by it. Only a last change that is more than a
  /// day ahead of the clock was dated by a clock that was wrong: dates follow the clock again then, and `seq` keeps the
  /// order.
  private func showTime() {
    let time = clock.time(after: book.seq)
    earliest = book.lastChangeAt
    if let last = earliest, last > time.advanced(by: Timestamp.dayMilliseconds) {
      earliest = nil
      if !hasWarnedOfClock {
        log?(
          .warn,
          "the last change is dated \(last.withText { String(decoding: $0, as: UTF8.self) }), more than a day ahead of the clock: dates follow the clock again"
        )
        hasWarnedOfClock = true
      }
    }
    context.clock = time
    context.now = earliest.map { max($0, time) } ?? time
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
