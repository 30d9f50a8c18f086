import Desk

// What happens to an agent, as bytes and in words.

extension ChangeCoding {
  /// The numbers of the cases. They never change: a case that goes leaves a gap.
  enum AgentCase: UInt8, CaseIterable {
    /// id · name · role
    case recorded = 1
    /// name before · after
    case renamed = 2
  }
}

extension ByteWriter {
  mutating func change(_ change: AgentChange) {
    switch change {
    case .recorded(let agent):
      byte(ChangeCoding.AgentCase.recorded.rawValue)
      text(agent.id)
      text(agent.name)
      word(agent.role)
    case .renamed(let name):
      byte(ChangeCoding.AgentCase.renamed.rawValue)
      text(name.before)
      text(name.after)
    }
  }
}

extension ByteReader {
  mutating func agentChange() throws(CodingError) -> AgentChange {
    switch try tag(ChangeCoding.AgentCase.self) {
    case .recorded: .recorded(Agent(id: try text(), name: try text(), role: try word()))
    case .renamed: .renamed(try edit { reader throws(CodingError) in try reader.text() })
    }
  }
}

extension ChangeText {
  init(_ change: AgentChange, of number: AgentNumber) {
    switch change {
    case .recorded(let agent):
      self.init("an agent became known, as \(agent.role.rawValue)")
      add("id", agent.id)
      add("name", agent.name)
    case .renamed(let name):
      self.init("agent \(number.number) took another name")
      add("name", name.after)
    }
  }
}
