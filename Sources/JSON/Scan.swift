/// Looks at eight bytes at once (SWAR: SIMD within a register).
///
/// A word's lowest byte is the first in memory. Each search takes a word and returns a mask: the top bit of a byte is
/// set where the byte is of the kind looked for. Bits above the first hit may be false; the lowest set bit is always
/// right, and the mask is zero exactly when no byte is of that kind.
enum Scan {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  /// The eight bytes at `start` as a word.
  @inline(__always)
  static func word(_ start: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
  }

  /// The first `length` (1 to 7) bytes at `start` as a word, filled up with spaces. Reads nothing beyond them.
  @inline(__always)
  static func tail(_ start: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    let raw = UnsafeRawPointer(start)
    let fill = (ones &* 0x20) << UInt64(length * 8)
    if length >= 4 {
      // Two loads that overlap.
      let low = UInt64(UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self)))
      let high = UInt64(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: length - 4, as: UInt32.self)))
      return low | high << UInt64((length - 4) * 8) | fill
    }
    let middle = length / 2
    return UInt64(start[0]) | UInt64(start[middle]) << UInt64(middle * 8)
      | UInt64(start[length - 1]) << UInt64((length - 1) * 8) | fill
  }

  /// Sixteen bytes at once.
  typealias Block = SIMD16<UInt8>

  /// The sixteen bytes at `start`.
  @inline(__always)
  static func block(_ start: UnsafePointer<UInt8>) -> Block {
    UnsafeRawPointer(start).loadUnaligned(as: Block.self)
  }

  /// Of a block, the bytes that a JSON writer must look at before it copies them: `"`, `\`, below 0x20, 0x7F, and 0xC2
  /// and 0xE2, which differ in one bit and begin controls of which `controlLength` knows. All bits of such a byte are
  /// set.
  @inline(__always)
  static func suspects(_ block: Block) -> SIMDMask<SIMD16<Int8>> {
    let lead = (block & Block(repeating: 0xDF)) .== Block(repeating: 0xC2)
    return (block .== Block(repeating: 0x22)) .| (block .== Block(repeating: 0x5C)) .| (block .< Block(repeating: 0x20))
      .| (block .== Block(repeating: 0x7F)) .| lead
  }

  /// Where U+061C (D8 9C) is: each byte of `block` is the one before that of `next`. D8 alone begins half of the
  /// letters of Arabic.
  @inline(__always)
  static func letterMarks(_ block: Block, _ next: Block) -> SIMDMask<SIMD16<Int8>> {
    (block .== Block(repeating: 0xD8)) .& (next .== Block(repeating: 0x9C))
  }

  /// The mask as two words.
  @inline(__always)
  static func words(_ mask: SIMDMask<SIMD16<Int8>>) -> (first: UInt64, second: UInt64) {
    let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    return (UInt64(littleEndian: words[0]), UInt64(littleEndian: words[1]))
  }

  /// The same for eight bytes, and 0x9C, with which U+061C ends; in their top bits, of which those above the first may
  /// be false.
  @inline(__always)
  static func suspects(_ word: UInt64) -> UInt64 {
    // With the bit of 2 turned, `"` is next to the controls.
    let ascii = ((word ^ (ones &* 2)) &- (ones &* 0x21)) | ((word ^ (ones &* 0x5C)) &- ones) | (word &+ ones)
    let lead = zero((word ^ (ones &* 0xC2)) & (ones &* 0xDF))
    return (ascii & ~word & tops) | lead | zero(word ^ (ones &* 0x9C))
  }

  /// Whether one of the `suspects` at `at` must be escaped; the text begins at `start`, and nothing from `end` on is
  /// read. 0xC2 also begins NBSP and «, and 0xE2 begins ’ and €: text is full of them.
  @inline(never)
  static func mustEscape(
    _ suspects: UInt64, at: UnsafePointer<UInt8>, from start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> Bool {
    var suspects = suspects
    while suspects != 0 {
      let index = suspects.trailingZeroBitCount / 8
      let byte = at + index
      // A bit above the first may be false: then the byte is none of these.
      if byte[0] < 0x20 || byte[0] == 0x22 || byte[0] == 0x5C || controlLength(byte, end) != 0 { return true }
      if endsLetterMark(byte, start) { return true }
      suspects &= ~(0xFF << UInt64(index * 8))
    }
    return false
  }

  /// Whether the byte at `at` is the second of U+061C (D8 9C).
  @inline(__always)
  static func endsLetterMark(_ at: UnsafePointer<UInt8>, _ start: UnsafePointer<UInt8>) -> Bool {
    at[0] == 0x9C && at > start && at[-1] == 0xD8
  }

  /// How many bytes the control at `start` has that deceives who looks at a line, or ends it for them: U+007F to U+009F
  /// (7F; C2 80 to C2 9F), the marks of direction U+061C (D8 9C), U+200E and U+200F (E2 80 8E and 8F), U+2028 to
  /// U+202E: line separators, embeddings, overrides (E2 80 A8 to AE); and U+2060 to U+206F, invisible operators and
  /// isolates (E2 81 A0 to AF); 0 where none begins. The joiners U+200C and U+200D are needed in words and emoji.
  @inline(__always)
  static func controlLength(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
    switch start[0] {
    case 0x7F: return 1
    case 0xC2: return end - start >= 2 && start[1] & 0xE0 == 0x80 ? 2 : 0
    case 0xD8: return end - start >= 2 && start[1] == 0x9C ? 2 : 0
    case 0xE2:
      guard end - start >= 3 else { return 0 }
      switch (start[1], start[2]) {
      case (0x80, 0x8E...0x8F), (0x80, 0xA8...0xAE), (0x81, 0xA0...0xAF): return 3
      default: return 0
      }
    default: return 0
    }
  }

  /// Bytes that end the plain run of a string for a JSON reader: `"`, `\`, below 0x20, and anything not ASCII.
  @inline(__always)
  static func stringBreak(_ word: UInt64) -> UInt64 {
    let quote = zero(word ^ (ones &* 0x22))
    let backslash = zero(word ^ (ones &* 0x5C))
    return quote | backslash | control(word) | (word & tops)
  }

  @inline(__always)
  private static func zero(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & tops }

  @inline(__always)
  private static func control(_ word: UInt64) -> UInt64 { (word &- (ones &* 0x20)) & ~word & tops }
}
