/// The groups of a desk, made ready to be asked of contacts, in the order of definition.
///
/// Made anew with each change of groups, attributes or settings; asked with each card.
struct GroupTests: Sendable {
  /// One group.
  struct Entry: Sendable {
    let number: GroupNumber
    let match: Group.Match
    let tests: [ContactTest]
    let isPrioritized: Bool
    let teams: [TeamNumber]
  }

  /// A group that has no members while an attribute that it uses is disabled.
  struct Suspended: Sendable {
    let number: GroupNumber
    /// The keys of those attributes, each once, in the order of the conditions; `vip` where the desk has no VIPs.
    let disabled: [String]
  }

  private(set) var entries: [Entry] = []
  private(set) var suspended: [Suspended] = []
  /// The inner numbers of the attributes that groups look at, suspended ones too; each once.
  private(set) var attributes: [Int] = []

  init() {}

  init(_ groups: borrowing Register<Group>, _ schema: DefinitionList, _ settings: Settings) {
    groups.forward(after: 0) { number in
      let definition = groups[number].definition
      for case .attribute(let attribute) in definition.conditions.map(\.subject) where !looksAt(attribute) {
        attributes.append(attribute)
      }
      let disabled = Self.disabled(definition, schema, settings)
      guard disabled.isEmpty else {
        suspended.append(Suspended(number: GroupNumber(number), disabled: disabled))
        return true
      }
      let tests = definition.conditions.map { condition in
        if case .attribute(let number) = condition.subject {
          ContactTest(condition, schema.definition(number: number))
        } else {
          ContactTest(condition, nil)
        }
      }
      entries.append(
        Entry(
          number: GroupNumber(number), match: definition.match, tests: tests, isPrioritized: definition.isPrioritized,
          teams: definition.teams))
      return true
    }
  }

  /// Whether a group looks at an attribute, by its inner number.
  func looksAt(_ attribute: Int) -> Bool { attributes.contains(attribute) }

  /// The keys of the disabled attributes that a definition uses.
  static func disabled(_ group: Group.Definition, _ schema: DefinitionList, _ settings: Settings) -> [String] {
    var keys: [String] = []
    for condition in group.conditions {
      let key: String
      switch condition.subject {
      case .vip:
        if settings.isVipEnabled { continue }
        key = "vip"
      case .attribute(let number):
        guard let definition = schema.definition(number: number), !definition.isEnabled else { continue }
        key = definition.key
      }
      if !keys.contains(where: { $0.sameScalars(as: key) }) { keys.append(key) }
    }
    return keys
  }

  /// Calls `body` with the groups that a contact is in, in the order of definition.
  @inline(__always)
  func forEach(of contact: borrowing Contact, isVip: Bool, _ body: (Entry) -> Void) {
    guard !entries.isEmpty else { return }
    let shown = Self.shown(contact)
    // Not through copies of the entries: each counts references of what it holds.
    entries.withUnsafeBufferPointer { entries in
      for index in entries.indices where entries[index].has(contact, shown, isVip) { body(entries[index]) }
    }
  }

  /// The number of the identity that the contact's card shows.
  @inline(__always)
  private static func shown(_ contact: borrowing Contact) -> Int? {
    guard let index = contact.indexShown(from: nil, on: nil) else { return nil }
    return contact.identities[index].number
  }

  /// Whether a contact is in a group; false of one that is suspended.
  func has(_ contact: borrowing Contact, _ group: GroupNumber, isVip: Bool) -> Bool {
    guard let entry = entries.first(where: { $0.number == group }) else { return false }
    return entry.has(contact, Self.shown(contact), isVip)
  }
}

extension GroupTests.Entry {
  /// Whether a contact is in the group. `shown`: the number of the identity that their card shows.
  @inline(__always)
  fileprivate func has(_ contact: borrowing Contact, _ shown: Int?, _ isVip: Bool) -> Bool {
    let isAll = match == .all
    return tests.withUnsafeBufferPointer { tests in
      for index in tests.indices where tests[index].isMet(by: contact, shown: shown, isVip: isVip) != isAll {
        return !isAll
      }
      return isAll
    }
  }
}
