import Desk
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
  let store: Store
  let ledger: SharedLedger
  /// True where it stays inside, if it is alone.
  var stays = false
  private var drawn: DrawnCalls

  init(
    _ disk: MemoryDisk, id: Int32, _ ledger: SharedLedger, sync: Store.SyncPolicy = .always
  ) throws(StoreError) {
    process = MemoryProcess(disk, id: id)
    self.ledger = ledger
    drawn = DrawnCalls(seed: UInt64(id))
    store = try Store.open(Kept.folder, sync: sync, disk: process) { _ in }.store
  }

  /// One read's calls; true if they were acknowledged. What failed is undecided, if nothing says otherwise.
  func drain(_ count: Int = 1) throws(StoreError) -> Bool {
    do throws(StoreError) { try store.enter() } catch {
      guard !error.isDamage else { throw error }
      return false
    }
    ledger.decide(by: store.book)
    #expect(store.book.seq == ledger.seq, "inside, the book is not that of all: \(ledger.context)")
    for _ in 0..<count {
      let changes = drawn.next(store.book)
      store.stage(changes)
      for change in changes { store.book.apply(change) }
      ledger.undecided.append(changes)
    }
    do throws(DiskError) { try store.commit(staying: stays) } catch {
      guard !process.isKilled else { return false }
      if !store.isUndecided { ledger.undecided = [] }
      _ = try store.reload()
      return false
    }
    ledger.tell(ledger.undecided)
    ledger.undecided = []
    return true
  }

  /// What it answers now.
  func look() throws(StoreError) -> Book {
    _ = try store.look()
    return store.book
  }
}
