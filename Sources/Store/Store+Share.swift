import Desk

// What others committed is taken in, and what a process left that ended inside.

extension Store {
  /// How often the desk is read anew while others go on, before they are kept out for it.
  private static let readsOutside = 20

  /// Takes in what others committed since, so that what is answered now is what all would answer; true if there was
  /// anything. One load where there is not. Throws if the desk cannot be read any more.
  @inline(__always)
  public func look() throws(StoreError) -> Bool {
    guard let seat, seat.page.turn != point.turn else { return false }
    return try lookCloser()
  }

  private func lookCloser() throws(StoreError) -> Bool {
    guard let page = seat?.page else { return false }
    guard let next = page.point() else {
      // Its writer is at it, or is gone: inside it is waited for, or made anew. Where that cannot be, no more is known.
      do throws(StoreError) {
        try enter()
        leave()
      } catch {}
      return true
    }
    guard point.state != .held else {
      try rejoin()
      return true
    }
    guard next.turn != point.turn else { return false }
    do throws(StoreError) { try take(next) } catch {
      do throws(StoreError) { try rejoin() } catch {
        // The files are not what the page says, and who is inside hangs: until it is out, what is known is told.
        guard case .busy = error else { throw error }
        if book.seq != journal.seq { _ = try reload() }
      }
    }
    return true
  }

  /// Goes inside: nobody else writes until `commit()` or `leave()`, and the book is that of all. Throws if another
  /// process is inside for long (at all, if this is not patient), or if no changes can be taken; then it is tried again
  /// at the next call.
  public func enter(isPatient: Bool = true) throws(StoreError) {
    guard let seat else { return try attach() }
    guard !isInside else { return }
    do throws(StoreError) {
      if isStaying {
        isStaying = false
        try seat.check()
        // Nobody else was inside.
        if fault == nil && !journal.isFinal { return }
      } else {
        try seat.enter(isPatient: isPatient)
      }
      try catchUp(seat)
    } catch {
      leave()
      switch error {
      case .failed(let error), .unreadable(let error): seal(error)
      default: break
      }
      // What was found and could not be made safe is not to be shown.
      if journal.header.number == point.journal, journal.end > point.end { journal.take(point) }
      if book.seq != journal.seq {
        // Should even that fail, the next look must not take the book for that of the page.
        point.turn = 0
        try rejoin()
      }
      throw error
    }
  }

  private func catchUp(_ seat: Seat) throws(StoreError) {
    let isOther = seat.page.holder != seat.holder || fault != nil || !hasLooked
    if isOther {
      // First of all: should what is done here end half way, the next one must not take it for its own.
      hasLooked = false
      try sign(seat)
    }
    let next = told(seat)
    if let next, next.turn != point.turn { do throws(StoreError) { try take(next) } catch { try rejoin() } }
    // A record that is not sound: its writer is gone, or failed.
    var isStrange = next == nil
    if isOther && !isStrange { isStrange = try isFollowed() }
    if isStrange {
      try recover()
    } else {
      if isOther || point.state != .settled || journal.isFinal { try mend(point.state) }
      if fault != nil {
        try StoreError.failing { () throws(DiskError) in
          try checkPlace()
          try unseal()
        }
      }
    }
    hasLooked = true
  }

  // MARK: What others committed

  /// Goes on to where the page says that the desk is committed. If it throws, the book may be anywhere between.
  private func take(_ next: SharedPage.Point) throws(StoreError) {
    var from = journal.end
    var (file, header) = (journal.file, journal.header)
    var passed: [Recovery.Past] = []
    guard next.journal >= header.number else { throw .missing(header.name, "the desk has gone back behind it") }
    while header.number < next.journal {
      let (following, other) = try journal(header.number + 1)
      try following.check(follows: header)
      // What others had not made safe of it may stand in the next one, too.
      if following.extent > from { try apply(file, header, from, following.extent) }
      passed.append(Recovery.Past(number: header.number, end: following.extent))
      (file, header, from) = (other, following, FileHeader.bytes)
    }
    if next.end > from { try apply(file, header, from, next.end) }
    guard book.seq == next.seq else {
      throw .damaged(header.name, offset: next.end, "it ends with change \(book.seq), not \(next.seq)")
    }
    if header.number == journal.header.number {
      journal.take(next)
    } else {
      let scan = JournalScan(
        end: next.end, size: next.filled, seq: next.seq, synced: next.synced, isMarked: false, torn: nil)
      use(Journal(disk, file, header, scan))
    }
    past += passed
    if next.snapshot > snapshotHeader?.number ?? 0 { try take(snapshot: next.snapshot) }
    point = next
  }

  /// A journal that another process began, opened to be written.
  private func journal(_ number: Int) throws(StoreError) -> (FileHeader, DiskFile) {
    let name = FileHeader.name(.journal, number)
    let file = try StoreError.reading { () throws(DiskError) in try disk.open(folder + "/" + name, .change) }
    open.hold(file, as: name)
    return (try JournalScan.header(disk, file, .journal, number), file)
  }

  /// Applies the records of a journal from one offset to another, save what the book has already.
  private func apply(_ file: DiskFile, _ header: FileHeader, _ from: Int, _ end: Int) throws(StoreError) {
    let start = from == FileHeader.bytes ? nil : (offset: from, seq: book.seq)
    _ = try JournalScan.read(disk, file, header, from: start, limit: end) { record, payload throws(StoreError) in
      guard record.seq > book.seq else { return }
      try Recovery.apply(payload, of: record, header.name, to: book)
    }
  }

  /// Another process made a snapshot: what it has is needed no more.
  private func take(snapshot number: Int) throws(StoreError) {
    let name = FileHeader.name(.snapshot, number)
    // One of this name that was not sound may still be open.
    open.forget(name)
    snapshotHeader = try JournalScan.header(disk, open.file(name), .snapshot, number)
    past.removeAll { $0.number < number }
    forgetOtherFiles()
    snapshotNotBefore = (0, 0)
  }

  private func sign(_ seat: Seat) throws(StoreError) {
    try StoreError.failing { () throws(DiskError) in try seat.page.sign(seat.holder, disk.process) }
  }

  /// Reads the desk up to where it is committed, from nothing but its files.
  ///
  /// Outside, if this process is there: who is inside may hang, and reading takes its time. Only what cannot be read so
  /// is read inside.
  func rejoin() throws(StoreError) {
    guard let seat else { return _ = try reload() }
    if seat.isInside { return try readInside(seat) }
    if isReadOutside(seat.page) { return }
    try seat.enter()
    defer { seat.leave() }
    try readInside(seat)
  }

  private func readInside(_ seat: Seat) throws(StoreError) {
    if let next = told(seat) { return try read(upTo: next) }
    try sign(seat)
    try recover()
  }

  /// True if all that the page names could be read. What is not there was there until the page named something else: so
  /// that is read, as often as it goes on meanwhile.
  private func isReadOutside(_ page: SharedPage) -> Bool {
    for _ in 0..<Self.readsOutside {
      guard let next = page.point() else { return false }
      do throws(StoreError) {
        try read(upTo: next)
        return true
      } catch {
        guard page.turn != next.turn else { return false }
      }
    }
    return false
  }

  /// Reads all files of the desk, up to where it is committed. If it throws, nothing was changed.
  private func read(upTo next: SharedPage.Point) throws(StoreError) {
    let (files, opened) = try openAll(upTo: next)
    let present = Recovery.Past(number: next.journal, end: next.end)
    let found = try Recovery.read(disk, files, opened, committed: present)
    let file = try opened.file(found.header.name)
    (book, snapshotHeader, past) = (found.book, found.snapshot, found.past)
    open = opened
    use(Journal(disk, file, found.header, found.scan))
    journal.take(next)
    (point, areNamesSafe) = (next, true)
  }

  /// All files that the desk is read from, open: from then on they can be read whoever removes them.
  private func openAll(upTo point: SharedPage.Point) throws(StoreError) -> (Recovery.Files, OpenFiles) {
    let found = try StoreError.reading { () throws(DiskError) in try Recovery.Files(disk, folder) }
    let files = Recovery.Files(
      snapshots: found.snapshots.filter { $0 <= point.snapshot }, journals: found.journals)
    let opened = OpenFiles(disk, folder)
    for number in files.snapshots { _ = try opened.file(FileHeader.name(.snapshot, number)) }
    for number in files.journals where number < point.journal {
      _ = try opened.file(FileHeader.name(.journal, number))
    }
    let name = FileHeader.name(.journal, point.journal)
    opened.hold(
      try StoreError.reading { () throws(DiskError) in try disk.open(folder + "/" + name, .change) }, as: name)
    return (files, opened)
  }

  // MARK: What a process left

  /// True if there is a journal behind the one that the page names: whoever began it could not say so.
  private func isFollowed() throws(StoreError) -> Bool {
    let path = folder + "/" + FileHeader.name(.journal, point.journal + 1)
    do throws(DiskError) { _ = try disk.status(at: path) } catch {
      guard error.code == SystemDisk.missing else { throw .failed(error) }
      return false
    }
    return true
  }

  /// Looks behind the end, makes what is sound there safe, publishes it, and only then takes it in.
  private func mend(_ state: SharedPage.Point.State) throws(StoreError) {
    var isToSettle = state != .settled || isUnpublished || torn != nil || journal.isFinal
    let (file, header, end) = (journal.file, journal.header, journal.end)
    var found = end
    if state == .final || isUnpublished {
      // What this process wrote and refused is not to come back when the call is sent again.
      journal.giveUp()
    } else if !journal.isFinal, try isSomethingBehindTheEnd() {
      let scan = try JournalScan.read(disk, file, header, from: (end, journal.seq), limit: nil) {
        _, _ throws(StoreError) in
      }
      (found, torn) = (scan.end, scan.torn)
      isToSettle = isToSettle || found > end || torn != nil
      journal.take(scan)
    }
    guard isToSettle else { return }
    // Nor are the names, for all that is known here: whoever left it so may have failed to sync them.
    if state != .settled { areNamesSafe = false }
    try StoreError.failing { () throws(DiskError) in
      if let torn { tell("a write was cut short in \(header.name) at byte \(torn.lowerBound): it does not count") }
      try settle()
      try publish()
    }
    guard found > end else { return }
    // Where the next journal was begun, that one has what was not known to be safe.
    let from = journal.header.number == header.number ? end : FileHeader.bytes
    try apply(journal.file, journal.header, from, journal.end)
  }

  /// A process that was killed within a write has left its first bytes: the system copies them in order.
  private func isSomethingBehindTheEnd() throws(StoreError) -> Bool {
    let count = Record.headerBytes + 1
    var reader = RecordReader(
      disk, journal.file, salt: journal.header.salt, at: journal.end, end: journal.end + count)
    guard let bytes = try reader.bytes(at: journal.end, count: count) else { return true }
    let isMark = bytes[count - 1] == 0 && Record(bytes, at: journal.end, salt: journal.header.salt)?.isMark == true
    return !isMark && bytes.contains { $0 != 0 }
  }

  /// Reads the folder as a start does that finds nobody there; but what was known here is not to be gone: a system that
  /// could not sync it may have forgotten it.
  private func recover() throws(StoreError) {
    let files = try StoreError.reading { () throws(DiskError) in try Recovery.Files(disk, folder) }
    let opened = OpenFiles(disk, folder)
    let found = try Recovery.read(disk, files, opened, note: StoreLock.note(disk, folder))
    guard found.scan.seq >= journal.seq else {
      throw .damaged(found.header.name, offset: found.scan.end, "change \(journal.seq) was committed, and is gone")
    }
    let file = try StoreError.reading { () throws(DiskError) in
      try disk.open(folder + "/" + found.header.name, .change)
    }
    for line in found.told { tell(line) }
    (snapshotHeader, past, torn) = (found.snapshot, found.past, found.scan.torn)
    open = opened
    use(Journal(disk, file, found.header, found.scan))
    areNamesSafe = false
    try StoreError.failing { () throws(DiskError) in
      try settle()
      try publish()
      // Not before: what could not be made safe is not shown.
      book = found.book
      try unseal()
    }
  }

  /// Takes a seat where there was none to be had, since the folder could only be read.
  private func attach() throws(StoreError) {
    try StoreError.failing { () throws(DiskError) in
      let (lock, isReadOnly) = try StoreLock.open(disk, folder)
      disk.close(lock)
      if isReadOnly { throw DiskError("open", "lock", SystemDisk.readOnlyDisk) }
    }
    become(try Self.open(folder, sync: policy, isExclusive: isExclusive, disk: disk, tell: tell).store)
    try enter()
  }
}
