import Disk

/// The header of a file, read from the two copies with which every file begins.
///
///     header │ zeros │ the same header │ records …
///     0       64      4,096             4,160
///
/// The copies lie in different blocks of 4 KiB, so that damage to one block leaves the other copy. The first one is
/// alone in its block, which is never written again. The second one shares its block with the first records.
///
/// A reader uses the first sound copy:
///
/// | first   | second          | result                                  |
/// | ------- | --------------- | --------------------------------------- |
/// | sound   | the same        | the header                              |
/// | sound   | corrupt         | the header, and the damage is reported  |
/// | corrupt | sound           | the header, and the damage is reported  |
/// | sound   | sound, or other | corrupt: the copies differ              |
/// | other   | any             | what the first one is: see below        |
/// | corrupt | other           | what the second one is                  |
/// | corrupt | corrupt         | corrupt                                 |
///
/// *Other* is a copy whose checksum is right, of another version (`laterVersion`, `earlierVersion`) or of another file
/// (corrupt). A copy that claims a later format may have a layout that this program does not know: if no copy is
/// sound, that is not called damage.
///
/// A start (`Recovery`) and `contactdesk check` report damage to one copy. A process that has the desk open and reads a
/// header again goes on with the sound copy.
///
/// A corrupt copy is not repaired in place. The file is complete without it, and the next snapshot replaces the file.
/// A repair of the second copy could tear the block that holds the first records, which are acknowledged; a repair of
/// either one would write to a disk that has just lost a block, and remove the evidence.
package struct HeaderCopies {
  package let header: FileHeader
  /// What is wrong with the other copy and with the zeros between the two; empty if nothing is.
  package let damage: [Damage]

  /// Damage that costs nothing: one copy of the header is sound.
  package struct Damage {
    package let offset: Int
    package let length: Int
    /// What is wrong, in words.
    package let what: String
    /// Why, for a reader that needs both copies.
    let error: ChangeLogError
  }

  /// One copy.
  private enum Copy {
    case sound(FileHeader)
    case other(ChangeLogError)
    case corrupt(ChangeLogError)
  }

  /// Reads the header of a file that should be of this kind and number. The blocks are read one by one: a block that
  /// the disk cannot read is a corrupt copy.
  package init(_ file: LogFile, _ kind: FileHeader.Kind, _ number: Int) throws(ChangeLogError) {
    let size = try file.status().size
    let name = FileHeader.name(kind, number)
    var damage: [Damage] = []
    let first = Self.copy(file, 0..<min(size, FileHeader.copyStart), name) { bytes throws(ChangeLogError) in
      if let between = Self.between(bytes, name) { damage.append(between) }
      return try FileHeader.read(bytes, at: 0, kind, number)
    }
    let start = FileHeader.copyStart
    let second = Self.copy(
      file, start..<max(start, min(size, FileHeader.recordsStart)), name
    ) { bytes throws(ChangeLogError) in try FileHeader.read(bytes, at: start, kind, number) }
    switch (first, second) {
    case (.sound(let found), .sound(let copy)) where found == copy: header = found
    case (.sound(let found), .corrupt(let error)):
      header = found
      damage.append(Self.damage("second", at: start, error))
    case (.corrupt(let error), .sound(let found)):
      header = found
      damage.append(Self.damage("first", at: 0, error))
    case (.sound, .sound), (.sound, .other):
      throw .corrupt(file: name, offset: start, "the two copies of its header differ")
    case (.other(let error), _), (.corrupt, .other(let error)): throw error
    case (.corrupt(let error), .corrupt(let copy)):
      // Of a later format this program knows no more than its number; what cannot be read may be sound.
      let both = [error, copy]
      let known = both.first { $0.isOfAnotherVersion } ?? both.first { $0.diskError != nil }
      throw known ?? .corrupt(file: name, offset: 0, "both copies of its header are corrupt (\(Self.reason(error)))")
    }
    self.damage = damage
  }

  /// A copy at the start of a block, of which `read` makes a header.
  private static func copy(
    _ file: LogFile, _ block: Range<Int>, _ name: String,
    _ read: (UnsafeRawBufferPointer) throws(ChangeLogError) -> FileHeader
  ) -> Copy {
    var hasChecksum = false
    do throws(ChangeLogError) {
      var reader = RecordReader(file, seed: .none, at: block.lowerBound, end: block.upperBound)
      guard block.count >= FileHeader.bytes, let bytes = try reader.bytes(at: block.lowerBound, count: block.count)
      else {
        throw .corrupt(file: name, offset: block.lowerBound, "the file ends before it does")
      }
      hasChecksum = FileHeader.hasChecksum(bytes)
      return .sound(try read(bytes))
    } catch {
      return hasChecksum ? .other(error) : .corrupt(error)
    }
  }

  private static func damage(_ which: String, at offset: Int, _ error: ChangeLogError) -> Damage {
    Damage(
      offset: offset, length: FileHeader.bytes,
      what: "the \(which) copy of its header is corrupt (\(reason(error))), and the other one is sound", error: error)
  }

  /// What is wrong with a copy.
  private static func reason(_ error: ChangeLogError) -> String {
    switch error {
    case .corrupt(_, _, let what), .missing(_, let what): what
    case .disk(let error): "\(error)"
    // It claims another format, beside a sound copy of this one.
    case .laterVersion, .earlierVersion: "its checksum is wrong"
    }
  }

  /// Bytes after the copy in the first block that are not zero.
  private static func between(_ block: UnsafeRawBufferPointer, _ name: String) -> Damage? {
    let rest = UnsafeRawBufferPointer(rebasing: block[FileHeader.bytes...])
    guard !rest.isEmpty, !JournalScan.isZero(rest), let first = rest.firstIndex(where: { $0 != 0 }),
      let last = rest.lastIndex(where: { $0 != 0 })
    else { return nil }
    let (offset, what) = (FileHeader.bytes + first, "between the two copies of its header are bytes that are not zero")
    return Damage(
      offset: offset, length: last + 1 - first, what: what, error: .corrupt(file: name, offset: offset, what))
  }
}
