import Connectors
import Desk
import JSON
import Methods
import RPC

/// The calls whose answers come once a connector has answered, and the questions that are due.
///
/// A value: if a commit fails, the runner puts back what it was, and nothing was asked or taken back meanwhile.
///
///     executed ──commit──► its question is put ──► answered ──► executed again, like a line, and written
///                                  │
///                                  └──── `$/cancelRequest` or the end of the session: -32800
struct WaitingCalls {
  /// A call that waits.
  struct Call {
    /// The id of the request; nil of a notification, and of the request `null`, which nobody can cancel.
    let id: KeptRequestID?
    /// Whether it is answered.
    let isAnswered: Bool
    let unfinished: AnyMethod.Unfinished
    /// How the client hears that the call still waits; nil if it did not ask for that.
    var progress: Progress?
    /// The batch that it belongs to, which goes on after it.
    var batch: SuspendedBatch?
  }

  /// What `$/progress` says of a call.
  struct Progress {
    /// What the client named it: `_meta.progressToken` of the request.
    let token: KeptRequestID
    /// When the call began, and when the next report is due, in ms of `Clock.ticks`.
    let beganAt: Int64
    var nextAt: Int64
  }

  /// What is to be said to the connector once all that was executed is committed.
  enum Effect {
    /// Somebody waits for the answer.
    case ask(LookupID)
    /// Nobody does: the desk asks by itself.
    case askInTurn(LookupID)
    case takeBack(LookupID)
  }

  /// What goes on before the next line is executed.
  enum Due {
    /// The connector has answered, or could not.
    case answered(LookupID, ConnectorProcess.Outcome)
    /// The client gave the call up.
    case cancelled(LookupID)
    /// What was staged is committed, for which a batch was suspended.
    case resumed(SuspendedBatch)
  }

  /// By the number of the look-up.
  private var calls: [Int: Call] = [:]
  var due = DueList()
  var effects: [Effect] = []

  var count: Int { calls.count }

  /// What the batches that wait keep, in bytes.
  var suspendedBytes: Int {
    calls.values.reduce(0) { $0 + ($1.batch?.bytes ?? 0) }
  }

  /// In the order in which they came.
  var lookups: [LookupID] { calls.keys.sorted().map { LookupID($0) } }

  subscript(lookup: LookupID) -> Call? { calls[lookup.number] }

  /// When the next report of progress is due, in ms of `Clock.ticks`; nil if never.
  var nextReportAt: Int64? { calls.values.lazy.compactMap { $0.progress?.nextAt }.min() }

  /// The reports that are due, with the look-up; the next ones are due `interval` ms later.
  mutating func takeReports(now: Int64, interval: Int64) -> [(lookup: LookupID, Progress)] {
    let due = lookups.filter { self[$0]?.progress.map { $0.nextAt <= now } ?? false }
    for lookup in due { calls[lookup.number]?.progress?.nextAt = now + interval }
    return due.compactMap { lookup in self[lookup]?.progress.map { (lookup, $0) } }
  }

  mutating func add(_ call: Call) {
    calls[call.unfinished.awaited.number] = call
    effects.append(.ask(call.unfinished.awaited))
  }

  /// Takes the answers of the batch that waits last out of the output, where they are still in it.
  mutating func putApart(_ out: inout JSONWriter) {
    for (number, call) in calls {
      guard case .inOutput(let start)? = call.batch?.answers else { continue }
      calls[number]?.batch?.answers = .apart(out.withBytes { Array($0[start...]) })
      out.truncate(to: start)
    }
  }

  mutating func remove(_ lookup: LookupID) -> Call? { calls.removeValue(forKey: lookup.number) }

  /// The look-up of the call with this id: of the first, where a client used it twice.
  func lookup(of id: KeptRequestID) -> LookupID? { lookups.first { self[$0]?.id == id } }
}

/// What goes on before the next line is executed, in order.
struct DueList {
  private var items: [WaitingCalls.Due] = []
  /// Those before it were taken: there may be as many as the connector has questions.
  private var next = 0

  var isEmpty: Bool { next == items.count }

  /// Whether a batch goes on first.
  var beginsWithBatch: Bool {
    if !isEmpty, case .resumed = items[next] { true } else { false }
  }

  mutating func append(_ due: WaitingCalls.Due) { items.append(due) }

  mutating func putFirst(_ due: WaitingCalls.Due) {
    items.removeFirst(next)
    next = 0
    items.insert(due, at: 0)
  }

  mutating func takeFirst() -> WaitingCalls.Due? {
    guard !isEmpty else { return nil }
    defer {
      next += 1
      if isEmpty { (items, next) = ([], 0) }
    }
    return items[next]
  }
}
