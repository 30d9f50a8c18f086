/// A second opinion on JSON: RFC 8259 in the order of its sections, which writes what it reads again without the white
/// space between tokens.
struct StrictGrammar {
  private struct Refused: Error {}

  private let bytes: UnsafeRawBufferPointer
  private let depthMax: Int
  private var at = 0
  private var compact: [UInt8] = []

  /// The text without white space between its tokens; nil if the grammar, UTF-8 or the depth refuses it.
  static func compact(_ bytes: UnsafeRawBufferPointer, depthMax: Int) -> [UInt8]? {
    guard bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil else { return nil }
    var grammar = StrictGrammar(bytes: bytes, depthMax: depthMax)
    do {
      try grammar.element(0)
      return grammar.at == bytes.count ? grammar.compact : nil
    } catch {
      return nil
    }
  }

  private init(bytes: UnsafeRawBufferPointer, depthMax: Int) {
    (self.bytes, self.depthMax) = (bytes, depthMax)
    compact.reserveCapacity(bytes.count)
  }

  private var current: UInt8 { at < bytes.count ? bytes[at] : 0 }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    compact.append(byte)
    at += 1
    return true
  }

  private mutating func demand(_ byte: UInt8) throws {
    guard take(byte) else { throw Refused() }
  }

  private mutating func space() {
    while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
  }

  private mutating func element(_ depth: Int) throws {
    space()
    switch current {
    case UInt8(ascii: "{"):
      try container(depth + 1, UInt8(ascii: "{"), UInt8(ascii: "}")) { grammar in
        grammar.space()
        try grammar.string()
        grammar.space()
        try grammar.demand(UInt8(ascii: ":"))
        try grammar.element(depth + 1)
      }
    case UInt8(ascii: "["):
      try container(depth + 1, UInt8(ascii: "["), UInt8(ascii: "]")) { try $0.element(depth + 1) }
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): for byte in "true".utf8 { try demand(byte) }
    case UInt8(ascii: "f"): for byte in "false".utf8 { try demand(byte) }
    case UInt8(ascii: "n"): for byte in "null".utf8 { try demand(byte) }
    default: try number()
    }
    space()
  }

  private mutating func container(
    _ depth: Int, _ open: UInt8, _ close: UInt8, _ item: (inout StrictGrammar) throws -> Void
  ) throws {
    guard depth <= depthMax else { throw Refused() }
    try demand(open)
    space()
    if take(close) { return }
    repeat { try item(&self) } while take(UInt8(ascii: ","))
    try demand(close)
  }

  private mutating func number() throws {
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
  }

  private mutating func digits() throws {
    let from = at
    while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(current) { try demand(current) }
    if at == from { throw Refused() }
  }

  private mutating func string() throws {
    try demand(UInt8(ascii: "\""))
    while !take(UInt8(ascii: "\"")) {
      guard at < bytes.count, bytes[at] >= 0x20 else { throw Refused() }
      let isEscape = take(UInt8(ascii: "\\"))
      let byte = current
      guard at < bytes.count else { throw Refused() }
      try demand(byte)
      guard isEscape else { continue }
      guard "\"\\/bfnrtu".utf8.contains(byte) else { throw Refused() }
      for _ in 0..<(byte == UInt8(ascii: "u") ? 4 : 0) {
        guard at < bytes.count, Self.digit(bytes[at]) != nil else { throw Refused() }
        try demand(bytes[at])
      }
    }
  }

  private static func digit(_ byte: UInt8) -> Int? { Character(Unicode.Scalar(byte)).hexDigitValue }

  /// The content of a string, given what stands between its quotes, which must be sound: UTF-16, in which the escapes
  /// are defined and a lone surrogate has a place.
  static func content(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt16] {
    var units: [UInt16] = []
    var at = 0
    while at < raw.count {
      guard raw[at] == UInt8(ascii: "\\") else {
        let end = raw[at...].firstIndex(of: UInt8(ascii: "\\")) ?? raw.count
        units += Array(String(decoding: raw[at..<end], as: UTF8.self).utf16)
        at = end
        continue
      }
      let letter = raw[at + 1]
      at += 2
      switch letter {
      case UInt8(ascii: "b"): units.append(8)
      case UInt8(ascii: "f"): units.append(12)
      case UInt8(ascii: "n"): units.append(10)
      case UInt8(ascii: "r"): units.append(13)
      case UInt8(ascii: "t"): units.append(9)
      case UInt8(ascii: "u"):
        units.append(UInt16(raw[at..<at + 4].reduce(0) { $0 << 4 | (digit($1) ?? 0) }))
        at += 4
      default: units.append(UInt16(letter))
      }
    }
    return units
  }
}
