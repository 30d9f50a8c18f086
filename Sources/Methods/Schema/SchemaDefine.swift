import Desk
import JSON
import RPC

/// `schema.define`: an admin makes an attribute.
enum SchemaDefine: Method {
  /// The definition.
  struct Params {
    let key: String
    let label: String
    let format: AttributeFormat
    let options: [String]
    let isEnabled: Bool
    let isLookup: Bool
    let isCRMManaged: Bool
    let isAgentEditable: Bool
    let ifVersion: Int?
  }

  static let name: StaticString = "schema.define"
  static let summary = "Defines a custom attribute, last in order."
  static let details = """
    No two keys differ in case alone. A key that was removed and is defined again is a new attribute: old values do \
    not come back. `options` belong to the formats `choice` and `choices`, which need them; those of all attributes \
    together have at most 1 MiB (UTF-8).
    """
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .limitExceeded, .forbidden, .versionConflict, .alreadyExists,
  ]
  static let result = DefinitionWire.changed
  static let examples = [
    Example(
      "A choice", #"{"key":"tier","label":"Tier","format":"choice","options":["bronze","silver","gold"],"lookup":true}"#
    )
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      key: try fields.required("key", Shapes.key, "The key: 1 to 64 letters, digits and `_` of ASCII."),
      label: try fields.required("label", Shapes.text(.name), "The name to show."),
      format: try fields.required("format", Shapes.word(AttributeFormat.self), "What a value looks like."),
      options: try fields.optional("options", Shapes.options, "The options of a `choice` or `choices` attribute.")
        ?? [],
      isEnabled: try fields.optional("enabled", Shapes.boolean, "False: hidden at first. True where left out.") ?? true,
      isLookup: try fields.optional(
        "lookup", Shapes.boolean, "True: sent to the CRM when it looks a contact up. False where left out.") ?? false,
      isCRMManaged: try fields.optional(
        "crmManaged", Shapes.boolean, "True: the CRM keeps the values, nobody edits them. False where left out.")
        ?? false,
      isAgentEditable: try fields.optional(
        "agentEditable", Shapes.boolean, "False: only admins edit the values. True where left out.") ?? true,
      ifVersion: try fields.schemaVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Int> {
    let definition = AttributeDefinition(
      number: book.definitionsMade + 1, key: params.key, label: params.label, format: params.format,
      options: params.options, isEnabled: params.isEnabled, isLookup: params.isLookup,
      isCRMManaged: params.isCRMManaged, isAgentEditable: params.isAgentEditable)
    try SchemaRules.checkOptions(definition)
    try book.check(params.ifVersion, book.definitionsVersion, of: "schema")
    if let present = book.definition(keyIgnoringCase: params.key) {
      throw RPCError(
        .alreadyExists, "There is an attribute \"\(present.key)\" already: update that one, or choose another key.",
        [("what", .string("attribute")), ("id", .string(present.key)), ("field", .string("key"))])
    }
    let limit = DeskLimits.definitionsMax
    guard book.definitions.count < limit else { throw .tooMany("definitions", limit: limit) }
    try SchemaRules.checkOptionBytes(definition, insteadOf: nil, book)
    return Decision(definition.number, changes: [.schema(.defined(definition))])
  }

  static func write(_ number: Int, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    DefinitionWire.writeChanged(number, book, to: &out)
  }
}
