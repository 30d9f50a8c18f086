import Desk
import JSON
import RPC
import Tables

/// `group.list`: which groups there are.
enum GroupList: Method {
  /// What to list.
  struct Result {
    let limit: Int
    let after: Int

    static var query: QueryFingerprint { QueryFingerprint("group.list") }
  }

  static let name: StaticString = "group.list"
  static let summary = "Lists the groups, in the order of definition."
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded]

  static var result: Schema {
    .object([
      .required("groups", .array(GroupWire.schema), "The groups of this page."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [Example("All", "{}")]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> PageParams { try PageParams(&fields) }

  static func run(_ page: PageParams, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let after = try page.after(try page.cursor(), Result.query)?.seq ?? 0
    return Decision(Result(limit: page.limit, after: after))
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.key("groups")
    out.beginArray()
    var gate = PageGate(limit: result.limit, out)
    book.groups(after: result.after) { number in
      guard gate.admits(RunIndex.Position(at: 0, seq: number.number), out) else { return false }
      GroupWire.write(number, book, to: &out)
      return true
    }
    out.endArray()
    out.member("nextCursor", gate.next(Result.query))
    out.endObject()
  }
}
