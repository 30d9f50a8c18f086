import Desk

// What happens to the attribute definitions, as bytes and in words.

extension ChangeCoding {
  /// The numbers of the cases. They never change: a case that goes leaves a gap.
  enum SchemaCase: UInt8, CaseIterable {
    /// definition: number · key · label · kind · format · options · enabled · lookup · CRM-managed · agent-editable
    case defined = 1
    /// definition before · after
    case updated = 2
    /// numbers before · after
    case reordered = 3
    /// definition · index
    case removed = 4
  }
}

extension ByteWriter {
  mutating func change(_ change: SchemaChange) {
    switch change {
    case .defined(let definition):
      byte(ChangeCoding.SchemaCase.defined.rawValue)
      self.definition(definition)
    case .updated(let definition):
      byte(ChangeCoding.SchemaCase.updated.rawValue)
      self.definition(definition.before)
      self.definition(definition.after)
    case .reordered(let numbers):
      byte(ChangeCoding.SchemaCase.reordered.rawValue)
      self.numbers(numbers.before)
      self.numbers(numbers.after)
    case .removed(let definition, at: let index):
      byte(ChangeCoding.SchemaCase.removed.rawValue)
      self.definition(definition)
      number(index)
    }
  }

  private mutating func definition(_ definition: AttributeDefinition) {
    number(definition.number)
    text(definition.key)
    text(definition.label)
    word(definition.kind)
    word(definition.format)
    texts(definition.options)
    boolean(definition.isEnabled)
    boolean(definition.isLookup)
    boolean(definition.isCRMManaged)
    boolean(definition.isAgentEditable)
  }
}

extension ByteReader {
  mutating func schemaChange() throws(CodingError) -> SchemaChange {
    switch try tag(ChangeCoding.SchemaCase.self) {
    case .defined: .defined(try definition())
    case .updated: .updated(try edit { reader throws(CodingError) in try reader.definition() })
    case .reordered: .reordered(try edit { reader throws(CodingError) in try reader.ordinals() })
    case .removed: .removed(try definition(), at: try number())
    }
  }

  private mutating func definition() throws(CodingError) -> AttributeDefinition {
    AttributeDefinition(
      number: try ordinal(), key: try text(), label: try text(), kind: try word(), format: try word(),
      options: try texts(), isEnabled: try boolean(), isLookup: try boolean(), isCRMManaged: try boolean(),
      isAgentEditable: try boolean())
  }
}

extension ChangeText {
  init(_ change: SchemaChange) {
    switch change {
    case .defined(let definition): self.init("defined", definition)
    case .updated(let definition): self.init("changed", definition.after)
    case .reordered: self.init("the attributes were reordered")
    case .removed(let definition, at: _): self.init("attribute \(definition.number) was removed")
    }
  }

  private init(_ verb: String, _ definition: AttributeDefinition) {
    self.init("attribute \(definition.number) was \(verb), format \(definition.format.rawValue)")
    add("key", definition.key)
    add("label", definition.label)
    add("option", definition.options)
  }
}
