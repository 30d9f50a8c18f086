import Desk

/// The desk that a salvage makes: a book, and the changes that made it.
final class RebuiltDesk {
  let book = Book()
  /// Changes that are taken and not yet written.
  var made: [Change] = []

  /// Takes a change that follows from the book.
  func add(_ change: Change) throws(SetAside) {
    try SetAside.check(book.accepts(change), "it does not follow from the changes before it")
    book.apply(change)
    made.append(change)
  }
}

/// Why a change is set aside.
struct SetAside: Error {
  let reason: String

  /// Throws unless something is so.
  static func check(_ isSo: Bool, _ reason: @autoclosure () -> String) throws(SetAside) {
    if !isSo { throw SetAside(reason: reason()) }
  }
}
