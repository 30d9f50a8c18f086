import Desk
import JSON
import RPC

/// `schema.list`: which attributes there are.
enum SchemaList: Method {
  static let name: StaticString = "schema.list"
  static let summary = "Lists the definitions of all attributes, disabled ones too, in the admin's order."
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams]

  static var result: Schema {
    .object([
      .required("attributes", .array(DefinitionWire.schema), "The definitions."),
      .required("version", Schemas.count, Schemas.schemaVersion),
    ])
  }

  static let examples = [Example("All", "{}")]

  static func params(_: inout FieldReader) throws(ShapeError) {}

  static func run(_: Void, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> { Decision(()) }

  static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.key("attributes")
    out.beginArray()
    for definition in book.definitions { DefinitionWire.write(definition, to: &out) }
    out.endArray()
    out.member("version", book.definitionsVersion)
    out.endObject()
  }
}
