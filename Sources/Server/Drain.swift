import Desk
import JSON
import RPC
public import Store

/// What a read brought, as one transaction.
///
/// All complete lines run in order, each seeing the changes of those before it; their answers are held until the
/// changes are committed: one write to the journal and one sync for all of them.
///
///     lines ──► executed ──► committed ──► answers may be told
///                   ▲            │ fails
///                   └── book as it is on the disk, answers dropped: the same lines again, changes refused
///
/// So nothing that was not made safe is ever told or shown: neither to who asked for it, nor to who read it a line
/// later. A desk in memory commits nothing, and pays for none of this.
public final class Drain {
  /// The session that executes the lines.
  public let session: Session
  private let log: Log?
  private var framer = LineFramer()

  /// Lines of a session.
  public init(_ session: Session, log: Log? = nil) {
    self.session = session
    self.log = log
  }

  /// Lets `fill` write bytes of the input behind those not yet executed; `fill` returns how many it wrote.
  public func read(_ fill: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
    let got = framer.read(fill)
    session.refreshClock()
    return got
  }

  /// Executes lines until there is none, or until their answers are `answerBytes` long; true if there is none. What is
  /// in `session.out` then may be told.
  ///
  /// At the end of the input half a line is one too, if `takesHalf`. Throws if the store failed and cannot even be read
  /// any more: then nothing behind the answers that were there before is true, and the session is over.
  public func execute(answerBytes: Int, takesHalf: Bool = false) throws(StoreError) -> Bool {
    let first = session.out.count
    var start = first
    framer.mark()
    try session.look()
    while true {
      while !session.isEnded, let line = framer.next() ?? (takesHalf ? framer.last() : nil) {
        session.isLast = framer.isEmpty
        session.answer(line)
        guard session.isInterrupted || session.out.count - first >= answerBytes else { continue }
        session.isInterrupted = false
        guard try settle(start) else { continue }
        if session.isWaiting {
          session.isWaiting = false
          session.answer(line)
          framer.mark()
        }
        start = session.out.count
        if start - first >= answerBytes { return false }
      }
      if try settle(start) { break }
    }
    session.refusal = nil
    return true
  }

  /// Commits; if that fails, goes back to the last commit, and the lines behind it are to be executed again: false.
  private func settle(_ start: Int) throws(StoreError) -> Bool {
    do throws(CommitFailure) {
      try session.commit()
      framer.mark()
      return true
    } catch {
      session.log(error.reason, log)
      session.out.truncate(to: start)
      session.isWaiting = false
      try session.revert(after: error)
      framer.rewind()
      return false
    }
  }

  /// What can wait until the answers are out: a snapshot, when it is time for one.
  public func rest() { session.rest(log) }

  /// Takes in what other processes committed.
  public func look() { session.look(log) }
}
