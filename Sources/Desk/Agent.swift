/// What somebody may do: each role includes those before it.
public enum Role: String, CaseIterable, Comparable, Sendable {
  /// Reads.
  case viewer
  /// Also works with contacts.
  case agent
  /// Also configures the desk.
  case admin

  private var rank: Int {
    switch self {
    case .viewer: 0
    case .agent: 1
    case .admin: 2
    }
  }

  /// May do less.
  public static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }
}

/// Someone who works at the desk. Never deleted: what they wrote keeps their name.
public struct Agent: Sendable {
  /// The id that the integration chose, such as `anna`.
  public let id: String
  /// The name to show.
  public internal(set) var name: String
  /// What they may do at the most.
  public let role: Role

  /// An agent.
  public init(id: String, name: String, role: Role) {
    self.id = id
    self.name = name
    self.role = role
  }

  /// Whether this is an id of an agent: 1 to 64 letters, digits, `.`, `_`, `-` of ASCII. What `@id` in a note can name.
  public static func isID(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.count <= 64 && text.utf8.allSatisfy(isIDByte)
  }

  /// Whether a new agent may have this id: its last character is no dot, which looks like the end of a sentence.
  ///
  /// A rule for sign-ins, not for the book: an agent who has such an id from before the rule keeps it.
  public static func isNewID(_ text: some StringProtocol) -> Bool { isID(text) && text.unicodeScalars.last != "." }

  static func isIDByte(_ byte: UInt8) -> Bool { PercentEncoding.isAlphanumeric(byte) || "._-".utf8.contains(byte) }
}

/// The number of an agent in the book, from 1.
public struct AgentNumber: Hashable, Sendable {
  /// The number.
  public let number: Int
  /// The desk itself, which changes something by a rule of its settings.
  public static let desk = AgentNumber(0)
  /// An agent's number.
  public init(_ number: Int) { self.number = number }
}
