/// A second opinion on JSON: slow, recursive, and as close to the words of RFC 8259 as code can be.
struct SlowReader {
  private struct Refused: Error {}

  private let bytes: [UInt8]
  private let depthMax: Int
  private var at = 0

  /// The value that bytes hold, or nil if RFC 8259 or the depth refuses them.
  static func read(_ bytes: [UInt8], depthMax: Int = 128) -> Tree? {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    var reader = SlowReader(bytes: bytes, depthMax: depthMax)
    do {
      let value = try reader.element(depth: 0)
      return reader.at == bytes.count ? value : nil
    } catch {
      return nil
    }
  }

  private init(bytes: [UInt8], depthMax: Int) { (self.bytes, self.depthMax) = (bytes, depthMax) }

  private var current: UInt8? { at < bytes.count ? bytes[at] : nil }

  private func sees(_ letters: String) -> Bool { current.map(letters.utf8.contains) ?? false }

  private mutating func take(_ letters: String) -> Bool {
    guard sees(letters) else { return false }
    at += 1
    return true
  }

  private mutating func demand(_ letters: String) throws {
    guard take(letters) else { throw Refused() }
  }

  /// ws value ws
  private mutating func element(depth: Int) throws -> Tree {
    while take(" \t\n\r") {}
    let value = try self.value(depth: depth)
    while take(" \t\n\r") {}
    return value
  }

  private mutating func value(depth: Int) throws -> Tree {
    if sees("{[") && depth == depthMax { throw Refused() }
    if sees("\"") { return try string() }
    if sees("-0123456789") { return try number() }
    if take("[") { return try array(depth: depth + 1) }
    if take("{") { return try object(depth: depth + 1) }
    for (word, value) in [("true", Tree.boolean(true)), ("false", .boolean(false)), ("null", .null)]
    where bytes[at...].starts(with: word.utf8) {
      at += word.utf8.count
      return value
    }
    throw Refused()
  }

  private mutating func array(depth: Int) throws -> Tree {
    var elements: [Tree] = []
    while take(" \t\n\r") {}
    if take("]") { return .array(elements) }
    repeat { elements.append(try element(depth: depth)) } while take(",")
    try demand("]")
    return .array(elements)
  }

  private mutating func object(depth: Int) throws -> Tree {
    var members: [Tree.Member] = []
    while take(" \t\n\r") {}
    if take("}") { return .object(members) }
    repeat {
      while take(" \t\n\r") {}
      let name = try string()
      while take(" \t\n\r") {}
      try demand(":")
      members.append(Tree.Member(name, try element(depth: depth)))
    } while take(",")
    try demand("}")
    return .object(members)
  }

  private mutating func number() throws -> Tree {
    let from = at
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("eE") {
      _ = take("+-")
      try digits()
    }
    return .number(String(decoding: bytes[from..<at], as: UTF8.self))
  }

  private mutating func digits() throws {
    try demand("0123456789")
    while take("0123456789") {}
  }

  /// The content is gathered as UTF-16, in which the escapes are defined and a lone surrogate has a place.
  private mutating func string() throws -> Tree {
    try demand("\"")
    var units: [UInt16] = []
    while !sees("\"") {
      if take("\\") {
        units.append(try escape())
      } else {
        let from = at
        while let byte = current, byte >= 0x20, !sees("\"\\") { at += 1 }
        guard at > from else { throw Refused() }
        units.append(contentsOf: String(decoding: bytes[from..<at], as: UTF8.self).utf16)
      }
    }
    at += 1
    let isSound = String(validating: units, as: UTF16.self) != nil
    return .string(Array(String(decoding: units, as: UTF16.self).utf8), lone: !isSound)
  }

  private mutating func escape() throws -> UInt16 {
    guard let letter = current else { throw Refused() }
    at += 1
    switch Character(Unicode.Scalar(letter)) {
    case "\"", "\\", "/": return UInt16(letter)
    case "b": return 8
    case "f": return 12
    case "n": return 10
    case "r": return 13
    case "t": return 9
    case "u":
      let digits = bytes[at...].prefix(4)
      let isHex = digits.allSatisfy { "0123456789abcdefABCDEF".utf8.contains($0) }
      guard digits.count == 4, isHex, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else {
        throw Refused()
      }
      at += 4
      return unit
    default: throw Refused()
    }
  }
}
