extension Store {
  /// When a change is safe from what.
  public enum SyncPolicy: String, CaseIterable, Sendable {
    /// Before it is told, it is safe from a loss of power.
    case always
    /// Before it is told, it is safe from the end of the process, however it ends; about two seconds later from a loss
    /// of power.
    case batch
    /// Before it is told, it is safe from the end of the process; from a loss of power when the system gets round to
    /// it, or with the next snapshot.
    case never
  }

  /// What a store tells of itself.
  public struct Status: Sendable {
    /// Where it is.
    public let folder: String
    /// When changes are safe.
    public let sync: SyncPolicy
    /// Bytes in the journals that count.
    public let journalBytes: Int
    /// The last change in the last snapshot; 0 if there is none.
    public let snapshotSeq: Int
    /// The size of the last snapshot in bytes; 0 if there is none.
    public let snapshotBytes: Int
    /// Why no changes are taken; nil if they are.
    public let fault: DiskError?
  }

  /// What the store tells of itself.
  public var status: Status {
    Status(
      folder: folder, sync: policy, journalBytes: journalBytes, snapshotSeq: snapshotHeader?.seq ?? 0,
      snapshotBytes: snapshotHeader?.extent ?? 0, fault: fault)
  }

  var journalBytes: Int { past.reduce(journal.end) { $0 + $1.end } }
}
