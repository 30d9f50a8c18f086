public import ChangeLog
public import Desk

/// The changes that are committed together: staged call by call, then durable as a whole or not at all.
///
///     Store.beginWrite() ──► stage(changes) ──► commit() ──► the changes are durable, and other processes see them
///                              ▲      │            │ fails
///                              └──────┘            ▼
///                                 abort() ──► the book is that of the last commit
///
/// `commit` and `abort` consume the transaction and give the lock back. One that is dropped is aborted.
public struct WriteTransaction: ~Copyable {
  // By hand, since `discard` wants members that need no deinitializer. Each way out releases it once.
  private let retained: Unmanaged<Store>
  private var store: Store { retained.takeUnretainedValue() }

  init(_ store: Store) { retained = .passRetained(store) }

  deinit {
    // A store that cannot be read any more says so at the next call.
    do throws(StoreError) { try retained.takeRetainedValue().abort() } catch {}
  }

  /// Bytes that the commit writes.
  public var stagedBytes: Int { store.stagedBytes }

  /// Stages the changes of one call, which are committed together or not at all, and applies them to the book.
  ///
  /// There is at least one, and the first follows the book's last change (`seq`). `isLast`: the next thing is the
  /// commit, so the disk may begin to write; the commit reports what became of it.
  ///
  /// Throws, with the book as it was, if there is no room for them in the journal: the disk is full, or they are larger
  /// than a record may be. What was staged before can be committed all the same.
  public mutating func stage(_ changes: [Change], isLast: Bool = false) throws(StoreError) {
    do throws(ChangeLogError) { try store.stage(changes, isLast: isLast) } catch { throw .write(error) }
  }

  /// Writes what is staged, syncs it as the policy says, and publishes it to other processes. When it returns, the
  /// changes may be acknowledged.
  ///
  /// If it throws, none of them may, and the store has gone back to the last commit.
  public consuming func commit() throws(CommitFailure) {
    let store = retained.takeRetainedValue()
    discard self
    try store.commit()
  }

  /// Forgets what is staged and goes back to the last commit. Throws if the desk cannot be read any more.
  public consuming func abort() throws(StoreError) {
    let store = retained.takeRetainedValue()
    discard self
    try store.abort()
  }
}

/// Why a commit failed, and how it left the store.
public struct CommitFailure: Error {
  /// What failed.
  public let reason: ChangeLogError
  /// Whether the changes may be found when the folder is opened next: they were written, and could not be taken back.
  public let isUndecided: Bool
  /// Why the last commit could not be read back: then the book is ahead of the disk, and the session is over. Nil
  /// where the store goes on from the last commit.
  public let unreadable: StoreError?
}
