import Tables

/// What can happen to a team.
public enum TeamChange: Sendable {
  /// An admin defined it; its number is the next one.
  case defined(id: String, name: String)
  /// It has another name from now on.
  case renamed(Edit<String>)
  /// It is gone; this is what it was. Nobody was in it.
  case removed(id: String, name: String)
}

extension Book {
  /// What gives a team another name.
  public func renaming(_ team: TeamNumber, to name: String) -> Change.What {
    .team(team, .renamed(Edit(self[team].name, to: name)))
  }

  /// What removes a team.
  public func removal(of team: TeamNumber) -> Change.What {
    .team(team, .removed(id: self[team].id, name: self[team].name))
  }

  func accepts(_ change: TeamChange, of team: TeamNumber) -> Bool {
    switch change {
    case .defined(let id, name: _): team == nextTeamNumber && teams.number(id: id) == nil
    case .renamed: teams.contains(team.number)
    case .removed: teams.contains(team.number) && agentsByTeam.count(team.number) == 0 && groupsUsing(team).isEmpty
    }
  }

  func apply(_ what: TeamChange, to team: TeamNumber, _ change: Change) {
    switch what {
    case .defined(let id, let name):
      expect(team.number, isNext: teams.nextNumber)
      teams.append(Team(id: id, name: name, version: change.seq))
      agentsByTeam.appendSet()
    case .renamed(let name):
      teams[team.number].name = name.after
      teams[team.number].version = change.seq
    case .removed: teams.remove(team.number)
    }
  }
}
