import Desk

extension Store {
  /// A snapshot is made by itself when the journals have this many bytes, and as many as the last snapshot: so each
  /// change is copied few times, however many come.
  static let journalBytesMax = 1 << 24
  /// Or when the journal was begun so long ago (in ms) and has so many bytes.
  static let journalAgeMax: Int64 = 86_400_000
  static let oldJournalBytes = 1 << 20
  /// Or when so many journals were given up: each is a file, and a file that is open.
  static let journalsMax = 16
  /// How long after one finds another process at it, it looks again, in ms.
  private static let othersLook: Int64 = 1_000
  /// How long a snapshot waits for that of another process, and from look to look, in microseconds.
  private static let (othersWait, othersPause) = (30_000_000, 10_000)

  /// True if it is time for a snapshot, which whoever finds it so makes.
  public var isSnapshotDue: Bool {
    let bytes = journalBytes
    guard fault == nil, bytes >= snapshotNotBefore.bytes else { return false }
    let isLarge = bytes >= Self.oldJournalBytes && bytes >= status.snapshotBytes
    let isDue =
      past.count >= Self.journalsMax
      || isLarge && (bytes >= Self.journalBytesMax || disk.now() - journal.header.begun >= Self.journalAgeMax)
    return isDue && disk.now() >= snapshotNotBefore.time
  }

  /// Makes a snapshot if it is time for one, and nobody is at it. What fails is told and changes nothing: the journals
  /// hold everything.
  public func snapshotIfDue(tell: (String) -> Void) {
    guard isSnapshotDue else { return }
    do throws(StoreError) { try snapshot(isPatient: false, tell: tell) } catch {
      if error.isBusy {
        // Another process is at one, or inside; should it end before it is done, it falls to this one.
        snapshotNotBefore.time = disk.now() + Self.othersLook
        return
      }
      snapshotNotBefore.bytes = journalBytes + Self.journalBytesMax
      tell("no snapshot could be made, and none is needed yet: \(error)")
    }
  }

  /// Writes all that was committed into a snapshot, behind which the journal starts anew. Nothing new: nothing is done.
  ///
  /// The others go on while it is written; where changes are staged, they wait. If another process is at one, this
  /// waits for it, or throws, if it is not patient. If it throws, every change is still where it was. Takes time in
  /// proportion to all changes so far.
  public func snapshot(isPatient: Bool = true, tell: (String) -> Void) throws(StoreError) {
    try enter(isPatient: isPatient)
    let isStaged = journal.stagedBytes > 0
    defer { if !isStaged { leave() } }
    try waitForOthers(isPatient && !isStaged)
    guard journal.seq != snapshotHeader?.seq ?? 0 || !past.isEmpty else { return }
    let file = try StoreError.failing { () throws(DiskError) in
      try beginBehind()
      return try Snapshot.begin(disk, folder, journal.header.number)
    }
    defer { disk.close(file) }
    let number = journal.header.number
    do throws(StoreError) {
      if !isStaged { leave() }
      let (header, copy) = try write(file, before: journal.header)
      try seat?.enter()
      try show(header, copy)
    } catch {
      let name = folder + "/" + FileHeader.name(.snapshot, number) + Self.temporary
      do throws(DiskError) { try disk.remove(name) } catch {}
      throw error
    }
    snapshotNotBefore = (0, 0)
    do throws(DiskError) { removeWhatIsBefore(try Recovery.Files(disk, folder), tell) } catch { tell("\(error)") }
  }

  /// Begins a journal that the snapshot is made behind, unless the present one has nothing yet.
  private func beginBehind() throws(DiskError) {
    do throws(DiskError) {
      try makeSafe()
      // A journal without changes begins behind all of them as it is.
      if journal.seq != journal.header.seq || journal.header.number == snapshotHeader?.number ?? 0 {
        try follow()
        try publish()
      }
    } catch {
      // Where the sync failed, or the next one may have its name already, nothing may be added to this one.
      if journal.isFinal { goOn(after: error) }
      throw error
    }
  }

  /// Waits until nobody writes a snapshot; removes what one left whose process is gone.
  private func waitForOthers(_ isPatient: Bool) throws(StoreError) {
    var waited = 0
    while let name = try StoreError.failing({ () throws(DiskError) in try snapshotUnderWay() }) {
      guard isPatient, waited < Self.othersWait else { throw .failed(DiskError("flock", name, SystemDisk.busy)) }
      leave()
      disk.pause(microseconds: Self.othersPause)
      waited += Self.othersPause
      try enter()
    }
  }

  private func snapshotUnderWay() throws(DiskError) -> String? {
    for name in try Recovery.Files(disk, folder).temporary where name.hasPrefix(FileHeader.Kind.snapshot.rawValue) {
      let file = try disk.open(folder + "/" + name, .read)
      defer { disk.close(file) }
      guard try disk.lock(file, .alone) else { return name }
      try disk.remove(folder + "/" + name)
    }
    return nil
  }

  /// Writes the snapshot of what was before a journal, and reads it back. Nobody changes what it is read from.
  private func write(
    _ file: DiskFile, before journal: FileHeader
  ) throws(StoreError) -> (FileHeader, copy: DiskFile) {
    let header = try Snapshot.write(disk, file, before: journal, salt: .random(in: 1 ... .max)) {
      take throws(StoreError) in try changesSoFar(take)
    }
    // Through a file of its own: what was written is not asked of the one that wrote it.
    let copy = try StoreError.reading { () throws(DiskError) in
      try disk.open(folder + "/" + header.name + Self.temporary, .read)
    }
    do throws(StoreError) {
      let named = DiskFile(descriptor: copy.descriptor, name: header.name)
      let found = try JournalScan.header(disk, named, .snapshot, header.number)
      guard found == header else { throw .damaged(header.name, offset: 0, "it does not read as it was written") }
      try Snapshot.read(disk, named, found) { _, _ throws(StoreError) in }
      return (header, named)
    } catch {
      disk.close(copy)
      throw error
    }
  }

  /// Gives a finished snapshot its name, and tells the others. They may have gone on, which this process takes in when
  /// it looks next.
  private func show(_ header: FileHeader, _ copy: DiskFile) throws(StoreError) {
    do throws(DiskError) {
      do throws(DiskError) { try Self.place(disk, folder, header) } catch {
        areNamesSafe = false
        do throws(DiskError) { try disk.remove(folder + "/" + header.name) } catch {}
        throw error
      }
      if let seat, var next = told(seat) {
        let isLast = next.turn == point.turn
        (next.snapshot, next.turn) = (header.number, seat.page.turn &+ 1)
        try seat.page.publish(next)
        if isLast { point = next }
      }
    } catch {
      disk.close(copy)
      throw .failed(error)
    }
    snapshotHeader = header
    past.removeAll { $0.number < header.number }
    open.hold(copy, as: header.name)
    forgetOtherFiles()
  }

  func forgetOtherFiles() {
    open.keep(only: [snapshotHeader?.name ?? ""] + past.map(\.name) + [journal.header.name])
  }

  /// Hands over every payload before the present journal: those of the last snapshot, then those of the journals
  /// behind.
  private func changesSoFar(
    _ take: (UnsafeRawBufferPointer, _ count: Int) throws(StoreError) -> Void
  ) throws(StoreError) {
    if let snapshotHeader {
      try Snapshot.read(disk, open.file(snapshotHeader.name), snapshotHeader) { record, payload throws(StoreError) in
        try take(payload, record.count)
      }
    }
    for journal in past {
      let file = try open.file(journal.name)
      let header = try JournalScan.header(disk, file, .journal, journal.number)
      _ = try JournalScan.read(disk, file, header, limit: journal.end) { record, payload throws(StoreError) in
        try take(payload, record.count)
      }
    }
  }
}
