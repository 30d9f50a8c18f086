public import Desk

extension Store {
  /// Opens a folder, or makes it, together with whoever else has it open; `isExclusive`: alone. `tell` gets what
  /// whoever runs the process should know, for as long as the store lives.
  ///
  /// The path must not be empty. Throws, with an exit code, if others have the folder and this process is not let in,
  /// if it cannot be made, or is not sound. What can be read and not written is opened all the same, and sealed. Where
  /// `makesDesk` is false and the folder holds no desk, it throws `noDesk` and makes nothing.
  public static func open(
    _ folder: String, sync: SyncPolicy, isExclusive: Bool = false, makesDesk: Bool = true,
    disk: any Disk = SystemDisk(), tell: @escaping (String) -> Void
  ) throws(StoreError) -> (store: Store, book: Book) {
    var folder = folder
    while folder.count > 1 && folder.hasSuffix("/") { folder.removeLast() }
    let options = Options(sync: sync, isExclusive: isExclusive, makesDesk: makesDesk, tell: tell)
    if !makesDesk { try expectDesk(disk, folder) }
    let seat: Seat?
    do throws(StoreError) {
      seat = try Seat.take(disk, folder, isExclusive: isExclusive, makesFolder: makesDesk)
    } catch {
      // The folder was there a moment ago.
      if !makesDesk, case .cannotCreate(let reason) = error, reason.code == SystemDisk.missing {
        throw .noDesk(folder: folder, isThere: false)
      }
      throw error
    }
    do throws(StoreError) {
      let store: Store
      if let seat, !seat.isAlone, let point = seat.page.point() {
        store = try join(disk, folder, options, seat, point)
      } else {
        store = try find(disk, folder, options, seat)
      }
      seat?.leave()
      return (store, store.book)
    } catch {
      seat?.resign()
      seat?.leave()
      throw error
    }
  }

  /// Throws if there is no desk in the folder. This looks without the lock, which would be a file in the folder; `find`
  /// looks again, and makes no desk either.
  private static func expectDesk(_ disk: any Disk, _ folder: String) throws(StoreError) {
    let files: Recovery.Files
    do throws(DiskError) { files = try Recovery.Files(disk, folder) } catch {
      guard error.code != SystemDisk.missing, error.code != SystemDisk.noFolder else {
        throw .noDesk(folder: folder, isThere: false)
      }
      throw .unreadable(error)
    }
    // Where a desk was and is no more, that is said.
    guard files.isEmpty, StoreLock.note(disk, folder) == nil else { return }
    throw .noDesk(folder: folder, isThere: true)
  }

  /// A desk that others have open: as far as they have committed it.
  private static func join(
    _ disk: any Disk, _ folder: String, _ options: Options, _ seat: Seat, _ point: SharedPage.Point
  ) throws(StoreError) -> Store {
    let name = FileHeader.name(.journal, point.journal)
    let store = try StoreError.reading { () throws(DiskError) in
      // What it holds is read in a moment: from here on it only has its place.
      let header = FileHeader(kind: .journal, number: point.journal, seq: 0, extent: 0, salt: 0, begun: 0)
      let scan = JournalScan(end: 0, size: 0, seq: 0, synced: 0, isMarked: false, torn: nil)
      let journal = Journal(disk, try disk.open(folder + "/" + name, .change), header, scan)
      return Store(disk, folder, options, seat, journal, OpenFiles(disk, folder), nil)
    }
    // Others go on while this process reads.
    seat.leave()
    try store.rejoin()
    return store
  }

  /// A desk that nobody else has open, or a new one.
  private static func find(
    _ disk: any Disk, _ folder: String, _ options: Options, _ seat: Seat?
  ) throws(StoreError) -> Store {
    let files = try StoreError.reading { () throws(DiskError) in try Recovery.Files(disk, folder) }
    let note = StoreLock.note(disk, folder)
    guard !files.isEmpty else {
      if let note {
        throw .missing(
          FileHeader.name(.journal, note.journal),
          "a desk was kept here, and none of its files is there (for a new one, remove the file lock too)")
      }
      guard options.makesDesk else { throw .noDesk(folder: folder, isThere: true) }
      return try make(disk, folder, options, seat)
    }
    return try open(disk, folder, options, seat, files, note)
  }

  /// A new desk.
  private static func make(
    _ disk: any Disk, _ folder: String, _ options: Options, _ seat: Seat?
  ) throws(StoreError) -> Store {
    try StoreError.creating { () throws(DiskError) in
      let header = newHeader(disk, number: 1, seq: 0, extent: 0, follows: 0)
      let journal = try Journal.prepare(disk, folder, header)
      do throws(DiskError) {
        try place(disk, folder, header)
        try StoreLock.syncNames(disk, folder)
        let store = Store(disk, folder, options, seat, journal, OpenFiles(disk, folder), nil)
        try store.publish()
        try seat?.open()
        store.tellThatSafe()
        return store
      } catch {
        journal.abandon(in: folder)
        throw error
      }
    }
  }

  /// A desk that is there.
  private static func open(
    _ disk: any Disk, _ folder: String, _ options: Options, _ seat: Seat?, _ files: Recovery.Files,
    _ note: StoreLock.Note?
  ) throws(StoreError) -> Store {
    let open = OpenFiles(disk, folder)
    let found = try Recovery.read(disk, files, open, note: note)
    var fault = seat == nil ? DiskError("open", "lock", SystemDisk.readOnlyDisk) : nil
    var file = try open.file(found.header.name)
    do throws(DiskError) { file = try disk.open(folder + "/" + found.header.name, .change) } catch { fault = error }
    let journal = Journal(disk, file, found.header, found.scan)
    let store = Store(disk, folder, options, seat, journal, open, found)
    for line in found.told { options.tell(line) }
    do throws(DiskError) {
      if let fault {
        journal.giveUp()
        throw fault
      }
      try store.settle()
      if let torn = found.scan.torn {
        options.tell("what it left is kept as torn-\(found.header.number)-\(torn.lowerBound)")
      }
      try store.publish()
      store.tellThatSafe()
      // Nobody else has the folder: what is unfinished now will never be.
      store.remove(files.temporary, options.tell)
      store.removeWhatIsBefore(files, options.tell)
    } catch {
      store.seal(error)
      options.tell("the desk is read-only: \(error). \(error.advice)")
      // Who comes inside next is to settle it.
      try StoreError.creating { () throws(DiskError) in try store.publish(journal.isFinal ? .final : .unsettled) }
    }
    try StoreError.creating { () throws(DiskError) in try seat?.open() }
    return store
  }

  /// What a start or a snapshot leaves behind that the last snapshot has. A file that stays does no harm.
  func removeWhatIsBefore(_ files: Recovery.Files, _ tell: (String) -> Void) {
    guard let snapshotHeader else { return }
    let names =
      files.snapshots.filter { $0 < snapshotHeader.number }.map { FileHeader.name(.snapshot, $0) }
      + files.journals.filter { $0 < snapshotHeader.number }.map { FileHeader.name(.journal, $0) }
    guard !names.isEmpty else { return }
    // The name of the snapshot must be safe before those of what it has are not.
    do throws(DiskError) { try disk.syncFolder(folder) } catch { return tell("\(error)") }
    remove(names, tell)
  }

  func remove(_ names: [String], _ tell: (String) -> Void) {
    for name in names {
      do throws(DiskError) { try disk.remove(folder + "/" + name) } catch { tell("\(error)") }
    }
  }
}
