import TestSupport

extension RandomSession.Runner {
  private typealias Node = RandomSession.Node
  private typealias Words = RandomSession.Words

  /// An admin changes the attributes: mostly there are some, and now and then one goes.
  func changeSchema() throws {
    switch random.below(20) {
    case _ where model.definitions.count < 10, ..<5: try define(random.pick(Words.keys))
    case ..<12: try update(anyDefinition())
    case ..<14: try passToAdmins()
    case ..<17: try reorder()
    default: try remove(anyDefinition())
    }
  }

  /// More often one that an admin made.
  private func anyDefinition() -> RandomSession.Model.Definition {
    let custom = model.definitions.filter { $0.kind == "custom" }
    return custom.isEmpty || random.percent(40) ? random.pick(model.definitions) : random.pick(custom)
  }

  private func flag() -> Bool? { sometimes(30, [true, false]) }

  /// What makes a definition, of those given.
  private func params(
    _ key: String, _ label: String?, _ format: String?, _ options: [String]?, enabled: Bool?, lookup: Bool?,
    crmManaged: Bool?, agentEditable: Bool?
  ) -> [(String, RandomSession.Node?)] {
    [
      ("key", .text(key)), ("label", .text(label)), ("format", .text(format)),
      ("options", options.map { .array($0.map { .text($0) }) }), ("enabled", enabled.map { .boolean($0) }),
      ("lookup", lookup.map { .boolean($0) }), ("crmManaged", crmManaged.map { .boolean($0) }),
      ("agentEditable", agentEditable.map { .boolean($0) }),
    ]
  }

  /// Mostly choices have options and others none; sometimes it is the other way round, or one is there twice.
  private func options(_ format: String) -> [String] {
    let isRight = random.percent(90)
    guard format.hasPrefix("choice") == isRight else { return [] }
    let some = Words.options.filter { _ in random.percent(60) }.shuffled(using: &random)
    return random.percent(10) ? some + some : some
  }

  private func define(_ key: String) throws {
    let format = random.percent(40) ? random.pick(["choice", "choices"]) : random.pick(Words.formats)
    let options = options(format)
    let (enabled, lookup, agentEditable) = (flag(), flag(), flag())
    let crmManaged = random.percent(30) ? flag() : nil
    let definition = RandomSession.Model.Definition(
      number: model.definitionsMade + 1, key: key, label: random.pick(Words.titles), kind: "custom",
      format: format, options: options, isEnabled: enabled ?? true, isLookup: lookup ?? false,
      isCRMManaged: crmManaged ?? false, isAgentEditable: agentEditable ?? true)
    var params = params(
      definition.key, definition.label, format, options.isEmpty && random.percent(50) ? nil : options,
      enabled: enabled, lookup: lookup, crmManaged: crmManaged, agentEditable: agentEditable)
    try permit("schema.define", params)
    let fault = model.faultOfDefining(definition)
    if fault != -32602 { params = try ifVersion("schema.define", params, model.schemaVersion) }
    if let fault { return try check("schema.define", params, error: fault) }
    model.define(definition)
    try check("schema.define", params, result: model.definitionResult(definition), mayNotify: true)
  }

  /// Any change to an attribute, allowed or not; often one that disables or enables.
  func update(_ old: RandomSession.Model.Definition) throws {
    var new = old
    let label = sometimes(30, Words.titles)
    // What an attribute that is there from the start refuses is told of it less often.
    let isCustom = old.kind == "custom"
    let format = sometimes(isCustom ? 25 : 8, Words.formats)
    new.label = label ?? old.label
    new.format = format ?? old.format
    var options: [String]? = random.percent(20) ? old.options.reversed() : nil
    if random.percent(isCustom ? 20 : 8) { options = self.options(new.format) }
    new.options = options ?? (new.hasOptions ? old.options : [])
    // Those that are there from the start are mostly there, and mostly anybody edits.
    let enabled = random.percent(40) ? random.percent(isCustom ? 50 : 80) : nil
    let (lookup, agentEditable) = (flag(), flag())
    let crmManaged = random.percent(40) ? random.percent(20) : nil
    (new.isEnabled, new.isLookup) = (enabled ?? old.isEnabled, lookup ?? old.isLookup)
    new.isCRMManaged = crmManaged ?? old.isCRMManaged
    new.isAgentEditable = agentEditable ?? old.isAgentEditable
    var params = params(
      old.key, label, format, options, enabled: enabled, lookup: lookup, crmManaged: crmManaged,
      agentEditable: agentEditable)
    try permit("schema.update", params)
    if params.allSatisfy({ $0.0 == "key" || $0.1 == nil }) { return try check("schema.update", params, error: -32602) }
    params = try ifVersion("schema.update", params, model.schemaVersion)
    if let fault = model.faultOfUpdating(old, to: new) { return try check("schema.update", params, error: fault) }
    model.update(old, to: new)
    try check("schema.update", params, result: model.definitionResult(new), mayNotify: true)
  }

  /// From admins alone to agents too, or back; alone, since what else is told may be refused.
  private func passToAdmins() throws {
    let old = random.pick(model.definitions)
    var new = old
    new.isAgentEditable.toggle()
    try update(old, to: new, ("agentEditable", .boolean(new.isAgentEditable)))
  }

  /// Shown or not, or the CRM's or not.
  func toggle(_ old: RandomSession.Model.Definition) throws {
    var new = old
    if random.percent(40) {
      new.isEnabled.toggle()
      try update(old, to: new, ("enabled", .boolean(new.isEnabled)))
    } else {
      new.isCRMManaged.toggle()
      try update(old, to: new, ("crmManaged", .boolean(new.isCRMManaged)))
    }
  }

  /// Another format, or the choices in another order.
  func reformat(_ old: RandomSession.Model.Definition) throws {
    var new = old
    if old.format == "choices" {
      new.options.reverse()
      try update(old, to: new, ("options", .array(new.options.map { .text($0) })))
    } else {
      new.format = random.pick(Words.formats)
      if !new.hasOptions { new.options = [] }
      try update(old, to: new, ("format", .text(new.format)))
    }
  }

  /// Another definition, by one member alone.
  func update(
    _ old: RandomSession.Model.Definition, to new: RandomSession.Model.Definition,
    _ change: (String, RandomSession.Node?)
  ) throws {
    let params = [("key", .text(old.key)), change]
    try permit("schema.update", params)
    if let fault = model.faultOfUpdating(old, to: new) { return try check("schema.update", params, error: fault) }
    model.update(old, to: new)
    try check("schema.update", params, result: model.definitionResult(new))
  }

  private func reorder() throws {
    var keys = model.definitions.map(\.key).filter { _ in random.percent(40) }.shuffled(using: &random)
    if random.percent(20) { keys = model.definitions.prefix(3).map(\.key) }
    var params: [(String, Node?)] = [("keys", .array(keys.map { .text($0) }))]
    try permit("schema.reorder", params)
    if keys.isEmpty { return try check("schema.reorder", params, error: -32602) }
    params = try ifVersion("schema.reorder", params, model.schemaVersion)
    model.reorder(keys)
    let all = Node.array(model.definitions.map { .text($0.key) })
    try check(
      "schema.reorder", params, result: Node.object([("keys", all), ("version", .number(model.schemaVersion))]).json,
      mayNotify: true)
  }

  /// Sometimes the key is defined again at once: who had a value has none.
  func remove(_ definition: RandomSession.Model.Definition) throws {
    let params = try ifVersion("schema.remove", [("key", .text(definition.key))], model.schemaVersion)
    guard definition.kind == "custom" else { return try check("schema.remove", params, error: 1005) }
    let isAskedWith = model.connector?.matchOn?.contains(definition.number) ?? false
    if model.settings.matching == definition.number || !model.groups(using: definition.number).isEmpty || isAskedWith {
      return try check("schema.remove", params, error: 1007)
    }
    let owner = model.contacts.firstIndex { $0.values.contains { $0.definition == definition.number } }
    let count = model.remove(definition)
    let result: [(String, Node?)] = [
      ("key", .text(definition.key)), ("values", .number(count)), ("version", .number(model.schemaVersion)),
    ]
    try check("schema.remove", params, result: Node.object(result).json, mayNotify: true)
    guard let owner, random.percent(50) else { return }
    try define(definition.key)
    try check("card.get", [id(owner)], result: model.card(owner, from: nil))
  }
}
