import ChangeLog
import Connectors
public import Desk
public import JSON
import Methods
public import RPC
public import Store

#if canImport(Glibc)
public import Glibc
#else
public import Darwin
#endif

/// Executes what a read brought as one transaction: frames lines, executes them, commits, and releases their answers.
///
/// All complete lines run in order, each seeing the changes of those before it. Their answers are held until the
/// changes are committed: one write to the journal and one sync for all of them.
///
///     lines ──► executed ──► committed ──► answers released
///                  ▲             │ fails
///                  └─────────────┘ the book is that of the last commit, the answers since are dropped:
///                                  the same lines run again, and their changes are refused
///
/// So nothing that is not durable is ever shown, neither to the client that asked for it nor to one that read it a line
/// later. A desk in memory commits nothing, and pays for none of this.
public final class TransactionRunner {
  /// How far the lines are executed, and so what to do once the answers are released.
  public enum Progress {
    /// No line is left: read on.
    case needsInput
    /// The answers have reached the limit: execute again before reading on.
    case answersFull
    /// Batches that wait for a connector keep so much that no more lines are executed until some go on.
    case batchesFull
    /// A call ended the session: nothing is executed any more.
    case ended
  }

  /// Where to go back to if a commit fails: to the last one.
  private struct Checkpoint {
    let answerBytes: Int
    let caller: Caller
    let clock: Clock
    let waiting: WaitingCalls
  }

  let session: Session
  private let log: Log?
  private var framer = LineFramer()
  /// Asks the connector; nil of a process that runs no programs.
  private let connector: ConnectorRun?

  /// Begins a session on a desk. `observer` gets each change once it is in the book, in order, before it is committed.
  /// Throws if the options name an agent who cannot be one.
  public init(
    _ options: SessionOptions, _ desk: DeskLocation = .memory(Book()), log: Log? = nil,
    observer: ((Change) -> Void)? = nil
  ) throws(Refusal) {
    session = try Session(options, desk, log: log, observer: observer)
    self.log = log
    let folder = session.store?.status.folder
    connector = options.launcher.map { ConnectorRun(launcher: $0, folder: folder, log: log) }
  }

  /// The state of the desk now.
  public var book: Book { session.book }

  /// Who calls.
  public var caller: (id: String, role: Role) { (session.context.caller.id, session.context.caller.role) }

  /// Whether a call ended the session, or the desk cannot be read any more: no line is executed from then on.
  public var isEnded: Bool { session.state.isEnded }

  /// The time of the next change.
  public var now: Timestamp { session.now }

  /// How the store is now; nil of a desk in memory.
  public var storeState: StoreState? { session.store?.status }

  /// Sets the time of the next change; from there each moves it 1 ms. It never goes back.
  public func setClock(_ time: Timestamp) { session.setClock(time) }

  // MARK: A stream of lines

  /// Lets `fill` write bytes of the input after those not yet executed; `fill` returns how many it wrote. The time is
  /// read once for all of them.
  public func read(_ fill: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
    let got = framer.read(fill)
    session.clock.refresh()
    return got
  }

  /// Executes lines until none is left, or their answers are `answerBytes` long. When it returns, all of `out` may be
  /// released.
  ///
  /// At the end of the input half a line is one too, if `takesHalf`. Throws if the desk cannot be read any more, when
  /// others have committed or a commit failed: what is in `out` was committed before, and the session is over.
  public func execute(
    answerBytes: Int, takesHalf: Bool = false, to out: inout JSONWriter
  ) throws(StoreError) -> Progress {
    let first = out.count
    try session.refresh()
    var checkpoint = checkpoint(out)
    while true {
      let outcome: Session.LineOutcome
      if isEnded {
        guard try commit(orGoBackTo: &checkpoint, &out) else { continue }
        session.endRead()
        return .ended
      } else if session.hasDue, let due = session.takeDue() {
        outcome = session.execute(due, to: &out)
      } else if session.hasRoomForBatches, let line = framer.next() ?? (takesHalf ? framer.last() : nil) {
        outcome = session.execute(line, isLast: framer.isEmpty, to: &out)
      } else {
        guard try commit(orGoBackTo: &checkpoint, &out) else { continue }
        // The connector may have answered at once that it cannot.
        if session.hasDue { continue }
        session.endRead()
        return session.hasRoomForBatches ? .needsInput : .batchesFull
      }
      switch outcome {
      case .next: if out.count - first < answerBytes { continue }
      case .commitNow, .suspended, .endsSession: break
      case .executeAgainAfterCommit: framer.putBack()
      }
      guard try commit(orGoBackTo: &checkpoint, &out) else { continue }
      if case .endsSession = outcome { session.end() }
      if out.count - first >= answerBytes, !session.hasBatchInOutput { return .answersFull }
    }
  }

  private func checkpoint(_ out: borrowing JSONWriter) -> Checkpoint {
    framer.mark()
    return Checkpoint(
      answerBytes: out.count, caller: session.context.caller, clock: session.clock, waiting: session.waiting)
  }

  /// Commits; if that fails, goes back to the last commit, and what came since is to be executed again: then false.
  private func commit(
    orGoBackTo checkpoint: inout Checkpoint, _ out: inout JSONWriter
  ) throws(StoreError) -> Bool {
    do throws(CommitFailure) { try session.commit() } catch {
      report(error)
      framer.rewind()
      out.truncate(to: checkpoint.answerBytes)
      session.context.caller = checkpoint.caller
      session.clock = checkpoint.clock
      session.waiting = checkpoint.waiting
      if let unreadable = error.unreadable {
        session.endSuspended(to: &out)
        throw unreadable
      }
      return false
    }
    if session.hasEffects {
      session.putApart(&out)
      performEffects()
    }
    checkpoint = self.checkpoint(out)
    return true
  }

  // MARK: Calls that wait

  /// Whether a connector is to answer yet.
  public var isWaiting: Bool { connector?.isAsking ?? false || session.hasDue }

  /// What `poll` is to wait for beside the input, so that calls that wait are answered.
  public var descriptors: [pollfd] { connector?.descriptors ?? [] }

  /// Whether a connector runs, or is to be run.
  public var hasConnector: Bool { connector.map { $0.hasProgram || $0.isAsking } ?? false }

  /// When `service` is due at the latest, in ms of `Clock.ticks`; nil if never.
  public var serviceDueAt: Int64? { connector?.deadline }

  /// When the next report of progress is due, in ms of `Clock.ticks`; nil if never.
  public var reportDueAt: Int64? { session.waiting.nextReportAt }

  /// Whether something is to be executed, without a line of input.
  public var hasDue: Bool { session.hasDue }

  /// Writes the reports of calls that wait which are due: lines of their own.
  public func reportProgress(to out: inout JSONWriter) { session.reportProgress(to: &out) }

  /// Lets the connector go on, without waiting for it. What it answered is executed by the next `execute`.
  public func service() {
    connector?.service(book) { [session] lookup, outcome in session.waiting.due.append(.answered(lookup, outcome)) }
  }

  /// Ends the calls that wait, because the session ends.
  public func endWaiting(to out: inout JSONWriter) { session.endWaiting(to: &out) }

  private func performEffects() {
    connector?.perform(session.takeEffects(), book) { [session] lookup, outcome in
      session.waiting.due.append(.answered(lookup, outcome))
    }
  }

  // MARK: Single lines

  /// Executes one line as a read of its own; its answer may be released when this returns. Throws as the other does.
  public func execute(_ line: LineFramer.Line, to out: inout JSONWriter) throws(StoreError) {
    session.clock.refresh()
    try session.refresh()
    defer { session.endRead() }
    var checkpoint = checkpoint(out)
    while !isEnded {
      let outcome = session.execute(line, isLast: true, to: &out)
      guard try commit(orGoBackTo: &checkpoint, &out) else { continue }
      if case .executeAgainAfterCommit = outcome { continue }
      if case .endsSession = outcome { session.end() }
      break
    }
    try awaitConnector(to: &out)
  }

  /// Waits until nothing is left to be answered.
  private func awaitConnector(to out: inout JSONWriter) throws(StoreError) {
    while isWaiting, !isEnded {
      if !hasDue {
        var descriptors = descriptors
        let timeout = serviceDueAt.map { Int32(clamping: max(0, $0 - Clock.ticks())) } ?? -1
        _ = poll(&descriptors, nfds_t(descriptors.count), timeout)
        service()
        session.clock.refresh()
      }
      _ = try execute(answerBytes: .max, to: &out)
    }
  }

  /// The answer to one line, with its line feed; empty if it has none.
  public func answer(to line: [UInt8]) throws(StoreError) -> [UInt8] {
    var out = JSONWriter()
    try line.withUnsafeBufferPointer { bytes throws(StoreError) in
      try execute(bytes.count > WireLimits.lineBytesMax ? .tooLong : .bytes(UnsafeRawBufferPointer(bytes)), to: &out)
    }
    return out.bytes
  }

  /// The answer to a call of a method; `params` is a JSON text, left out if there is none.
  public func call(_ method: String, _ params: [UInt8]? = nil) throws(StoreError) -> [UInt8] {
    var line = JSONWriter()
    line.beginObject()
    line.member("jsonrpc", literal: "2.0")
    line.member("id", 1)
    line.member("method", method)
    if let params {
      line.key("params")
      line.raw(params)
    }
    line.endObject()
    return try answer(to: line.bytes)
  }

  /// Makes a change that no client asked for, such as what a CRM answered, in the name of the caller, and commits it.
  /// What it names must be in the book. Throws, having changed nothing, if the store takes no changes.
  public func record(_ change: Change.What) throws(RPCError) {
    defer { session.endRead() }
    let caller = session.context.caller
    repeat { session.refreshContext(book) } while try session.accept([change], nil, at: .lastLine) == .stale
    do throws(CommitFailure) { try session.commit() } catch {
      report(error)
      session.context.caller = caller
      throw RPCError(StoreFault(error))
    }
  }

  // MARK: Between reads

  /// Takes in what other processes committed; what fails is logged.
  public func refresh() {
    do throws(StoreError) { try session.refresh() } catch { log?(.warn, "\(error). \(error.advice)") }
  }

  /// Does what is due about once a second: checks that the folder's files are still those of this desk, and keeps the
  /// rules of the settings.
  public func tick() {
    session.store?.checkFolder()
    // A clock of its own is moved by calls alone: a script must give the same answers however long it takes.
    guard !session.clock.isFixed else { return }
    session.clock.refresh()
    session.keepRules(at: .lastLine)
    do throws(CommitFailure) { try session.commit() } catch { report(error) }
    session.endRead()
  }

  /// Becomes a member of the folder, where that was put off since another process held the lock at the start.
  public func joinIfFree() { session.store?.joinIfFree() }

  /// Makes a snapshot, if one is due.
  public func snapshotIfDue() { session.store?.snapshotIfDue() }

  /// Ends the connector, and closes the store, if there is one: all that was committed is durable, and the next process
  /// knows that it is. `isImmediate`: the connector has no second to end by itself.
  public func close(isImmediate: Bool = false) {
    connector?.end(isImmediate: isImmediate)
    do throws(StoreError) { try session.store?.close() } catch {
      switch error {
      case .write(let error): report(error)
      case .inUse, .lockTimeout, .foreign, .otherUser, .noDesk, .open, .create:
        log?(.warn, "\(error). \(error.advice)")
      }
    }
  }

  private func report(_ failure: CommitFailure) { report(failure.reason) }

  private func report(_ error: ChangeLogError) {
    let outcome =
      storeState?.fault == nil
      ? "what it brought is refused; the desk goes on in another journal"
      : "changes are refused until the store is repaired. \(error.advice)"
    log?(.error, "\(error): \(outcome)")
  }
}
