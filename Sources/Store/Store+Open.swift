public import Desk

extension Store {
  /// Opens a folder, or makes it; `tell` gets what whoever runs the process should know.
  ///
  /// The path must not be empty. Throws, with an exit code, if the folder is locked, cannot be made, or is not sound.
  /// What can be read and not written is opened all the same, and sealed.
  public static func open(
    _ folder: String, sync: SyncPolicy, disk: any Disk = SystemDisk(), tell: (String) -> Void
  ) throws(StoreError) -> (store: Store, book: Book) {
    var folder = folder
    while folder.count > 1 && folder.hasSuffix("/") { folder.removeLast() }
    let lock = try StoreLock.take(disk, folder)
    do throws(StoreError) {
      let files = try StoreError.reading { () throws(DiskError) in try Recovery.Files(disk, folder) }
      let note = StoreLock.note(disk, folder)
      guard !files.journals.isEmpty || !files.snapshots.isEmpty else {
        if let note {
          throw .missing(
            FileHeader.name(.journal, note.journal),
            "a desk was kept here, and none of its files is there (for a new one, remove the file lock too)")
        }
        return (try make(disk, folder, sync, lock), Book())
      }
      return try open(disk, folder, sync, lock, files, note, tell)
    } catch {
      disk.close(lock)
      throw error
    }
  }

  /// A new desk.
  private static func make(
    _ disk: any Disk, _ folder: String, _ policy: SyncPolicy, _ lock: DiskFile
  ) throws(StoreError) -> Store {
    try StoreError.creating { () throws(DiskError) in
      let header = newHeader(disk, number: 1, seq: 0, extent: 0, follows: 0)
      let journal = try Journal.prepare(disk, folder, header)
      do throws(DiskError) {
        try place(disk, folder, header)
        try StoreLock.syncNames(disk, folder)
        let store = try Store(disk, folder, policy, lock, journal, OpenFiles(disk, folder), nil)
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
    _ disk: any Disk, _ folder: String, _ policy: SyncPolicy, _ lock: DiskFile, _ files: Recovery.Files,
    _ note: StoreLock.Note?, _ tell: (String) -> Void
  ) throws(StoreError) -> (store: Store, book: Book) {
    let open = OpenFiles(disk, folder)
    let found = try Recovery.read(disk, files, open, note: note)
    var fault: DiskError?
    var file = try open.file(found.header.name)
    do throws(DiskError) { file = try disk.open(folder + "/" + found.header.name, .change) } catch { fault = error }
    let journal = Journal(disk, file, found.header, found.scan)
    let store = try StoreError.reading { () throws(DiskError) in
      try Store(disk, folder, policy, lock, journal, open, found)
    }
    for line in found.told { tell(line) }
    do throws(DiskError) {
      if let fault {
        journal.giveUp()
        throw fault
      }
      try store.settle()
      if let torn = found.scan.torn { tell("what it left is kept as torn-\(found.header.number)-\(torn.lowerBound)") }
      // Nobody else has the folder: what is unfinished now will never be.
      store.remove(files.temporary, tell)
      store.removeWhatIsBefore(files, tell)
    } catch {
      store.seal(error)
      tell("the desk is read-only: \(error). \(error.advice)")
    }
    return (store, found.book)
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

  private func remove(_ names: [String], _ tell: (String) -> Void) {
    for name in names {
      do throws(DiskError) { try disk.remove(folder + "/" + name) } catch { tell("\(error)") }
    }
  }
}
