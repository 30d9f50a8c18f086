import Tables

// What the desk's configuration looks like: lists in the order of definition, and what uses what.

extension Book {
  /// How many channels, teams and groups there are.
  public var configured: (channels: Int, teams: Int, groups: Int) { (channels.count, teams.count, groups.count) }

  /// Calls `body` with the channels above a number, in the order of definition (built-in ones first), until it says
  /// false.
  public func channels(after number: Int, _ body: (ChannelNumber) -> Bool) {
    channels.forward(after: number) { body(ChannelNumber($0)) }
  }

  /// Calls `body` with the teams above a number, in the order of definition, until it says false.
  public func teams(after number: Int, _ body: (TeamNumber) -> Bool) {
    teams.forward(after: number) { body(TeamNumber($0)) }
  }

  /// Calls `body` with the groups above a number, in the order of definition, until it says false.
  public func groups(after number: Int, _ body: (GroupNumber) -> Bool) {
    groups.forward(after: number) { body(GroupNumber($0)) }
  }

  /// Calls `body` with the agents above a number, in the order in which they became known, until it says false: with
  /// those of a team, or with all.
  public func agents(in team: TeamNumber?, after number: Int, _ body: (AgentNumber) -> Bool) {
    if let team { return agentsByTeam.forward(team.number, after: number) { body(AgentNumber($0)) } }
    var next = number + 1
    while agents.contains(next), body(AgentNumber(next)) { next += 1 }
  }

  /// Whether an agent is inactive; those whom the desk does not know yet are not.
  public func isInactive(_ agent: AgentNumber) -> Bool {
    agents.contains(agent.number) && !agents[agent.number].details.isActive
  }

  /// How many agents are in a team, inactive ones included.
  public func agentCount(in team: TeamNumber) -> Int { agentsByTeam.count(team.number) }

  /// How many conversations are on a channel, and the ids of those opened last, at most ten.
  public func conversations(on channel: ChannelNumber) -> (count: Int, latest: [ConversationID]) {
    var latest: [ConversationID] = []
    conversationsByChannel.backward(channel.number, before: nil) { number in
      latest.append(ConversationID(number))
      return latest.count < 10
    }
    return (conversationsByChannel.count(channel.number), latest)
  }

  /// Whether the desk shows a contact as a VIP.
  public func isVip(_ contact: borrowing Contact) -> Bool { settings.isVipEnabled && contact.vip != nil }
}

// MARK: - Auto-resolve

extension Book {
  /// When the rule of `autoResolveDays` resolves a conversation next; nil: never, as the desk is now.
  @inline(__always)
  public var autoResolveDueAt: Timestamp? {
    settings.autoResolveDays.flatMap { days in quietestSince?.advanced(by: Int64(days) * Timestamp.dayMilliseconds) }
  }

  private var quietestSince: Timestamp? {
    var since: Timestamp?
    pendingConversations.forward(1, after: nil) { entry in
      since = Timestamp(milliseconds: entry.at)
      return false
    }
    return since
  }

  /// The conversations that the rule of `autoResolveDays` resolves at this time, the quietest first, at most so many.
  public func conversationsToResolve(at now: Timestamp, max: Int) -> [ConversationID] {
    guard let days = settings.autoResolveDays else { return [] }
    let last = now.advanced(by: -Int64(days) * Timestamp.dayMilliseconds)
    var due: [ConversationID] = []
    pendingConversations.forward(1, after: nil) { entry in
      guard entry.at <= last.milliseconds, due.count < max else { return false }
      due.append(ConversationID(Int(entry.number)))
      return true
    }
    return due
  }
}
