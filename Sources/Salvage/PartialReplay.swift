import ChangeLog
import Desk

/// Makes a book of changes some of which are lost.
///
/// Up to the first that is lost, every change is taken as it is. Behind it:
///
///   - Contacts, agents and definitions keep their numbers, since others know them by these. Where a change names one
///     that a lost change made, a placeholder takes its number. Never are there more of them than changes were lost: a
///     change makes at most one of them.
///   - Conversations, messages and notes, and the identities of a contact, get new numbers where theirs are taken.
///   - What must have happened is made to happen: where an identity or a key of an attribute is somebody else's now, it
///     was taken away before.
///   - A change that names a conversation or a note that is lost, or that changes what is not there, is set aside.
final class PartialReplay {
  let book = Book()
  /// Changes that wait for whoever writes them.
  var made: [Change] = []

  /// How many changes were taken as they were, but for their numbers.
  private(set) var kept = 0
  /// How many were taken without a part that is lost: who wrote, or on which conversation.
  var altered = 0
  /// How many contacts, agents and definitions are placeholders.
  var placeholders = (contacts: 0, agents: 0, definitions: 0)
  /// True if conversations, messages or notes have other numbers than before.
  private(set) var isRenumbered = false

  /// How many lost changes may have made something that is named now.
  private var unexplained = 0
  /// True behind the first change that is lost.
  private(set) var isBehindGap = false
  /// Numbers up to these are as they were; those behind are in the maps.
  private var same = (conversations: 0, notes: 0)
  private var conversations: [Int: Int] = [:]
  private var notes: [Int: Int] = [:]
  /// Of contacts whose identities have other numbers: by the old one the new one.
  var identities: [Int: [Int: Int]] = [:]

  /// The change being taken.
  var at = Timestamp(milliseconds: 0)
  var by = AgentNumber(1)
  var cause = Change.Cause.call

  /// A change that cannot be taken, and why.
  struct Refusal: Error {
    let reason: String
  }

  /// Says that so many changes are lost here.
  func lose(_ count: Int) {
    if !isBehindGap {
      isBehindGap = true
      same = (book.nextConversationID.number - 1, book.nextNoteID.number - 1)
    }
    unexplained = min(unexplained, Self.placeholdersMax) + min(count, Self.placeholdersMax)
  }

  private static let placeholdersMax = 1 << 22

  /// Takes a change; throws if it cannot be, and then nothing happened but placeholders.
  func take(_ change: Change) throws(Refusal) {
    guard isBehindGap else {
      guard book.accepts(change) else {
        lose(1)
        throw Refusal(reason: "it does not follow the changes before it")
      }
      book.apply(change)
      made.append(change)
      kept += 1
      return
    }
    (at, by, cause) = (change.at, change.by, change.cause)
    let before = altered
    do throws(Refusal) {
      for what in try translate(change.what) { try make(what) }
      remember(change.what)
    } catch {
      altered = before
      unexplained += 1
      throw error
    }
    if altered == before { kept += 1 }
  }

  /// Takes what was translated.
  func make(_ what: Change.What, by agent: AgentNumber? = nil) throws(Refusal) {
    let change = Change(seq: book.seq + 1, at: at, by: agent ?? by, cause: cause, what: what)
    guard book.accepts(change) else { throw Refusal(reason: "what it changes is lost, or is not as it was") }
    book.apply(change)
    made.append(change)
  }

  /// Takes one from what lost changes may have made.
  func explain() throws(Refusal) {
    guard unexplained > 0 else { throw Refusal(reason: "it names what no lost change can have made") }
    unexplained -= 1
  }

  /// True if so many placeholders may be made.
  func mayExplain(_ count: Int) -> Bool { count <= unexplained }

  // MARK: Numbers

  /// The conversation that had this number.
  func conversation(_ old: ConversationID) throws(Refusal) -> ConversationID {
    if old.number <= same.conversations { return old }
    guard let new = conversations[old.number] else {
      throw Refusal(reason: "it belongs to conversation-\(old.number), which is lost")
    }
    return ConversationID(new)
  }

  /// The note that had this number.
  func note(_ old: NoteID) throws(Refusal) -> NoteID {
    if old.number <= same.notes { return old }
    guard let new = notes[old.number] else { throw Refusal(reason: "it changes note-\(old.number), which is lost") }
    return NoteID(new)
  }

  /// Remembers which number the thing has that a change made, if it was the last of its kind to be made.
  private func remember(_ what: Change.What) {
    var (old, new) = (0, 0)
    switch what.made {
    case .conversation(let id, _):
      (old, new) = (id.number, book.nextConversationID.number - 1)
      conversations[old] = new
    // Nothing names a message later.
    case .message(let id, _):
      (old, new) = (id.number, book.nextMessageID.number - 1)
    case .note(let id):
      (old, new) = (id.number, book.nextNoteID.number - 1)
      notes[old] = new
    case .nothing, .contact, .identity: return
    }
    isRenumbered = isRenumbered || old != new
  }

  /// The identity of a contact that had this number; nil if it is lost.
  func identity(_ old: Int, of contact: ContactID) -> Int? {
    if let known = identities[contact.number] { return known[old] }
    return book[contact].author(numbered: old) == nil ? nil : old
  }
}
