import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

struct CRC32CTests {
  /// RFC 3720, appendix B.4, and the check value of the polynomial's catalogue entry.
  @Test(
    arguments: [
      ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
      (Array(0..<32), 0x46DD_794E), ((0..<32).reversed(), 0x113F_DB5C), (Array("123456789".utf8), 0xE306_9283), ([], 0),
    ] as [([UInt8], UInt32)])
  func known(_ bytes: [UInt8], _ checksum: UInt32) { #expect(bytes.withUnsafeBytes { CRC32C.of($0) } == checksum) }

  /// In two parts, or whole: at every length and every place to part.
  @Test func parts() {
    var random = SplitMix64(seed: 1)
    let bytes = (0..<40).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    bytes.withUnsafeBytes { bytes in
      for end in 0...40 {
        let whole = CRC32C.of(.init(rebasing: bytes[..<end]))
        for cut in 0...end {
          let front = CRC32C.of(.init(rebasing: bytes[..<cut]))
          #expect(CRC32C.of(.init(rebasing: bytes[cut..<end]), seed: front) == whole)
        }
      }
    }
  }
}
