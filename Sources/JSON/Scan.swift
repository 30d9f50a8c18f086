/// Looks at eight bytes at once (SWAR: SIMD within a register).
///
/// Each function takes a word loaded from memory and returns a mask: the top bit of a byte is set where the byte is of
/// the kind looked for. Bits above the first hit may be false; the lowest set bit is always right, and the mask is
/// zero exactly when no byte is of that kind. On a little-endian machine the lowest bit is the first byte in memory.
enum Scan {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  /// Bytes that a JSON writer cannot copy unseen: `"`, `\`, below 0x20, and 0xE2 (the lead of U+2028 and U+2029).
  @inline(__always)
  static func escapable(_ memory: UInt64) -> UInt64 {
    let word = UInt64(littleEndian: memory)
    let quote = zero(word ^ (ones &* 0x22))
    let backslash = zero(word ^ (ones &* 0x5C))
    let lead = zero(word ^ (ones &* 0xE2))
    return (quote | backslash | lead | control(word)).littleEndian
  }

  /// Bytes that end the plain run of a string for a JSON reader: `"`, `\`, below 0x20, and anything not ASCII.
  @inline(__always)
  static func stringBreak(_ memory: UInt64) -> UInt64 {
    let word = UInt64(littleEndian: memory)
    let quote = zero(word ^ (ones &* 0x22))
    let backslash = zero(word ^ (ones &* 0x5C))
    return (quote | backslash | control(word) | (word & tops)).littleEndian
  }

  @inline(__always)
  private static func zero(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & tops }

  @inline(__always)
  private static func control(_ word: UInt64) -> UInt64 { (word &- (ones &* 0x20)) & ~word & tops }
}
