/// What values a place in a message can hold; the source of the JSON Schemas of the protocol's documents.
///
/// Only what JSON Schema draft-07 and 2020-12 say alike. Lengths count Unicode scalars, as JSON Schema does (RFC 8259
/// characters).
public indirect enum Schema: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean
  /// A whole number, in a range where there are bounds.
  case integer(min: Int? = nil, max: Int? = nil)
  /// Any number.
  case number
  /// A string: its length in scalars, an ECMA-262 pattern, a format that JSON Schema names.
  case string(min: Int? = nil, max: Int? = nil, pattern: String? = nil, format: String? = nil)
  /// One of these strings.
  case oneOf([String])
  /// An array with at most `max` items, each of this schema.
  case array(Schema, max: Int? = nil)
  /// An object whose member names are data, each value of this schema.
  case map(Schema, max: Int? = nil)
  /// An object with these members and no other.
  case object([Property])
  /// An object with any members.
  case openObject
  /// Any of these schemas.
  case anyOf([Schema])
  /// A schema that stands under this name among the document's components; others refer to it.
  case named(String, Schema)
  /// A schema with a description of its own.
  case described(Schema, String)

  /// A member of an object.
  public struct Property: Sendable {
    /// The member's name.
    public let name: String
    /// What its value can be.
    public let schema: Schema
    /// What it means, in which unit and range.
    public let description: String
    /// False of a member that may be left out.
    public let isRequired: Bool

    /// A member that is always there.
    public static func required(_ name: String, _ schema: Schema, _ description: String) -> Property {
      Property(name: name, schema: schema, description: description, isRequired: true)
    }

    /// A member that is left out where there is nothing to say.
    public static func optional(_ name: String, _ schema: Schema, _ description: String) -> Property {
      Property(name: name, schema: schema, description: description, isRequired: false)
    }
  }
}

extension Schema {
  /// What is expected, in a few words for an error message.
  public var phrase: String {
    switch self {
    case .null: "null"
    case .boolean: "true or false"
    case .integer(let min?, let max?): "an integer from \(min) to \(max)"
    case .integer: "an integer"
    case .number: "a number"
    case .string: "a string"
    case .oneOf(let words): "one of \(words.joined(separator: ", "))"
    case .array: "an array"
    case .map, .object, .openObject: "an object"
    case .anyOf(let schemas): schemas.map(\.phrase).joined(separator: " or ")
    case .named(_, let schema), .described(let schema, _): schema.phrase
    }
  }
}
