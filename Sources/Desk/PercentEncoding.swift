/// Percent-encoding (RFC 3986, section 2.1).
enum PercentEncoding {
  /// The text of this UTF-8 with each byte that `keeping` does not allow as `%XX`.
  static func encode(_ utf8: Substring.UTF8View, keeping isAllowed: (UInt8) -> Bool) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(utf8.count)
    for byte in utf8 {
      if isAllowed(byte) { result.append(byte) } else { append(byte, to: &result) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Appends a byte as `%XX`.
  static func append(_ byte: UInt8, to result: inout [UInt8]) {
    result.append(UInt8(ascii: "%"))
    result.append(hexDigit(byte >> 4))
    result.append(hexDigit(byte & 15))
  }

  /// A byte as `%XX`.
  static func encoded(_ byte: UInt8) -> String {
    var result: [UInt8] = []
    append(byte, to: &result)
    return String(decoding: result, as: UTF8.self)
  }

  /// Letters, digits, `-`, `.`, `_`, `~` (section 2.3).
  static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
    default: isAlphanumeric(byte)
    }
  }

  /// A letter or a digit of ASCII.
  static func isAlphanumeric(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 }

  /// Whether a byte is a hexadecimal digit.
  static func isHexDigit(_ byte: UInt8) -> Bool { hexValue(byte) != nil }

  /// The value of a hexadecimal digit, 0 to 15; nil of any other byte.
  static func hexValue(_ byte: UInt8) -> UInt8? {
    if byte &- 0x30 < 10 { return byte - 0x30 }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }

  /// The value of a hexadecimal digit in upper case, 0 to 15; nil of any other byte.
  static func upperHexValue(_ byte: UInt8) -> UInt8? {
    if byte &- 0x30 < 10 { return byte - 0x30 }
    return byte &- 0x41 < 6 ? byte - 0x41 + 10 : nil
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x41 + value - 10 }
}
