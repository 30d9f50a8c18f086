import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// A process that shares a folder in memory with others, and works as a session does.
final class SharingProcess {
  let process: MemoryProcess
  /// The transaction of a process that holds the lock. It is declared before the store, which must outlive it.
  var write: WriteTransaction?
  let store: Store
  let ledger: SharedLedger
  /// Why the last commit failed.
  private(set) var failure: CommitFailure?
  private var drawn: DrawnCalls

  init(
    _ disk: MemoryDisk, id: Int32, _ ledger: SharedLedger, sync: StoreState.SyncPolicy = .always,
    isExclusive: Bool = false
  ) throws(StoreError) {
    process = MemoryProcess(disk, id: id)
    self.ledger = ledger
    drawn = DrawnCalls(seed: UInt64(id))
    store = try Store.open(StoreFixture.folder, sync: sync, isExclusive: isExclusive, disk: process) { _ in }
  }

  /// Whether it follows the members without being one.
  var isReader: Bool { if case .reader = store.log.attachment { true } else { false } }

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
    do throws(StoreError) {
      for _ in 0..<count {
        let changes = next()
        ledger.undecided.append(changes)
        try write.stage(changes)
      }
    } catch {
      // There is no room for the last of them; nothing was written of those before it.
      ledger.undecided = []
      try write.abort()
      return false
    }
    do throws(CommitFailure) { try write.commit() } catch {
      guard !process.isKilled else { return false }
      failure = error
      if !error.isUndecided { ledger.undecided = [] }
      if let unreadable = error.unreadable { throw unreadable }
      return false
    }
    ledger.acknowledge(ledger.undecided)
    ledger.undecided = []
    return true
  }

  /// The changes of the next call, drawn for the book.
  func next() -> [Change] { drawn.next(store.book) }

  /// Takes the lock and holds it, with so many calls staged, until `abort()`.
  func begin(staging count: Int = 0) throws(StoreError) {
    write = try store.beginWrite()
    ledger.decide(by: store.book)
    for _ in 0..<count { try write?.stage(next()) }
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
  func refresh() throws(StoreError) -> Book {
    _ = try store.refresh()
    return store.book
  }
}
