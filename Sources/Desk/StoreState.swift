/// How the store of a desk is: where it is, how large, and whether it takes changes.
///
/// The store makes it, `store.status` reports it. It stands here because those two know nothing of each other.
public struct StoreState: Sendable {
  /// What an acknowledged change survives.
  public enum SyncPolicy: String, CaseIterable, Sendable {
    /// Power loss: each commit is synced before it is acknowledged.
    case always
    /// The end of the process, however it ends. Power loss when the system has written the file, or with the next
    /// snapshot.
    case never
  }

  /// The path of the folder.
  public let folder: String
  /// What an acknowledged change survives.
  public let sync: SyncPolicy
  /// The number of the journal that is written.
  public let journalNumber: Int
  /// Bytes of the changes since the last snapshot, in all journals.
  public let journalBytes: Int
  /// The number of the last snapshot; 0 if there is none.
  public let snapshotNumber: Int
  /// The last change in the last snapshot; 0 if there is none.
  public let snapshotSeq: Int
  /// The size of the last snapshot in bytes; 0 if there is none.
  public let snapshotBytes: Int
  /// When the last snapshot was made; nil if there is none.
  public let snapshotAt: Timestamp?
  /// Why the store is read-only, and since when; nil while it takes changes.
  public let fault: (cause: StoreFault, since: Timestamp)?

  /// A state, as the store or an example describes it.
  public init(
    folder: String, sync: SyncPolicy, journalNumber: Int, journalBytes: Int, snapshotNumber: Int = 0,
    snapshotSeq: Int = 0, snapshotBytes: Int = 0, snapshotAt: Timestamp? = nil,
    fault: (cause: StoreFault, since: Timestamp)? = nil
  ) {
    self.folder = folder
    self.sync = sync
    self.journalNumber = journalNumber
    self.journalBytes = journalBytes
    self.snapshotNumber = snapshotNumber
    self.snapshotSeq = snapshotSeq
    self.snapshotBytes = snapshotBytes
    self.snapshotAt = snapshotAt
    self.fault = fault
  }
}

/// Why a store refuses changes, or failed to make a snapshot.
public struct StoreFault: Error {
  /// The call that failed, the file and the system's reason.
  public let reason: String
  /// What to do about it: a sentence without its full stop.
  public let advice: String
  /// Whether the refused changes may be found when the folder is opened next: they were written, and could not be taken
  /// back.
  public let isUndecided: Bool

  /// A fault; by default one that leaves no change undecided.
  public init(_ reason: String, advice: String, isUndecided: Bool = false) {
    self.reason = reason
    self.advice = advice
    self.isUndecided = isUndecided
  }
}
