/// Contacts that fit conditions. Who they are is computed, never stored.
public struct Group: Sendable, Registered {
  /// How many of the conditions must be met.
  public enum Match: String, CaseIterable, Sendable {
    /// Every one.
    case all
    /// At least one.
    case any
  }

  /// What an admin says of a group.
  public struct Definition: Sendable {
    /// The name to show.
    public var name: String
    /// How many of the conditions must be met.
    public var match: Match
    /// The conditions, 1 to 20.
    public var conditions: [Condition]
    /// Whether the conversations of its contacts stand higher in the queue.
    public var isPrioritized: Bool
    /// The teams that the conversations of its contacts go to, each once; none: the group routes nobody.
    public var teams: [TeamNumber]

    /// All of it.
    public init(name: String, match: Match, conditions: [Condition], isPrioritized: Bool, teams: [TeamNumber]) {
      (self.name, self.match, self.conditions) = (name, match, conditions)
      (self.isPrioritized, self.teams) = (isPrioritized, teams)
    }

    /// Whether its members stand elsewhere in the queue than others: it is prioritized, or routes to teams.
    public var movesMembers: Bool { isPrioritized || !teams.isEmpty }

    /// Whether both say the same, by scalars.
    public func isSame(as other: Definition) -> Bool {
      name.sameScalars(as: other.name) && isSameButForName(as: other)
    }

    /// Whether both have the same members, and put them in the same place.
    func isSameButForName(as other: Definition) -> Bool {
      match == other.match && isPrioritized == other.isPrioritized && teams == other.teams
        && conditions.elementsEqual(other.conditions) { $0.isSame(as: $1) }
    }
  }

  /// The id that an admin chose, such as `wholesale`.
  public let id: String
  /// What an admin says of it.
  public internal(set) var definition: Definition
  /// The `seq` of the last change to it.
  public internal(set) var version: Int
}

/// The number of a group in the book, from 1.
public struct GroupNumber: Hashable, Sendable {
  /// The number.
  public let number: Int
  /// A group's number.
  public init(_ number: Int) { self.number = number }
}
