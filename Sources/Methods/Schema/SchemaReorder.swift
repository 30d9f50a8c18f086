import Desk
import JSON
import RPC

/// `schema.reorder`: in which order the card shows the attributes.
enum SchemaReorder: Method {
  /// The keys that come first.
  struct Params {
    let keys: [String]
    let ifVersion: Int?
  }

  static let name: StaticString = "schema.reorder"
  static let summary = "Puts attributes first, in the order of the keys; those not named follow as they were."
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded, .forbidden, .notFound, .versionConflict]

  static var result: Schema {
    .object([
      .required("keys", .array(.string()), "All keys, in the order in which the card shows them."),
      .required("version", Schemas.count, Schemas.schemaVersion),
    ])
  }

  static let examples = [Example("Phone before e-mail", #"{"keys":["phone","email"]}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      keys: try fields.required("keys", Shapes.keys, "The keys of the attributes to come first."),
      ifVersion: try fields.schemaVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> {
    if params.keys.isEmpty { throw .invalidParams("keys", expected: "at least one key", got: "none") }
    var seen = ScalarSet()
    for (index, key) in params.keys.enumerated() where !seen.insert(key) {
      throw .invalidParams("keys[\(index)]", expected: "each key once", got: "\"\(key.shortened)\" again")
    }
    var first: [Int] = []
    for (index, key) in params.keys.enumerated() {
      first.append(try book.definition(key, "keys[\(index)]").number)
    }
    try book.check(params.ifVersion, book.definitionsVersion, of: "schema")
    let present = book.definitions.map(\.number)
    let named = Set(first)
    let wanted = first + present.filter { !named.contains($0) }
    return wanted == present ? Decision(()) : Decision((), changes: [book.definitionsOrder(wanted)])
  }

  static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.member("keys", book.definitions.map(\.key))
    out.member("version", book.definitionsVersion)
    out.endObject()
  }
}
