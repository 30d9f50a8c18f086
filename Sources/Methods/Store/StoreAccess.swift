public import Desk
import JSON
public import RPC

/// What methods may ask of the store and do with it: its files belong to a module above.
public struct StoreAccess {
  /// How the store is now.
  public let status: () -> StoreState
  /// Makes a snapshot of all that was committed; throws why there is none.
  public let snapshot: () throws(StoreFault) -> Void

  /// Access by these two functions.
  public init(status: @escaping () -> StoreState, snapshot: @escaping () throws(StoreFault) -> Void) {
    self.status = status
    self.snapshot = snapshot
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
