/// Why bytes are not what they should be. Bytes from a file are data: they are looked at, never trusted.
package struct CodingError: Error, Equatable {
  /// What was expected.
  package let expected: StaticString
  /// Where, from the start of what was being read.
  package let offset: Int
  /// Whether a later program may have written the bytes: a number that is free in this one.
  package var isLater = false

  package static func == (a: CodingError, b: CodingError) -> Bool {
    a.offset == b.offset && a.isLater == b.isLater && a.expected.description == b.expected.description
  }
}

/// Reads what `ByteWriter` wrote. Strict: every value has one form, and what has another is refused; so whatever is
/// read, written again, gives the same bytes.
package struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  /// Bytes read so far.
  package private(set) var at = 0

  package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  package var isAtEnd: Bool { at == bytes.count }

  /// An error at the place reached so far.
  func fault(_ expected: StaticString) -> CodingError { CodingError(expected: expected, offset: at) }

  /// An error at the place reached so far, where a number stands that a later program may have given a meaning.
  func later(_ expected: StaticString) -> CodingError { CodingError(expected: expected, offset: at, isLater: true) }

  mutating func byte() throws(CodingError) -> UInt8 {
    guard at < bytes.count else { throw fault("more bytes") }
    at += 1
    return bytes[at - 1]
  }

  mutating func fixed<Value: FixedWidthInteger>(_: Value.Type) throws(CodingError) -> Value {
    guard bytes.count - at >= MemoryLayout<Value>.size else { throw fault("more bytes") }
    at += MemoryLayout<Value>.size
    return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: at - MemoryLayout<Value>.size, as: Value.self))
  }

  /// A number of 64 bits in its shortest form.
  mutating func unsigned() throws(CodingError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      // The tenth byte has one bit left to give.
      guard shift < 63 || byte <= 1 else { throw fault("a number of 64 bits") }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 {
        guard byte > 0 || shift == 0 else { throw fault("a number in its shortest form") }
        return value
      }
      shift += 7
    }
  }

  /// A number that is not negative.
  mutating func number() throws(CodingError) -> Int {
    guard let value = Int(exactly: try unsigned()) else { throw fault("a number of 63 bits") }
    return value
  }

  /// The number of something that is counted from 1.
  mutating func ordinal() throws(CodingError) -> Int {
    let value = try number()
    guard value > 0 else { throw fault("a number from 1") }
    return value
  }

  mutating func signed() throws(CodingError) -> Int {
    let value = try unsigned()
    return Int(Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1))
  }

  mutating func boolean() throws(CodingError) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw fault("0 or 1")
    }
  }

  mutating func text() throws(CodingError) -> String {
    let count = try number()
    guard count <= bytes.count - at else { throw fault("more bytes of text") }
    let utf8 = UnsafeRawBufferPointer(rebasing: bytes[at..<at + count])
    guard let text = String(validating: utf8, as: UTF8.self) else { throw fault("UTF-8") }
    at += count
    return text
  }

  mutating func optionalText() throws(CodingError) -> String? { try boolean() ? try text() : nil }

  mutating func texts() throws(CodingError) -> [String] {
    try list { reader throws(CodingError) in try reader.text() }
  }

  /// A list, each element of which takes a byte at the least: a damaged length cannot ask for more memory than there
  /// are bytes.
  mutating func list<Element>(
    _ element: (inout ByteReader) throws(CodingError) -> Element
  ) throws(CodingError) -> [Element] {
    let count = try number()
    guard count <= bytes.count - at else { throw fault("a list of fewer elements") }
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try element(&self)) }
    return elements
  }
}
