public import Desk

extension Store {
  /// What an acknowledged change survives.
  public typealias SyncPolicy = StoreState.SyncPolicy

  /// How a store is opened.
  struct Options {
    let sync: SyncPolicy
    let isExclusive: Bool
    /// Whether a desk is made where there is none.
    let makesDesk: Bool
    /// Gets what whoever runs the process should know.
    let tell: (String) -> Void
  }

  /// How the store is now.
  public var status: StoreState {
    StoreState(
      folder: folder, sync: policy, journalNumber: journal.header.number, journalBytes: journalBytes,
      snapshotNumber: snapshotHeader?.number ?? 0, snapshotSeq: snapshotHeader?.seq ?? 0,
      snapshotBytes: snapshotHeader?.extent ?? 0,
      snapshotAt: snapshotHeader.map { Timestamp(milliseconds: $0.begun) },
      fault: fault.map { (cause: StoreFault("\($0)", advice: $0.advice), since: Timestamp(milliseconds: faultAt)) })
  }

  var journalBytes: Int { past.reduce(journal.end) { $0 + $1.end } }
}
