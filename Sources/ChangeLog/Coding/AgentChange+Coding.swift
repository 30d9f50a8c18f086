import Desk

// What happens to an agent, as bytes and in words.

extension ChangeCoding {
  /// The numbers of the cases. They never change: a case that goes leaves a gap.
  enum AgentCase: UInt8, CaseIterable {
    /// id · name · role
    case recorded = 1
    /// name before · after
    case renamed = 2
    /// id · details: name · set by an admin · role · active · teams
    case defined = 3
    /// details before · after · conversations
    case updated = 4
  }
}

extension ByteWriter {
  mutating func change(_ change: AgentChange) {
    switch change {
    case .recorded(let id, let name, let role):
      byte(ChangeCoding.AgentCase.recorded.rawValue)
      text(id)
      text(name)
      word(role)
    case .renamed(let name):
      byte(ChangeCoding.AgentCase.renamed.rawValue)
      text(name.before)
      text(name.after)
    case .defined(let id, let details):
      byte(ChangeCoding.AgentCase.defined.rawValue)
      text(id)
      self.details(details)
    case .updated(let details, let conversations):
      byte(ChangeCoding.AgentCase.updated.rawValue)
      self.details(details.before)
      self.details(details.after)
      numbers(conversations.map(\.number))
    }
  }

  private mutating func details(_ details: Agent.Details) {
    text(details.name)
    boolean(details.isNameSet)
    word(details.role)
    boolean(details.isActive)
    numbers(details.teams.map(\.number))
  }
}

extension ByteReader {
  mutating func agentChange() throws(CodingError) -> AgentChange {
    switch try tag(ChangeCoding.AgentCase.self) {
    case .recorded: .recorded(id: try text(), name: try text(), role: try word())
    case .renamed: .renamed(try edit { reader throws(CodingError) in try reader.text() })
    case .defined: .defined(id: try text(), try details())
    case .updated:
      .updated(
        try edit { reader throws(CodingError) in try reader.details() }, letGo: try ordinals().map(ConversationID.init))
    }
  }

  private mutating func details() throws(CodingError) -> Agent.Details {
    Agent.Details(
      name: try text(), isNameSet: try boolean(), role: try word(), isActive: try boolean(),
      teams: try ordinals().map(TeamNumber.init))
  }
}

extension ChangeText {
  init(_ change: AgentChange, of number: AgentNumber) {
    switch change {
    case .recorded(let id, let name, let role):
      self.init("an agent became known, as \(role.rawValue)")
      add("id", id)
      add("name", name)
    case .defined(let id, let details):
      self.init("an agent was defined, as \(details.role.rawValue)")
      add("id", id)
      add("name", details.name)
    case .updated(let details, letGo: _):
      let state = details.after.isActive ? "active" : "inactive"
      self.init("agent \(number.number) was changed: \(details.after.role.rawValue), \(state)")
      add("name", details.after.name)
    case .renamed(let name):
      self.init("agent \(number.number) took another name")
      add("name", name.after)
    }
  }
}
