public import Desk
import RPC

/// What the calls of a batch have cost, in bytes that were written, searched or changed.
///
/// A batch holds everybody else up, and a call may cost far more than its own bytes and those of its answer: a search
/// that finds nothing, a notification that nobody answers, a change of what is large. Bytes are counted and not time:
/// the same script gives the same answers on every machine.
///
/// They are counted from what the batch itself did and from the desk as it is, not from what this process happens to
/// keep: whoever waits is put into their places, and linked contacts are found, at the first look in a process; a batch
/// counts that only where its own changes make it necessary again.
public final class BatchWork {
  /// What a batch has done so far.
  public struct Account: Sendable {
    /// What the calls have cost.
    public fileprivate(set) var bytes: Int
    /// Whether all that waits is put into its place at the batch's next look at the queue, because of its changes.
    fileprivate var movedAllWaiting = false
    /// The same of who is linked to whom.
    fileprivate var changedAllLinks = false

    /// So many bytes, and nothing that the next looks do anew.
    public init(bytes: Int = 0) { self.bytes = bytes }
  }

  /// The batch that is executed; nil outside of one, where nothing is counted.
  public var account: Account?

  init() {}

  /// Whether the calls have cost so much that no more are executed.
  public var isSpent: Bool { account?.bytes ?? 0 > WireLimits.batchWorkBytesMax }

  /// Counts what a call costs.
  @inline(__always)
  public func add(_ bytes: Int) { if account != nil { account?.bytes += bytes } }

  /// Counts a look at the queue.
  func addLookAtQueue(_ book: Book) {
    guard account?.movedAllWaiting == true else { return }
    account?.movedAllWaiting = false
    add(book.workOfPlacing)
  }

  /// Counts a look at who is linked to whom.
  func addLookAtLinks(_ book: Book) {
    guard account?.changedAllLinks == true else { return }
    let work = book.workOfMatching
    // While the attribute is disabled, a look finds nothing out: the one after it is enabled does.
    guard work > 0 else { return }
    account?.changedAllLinks = false
    add(work)
  }

  /// Counts what it costs to ask the groups of a contact.
  func addGroups(of contact: borrowing Contact, _ book: Book) {
    if account != nil { add(book.workOfGroups.cost(of: contact)) }
  }

  /// Counts changes that a call made.
  public func add(_ changes: [Change.What], _ book: Book) {
    guard account != nil else { return }
    for change in changes {
      add(change.weight)
      if let contact = book.contactAskedAgain(after: change) { addGroups(of: book[contact], book) }
      if book.movesAllWaiting(change) { account?.movedAllWaiting = true }
      if book.changesAllLinks(change) { account?.changedAllLinks = true }
    }
  }
}

extension Change.What {
  /// The bytes of texts that a change holds, about, what it takes the place of included.
  var weight: Int {
    switch self {
    case .contact(_, .attributesChanged(_, let edits)):
      edits.reduce(0) { $0 + ($1.before?.content.weight ?? 0) + ($1.content?.weight ?? 0) }
    case .contact(_, .identityRemoved(_, _, let values)): values.reduce(0) { $0 + $1.content.weight }
    case .schema(.defined(let definition)), .schema(.removed(let definition, at: _)): definition.optionList.bytes
    case .schema(.updated(let edit)): edit.before.optionList.bytes + edit.after.optionList.bytes
    case .note(_, of: _, .edited(let edit)): edit.before.text.utf8.count + edit.after.text.utf8.count
    // The others hold little, or what came in the line, which is bounded.
    case .agent(_, .updated(_, letGo: let conversations)): conversations.count * 64
    case .group(_, let change): change.weight
    case .lookup(_, of: _, .asked(crm: _, let values)): values.reduce(0) { $0 + $1.content.weight }
    // The values are those of the line that brought them, and of the contact.
    case .lookup(_, of: _, .matched(let match)):
      match.values.reduce(0) { $0 + $1.content.weight } + match.differences.reduce(0) { $0 + ($1.from?.weight ?? 0) }
    case .lookup(_, of: _, .confirmed(_, let set, let cleared)):
      set.reduce(0) { $0 + ($1.before?.content.weight ?? 0) + ($1.content?.weight ?? 0) }
        + cleared.reduce(0) { $0 + $1.content.weight }
    case .contact, .schema, .note, .conversation, .agent, .team, .channel, .lookup, .settings, .erased: 0
    }
  }
}

extension AttributeContent {
  fileprivate var weight: Int {
    switch self {
    case .text(let text): text.utf8.count
    // Each is read, found, kept and written for itself.
    case .choices(let options): options.reduce(0) { $0 + $1.utf8.count + 48 }
    case .integer, .decimal, .boolean: 0
    }
  }
}

extension GroupChange {
  fileprivate var weight: Int {
    switch self {
    case .defined(_, let definition), .removed(_, let definition): definition.weight
    case .updated(let edit): edit.before.weight + edit.after.weight
    }
  }
}

extension Group.Definition {
  fileprivate var weight: Int {
    // Each value is read, folded, kept and written for itself.
    conditions.reduce(0) { sum, condition in condition.operand.values.reduce(sum) { $0 + $1.weight + 256 } }
  }
}
