import Tables

/// What can happen to the attribute definitions.
public enum SchemaChange: Sendable {
  /// An attribute was defined, last in order; its number is the next one.
  indirect case defined(AttributeDefinition)
  /// The definition with this number is as it says from now on.
  indirect case updated(Edit<AttributeDefinition>)
  /// The definitions, by number, are in this order: all of them.
  case reordered(Edit<[Int]>)
  /// The definition, which stood at this index, is gone, and its values with it.
  indirect case removed(AttributeDefinition, at: Int)
}

extension Book {
  /// What makes a definition be as this one, which has its number; nil if there is none.
  public func definitionUpdate(to definition: AttributeDefinition) -> Change.What? {
    schema.definition(number: definition.number).map { .schema(.updated(Edit($0, to: definition))) }
  }

  /// What puts the definitions into this order.
  public func definitionsOrder(_ numbers: [Int]) -> Change.What {
    .schema(.reordered(Edit(definitions.map(\.number), to: numbers)))
  }

  /// What removes the definition with this number; nil if there is none.
  public func definitionRemoval(_ number: Int) -> Change.What? {
    schema.place(number: number).map { .schema(.removed(definitions[$0], at: $0)) }
  }

  func accepts(_ change: SchemaChange) -> Bool {
    switch change {
    case .defined(let definition): definition.number == definitionsMade + 1
    case .updated(let definition): schema.place(number: definition.after.number) != nil
    case .reordered(let numbers): numbers.after.sorted() == definitions.map(\.number).sorted()
    case .removed(let definition, at: _):
      schema.place(number: definition.number) != nil && settings.matchingAttribute != definition.number
        && groupsUsing(attribute: definition.number).isEmpty
        && !(connector?.matchOn?.contains(definition.number) ?? false)
    }
  }

  func apply(_ what: SchemaChange, _ change: Change) {
    switch what {
    case .defined(let definition):
      expect(definition.number, isNext: definitionsMade + 1)
      definitionsMade += 1
      schema.append(definition)
      valueCounts.append(0)
    case .updated(let definition): schema.replace(definition.after)
    case .reordered(let numbers): schema.reorder(numbers.after)
    case .removed(let definition, at: _):
      // The values stay where they are, and nobody sees them: finding them would take a walk over all contacts. A
      // contact's are dropped when its values are edited next.
      schema.remove(number: definition.number)
      definitionsRemoved += 1
    }
    definitionsVersion = change.seq
  }
}
