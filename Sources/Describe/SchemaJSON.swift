import JSON

/// Renders a `Schema` as JSON Schema, in words that draft-07 and 2020-12 share.
enum SchemaJSON {
  /// Writes a schema; a named one becomes a reference.
  ///
  /// Only this function writes `description`, once per object: the description that the place gives, then those that
  /// the schema has of its own. Draft-07 ignores everything beside a reference: a described one goes into `allOf`.
  static func write(_ schema: Schema, description: String? = nil, to out: inout JSONWriter) {
    var bare = schema
    var descriptions = description.map { [$0] } ?? []
    while case .described(let inner, let own) = bare {
      descriptions.append(own)
      bare = inner
    }
    out.beginObject()
    if case .named = bare, !descriptions.isEmpty {
      out.key("allOf")
      out.beginArray()
      write(bare, to: &out)
      out.endArray()
    } else {
      members(bare, to: &out)
    }
    if !descriptions.isEmpty { out.member("description", descriptions.joined(separator: " ")) }
    out.endObject()
  }

  /// Writes the members of a schema that has no description of its own.
  private static func members(_ schema: Schema, to out: inout JSONWriter) {
    switch schema {
    case .null: out.member("type", literal: "null")
    case .boolean: out.member("type", literal: "boolean")
    case .number: out.member("type", literal: "number")
    case .integer(let min, let max):
      out.member("type", literal: "integer")
      out.member("minimum", min)
      out.member("maximum", max)
    case .string(let min, let max, let pattern, let format):
      out.member("type", literal: "string")
      out.member("minLength", min)
      out.member("maxLength", max)
      out.member("pattern", pattern)
      out.member("format", format)
    case .oneOf(let words):
      out.member("type", literal: "string")
      out.member("enum", words)
    case .array(let items, let max):
      out.member("type", literal: "array")
      out.key("items")
      write(items, to: &out)
      out.member("maxItems", max)
    case .map(let values, let max):
      out.member("type", literal: "object")
      out.key("additionalProperties")
      write(values, to: &out)
      out.member("maxProperties", max)
    case .object(let properties): object(properties, to: &out)
    case .openObject: out.member("type", literal: "object")
    case .anyOf(let schemas):
      out.key("anyOf")
      out.beginArray()
      for schema in schemas { write(schema, to: &out) }
      out.endArray()
    case .named(let name, _): out.member("$ref", "#/components/schemas/\(name)")
    case .described(let inner, _): members(inner, to: &out)
    }
  }

  private static func object(_ properties: [Schema.Property], to out: inout JSONWriter) {
    out.member("type", literal: "object")
    out.key("properties")
    out.beginObject()
    for property in properties {
      out.key(escaping: property.name)
      write(property.schema, description: property.description, to: &out)
    }
    out.endObject()
    let required = properties.filter(\.isRequired).map(\.name)
    if !required.isEmpty { out.member("required", required) }
    out.key("additionalProperties")
    out.boolean(false)
  }
}

/// The named schemas that some schemas are made of, each once, by name.
struct Components {
  private(set) var schemas: [(name: String, schema: Schema)] = []

  /// Takes in a schema and all within.
  mutating func collect(_ schema: Schema) {
    switch schema {
    case .named(let name, let inner):
      guard !schemas.contains(where: { $0.name == name }) else { return }
      schemas.append((name, inner))
      collect(inner)
    case .array(let inner, _), .map(let inner, _), .described(let inner, _): collect(inner)
    case .anyOf(let inner): for schema in inner { collect(schema) }
    case .object(let properties): for property in properties { collect(property.schema) }
    case .null, .boolean, .integer, .number, .string, .oneOf, .openObject: break
    }
  }
}
