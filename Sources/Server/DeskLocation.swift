public import Desk
public import Store

/// Where the desk of a session is.
public enum DeskLocation {
  /// In this process alone: gone with it.
  case memory(Book)
  /// In a folder, which other processes may share.
  case folder(Store)

  /// The state of the desk now. With a store, another `Book` may stand here after each transaction and each refresh.
  @inline(__always)
  public var book: Book {
    switch self {
    case .memory(let book): book
    case .folder(let store): store.book
    }
  }
}
