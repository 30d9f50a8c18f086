import Desk
import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words
  private typealias Model = RandomSession.Model

  /// An admin says which contacts belong together, or how else, or that they do not any more.
  func changeGroups() throws {
    switch random.below(10) {
    case _ where model.groups.isEmpty, ..<4: try defineGroup()
    case ..<7: try updateGroup(random.below(model.groups.count))
    default: try removeGroup(random.below(model.groups.count))
    }
  }

  private func defineGroup() throws {
    let group = Model.Group(
      number: model.groupsMade + 1, id: random.pick(Words.groups), name: random.pick(Words.titles),
      isAll: random.percent(60), conditions: anyConditions(), isPrioritized: random.percent(60),
      teams: model.teams.filter { _ in random.percent(30) }.map(\.number))
    var params: [(String, Node?)] = [
      ("groupId", .text(group.id)), ("name", .text(group.name)),
      ("match", group.isAll && random.percent(50) ? nil : .text(group.isAll ? "all" : "any")),
      ("conditions", .array(group.conditions.map(stated))),
      ("prioritized", group.isPrioritized || random.percent(50) ? .boolean(group.isPrioritized) : nil),
    ]
    if !group.teams.isEmpty || random.percent(30) { params.append(("teamIds", ids(group.teams))) }
    try permit("group.define", params)
    guard model.disabled(group).isEmpty else { return try check("group.define", params, error: 1005) }
    guard model.group(group.id) == nil else { return try check("group.define", params, error: 1003) }
    model.define(group)
    let result = model.groupResult(model.groups[model.groups.count - 1])
    try check("group.define", params, result: result, mayNotify: true)
    try lookAtQueue()
  }

  private func updateGroup(_ index: Int) throws {
    var new = model.groups[index]
    var params: [(String, Node?)] = [("groupId", .text(new.id))]
    if random.percent(20) {
      new.name = random.pick(Words.titles)
      params.append(("name", .text(new.name)))
    }
    if random.percent(25) {
      new.isAll = random.percent(50)
      params.append(("match", .text(new.isAll ? "all" : "any")))
    }
    var states = false
    if random.percent(40) {
      (new.conditions, states) = (anyConditions(), true)
      params.append(("conditions", .array(new.conditions.map(stated))))
    }
    if random.percent(40) {
      new.isPrioritized = random.percent(50)
      params.append(("prioritized", .boolean(new.isPrioritized)))
    }
    if random.percent(30) {
      new.teams = model.teams.filter { _ in random.percent(40) }.map(\.number)
      params.append(("teamIds", ids(new.teams)))
    }
    if params.count == 1 {
      try permit("group.update", params)
      return try check("group.update", params, error: -32602)
    }
    params = try ifVersion("group.update", params, model.groups[index].version)
    if states, !model.disabled(new).isEmpty { return try check("group.update", params, error: 1005) }
    model.update(group: index, to: new)
    try check("group.update", params, result: model.groupResult(model.groups[index]), mayNotify: true)
    try lookAtQueue()
  }

  private func removeGroup(_ index: Int) throws {
    let gone = model.groups[index]
    let params = try ifVersion("group.remove", [("groupId", .text(gone.id))], gone.version)
    let version = model.remove(group: index)
    let result = Node.object([("groupId", .text(gone.id)), ("version", .number(version))]).json
    try check("group.remove", params, result: result)
    try check("group.remove", [("groupId", .text(gone.id))], error: 1001)
    try check("group.members", [("groupId", .text(gone.id))], error: 1001)
  }

  // MARK: Conditions

  private func ids(_ teams: [Int]) -> RandomSession.Node {
    .array(teams.map { number in .text(model.teams.first { $0.number == number }?.id ?? "?") })
  }

  /// One to three, often about what many have.
  func anyConditions() -> [RandomSession.Model.Condition] {
    (0...random.below(3)).map { _ in
      if random.percent(25) {
        return Model.Condition(
          definition: nil, word: random.pick(["is", "isNot"]), values: [random.pick(["true", "false"])])
      }
      let told = model.definitions.filter { ["email", "bio", "language", "followers"].contains($0.key) }
      let definition = random.pick(random.percent(60) && !told.isEmpty ? told : model.definitions)
      let word = random.pick(Words.operators(definition.format))
      return Model.Condition(definition: definition.number, word: word, values: values(definition, word))
    }
  }

  private func values(_ definition: RandomSession.Model.Definition, _ word: String) -> [String] {
    if word == "empty" || word == "notEmpty" { return [] }
    let isOption = definition.hasOptions
    if word == "contains", !isOption { return [Node.text(random.pick(Words.fragments)).json] }
    let all =
      isOption
      ? definition.options.map { Node.text($0).json } : (Words.values[definition.format] ?? []).map(\.normal)
    let one = random.pick(all)
    return word == "anyOf" ? [one] + all.filter { !model.same($0, one) && random.percent(40) } : [one]
  }

  /// A condition as an admin states it: a value in any of its forms.
  func stated(_ condition: RandomSession.Model.Condition) -> RandomSession.Node {
    let definition = model.definitions.first { $0.number == condition.definition }
    let values = condition.values.map { normal -> Node in
      let known = condition.word == "contains" ? [] : Words.values[definition?.format ?? ""] ?? []
      let inputs = known.filter { model.same($0.normal, normal) }.map(\.input)
      return .raw(inputs.isEmpty ? normal : random.pick(inputs))
    }
    return .object([
      ("attribute", .text(definition?.key ?? "vip")), ("operator", .text(condition.word)),
      ("value", condition.word == "anyOf" ? .array(values) : values.first),
    ])
  }

  // MARK: The queue

  /// The first pages, whole: what a change of many moved.
  private func lookAtQueue() throws {
    if random.percent(50) { try read(.queue(team: sometimes(50, model.teams.map(\.id))), pages: 20...50) }
  }

  /// Somebody takes who is served next; it is theirs, and the next one is another.
  func takeNext() throws {
    let team = sometimes(40, model.teams)
    let params: [(String, Node?)] = [("teamId", .text(team?.id))]
    if model.role == .viewer {
      try check("queue.next", params, error: 1005)
      throw Forbidden()
    }
    guard let first = model.queue(team: team?.number).first?.number else {
      return try check("queue.next", params, result: "{}", mayNotify: true)
    }
    model.assign(first, to: model.caller.id)
    try check("queue.next", params, result: model.conversationResult(first), mayNotify: true)
  }

  // MARK: What admins do wrong

  /// Groups that cannot be, and why.
  func badGroups() -> [(method: String, params: [(String, RandomSession.Node?)], code: Int)] {
    let text = { (name: String, value: String) -> (String, Node?) in (name, .text(value)) }
    let (id, title) = (text("groupId", "new"), text("name", "Title"))
    let conditions = { (conditions: [String]) -> (String, Node?) in ("conditions", .array(conditions.map { .raw($0) }))
    }
    let wrong = { (condition: String, code: Int) -> (method: String, params: [(String, Node?)], code: Int) in
      ("group.define", [id, title, conditions([condition])], code)
    }
    let vip = #"{"attribute":"vip","operator":"is","value":true}"#
    return [
      wrong(#"{"attribute":"mood","operator":"empty"}"#, 1001),
      wrong(#"{"attribute":"vip","operator":"empty"}"#, -32602),
      wrong(#"{"attribute":"phone","operator":"gt","value":"+32470123456"}"#, -32602),
      wrong(#"{"attribute":"followers","operator":"contains","value":1}"#, -32602),
      wrong(#"{"attribute":"bio","operator":"anyOf","value":"a"}"#, -32602),
      wrong(#"{"attribute":"bio","operator":"anyOf","value":[]}"#, -32602),
      wrong(#"{"attribute":"bio","operator":"is","value":["a"]}"#, -32602),
      wrong(#"{"attribute":"bio","operator":"is"}"#, -32602), wrong(#"{"attribute":"bio","operator":"like"}"#, -32602),
      wrong(#"{"attribute":"bio","operator":"empty","value":"a"}"#, -32602),
      ("group.define", [id, title], -32602), ("group.define", [id, title, conditions([])], -32602),
      ("group.define", [id, title, conditions(Array(repeating: vip, count: 21))], 1008),
      ("group.define", [text("groupId", "a b"), title, conditions([vip])], 1004),
      ("group.define", [id, text("name", " "), conditions([vip])], 1004),
      ("group.define", [id, title, conditions([vip]), ("teamIds", .array([.text("nobody")]))], 1001),
      ("group.update", [text("groupId", "nobody"), title], 1001), ("group.update", [text("groupId", "nobody")], -32602),
      ("group.remove", [text("groupId", "nobody")], 1001), ("group.members", [text("groupId", "nobody")], 1001),
      ("group.members", [], -32602), ("group.list", [("limit", .number(0))], 1008),
      ("group.list", [text("cursor", "1_1_1")], -32602), ("queue.list", [text("teamId", "nobody")], 1001),
      ("queue.list", [("limit", .number(501))], 1008), ("queue.list", [text("cursor", "x")], -32602),
      ("queue.next", [text("teamId", "nobody")], 1001), ("queue.next", [("limit", .number(1))], -32602),
    ]
  }
}
