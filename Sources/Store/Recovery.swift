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

    var name: String { FileHeader.name(.journal, number) }
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

    /// Whether there is no desk: neither a journal nor a snapshot.
    var isEmpty: Bool { snapshots.isEmpty && journals.isEmpty }

    init(snapshots: [Int], journals: [Int]) { (self.snapshots, self.journals) = (snapshots, journals) }

    init(_ disk: any Disk, _ folder: String) throws(DiskError) { self.init(of: try disk.names(in: folder)) }

    init(of names: [String]) {
      for name in names {
        if let number = FileHeader.number(.snapshot, in: name) { snapshots.append(number) }
        if let number = FileHeader.number(.journal, in: name) { journals.append(number) }
        // Others are not ours.
        let finished = name.hasSuffix(Store.temporary) ? String(name.dropLast(Store.temporary.count)) : ""
        if FileHeader.number(.snapshot, in: finished) != nil || FileHeader.number(.journal, in: finished) != nil {
          temporary.append(name)
        }
      }
      snapshots.sort()
      journals.sort()
    }
  }

  /// Reads a folder that has a journal. `committed` is how much of the last one counts, where this process wrote it;
  /// `note` how much there was at some time. All files that it took remain open in `open`.
  static func read(
    _ disk: any Disk, _ files: Files, _ open: OpenFiles, committed: Past? = nil, note: StoreLock.Note? = nil
  ) throws(StoreError) -> Recovery {
    if let snapshot = files.snapshots.last, files.journals.last ?? 0 < snapshot {
      throw .missing(FileHeader.name(.journal, snapshot), "the desk goes on in it behind snapshot-\(snapshot)")
    }
    var told: [String] = []
    var first: StoreError?
    // 0 is the beginning: no snapshot at all.
    for number in files.snapshots.reversed() + [0] {
      do throws(StoreError) {
        let found = try Reading(disk: disk, files: files, open: open, committed: committed).read(from: number)
        if let note { try found.check(note) }
        return Recovery(
          book: found.book, snapshot: found.snapshot, past: found.past, header: found.header, scan: found.scan,
          told: told + found.told)
      } catch {
        // Only a damaged snapshot has another in its place; what the newest one said is the reason to tell.
        if first == nil { first = error }
        guard number > 0, let what = error.damage(of: FileHeader.name(.snapshot, number)) else { break }
        told.append("\(what). All that it should hold is read from the files before it")
      }
    }
    throw first ?? .missing(FileHeader.name(.journal, 1), "no other file of a desk is there either")
  }

  /// Throws unless all is there that was once: an older copy of a file, or zeros in the place of its end, look sound.
  private func check(_ note: StoreLock.Note) throws(StoreError) {
    let name = FileHeader.name(.journal, note.journal)
    guard header.number >= note.journal else { throw .missing(name, "the desk went on in it") }
    guard header.number > note.journal || scan.end >= note.bytes else {
      throw .damaged(
        name, offset: scan.end,
        "it went on to byte \(note.bytes) and change \(note.seq) once, and ends with change \(scan.seq) (remove the "
          + "file lock if you put an older copy here)")
    }
  }
}

/// The way from a snapshot to the book.
private struct Reading {
  let disk: any Disk
  let files: Recovery.Files
  let open: OpenFiles
  let committed: Recovery.Past?

  func read(from number: Int) throws(StoreError) -> Recovery {
    let book = Book()
    let snapshot = number == 0 ? nil : try load(snapshot: number, into: book)
    let journals = files.journals.filter { $0 >= max(number, 1) && $0 <= committed?.number ?? .max }
    try expectAll(journals, from: max(number, 1))
    var headers: [FileHeader] = []
    for journal in journals { headers.append(try header(.journal, journal)) }
    try snapshot?.check(follows: headers[0])
    var past: [Recovery.Past] = []
    for (header, next) in zip(headers, headers.dropFirst()) {
      try next.check(follows: header)
      _ = try replay(header, limit: next.extent, into: book)
      past.append(Recovery.Past(number: header.number, end: next.extent))
    }
    let header = headers[headers.count - 1]
    let scan = try replay(header, limit: committed?.end, into: book)
    var told: [String] = []
    if let torn = scan.torn {
      told.append(
        "\(header.name): a write was cut short at byte \(torn.lowerBound), behind change \(scan.seq). Nobody was told "
          + "that it is kept, unless the disk lost what it had called safe: it does not count")
    }
    return Recovery(book: book, snapshot: snapshot, past: past, header: header, scan: scan, told: told)
  }

  /// Throws unless there is a journal of each number from the first one on, up to the last.
  private func expectAll(_ journals: [Int], from first: Int) throws(StoreError) {
    guard let next = journals.first else {
      throw .missing(FileHeader.name(.journal, first), "the desk goes on in it")
    }
    if next > first, first == 1 {
      let name = FileHeader.name(.snapshot, next)
      throw .missing(name, "\(FileHeader.name(.journal, next)) goes on behind it, and no journal before that is there")
    }
    var expected = first
    for number in journals {
      guard number == expected else {
        throw .missing(FileHeader.name(.journal, expected), "\(FileHeader.name(.journal, number)) is")
      }
      expected += 1
    }
  }

  private func header(_ kind: FileHeader.Kind, _ number: Int) throws(StoreError) -> FileHeader {
    try JournalScan.header(disk, open.file(FileHeader.name(kind, number)), kind, number)
  }

  private func replay(_ header: FileHeader, limit: Int?, into book: Book) throws(StoreError) -> JournalScan {
    guard header.seq == book.seq else {
      throw .damaged(
        header.name, offset: 0, "it begins behind change \(header.seq), and \(book.seq) is the last before")
    }
    return try JournalScan.read(
      disk, open.file(header.name), header, limit: limit
    ) { record, payload throws(StoreError) in
      try Recovery.apply(payload, of: record, header.name, to: book)
    }
  }

  private func load(snapshot number: Int, into book: Book) throws(StoreError) -> FileHeader {
    let header = try header(.snapshot, number)
    try Snapshot.read(disk, open.file(header.name), header) { record, payload throws(StoreError) in
      try Recovery.apply(payload, of: record, header.name, to: book)
    }
    return header
  }
}

extension Recovery {
  /// Takes the changes of a record into the book. What does not follow was not written by us.
  static func apply(
    _ payload: UnsafeRawBufferPointer, of record: Record, _ name: String, to book: Book
  ) throws(StoreError) {
    var reader = ByteReader(payload)
    for seq in record.seq..<record.seq + record.count {
      let change: Change
      do throws(CodingError) { change = try reader.change(seq: seq) } catch {
        // The checksum is right: these bytes were written so.
        if error.isLater { throw .tooNew(name, "change \(seq): expected \(error.expected)") }
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
