public import Desk
import JSON
public import RPC

/// What methods may know of a store, and do with it: files belong to a module above.
public struct StoreDoor {
  /// What it tells of itself.
  public let status: () -> StoreState
  /// Makes a snapshot of all that was committed; throws, in words, why there is none.
  public let snapshot: () throws(StoreFault) -> Void

  /// A door.
  public init(status: @escaping () -> StoreState, snapshot: @escaping () throws(StoreFault) -> Void) {
    self.status = status
    self.snapshot = snapshot
  }
}

/// What a store tells of itself.
public struct StoreState {
  /// The folder.
  public let folder: String
  /// The policy by which changes are made safe: `always` or `never`.
  public let sync: String
  /// Bytes of the journals.
  public let journalBytes: Int
  /// The last change in the last snapshot; 0 if there is none.
  public let snapshotSeq: Int
  /// The size of the last snapshot in bytes; 0 if there is none.
  public let snapshotBytes: Int
  /// The number of the last snapshot, 0 if there is none, and of the journal that is written.
  public let generation: (snapshot: Int, journal: Int)
  /// When the last snapshot was made.
  public let snapshotAt: Timestamp?
  /// Why no changes are taken; nil if they are.
  public let fault: StoreFault?
  /// Since when.
  public let faultAt: Timestamp

  /// What a store tells.
  public init(
    folder: String, sync: String, journalBytes: Int, snapshotSeq: Int, snapshotBytes: Int,
    generation: (snapshot: Int, journal: Int), snapshotAt: Timestamp?, fault: StoreFault?, faultAt: Timestamp
  ) {
    self.folder = folder
    self.sync = sync
    self.journalBytes = journalBytes
    self.snapshotSeq = snapshotSeq
    self.snapshotBytes = snapshotBytes
    self.generation = generation
    self.snapshotAt = snapshotAt
    self.fault = fault
    self.faultAt = faultAt
  }
}

/// Why a store could not do what it was to do.
public struct StoreFault: Error {
  /// The call that failed, the file and the system's reason.
  public let reason: String
  /// What to do about it: a sentence without its full stop.
  public let advice: String
  /// True if the change was written and could not be taken back: whoever opens the folder next may find it.
  public let isUndecided: Bool

  /// A reason.
  public init(_ reason: String, advice: String, isUndecided: Bool = false) {
    self.reason = reason
    self.advice = advice
    self.isUndecided = isUndecided
  }
}

extension RPCError {
  /// The store does not take changes.
  public init(_ fault: StoreFault) {
    let outcome =
      fault.isUndecided
      ? "and this change may yet be found when the folder is opened next"
      : "and nothing was changed"
    self.init(
      .storage, "The store failed, \(outcome) (\(fault.reason)). Reads go on. \(fault.advice).",
      [
        ("reason", .string(fault.reason)), ("advice", .string(fault.advice)),
        ("kept", .string(fault.isUndecided ? "unknown" : "no")),
      ])
  }
}
