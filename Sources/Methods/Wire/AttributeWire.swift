import Desk
import JSON

/// An attribute of a contact, with what the caller may do to it.
enum AttributeWire {
  static let schema = Schema.named(
    "Attribute",
    .object(
      DefinitionWire.head + [
        .required(
          "value", .anyOf([.null, .string(), .number, .boolean, .array(.string())]),
          "The effective value in its normal form; null when empty."),
        .optional(
          "source", .oneOf(AttributeValue.Source.allCases.map { "\($0)" }),
          "Where the value came from; the CRM's goes before an agent's, and that before a channel's."),
        .optional(
          "setBy", .string(),
          "The id of the agent, or of the channel, that set the value; or the name of the CRM connector."),
        .optional("setAt", Schemas.time, "When."),
        .required("canAdd", .boolean, "True where the caller may set the value and there is none."),
        .required("canEdit", .boolean, "True where the caller may set the value and there is one."),
        .required("crmManaged", .boolean, "True where the CRM keeps the value: read-only for every role."),
        .required("lookup", .boolean, "True where the value is sent to the CRM when it looks the contact up."),
        .optional("options", .array(.string()), "The options of a `choice` or `choices` attribute."),
      ]))

  /// Writes the attributes of a contact that templates are for; `only` those of some definitions, in ascending order.
  static func write(
    _ templates: AttributeTemplates, of contact: borrowing Contact, shown: Int?, _ book: Book, only: [Int]? = nil,
    to out: inout JSONWriter
  ) {
    out.beginArray()
    templates.bytes.withUnsafeBytes { bytes in
      for part in templates.parts where only?.containsSorted(part.definition) ?? true {
        guard let index = contact.effectiveIndex(of: part.definition, shown: shown) else {
          out.raw(UnsafeRawBufferPointer(rebasing: bytes[part.empty]))
          continue
        }
        out.raw(UnsafeRawBufferPointer(rebasing: bytes[part.head]))
        content(contact.values[index].content, to: &out)
        origin(contact.values[index], book, to: &out)
        out.raw(UnsafeRawBufferPointer(rebasing: bytes[part.filledTail]))
      }
    }
    out.endArray()
  }

  /// Writes a value in its normal form.
  static func content(_ content: AttributeContent, to out: inout JSONWriter) {
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
    case .crm(let lookup): origin(lookup, book, to: &out)
    }
    out.member("setAt", value.setAt)
  }

  /// Apart: a look-up is large, and few values are of the CRM.
  @inline(never)
  private static func origin(_ lookup: LookupID, _ book: Book, to out: inout JSONWriter) {
    out.member("source", literal: "crm")
    out.member("setBy", book[lookup].crm)
  }
}

extension [Int] {
  /// Whether a number is among these, which are in ascending order.
  @inline(__always)
  fileprivate func containsSorted(_ number: Int) -> Bool {
    if count <= 8 { return contains(number) }
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == number
  }
}

/// The parts of the attributes' objects that are the same on every card: made once for the definitions and a role.
///
/// A card needs all of them. After a change of the schema, edits make only those of the attributes that they write: a
/// schema may have a megabyte of options.
///
///     {"key":…,"value":   null   ,"canAdd":…}      empty:  all of it
///     {"key":…,"value":                            head
///                              "canAdd":…}         filledTail
///
/// All in one run of bytes, of which each part is a range: nothing to count references of while a card is written.
public final class AttributeTemplates {
  /// One enabled attribute.
  struct Part {
    /// The definition's inner number.
    let definition: Int
    var isMade = false
    var empty = 0..<0
    var head = 0..<0
    var filledTail = 0..<0
  }

  /// The enabled attributes, in the admin's order.
  private(set) var parts: [Part] = []
  private(set) var bytes: [UInt8] = []
  private var madeFor: (definitions: Int, role: Role)?
  private var isComplete = false
  /// The parts of a schema with so few bytes of options are made all at once.
  private static let fewOptionBytes = 1 << 14

  init() {}

  /// Makes the parts anew if the definitions or the role changed; `only` those of some definitions, in ascending order.
  func prepare(_ book: Book, _ role: Role, only: [Int]? = nil) {
    if let madeFor, madeFor.definitions == book.definitionsVersion, madeFor.role == role {
      if isComplete { return }
    } else {
      madeFor = (book.definitionsVersion, role)
      bytes = []
      parts = book.definitions.filter(\.isEnabled).map { Part(definition: $0.number) }
    }
    let only = book.optionBytes > Self.fewOptionBytes ? only : nil
    for index in parts.indices where !parts[index].isMade && only?.containsSorted(parts[index].definition) ?? true {
      if let definition = book.definition(number: parts[index].definition) { make(&parts[index], definition, role) }
    }
    isComplete = only == nil
  }

  private func make(_ part: inout Part, _ definition: AttributeDefinition, _ role: Role) {
    let mayEdit = definition.whyReadOnly(for: role) == nil
    var out = JSONWriter()
    out.beginObject()
    DefinitionWire.head(definition, to: &out)
    out.key("value")
    let headEnd = bytes.count + out.count
    out.null()
    Self.tail(definition, canAdd: mayEdit, canEdit: false, to: &out)
    let empty = bytes.count..<bytes.count + out.count
    bytes += out.bytes
    out.removeAll()
    Self.tail(definition, canAdd: false, canEdit: mayEdit, to: &out)
    let tail = bytes.count..<bytes.count + out.count
    bytes += out.bytes
    part = Part(
      definition: definition.number, isMade: true, empty: empty, head: empty.lowerBound..<headEnd, filledTail: tail)
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
