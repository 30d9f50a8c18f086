import Desk

// The people of the desk: who works there, in which teams, on which channels, by which settings.

extension RandomSession.Model {
  struct Member {
    let id: String
    var name: String
    /// An admin said so: then the name at sign-in counts for nothing.
    var isNameSet: Bool
    var role: Role
    var isActive = true
    /// Numbers of teams.
    var teams: [Int] = []
    var version = 0
  }

  struct Team {
    /// Never used twice: an id defined again is another team.
    let number: Int
    let id: String
    var name: String
    var version: Int
  }

  struct Channel {
    let number: Int
    let id: String
    var name: String
    let network: String
    var version = 0

    static let builtIn: [Channel] = [
      ("instagram", "Instagram"), ("facebook", "Facebook"), ("x", "X"), ("linkedin", "LinkedIn"),
      ("whatsapp", "WhatsApp"), ("messenger", "Messenger"), ("telegram", "Telegram"), ("sms", "SMS"),
      ("email", "E-mail"), ("webchat", "Web chat"), ("other", "Other"),
    ].enumerated().map { Channel(number: $0 + 1, id: $1.0, name: $1.1, network: $1.0) }

    var isBuiltIn: Bool { number <= Self.builtIn.count }
  }

  struct Settings {
    /// The inner number of a definition.
    var matching: Int?
    var isVipEnabled = true
    var days: Int?
    var country: String?
    var version = 0
  }

  // MARK: Look-ups

  func member(_ id: String) -> Int? { agents.firstIndex { $0.id == id } }
  func team(_ id: String) -> Team? { teams.first { $0.id == id } }
  func channel(_ id: String) -> Channel? { channels.first { $0.id == id } }
  func network(of channel: String) -> String { self.channel(channel)?.network ?? channel }

  /// What an agent may do in a process: the lesser of both roles; an inactive one reads.
  func role(of id: String, in process: Role) -> Role {
    guard let known = agents.first(where: { $0.id == id }) else { return process }
    let own = known.isActive ? known.role : .viewer
    let order: [Role] = [.viewer, .agent, .admin]
    return order.first { $0 == own || $0 == process } ?? .viewer
  }

  /// What the caller may do.
  var role: Role { role(of: caller.id, in: .admin) }

  // MARK: Agents

  mutating func define(_ agent: Member) -> Int {
    var agent = agent
    if agent.id == caller.id {
      // Whoever defines themselves is known by that.
      seq += 1
      caller.name = nil
    } else {
      _ = tick()
    }
    agent.version = seq
    agents.append(agent)
    return agents.count - 1
  }

  /// What is nil stays. Who becomes inactive lets go of all that they have, in the same change.
  mutating func update(_ agent: Int, name: String?, role: Role?, isActive: Bool?, teams: [Int]?) {
    let before = agents[agent]
    let isNew =
      name.map { !same($0, before.name) || !before.isNameSet } ?? false || role ?? before.role != before.role
      || isActive ?? before.isActive != before.isActive || teams ?? before.teams != before.teams
    guard isNew else { return }
    let change = tick()
    if let name { (agents[agent].name, agents[agent].isNameSet) = (name, true) }
    agents[agent].role = role ?? before.role
    agents[agent].isActive = isActive ?? before.isActive
    agents[agent].teams = teams ?? before.teams
    agents[agent].version = change.seq
    guard !agents[agent].isActive else { return }
    for (part, number) in conversations.indices.filter({ conversations[$0].assignee == before.id }).enumerated() {
      conversations[number].steps.append(.assigned(nil))
      conversations[number].version = change.seq
      happened("assigned", to: conversations[number].contact, in: number, part: part, change)
    }
  }

  // MARK: Teams and channels

  mutating func defineTeam(_ id: String, name: String) {
    teamsMade += 1
    teams.append(Team(number: teamsMade, id: id, name: name, version: tick().seq))
  }

  mutating func rename(team: Int, to name: String) {
    guard !same(teams[team].name, name) else { return }
    teams[team].name = name
    teams[team].version = tick().seq
  }

  /// Returns the number of the change.
  mutating func remove(team: Int) -> Int {
    teams.remove(at: team)
    return tick().seq
  }

  mutating func defineChannel(_ id: String, name: String, network: String) {
    channelsMade += 1
    channels.append(Channel(number: channelsMade, id: id, name: name, network: network, version: tick().seq))
  }

  mutating func rename(channel: Int, to name: String) {
    guard !same(channels[channel].name, name) else { return }
    channels[channel].name = name
    channels[channel].version = tick().seq
  }

  mutating func remove(channel: Int) -> Int {
    channels.remove(at: channel)
    return tick().seq
  }

  // MARK: Settings and rules

  mutating func set(_ new: Settings) {
    let old = settings
    guard
      new.matching != old.matching || new.isVipEnabled != old.isVipEnabled || new.days != old.days
        || new.country != old.country
    else { return }
    settings = new
    settings.version = tick().seq
  }

  /// What the clock shows from now on.
  mutating func setClock(_ time: Int64) { start = time - Int64(seq) }

  /// The conversations that nobody was heard of in for as many days as an admin set, the quietest first.
  var due: [Int] {
    guard let days = settings.days else { return [] }
    let last = now - Int64(days) * 86_400_000
    return conversations.indices.filter {
      conversations[$0].quietSince <= last && conversations[$0].status == "pending"
    }
    .sorted { (conversations[$0].quietSince, $0) < (conversations[$1].quietSince, $1) }
  }

  /// The desk itself resolves those that are due, each by a change of its own.
  mutating func keepRules() {
    for number in due {
      seq += 1
      let at = start + Int64(seq - 1)
      conversations[number].steps.append(.set("resolved", at: at))
      conversations[number].version = seq
      let what = Entry.What.event(
        "statusChanged", by: nil, details: [("from", .text("pending")), ("to", .text("resolved"))])
      contacts[conversations[number].contact].entries.append(
        Entry(at: at, seq: seq, conversation: number, what: what))
    }
  }
}

// MARK: - Wire

extension RandomSession.Model {
  private typealias Node = RandomSession.Node

  private func node(agent: Int) -> Node {
    let agent = agents[agent]
    let ids = agent.teams.map { number in teams.first { $0.number == number }?.id ?? "?" }
    return .object([
      ("agentId", .text(agent.id)), ("name", .text(agent.name)), ("role", .text(agent.role.rawValue)),
      ("active", .boolean(agent.isActive)), ("teamIds", .array(ids.map { .text($0) })),
      ("version", .number(agent.version)),
    ])
  }

  func agent(_ number: Int) -> String { node(agent: number).json }

  func agentResult(_ number: Int) -> String {
    Node.object([("agent", node(agent: number)), ("version", .number(agents[number].version))]).json
  }

  func team(_ team: Team) -> String {
    Node.object([("teamId", .text(team.id)), ("name", .text(team.name)), ("version", .number(team.version))]).json
  }

  func teamResult(_ team: Team) -> String {
    Node.object([("team", .raw(self.team(team))), ("version", .number(team.version))]).json
  }

  func channel(_ channel: Channel) -> String {
    Node.object([
      ("channel", .text(channel.id)), ("name", .text(channel.name)), ("network", .text(channel.network)),
      ("version", .number(channel.version)),
    ]).json
  }

  func channelResult(_ channel: Channel) -> String {
    Node.object([("channel", .raw(self.channel(channel))), ("version", .number(channel.version))]).json
  }

  var settingsResult: String {
    let matching = definitions.first { $0.number == settings.matching }
    return Node.object([
      ("matchingAttribute", .text(matching?.key)), ("vipEnabled", .boolean(settings.isVipEnabled)),
      ("autoResolveDays", settings.days.map { .number($0) }), ("phoneCountry", .text(settings.country)),
      ("version", .number(settings.version)),
    ]).json
  }
}
