/// A team of the desk: agents are in it, and groups of contacts can be routed to it.
public struct Team: Sendable, Registered {
  /// The id that an admin chose, such as `returns`.
  public let id: String
  /// The name to show.
  public internal(set) var name: String
  /// The `seq` of the last change to it.
  public internal(set) var version: Int
}

/// The number of a team in the book, from 1.
public struct TeamNumber: Hashable, Sendable {
  /// The number.
  public let number: Int
  /// A team's number.
  public init(_ number: Int) { self.number = number }
}
