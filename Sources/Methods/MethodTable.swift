public import Desk
public import JSON
public import RPC
import Tables

/// Every method of the protocol, in the order of the documents. Adding one is one line here.
public enum MethodTable {
  /// The methods.
  public static let all: [AnyMethod] = [
    AnyMethod(SystemHello.self),
    AnyMethod(SystemInfo.self),
    AnyMethod(SystemPing.self),
    AnyMethod(SystemShutdown.self),
    AnyMethod(RPCDiscover.self),
    AnyMethod(ContactCreate.self),
    AnyMethod(ContactUpdate.self),
    AnyMethod(ContactAddIdentity.self),
    AnyMethod(ContactRemoveIdentity.self),
    AnyMethod(ContactList.self),
    AnyMethod(ContactSearch.self),
    AnyMethod(MessageRecord.self),
    AnyMethod(CardGet.self),
    AnyMethod(CardGetMany.self),
    AnyMethod(AttributeEdit.self),
    AnyMethod(SchemaList.self),
    AnyMethod(SchemaDefine.self),
    AnyMethod(SchemaUpdate.self),
    AnyMethod(SchemaReorder.self),
    AnyMethod(SchemaRemove.self),
    AnyMethod(VipPromote.self),
    AnyMethod(VipDemote.self),
    AnyMethod(NoteAdd.self),
    AnyMethod(NoteEdit.self),
    AnyMethod(NoteList.self),
    AnyMethod(NoteRemove.self),
    AnyMethod(ConversationOpen.self),
    AnyMethod(ConversationGet.self),
    AnyMethod(ConversationList.self),
    AnyMethod(ConversationAssign.self),
    AnyMethod(ConversationSetStatus.self),
    AnyMethod(HistoryRead.self),
    AnyMethod(ChannelDefine.self),
    AnyMethod(ChannelUpdate.self),
    AnyMethod(ChannelRemove.self),
    AnyMethod(ChannelList.self),
    AnyMethod(TeamDefine.self),
    AnyMethod(TeamUpdate.self),
    AnyMethod(TeamRemove.self),
    AnyMethod(TeamList.self),
    AnyMethod(AgentDefine.self),
    AnyMethod(AgentUpdate.self),
    AnyMethod(AgentList.self),
    AnyMethod(GroupDefine.self),
    AnyMethod(GroupUpdate.self),
    AnyMethod(GroupList.self),
    AnyMethod(GroupMembers.self),
    AnyMethod(GroupRemove.self),
    AnyMethod(QueueList.self),
    AnyMethod(QueueNext.self),
    AnyMethod(CRMConfigure.self),
    AnyMethod(CRMStatus.self),
    AnyMethod(CRMLookup.self),
    AnyMethod(CRMResolve.self),
    AnyMethod(CRMConfirm.self),
    AnyMethod(CRMReject.self),
    AnyMethod(CRMList.self),
    AnyMethod(SettingsGet.self),
    AnyMethod(SettingsSet.self),
    AnyMethod(SystemSetClock.self),
    AnyMethod(StoreStatus.self),
    AnyMethod(StoreSnapshot.self),
  ]

  private static let numbersByName: HashIndex = {
    var index = HashIndex()
    for (number, method) in all.enumerated() { index.insert(hash(UnsafeBufferPointer(method.name)), number + 1) }
    return index
  }()

  /// The method of this name, or the error that says which one was probably meant.
  @inline(__always)
  public static func method(named name: JSONValue) throws(RPCError) -> AnyMethod {
    let number = name.withUTF8 { utf8 in numbersByName.first(hash(utf8)) { name.equals(all[$0 - 1].name) } }
    guard let number, let number else { throw unknown(name) }
    return all[number - 1]
  }

  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = KeyHash()
    hash.combine(name)
    return hash.value
  }

  private static func unknown(_ name: JSONValue) -> RPCError {
    let name = name.repeatedText
    let nearest = Spelling.nearest(to: name, among: all.map(\.name.description))
    return RPCError(
      .methodNotFound,
      "There is no method \"\(name)\"."
        + (nearest.map { " Did you mean \($0)?" } ?? " rpc.discover lists them all."),
      nearest.map { [("nearest", .string($0))] } ?? [])
  }
}

/// A method whose types are forgotten: what the table, the server and the documents need.
///
/// A class, so that finding one costs one reference, not a copy of all of this.
public final class AnyMethod: Sendable {
  /// The name on the wire.
  public let name: StaticString
  /// What it does, in one sentence.
  public let summary: String
  /// The rules that a caller must know.
  public let details: String
  /// Whether it can change the desk.
  public let effect: Effect
  /// The least role that may call it.
  public let needs: Role
  /// What the result looks like.
  public let result: @Sendable () -> Schema
  /// The errors of its own, in order of precedence.
  public let errors: [ErrorCode]
  /// Whether nothing is executed after a call.
  public let endsSession: Bool
  /// Whether all that was called before must be committed first.
  public let commitsFirst: Bool
  /// Worked examples.
  public let examples: @Sendable () -> [Example]
  /// The fields of the params, in order.
  public let params: @Sendable () -> [Schema.Property]

  private let body: Body

  /// What became of a call.
  public enum Outcome {
    /// Its changes were taken, if it had any, and its result is written.
    case done
    /// It was decided on a desk that others have changed since: it is to be executed again.
    case stale
    /// Its changes were taken; its result is written once the connector has answered.
    case waits(Unfinished)
  }

  /// What became of the changes of a decision.
  public enum Acceptance {
    /// They were taken.
    case taken
    /// They were decided on a desk that others have changed since, or at another time.
    case stale
  }

  /// A call whose result cannot be written yet.
  public struct Unfinished {
    /// The look-up that the connector is to answer.
    public let awaited: LookupID
    /// Writes the result, as the method does.
    public let write: (Book, Context, inout JSONWriter) throws(RPCError) -> Void
  }

  /// Takes the changes of a decision, and what becomes of the session; throws, having changed nothing, if the store
  /// takes none.
  public typealias Commit = ([Change.What], SessionChange?) throws(RPCError) -> Acceptance

  private typealias Body = @Sendable (JSONValue?, Book, Context, inout JSONWriter, Commit) throws(RPCError) -> Outcome

  /// Forgets the types.
  init<M: Method>(_: M.Type) {
    name = M.name
    summary = M.summary
    details = M.details
    effect = M.effect
    needs = M.needs
    result = { M.result }
    // Whatever changes the desk meets a store that may fail.
    errors = M.errors + (M.effect == .writes ? [.storage] : [])
    endsSession = M.endsSession
    commitsFirst = M.commitsFirst
    examples = { M.examples }
    params = { FieldReader.describe(M.params) }
    body = { params, book, context, out, commit throws(RPCError) in
      let read: M.Params
      do throws(ShapeError) { read = try FieldReader.read(params, named: false, M.params) } catch {
        throw RPCError(error)
      }
      guard context.caller.role >= M.needs else { throw .forbidden(M.needs, context.caller) }
      let workBefore = context.work.account
      let decision = try M.run(read, book, context)
      if !decision.changes.isEmpty || decision.session != nil {
        guard case .taken = try commit(decision.changes, decision.session) else {
          // It is decided again, and counts once: how often that happens depends on other processes.
          context.work.account = workBefore
          return .stale
        }
      }
      context.work.add(decision.changes, book)
      if let awaited = decision.awaited { return .waits(Self.unfinished(M.self, decision.result, awaited)) }
      let start = out.count
      if case .caller(let caller) = decision.session {
        var changed = context
        changed.caller = caller
        try M.write(decision.result, book, changed, to: &out)
      } else {
        // Not through a copy: that costs as much as reading the params.
        try M.write(decision.result, book, context, to: &out)
      }
      context.work.add(out.count - start)
      return .done
    }
  }

  @inline(never)
  private static func unfinished<M: Method>(_: M.Type, _ result: M.Result, _ awaited: LookupID) -> Unfinished {
    Unfinished(awaited: awaited) { book, context, out throws(RPCError) in
      try M.write(result, book, context, to: &out)
    }
  }

  /// Executes a call and writes its result. If it throws, what it wrote is to be dropped, and nothing is changed except
  /// by a method that says so; if it comes out stale, nothing is written or changed.
  @inline(__always)
  public func execute(
    _ params: JSONValue?, _ book: Book, _ context: Context, to out: inout JSONWriter, commit: Commit
  ) throws(RPCError) -> Outcome {
    try body(params, book, context, &out, commit)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes of a literal.
  fileprivate init(_ literal: StaticString) { self.init(start: literal.utf8Start, count: literal.utf8CodeUnitCount) }
}
