import Desk

@testable import ChangeLog
@testable import Store

/// A folder in a row of bytes: each place where a journal or a snapshot could begin, begins a file. A file is written
/// without the zeros between the two copies of its header; and without the second copy, if that is the same. So 64
/// bytes that begin as a file does, with more such after them, are a first copy.
///
/// Three readings of the same bytes: as they are; with every checksum mended, so that what lies behind the checksums is
/// met; and with all that does not follow left out, so that what comes out must open.
struct FolderImage {
  /// The files by name, and the book that they hold, where it is known.
  typealias Files = (files: [String: [UInt8]], book: Book?)

  private static let marks = [FileHeader.Kind.journal: Array("contdskJ".utf8), .snapshot: Array("contdskS".utf8)]

  private typealias Piece = (kind: FileHeader.Kind, number: Int, bytes: [UInt8])

  private var pieces: [Piece] = []

  /// `kind` is that of the first file; snapshots come first alone.
  init(_ bytes: UnsafeRawBufferPointer, _ kind: FileHeader.Kind) {
    var starts = [0]
    for at in bytes.indices.dropFirst(8).dropLast(8) where bytes[at] == UInt8(ascii: "c") {
      if Self.marks.values.contains(where: { bytes[at...].starts(with: $0) }) { starts.append(at) }
    }
    var (kind, next) = (kind, kind == .snapshot ? 2 : 1)
    var first: [UInt8]?
    for (start, end) in zip(starts, starts.dropFirst() + [bytes.count]) where pieces.count < 4 {
      if first == nil, end - start == FileHeader.bytes, end < bytes.count,
        bytes[start..<start + 8].elementsEqual(bytes[end..<end + 8])
      {
        first = Array(bytes[start..<end])
        continue
      }
      pieces.append((kind, next, Self.file(first, Array(bytes[start..<end]))))
      first = nil
      if kind == .journal { next += 1 }
      kind = .journal
    }
    // What a snapshot needs behind it.
    if pieces.count == 1, pieces[0].kind == .snapshot { pieces.append((.journal, 2, [])) }
  }

  /// A file of what is written of it, its first copy aside, if there is one.
  private static func file(_ first: [UInt8]?, _ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > FileHeader.bytes || first != nil else { return bytes }
    let between = [UInt8](repeating: 0, count: FileHeader.copyStart - FileHeader.bytes)
    return (first ?? Array(bytes[..<FileHeader.bytes])) + between + bytes
  }

  /// The files as they are; a journal that is needed and not there is made.
  var raw: Files {
    var files: [String: [UInt8]] = [:]
    for piece in pieces {
      files[FileHeader.name(piece.kind, piece.number)] =
        piece.bytes.isEmpty ? Self.journal(piece.number, seq: Self.seq(of: pieces[0].bytes)) : piece.bytes
    }
    return (files, nil)
  }

  private static func seq(of header: [UInt8]) -> Int {
    header.count < FileHeader.bytes ? 0 : header.withUnsafeBytes { Int($0.fixed(24, Int64.self) & 0xFFFF) }
  }

  private static func journal(_ number: Int, seq: Int) -> [UInt8] {
    var out = ByteWriter()
    FileHeader(kind: .journal, number: number, seq: seq, extent: 0, salt: 1, begun: 0).write(to: &out)
    out.zeros(Journal.zerosMin)
    return out.withBytes { Array($0) }
  }

  // MARK: Mended

  /// The files with sound headers of files and records, as far as their lengths lead; what the records hold stays.
  var mended: Files {
    var files: [String: [UInt8]] = [:]
    var (seq, before, checksum) = (0, 0, UInt32(0))
    for piece in Self.named(pieces) {
      if piece.kind == .snapshot { seq = 0 }
      var bytes = piece.bytes
      bytes += [UInt8](repeating: 0, count: max(0, FileHeader.recordsStart - piece.bytes.count))
      if piece.kind == .journal { bytes += [UInt8](repeating: 0, count: Journal.zerosMin) }
      let salt = bytes.withUnsafeBytes { $0.fixed(40, UInt64.self) }
      let (end, last) = Self.mend(&bytes, RecordSeed(salt: salt), seq, until: bytes.count)
      if piece.kind == .snapshot { bytes.removeSubrange(end...) }
      let header = FileHeader(
        kind: piece.kind, number: piece.number, seq: piece.kind == .journal ? seq : last,
        extent: piece.kind == .journal ? before : bytes.count, salt: salt, begun: 0,
        follows: piece.kind == .journal ? checksum : 0)
      var out = ByteWriter()
      header.write(to: &out)
      out.withBytes { bytes.replaceSubrange(..<FileHeader.recordsStart, with: $0) }
      files[header.name] = bytes
      seq = last
      if piece.kind == .journal { (before, checksum) = (end, header.checksum) }
    }
    return (files, nil)
  }

  /// The files under the kinds and numbers that they tell, as far as no two have the same: some may be missing.
  private static func named(_ pieces: [Piece]) -> [Piece] {
    var (named, used) = ([Piece](), Set<String>())
    for piece in pieces {
      let kind = piece.bytes.starts(with: marks[.snapshot] ?? []) ? .snapshot : piece.kind
      let told = piece.bytes.count > 16 && (1...9).contains(piece.bytes[16]) ? Int(piece.bytes[16]) : piece.number
      let number = used.contains(FileHeader.name(kind, told)) ? piece.number : told
      guard used.insert(FileHeader.name(kind, number)).inserted else { continue }
      named.append((kind, number, piece.bytes))
    }
    return named
  }

  /// Mends the records from the front on; how far that went, and to which change. What is told of a record's count
  /// decides whether it knows those before it to be safe.
  private static func mend(_ bytes: inout [UInt8], _ seed: RecordSeed, _ seq: Int, until end: Int) -> (Int, Int) {
    var (at, seq) = (FileHeader.recordsStart, seq)
    while at + Record.headerBytes <= end, bytes[at..<at + Record.headerBytes].contains(where: { $0 != 0 }) {
      let payload = at + Record.headerBytes
      var out = ByteWriter()
      let length = bytes.withUnsafeBytes { Int($0.fixed(at, UInt32.self)) }
      let told = bytes.withUnsafeBytes { Int($0.fixed(at + 4, UInt32.self)) }
      let next = bytes.withUnsafeBytes { $0.fixed(at + 24, UInt32.self) }
      if length == 0 && told == 0 {
        out.mark(seq: seq + 1, at: at, next: next, seed: seed)
        out.withBytes { bytes.replaceSubrange(at..<payload, with: $0) }
        at = payload
        continue
      }
      guard payload + length <= end, length > 0 else {
        // One that cannot be mended: what a write left that was cut short, or damage, if a sound one follows.
        (at, seq) = (payload + 64, seq + 1)
        continue
      }
      let start = out.beginRecord()
      bytes[payload..<payload + length].withUnsafeBytes { out.bytes($0) }
      let count = bytes[payload..<payload + length].withUnsafeBytes { max(1, Self.changes($0, seq).count) }
      let synced = told % 2 == 0 ? at : FileHeader.recordsStart
      out.endRecord(start, seq: seq + 1, count: count, synced: synced, seed: seed)
      out.withBytes { bytes.replaceSubrange(at..<payload + length, with: $0) }
      seq += count
      at = payload + length
    }
    return (min(at, end), seq)
  }

  /// The changes that some bytes begin with.
  private static func changes(_ bytes: UnsafeRawBufferPointer, _ seq: Int) -> [Change] {
    var (reader, found) = (ByteReader(bytes), [Change]())
    while !reader.isAtEnd {
      do throws(CodingError) { found.append(try reader.change(seq: seq + 1 + found.count)) } catch { break }
    }
    return found
  }

  // MARK: Sound

  /// New files of those changes alone that follow each other, and the book that they make. Throws if a change reads as
  /// another one once it is written.
  func sound() throws -> Files {
    var files: [String: [UInt8]] = [:]
    let book = Book()
    var before: FileHeader?
    var extent = 0
    for piece in pieces {
      var out = ByteWriter()
      out.zeros(FileHeader.recordsStart)
      let (salt, seq) = (UInt64(piece.number) << 32 | 7, book.seq)
      for payload in Self.payloads(piece.bytes) {
        let changes = try Self.following(payload, book)
        guard !changes.isEmpty else { continue }
        let start = out.beginRecord()
        for change in changes { out.change(change) }
        out.endRecord(start, seq: changes[0].seq, count: changes.count, synced: start, seed: RecordSeed(salt: salt))
      }
      let end = out.count
      if piece.kind == .journal { out.zeros(Journal.zerosMin) }
      let header = FileHeader(
        kind: piece.kind, number: piece.number, seq: piece.kind == .journal ? seq : book.seq,
        extent: piece.kind == .journal ? extent : end, salt: salt, begun: 0, follows: before?.checksum ?? 0)
      if piece.kind == .journal { (before, extent) = (header, end) }
      var head = ByteWriter()
      header.write(to: &head)
      files[header.name] =
        head.withBytes { Array($0) } + out.withBytes { Array($0[FileHeader.recordsStart...]) }
    }
    return (files, book)
  }

  /// What lies behind the records' headers, whatever those say beside its length.
  private static func payloads(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var found: [ArraySlice<UInt8>] = []
    var at = FileHeader.recordsStart
    while at + Record.headerBytes < bytes.count {
      let payload = at + Record.headerBytes
      let length = bytes.withUnsafeBytes { Int($0.fixed(at, UInt32.self)) }
      at = min(payload + length, bytes.count)
      found.append(bytes[payload..<at])
    }
    return found
  }

  /// The changes in some bytes that follow, taken into the book.
  private static func following(_ payload: ArraySlice<UInt8>, _ book: Book) throws -> [Change] {
    try payload.withUnsafeBytes { bytes in
      var (reader, found) = (ByteReader(bytes), [Change]())
      while !reader.isAtEnd {
        let (start, change): (Int, Change)
        start = reader.at
        do throws(CodingError) { change = try reader.change(seq: book.seq + 1) } catch { break }
        var out = ByteWriter(capacity: 64)
        out.change(change)
        let isSame = out.withBytes { $0.elementsEqual(bytes[start..<reader.at]) }
        try hold(isSame, "written again it is not the same: \(change)")
        guard book.accepts(change) else { continue }
        book.apply(change)
        found.append(change)
      }
      return found
    }
  }
}
