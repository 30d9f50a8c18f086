import Desk
import JSON

/// An attribute of a contact, with what the caller may do to it.
enum AttributeWire {
  static let schema = Schema.named(
    "Attribute",
    .object([
      .required("key", .string(pattern: "^[A-Za-z0-9_]{1,64}$"), "The key, as `attribute.edit` takes it."),
      .required("label", .string(), "The name to show."),
      .required(
        "kind", .oneOf(AttributeDefinition.Kind.allCases.map(\.rawValue)),
        "`default`: there from the start; `channel`: filled by the network; `custom`: made by an admin."),
      .required("format", .oneOf(AttributeFormat.allCases.map(\.rawValue)), "What a value looks like."),
      .required(
        "value", .anyOf([.null, .string(), .number, .boolean, .array(.string())]),
        "The effective value in its normal form; null when empty."),
      .optional(
        "source", .oneOf(AttributeValue.Source.allCases.map { "\($0)" }),
        "Where the value came from; an agent's goes before a channel's."),
      .optional("setBy", .string(), "The id of the agent, or of the channel, that set the value."),
      .optional("setAt", Schemas.time, "When."),
      .required("canAdd", .boolean, "True where the caller may set the value and there is none."),
      .required("canEdit", .boolean, "True where the caller may set the value and there is one."),
      .required("crmManaged", .boolean, "True where the CRM keeps the value: read-only for every role."),
      .required("lookup", .boolean, "True where the value is sent to the CRM when it looks the contact up."),
      .optional("options", .array(.string()), "The options of a `choice` or `choices` attribute."),
    ]))

  /// Writes the attributes of a contact that a list of templates is for.
  static func write(
    _ templates: [AttributeTemplate], of contact: Contact, shown: Int?, _ book: Book, to out: inout JSONWriter
  ) {
    out.beginArray()
    for template in templates {
      if let value = contact.effectiveValue(of: template.definition, shown: shown) {
        out.raw(template.head)
        content(value.content, to: &out)
        origin(value, book, to: &out)
        out.raw(template.filledTail)
      } else {
        out.raw(template.empty)
      }
    }
    out.endArray()
  }

  private static func content(_ content: AttributeContent, to out: inout JSONWriter) {
    switch content {
    case .text(let text): out.string(text)
    case .integer(let number): out.integer(number)
    case .decimal(let number): out.number(number)
    case .boolean(let value): out.boolean(value)
    case .choices(let options):
      out.beginArray()
      for option in options { out.string(option) }
      out.endArray()
    }
  }

  private static func origin(_ value: AttributeValue, _ book: Book, to out: inout JSONWriter) {
    switch value.setter {
    case .agent(let agent):
      out.member("source", literal: "agent")
      out.member("setBy", book[agent].id)
    case .channel(let channel, _):
      out.member("source", literal: "channel")
      out.member("setBy", book[channel].id)
    }
    out.member("setAt", value.setAt)
  }
}

/// The parts of an attribute's object that are the same on every card: made once for each definition and role.
///
///     {"key":…,"value":   null   ,"canAdd":…}      empty:  all of it
///     {"key":…,"value":                            head
///                              "canAdd":…}         filledTail
struct AttributeTemplate {
  /// The definition's inner number.
  let definition: Int
  fileprivate let empty: [UInt8]
  fileprivate let head: [UInt8]
  fileprivate let filledTail: [UInt8]

  init(_ definition: AttributeDefinition, _ role: Role) {
    self.definition = definition.number
    let mayEdit = definition.whyReadOnly(for: role) == nil
    var out = JSONWriter()
    out.beginObject()
    out.member("key", definition.key)
    out.member("label", definition.label)
    out.member("kind", definition.kind.rawValue)
    out.member("format", definition.format.rawValue)
    out.key("value")
    head = out.bytes
    out.null()
    Self.tail(definition, canAdd: mayEdit, canEdit: false, to: &out)
    empty = out.bytes
    out.removeAll()
    Self.tail(definition, canAdd: false, canEdit: mayEdit, to: &out)
    filledTail = out.bytes
  }

  private static func tail(_ definition: AttributeDefinition, canAdd: Bool, canEdit: Bool, to out: inout JSONWriter) {
    out.member("canAdd", canAdd)
    out.member("canEdit", canEdit)
    out.member("crmManaged", definition.isCRMManaged)
    out.member("lookup", definition.isLookup)
    if !definition.options.isEmpty { out.member("options", definition.options) }
    out.endObject()
  }
}

/// The templates of the enabled attributes, in the admin's order, kept until the definitions or the role change.
public final class AttributeTemplates {
  private var made: (definitions: Int, role: Role, templates: [AttributeTemplate])?

  init() {}

  func callAsFunction(_ book: Book, _ role: Role) -> [AttributeTemplate] {
    if let made, made.definitions == book.definitionsVersion, made.role == role { return made.templates }
    let templates = book.definitions.filter(\.isEnabled).map { AttributeTemplate($0, role) }
    made = (book.definitionsVersion, role, templates)
    return templates
  }
}
