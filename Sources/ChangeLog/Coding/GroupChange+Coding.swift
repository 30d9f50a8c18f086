import Desk

// What happens to a group, as bytes and in words.

extension ChangeCoding {
  /// The numbers of the cases. They never change: a case that goes leaves a gap.
  enum GroupCase: UInt8, CaseIterable {
    /// id · definition: name · match · conditions · prioritized · teams
    ///
    ///     condition   attribute (0: VIP) · operator · 0 │ 1, a value │ 2, values
    case defined = 1
    /// definition before · after
    case updated = 2
    /// id · definition
    case removed = 3
  }
}

extension ByteWriter {
  mutating func change(_ change: GroupChange) {
    switch change {
    case .defined(let id, let definition):
      byte(ChangeCoding.GroupCase.defined.rawValue)
      text(id)
      self.definition(definition)
    case .updated(let definition):
      byte(ChangeCoding.GroupCase.updated.rawValue)
      self.definition(definition.before)
      self.definition(definition.after)
    case .removed(let id, let definition):
      byte(ChangeCoding.GroupCase.removed.rawValue)
      text(id)
      self.definition(definition)
    }
  }

  private mutating func definition(_ definition: Group.Definition) {
    text(definition.name)
    word(definition.match)
    number(definition.conditions.count)
    for condition in definition.conditions { self.condition(condition) }
    boolean(definition.isPrioritized)
    numbers(definition.teams.map(\.number))
  }

  private mutating func condition(_ condition: Condition) {
    switch condition.subject {
    case .vip: number(0)
    case .attribute(let attribute): number(attribute)
    }
    word(condition.operator)
    switch condition.operand {
    case .none: byte(0)
    case .one(let value):
      byte(1)
      attributeContent(value)
    case .many(let values):
      byte(2)
      number(values.count)
      for value in values { attributeContent(value) }
    }
  }
}

extension ByteReader {
  mutating func groupChange() throws(CodingError) -> GroupChange {
    switch try tag(ChangeCoding.GroupCase.self) {
    case .defined: .defined(id: try text(), try definition())
    case .updated: .updated(try edit { reader throws(CodingError) in try reader.definition() })
    case .removed: .removed(id: try text(), try definition())
    }
  }

  private mutating func definition() throws(CodingError) -> Group.Definition {
    Group.Definition(
      name: try text(), match: try word(),
      conditions: try list { reader throws(CodingError) in try reader.condition() },
      isPrioritized: try boolean(), teams: try ordinals().map(TeamNumber.init))
  }

  private mutating func condition() throws(CodingError) -> Condition {
    let subject = try optionalNumber().map(Condition.Subject.attribute) ?? .vip
    let order: Condition.Operator = try word()
    switch try byte() {
    case 0: return Condition(subject, order, .none)
    case 1: return Condition(subject, order, .one(try operand()))
    case 2:
      return Condition(subject, order, .many(try list { reader throws(CodingError) in try reader.operand() }))
    default: throw fault("with what a condition compares")
    }
  }

  private mutating func operand() throws(CodingError) -> AttributeContent {
    guard let content = try attributeContent() else { throw fault("the kind of a value") }
    return content
  }
}

extension ChangeText {
  init(_ change: GroupChange, of group: GroupNumber) {
    switch change {
    case .defined(let id, let definition):
      self.init("group \(group.number) was defined, with \(definition.conditions.count) conditions")
      add("id", id)
      add("name", definition.name)
    case .updated(let definition):
      self.init("group \(group.number) was changed, with \(definition.after.conditions.count) conditions")
      add("name", definition.after.name)
    case .removed(let id, _):
      self.init("group \(group.number) was removed")
      add("id", id)
    }
  }
}
