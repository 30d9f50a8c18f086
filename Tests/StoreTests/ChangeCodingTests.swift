import Desk
import TestSupport
import Testing

@testable import Store

struct ChangeCodingTests {
  private static func bytes(_ change: Change) -> [UInt8] {
    var out = ByteWriter(capacity: 8)
    out.change(change)
    return out.withBytes { Array($0) }
  }

  private static func read(_ bytes: [UInt8], seq: Int) throws -> (change: Change, isWhole: Bool) {
    try bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      return (try reader.change(seq: seq), reader.isAtEnd)
    }
  }

  /// Every case comes back: the same words (which show every field, to the scalar), the same bytes.
  @Test(arguments: ChangeCoding.Tag.allCases) func comesBack(_ tag: ChangeCoding.Tag) throws {
    var changes = RandomChanges(seed: UInt64(tag.rawValue))
    for _ in 0..<100 {
      let change = changes.change(tag)
      let bytes = Self.bytes(change)
      let (again, isWhole) = try Self.read(bytes, seq: change.seq)
      #expect("\(again)".unicodeScalars.elementsEqual("\(change)".unicodeScalars) && isWhole)
      #expect(Self.bytes(again) == bytes)
    }
  }

  /// Cut anywhere, it is told: nothing reads past its end.
  @Test(arguments: ChangeCoding.Tag.allCases) func cut(_ tag: ChangeCoding.Tag) {
    var changes = RandomChanges(seed: 7)
    for _ in 0..<10 {
      let bytes = Self.bytes(changes.change(tag))
      for end in bytes.indices {
        #expect(throws: CodingError.self) { try Self.read(Array(bytes[..<end]), seq: 1) }
      }
    }
  }

  /// Any byte changed in any of a few ways: it is refused, or it is another change in its one form. It never traps.
  @Test(arguments: ChangeCoding.Tag.allCases) func changed(_ tag: ChangeCoding.Tag) {
    var changes = RandomChanges(seed: 9)
    for _ in 0..<10 {
      let bytes = Self.bytes(changes.change(tag))
      for (at, flip) in bytes.indices.flatMap({ at in
        [1, 0x80, 0xFF, UInt8(changes.random.below(255))].map { (at, $0) }
      }) {
        var damaged = bytes
        damaged[at] ^= flip
        do {
          let (change, isWhole) = try Self.read(damaged, seq: 1)
          if isWhole { #expect(Self.bytes(change) == damaged, "byte \(at) of \(bytes)") }
        } catch {
          #expect(error is CodingError)
        }
      }
    }
  }

  @Test func anyBytes() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<20_000 {
      // The front of a change, then anything.
      var bytes: [UInt8] = [0, 1, UInt8(random.below(26))]
      for _ in 0..<random.below(40) { bytes.append(UInt8(random.percent(50) ? random.below(4) : random.below(256))) }
      do {
        let (change, isWhole) = try Self.read(bytes, seq: 1)
        if isWhole { #expect(Self.bytes(change) == bytes) }
      } catch {
        #expect(error is CodingError)
      }
    }
  }

  /// What must not be read: another form of the same, or what the desk cannot hold.
  @Test(
    arguments: [
      ([0x80, 0x00], "a number in its shortest form"), ([0xFF], "more bytes"),
      ([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02], "a number of 64 bits"),
      // The year 10000.
      ([0x80, 0xF0, 0xFE, 0xA1, 0xFA, 0x9D, 0x73, 1, 8, 1], "a time in the years 0000 to 9999"),
      ([0, 0, 8, 1], "a number from 1"), ([0, 1, 0], "a tag that this program knows"),
      ([0, 1, 24], "a tag that this program knows"), ([0, 1, 8, 1, 2], "0 or 1"), ([0, 1, 8, 1, 1, 1, 0xFF], "UTF-8"),
      ([0, 1, 8, 1, 1, 3, 0xED, 0xA0, 0x80], "UTF-8"), ([0, 1, 8, 1, 1, 0xFF, 0x7F], "more bytes of text"),
      ([0, 1, 20, 0xFF, 0x7F], "a list of fewer elements"), ([0, 1, 12, 1, 4], "a word that this program knows"),
      ([0, 1, 7, 1, 1, 1, 1, 1, 3, 0, 0, 0, 0, 0, 0, 0xF0, 0x7F], "a finite number"),
      ([0, 1, 8, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], "a number of 63 bits"),
    ] as [([UInt8], String)])
  func refused(_ bytes: [UInt8], _ expected: String) {
    do {
      let (change, _) = try Self.read(bytes, seq: 1)
      Issue.record("read as \(change)")
    } catch let error as CodingError {
      #expect(error.expected.description == expected)
    } catch {
      Issue.record("\(error)")
    }
  }
}
