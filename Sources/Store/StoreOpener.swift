import ChangeLog
public import Desk
public import Disk

extension Store {
  /// How a store is opened.
  struct Options {
    let sync: StoreState.SyncPolicy
    let isExclusive: Bool
    /// Whether a desk is made where there is none.
    let makesDesk: Bool
    /// Gets what the operator of the process should know.
    let report: (String) -> Void
  }

  /// Opens a folder, or makes it, together with other processes that have it open; `isExclusive`: alone. `report` gets
  /// what the operator of the process should know, for as long as the store lives.
  ///
  /// The path must not be empty. Throws, with an exit code, if others have the folder and this process is not let in,
  /// if it cannot be made, or is not sound. What can be read and not written is opened all the same, read-only. Where
  /// `makesDesk` is false and the folder holds no desk, it throws `noDesk` and makes nothing.
  public static func open(
    _ folder: String, sync: StoreState.SyncPolicy, isExclusive: Bool = false, makesDesk: Bool = true,
    disk: any Disk = SystemDisk(), report: @escaping (String) -> Void
  ) throws(StoreError) -> Store {
    let options = Options(sync: sync, isExclusive: isExclusive, makesDesk: makesDesk, report: report)
    return try StoreOpener(LogFolder(disk, folder), options).open()
  }
}

/// Opens a folder: joins those who have it open, or recovers the desk in it, or makes a new one.
struct StoreOpener {
  private let folder: LogFolder
  private let options: Store.Options
  /// The last change that this process has shown; a desk that has less is not opened.
  private let shown: Int

  init(_ folder: LogFolder, _ options: Store.Options, shown: Int = 0) {
    (self.folder, self.options, self.shown) = (folder, options, shown)
  }

  /// Waits for the lock only where the folder has to be read as after a power loss, or by this process alone. Where
  /// another process holds it, what is committed is read, and the process becomes a member later (`Store.member`).
  func open() throws(StoreError) -> Store {
    defer { for line in folder.disk.takeWarnings() { options.report(line) } }
    if !options.makesDesk { try expectDesk() }
    var joining = try join(options.isExclusive ? .start : .none)
    if case .refused(.lockTimeout(let pid)) = joining, !options.isExclusive {
      if let store = follow() { return store }
      joining = try join(.brief)
      if case .refused(.lockTimeout) = joining {
        let owner = pid.map { "process \($0), which" } ?? "the process that"
        options.report("waiting for \(owner) holds the write lock of \(folder.path)")
        joining = try join(.start)
      }
    }
    switch joining {
    case .refused(let reason): throw reason
    case .readOnly: return try openFirst(nil)
    case .member(let membership):
      let store = try open(as: membership)
      membership.unlock()
      return store
    }
  }

  private func join(_ patience: FolderMembership.Patience) throws(StoreError) -> FolderMembership.Joining {
    do throws(ChangeLogError) {
      if let owner = try folder.otherOwner() { return .refused(.otherUser(folder: folder.path, owner: owner)) }
      return try FolderMembership.join(
        folder, isExclusive: options.isExclusive, makesFolder: options.makesDesk, patience)
    } catch {
      // The folder was there a moment ago.
      if !options.makesDesk, error.diskError?.code == SystemDisk.missing {
        throw .noDesk(folder: folder.path, isThere: false)
      }
      throw .create(error)
    }
  }

  /// Opens the desk as a new member, which may hold the lock then. If this throws, the membership has ended.
  func open(as membership: FolderMembership) throws(StoreError) -> Store {
    do throws(StoreError) {
      return try membership.isFirst ? openFirst(membership) : openBeside(membership)
    } catch {
      membership.leave()
      throw error
    }
  }

  /// Makes a member, which holds the lock, of a process that only followed the members, or could only read. Where there
  /// may have been no member meanwhile, the desk is opened anew: that store takes the place of the one that asked.
  func attach(
    _ log: SharedLog, isPatient: Bool
  ) throws(StoreError) -> (FolderMembership, recovered: Store?) {
    let joining: FolderMembership.Joining
    do throws(ChangeLogError) {
      if case .reader(let reader) = log.attachment { try reader.checkPlace(in: folder) }
      joining = try FolderMembership.join(
        folder, isExclusive: options.isExclusive, makesFolder: shown == 0, isPatient ? .write : .none)
    } catch {
      throw .write(error)
    }
    switch joining {
    case .refused(let reason): throw reason
    case .readOnly: throw .write(LockFile.readOnly)
    case .member(let membership):
      guard case .reader = log.attachment, !membership.isFirst, membership.index.point() != nil else {
        return (membership, try open(as: membership))
      }
      log.join(membership)
      return (membership, nil)
    }
  }

  /// A desk that other processes have open, as far as they have committed it, without the lock; nil if it cannot be
  /// read so.
  private func follow() -> Store? {
    guard let reader = FolderReader(folder),
      let (log, book) = SharedLog.read(folder, reader.index, as: .reader(reader))
    else { return nil }
    return Store(options, log, book)
  }

  /// Throws if there is no desk in the folder. This looks without the lock, which would be a file in the folder;
  /// `openFirst` looks again, and makes no desk either.
  private func expectDesk() throws(StoreError) {
    let files: FolderFiles
    do throws(ChangeLogError) { files = try folder.files() } catch {
      throw error.isNotThere ? .noDesk(folder: folder.path, isThere: false) : .open(error)
    }
    // Where a desk was and is no more, that is said.
    guard files.isEmpty, DurabilityHint(in: folder) == nil else { return }
    throw .noDesk(folder: folder.path, isThere: true)
  }

  /// A desk that other members have open: up to where they have committed it. Where the index has no sound commit
  /// point, its writer is gone: the folder is read as if this were the first member.
  private func openBeside(_ membership: FolderMembership) throws(StoreError) -> Store {
    guard membership.index.point() != nil else { return try openFirst(membership) }
    // Others go on while this process reads.
    membership.unlock()
    if let (log, book) = SharedLog.read(folder, membership.index, as: .member(membership)) {
      return Store(options, log, book)
    }
    let locking: FolderMembership.Locking
    do throws(ChangeLogError) { locking = try membership.lock() } catch { throw .create(error) }
    if case .timedOut(let pid) = locking { throw .lockTimeout(pid: pid) }
    guard let point = membership.index.point() else { return try openFirst(membership) }
    do throws(ChangeLogError) {
      let (chain, book) = try JournalChain.read(folder, upTo: point.position)
      return Store(options, SharedLog(folder, .member(membership), chain, published: point), book)
    } catch {
      throw .open(error)
    }
  }

  /// A desk that nobody else has open, or a new one; without a membership, one that can only be read.
  private func openFirst(_ membership: FolderMembership?) throws(StoreError) -> Store {
    let files: FolderFiles
    do throws(ChangeLogError) { files = try folder.files() } catch { throw .open(error) }
    // Of the index all was written, and the machine was not started since: it is there, durable or not.
    let hint = DurabilityHint.larger(DurabilityHint(in: folder), membership?.committedBefore?.hint)
    guard files.isEmpty else { return try recover(membership, files, hint) }
    if let hint {
      throw .open(
        .missing(
          file: FileHeader.name(.journal, hint.journal),
          "a desk was kept here, and none of its files is there (for a new one, remove the file lock too)"))
    }
    guard options.makesDesk, shown == 0 else { throw .noDesk(folder: folder.path, isThere: true) }
    return try makeDesk(membership)
  }

  private func makeDesk(_ membership: FolderMembership?) throws(StoreError) -> Store {
    do throws(ChangeLogError) {
      let chain = try JournalChain.make(in: folder)
      do throws(ChangeLogError) {
        if let membership, membership.isFirst { try membership.beginIndex() }
        let log = SharedLog(folder, membership.map { .member($0) } ?? .detached, chain)
        try log.publish()
        try membership?.admitOthers()
        log.writeCleanMark()
        return Store(options, log, Book())
      } catch {
        chain.journal.abandon(in: folder)
        throw error
      }
    } catch {
      throw .create(error)
    }
  }

  private func recover(
    _ membership: FolderMembership?, _ files: FolderFiles, _ hint: DurabilityHint?
  ) throws(StoreError) -> Store {
    let (chain, found, unwritable): (JournalChain, Recovery, ChangeLogError?)
    do throws(ChangeLogError) {
      (chain, found, unwritable) = try JournalChain.recover(
        folder, files, hint: hint, expecting: max(shown, hint?.seq ?? 0))
    } catch {
      // `check` is to know it too.
      if error.mayBeLoss, let hint, let membership { hint.write(to: membership.lockFile) }
      throw .open(error)
    }
    let store = Store(options, SharedLog(folder, membership.map { .member($0) } ?? .detached, chain), found.book)
    for line in found.warnings { options.report(line) }
    do throws(ChangeLogError) {
      if let membership, membership.isFirst { try membership.beginIndex() }
      do throws(ChangeLogError) { try prepare(store, found, files, unwritable) } catch {
        store.setReadOnly(error)
        options.report("the desk is read-only: \(error). \(error.advice)")
        // The next write is to repair it.
        try store.log.publish(chain.journal.state.takesRecords ? .needsRecovery : .mustRotate)
      }
      try membership?.admitOthers()
    } catch {
      throw .create(error)
    }
    return store
  }

  /// Makes what was found such that changes are taken, and removes what is of no more use.
  private func prepare(
    _ store: Store, _ found: Recovery, _ files: FolderFiles, _ unwritable: ChangeLogError?
  ) throws(ChangeLogError) {
    let chain = store.chain
    if let error = unwritable ?? (store.log.membership == nil ? LockFile.readOnly : nil) {
      chain.journal.giveUp()
      throw error
    }
    let rotation = try chain.prepareForAppend(secures: options.sync != .never)
    if let torn = found.scan.torn {
      options.report("what it left is kept as torn-\(found.header.number)-\(torn.lowerBound)")
    }
    try store.log.publish(after: rotation)
    store.log.writeCleanMark()
    // Nobody else has the folder: what is unfinished now will never be.
    folder.remove(files.unfinished, report: options.report)
    chain.removeObsolete(files, report: options.report)
  }
}
