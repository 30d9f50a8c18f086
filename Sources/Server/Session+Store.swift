import Desk
import Methods
import RPC
import Store

// How a session meets the store: changes are admitted, staged, committed with others, or taken back.

extension Session {
  /// Bytes of changes after which a commit is due in the middle of what one read brought.
  private static let stagedBytesMax = 1 << 20

  /// Lets changes through to the store, or throws why not. A store that failed is mended by the first change that comes
  /// when it can be.
  func admit(_ changes: [Change.What], to store: Store) throws(RPCError) {
    if let fault = store.fault, !changes.isEmpty {
      guard !isRefusing, !isHopeless else { throw RPCError(StoreFault("\(fault)")) }
      do throws(DiskError) { try store.heal() } catch {
        isHopeless = true
        throw RPCError(StoreFault("\(error)"))
      }
    }
    if before == nil { before = context }
    if store.stagedBytes >= Self.stagedBytesMax { isInterrupted = true }
  }

  /// True if a call must wait for what is staged to be committed. Within a batch nothing can wait.
  func mustWait() -> Bool {
    guard let store, store.stagedBytes > 0, !isInBatch else { return false }
    (isWaiting, isInterrupted) = (true, true)
    return true
  }

  /// Commits what is staged: once it returns, all that is answered may be told.
  func commit() throws(DiskError) {
    guard before != nil else { return }
    try store?.commit()
    before = nil
  }

  /// Goes back to the last commit: to the book that is on the disk, to who called then. The answers are the caller's to
  /// drop. From here until the drain ends no changes are taken.
  func revert() throws(StoreError) {
    if let store { book = try store.reload() }
    if let before { context = before }
    before = nil
    isRefusing = true
    isEnded = false
    showTime()
  }

  /// What the methods of the store see of it.
  static func door(to store: Store, _ log: Log?) -> StoreDoor {
    StoreDoor(
      status: {
        let status = store.status
        return StoreState(
          folder: status.folder, sync: status.sync.rawValue, journalBytes: status.journalBytes,
          snapshotSeq: status.snapshotSeq, snapshotBytes: status.snapshotBytes, fault: status.fault.map { "\($0)" })
      },
      snapshot: { () throws(StoreFault) in
        do throws(StoreError) { try store.snapshot { log?(.warn, $0) } } catch { throw StoreFault("\(error)") }
      })
  }
}
