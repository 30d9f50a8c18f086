import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// What the processes of one folder told their clients, together.
final class SharedLedger {
  /// The calls that were acknowledged, in order.
  private(set) var told: [[Change]] = []
  /// Calls of a process that ended, or was refused with "unknown", in the middle of them: the first of them are found,
  /// each whole, or none.
  var undecided: [[Change]] = []

  /// For messages.
  var context = ""

  var seq: Int { told.last?.last?.seq ?? 0 }

  /// True of a book that has all that was told, and of what is undecided the first calls.
  func isHeld(by book: Book) -> Bool {
    book.seq == seq || undecided.contains { $0.last?.seq == book.seq } && undecided.first?.first?.seq == seq + 1
  }

  /// It is known now what became of it: what `book` has was made.
  func decide(by book: Book) {
    told += undecided.filter { ($0.last?.seq ?? 0) <= book.seq && ($0.first?.seq ?? 0) > seq }
    undecided = []
  }

  func tell(_ calls: [[Change]]) { told += calls }

  /// All that a book has that holds what was told.
  var everything: [String] {
    let book = Book()
    for change in told.joined() { book.apply(change) }
    return book.everything
  }
}

/// A process that shares a folder in memory with others, and works as a session does.
final class Sharer {
  let process: MemoryProcess
  /// The transaction of a process that holds the lock. It is declared before the store, which must outlive it.
  var write: WriteTransaction?
  let store: Store
  let ledger: SharedLedger
  /// Why the last commit failed.
  private(set) var failure: CommitFailure?
  private var drawn: DrawnCalls

  init(
    _ disk: MemoryDisk, id: Int32, _ ledger: SharedLedger, sync: StoreState.SyncPolicy = .always
  ) throws(StoreError) {
    process = MemoryProcess(disk, id: id)
    self.ledger = ledger
    drawn = DrawnCalls(seed: UInt64(id))
    store = try Store.open(Kept.folder, sync: sync, disk: process) { _ in }
  }

  /// The calls of one read; true if they were acknowledged. Calls that failed are undecided, unless the failure says
  /// otherwise.
  func drain(_ count: Int = 1) throws(StoreError) -> Bool {
    var write: WriteTransaction
    do throws(StoreError) { write = try store.beginWrite() } catch {
      guard !error.isDamage else { throw error }
      return false
    }
    ledger.decide(by: store.book)
    #expect(store.book.seq == ledger.seq, "with the lock, the book is not that of all: \(ledger.context)")
    for _ in 0..<count {
      let changes = next()
      ledger.undecided.append(changes)
      write.stage(changes)
    }
    do throws(CommitFailure) { try write.commit() } catch {
      guard !process.isKilled else { return false }
      failure = error
      if !error.isUndecided { ledger.undecided = [] }
      if let unreadable = error.unreadable { throw unreadable }
      return false
    }
    ledger.tell(ledger.undecided)
    ledger.undecided = []
    return true
  }

  /// The changes of the next call, drawn for the book.
  func next() -> [Change] { drawn.next(store.book) }

  /// Takes the lock and holds it, with so many calls staged, until `abort()`.
  func begin(staging count: Int = 0) throws(StoreError) {
    write = try store.beginWrite()
    ledger.decide(by: store.book)
    for _ in 0..<count { write?.stage(next()) }
  }

  /// Commits the transaction that `begin` began, without a word to the ledger.
  func commit() throws(CommitFailure) {
    if let open = write.take() { try open.commit() }
  }

  /// Aborts the transaction that `begin` began.
  func abort() throws(StoreError) {
    if let open = write.take() { try open.abort() }
  }

  /// The same for a closure that the disk calls while others wait for the lock.
  func abortWhileWaitedFor() {
    do { try abort() } catch { Issue.record("\(error)") }
  }

  /// Stages so many calls and aborts them; false if no transaction could be begun.
  func abortedTransaction(_ count: Int) throws(StoreError) -> Bool {
    do throws(StoreError) { try begin(staging: count) } catch {
      guard !error.isDamage else { throw error }
      return false
    }
    try abort()
    #expect(store.book.seq == ledger.seq, "what was aborted is shown: \(ledger.context)")
    return true
  }

  /// Takes the lock and gives it back.
  func touch() throws(StoreError) { try store.beginWrite().abort() }

  /// Takes in what others committed, and returns the book that this process answers from.
  func look() throws(StoreError) -> Book {
    _ = try store.refresh()
    return store.book
  }
}
