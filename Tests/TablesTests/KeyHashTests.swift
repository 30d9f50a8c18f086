import Tables
import Testing

/// The hash is the same in every process, on every machine and in every version: files may hold it.
struct KeyHashTests {
  private func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
    var hash = KeyHash(seed: seed)
    bytes.withUnsafeBufferPointer { hash.combine($0) }
    return hash.value
  }

  private func hash(seed: UInt64 = 0, _ body: (inout KeyHash) -> Void) -> UInt64 {
    var hash = KeyHash(seed: seed)
    body(&hash)
    return hash.value
  }

  /// The hashes of the first 0, 1, 2, … letters of the alphabet, as a second implementation computed them.
  private static let expected: [UInt64] = [
    0x8DE0_3646_F718_EF33, 0x1EB2_63F5_377C_EB14, 0x8137_583D_6237_D56A, 0x9AEA_A3A8_5898_D776,
    0x6131_2AEC_E8DE_6B4F, 0xB28B_8D4E_B5E6_D7A5, 0xEEAB_4AA7_B802_F5E5, 0x95F6_C1F3_30C0_171B,
    0x7B3C_C4AC_E087_CC46, 0x6CCF_28C0_06E4_C17A, 0x7818_5677_295E_F63B, 0x2BDA_DBF2_68CA_93E4,
    0xF36E_5453_60BE_7F3B, 0x8E86_5500_6D8F_7C9C, 0x94FD_6D87_F061_8DCD, 0xBCFE_D6F7_B472_C4DD,
    0xAD9B_B41C_3138_32A8, 0xC785_BC4A_4156_0CDE, 0x20DE_ACEF_770E_90B1, 0x2A32_3617_8DD0_64D7,
    0x8DF1_E186_7316_3FAC,
  ]

  @Test func lengthsFrom0To20() {
    let letters = Array("abcdefghijklmnopqrst".utf8)
    for (length, expected) in Self.expected.enumerated() {
      let bytes = Array(letters.prefix(length))
      #expect(hash(bytes) == expected, "length \(length)")
      #expect(hash { $0.combine(String(decoding: bytes, as: UTF8.self)) } == expected, "length \(length)")
      // Wherever the bytes lie in memory.
      let shifted = [0xFF] + bytes
      let value = hash { hash in
        shifted.withUnsafeBufferPointer { hash.combine(UnsafeBufferPointer(rebasing: $0[1...])) }
      }
      #expect(value == expected, "length \(length)")
    }
    #expect(Self.expected.count == 21)
  }

  @Test(
    arguments: [
      (0, 0x7F40_F512_8416_8100), (1, 0x165D_76FF_2DAE_A593), (.max, 0x7F5A_F1AF_855E_C820),
      (0x0123_4567_89AB_CDEF, 0x44D4_E15F_0D19_8445),
    ] as [(UInt64, UInt64)])
  func wholeNumbers(number: UInt64, expected: UInt64) {
    #expect(hash { $0.combine(number) } == expected)
  }

  @Test func seedsAndMixtures() {
    #expect(hash { _ in } == 0x9E37_79BD_8EF1_B1DE)
    #expect(hash(Array("abc".utf8), seed: 1) == 0xB465_249F_7F5C_8BE3)
    #expect(hash(Array("abc".utf8), seed: .max) == 0x67B0_BC1B_AC8F_1637)
    #expect(hash { $0.combine("é😀") } == 0x2A57_7516_DE61_F912)
    // Where one part ends and the next begins counts.
    let parts = hash {
      $0.combine("ab")
      $0.combine("c")
    }
    #expect(parts == 0xC6C2_222C_054B_4C19)
    let mixed = hash {
      $0.combine("a")
      $0.combine(7 as UInt64)
      $0.combine("bc")
    }
    #expect(mixed == 0x6362_A507_417B_C5E9)
  }

  @Test func composedAndDecomposedAreTwoKeys() {
    #expect(hash { $0.combine("\u{E9}") } != hash { $0.combine("e\u{301}") })
  }

  @Test func alikeKeysSpread() {
    // Ids differ in their last digits: the high half, which is all that an index keeps, must differ as well.
    let tags = Set((1...20_000).map { number in hash { $0.combine("contact-\(number)") } >> 32 })
    #expect(tags.count > 19_990)
    let numbers = Set((1...20_000).map { number in hash { $0.combine(UInt64(number)) } >> 32 })
    #expect(numbers.count > 19_990)
    // The lowest bits of the tag say where probing starts.
    var starts = Array(repeating: 0, count: 16)
    for number in 1...16_000 { starts[Int(hash { $0.combine("contact-\(number)") } >> 32 & 15)] += 1 }
    #expect(starts.allSatisfy { (800...1_200).contains($0) }, "\(starts)")
  }
}
