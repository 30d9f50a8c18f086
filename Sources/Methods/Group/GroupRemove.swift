import Desk
import JSON
import RPC

/// `group.remove`: an admin takes a group away.
enum GroupRemove: Method {
  /// Which.
  struct Params {
    let groupId: String
    let ifVersion: Int?
  }

  static let name: StaticString = "group.remove"
  static let summary = "Removes a group. Its contacts stay; nobody is routed or served earlier for it any more."
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .notFound, .versionConflict]

  static var result: Schema { Schemas.removed("groupId", "group") }

  static let examples = [Example("Gone", #"{"groupId":"vips"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(groupId: try fields.required("groupId", Shapes.id, "The group."), ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<String> {
    let group = try book.group(params.groupId, "groupId")
    try book.check(params.ifVersion, book[group].version, of: "group")
    return Decision(book[group].id, changes: [book.removal(of: group)])
  }

  static func write(_ id: String, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.removed("groupId", id, book)
  }
}
