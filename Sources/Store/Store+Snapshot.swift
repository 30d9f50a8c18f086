extension Store {
  /// A snapshot is made by itself when the journals have this many bytes, and as many as the last snapshot: so each
  /// change is copied few times, however many come.
  static let journalBytesMax = 1 << 24
  /// Or when the journal was begun so long ago (in ms) and has so many bytes.
  static let journalAgeMax: Int64 = 86_400_000
  static let oldJournalBytes = 1 << 20
  /// Or when so many journals were given up: each is a file, and a file that is open.
  static let journalsMax = 16

  /// Makes a snapshot if it is time for one. What fails is told and changes nothing: the journals hold everything.
  public func snapshotIfDue(tell: (String) -> Void) {
    let bytes = journalBytes
    let isLarge = bytes >= Self.oldJournalBytes && bytes >= status.snapshotBytes
    guard fault == nil, bytes >= snapshotNotBefore,
      past.count >= Self.journalsMax
        || isLarge
          && (bytes >= Self.journalBytesMax || disk.now() - journal.header.begun >= Self.journalAgeMax)
    else { return }
    do throws(StoreError) { try snapshot(tell: tell) } catch {
      snapshotNotBefore = journalBytes + Self.journalBytesMax
      tell("no snapshot could be made, and none is needed yet: \(error)")
    }
  }

  /// Writes all that was committed into a snapshot, behind which the journal starts anew. Nothing new: nothing is done.
  ///
  /// If it throws, every change is still where it was. Takes time in proportion to all changes so far.
  public func snapshot(tell: (String) -> Void) throws(StoreError) {
    do throws(DiskError) {
      try expectWritable()
      guard journal.seq != snapshotHeader?.seq ?? 0 || !past.isEmpty else { return }
      do throws(DiskError) { try journal.sync() } catch {
        goOn(after: error)
        throw error
      }
      // A journal without changes begins behind all of them as it is.
      if journal.seq != journal.header.seq || journal.header.number == snapshotHeader?.number ?? 0 {
        do throws(DiskError) { try follow() } catch {
          // Where it may have its name already, nothing may be added to this one.
          if journal.isFinal { goOn(after: error) }
          throw error
        }
      }
    } catch {
      throw .failed(error)
    }
    let header = try writeSnapshot()
    snapshotHeader = header
    past = []
    snapshotNotBefore = 0
    open.keep(only: [header.name, journal.header.name])
    do throws(DiskError) { removeWhatIsBefore(try Recovery.Files(disk, folder), tell) } catch { tell("\(error)") }
  }

  /// Writes the snapshot that the present journal begins behind, and reads it back.
  private func writeSnapshot() throws(StoreError) -> FileHeader {
    let path = folder + "/" + FileHeader.name(.snapshot, journal.header.number)
    let header: FileHeader
    do throws(StoreError) {
      header = try Snapshot.write(disk, folder, before: journal.header, salt: .random(in: 1 ... .max)) {
        take throws(StoreError) in try changesSoFar(take)
      }
      do throws(DiskError) { try Self.place(disk, folder, header) } catch {
        areNamesSafe = false
        throw .failed(error)
      }
    } catch {
      for path in [path, path + Self.temporary] { do throws(DiskError) { try disk.remove(path) } catch {} }
      throw error
    }
    // One of this name that was not sound may still be open.
    forgetOtherFiles()
    do throws(StoreError) { try readBack(header) } catch {
      forgetOtherFiles()
      do throws(DiskError) { try disk.remove(path) } catch {}
      throw error
    }
    return header
  }

  private func forgetOtherFiles() {
    open.keep(only: [snapshotHeader?.name ?? ""] + past.map(\.name) + [journal.header.name])
  }

  private func readBack(_ header: FileHeader) throws(StoreError) {
    let file = try open.file(header.name)
    let found = try JournalScan.header(disk, file, .snapshot, header.number)
    guard found == header else { throw .damaged(header.name, offset: 0, "it does not read as it was written") }
    try Snapshot.read(disk, file, found) { _, _ throws(StoreError) in }
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
