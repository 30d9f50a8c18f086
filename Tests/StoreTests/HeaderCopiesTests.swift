import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Salvage
@testable import Store

/// The two copies of a file's header: one that is sound is enough, the other one is reported, and nothing is guessed.
struct HeaderCopiesTests {
  /// Every bit counts: flipped in one copy, the other one is used and the damage is reported; in both, it is corrupt.
  @Test func headerBits() throws {
    let header = FileHeader(kind: .journal, number: 2, seq: 3, extent: 4, salt: 5, begun: 6, follows: 7)
    let bytes = Self.bytes(header)
    for bit in 0..<64 * 8 {
      for start in [0, FileHeader.copyStart] {
        var damaged = bytes
        damaged[start + bit / 8] ^= 1 << (bit % 8)
        let found = try Self.read(damaged)
        #expect(found.header == header && found.damage.map(\.offset) == [start], "bit \(bit) of the copy at \(start)")
        // Together with any other bit of the other copy.
        damaged[FileHeader.copyStart - start + (bit * 31 + 7) % 512 / 8] ^= 1 << (bit % 8)
        #expect(throws: ChangeLogError.self) { try Self.read(damaged) }
      }
      var damaged = bytes
      for start in [0, FileHeader.copyStart] { damaged[start + bit / 8] ^= 1 << (bit % 8) }
      #expect(throws: ChangeLogError.self) { try Self.read(damaged) }
    }
    for at in FileHeader.bytes..<FileHeader.copyStart {
      var damaged = bytes
      damaged[at] = 1
      let found = try Self.read(damaged)
      #expect(found.header == header && found.damage.map(\.offset) == [at], "byte \(at)")
    }
  }

  /// Two sound copies that are not the same, or one that is of another file, are corrupt; and so is neither.
  @Test func headersThatDiffer() throws {
    let header = FileHeader(kind: .journal, number: 2, seq: 3, extent: 4, salt: 5, begun: 6)
    let others = [
      FileHeader(kind: .journal, number: 2, seq: 3, extent: 4, salt: 6, begun: 6),
      FileHeader(kind: .journal, number: 3, seq: 3, extent: 4, salt: 5, begun: 6),
      FileHeader(kind: .snapshot, number: 2, seq: 3, extent: 4, salt: 5, begun: 6),
    ]
    for other in others {
      for (first, second) in [(header, other), (other, header)] {
        let bytes = Self.bytes(first)[..<FileHeader.copyStart] + Self.bytes(second)[FileHeader.copyStart...]
        #expect(throws: ChangeLogError.self) { try Self.read(Array(bytes)) }
      }
      // The sound copy is not of this file.
      guard other.name != header.name else { continue }
      for start in [0, FileHeader.copyStart] {
        var bytes = Self.bytes(other)
        bytes[start + 40] ^= 1
        #expect(throws: ChangeLogError.self) { try Self.read(bytes) }
      }
    }
  }

  /// A block that the disk cannot read is a corrupt copy.
  @Test func headersThatCannotBeRead() throws {
    let header = FileHeader(kind: .journal, number: 2, seq: 3, extent: 4, salt: 5, begun: 6)
    for failing in [[1], [2], [1, 2]] {
      let disk = MemoryDisk()
      let file = try Self.file(Self.bytes(header), disk)
      var reads = 0
      disk.fault = { call in
        reads += call.name == "read" ? 1 : 0
        return call.name == "read" && failing.contains(reads) ? MemoryDisk.ioError : nil
      }
      do throws(ChangeLogError) {
        let found = try HeaderCopies(file, .journal, 2)
        #expect(found.header == header && found.damage.map(\.offset) == [failing == [1] ? 0 : FileHeader.copyStart])
        #expect(failing.count == 1)
      } catch {
        #expect(error.diskError != nil && failing.count == 2, "\(error)")
      }
    }
  }

  /// A program that meets another format than its own stops and says so, whatever stands where its own format has the
  /// second copy: another format may have none.
  @Test(arguments: [(8, 4), (12, 3), (8, 2), (12, 1), (8, 1), (8, 0)] as [(Int, UInt8)], [true, false])
  func otherFormats(_ place: (offset: Int, format: UInt8), hasCopy: Bool) {
    let header = FileHeader(kind: .journal, number: 2, seq: 3, extent: 4, salt: 5, begun: 6)
    for (count, isCopyAlone) in [(64, false), (4_160, false), (4_160, true)] {
      var bytes = Array(Self.bytes(header)[..<count])
      for start in [0, FileHeader.copyStart] where start < count {
        bytes[start + place.offset] = place.format
        Self.mendChecksum(&bytes, at: start)
      }
      if !hasCopy && count > 64 { bytes[isCopyAlone ? 3 : FileHeader.copyStart + 3] = 0xEE }
      do {
        _ = try Self.read(bytes)
        Issue.record("it was read")
      } catch ChangeLogError.laterVersion(let name, let what) {
        #expect(name == "journal-2" && what.hasPrefix("format ") && place.format >= (place.offset == 8 ? 4 : 3))
      } catch ChangeLogError.earlierVersion(let name, let what) {
        #expect(name == "journal-2" && what.hasSuffix("this program reads 3.2"))
        #expect(place.format < (place.offset == 8 ? 3 : 2))
      } catch {
        Issue.record("\(error)")
      }
    }
  }

  /// A later format may have another header, and its checksum elsewhere: that is not called damage. Beside a sound copy
  /// it is.
  @Test func aLaterHeader() throws {
    let header = FileHeader(kind: .journal, number: 2, seq: 3, extent: 4, salt: 5, begun: 6)
    for start in [0, FileHeader.copyStart] {
      var bytes = Self.bytes(header)
      (bytes[start + 8], bytes[start + 30]) = (9, 9)
      #expect(try Self.read(bytes).header == header)
      for at in FileHeader.copyStart - start..<FileHeader.copyStart - start + 64 { bytes[at] = 0xEE }
      let error = #expect(throws: ChangeLogError.self) { try Self.read(bytes) }
      #expect(error?.isOfAnotherVersion == true)
    }
  }

  private static func mendChecksum(_ bytes: inout [UInt8], at start: Int) {
    let checksum = bytes.withUnsafeBytes { CRC32C.of(.init(rebasing: $0[start..<start + 60])) }
    withUnsafeBytes(of: checksum.littleEndian) { bytes.replaceSubrange(start + 60..<start + 64, with: $0) }
  }

  /// Both copies changed in the same byte, or one of them in that and the other one anywhere, or zeroed: refused, and
  /// nothing of it is said to be readable. Two sound ones that differ are refused, too.
  @Test func bothHeaders() throws {
    let (fixture, _) = try DamageTests.desk(6, snapshotAfter: 4)
    let (first, second) = (0..<FileHeader.bytes, FileHeader.copyStart..<FileHeader.recordsStart)
    for name in fixture.names {
      for at in first {
        for other in [second.lowerBound + at, second.lowerBound + (at * 7 + 3) % 64] {
          let disk = fixture.disk.copy()
          let file = try #require(disk.files[StoreFixture.folder + "/" + name])
          (file.bytes[at], file.bytes[other]) = (file.bytes[at] ^ 0x5A, file.bytes[other] ^ 0x5A)
          #expect(StoreTests.exitCode { _ = try StoreFixture(disk) } == 65, "\(name), bytes \(at) and \(other)")
        }
      }
      let zeroed = fixture.disk.copy()
      for at in Array(first) + Array(second) { zeroed.files[StoreFixture.folder + "/" + name]?.bytes[at] = 0 }
      #expect(StoreTests.exitCode { _ = try StoreFixture(zeroed) } == 65, "\(name) zeroed")
    }
    // Of another desk, of the same number.
    let (other, _) = try DamageTests.desk(6, snapshotAfter: 4)
    for name in fixture.names {
      for copy in [first, second] {
        let disk = fixture.disk.copy()
        let bytes = try other.file(name).bytes[copy]
        disk.files[StoreFixture.folder + "/" + name]?.bytes.replaceSubrange(copy, with: bytes)
        #expect(StoreTests.exitCode { _ = try StoreFixture(disk) } == 65, "\(name), the copy at \(copy)")
      }
    }
  }

  /// A copy that is damaged is reported by each start, and what is added and read goes on; the next snapshot is the end
  /// of it.
  @Test func aDamagedCopyStaysUntilTheSnapshot() throws {
    let (fixture, _) = try DamageTests.desk(6, snapshotAfter: 4)
    for name in fixture.names {
      for at in [20, 2_000, FileHeader.copyStart + 20] {
        let disk = fixture.disk.copy()
        disk.files[StoreFixture.folder + "/" + name]?.bytes[at] ^= 1
        for _ in 0..<2 {
          let opened = try StoreFixture(disk)
          #expect(opened.log.count == 1 && Self.isReport(opened.log[0], name, at), "\(opened.log)")
          opened.call()
          #expect(try opened.commit())
          try opened.store.close()
        }
        let last = try StoreFixture(disk)
        try last.store.snapshot()
        let again = try last.reopened()
        #expect(again.log == [] && again.book.everything == last.book.everything, "\(name), byte \(at)")
      }
    }
  }

  /// A folder of the format before the first release is refused, and is no damage either.
  @Test(arguments: [true, false]) func anEarlierFormat(hasCopy: Bool) throws {
    let (fixture, _) = try DamageTests.desk(3)
    let file = try fixture.file("journal-1")
    for start in hasCopy ? [0, FileHeader.copyStart] : [0] {
      file.bytes.replaceSubrange(start + 8..<start + 16, with: [2, 0, 0, 0, 1, 0, 0, 0])
      let checksum = file.bytes.withUnsafeBytes { CRC32C.of(.init(rebasing: $0[start..<start + 60])) }
      withUnsafeBytes(of: checksum.littleEndian) { file.bytes.replaceSubrange(start + 60..<start + 64, with: $0) }
    }
    if !hasCopy { for at in 64..<FileHeader.recordsStart { file.bytes[at] = 0xEE } }
    #expect(StoreTests.exitCode { _ = try StoreFixture(fixture.disk.copy()) } == 65)
    let folderCheck = try FolderCheck.read(StoreFixture.folder, disk: fixture.disk.copy())
    #expect(folderCheck.outcome.isOfAnotherVersion && !folderCheck.outcome.isSound)
    #expect(throws: Salvage.Refusal.self) { try Salvage.write(folderCheck, to: "/saved", disk: fixture.disk.copy()) }
  }

  /// The offsets of a file up to `end`: of the zeros between the two copies some, of all else each.
  static func offsets(_ end: Int) -> [Int] {
    (0..<end).filter { at in
      !(FileHeader.bytes + 1..<FileHeader.copyStart - 1).contains(at) || at % 97 == 0
    }
  }

  /// Whether a line reports damage to a header's copy or to the zeros between, and names the place of the byte.
  static func isReport(_ line: String, _ name: String, _ at: Int) -> Bool {
    let place = at < FileHeader.bytes ? 0 : min(at, FileHeader.copyStart)
    return line.hasPrefix("\(name) is damaged at byte \(place): ") && line.contains("Nothing is lost")
  }

  static func bytes(_ header: FileHeader) -> [UInt8] {
    var out = ByteWriter()
    header.write(to: &out)
    return out.withBytes { Array($0) }
  }

  static func file(_ bytes: [UInt8], _ disk: MemoryDisk) throws -> LogFile {
    _ = try disk.makeFolder("/desk")
    let file = try LogFolder(disk, "/desk").create("journal-2")
    try bytes.withUnsafeBytes { try file.write($0, at: 0) }
    return file
  }

  static func read(_ bytes: [UInt8]) throws -> HeaderCopies {
    try HeaderCopies(file(bytes, MemoryDisk()), .journal, 2)
  }
}
