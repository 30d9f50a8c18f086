/// How the content of strings is copied, and escaped where it must be.
extension JSONWriter {
  /// Copies text up to `end`; there is room for it and 8 bytes more, and afterwards for one byte at least.
  @inline(__always)
  mutating func copyPlain(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
    var (from, to) = (start, UnsafeMutableRawPointer(base + length))
    // Two words at a time: one branch for both.
    while end - from >= 16 {
      let (word, next) = (Scan.word(from), Scan.word(from + 8))
      to.storeBytes(of: word.littleEndian, as: UInt64.self)
      to.storeBytes(of: next.littleEndian, toByteOffset: 8, as: UInt64.self)
      let (suspects, others) = (Scan.suspect(word), Scan.suspect(next))
      if suspects | others != 0,
        Scan.mustEscape(suspects, from, end) || Scan.mustEscape(others, from + 8, end)
      {
        length = to - UnsafeMutableRawPointer(base)
        return copyEscaped(from, end)
      }
      (from, to) = (from + 16, to + 16)
    }
    if end - from >= 8 {
      let word = Scan.word(from)
      to.storeBytes(of: word.littleEndian, as: UInt64.self)
      let suspects = Scan.suspect(word)
      if suspects != 0, Scan.mustEscape(suspects, from, end) {
        length = to - UnsafeMutableRawPointer(base)
        return copyEscaped(from, end)
      }
      (from, to) = (from + 8, to + 8)
    }
    if from < end {
      let word = Scan.tail(from, end - from)
      to.storeBytes(of: word.littleEndian, as: UInt64.self)
      let suspects = Scan.suspect(word)
      if suspects != 0, Scan.mustEscape(suspects, from, end) {
        length = to - UnsafeMutableRawPointer(base)
        return copyEscaped(from, end)
      }
      to += end - from
    }
    length = to - UnsafeMutableRawPointer(base)
  }

  /// Copies text up to `end`, with escapes.
  @inline(never)
  private mutating func copyEscaped(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
    var from = start
    while from < end {
      // Room for the eight bytes of a word and for the longest escape.
      reserve((end - from) + 16)
      let size = min(end - from, 8)
      let word = size == 8 ? Scan.word(from) : Scan.tail(from, size)
      UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
      let special = Scan.suspect(word)
      let plain = special == 0 ? size : special.trailingZeroBitCount / 8
      from += plain
      length += plain
      if special != 0 { from += escapeOne(from, end) }
    }
    reserve(1)
  }

  /// Writes the byte at `from`, escaped where it must be; returns how many bytes of the text that took.
  private mutating func escapeOne(_ from: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
    let byte = from[0]
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): escaped(byte)
    case 0x08: escaped(UInt8(ascii: "b"))
    case 0x09: escaped(UInt8(ascii: "t"))
    case 0x0A: escaped(UInt8(ascii: "n"))
    case 0x0C: escaped(UInt8(ascii: "f"))
    case 0x0D: escaped(UInt8(ascii: "r"))
    case 0..<0x20:
      escaped(UInt8(ascii: "u"))
      put(UInt8(ascii: "0"))
      put(UInt8(ascii: "0"))
      put(UInt8(ascii: "0") + byte >> 4)
      put(Self.hexDigit(byte & 15))
    case 0xC2, 0xE2: return escapeSeparatorOrCopy(from, end)
    default: put(byte)
    }
    return 1
  }

  @inline(__always)
  private mutating func escaped(_ byte: UInt8) {
    put(UInt8(ascii: "\\"))
    put(byte)
  }

  /// Writes the line separator that begins at `from` (U+0085, U+2028 or U+2029) as an escape of six bytes, or, where
  /// none begins, the byte as it is; returns how many bytes of the text that took. There is room for six bytes.
  mutating func escapeSeparatorOrCopy(_ from: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
    let size = Scan.separatorLength(from, end)
    guard size > 0 else {
      put(from[0])
      return 1
    }
    let escape: StaticString = size == 2 ? "\\u0085" : from[2] == 0xA8 ? "\\u2028" : "\\u2029"
    (base + length).update(from: escape.utf8Start, count: escape.utf8CodeUnitCount)
    length += escape.utf8CodeUnitCount
    return size
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
