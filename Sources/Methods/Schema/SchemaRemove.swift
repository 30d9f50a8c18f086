import Desk
import JSON
import RPC

/// `schema.remove`: an admin takes an attribute away.
enum SchemaRemove: Method {
  /// Which.
  struct Params {
    let key: String
    let ifVersion: Int?
  }

  /// Which, and how many values went with it.
  struct Result {
    let key: String
    let values: Int
  }

  static let name: StaticString = "schema.remove"
  static let summary = "Removes a custom attribute, and with it its values."
  static let details = """
    For good: defined again, the key is a new attribute without values. To hide an attribute and keep its values, \
    disable it (`schema.update`); those that are there from the start can only be disabled. One that a setting names \
    (`settings.set`) or a group looks at (`group.define`) stays.
    """
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .notFound, .versionConflict, .inUse]

  static var result: Schema {
    .object([
      .required("key", .string(), "The key of the attribute that is gone."),
      .required("values", Schemas.count, "How many values went with it."),
      .required("version", Schemas.version, "The version of the schema."),
    ])
  }

  static let examples = [Example("Gone", #"{"key":"tier"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(key: try fields.required("key", Shapes.id, "The attribute."), ifVersion: try fields.schemaVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let definition = try book.definition(params.key, "key")
    try book.check(params.ifVersion, book.definitionsVersion, of: "schema")
    guard definition.kind == .custom else { throw SchemaRules.builtIn(definition, "key", "it cannot be removed") }
    let groups = book.groupsUsing(attribute: definition.number)
    if !groups.isEmpty {
      throw SchemaRules.inUse(by: groups, "Groups look at \"\(definition.key)\" (now: \(groups.count))", "key", book)
    }
    if book.settings.matchingAttribute == definition.number {
      throw .inUse(
        "\"\(definition.key)\" is the matching attribute of the desk: set another one first (settings.set).",
        by: "setting", count: 1, ids: ["matchingAttribute"], "key")
    }
    if book.connector?.matchOn?.contains(definition.number) ?? false {
      throw .inUse(
        "The CRM is asked with \"\(definition.key)\": name other attributes first (crm.configure).", by: "setting",
        count: 1, ids: ["matchOn"], "key")
    }
    return Decision(
      Result(key: definition.key, values: book.valueCount(of: definition)),
      changes: [book.definitionRemoval(definition.number)].compactMap { $0 })
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.member("key", result.key)
    out.member("values", result.values)
    out.member("version", book.definitionsVersion)
    out.endObject()
  }
}
