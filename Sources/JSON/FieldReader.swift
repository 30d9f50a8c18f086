/// What came for a field whose `null` says something.
public enum Nullable<Value> {
  /// It was left out.
  case absent
  /// It was `null`.
  case null
  /// It had a value.
  case value(Value)
}

/// Hands out the fields of an object, each asked for by name with its shape and its meaning.
///
/// In a message the fields come by name (an object) or by position (an array: the order of asking; `null` skips).
/// Without a message the reader *describes*: it notes what it is asked for and answers with placeholders. Therefore
/// the closure that asks must ask for the same fields whatever it gets; rules across fields belong behind it.
public struct FieldReader {
  /// Most members of an object that are looked at: no object has so many fields, so one with more has a name that no
  /// field has, or one twice, among these.
  public static let membersMax = 100

  private enum Source {
    case named(JSONValue)
    case positional(JSONElements)
    case absent
    case describing
  }

  private var source: Source
  /// How many of the message's members or elements have been asked for.
  private var taken = 0
  /// What was asked for; filled only while describing.
  private var properties: [Schema.Property] = []

  // MARK: Fields

  /// A field that must be there; `null` is no value.
  @inline(__always)
  public mutating func required<V>(
    _ name: StaticString, _ shape: Shape<V>, _ description: StaticString
  ) throws(ShapeError) -> V {
    if let value = next(name), !value.isNull { return try Self.read(value, name, shape) }
    if case .describing = source {
      properties.append(.required(name.description, shape.schema, description.description))
      return shape.placeholder()
    }
    throw ShapeError(.missing(expected: shape.schema.phrase), path: name.description)
  }

  /// A field that may be left out; `null` is as good as leaving it out.
  @inline(__always)
  public mutating func optional<V>(
    _ name: StaticString, _ shape: Shape<V>, _ description: StaticString
  ) throws(ShapeError) -> V? {
    if let value = next(name), !value.isNull { return try Self.read(value, name, shape) }
    if case .describing = source {
      properties.append(.optional(name.description, shape.schema, description.description))
    }
    return nil
  }

  /// A field whose `null` says something else than leaving it out. By position `null` skips, here as everywhere.
  public mutating func nullable<V>(
    _ name: StaticString, _ shape: Shape<V>, _ description: StaticString
  ) throws(ShapeError) -> Nullable<V> {
    if let value = nextByName(name) { return value.isNull ? .null : .value(try Self.read(value, name, shape)) }
    if case .describing = source {
      properties.append(.optional(name.description, .anyOf([shape.schema, .null]), description.description))
    }
    return .absent
  }

  /// A field that must be there, if only as `null`; nil then.
  public mutating func requiredNullable<V>(
    _ name: StaticString, _ shape: Shape<V>, _ description: StaticString
  ) throws(ShapeError) -> V? {
    if let value = nextByName(name) { return value.isNull ? nil : try Self.read(value, name, shape) }
    if case .describing = source {
      properties.append(.required(name.description, .anyOf([shape.schema, .null]), description.description))
      return nil
    }
    throw ShapeError(.missing(expected: "\(shape.schema.phrase), or null by name"), path: name.description)
  }

  /// The message's value for this field, where `null` counts.
  private mutating func nextByName(_ name: StaticString) -> JSONValue? {
    guard let value = next(name) else { return nil }
    if case .positional = source, value.isNull { return nil }
    return value
  }

  @inline(__always)
  private static func read<V>(_ value: JSONValue, _ name: StaticString, _ shape: Shape<V>) throws(ShapeError) -> V {
    do throws(ShapeError) { return try shape.read(value) } catch { throw error.within(name.description) }
  }

  /// The message's value for this field.
  @inline(__always)
  private mutating func next(_ name: StaticString) -> JSONValue? {
    switch source {
    case .named(let object):
      guard let value = object.member(name) else { return nil }
      taken += 1
      return value
    case .positional(var elements):
      let value = elements.next()
      source = .positional(elements)
      taken += 1
      return value
    case .absent, .describing: return nil
    }
  }

  // MARK: Reading and describing

  /// Reads the fields from `value`: an object, or `[]` for one without members; where `named` is false also an array
  /// (by position) or nothing.
  ///
  /// Names that no field has are told before anything else: whoever mistypes a name wants to hear that, not that a
  /// field is missing. `_meta` is always allowed in params (`named` false) and must be an object.
  public static func read<V>(
    _ value: JSONValue?, named: Bool, _ fields: (inout FieldReader) throws(ShapeError) -> V
  ) throws(ShapeError) -> V {
    var reader = FieldReader(source: .absent)
    if let value, !value.isNull {
      switch value.kind {
      case .object: reader.source = .named(value)
      case .array where !named: reader.source = .positional(value.elements)
      case .array where value.isEmptyContainer: break
      default: throw .mismatch(expected: named ? "an object" : "an object or an array", got: value)
      }
    }
    let result: V
    if let value, value.kind == .object, value.count > membersMax {
      try checkNames(value, allowingMeta: !named, fields)
    }
    do throws(ShapeError) { result = try fields(&reader) } catch {
      if let value { try checkNames(value, allowingMeta: !named, fields) }
      throw error
    }
    if let value, value.count > reader.taken {
      try checkNames(value, allowingMeta: !named, fields)
      if value.kind == .array {
        throw ShapeError(.mismatch(expected: "at most \(reader.taken) params by position", got: "\(value.count)"))
      }
    }
    return result
  }

  /// The fields that `fields` asks for.
  public static func describe<V>(_ fields: (inout FieldReader) throws(ShapeError) -> V) -> [Schema.Property] {
    var reader = FieldReader(source: .describing)
    do throws(ShapeError) { _ = try fields(&reader) } catch { return reader.properties }
    return reader.properties
  }

  /// What `fields` makes of placeholders.
  static func placeholder<V>(_ fields: (inout FieldReader) throws(ShapeError) -> V) -> V {
    var reader = FieldReader(source: .describing)
    do throws(ShapeError) { return try fields(&reader) } catch {
      // A closure of ours that refuses placeholders breaks the rule above; every description would show it.
      fatalError("the fields of a shape must not check what they read: \(error)")
    }
  }

  /// Throws if the object has a name that no field has, or one twice.
  private static func checkNames<V>(
    _ object: JSONValue, allowingMeta: Bool, _ fields: (inout FieldReader) throws(ShapeError) -> V
  ) throws(ShapeError) {
    guard object.kind == .object else { return }
    let declared = describe(fields).map(\.name)
    var seen: Set<[UInt8]> = []
    var (unknown, repeated): ([(name: String, nearest: String?)], String?) = ([], nil)
    var badMeta: JSONValue?
    for (key, value) in object.members.prefix(membersMax) {
      if allowingMeta && key.equals("_meta") {
        if value.kind != .object && !value.isNull && !value.isEmptyContainer { badMeta = value }
      } else if !declared.contains(where: { key.sameScalars(as: $0) }) {
        guard unknown.count < 10 else { continue }
        let name = key.repeatedText
        unknown.append((name, Spelling.nearest(to: name, among: declared)))
        continue
      }
      if !seen.insert(key.contentKey).inserted { repeated = repeated ?? key.repeatedText }
    }
    if !unknown.isEmpty { throw ShapeError(.unknown(unknown)) }
    if let repeated { throw ShapeError(.repeated, path: repeated) }
    if let badMeta { throw ShapeError(.mismatch(expected: "an object", got: badMeta.summary), path: "_meta") }
  }
}
