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

  init() {}

  init(_ groups: borrowing Register<Group>, _ schema: DefinitionList, _ settings: Settings) {
    groups.forward(after: 0) { number in
      let definition = groups[number].definition
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
    let shown = contact.indexShown(from: nil, on: nil).map { contact.identities[$0].number }
    for index in entries.indices where has(contact, entries[index], shown, isVip) { body(entries[index]) }
  }

  /// Whether a contact is in a group; false of one that is suspended.
  func has(_ contact: borrowing Contact, _ group: GroupNumber, isVip: Bool) -> Bool {
    guard let entry = entries.first(where: { $0.number == group }) else { return false }
    return has(contact, entry, contact.indexShown(from: nil, on: nil).map { contact.identities[$0].number }, isVip)
  }

  private func has(_ contact: borrowing Contact, _ entry: borrowing Entry, _ shown: Int?, _ isVip: Bool) -> Bool {
    let isAll = entry.match == .all
    for index in entry.tests.indices where entry.tests[index].isMet(by: contact, shown: shown, isVip: isVip) != isAll {
      return !isAll
    }
    return isAll
  }
}
