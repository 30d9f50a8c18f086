import Desk
import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words
  private typealias Model = RandomSession.Model

  /// An admin changes who works there, in which teams, on which channels, by which settings; or time passes.
  func configure() throws {
    switch random.below(34) {
    case ..<3: try defineTeam()
    case ..<5: try renameTeam()
    case ..<7: try removeTeam()
    case ..<10: try defineChannel()
    case ..<12: try renameChannel()
    case ..<14: try removeChannel(anyChannel())
    case ..<16: try defineAgent()
    case ..<20: try updateAgent()
    case ..<22: try set()
    case ..<32: try changeGroups()
    default: try passTime()
    }
  }

  // MARK: Teams

  private func isUsed(_ team: RandomSession.Model.Team) -> Bool {
    model.agents.contains { $0.teams.contains(team.number) } || model.groups.contains { $0.teams.contains(team.number) }
  }

  private func defineTeam() throws {
    let (id, name) = (random.pick(Words.teams), random.pick(Words.titles))
    let params: [(String, Node?)] = [("teamId", .text(id)), ("name", .text(name))]
    try permit("team.define", params)
    guard model.team(id) == nil else { return try check("team.define", params, error: 1003) }
    model.defineTeam(id, name: name)
    try check("team.define", params, result: model.teamResult(model.teams[model.teams.count - 1]), mayNotify: true)
  }

  private func renameTeam() throws {
    guard let team = model.teams.indices.randomElement(using: &random) else { return }
    let name = random.pick(Words.titles)
    let params = try ifVersion(
      "team.update", [("teamId", .text(model.teams[team].id)), ("name", .text(name))], model.teams[team].version)
    model.rename(team: team, to: name)
    try check("team.update", params, result: model.teamResult(model.teams[team]), mayNotify: true)
  }

  /// One that somebody is in stays, be they inactive; and one that a group routes to.
  private func removeTeam() throws {
    let unused = model.teams.indices.filter { !isUsed(model.teams[$0]) }
    let some = unused.isEmpty || random.percent(30) ? Array(model.teams.indices) : unused
    guard let team = some.randomElement(using: &random) else { return }
    let gone = model.teams[team]
    let params = try ifVersion("team.remove", [("teamId", .text(gone.id))], gone.version)
    if isUsed(gone) {
      return try check("team.remove", params, error: 1007)
    }
    let version = model.remove(team: team)
    let result = Node.object([("teamId", .text(gone.id)), ("version", .number(version))]).json
    try check("team.remove", params, result: result)
    try check("team.remove", [("teamId", .text(gone.id))], error: 1001)
    try check("agent.list", [("teamId", .text(gone.id))], error: 1001)
    try check("queue.list", [("teamId", .text(gone.id))], error: 1001)
  }

  // MARK: Channels

  private func defineChannel() throws {
    let ((id, network), name) = (random.pick(Words.channels), random.pick(Words.titles))
    let params: [(String, Node?)] = [("channel", .text(id)), ("name", .text(name)), ("network", .text(network))]
    try permit("channel.define", params)
    guard model.channel(id) == nil else { return try check("channel.define", params, error: 1003) }
    model.defineChannel(id, name: name, network: network)
    let channel = model.channels[model.channels.count - 1]
    try check("channel.define", params, result: model.channelResult(channel), mayNotify: true)
    // Soon somebody writes on it, and it stays.
    if random.percent(60) { try removeChannel(model.channels.count - 1) }
  }

  /// One of those that admins made, mostly.
  private func anyChannel() -> Int {
    let made = model.channels.indices.dropFirst(Model.Channel.builtIn.count)
    return made.isEmpty || random.percent(25) ? random.below(model.channels.count) : random.pick(Array(made))
  }

  private func renameChannel() throws {
    let channel = anyChannel()
    let name = random.pick(Words.titles)
    let params = try ifVersion(
      "channel.update", [("channel", .text(model.channels[channel].id)), ("name", .text(name))],
      model.channels[channel].version)
    model.rename(channel: channel, to: name)
    try check("channel.update", params, result: model.channelResult(model.channels[channel]), mayNotify: true)
  }

  /// A built-in one stays, and so does one on which there was a conversation.
  private func removeChannel(_ channel: Int) throws {
    let gone = model.channels[channel]
    let params = try ifVersion("channel.remove", [("channel", .text(gone.id))], gone.version)
    if gone.isBuiltIn { return try check("channel.remove", params, error: 1005) }
    if model.conversations.contains(where: { $0.channel == gone.id }) {
      return try check("channel.remove", params, error: 1007)
    }
    let version = model.remove(channel: channel)
    let result = Node.object([("channel", .text(gone.id)), ("version", .number(version))]).json
    try check("channel.remove", params, result: result)
    try check("conversation.list", [("channel", .text(gone.id))], error: 1001)
    try check("conversation.open", [id(anyContact()), ("channel", .text(gone.id))], error: 1001)
  }

  // MARK: Agents

  /// Some of the teams, one of them twice now and then.
  private func anyTeams() -> (ids: Node, numbers: [Int]) {
    let teams = model.teams.filter { _ in random.percent(40) }
    let ids = (teams + (random.percent(10) ? teams : [])).map { Node.text($0.id) }
    return (.array(ids), teams.map(\.number))
  }

  private func defineAgent() throws {
    let id = random.pick(random.percent(70) ? Words.newcomers : Words.agents.map(\.id))
    let (teams, role, isActive) = (anyTeams(), sometimes(60, Role.allCases), sometimes(50, [true, false]))
    let name = random.pick(Words.names)
    let params: [(String, Node?)] = [
      ("agentId", .text(id)), ("name", .text(name)), ("role", .text(role?.rawValue)),
      ("active", isActive.map { .boolean($0) }), ("teamIds", teams.numbers.isEmpty ? nil : teams.ids),
    ]
    try permit("agent.define", params)
    guard model.member(id) == nil else { return try check("agent.define", params, error: 1003) }
    if id == Words.root.id { return }
    let agent = model.define(
      .init(
        id: id, name: name, isNameSet: true, role: role ?? .agent, isActive: isActive ?? true, teams: teams.numbers))
    try check("agent.define", params, result: model.agentResult(agent), mayNotify: true)
  }

  /// Anybody but the one admin who lets the script go on, the caller too.
  private func updateAgent() throws {
    let others = model.agents.indices.filter { model.agents[$0].id != Words.root.id }
    guard let agent = others.randomElement(using: &random) else { return }
    let (teams, name) = (random.percent(50) ? anyTeams() : nil, sometimes(20, Words.names))
    let role = sometimes(40, Role.allCases)
    let isBusy = model.conversations.contains { $0.assignee == model.agents[agent].id }
    let isActive = random.percent(isBusy ? 80 : 50) ? random.percent(isBusy ? 30 : 70) : nil
    var params: [(String, Node?)] = [
      ("agentId", .text(model.agents[agent].id)), ("name", .text(name)), ("role", .text(role?.rawValue)),
      ("active", isActive.map { .boolean($0) }), ("teamIds", teams?.ids),
    ]
    let isEmpty = params.allSatisfy { $0.0 == "agentId" || $0.1 == nil }
    if isEmpty {
      try permit("agent.update", params)
      return try check("agent.update", params, error: -32602)
    }
    params = try ifVersion("agent.update", params, model.agents[agent].version)
    let id = model.agents[agent].id
    let had = model.conversations.indices.filter { model.conversations[$0].assignee == id }
    model.update(agent, name: name, role: role, isActive: isActive, teams: teams?.numbers)
    try check("agent.update", params, result: model.agentResult(agent), mayNotify: true)
    guard let conversation = had.randomElement(using: &random) else { return }
    try check(
      "conversation.get", [self.id(conversation: conversation)], result: model.conversation(conversation))
    let contact = model.conversations[conversation].contact
    try read(.history(.init(contact: contact, kinds: ["event"])), pages: 1...3)
  }

  // MARK: Settings and time

  private func set() throws {
    var new = model.settings
    var params: [(String, Node?)] = []
    if random.percent(40) {
      let custom = model.definitions.filter { $0.kind == "custom" }
      let definition = sometimes(80, custom.isEmpty || random.percent(60) ? model.definitions : custom)
      new.matching = definition?.number
      params.append(("matchingAttribute", definition.map { .text($0.key) } ?? .raw("null")))
    }
    if random.percent(40) {
      new.isVipEnabled = random.percent(70)
      params.append(("vipEnabled", .boolean(new.isVipEnabled)))
    }
    if random.percent(60) {
      new.days = sometimes(75, [1, 2, 3, 3_650])
      params.append(("autoResolveDays", new.days.map { .number($0) } ?? .raw("null")))
    }
    if random.percent(20) {
      new.country = sometimes(50, ["BE"])
      params.append(("phoneCountry", new.country.map { .text($0) } ?? .raw("null")))
    }
    if params.isEmpty {
      try permit("settings.set", params)
      return try check("settings.set", params, error: -32602)
    }
    params = try ifVersion("settings.set", params, model.settings.version)
    model.set(new)
    try check("settings.set", params, result: model.settingsResult, mayNotify: true)
  }

  /// Hours or days; often exactly until a conversation is due, or a moment before. Never back.
  private func passTime() throws {
    let pending = model.conversations.filter { $0.status == "pending" }
    var to = model.now + Int64(random.pick([0, 1, 3_600_000 * 7, 86_400_000 * 2]))
    if let days = model.settings.days, days < 9, let next = pending.randomElement(using: &random), random.percent(60) {
      to = next.quietSince + Int64(days) * 86_400_000 - Int64(random.below(4))
    }
    let params: [(String, Node?)] = [("to", .time(to))]
    guard to >= model.now else { return try check("system.setClock", params, error: 1004) }
    model.setClock(to)
    try check("system.setClock", params, result: Node.object([("now", .time(to))]).json)
  }

  // MARK: What admins do wrong

  func badConfiguration() throws {
    let text = { (name: String, value: String) -> (String, Node?) in (name, .text(value)) }
    let (title, nobody) = (text("name", "Title"), Node.array([.text("nobody")]))
    let calls: [(method: String, params: [(String, Node?)], code: Int)] = [
      ("team.define", [text("teamId", "a b"), title], 1004),
      ("team.define", [text("teamId", "new"), text("name", " ")], 1004), ("team.define", [title], -32602),
      ("team.list", [("limit", .number(0))], 1008), ("team.list", [text("cursor", "1_1_1")], -32602),
      ("channel.list", [("limit", .number(501))], 1008), ("channel.list", [text("network", "myspace")], -32602),
      ("agent.list", [("limit", .number(0))], 1008), ("agent.list", [text("cursor", "")], -32602),
      ("team.update", [text("teamId", "nobody"), title], 1001), ("team.remove", [text("teamId", "nobody")], 1001),
      ("channel.define", [text("channel", "é"), title, text("network", "x")], 1004),
      ("channel.define", [text("channel", "new"), title, text("network", "myspace")], -32602),
      ("channel.define", [text("channel", "instagram"), title, text("network", "x")], 1003),
      ("channel.update", [text("channel", "nobody"), title], 1001),
      ("channel.update", [text("channel", "x"), text("name", "")], 1004),
      ("channel.remove", [text("channel", "nobody")], 1001), ("channel.remove", [text("channel", "x")], 1005),
      ("agent.define", [text("agentId", "new."), title], 1004), ("agent.define", [text("agentId", "new")], -32602),
      ("agent.define", [text("agentId", "new"), title, ("teamIds", nobody)], 1001),
      ("agent.define", [text("agentId", "root"), title], 1003),
      ("agent.update", [text("agentId", "nobody"), title], 1001),
      ("agent.update", [text("agentId", "root")], -32602),
      ("agent.update", [text("agentId", "root"), text("role", "boss")], -32602),
      ("agent.update", [text("agentId", "root"), text("name", "\u{3000}")], 1004),
      ("agent.update", [text("agentId", "root"), ("teamIds", nobody)], 1001),
      ("agent.update", [text("agentId", "root"), ("teamIds", .array(Array(repeating: .text("a"), count: 501)))], 1008),
      ("agent.list", [text("teamId", "nobody")], 1001), ("settings.set", [], -32602),
      ("settings.set", [("autoResolveDays", .number(0))], -32602),
      ("settings.set", [("autoResolveDays", .number(3_651))], -32602),
      ("settings.set", [text("matchingAttribute", "mood"), ("vipEnabled", .boolean(false))], 1001),
      ("settings.set", [text("phoneCountry", "B"), ("vipEnabled", .boolean(false))], 1004),
      ("system.setClock", [("to", .time(model.now - 1))], 1004), ("system.setClock", [], -32602),
    ]
    let call = random.pick(random.percent(40) ? badGroups() : calls)
    // The admin whom nobody changes is there once they have changed something.
    if call.params.contains(where: { $0.0 == "agentId" && $0.1?.json == "\"root\"" }), model.member("root") == nil {
      return
    }
    try check(call.method, call.params, error: call.code)
  }

  /// Who may do less in a process than an admin configures nothing.
  func badRole() throws {
    let text = { (name: String) -> (String, Node?) in (name, .text("nobody")) }
    let name: (String, Node?) = ("name", .text("Title"))
    let calls: [(method: String, params: [(String, Node?)])] = [
      ("team.define", [text("teamId"), name]), ("team.update", [text("teamId"), name]),
      ("team.remove", [text("teamId")]), ("channel.define", [text("channel"), name, ("network", .text("x"))]),
      ("channel.update", [text("channel"), name]), ("channel.remove", [text("channel")]),
      ("agent.define", [text("agentId"), name]), ("agent.update", [text("agentId"), name]),
      ("settings.set", [("vipEnabled", .boolean(false))]), ("group.update", [text("groupId"), name]),
      ("group.remove", [text("groupId")]),
      ("group.define", [text("groupId"), name, ("conditions", .raw(#"[{"attribute":"mood","operator":"empty"}]"#))]),
    ]
    let call = random.pick(calls)
    try check(call.method, call.params, error: 1005, as: random.pick([.viewer, .agent]))
  }
}
