import ChangeLog
import Desk
import JSON
import Methods
public import RPC
public import Store

// How a session meets the store: changes are admitted, staged, committed with others, or taken back.

extension Session {
  /// Bytes of changes after which a commit is due in the middle of what one read brought.
  private static let stagedBytesMax = 1 << 20

  /// Takes in what other processes committed: what is answered next is what all of them would answer.
  @inline(__always)
  func look() throws(StoreError) {
    if let store, try store.refresh() { show(store) }
  }

  /// Goes where nobody else changes the desk, until the commit, with a decision that has changes: stale if the desk is
  /// not the one that it was made on, or the time is another. So a call that changes nothing waits for nobody.
  ///
  /// A store that failed is mended by the first change that comes when it can be. Where this process does not get in,
  /// `refusal` says why.
  func enter(_ store: Store) -> AnyMethod.Outcome {
    guard !isWriting, refusal == nil else { return .done }
    let (known, seq, now) = (book, book.seq, context.now)
    do throws(StoreError) {
      write = try store.beginWrite()
      isWriting = true
    } catch {
      refusal = StoreFault("\(error)", advice: error.advice)
    }
    // Time has gone on while this process waited.
    clock.refresh()
    show(store)
    return book === known && book.seq == seq && context.now == now ? .done : .stale
  }

  /// Goes on with the book that the store has now.
  private func show(_ store: Store) {
    book = store.book
    showBook()
  }

  /// Executes a line as a transaction of its own: its answer may be told. Throws if the store failed and cannot even be
  /// read any more.
  public func transact(_ line: LineFramer.Line) throws(StoreError) {
    try look()
    let start = out.count
    answer(line)
    do throws(CommitFailure) { try commit() } catch {
      out.truncate(to: start)
      try revert(after: error)
      answer(line)
    }
    isInterrupted = false
    refusal = nil
  }

  /// Takes in what other processes committed; says on the log why it cannot.
  public func look(_ log: Log?) {
    do throws(StoreError) { try look() } catch { self.log(error, log) }
  }

  /// Makes a snapshot, when it is time for one.
  public func rest(_ log: Log?) {
    guard let store, store.isSnapshotDue else { return }
    store.snapshotIfDue()
    show(store)
  }

  /// Lets go of the folder in good order: all that was committed is safe, and is known to be.
  public func close(_ log: Log?) {
    do throws(StoreError) { try store?.close() } catch { self.log(error, log) }
  }

  private func log(_ error: StoreError, _ log: Log?) {
    if case .write(let error) = error { return self.log(error, log) }
    log?(.warn, "\(error). \(error.advice)")
  }

  /// Says on the log what failed, and what comes of it.
  func log(_ error: ChangeLogError, _ log: Log?) {
    let outcome =
      store?.status.fault == nil
      ? "what it brought is refused; the desk goes on in another journal"
      : "changes are refused until the store is mended. \(error.advice)"
    log?(.error, "\(error): \(outcome)")
  }

  /// Lets changes through to the store, or throws why not.
  func admit(_ changes: [Change.What], to store: Store) throws(RPCError) {
    if !changes.isEmpty, let refusal { throw RPCError(refusal) }
    if before == nil { before = context }
    if (write?.stagedBytes ?? 0) >= Self.stagedBytesMax { isInterrupted = true }
  }

  /// True if a call must wait for what is staged to be committed. Within a batch nothing can wait.
  func mustWait() -> Bool {
    guard (write?.stagedBytes ?? 0) > 0, !isInBatch else { return false }
    (isWaiting, isInterrupted) = (true, true)
    return true
  }

  /// Commits what is staged: once it returns, all that is answered may be told.
  func commit() throws(CommitFailure) {
    isWriting = false
    if let write = write.take() { try write.commit() }
    if let store {
      if store.book !== book { show(store) }
    }
    before = nil
  }

  /// Goes back to the last commit: to the book that is on the disk, to who called then. The answers are the caller's to
  /// drop. From here until the drain ends no changes are taken.
  func revert(after failure: CommitFailure) throws(StoreError) {
    if let unreadable = failure.unreadable { throw unreadable }
    if let store { book = store.book }
    if let before { context = before }
    before = nil
    refusal = StoreFault("\(failure.reason)", advice: failure.reason.advice, isUndecided: failure.isUndecided)
    isEnded = false
    showBook()
  }

  /// What the methods of the store see of it.
  static func access(to store: Store, _ log: Log?) -> StoreAccess {
    StoreAccess(
      status: { store.status },
      snapshot: { () throws(StoreFault) in
        do throws(StoreError) { try store.snapshot() } catch {
          throw StoreFault("\(error)", advice: error.advice)
        }
      })
  }
}
