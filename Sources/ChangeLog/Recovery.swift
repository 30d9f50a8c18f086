package import Desk

/// A journal that is not written any more, and how much of it counts.
package struct ClosedJournal {
  package let number: Int
  package let end: Int

  package init(number: Int, end: Int) { (self.number, self.end) = (number, end) }

  package var name: String { FileHeader.name(.journal, number) }
}

/// What a folder holds, read from nothing but its files: the last sound snapshot, then the journals after it.
///
///     snapshot-3   journal-3   journal-4          a write failed: journal-4 says how much of journal-3 counts
///
/// A snapshot n and the journal n begin at the same change; journal 1 of a new desk has none before it. A snapshot that
/// is not sound is passed over for the one before it, where that and all journals after it are still there.
package struct Recovery {
  package let book: Book
  /// The snapshot that was used; nil if there is none yet.
  package let snapshot: FileHeader?
  /// The journals before the last, in order.
  package let closed: [ClosedJournal]
  /// The last journal.
  package let header: FileHeader
  package let scan: JournalScan
  /// What to report of what was found.
  package let warnings: [String]

  /// Reads a folder that has a journal. `committed` is how much of the last one counts, where that is known; `hint` how
  /// much there was at some time. All files that it took remain open in `open`.
  package static func read(
    _ files: FolderFiles, _ open: OpenFiles, committed: ClosedJournal? = nil, hint: DurabilityHint? = nil
  ) throws(ChangeLogError) -> Recovery {
    if let snapshot = files.snapshots.last, files.journals.last ?? 0 < snapshot {
      throw .missing(file: FileHeader.name(.journal, snapshot), "the desk goes on in it behind snapshot-\(snapshot)")
    }
    var warnings: [String] = []
    var first: ChangeLogError?
    // 0 is the beginning: no snapshot at all.
    for number in files.snapshots.reversed() + [0] {
      do throws(ChangeLogError) {
        var replay = Replay(files: files, open: open, committed: committed)
        let found = try replay.read(from: number)
        if let hint { try found.check(hint) }
        return Recovery(
          book: found.book, snapshot: found.snapshot, closed: found.closed, header: found.header, scan: found.scan,
          warnings: warnings + found.warnings)
      } catch {
        // Only a damaged snapshot has another in its place; what is wrong with the newest one is the reason to report.
        if first == nil { first = error }
        guard number > 0, let what = error.damage(of: FileHeader.name(.snapshot, number)) else { break }
        warnings.append("\(what). All that it should hold is read from the files before it")
      }
    }
    throw first ?? .missing(file: FileHeader.name(.journal, 1), "no other file of a desk is there either")
  }

  /// Throws unless all is there that was once: an older copy of a file, or zeros in the place of its end, look sound.
  private func check(_ hint: DurabilityHint) throws(ChangeLogError) {
    let name = FileHeader.name(.journal, hint.journal)
    guard header.number >= hint.journal else { throw .missing(file: name, "the desk went on in it") }
    guard header.number > hint.journal || scan.end >= hint.bytes else {
      throw .corrupt(
        file: name, offset: scan.end,
        "it went on to byte \(hint.bytes) and change \(hint.seq) once, and ends with change \(scan.seq) (remove the "
          + "file lock if you put an older copy here)")
    }
  }
}

/// The way from a snapshot to the book.
private struct Replay {
  let files: FolderFiles
  let open: OpenFiles
  let committed: ClosedJournal?
  /// What is to be reported of the files read so far.
  private var warnings: [String] = []

  init(files: FolderFiles, open: OpenFiles, committed: ClosedJournal?) {
    (self.files, self.open, self.committed) = (files, open, committed)
  }

  mutating func read(from number: Int) throws(ChangeLogError) -> Recovery {
    let book = Book()
    let snapshot = number == 0 ? nil : try load(snapshot: number, into: book)
    let journals = files.journals.filter { $0 >= max(number, 1) && $0 <= committed?.number ?? .max }
    try expectAll(journals, from: max(number, 1))
    var headers: [FileHeader] = []
    for journal in journals { headers.append(try header(.journal, journal)) }
    try snapshot?.check(follows: headers[0])
    var closed: [ClosedJournal] = []
    for (header, next) in zip(headers, headers.dropFirst()) {
      try next.check(follows: header)
      _ = try replay(header, limit: next.extent, into: book)
      closed.append(ClosedJournal(number: header.number, end: next.extent))
    }
    let header = headers[headers.count - 1]
    let scan = try replay(header, limit: committed?.end, into: book)
    if let torn = scan.torn {
      warnings.append(
        "\(header.name): a write was cut short at byte \(torn.lowerBound), behind change \(scan.seq). Nobody was told "
          + "that it is kept, unless the disk lost what it had called safe: it does not count")
    }
    return Recovery(
      book: book, snapshot: snapshot, closed: closed, header: header, scan: scan, warnings: warnings)
  }

  /// Throws unless there is a journal of each number from the first one on, up to the last.
  private func expectAll(_ journals: [Int], from first: Int) throws(ChangeLogError) {
    guard let next = journals.first else {
      throw .missing(file: FileHeader.name(.journal, first), "the desk goes on in it")
    }
    if next > first, first == 1 {
      let name = FileHeader.name(.snapshot, next)
      throw .missing(
        file: name, "\(FileHeader.name(.journal, next)) goes on behind it, and no journal before that is there")
    }
    var expected = first
    for number in journals {
      guard number == expected else {
        throw .missing(file: FileHeader.name(.journal, expected), "\(FileHeader.name(.journal, number)) is")
      }
      expected += 1
    }
  }

  /// The header of a file. Where one of its copies is damaged, the other one is used, and the damage is reported.
  private mutating func header(_ kind: FileHeader.Kind, _ number: Int) throws(ChangeLogError) -> FileHeader {
    let found = try HeaderCopies(open.file(FileHeader.name(kind, number)), kind, number)
    for damage in found.damage {
      warnings.append(
        "\(found.header.name) is damaged at byte \(damage.offset): \(damage.what). Nothing is lost: the file is left as "
          + "it is, until the next snapshot replaces it")
    }
    return found.header
  }

  private func replay(_ header: FileHeader, limit: Int?, into book: Book) throws(ChangeLogError) -> JournalScan {
    guard header.seq == book.seq else {
      throw .corrupt(
        file: header.name, offset: 0, "it begins behind change \(header.seq), and \(book.seq) is the last before")
    }
    return try JournalScan.read(open.file(header.name), header, limit: limit) {
      record, payload throws(ChangeLogError) in
      try Recovery.apply(payload, of: record, header.name, to: book)
    }
  }

  private mutating func load(snapshot number: Int, into book: Book) throws(ChangeLogError) -> FileHeader {
    let header = try header(.snapshot, number)
    try Snapshot.read(open.file(header.name), header) { record, payload throws(ChangeLogError) in
      try Recovery.apply(payload, of: record, header.name, to: book)
    }
    return header
  }
}

extension Recovery {
  /// Takes the changes of a record into the book. What does not follow was not written by us.
  package static func apply(
    _ payload: UnsafeRawBufferPointer, of record: Record, _ name: String, to book: Book
  ) throws(ChangeLogError) {
    var reader = ByteReader(payload)
    for seq in record.seq..<record.seq + record.count {
      let change: Change
      do throws(CodingError) { change = try reader.change(seq: seq) } catch {
        // The checksum is right: these bytes were written so.
        if error.isLater { throw .laterVersion(file: name, "change \(seq): expected \(error.expected)") }
        throw .corrupt(
          file: name, offset: record.offset + Record.headerBytes + error.offset,
          "change \(seq): expected \(error.expected)")
      }
      guard book.accepts(change) else {
        throw .corrupt(file: name, offset: record.offset, "change \(seq) does not follow those before it")
      }
      book.apply(change)
    }
    guard reader.isAtEnd else {
      throw .corrupt(file: name, offset: record.offset, "there is more in the record than its \(record.count) changes")
    }
  }
}
