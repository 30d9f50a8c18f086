import ChangeLog
import Desk

/// The files of a desk as the members of its folder share them: the chain of journals, how this process is attached to
/// the folder, and the commit point that it knows.
final class SharedLog {
  /// How a process is attached to the folder.
  ///
  /// | from             | by                                                              | to       |
  /// | ---------------- | --------------------------------------------------------------- | -------- |
  /// | (start)          | `StoreOpener.open()`: the folder cannot be written              | detached |
  /// | (start)          | `StoreOpener.open()`: another process holds the lock            | reader   |
  /// | (start)          | `StoreOpener.open()`                                            | member   |
  /// | reader, detached | `Store.member(isPatient:)`, before the first write and when idle | member   |
  enum Attachment {
    /// The folder can only be read: nobody knows of this process, and it follows nobody.
    case detached
    case reader(FolderReader)
    case member(FolderMembership)
  }

  /// How often the desk is read anew while others go on, before they are kept out for it.
  private static let readsWithoutLock = 20

  let folder: LogFolder
  private(set) var attachment: Attachment
  private(set) var chain: JournalChain
  private(set) var published: CommitPoint

  init(_ folder: LogFolder, _ attachment: Attachment, _ chain: JournalChain, published: CommitPoint? = nil) {
    (self.folder, self.attachment, self.chain) = (folder, attachment, chain)
    self.published = published ?? CommitPoint(position: chain.position)
    index =
      switch attachment {
      case .detached: nil
      case .reader(let reader): reader.index
      case .member(let membership): membership.index
      }
  }

  /// The commit index, as long as the attachment lives.
  private(set) var index: CommitIndex?

  var membership: FolderMembership? {
    if case .member(let membership) = attachment { membership } else { nil }
  }

  /// Becomes a member where other members have been all the time: what was read stays.
  func join(_ membership: FolderMembership) { (attachment, index) = (.member(membership), membership.index) }

  // MARK: Reading

  /// Whether other members committed anything that this process does not know: one load.
  @inline(__always)
  var isBehind: Bool { index.map { $0.version != published.version } ?? false }

  /// The commit point, under the lock; nil if it is not sound.
  var currentPoint: CommitPoint? {
    guard let index else { return published }
    return index.version == published.version ? published : index.point()
  }

  /// Takes the changes up to a commit point into the book. If it throws, the book may be anywhere between.
  func advance(to point: CommitPoint, _ book: Book) throws(ChangeLogError) {
    try chain.advance(to: point.position, book)
    published = point
  }

  /// Reads the desk up to a commit point, from nothing but its files.
  func read(upTo point: CommitPoint) throws(ChangeLogError) -> Book {
    let (chain, book) = try JournalChain.read(folder, upTo: point.position)
    (self.chain, published) = (chain, point)
    return book
  }

  /// Reads the desk that the index names, without the lock; nil if it is not all there.
  func readWithoutLock() -> Book? {
    guard let index, let (chain, book, point) = Self.read(folder, index) else { return nil }
    (self.chain, published) = (chain, point)
    return book
  }

  /// The same for a process that starts.
  static func read(
    _ folder: LogFolder, _ index: CommitIndex, as attachment: Attachment
  ) -> (log: SharedLog, book: Book)? {
    guard let (chain, book, point) = read(folder, index) else { return nil }
    return (SharedLog(folder, attachment, chain, published: point), book)
  }

  /// What is missing was there until the index named something else: so that is read, as often as the version moves
  /// meanwhile.
  private static func read(_ folder: LogFolder, _ index: CommitIndex) -> (JournalChain, Book, CommitPoint)? {
    for _ in 0..<readsWithoutLock {
      guard let point = index.point() else { return nil }
      do throws(ChangeLogError) {
        let (chain, book) = try JournalChain.read(folder, upTo: point.position)
        return (chain, book, point)
      } catch {
        guard index.version != point.version else { return nil }
      }
    }
    return nil
  }

  /// Goes on in a chain that was recovered.
  func use(_ recovered: JournalChain) { chain = recovered }

  /// The next refresh is not to take the book for that of the index.
  func forgetPublished() { published.version = 0 }

  // MARK: Publishing

  /// Publishes up to where the desk is committed. If it throws, it is committed up to where it was, and nothing
  /// more may be appended to this journal: what it has after that is to be void.
  func publish(_ state: CommitPoint.State = .settled, after rotation: Rotation? = nil) throws(ChangeLogError) {
    guard let membership else { return }
    var next = CommitPoint(version: membership.index.version, position: chain.position, state: state)
    // Nobody can read the index of a folder that this process keeps to itself.
    if !membership.isExclusive {
      next.version &+= 1
      do throws(ChangeLogError) { try membership.index.publish(next) } catch {
        if published.position.journal == next.position.journal {
          chain.journal.retract(to: published.position.inJournal)
        } else {
          chain.journal.giveUp()
        }
        throw error
      }
    }
    published = next
    rotation?.mark()
  }

  /// Publishes that there is a new snapshot, and nothing else.
  func publish(snapshot: Int) throws(ChangeLogError) {
    guard let membership, var next = currentPoint else { return }
    let isLatest = next.version == published.version
    next.position.snapshot = snapshot
    if !membership.isExclusive {
      next.version = membership.index.version &+ 1
      try membership.index.publish(next)
    }
    // Others may have gone on, which this process takes in with its next refresh.
    if isLatest { published = next }
  }

  /// Notes for the next process how much is durable, if all is.
  func writeCleanMark() {
    guard chain.isDurable else { return }
    let (journal, position) = (chain.journal, chain.journal.position)
    let hint = DurabilityHint(journal: journal.header.number, bytes: position.synced, seq: position.seq)
    journal.mark()
    if let membership { hint.write(to: membership.lockFile) }
  }
}
