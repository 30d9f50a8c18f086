import Desk

/// What a folder holds, read from nothing but its files: the last sound snapshot, then the journals behind it.
///
///     snapshot-3   journal-3   journal-4          a write failed: journal-4 says how much of journal-3 counts
///
/// A snapshot n and the journal n begin at the same change; journal 1 of a new desk has none before it. A snapshot that
/// is not sound is passed over for the one before it, where that and all journals behind it are still there.
struct Recovery {
  /// A journal that is not written any more, and how much of it counts.
  struct Past {
    let number: Int
    let end: Int
  }

  let book: Book
  /// The snapshot that was used; nil if there is none yet.
  let snapshot: FileHeader?
  /// The journals before the last, in order.
  let past: [Past]
  /// The last journal.
  let header: FileHeader
  let scan: JournalScan
  /// What is to be told of what was found.
  let told: [String]

  /// Files of a folder, by number.
  struct Files {
    var snapshots: [Int] = []
    var journals: [Int] = []
    var temporary: [String] = []

    init(_ disk: any Disk, _ folder: String) throws(DiskError) {
      for name in try disk.names(in: folder) {
        if let number = FileHeader.number(.snapshot, in: name) { snapshots.append(number) }
        if let number = FileHeader.number(.journal, in: name) { journals.append(number) }
        if name.hasSuffix(Store.temporary) { temporary.append(name) }
      }
      snapshots.sort()
      journals.sort()
    }
  }

  /// Reads a folder that has a journal. `committed` is how much of the last one counts, where this process wrote it.
  static func read(
    _ disk: any Disk, _ folder: String, _ files: Files, committed: Past? = nil
  ) throws(StoreError) -> Recovery {
    var told: [String] = []
    var first: StoreError?
    // 0 is the beginning: no snapshot at all.
    for number in files.snapshots.reversed() + [0] {
      do throws(StoreError) {
        let found = try read(disk, folder, files, from: number, committed)
        return Recovery(
          book: found.book, snapshot: found.snapshot, past: found.past, header: found.header, scan: found.scan,
          told: told + found.told)
      } catch {
        // Only a damaged snapshot has another in its place; what the newest one said is the reason to tell.
        if first == nil { first = error }
        guard number > 0, case .damaged(let name, let offset, let what) = error,
          name == FileHeader.name(.snapshot, number)
        else { break }
        told.append("\(name) is damaged at byte \(offset): \(what). The one before it is used")
      }
    }
    throw first ?? .damaged(folder, offset: 0, "there is no journal")
  }

  private static func read(
    _ disk: any Disk, _ folder: String, _ files: Files, from number: Int, _ committed: Past?
  ) throws(StoreError) -> Recovery {
    let book = Book()
    let snapshot = number == 0 ? nil : try load(snapshot: number, disk, folder, into: book)
    let journals = files.journals.filter { $0 >= max(number, 1) && $0 <= committed?.number ?? .max }
    guard let last = journals.last, journals == Array(max(number, 1)...last) else {
      let missing = (max(number, 1)...).first { !journals.contains($0) } ?? 1
      throw .damaged(FileHeader.name(.journal, missing), offset: 0, "it is not there")
    }
    var headers: [FileHeader] = []
    for journal in journals { headers.append(try header(disk, folder, journal)) }
    var past: [Past] = []
    for (header, next) in zip(headers, headers.dropFirst()) {
      _ = try replay(disk, folder, header, limit: next.extent, into: book)
      past.append(Past(number: header.number, end: next.extent))
    }
    let header = headers[headers.count - 1]
    let scan = try replay(disk, folder, header, limit: committed?.end, into: book)
    var told: [String] = []
    if let torn = scan.torn {
      told.append(
        "\(header.name): a write was cut short at byte \(torn.lowerBound), behind change \(scan.seq). "
          + "It was never acknowledged and does not count")
    }
    return Recovery(book: book, snapshot: snapshot, past: past, header: header, scan: scan, told: told)
  }

  private static func header(_ disk: any Disk, _ folder: String, _ number: Int) throws(StoreError) -> FileHeader {
    let path = folder + "/" + FileHeader.name(.journal, number)
    let file = try StoreError.reading { () throws(DiskError) in try disk.open(path, .read) }
    defer { disk.close(file) }
    return try JournalScan.header(disk, file, .journal, number)
  }

  private static func replay(
    _ disk: any Disk, _ folder: String, _ header: FileHeader, limit: Int?, into book: Book
  ) throws(StoreError) -> JournalScan {
    guard header.seq == book.seq else {
      throw .damaged(
        header.name, offset: 0, "it begins behind change \(header.seq), and \(book.seq) is the last before")
    }
    let file = try StoreError.reading { () throws(DiskError) in try disk.open(folder + "/" + header.name, .read) }
    defer { disk.close(file) }
    return try JournalScan.read(disk, file, header, limit: limit) { record, payload throws(StoreError) in
      try apply(payload, of: record, file.name, to: book)
    }
  }

  private static func load(
    snapshot number: Int, _ disk: any Disk, _ folder: String, into book: Book
  ) throws(StoreError) -> FileHeader {
    let path = folder + "/" + FileHeader.name(.snapshot, number)
    let file = try StoreError.reading { () throws(DiskError) in try disk.open(path, .read) }
    defer { disk.close(file) }
    let header = try JournalScan.header(disk, file, .snapshot, number)
    try Snapshot.read(disk, file, header) { record, payload throws(StoreError) in
      try apply(payload, of: record, file.name, to: book)
    }
    return header
  }

  /// Takes the changes of a record into the book. What does not follow was not written by us.
  private static func apply(
    _ payload: UnsafeRawBufferPointer, of record: Record, _ name: String, to book: Book
  ) throws(StoreError) {
    var reader = ByteReader(payload)
    for seq in record.seq..<record.seq + record.count {
      let change: Change
      do throws(CodingError) { change = try reader.change(seq: seq) } catch {
        throw .damaged(
          name, offset: record.offset + Record.headerBytes + error.offset, "change \(seq): expected \(error.expected)")
      }
      guard book.accepts(change) else {
        throw .damaged(name, offset: record.offset, "change \(seq) does not follow those before it")
      }
      book.apply(change)
    }
    guard reader.isAtEnd else {
      throw .damaged(name, offset: record.offset, "there is more in the record than its \(record.count) changes")
    }
  }
}
