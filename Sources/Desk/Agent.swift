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
  /// What admins can change of them.
  public internal(set) var details: Details
  /// The `seq` of the last change to the agent; their conversations have versions of their own.
  public internal(set) var version = 0

  /// What admins can change of an agent.
  public struct Details: Sendable {
    /// The name to show.
    public var name: String
    /// Whether an admin set the name: then the one that is given at sign-in counts for nothing.
    public var isNameSet: Bool
    /// What they may do at the most while they are active.
    public var role: Role
    /// Whether they work here now. An inactive agent reads, and is assigned nothing.
    public var isActive: Bool
    /// Their teams, each once, in the order given.
    public var teams: [TeamNumber]

    /// What an admin says of an agent.
    public init(name: String, isNameSet: Bool, role: Role, isActive: Bool, teams: [TeamNumber]) {
      (self.name, self.isNameSet, self.role) = (name, isNameSet, role)
      (self.isActive, self.teams) = (isActive, teams)
    }

    /// Whether both say the same.
    public func isSame(as other: Details) -> Bool {
      name.sameScalars(as: other.name) && isNameSet == other.isNameSet && role == other.role
        && isActive == other.isActive && teams == other.teams
    }
  }

  /// An agent whom an admin defines.
  public init(id: String, _ details: Details) { (self.id, self.details) = (id, details) }

  /// An agent who becomes known by signing in.
  public init(id: String, name: String, role: Role) {
    self.init(id: id, Details(name: name, isNameSet: false, role: role, isActive: true, teams: []))
  }

  /// The name to show.
  public var name: String { details.name }

  /// What they may do now: an inactive agent may do what a viewer may.
  public var effectiveRole: Role { details.isActive ? details.role : .viewer }

  /// Whether this is an id of an agent (`ChosenID`). What `@id` in a note can name.
  public static func isID(_ text: some StringProtocol) -> Bool { ChosenID.isValid(text) }

  /// Whether a new agent may have this id: its last character is no dot, which looks like the end of a sentence.
  ///
  /// A rule for sign-ins, not for the book: an agent who has such an id from before the rule keeps it.
  public static func isNewID(_ text: some StringProtocol) -> Bool { isID(text) && text.unicodeScalars.last != "." }
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
