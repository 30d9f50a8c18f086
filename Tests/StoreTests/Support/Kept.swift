import Desk
import TestSupport
import Testing

@testable import Store

/// A desk in a folder of a disk in memory, worked on by calls that make every kind of change.
///
/// It follows the rules of whoever uses a store: stage, apply, commit, and only then count a call as acknowledged.
final class Kept {
  static let folder = "/data/desk"

  let disk: MemoryDisk
  var store: Store
  var book: Book { store.book }
  /// What was told at the last start.
  private(set) var told: [String] = []
  /// The changes acknowledged so far, each as it reads.
  private(set) var acknowledged: [String] = []
  private var calls: DrawnCalls

  init(_ disk: MemoryDisk = MemoryDisk(), sync: Store.SyncPolicy = .always, seed: UInt64 = 1) throws {
    self.disk = disk
    calls = DrawnCalls(seed: seed)
    var told: [String] = []
    store = try Store.open(Self.folder, sync: sync, disk: disk) { told.append($0) }.store
    self.told = told
  }

  /// One call: its changes are staged and applied. What it is, is drawn.
  func call() {
    do { try store.enter() } catch { Issue.record("\(error)") }
    let changes = calls.next(book)
    store.stage(changes)
    for change in changes {
      #expect(book.accepts(change), "\(change)")
      book.apply(change)
      pending.append("\(change)")
    }
  }

  /// Behind every message's text: for journals that are to be large soon.
  var padding: String {
    get { calls.padding }
    set { calls.padding = newValue }
  }

  private var pending: [String] = []

  /// Commits; if that fails, goes back to what is on the disk. True if it was acknowledged.
  @discardableResult
  func commit() throws -> Bool {
    defer { pending = [] }
    do {
      try store.commit()
      acknowledged += pending
      return true
    } catch {
      _ = try store.reload()
      #expect(book.seq == acknowledged.count)
      return false
    }
  }

  /// The same folder, opened by the next process; what this one has open does not matter to it.
  func reopened() throws -> Kept { try Kept(disk.copy()) }

  func file(_ name: String) throws -> MemoryDisk.Content { try #require(disk.files[Self.folder + "/" + name]) }

  var names: [String] {
    disk.files.keys.map { String($0.dropFirst(Self.folder.count + 1)) }.filter { !["lock", "presence"].contains($0) }
      .sorted()
  }
}

extension Store {
  /// The changes of one call.
  func stage(_ changes: [Change]) {
    begin()
    for change in changes { stage(change) }
    end()
  }
}
