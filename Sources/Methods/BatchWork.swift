import Desk
import RPC

/// What the calls of a batch have cost, in bytes that were written, searched or changed.
///
/// A batch holds everybody else up, and a call may cost far more than its own bytes and those of its answer: a search
/// that finds nothing, a notification that nobody answers, a change of what is large. Bytes are counted and not time:
/// the same script gives the same answers on every machine.
public final class BatchWork {
  /// What the calls have cost so far; nil outside of a batch, where nothing is counted.
  public var bytes: Int?

  init() {}

  /// Whether the calls have cost so much that no more are executed.
  public var isSpent: Bool { bytes ?? 0 > WireLimits.batchWorkBytesMax }

  /// Counts what a call costs.
  @inline(__always)
  func add(_ bytes: Int) { if let before = self.bytes { self.bytes = before + bytes } }

  /// Counts what it costs to put all that waits into its place, if the next look at the queue does that.
  func addPlacing(_ book: Book) { add(book.waitingToBePlaced * Self.placingCost) }

  /// Counts what it costs to look at the values of so many contacts.
  func addMatching(_ contacts: Int) { add(contacts * Self.matchingCost) }

  /// Looking at the value of a contact costs as much as writing so many bytes.
  private static let matchingCost = 64
  /// Putting a conversation into its place costs as much as writing so many bytes.
  private static let placingCost = 128
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
    case .contact, .schema, .note, .conversation, .agent, .team, .channel, .settings, .erased: 0
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
    conditions.reduce(0) { sum, condition in condition.operand.values.reduce(sum) { $0 + $1.weight } }
  }
}
