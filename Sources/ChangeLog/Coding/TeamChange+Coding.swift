import Desk

// What happens to a team, as bytes and in words.

extension ChangeCoding {
  /// The numbers of the cases. They never change: a case that goes leaves a gap.
  enum TeamCase: UInt8, CaseIterable {
    /// id · name
    case defined = 1
    /// name before · after
    case renamed = 2
    /// id · name
    case removed = 3
  }
}

extension ByteWriter {
  mutating func change(_ change: TeamChange) {
    switch change {
    case .defined(let id, let name):
      byte(ChangeCoding.TeamCase.defined.rawValue)
      text(id)
      text(name)
    case .renamed(let name):
      byte(ChangeCoding.TeamCase.renamed.rawValue)
      text(name.before)
      text(name.after)
    case .removed(let id, let name):
      byte(ChangeCoding.TeamCase.removed.rawValue)
      text(id)
      text(name)
    }
  }
}

extension ByteReader {
  mutating func teamChange() throws(CodingError) -> TeamChange {
    switch try tag(ChangeCoding.TeamCase.self) {
    case .defined: .defined(id: try text(), name: try text())
    case .renamed: .renamed(try edit { reader throws(CodingError) in try reader.text() })
    case .removed: .removed(id: try text(), name: try text())
    }
  }
}

extension ChangeText {
  init(_ change: TeamChange, of team: TeamNumber) {
    switch change {
    case .defined(let id, let name):
      self.init("team \(team.number) was defined")
      add("id", id)
      add("name", name)
    case .renamed(let name):
      self.init("team \(team.number) was renamed")
      add("name", name.after)
    case .removed(let id, name: _):
      self.init("team \(team.number) was removed")
      add("id", id)
    }
  }
}
