import Desk
import Store

/// Whether a session takes changes now. A desk in memory is `accepting` until it is `ended`.
///
///     from       by                                        to
///     accepting  Session.beginWrite                        writing
///     accepting  Session.beginWrite, which fails           refusing
///     writing    Session.commit                            accepting
///     writing    Session.commit, which fails               refusing
///     writing    Session.commit, and no desk can be read   ended
///     writing    Session.abortIfEmpty                      accepting
///     writing    `stage`, without room for the first call  refusing
///     refusing   Session.endRead                           accepting
///     any        Session.end                               ended
///
/// Within `writing`, changes are staged. While it is `refusing`, calls that change nothing are answered all the same.
enum SessionState: ~Copyable {
  /// A change begins a transaction.
  case accepting
  /// The store is locked, and changes are staged: nothing that was answered since may be released.
  case writing(WriteTransaction)
  /// Changes are refused until the lines of the read are done: each would fail, or its commit has failed already.
  case refusing(StoreFault)
  /// No more lines are executed.
  case ended

  var isEnded: Bool {
    switch self {
    case .ended: true
    case .accepting: false
    case .writing: false
    case .refusing: false
    }
  }

  var isWriting: Bool {
    switch self {
    case .writing: true
    case .accepting: false
    case .refusing: false
    case .ended: false
    }
  }

  /// Whether a change would begin a transaction, or go into the open one.
  var takesChanges: Bool {
    switch self {
    case .accepting: true
    case .writing: true
    case .refusing: false
    case .ended: false
    }
  }

  /// Why changes are refused; nil in any other state.
  var refusal: StoreFault? {
    switch self {
    case .refusing(let fault): fault
    case .accepting: nil
    case .writing: nil
    case .ended: nil
    }
  }

  /// Bytes that the next commit writes.
  var stagedBytes: Int {
    switch self {
    case .writing(let transaction): transaction.stagedBytes
    case .accepting: 0
    case .refusing: 0
    case .ended: 0
    }
  }

  /// From `writing` to `accepting`, with the transaction; nil in any other state, which stays.
  mutating func take() -> WriteTransaction? {
    switch consume self {
    case .writing(let transaction):
      self = .accepting
      return transaction
    case .accepting: self = .accepting
    case .refusing(let fault): self = .refusing(fault)
    case .ended: self = .ended
    }
    return nil
  }

  /// Stages the changes of one call; `isLast`: nothing more comes before the commit, so the disk may begin. Throws if
  /// there is no room for them: what was staged before stays; if nothing was, the lock is given back.
  mutating func stage(_ changes: [Change], isLast: Bool) throws(StoreError) {
    guard var transaction = take() else { return }
    do throws(StoreError) { try transaction.stage(changes, isLast: isLast) } catch {
      self = transaction.stagedBytes > 0 ? .writing(transaction) : .refusing(StoreFault(error))
      throw error
    }
    self = .writing(transaction)
  }
}
