/// The header of a journal and of a snapshot, 64 bytes. A file begins with two copies of it, and its records follow:
///
///     offset  bytes
///          0     64  the header
///         64  4,032  zeros
///      4,096     64  the same header (`HeaderCopies` says which one counts)
///      4,160         the records (`Record`)
///
/// The header:
///
///     offset  bytes
///          0      8  "contdskJ" (journal) or "contdskS" (snapshot)
///          8      4  format of the file: 3
///         12      4  format of the changes in it (`ChangeCoding.format`)
///         16      8  number: snapshot n holds all that was before journal n
///         24      8  seq: journal: of the last change before it; snapshot: of the last change in it
///         32      8  journal: how much of journal n - 1 counts (what it has after that is void), 0 if there is none;
///                    snapshot: the size of the file
///         40      8  salt: random; the checksums of the records' headers begin with it (`RecordSeed`), so that a
///                    record of another file, or bytes that a customer wrote, are not taken for a record of this file
///         48      8  when it was begun, in ms since 1970
///         56      4  the checksum (at 60) of the header of journal n, for snapshot n; of journal n - 1, for journal n;
///                    0 if there was none: files of two desks, or of a desk and an older copy, do not pass for one
///         60      4  CRC-32C of the 60 bytes before
///
/// All numbers are little-endian.
package struct FileHeader: Equatable {
  /// Which file.
  package enum Kind: String {
    case journal
    case snapshot
  }

  /// The size of one copy.
  package static let bytes = 64
  /// Where the second copy is: at the start of the second block of 4 KiB.
  package static let copyStart = 1 << 12
  /// Where the records begin: after both copies.
  package static let recordsStart = copyStart + bytes
  private static let format: UInt32 = 3

  /// No file has this number, nor a larger one.
  private static let numberEnd = 1 << 31
  /// Dates beyond are none: the year 5138.
  private static let begunEnd: Int64 = 100_000_000_000_000

  package let kind: Kind
  package let number: Int
  package let seq: Int
  /// How much of the journal before counts, or the size of the snapshot.
  package let extent: Int
  package let salt: UInt64
  package let begun: Int64
  /// The checksum of the header that this file belongs to; 0 if there is none.
  package let follows: UInt32
  /// The checksum of this header.
  package private(set) var checksum: UInt32 = 0
  /// What the checksums of the records' headers begin with.
  package let recordSeed: RecordSeed

  package init(kind: Kind, number: Int, seq: Int, extent: Int, salt: UInt64, begun: Int64, follows: UInt32 = 0) {
    (self.kind, self.number, self.seq, self.extent) = (kind, number, seq, extent)
    (self.salt, self.begun, self.follows) = (salt, begun, follows)
    recordSeed = RecordSeed(salt: salt)
    var out = ByteWriter(capacity: Self.bytes)
    writeFields(to: &out)
    checksum = out.withBytes { CRC32C.of($0) }
  }

  /// The header of a journal after a change, with a salt of its own.
  package init(journal number: Int, after seq: Int, extent: Int, begun: Int64, follows: UInt32 = 0) {
    self.init(
      kind: .journal, number: number, seq: seq, extent: extent, salt: .random(in: 1 ... .max), begun: begun,
      follows: follows)
  }

  /// Throws unless this file belongs to that header.
  package func check(follows other: FileHeader) throws(ChangeLogError) {
    guard follows == 0 || follows == other.checksum else {
      throw .corrupt(file: name, offset: 56, "it belongs to another \(other.name) than the one that is there")
    }
  }

  /// The name of the file in its folder.
  package var name: String { Self.name(kind, number) }

  package static func name(_ kind: Kind, _ number: Int) -> String { "\(kind.rawValue)-\(number)" }

  /// The number in a file's name; nil of other names.
  package static func number(_ kind: Kind, in name: String) -> Int? {
    guard name.hasPrefix(kind.rawValue + "-"), let number = Int(name.dropFirst(kind.rawValue.count + 1)), number > 0,
      number < numberEnd, name == self.name(kind, number)
    else { return nil }
    return number
  }

  /// Eight bytes that say what a file is.
  private static func mark(_ kind: Kind) -> StaticString {
    switch kind {
    case .journal: "contdskJ"
    case .snapshot: "contdskS"
    }
  }

  /// Writes what a file begins with: both copies, and the zeros between.
  package func write(to out: inout ByteWriter) {
    writeCopy(to: &out)
    out.zeros(Self.copyStart - Self.bytes)
    writeCopy(to: &out)
  }

  private func writeCopy(to out: inout ByteWriter) {
    writeFields(to: &out)
    out.fixed(checksum)
  }

  private func writeFields(to out: inout ByteWriter) {
    out.bytes(UnsafeRawBufferPointer(start: Self.mark(kind).utf8Start, count: 8))
    out.fixed(Self.format)
    out.fixed(ChangeCoding.format)
    for value in [number, seq, extent] { out.fixed(Int64(value)) }
    out.fixed(salt)
    out.fixed(begun)
    out.fixed(follows)
  }

  /// Reads one copy, which is at an offset of a file that should be of this kind and number; says in words what is
  /// wrong.
  static func read(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, _ kind: Kind, _ number: Int
  ) throws(ChangeLogError) -> FileHeader {
    let name = self.name(kind, number)
    let mark = UnsafeRawBufferPointer(start: mark(kind).utf8Start, count: 8)
    guard bytes.prefix(8).elementsEqual(mark) else {
      throw .corrupt(file: name, offset: offset, "it does not begin as a \(kind.rawValue) of ContactDesk does")
    }
    let (file, changes) = (bytes.fixed(8, UInt32.self), bytes.fixed(12, UInt32.self))
    let isSound = hasChecksum(bytes)
    // Another format may have another header, checksum and all: its number is looked at first.
    let formats = "format \(file).\(changes), this program reads \(format).\(ChangeCoding.format)"
    if isSound || (file > format && !isOneOfOurs(bytes)) {
      guard file <= format, changes <= ChangeCoding.format else { throw .laterVersion(file: name, formats) }
      guard file == format, changes == ChangeCoding.format else { throw .earlierVersion(file: name, formats) }
    } else {
      throw .corrupt(file: name, offset: offset, "its checksum is wrong")
    }
    var header = FileHeader(
      kind: kind, number: Int(bytes.fixed(16, Int64.self)), seq: Int(bytes.fixed(24, Int64.self)),
      extent: Int(bytes.fixed(32, Int64.self)), salt: bytes.fixed(40, UInt64.self), begun: bytes.fixed(48, Int64.self),
      follows: bytes.fixed(56, UInt32.self))
    header.checksum = bytes.fixed(60, UInt32.self)
    guard header.number == number, header.seq >= 0, header.extent >= 0, (0..<begunEnd).contains(header.begun) else {
      throw .corrupt(file: name, offset: offset, "its header is that of \(Self.name(kind, header.number))")
    }
    return header
  }

  /// Whether the checksum at the end of a copy is right.
  static func hasChecksum(_ bytes: UnsafeRawBufferPointer) -> Bool {
    CRC32C.of(UnsafeRawBufferPointer(rebasing: bytes[..<60])) == bytes.fixed(60, UInt32.self)
  }

  /// Whether only the number of its format is wrong in a copy of our formats: that is damage, and no later format.
  private static func isOneOfOurs(_ bytes: UnsafeRawBufferPointer) -> Bool {
    (1...format).contains { format in
      var fields = Array(bytes[..<60])
      withUnsafeBytes(of: format.littleEndian) { fields.replaceSubrange(8..<12, with: $0) }
      return fields.withUnsafeBytes { CRC32C.of($0) } == bytes.fixed(60, UInt32.self)
    }
  }
}

extension UnsafeRawBufferPointer {
  /// A little-endian number at an offset, which must lie within.
  package func fixed<Value: FixedWidthInteger>(_ offset: Int, _: Value.Type) -> Value {
    Value(littleEndian: loadUnaligned(fromByteOffset: offset, as: Value.self))
  }
}
