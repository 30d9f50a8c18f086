import Desk
import JSON
import RPC

/// `store.status`: where the desk is kept, and whether it takes changes.
enum StoreStatus: Method {
  static let name: StaticString = "store.status"
  static let summary = "Tells where the desk is kept, how safe its changes are, and whether it takes any."
  static let details = """
    A store that is read-only takes no changes since its disk failed or is full: writes get `storage` (1011), reads go \
    on. Each write tries whether it can take changes again.
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams]
  static var result: Schema { schema }

  static let schema = Schema.named(
    "StoreStatus",
    .object([
      .required("kind", SystemInfo.kindSchema, "Where the desk is kept."),
      .required("seq", Schemas.count, "The number of the last change; 0 for a new desk."),
      .required("readOnly", .boolean, "True while no changes are taken."),
      .optional("reason", .string(), "Why none are: the call that failed, the file, and the system's words."),
      .optional("advice", .string(), "What to do about it."),
      .optional("readOnlySince", Schemas.time, "Since when none are taken."),
      .optional("folder", .string(), "The folder, of a desk that is kept."),
      .optional(
        "sync", .oneOf(["always", "never"]),
        "What a reply to a write promises. Each: the change survives the end of the process, however it ends. `always`: a loss of power too. `never`: that too, when the system gets round to it."
      ),
      .optional(
        "generation", Schemas.count,
        "The number of the journal that is written: one more with each snapshot, and with each write that failed."),
      .optional("journalBytes", Schemas.count, "Bytes of the changes since the last snapshot."),
      .optional("snapshotSeq", Schemas.count, "The last change in the last snapshot; 0 if there is none."),
      .optional("snapshotBytes", Schemas.count, "The size of the last snapshot; 0 if there is none."),
      .optional("snapshotAt", Schemas.time, "When the last snapshot was made."),
    ]))

  static let examples = [Example("A desk in a folder", "{}")]

  static func params(_: inout FieldReader) throws(ShapeError) {}

  static func run(_: Void, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> { Decision(()) }

  static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    if let state = context.server.store?.status() {
      out.member("kind", literal: "folder")
      out.member("seq", book.seq)
      out.member("readOnly", state.fault != nil)
      if let fault = state.fault {
        out.member("reason", fault.cause.reason)
        out.member("advice", fault.cause.advice)
        out.member("readOnlySince", fault.since)
      }
      out.member("folder", state.folder)
      out.member("sync", state.sync.rawValue)
      out.member("generation", state.journalNumber)
      out.member("journalBytes", state.journalBytes)
      out.member("snapshotSeq", state.snapshotSeq)
      out.member("snapshotBytes", state.snapshotBytes)
      out.member("snapshotAt", state.snapshotAt)
    } else {
      out.member("kind", literal: "memory")
      out.member("seq", book.seq)
      out.member("readOnly", false)
    }
    out.endObject()
  }
}
