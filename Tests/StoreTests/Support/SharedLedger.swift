import Desk
import TestSupport
import Testing

/// What the processes of one folder acknowledged to their clients, together.
final class SharedLedger {
  /// The calls that were acknowledged, in order.
  private(set) var acknowledged: [[Change]] = []
  /// Calls of a process that ended before it answered, or whose refusal said that the outcome is not known. A prefix of
  /// them is found, each call whole, or none.
  var undecided: [[Change]] = []
  /// Calls that were undecided, and turned out not to be committed.
  private(set) var void: [[Change]] = []

  /// For messages.
  var context = ""

  var seq: Int { acknowledged.last?.last?.seq ?? 0 }

  /// Whether a book has every acknowledged call, and of the undecided calls a prefix.
  func matches(_ book: Book) -> Bool {
    book.seq == seq || undecided.contains { $0.last?.seq == book.seq } && undecided.first?.first?.seq == seq + 1
  }

  /// A process with the lock has this book: undecided calls in it are committed, and the others are void.
  func decide(by book: Book) {
    let isFound = { [seq] (call: [Change]) in (call.last?.seq ?? 0) <= book.seq && (call.first?.seq ?? 0) > seq }
    acknowledged += undecided.filter(isFound)
    void += undecided.filter { !isFound($0) }
    undecided = []
  }

  func acknowledge(_ calls: [[Change]]) { acknowledged += calls }

  /// The contents of a book with the acknowledged calls. Nobody took a conversation that somebody else had taken.
  var everything: [String] {
    let book = Book()
    for change in acknowledged.joined() {
      if case .conversation(let id, of: _, .assigned(let edit)) = change.what {
        #expect(book[id].assignee == edit.before, "change \(change.seq): \(context)")
      }
      book.apply(change)
    }
    return book.everything
  }
}
