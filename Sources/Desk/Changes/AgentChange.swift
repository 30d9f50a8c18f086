import Tables

/// What can happen to an agent.
public enum AgentChange: Sendable {
  /// They became known; the number is the next one.
  case recorded(Agent)
  /// They have another name from now on. What they wrote before keeps the name that it was signed with.
  case renamed(Edit<String>)
}

extension Book {
  /// What gives an agent another name.
  public func renaming(_ agent: AgentNumber, to name: String) -> Change.What {
    .agent(agent, .renamed(Edit(self[agent].name, to: name)))
  }

  func accepts(_ change: AgentChange, of number: AgentNumber) -> Bool {
    switch change {
    case .recorded: number == nextAgentNumber
    case .renamed: knows(number)
    }
  }

  func apply(_ what: AgentChange, to number: AgentNumber, _ change: Change) {
    switch what {
    case .recorded(let agent):
      expect(number.number, isNext: agents.nextNumber)
      record(agent)
    case .renamed(let name): agents[number.number].name = name.after
    }
    agentsVersion = change.seq
  }

  private func record(_ agent: Agent) {
    let number = agents.append(agent)
    agentsById.insert(hash(agent.id), number)
    // Ids that are the same but for case are all under one hash: of many, two say that there is not one.
    let folded = agent.id.lowercased()
    var alike = 0
    _ = agentsByFoldedId.insert(hash(folded), number) { other in
      if agents[other].id.lowercased().sameScalars(as: folded) { alike += 1 }
      return alike > 1
    }
    conversationsByAssignee.appendSet()
  }
}
