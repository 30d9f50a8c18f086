public import Desk
public import JSON
public import RPC

/// One method of the protocol: all there is to know of it, in one file.
///
/// `params` declares the fields and reads them; `run` decides, on a book that it cannot change; `write` writes the
/// result from the book as it is after the changes. The documents, the stubs and the tests are made from the rest.
public protocol Method: SendableMetatype {
  /// What the fields of `params` come to.
  associatedtype Params
  /// What `write` needs to know beside the book.
  associatedtype Result

  /// The name on the wire: a noun, a dot, a verb.
  static var name: StaticString { get }
  /// What it does, in one sentence.
  static var summary: String { get }
  /// The rules that a caller must know; may be empty.
  static var details: String { get }
  /// Whether it can change the desk.
  static var effect: Effect { get }
  /// The least role that may call it.
  static var needs: Role { get }
  /// What the result looks like.
  static var result: Schema { get }
  /// The errors of its own, in the order in which they are first checked: the shape of the params, the role, look-ups,
  /// versions, what may be done to the thing, values, conflicts. Each is raised by a transcript of the method.
  static var errors: [ErrorCode] { get }
  /// Whether nothing is executed after a call: the process ends.
  static var endsSession: Bool { get }
  /// Whether all that was called before must be committed before a call is executed.
  static var commitsFirst: Bool { get }
  /// Worked examples: run in the order of the method table they are one session, from which their results come.
  static var examples: [Example] { get }

  /// The params. Asks for the same fields whatever it gets; rules across fields belong to `run`.
  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params
  /// Decides what to answer and what to change. Changes nothing itself.
  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result>
  /// Writes the result, one JSON value. The changes of the decision are in the book, and stay there if it throws: so
  /// does a call that failed and left something.
  static func write(
    _ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter
  ) throws(RPCError)
}

extension Method {
  /// Most methods say it all in the summary.
  public static var details: String { "" }
  /// Nearly no method ends the process.
  public static var endsSession: Bool { false }
  /// Most methods see what is staged; their answer is released when that is committed.
  public static var commitsFirst: Bool { false }
}

/// Whether a method can change the desk.
public enum Effect: String, Sendable {
  /// It never does.
  case reads
  /// It can; its reply is sent after the change is committed.
  case writes
}

/// A worked example of a call.
public struct Example: Sendable {
  /// A few words on what it shows.
  public let name: String
  /// The params, as JSON.
  public let params: String
  /// Whether the result is short enough to show.
  public let showsResult: Bool

  /// An example.
  public init(_ name: String, _ params: String, showsResult: Bool = true) {
    self.name = name
    self.params = params
    self.showsResult = showsResult
  }
}

/// What a method decided: its result, and the changes to commit before the result is released.
public struct Decision<Result> {
  /// What `write` needs to know beside the book.
  public let result: Result
  /// The changes, in order; none of a method that reads.
  public let changes: [Change.What]
  /// What becomes of the session, where the method settled that.
  public let session: SessionChange?
  /// The look-up that the connector must have answered before the result can be written; nil: none.
  public let awaited: LookupID?

  /// A decision.
  public init(
    _ result: Result, changes: [Change.What] = [], session: SessionChange? = nil, awaited: LookupID? = nil
  ) {
    self.result = result
    self.changes = changes
    self.session = session
    self.awaited = awaited
  }
}

/// What a decision makes of the session that it is made in.
public enum SessionChange {
  /// Who calls from now on. Then the changes of the decision say by themselves whom they record.
  case caller(Caller)
  /// What the clock shows from now on.
  case clock(Timestamp)
}

/// What a decision may know beside its params and the book.
public struct Context {
  /// Who calls.
  public var caller: Caller
  /// The time of the next change: that of the clock, and never before the change before it (see `Session`).
  public var now: Timestamp
  /// The time of the clock.
  public var clock: Timestamp
  /// The process that answers.
  public let server: ServerInfo
  /// What the calls of a batch cost so far.
  public var work: BatchWork { server.work }
  /// What is the same on every card.
  let attributeTemplates = AttributeTemplates()

  /// A context.
  public init(caller: Caller, now: Timestamp, clock: Timestamp, server: ServerInfo) {
    self.caller = caller
    self.now = now
    self.clock = clock
    self.server = server
  }
}
