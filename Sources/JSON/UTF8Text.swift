/// What RFC 3629 says about bytes, and RFC 8259 about escapes.
enum UTF8Text {
  /// The length in bytes (1 to 4) of the UTF-8 sequence that `bytes` begins with, or 0 if it begins with none.
  static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let lead = bytes.first else { return 0 }
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0..<0x80: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    guard bytes.count >= length, second.contains(bytes[1]) else { return 0 }
    for index in 2..<max(length, 2) where bytes[index] & 0xC0 != 0x80 { return 0 }
    return length
  }

  /// The value of a hexadecimal digit.
  @inline(__always)
  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The content of a JSON string that the reader found sound, with its escapes resolved; a lone surrogate, which has
  /// no UTF-8, becomes U+FFFD; or, where contents are to be told apart, the three bytes that its number would have.
  /// It stops once there are `bytesMax` bytes.
  static func unescape(
    _ raw: UnsafeBufferPointer<UInt8>, keepingSurrogates: Bool = false, bytesMax: Int = .max
  ) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(min(raw.count, bytesMax))
    var at = 0
    while at < raw.count, result.count < bytesMax {
      guard raw[at] == UInt8(ascii: "\\"), at + 1 < raw.count else {
        result.append(raw[at])
        at += 1
        continue
      }
      let letter = raw[at + 1]
      at += 2
      switch letter {
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        let (scalar, length) = escapedScalar(raw, at)
        if scalar == nil && keepingSurrogates {
          let unit = codeUnit(raw, at)
          result += [0xED, 0x80 | UInt8(unit >> 6 & 0x3F), 0x80 | UInt8(unit & 0x3F)]
        } else {
          result += Unicode.UTF8.encode(scalar ?? "\u{FFFD}") ?? Unicode.UTF8.encodedReplacementCharacter
        }
        at += length
      default: result.append(letter)
      }
    }
    return result
  }

  /// How many scalars the content of a JSON string has that the reader found sound; a lone surrogate counts as one.
  /// Nothing is copied.
  static func scalarCount(_ raw: UnsafeBufferPointer<UInt8>) -> Int {
    var (at, count) = (0, 0)
    while at < raw.count {
      let byte = raw[at]
      if byte == UInt8(ascii: "\\"), at + 1 < raw.count {
        at += 2
        if raw[at - 1] == UInt8(ascii: "u") { at += escapedScalar(raw, at).1 }
        count += 1
      } else {
        // A byte that continues a sequence begins no scalar.
        if byte & 0xC0 != 0x80 { count += 1 }
        at += 1
      }
    }
    return count
  }

  /// How many bytes of UTF-8 the same content has; a lone surrogate counts as U+FFFD, which takes its place.
  static func byteCount(_ raw: UnsafeBufferPointer<UInt8>) -> Int {
    var (at, count) = (0, 0)
    while at < raw.count {
      guard raw[at] == UInt8(ascii: "\\"), at + 1 < raw.count else {
        (at, count) = (at + 1, count + 1)
        continue
      }
      at += 2
      guard raw[at - 1] == UInt8(ascii: "u") else {
        count += 1
        continue
      }
      let (scalar, length) = escapedScalar(raw, at)
      at += length
      count += UTF8.width(scalar ?? "\u{FFFD}")
    }
    return count
  }

  /// The scalar of the escape whose four digits begin at `at` (nil: a lone surrogate), and how many bytes of the
  /// text it takes from there.
  private static func escapedScalar(_ raw: UnsafeBufferPointer<UInt8>, _ at: Int) -> (Unicode.Scalar?, Int) {
    let unit = codeUnit(raw, at)
    if let scalar = Unicode.Scalar(unit) { return (scalar, 4) }
    guard unit < 0xDC00, at + 6 <= raw.count, raw[at + 4] == UInt8(ascii: "\\"), raw[at + 5] == UInt8(ascii: "u") else {
      return (nil, 4)
    }
    let low = codeUnit(raw, at + 6)
    guard low & 0xFC00 == 0xDC00 else { return (nil, 4) }
    let value = 0x10000 + UInt32(unit - 0xD800) << 10 + UInt32(low - 0xDC00)
    return (Unicode.Scalar(value), 10)
  }

  private static func codeUnit(_ raw: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt16 {
    var unit: UInt16 = 0
    for index in at..<min(at + 4, raw.count) { unit = unit << 4 | UInt16(hexValue(raw[index]) ?? 0) }
    return unit
  }
}
