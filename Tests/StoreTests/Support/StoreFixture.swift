import Desk
import Disk
import TestSupport
import Testing

@testable import Store

/// A desk in a folder of a disk in memory, changed by calls that make every kind of change.
///
/// It follows the rules of a store's user: it stages the changes of a call in a transaction, commits, and only then
/// counts the call as acknowledged.
final class StoreFixture {
  static let folder = "/data/desk"

  let disk: MemoryDisk
  /// The open transaction.
  var write: WriteTransaction?
  var store: Store
  var book: Book { store.book }
  /// What the store reported since it was opened.
  var log: [String] { reports.lines }
  private let reports = Reports()
  /// The changes acknowledged so far, each as it reads.
  private(set) var acknowledged: [String] = []
  /// Whether a call may find no room.
  var mayRefuse = false
  /// Why the last commit failed.
  private(set) var failure: CommitFailure?
  /// The last change that the start found.
  private let firstSeq: Int
  private var calls: DrawnCalls

  /// `configures`: see `DrawnCalls`. Tests that damage single bytes go without, because where their records end, and
  /// with which byte, decides what can be known of the damage.
  init(
    _ disk: MemoryDisk = MemoryDisk(), sync: StoreState.SyncPolicy = .always, seed: UInt64 = 1, configures: Bool = false
  ) throws {
    self.disk = disk
    calls = DrawnCalls(seed: seed, configures: configures)
    store = try Store.open(Self.folder, sync: sync, disk: disk) { [reports] in reports.lines.append($0) }
    firstSeq = store.book.seq
  }

  /// Begins a transaction, unless one is open.
  func begin() throws(StoreError) {
    if write == nil { write = try store.beginWrite() }
  }

  /// Stages the changes of one drawn call, in a transaction that stays open; returns whether there was room for them.
  @discardableResult
  func call() -> Bool {
    do { try begin() } catch { Issue.record("\(error)") }
    let changes = calls.next(book)
    do { try write?.stage(changes) } catch {
      if !mayRefuse { Issue.record("a call is refused: \(error)") }
      return false
    }
    for change in changes { pending.append("\(change)") }
    return true
  }

  /// Lets the disk begin with what is staged.
  func startWriting() { store.startWriting() }

  /// Follows every message's text: for journals that are to be large soon.
  var padding: String {
    get { calls.padding }
    set { calls.padding = newValue }
  }

  private var pending: [String] = []

  /// Ends the transaction and returns whether its changes were acknowledged. If the commit fails, the book is what it
  /// was before. Throws if the desk cannot be read any more.
  @discardableResult
  func commit() throws(StoreError) -> Bool {
    let pending = pending
    self.pending = []
    guard let open = write.take() else { return true }
    do throws(CommitFailure) { try open.commit() } catch {
      failure = error
      if let unreadable = error.unreadable { throw unreadable }
      #expect(book.seq == firstSeq + acknowledged.count)
      return false
    }
    acknowledged += pending
    return true
  }

  /// Aborts the transaction.
  func abort() throws(StoreError) {
    pending = []
    if let open = write.take() { try open.abort() }
  }

  /// The same folder, opened by the next process; what this one has open does not matter to it.
  func reopened() throws -> StoreFixture { try StoreFixture(disk.copy()) }

  func file(_ name: String) throws -> MemoryDisk.Content { try #require(disk.files[Self.folder + "/" + name]) }

  var names: [String] {
    disk.files.keys.map { String($0.dropFirst(Self.folder.count + 1)) }.filter { !["lock", "presence"].contains($0) }
      .sorted()
  }
}

/// What a store reports, in order.
final class Reports {
  var lines: [String] = []
}
