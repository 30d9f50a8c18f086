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

  /// How a store is opened.
  struct Options {
    let sync: SyncPolicy
    let isExclusive: Bool
    /// Whether a desk is made where there is none.
    let makesDesk: Bool
    /// Gets what whoever runs the process should know.
    let tell: (String) -> Void
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
    /// The number of the last snapshot; 0 if there is none.
    public let snapshotNumber: Int
    /// When the last snapshot was made, in ms since 1970; nil if there is none.
    public let snapshotAt: Int64?
    /// The number of the journal that is written.
    public let journalNumber: Int
    /// Why no changes are taken; nil if they are.
    public let fault: DiskError?
    /// Since when none are taken, in ms since 1970.
    public let faultAt: Int64
  }

  /// What the store tells of itself.
  public var status: Status {
    Status(
      folder: folder, sync: policy, journalBytes: journalBytes, snapshotSeq: snapshotHeader?.seq ?? 0,
      snapshotBytes: snapshotHeader?.extent ?? 0, snapshotNumber: snapshotHeader?.number ?? 0,
      snapshotAt: snapshotHeader?.begun, journalNumber: journal.header.number, fault: fault, faultAt: faultAt)
  }

  var journalBytes: Int { past.reduce(journal.end) { $0 + $1.end } }
}
