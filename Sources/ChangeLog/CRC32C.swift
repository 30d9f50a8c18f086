/// CRC-32C (Castagnoli; polynomial 0x1EDC6F41, RFC 3720 appendix B.4).
///
/// Eight bytes a step by tables ("slicing-by-8", Kounavis and Berry, 2005). The processors' own instructions cannot be
/// reached from plain Swift: neither does the toolchain offer their module, nor do they have a name to link.
package enum CRC32C {
  /// Eight tables of 256, one after another: where a byte stands decides which one it is looked up in.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      // The polynomial, its bits in reverse.
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
      tables[byte] = crc
    }
    for at in 256..<8 * 256 {
      let before = tables[at - 256]
      tables[at] = before >> 8 ^ tables[Int(before & 0xFF)]
    }
    return tables
  }()

  /// The checksum of some bytes; `seed` makes it another one for the same bytes.
  package static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt32 = 0) -> UInt32 {
    guard let base = bytes.baseAddress else { return seed }
    return tables.withUnsafeBufferPointer { table in
      var crc = ~seed
      var at = 0
      while at + 8 <= bytes.count {
        let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt64.self)) ^ UInt64(crc)
        let low = look(table, 7, word) ^ look(table, 6, word >> 8) ^ look(table, 5, word >> 16)
        let middle = look(table, 4, word >> 24) ^ look(table, 3, word >> 32) ^ look(table, 2, word >> 40)
        crc = low ^ middle ^ look(table, 1, word >> 48) ^ look(table, 0, word >> 56)
        at += 8
      }
      while at < bytes.count {
        let byte = base.load(fromByteOffset: at, as: UInt8.self)
        crc = crc >> 8 ^ look(table, 0, UInt64(crc ^ UInt32(byte)))
        at += 1
      }
      return ~crc
    }
  }

  @inline(__always)
  private static func look(_ table: UnsafeBufferPointer<UInt32>, _ number: Int, _ word: UInt64) -> UInt32 {
    table[number * 256 + Int(word & 0xFF)]
  }
}
