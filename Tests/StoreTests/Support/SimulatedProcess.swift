import Desk
import Disk
import TestSupport
import Testing

@testable import ChangeLog
@testable import Store

/// A process over a folder, which works as a session does and records in a ledger what it acknowledged.
final class SimulatedProcess {
  let disk: MemoryDisk
  let sync: StoreState.SyncPolicy
  private let context: String
  let store: Store
  var book: Book { store.book }
  private(set) var ledger: Ledger
  /// What the start logged.
  let log: [String]

  /// Starts after a crash, with the ledger from before. Nil, with an issue, if the start does not find what the ledger
  /// says.
  init?(
    _ disk: MemoryDisk, _ sync: StoreState.SyncPolicy, _ ledger: Ledger = Ledger(),
    after crash: MemoryDisk.Crash = .killed,
    context: String = "", _ books: KnownBooks? = nil
  ) throws(StoreError) {
    (self.disk, self.sync, self.ledger, self.context) = (disk, sync, ledger, context)
    var log: [String] = []
    store = try Store.open(StoreFixture.folder, sync: sync, disk: disk) { log.append($0) }
    self.log = log
    guard let count = ledger.count(in: book, after: crash, context, books) else { return nil }
    // The start made durable what it found.
    self.ledger.found(count, isDurable: sync == .always && store.failure == nil)
  }

  /// The calls of one read, each with its changes; true if they were acknowledged. Throws if the process has to end.
  func drain(_ calls: [[Change]]) throws(StoreError) -> Bool {
    let wasReadOnly = store.failure != nil
    var write: WriteTransaction
    do throws(StoreError) { write = try store.beginWrite() } catch { return false }
    takeWhatWasFound()
    if wasReadOnly {
      // The store repaired itself: what it had refused is void.
      ledger.undecided = []
      if store.chain.journal.position.synced == store.chain.journal.position.end { ledger.sync() }
    }
    if let first = calls.first?.first, first.seq <= book.seq {
      // It is known by now that they are there.
      try write.abort()
      return true
    }
    guard book.seq == ledger.seq else {
      Issue.record("\(context): the book is at \(book.seq), acknowledged was \(ledger.seq)")
      return false
    }
    ledger.undecided = calls
    do throws(StoreError) { for call in calls { try write.stage(call) } } catch {
      // There is no room for one of them, and those after it were drawn for a desk that has it.
      #expect(store.failure != nil)
      ledger.undecided = []
      try write.abort()
      #expect(book.seq == ledger.seq, "what was not staged is shown")
      return false
    }
    do throws(CommitFailure) { try write.commit() } catch {
      if let unreadable = error.unreadable { throw unreadable }
      #expect(book.seq == ledger.seq, "what failed is shown")
      if !error.isUndecided { ledger.undecided = [] }
      // Another journal has begun, and has all that was not durable.
      if store.failure == nil { ledger.sync() }
      return false
    }
    ledger.acknowledge(isDurable: sync == .always)
    return true
  }

  /// The store may have found a prefix of the calls whose outcome was not known: they are committed from then on.
  private func takeWhatWasFound() {
    if book.seq > ledger.seq { ledger.found(upTo: book.seq) }
  }

  /// Returns whether a snapshot was made, or none was needed.
  @discardableResult
  func snapshot() -> Bool {
    do throws(StoreError) {
      try store.snapshot()
      takeWhatWasFound()
      ledger.sync()
      return true
    } catch {
      if case .write(.corrupt) = error { Issue.record("a snapshot finds damage: \(error)") }
      return false
    }
  }

  /// A second passes without a call: a snapshot is made if one is due.
  func tick() {
    disk.clock += 1_000
    let last = store.status.snapshotNumber
    store.snapshotIfDue()
    takeWhatWasFound()
    if store.status.snapshotNumber > last { ledger.sync() }
  }

  /// The process ends in good order.
  func close() {
    do throws(StoreError) { try store.close() } catch {}
  }

  /// The names in the folder, except the lock's files and those of saved torn bytes.
  var names: [String] {
    disk.files.keys.map { String($0.dropFirst(StoreFixture.folder.count + 1)) }.filter {
      !["lock", "presence"].contains($0) && !$0.hasPrefix("torn")
    }
    .sorted()
  }

  /// Whether the folder holds just the last snapshot and the journals from there on.
  var isTidy: Bool {
    let snapshots = names.compactMap { FileHeader.number(.snapshot, in: $0) }
    let journals = names.compactMap { FileHeader.number(.journal, in: $0) }.sorted()
    let first = snapshots.first ?? 1
    return snapshots.count <= 1 && snapshots.count + journals.count == names.count
      && journals == Array(first..<first + journals.count)
  }
}
