import Desk
import JSON

/// The definition of an attribute, as admins see it.
enum DefinitionWire {
  /// What an attribute is, on every card and in the schema.
  static let head: [Schema.Property] = [
    .required("key", .string(pattern: "^[A-Za-z0-9_]{1,64}$"), "The key, as `attribute.edit` takes it."),
    .required("label", .string(), "The name to show."),
    .required(
      "kind", .oneOf(AttributeDefinition.Kind.allCases.map(\.rawValue)),
      "`default`: there from the start; `channel`: filled by the network; `custom`: made by an admin."),
    .required("format", .oneOf(AttributeFormat.allCases.map(\.rawValue)), "What a value looks like."),
  ]

  static let schema = Schema.named(
    "AttributeDefinition",
    .object(
      head + [
        .optional("options", .array(.string()), "The options of a `choice` or `choices` attribute."),
        .required("enabled", .boolean, "False where the attribute is hidden; its values are kept."),
        .required("lookup", .boolean, "True where the value is sent to the CRM when it looks a contact up."),
        .required("crmManaged", .boolean, "True where the CRM keeps the values: read-only for every role."),
        .required("agentEditable", .boolean, "False where only admins edit the values, or the network fills them."),
      ]))

  /// Writes that.
  static func head(_ definition: AttributeDefinition, to out: inout JSONWriter) {
    out.member("key", definition.key)
    out.member("label", definition.label)
    out.member("kind", definition.kind.rawValue)
    out.member("format", definition.format.rawValue)
  }

  static func write(_ definition: AttributeDefinition, to out: inout JSONWriter) {
    out.beginObject()
    head(definition, to: &out)
    if !definition.options.isEmpty { out.member("options", definition.options) }
    out.member("enabled", definition.isEnabled)
    out.member("lookup", definition.isLookup)
    out.member("crmManaged", definition.isCRMManaged)
    out.member("agentEditable", definition.isAgentEditable)
    out.endObject()
  }

  /// What a method that makes or changes a definition returns.
  static let changed = Schema.object([
    .required("attribute", schema, "The definition as it is now."),
    .required("version", Schemas.count, Schemas.schemaVersion),
  ])

  /// Writes what a method that makes or changes a definition returns.
  static func writeChanged(_ number: Int, _ book: Book, to out: inout JSONWriter) {
    out.beginObject()
    if let definition = book.definition(number: number) {
      out.key("attribute")
      write(definition, to: &out)
    }
    out.member("version", book.definitionsVersion)
    out.endObject()
  }
}
