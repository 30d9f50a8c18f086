import Text

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A value of a JSON text that a `JSONTape` has read: a view into the text, no copy.
///
/// Valid during the call that got it (`JSONTape.withValue`). Whoever keeps something takes it out as `String` or
/// number.
public struct JSONValue {
  /// The kinds of JSON values.
  public enum Kind: UInt8, Sendable {
    case null, `true`, `false`, number, string, array, object
  }

  static let hasEscapes: UInt64 = 1
  static let hasLoneSurrogate: UInt64 = 2
  static let notInteger: UInt64 = 1
  private static let mask28 = 1 << 28 - 1

  let text: UnsafePointer<UInt8>
  let tape: UnsafePointer<UInt64>
  let index: Int

  @inline(__always)
  private var entry: UInt64 { tape[index] }
  @inline(__always)
  private var flags: UInt64 { entry >> 56 & 15 }
  @inline(__always)
  private var high: Int { Int(truncatingIfNeeded: entry >> 28) & Self.mask28 }
  @inline(__always)
  private var low: Int { Int(truncatingIfNeeded: entry) & Self.mask28 }

  /// Which kind of value this is.
  @inline(__always)
  public var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: entry >> 60)) ?? .null }

  /// True of `null`.
  @inline(__always)
  public var isNull: Bool { kind == .null }

  /// How many elements an array has, or members an object; 0 for anything else.
  @inline(__always)
  public var count: Int { kind == .array || kind == .object ? high : 0 }

  /// Whether this is `[]` or `{}`. Languages with one type for lists and maps (Lua, PHP) write either for an empty one.
  @inline(__always)
  public var isEmptyContainer: Bool { (kind == .array || kind == .object) && high == 0 }

  /// The index of the entry behind this value.
  @inline(__always)
  var following: Int { kind == .array || kind == .object ? low : index + 1 }

  /// The bytes of a string between its quotes (escapes unresolved), of a number, or of a literal.
  @inline(__always)
  public var raw: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: text + low, count: high) }

  /// The token as it stands in the text: a string with its quotes, a number or a literal to the letter.
  public var token: UnsafeRawBufferPointer {
    kind == .string
      ? UnsafeRawBufferPointer(start: text + low - 1, count: high + 2)
      : UnsafeRawBufferPointer(start: text + low, count: high)
  }

  /// The token as text.
  public var tokenText: String { String(decoding: token, as: UTF8.self) }

  /// The beginning of the token as text, for a message to a person.
  public func tokenText(bytesMax: Int) -> String { String(decoding: token.prefix(bytesMax), as: UTF8.self) }

  // MARK: Strings

  /// True of a string with an escaped lone surrogate, which no Swift string can hold.
  public var hasLoneSurrogate: Bool { kind == .string && flags & Self.hasLoneSurrogate != 0 }

  /// The string, escapes resolved; nil for any other kind and for one with a lone surrogate.
  public var string: String? {
    guard kind == .string, flags & Self.hasLoneSurrogate == 0 else { return nil }
    return flags == 0 ? String(decoding: raw, as: UTF8.self) : String(decoding: UTF8Text.unescape(raw), as: UTF8.self)
  }

  /// The string for a message to a person: lone surrogates become U+FFFD. Empty for any other kind.
  public var displayString: String { displayString(bytesMax: .max) }

  /// The same of a string that may be long: about so many bytes of its beginning.
  public func displayString(bytesMax: Int) -> String {
    guard kind == .string else { return "" }
    var bytes = UTF8Text.unescape(raw, bytesMax: bytesMax)
    if bytes.count >= bytesMax {
      // It may end within a scalar.
      while let last = bytes.last, last & 0xC0 == 0x80 { bytes.removeLast() }
      if let last = bytes.last, last >= 0x80 { bytes.removeLast() }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// How many scalars a string has, lone surrogates counted; 0 for any other kind.
  public var scalarCount: Int { kind == .string ? UTF8Text.scalarCount(raw) : 0 }

  /// How many bytes of UTF-8 a string has, its escapes resolved; 0 for any other kind.
  public var byteCount: Int {
    kind == .string ? flags == 0 ? high : UTF8Text.byteCount(raw) : 0
  }

  /// Whether a string has more scalars than that. Nothing is copied, and most strings are short enough to need no
  /// counting. False for any other kind.
  @inline(__always)
  public func exceeds(scalars: Int) -> Bool { kind == .string && high > scalars && isLonger(scalars: scalars) }

  /// Whether a string has more bytes of UTF-8 than that, its escapes resolved; likewise.
  @inline(__always)
  public func exceeds(bytes: Int) -> Bool { kind == .string && high > bytes && isLonger(bytes: bytes) }

  private func isLonger(scalars: Int) -> Bool { high > scalars * Self.escapedBytesPerScalar || scalarCount > scalars }

  private func isLonger(bytes: Int) -> Bool { high > bytes * Self.escapedBytesPerByte || byteCount > bytes }

  /// The most bytes of a message that a scalar takes: two escapes.
  private static let escapedBytesPerScalar = 12

  /// The most bytes of a message that a byte of a string takes: one escape.
  private static let escapedBytesPerByte = 6

  /// The client's text as an error or a warning repeats it: as much of its beginning as `String.shortened` leaves. No
  /// more than that is copied, however long it is. Of a number, what the client wrote.
  public var repeatedText: String {
    let bytesMax = 2 * String.repeatedBytesMax
    return (kind == .string ? displayString(bytesMax: bytesMax) : tokenText(bytesMax: bytesMax)).shortened
  }

  /// Bytes that are the same for two strings exactly if their contents are, lone surrogates and all: for comparing
  /// names. Empty for any other kind.
  public var contentKey: [UInt8] { kind == .string ? UTF8Text.unescape(raw, keepingSurrogates: true) : [] }

  /// Calls `body` with the string's UTF-8, escapes resolved; nil for any other kind and for a lone surrogate.
  @inline(__always)
  public func withUTF8<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R? {
    guard kind == .string, flags & Self.hasLoneSurrogate == 0 else { return nil }
    return flags == 0 ? body(raw) : UTF8Text.unescape(raw).withUnsafeBufferPointer(body)
  }

  /// True of a string whose content, escapes resolved, is `literal`.
  @inline(__always)
  public func equals(_ literal: StaticString) -> Bool {
    if flags == 0 {
      return kind == .string && high == literal.utf8CodeUnitCount && memcmp(text + low, literal.utf8Start, high) == 0
    }
    // One that is longer, every byte escaped, is another one: it is not looked at.
    guard high <= literal.utf8CodeUnitCount * Self.escapedBytesPerByte else { return false }
    return withUTF8 { utf8 in
      guard utf8.count == literal.utf8CodeUnitCount, let start = utf8.baseAddress else { return false }
      return memcmp(start, literal.utf8Start, utf8.count) == 0
    } ?? false
  }

  /// True of a string whose content, escapes resolved, has the same scalars as `other`.
  ///
  /// Not Swift's `==`, for which canonically equivalent strings are equal.
  public func sameScalars(as other: String) -> Bool {
    let isPossible =
      flags == 0 ? high == other.utf8.count : high <= other.utf8.count * Self.escapedBytesPerByte
    guard kind == .string, isPossible else { return false }
    var other = other
    return withUTF8 { utf8 in other.withUTF8 { $0.elementsEqual(utf8) } } ?? false
  }

  // MARK: Numbers

  /// True of a number written without fraction and exponent.
  public var isIntegerToken: Bool { kind == .number && flags & Self.notInteger == 0 }

  /// The number, if it is written without fraction and exponent and fits 64 bits.
  public var integer: Int? {
    guard isIntegerToken else { return nil }
    var value = 0
    let isNegative = raw.first == UInt8(ascii: "-")
    for byte in raw.dropFirst(isNegative ? 1 : 0) {
      let (scaled, over) = value.multipliedReportingOverflow(by: 10)
      let digit = Int(byte &- UInt8(ascii: "0"))
      let (sum, overToo) =
        isNegative ? scaled.subtractingReportingOverflow(digit) : scaled.addingReportingOverflow(digit)
      guard !over, !overToo else { return nil }
      value = sum
    }
    return value
  }

  /// The number, if its value is whole, however it is written: JSON Schema's `integer` (draft-07, 6.1.1), for which
  /// `2`, `2.0` and `20e-1` are one value. Exact: no digit goes through a floating-point number.
  public var wholeNumber: WholeNumber? {
    guard kind == .number else { return nil }
    if isIntegerToken { return integer.map(WholeNumber.integer) ?? .beyond64Bits }
    return WholeNumber(fraction: raw)
  }

  // MARK: Containers

  /// The elements of an array; none for any other kind.
  public var elements: JSONElements {
    JSONElements(at: index + 1, left: kind == .array ? high : 0, of: self)
  }

  /// The members of an object, in the order of the text, repeated names and all; none for any other kind.
  public var members: JSONMembers {
    JSONMembers(at: index + 1, left: kind == .object ? high : 0, of: self)
  }

  /// The first member of an object with this name.
  @inline(__always)
  public func member(_ name: StaticString) -> JSONValue? {
    guard kind == .object else { return nil }
    var at = index + 1
    for _ in 0..<high {
      let value = JSONValue(text: text, tape: tape, index: at + 1)
      if JSONValue(text: text, tape: tape, index: at).equals(name) { return value }
      at = value.following
    }
    return nil
  }
}

/// The elements of an array, one after another.
public struct JSONElements: Sequence, IteratorProtocol {
  private var at: Int
  private var left: Int
  private let container: JSONValue

  init(at: Int, left: Int, of container: JSONValue) {
    (self.at, self.left, self.container) = (at, left, container)
  }

  /// The next element.
  @inline(__always)
  public mutating func next() -> JSONValue? {
    guard left > 0 else { return nil }
    left -= 1
    let value = JSONValue(text: container.text, tape: container.tape, index: at)
    at = value.following
    return value
  }
}

/// The members of an object, one after another.
public struct JSONMembers: Sequence, IteratorProtocol {
  private var at: Int
  private var left: Int
  private let container: JSONValue

  init(at: Int, left: Int, of container: JSONValue) {
    (self.at, self.left, self.container) = (at, left, container)
  }

  /// The next member; its name is a string value.
  @inline(__always)
  public mutating func next() -> (name: JSONValue, value: JSONValue)? {
    guard left > 0 else { return nil }
    left -= 1
    let name = JSONValue(text: container.text, tape: container.tape, index: at)
    let value = JSONValue(text: container.text, tape: container.tape, index: at + 1)
    at = value.following
    return (name, value)
  }
}
