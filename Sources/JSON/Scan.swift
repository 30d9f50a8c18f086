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

  /// Bytes that a JSON writer looks at before it copies them: `"`, `\`, below 0x20, and 0xC2 and 0xE2, which differ in
  /// one bit, the leads of the line separators U+0085, U+2028 and U+2029.
  @inline(__always)
  static func suspect(_ word: UInt64) -> UInt64 {
    let quote = zero(word ^ (ones &* 0x22))
    let backslash = zero(word ^ (ones &* 0x5C))
    let lead = zero((word ^ (ones &* 0xC2)) & (ones &* 0xDF))
    return quote | backslash | lead | control(word)
  }

  /// Whether a byte of the eight (or fewer) at `start` must be escaped; `suspects` are those that may, and nothing from
  /// `end` on is read. 0xC2 also begins NBSP and «, and 0xE2 begins ’ and €: text is full of them.
  @inline(never)
  static func mustEscape(
    _ suspects: UInt64, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> Bool {
    var suspects = suspects
    while suspects != 0 {
      let at = start + suspects.trailingZeroBitCount / 8
      // A bit above the first may be false: then the byte is none of these.
      if at[0] < 0x20 || at[0] == 0x22 || at[0] == 0x5C || separatorLength(at, end) != 0 { return true }
      suspects &= suspects &- 1
    }
    return false
  }

  /// How many bytes the line separator at `start` has: 2 of U+0085 (C2 85), 3 of U+2028 and U+2029 (E2 80 A8 and A9);
  /// 0 where none begins.
  @inline(__always)
  static func separatorLength(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
    if start[0] == 0xC2 { return end - start >= 2 && start[1] == 0x85 ? 2 : 0 }
    return start[0] == 0xE2 && end - start >= 3 && start[1] == 0x80 && start[2] & 0xFE == 0xA8 ? 3 : 0
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
