public import Desk

extension Store {
  /// Takes the write lock, catches up with what other processes committed, and begins a transaction: until it ends,
  /// `book` is the current state of the desk and nobody else can change it.
  ///
  /// Throws `.busy` if another process holds the lock for longer than four seconds (at all, if `isPatient` is false),
  /// or `.failed` if the store is read-only and could not be repaired; the next call tries again. At most one
  /// transaction may be open.
  public func beginWrite(isPatient: Bool = true) throws(StoreError) -> WriteTransaction {
    try enter(isPatient: isPatient)
    return WriteTransaction(self)
  }
}

/// The changes that are committed together: staged call by call, then durable as a whole or not at all.
///
///     beginWrite() ──► stage(changes) ──► commit() ──► the changes are durable, and other processes see them
///                        ▲      │            │ fails
///                        └──────┘            ▼
///                           abort() ──► the book is what the disk has; nothing of the transaction remains
///
/// `commit` and `abort` consume the transaction and give the lock back. One that is dropped is aborted.
public struct WriteTransaction: ~Copyable {
  private unowned(unsafe) let store: Store

  fileprivate init(_ store: Store) { self.store = store }

  deinit {
    do throws(StoreError) { try store.abortWrite() } catch {}
  }

  /// Bytes that the next commit writes.
  public var stagedBytes: Int { store.stagedBytes }

  /// Stages the changes of one call, which are committed together or not at all, and applies them to the book.
  ///
  /// The first follows the book's last change (`seq`); `changes` is not empty.
  public mutating func stage(_ changes: [Change]) {
    store.begin()
    for change in changes { store.stage(change) }
    store.end()
    for change in changes { store.book.apply(change) }
  }

  /// Lets the disk begin with what is staged, for a caller who has something else to do before `commit()`, which
  /// reports what became of it.
  public func startWriting() { store.beginCommit() }

  /// Writes what is staged, syncs it as the policy says, and publishes it to other processes. When it returns, the
  /// changes are acknowledged.
  ///
  /// If it throws, none of them is, and the store has gone back to the last commit.
  public consuming func commit() throws(CommitFailure) {
    let store = store
    discard self
    do throws(DiskError) { try store.commit() } catch {
      let isUndecided = store.isUndecided
      var unreadable: StoreError?
      do throws(StoreError) { _ = try store.reload() } catch { unreadable = error }
      throw CommitFailure(reason: error, isUndecided: isUndecided, unreadable: unreadable)
    }
  }

  /// Forgets what is staged and goes back to the last commit. Throws if the desk cannot be read any more.
  public consuming func abort() throws(StoreError) {
    let store = store
    discard self
    try store.abortWrite()
  }
}

/// Why a commit failed, and how the store was left.
public struct CommitFailure: Error {
  /// The system call that failed.
  public let reason: DiskError
  /// Whether the changes may be found when the folder is opened next: they were written, and could not be taken back.
  public let isUndecided: Bool
  /// Why the last commit could not be read back: then the book is ahead of the disk, and the session is over. Nil
  /// where the store goes on from the last commit.
  public let unreadable: StoreError?
}

extension Store {
  fileprivate func abortWrite() throws(StoreError) {
    defer { leave() }
    if stagedBytes > 0 { _ = try reload() }
  }
}
