import Connectors
import Desk
import Methods

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Asks the desk's connector, where that is a program: runs it while it is used, and knows what it was asked.
///
/// What somebody waits for is asked at once. What the desk asks by itself is asked when fewer than eight questions are
/// with the connector: a script may make thousands of contacts.
final class ConnectorRun {
  private static let inTurnMax = 8

  /// The program that runs, and how the desk's connector named it.
  private struct Program {
    let kind: Connector.Kind
    let process: ConnectorProcess
  }

  private let launcher: [String]
  private let folder: String?
  private let log: Log?
  private var program: Program?
  /// The look-ups that the connector is asked about.
  private var asked: Set<Int> = []
  /// Those that the desk asks about by itself, when it is their turn; those before `next` were.
  private var inTurn: [LookupID] = []
  private var next = 0

  /// `launcher` comes before each command (`ConnectorProcess.Options`); `folder` is where the program runs.
  init(launcher: [String], folder: String?, log: Log?) {
    (self.launcher, self.folder, self.log) = (launcher, folder, log)
  }

  /// Whether an answer is still to come.
  var isAsking: Bool { !asked.isEmpty || next < inTurn.count }

  /// Whether a program runs, or may have to be started again.
  var hasProgram: Bool { program != nil }

  /// What `poll` is to wait for; empty while no program runs.
  var descriptors: [pollfd] { program?.process.descriptors ?? [] }

  /// When `service` is due at the latest, in ms of `Clock.ticks`; nil if never.
  var deadline: Int64? {
    // Where none of those that were asked last is with the connector, nothing else brings the next ones.
    next < inTurn.count && asked.count < Self.inTurnMax ? 0 : program?.process.deadline
  }

  /// Does what the calls that are committed now asked for.
  func perform(
    _ effects: [WaitingCalls.Effect], _ book: Book, _ answer: (LookupID, ConnectorProcess.Outcome) -> Void
  ) {
    for effect in effects {
      switch effect {
      case .ask(let lookup): ask(lookup, book, answer)
      case .askInTurn(let lookup): inTurn.append(lookup)
      case .takeBack(let lookup):
        program?.process.cancel(lookup.number)
        asked.remove(lookup.number)
      }
    }
    askInTurn(book, answer)
  }

  /// Lets the connector go on, without waiting for it. `answer` is called for each question that came to its end.
  func service(_ book: Book, _ answer: (LookupID, ConnectorProcess.Outcome) -> Void) {
    program?.process.service(now: Clock.ticks()) { number, outcome in
      asked.remove(number)
      answer(LookupID(number), outcome)
    }
    askInTurn(book, answer)
  }

  /// Ends the program, which has a second for that, or none. Nobody is answered any more.
  func end(isImmediate: Bool) {
    program?.process.end(isImmediate: isImmediate)
    program = nil
    (asked, inTurn, next) = ([], [], 0)
  }

  private func askInTurn(_ book: Book, _ answer: (LookupID, ConnectorProcess.Outcome) -> Void) {
    // A few at a time also where each fails at once: calls are answered in between.
    for _ in 0..<Self.inTurnMax where next < inTurn.count && asked.count < Self.inTurnMax {
      let lookup = inTurn[next]
      next += 1
      ask(lookup, book, answer)
    }
    if next == inTurn.count { (inTurn, next) = ([], 0) }
  }

  private func ask(_ lookup: LookupID, _ book: Book, _ answer: (LookupID, ConnectorProcess.Outcome) -> Void) {
    // A later look-up of the contact took its place, or somebody else has answered already.
    guard book.contains(lookup), case .asked = book[lookup].state else {
      return answer(lookup, .failed(reason: "Nothing is asked any more."))
    }
    guard let process = process(book.connector, answer) else {
      return answer(lookup, .failed(reason: "The desk has no connector any more that is a program."))
    }
    asked.insert(lookup.number)
    process.ask(lookup.number, params: book.question(of: lookup), now: Clock.ticks())
  }

  /// The process of the desk's connector. If an admin has configured another, the one before is ended.
  private func process(
    _ connector: Connector?, _ answer: (LookupID, ConnectorProcess.Outcome) -> Void
  ) -> ConnectorProcess? {
    guard case .command(let argv, let timeout)? = connector?.kind, let kind = connector?.kind else { return nil }
    if let program, program.kind.isSame(as: kind) { return program.process }
    program?.process.end(isImmediate: true)
    for number in asked.sorted() {
      answer(LookupID(number), .failed(reason: "The connector was configured anew before it answered."))
    }
    asked = []
    var options = ConnectorProcess.Options(argv: argv)
    (options.folder, options.timeoutMilliseconds, options.launcher) = (folder, timeout, launcher)
    let log = log
    let process = ConnectorProcess(options) { log?(.warn, $0) }
    program = Program(kind: kind, process: process)
    return process
  }
}
