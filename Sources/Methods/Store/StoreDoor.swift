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
  /// The policy by which changes are made safe: `always`, `batch` or `never`.
  public let sync: String
  /// Bytes of the journals.
  public let journalBytes: Int
  /// The last change in the last snapshot; 0 if there is none.
  public let snapshotSeq: Int
  /// The size of the last snapshot in bytes; 0 if there is none.
  public let snapshotBytes: Int
  /// Why no changes are taken, in words; nil if they are.
  public let fault: String?

  /// What a store tells.
  public init(
    folder: String, sync: String, journalBytes: Int, snapshotSeq: Int, snapshotBytes: Int, fault: String?
  ) {
    self.folder = folder
    self.sync = sync
    self.journalBytes = journalBytes
    self.snapshotSeq = snapshotSeq
    self.snapshotBytes = snapshotBytes
    self.fault = fault
  }
}

/// Why a store could not do what it was to do, in words.
public struct StoreFault: Error {
  /// The call that failed, the file and the system's reason.
  public let reason: String

  /// A reason.
  public init(_ reason: String) { self.reason = reason }
}

extension RPCError {
  /// The store does not take changes.
  public init(_ fault: StoreFault) {
    self.init(
      .storage,
      "The store failed, and nothing was changed (\(fault.reason)). Reads go on; try again when it is mended.",
      [("reason", .string(fault.reason))])
  }
}
