import Tables

/// What can happen to an agent.
public enum AgentChange: Sendable {
  /// They became known by signing in; the number is the next one.
  case recorded(id: String, name: String, role: Role)
  /// They have another name from now on, which they gave at sign-in. What they wrote before keeps the name that it was
  /// signed with.
  case renamed(Edit<String>)
  /// An admin made them known; the number is the next one.
  case defined(id: String, Agent.Details)
  /// An admin changed what there is to change. One who is made inactive lets go of their conversations, which are
  /// these, each as if it was assigned to nobody.
  indirect case updated(Edit<Agent.Details>, letGo: [ConversationID])
}

extension Book {
  /// What gives an agent another name.
  public func renaming(_ agent: AgentNumber, to name: String) -> Change.What {
    .agent(agent, .renamed(Edit(self[agent].name, to: name)))
  }

  /// What makes the details of an agent be these; `name`: what they are called by then, if a change before it names
  /// them.
  public func agentUpdate(
    _ agent: AgentNumber, named name: String? = nil, to details: Agent.Details
  ) -> Change.What {
    var before = self[agent].details
    before.name = name ?? before.name
    let conversations = before.isActive && !details.isActive ? self.conversations(assignedTo: agent) : []
    return .agent(agent, .updated(Edit(before, to: details), letGo: conversations))
  }

  /// The conversations that an agent works on, the one opened first first.
  private func conversations(assignedTo agent: AgentNumber) -> [ConversationID] {
    var found: [ConversationID] = []
    found.reserveCapacity(conversationsByAssignee.count(agent.number))
    conversationsByAssignee.forward(agent.number, after: 0) { number in
      found.append(ConversationID(number))
      return true
    }
    return found
  }

  func accepts(_ change: AgentChange, of number: AgentNumber) -> Bool {
    switch change {
    case .recorded(let id, name: _, role: _): number == nextAgentNumber && agent(id: id) == nil
    case .renamed: knows(number)
    case .defined(let id, let details): number == nextAgentNumber && agent(id: id) == nil && knows(details.teams)
    case .updated(let details, letGo: _): knows(number) && knows(details.after.teams)
    }
  }

  /// Whether teams are there, each once.
  func knows(_ teams: [TeamNumber]) -> Bool {
    var seen = Set<TeamNumber>()
    return teams.allSatisfy { self.teams.contains($0.number) && seen.insert($0).inserted }
  }

  func apply(_ what: AgentChange, to number: AgentNumber, _ change: Change) {
    switch what {
    case .recorded(let id, let name, let role): record(Agent(id: id, name: name, role: role), as: number)
    case .defined(let id, let details): record(Agent(id: id, details), as: number)
    case .renamed(let name): agents[number.number].details.name = name.after
    case .updated(let details, letGo: _): update(number, details.after, change)
    }
    agents[number.number].version = change.seq
    agentsVersion = change.seq
  }

  private func record(_ agent: Agent, as number: AgentNumber) {
    expect(number.number, isNext: agents.nextNumber)
    agents.append(agent)
    agentsById.insert(hash(agent.id), number.number)
    // Ids that are the same but for case are all under one hash: of many, two say that there is not one.
    let folded = agent.id.lowercased()
    var alike = 0
    _ = agentsByFoldedId.insert(hash(folded), number.number) { other in
      if agents[other].id.lowercased().sameScalars(as: folded) { alike += 1 }
      return alike > 1
    }
    conversationsByAssignee.appendSet()
    for team in agent.details.teams { agentsByTeam.insert(number.number, into: team.number) }
  }

  private func update(_ number: AgentNumber, _ details: Agent.Details, _ change: Change) {
    let before = agents[number.number].details
    agents[number.number].details = details
    for team in before.teams { agentsByTeam.remove(number.number, from: team.number) }
    for team in details.teams { agentsByTeam.insert(number.number, into: team.number) }
    guard !details.isActive else { return }
    // Those that the book knows, not those that the change names: after a loss they may be others.
    for (part, conversation) in conversations(assignedTo: number).enumerated() {
      assign(conversation, nil, part: part, change)
      requeue(conversation)
    }
  }
}
