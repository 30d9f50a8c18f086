import Text

/// The shape of an input: one declaration that both reads a value and describes it.
///
/// A `Shape` of a scalar is a schema and a reader side by side. A `Shape` of an object is a closure that asks a
/// `FieldReader` for each of its fields in turn; run on a message it reads, run on nothing it *describes*: the same
/// calls that fetch the values name them. So what is not declared cannot be read, and what is read is documented.
public struct Shape<Value>: Sendable {
  /// What the value can be.
  public var schema: Schema { makeSchema() }

  /// A value to stand in while an object is described; never seen by a client.
  let placeholder: @Sendable () -> Value
  private let makeSchema: @Sendable () -> Schema
  private let reader: @Sendable (JSONValue) throws(ShapeError) -> Value

  /// A shape that is read by `read`, which tells what it does not like without a path: whoever calls adds it.
  public init(
    _ schema: @autoclosure @escaping @Sendable () -> Schema, placeholder: @autoclosure @escaping @Sendable () -> Value,
    read: @escaping @Sendable (JSONValue) throws(ShapeError) -> Value
  ) {
    makeSchema = schema
    self.placeholder = placeholder
    reader = read
  }

  /// Reads a value.
  @inline(__always)
  public func read(_ value: JSONValue) throws(ShapeError) -> Value { try reader(value) }
}

extension Shape where Value: Sendable {
  /// An object with the fields that `fields` asks for, listed in the documents under `name`. `[]` is as good as
  /// `{}`.
  public static func object(
    _ name: String, _ fields: @escaping @Sendable (inout FieldReader) throws(ShapeError) -> Value
  ) -> Shape {
    Shape(
      .named(name, .object(FieldReader.describe(fields))), placeholder: FieldReader.placeholder(fields),
      read: { value throws(ShapeError) in try FieldReader.read(value, named: true, fields) })
  }

  /// An array of at most `max` items of this shape. `{}` is as good as `[]`.
  public func array(max: Int) -> Shape<[Value]> {
    Shape<[Value]>(.array(self.schema, max: max), placeholder: []) { value throws(ShapeError) in
      guard value.kind == .array || value.isEmptyContainer else { throw .mismatch(expected: "an array", got: value) }
      guard value.count <= max else { throw ShapeError(.tooMany(limit: max, got: value.count)) }
      var result: [Value] = []
      result.reserveCapacity(value.count)
      for element in value.elements {
        do throws(ShapeError) { result.append(try read(element)) } catch { throw error.within(result.count) }
      }
      return result
    }
  }
}

/// A number as it came: what it is worth where 64 bits hold it, else its digits.
public enum JSONNumber: Sendable, CustomStringConvertible {
  case integer(Int)
  case digits(String)

  /// The digits.
  public var description: String {
    switch self {
    case .integer(let number): "\(number)"
    case .digits(let digits): digits
    }
  }
}

/// What is wrong with an input, and where.
public struct ShapeError: Error, Sendable {
  /// What is wrong.
  public enum Reason: Sendable {
    /// A value of another type, or another word than those allowed.
    case mismatch(expected: String, got: String)
    /// A field that must be there is not.
    case missing(expected: String)
    /// Names that no field has; with each, the nearest that one has.
    case unknown([(name: String, nearest: String?)])
    /// A name given twice.
    case repeated
    /// Right in type, but refused by its format: why, and an example that would pass.
    case refused(reason: String, example: String?)
    /// Too long a list.
    case tooMany(limit: Int, got: Int)
    /// A number outside its range.
    case outOfRange(min: Int, max: Int, got: JSONNumber)
  }

  /// What is wrong.
  public let reason: Reason

  /// Where, such as `identities[0].network`; empty for the params as a whole.
  public private(set) var path: String

  /// An error at this very place.
  public init(_ reason: Reason, path: String = "") {
    self.reason = reason
    self.path = path
  }

  /// A value of another type.
  public static func mismatch(expected: String, got value: JSONValue) -> ShapeError {
    ShapeError(.mismatch(expected: expected, got: value.summary))
  }

  /// The same error, seen from the object whose member `name` it is.
  public func within(_ name: String) -> ShapeError {
    ShapeError(reason, path: path.isEmpty || path.hasPrefix("[") ? name + path : "\(name).\(path)")
  }

  /// The same error, seen from the array whose element it is.
  public func within(_ index: Int) -> ShapeError {
    ShapeError(reason, path: path.isEmpty || path.hasPrefix("[") ? "[\(index)]\(path)" : "[\(index)].\(path)")
  }
}

extension JSONValue {
  /// A few words on the value for an error message: its type, and the value itself where it is short.
  public var summary: String {
    switch kind {
    case .null: "null"
    case .true: "true"
    case .false: "false"
    case .number: "the number \(Self.shortened(repeatedText))"
    case .string where hasLoneSurrogate: "a string with a lone surrogate"
    case .string: "the string \"\(Self.shortened(repeatedText))\""
    case .array: "an array"
    case .object: "an object"
    }
  }

  private static func shortened(_ text: String) -> String {
    let scalars = text.unicodeScalars
    return scalars.count <= 40 ? text : String(scalars.prefix(39)) + "…"
  }
}

extension String {
  /// What of a client's text an error or a warning repeats: as much of its front as `repeatedBytesMax` allows, with a
  /// `…` where the rest is left out. A client knows what it sent, however long.
  public var shortened: String { cut(toBytes: Self.repeatedBytesMax) }
}

extension [String] {
  /// The texts with `, ` between them, shortened: no more of them are joined than it takes.
  public var joinedShortened: String {
    var joined = ""
    for text in self {
      if !joined.isEmpty { joined += ", " }
      joined += text
      if joined.utf8.count > String.repeatedBytesMax { break }
    }
    return joined.shortened
  }
}
