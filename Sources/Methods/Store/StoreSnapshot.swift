import Desk
import JSON
import RPC

/// `store.snapshot`: writes all of the desk into one file.
enum StoreSnapshot: Method {
  static let name: StaticString = "store.snapshot"
  static let summary = "Writes all of the desk into a new snapshot, behind which the journal starts anew."
  static let details = """
    Answered when it is done and was read back. Nobody needs to ask for it: one is made when the journals have 16 MiB \
    and as many bytes as the last snapshot, or 1 MiB and a day.
    """
  static let effect = Effect.reads
  static let needs = Role.agent
  static let commitsFirst = true
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .wrongState, .storage]

  static var result: Schema {
    .object([
      .required("snapshotSeq", Schemas.count, "The last change in the snapshot."),
      .required("snapshotBytes", Schemas.count, "Its size."),
    ])
  }

  static let examples = [Example("Before a backup", "{}")]

  static func params(_: inout FieldReader) throws(ShapeError) {}

  static func run(_: Void, _ book: Book, _ context: Context) throws(RPCError) -> Decision<StoreState> {
    guard let store = context.server.store else {
      throw RPCError(
        .wrongState, "The desk is kept in memory: there is no store that could hold a snapshot.",
        [("state", .string("memory"))])
    }
    do throws(StoreFault) { try store.snapshot() } catch {
      throw RPCError(
        .storage,
        "No snapshot was made (\(error.reason)). Nothing is lost by it: the journals have all. \(error.advice).",
        [("reason", .string(error.reason)), ("advice", .string(error.advice))])
    }
    return Decision(store.status())
  }

  static func write(_ state: StoreState, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.member("snapshotSeq", state.snapshotSeq)
    out.member("snapshotBytes", state.snapshotBytes)
    out.endObject()
  }
}
