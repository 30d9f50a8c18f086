import Tables

/// What can happen to a group.
public enum GroupChange: Sendable {
  /// An admin defined it; its number is the next one.
  indirect case defined(id: String, Group.Definition)
  /// It is as it says from now on.
  indirect case updated(Edit<Group.Definition>)
  /// It is gone; this is what it was.
  indirect case removed(id: String, Group.Definition)
}

extension Book {
  /// What makes a group be as this definition says.
  public func groupUpdate(_ group: GroupNumber, to definition: Group.Definition) -> Change.What {
    .group(group, .updated(Edit(self[group].definition, to: definition)))
  }

  /// What removes a group.
  public func removal(of group: GroupNumber) -> Change.What {
    .group(group, .removed(id: self[group].id, self[group].definition))
  }

  func accepts(_ change: GroupChange, of group: GroupNumber) -> Bool {
    switch change {
    case .defined(let id, let definition):
      group == nextGroupNumber && groups.number(id: id) == nil && names(definition)
    case .updated(let definition): groups.contains(group.number) && names(definition.after)
    case .removed: groups.contains(group.number)
    }
  }

  /// Whether all that a definition names is there.
  private func names(_ definition: Group.Definition) -> Bool {
    knows(definition.teams)
      && definition.conditions.allSatisfy { condition in
        if case .attribute(let number) = condition.subject { schema.place(number: number) != nil } else { true }
      }
  }

  func apply(_ what: GroupChange, to group: GroupNumber, _ change: Change) {
    switch what {
    case .defined(let id, let definition):
      expect(group.number, isNext: groups.nextNumber)
      groups.append(Group(id: id, definition: definition, version: change.seq))
    case .updated(let definition):
      groups[group.number].definition = definition.after
      groups[group.number].version = change.seq
    case .removed: groups.remove(group.number)
    }
  }
}
