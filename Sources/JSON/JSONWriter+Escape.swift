/// How the content of strings is copied, and escaped where it must be.
extension JSONWriter {
  /// Copies text up to `end`; there is room for it and 8 bytes more, and afterwards for one byte at least.
  ///
  /// Whole steps are copied before they are looked at. What is left at the end is shorter than a step: the last one
  /// takes what was copied already once more.
  @inline(__always)
  mutating func copyPlain(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
    let (size, to) = (end - start, UnsafeMutableRawPointer(base + length))
    if size > 16 { return copyBlocks(start, end) }
    if size >= 8 {
      let (first, last) = (Scan.word(start), Scan.word(end - 8))
      to.storeBytes(of: first.littleEndian, as: UInt64.self)
      to.storeBytes(of: last.littleEndian, toByteOffset: size - 8, as: UInt64.self)
      let (suspects, others) = (Scan.suspects(first), Scan.suspects(last))
      if suspects | others != 0,
        Scan.mustEscape(suspects, at: start, from: start, end) || Scan.mustEscape(others, at: end - 8, from: start, end)
      {
        return copyEscaped(start, start, end)
      }
    } else if size > 0 {
      let word = Scan.tail(start, size)
      to.storeBytes(of: word.littleEndian, as: UInt64.self)
      let suspects = Scan.suspects(word)
      if suspects != 0, Scan.mustEscape(suspects, at: start, from: start, end) {
        return copyEscaped(start, start, end)
      }
    }
    length += size
  }

  /// The same for more than sixteen bytes.
  @inline(__always)
  private mutating func copyBlocks(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
    var (from, to) = (start, UnsafeMutableRawPointer(base + length))
    while end - from > 16 {
      let (block, next) = (Scan.block(from), Scan.block(from + 1))
      to.storeBytes(of: block, as: Scan.Block.self)
      let (suspects, others) = Scan.words(Scan.suspects(block) .| Scan.letterMarks(block, next))
      if suspects | others != 0,
        Scan.mustEscape(suspects, at: from, from: start, end) || Scan.mustEscape(others, at: from + 8, from: start, end)
      {
        length = to - UnsafeMutableRawPointer(base)
        return copyEscaped(from, start, end)
      }
      (from, to) = (from + 16, to + 16)
    }
    let (block, before) = (Scan.block(end - 16), Scan.block(end - 17))
    (to + (end - from) - 16).storeBytes(of: block, as: Scan.Block.self)
    let (suspects, others) = Scan.words(Scan.suspects(block) .| Scan.letterMarks(before, block))
    length = to - UnsafeMutableRawPointer(base)
    if suspects | others != 0,
      Scan.mustEscape(suspects, at: end - 16, from: start, end)
        || Scan.mustEscape(others, at: end - 8, from: start, end)
    {
      return copyEscaped(from, start, end)
    }
    length += end - from
  }

  /// Copies the text that begins at `start` from `from` up to `end`, with escapes.
  @inline(never)
  private mutating func copyEscaped(
    _ from: UnsafePointer<UInt8>, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) {
    var from = from
    while from < end {
      // Room for the eight bytes of a word and for the longest escape.
      reserve((end - from) + 16)
      let size = min(end - from, 8)
      let word = size == 8 ? Scan.word(from) : Scan.tail(from, size)
      UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
      let special = Scan.suspects(word)
      let plain = special == 0 ? size : special.trailingZeroBitCount / 8
      from += plain
      length += plain
      if special != 0 { from += escapeOne(from, start, end) }
    }
    reserve(1)
  }

  /// Writes the byte at `from`, escaped where it must be; returns how many bytes of the text that took.
  private mutating func escapeOne(
    _ from: UnsafePointer<UInt8>, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> Int {
    let byte = from[0]
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): escaped(byte)
    case 0x08: escaped(UInt8(ascii: "b"))
    case 0x09: escaped(UInt8(ascii: "t"))
    case 0x0A: escaped(UInt8(ascii: "n"))
    case 0x0C: escaped(UInt8(ascii: "f"))
    case 0x0D: escaped(UInt8(ascii: "r"))
    case 0..<0x20: escaped(unit: UInt16(byte))
    case 0x9C where Scan.endsLetterMark(from, start):
      // Its first byte was copied.
      length -= 1
      escaped(unit: 0x061C)
    default: return escapeControlOrCopy(from, end)
    }
    return 1
  }

  @inline(__always)
  private mutating func escaped(_ byte: UInt8) {
    put(UInt8(ascii: "\\"))
    put(byte)
  }

  /// Writes the control that begins at `from` (`Scan.controlLength`) as an escape of six bytes, or, where none begins,
  /// the byte as it is; returns how many bytes of the text that took. There is room for six bytes.
  mutating func escapeControlOrCopy(_ from: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
    let size = Scan.controlLength(from, end)
    switch size {
    case 1: escaped(unit: UInt16(from[0]))
    case 2: escaped(unit: UInt16(from[0] & 0x1F) << 6 | UInt16(from[1] & 0x3F))
    case 3: escaped(unit: UInt16(from[0] & 0x0F) << 12 | UInt16(from[1] & 0x3F) << 6 | UInt16(from[2] & 0x3F))
    default:
      put(from[0])
      return 1
    }
    return size
  }

  /// Writes `\u` and the four digits of a code unit.
  private mutating func escaped(unit: UInt16) {
    escaped(UInt8(ascii: "u"))
    put(Self.hexDigit(UInt8(unit >> 12)))
    put(Self.hexDigit(UInt8(unit >> 8 & 15)))
    put(Self.hexDigit(UInt8(unit >> 4 & 15)))
    put(Self.hexDigit(UInt8(unit & 15)))
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
