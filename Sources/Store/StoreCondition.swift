import ChangeLog

/// Whether a store takes changes.
///
/// | from                | by                                                         | to                  |
/// | ------------------- | ---------------------------------------------------------- | ------------------- |
/// | (start)             | `Store.init`                                               | unchecked           |
/// | ready               | `Store.catchUp()` begins, and another process wrote last   | unchecked           |
/// | unchecked, readOnly | `Store.catchUp()` succeeds                                 | ready               |
/// | ready, readOnly     | `Store.recover()`, `Store.member()` open the folder anew   | unchecked           |
/// | any                 | `Store.setReadOnly(_:)`                                    | readOnly            |
/// | readOnly            | `Store.voidTail()` could begin the next journal            | ready               |
enum StoreCondition {
  /// What follows the last commit is to be checked by the next write, whichever process wrote last.
  case unchecked
  case ready
  /// Changes are refused until `Store.beginWrite()` can repair what failed; reads go on. The time is in ms since 1970.
  case readOnly(ChangeLogError, since: Int64)

  var isReady: Bool { if case .ready = self { true } else { false } }

  /// Why no changes are taken, and since when, in ms since 1970; nil if they are.
  var failure: (error: ChangeLogError, since: Int64)? {
    if case .readOnly(let error, let since) = self { (error, since) } else { nil }
  }
}
