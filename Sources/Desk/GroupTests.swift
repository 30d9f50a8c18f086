/// The groups of a desk, made ready to be asked of contacts, in the order of definition.
///
/// Made anew after a change of groups, attributes or settings; asked with each card. So what is looked at first, of
/// entries and tests, holds no references: to count them would take longer than to look.
final class GroupTests {
  /// One group.
  struct Entry: Sendable {
    let number: GroupNumber
    let isPrioritized: Bool
    /// Whether it gives its members other places in the queue.
    let movesMembers: Bool
    /// Whether every one of its tests must be met; else any.
    fileprivate let isAll: Bool
    /// The attributes (their bits in `ContactTest.attributesPresent`) without which nobody is in it: each of them,
    /// where every test must be met; else one of them, or 0 where somebody may be in it without any.
    fileprivate let needed: UInt64
    /// Where its tests begin and end.
    fileprivate let start: Int
    fileprivate let end: Int
  }

  /// A group that has no members while an attribute that it uses is disabled.
  struct Suspended: Sendable {
    let number: GroupNumber
    /// The keys of those attributes, each once, in the order of the conditions; `vip` where the desk has no VIPs.
    let disabled: [String]
  }

  private(set) var entries: [Entry] = []
  /// The tests of all groups, one group after another, and what of each is looked at first.
  private var tests: [ContactTest] = []
  private var heads: [ContactTest.Head] = []
  private(set) var suspended: [Suspended] = []
  /// The inner numbers of the attributes that groups look at, suspended ones too; each once.
  private(set) var attributes: [Int] = []
  /// Those that groups look at which move their members in the queue.
  private(set) var movingAttributes: [Int] = []
  /// What it costs to ask all groups, those that are suspended left out.
  private(set) var work = ConditionWork()

  /// The tests of each group, by its number, and the version of the group that they are of.
  private var made: [Int: (version: Int, tests: [ContactTest])] = [:]

  /// No groups.
  init() {}

  /// These groups. The tests of those that did not change are taken from `before`. Nothing else changes a test: formats
  /// are frozen while groups look at them.
  init(
    _ groups: borrowing Register<Group>, _ schema: DefinitionList, _ settings: Settings, before: GroupTests
  ) {
    groups.forward(after: 0) { number in
      let definition = groups[number].definition
      let movesMembers = definition.movesMembers
      for case .attribute(let attribute) in definition.conditions.map(\.subject) {
        if !attributes.contains(attribute) { attributes.append(attribute) }
        if movesMembers, !movingAttributes.contains(attribute) { movingAttributes.append(attribute) }
      }
      let version = groups[number].version
      var own = before.made[number]
      if own?.version != version { own = (version, definition.conditions.map { ContactTest($0, in: schema) }) }
      made[number] = own
      let disabled = Self.disabled(definition, schema, settings)
      guard disabled.isEmpty else {
        suspended.append(Suspended(number: GroupNumber(number), disabled: disabled))
        return true
      }
      work.add(definition.conditions)
      let start = tests.count
      tests += own?.tests ?? []
      entries.append(
        Entry(
          number: GroupNumber(number), isPrioritized: definition.isPrioritized, movesMembers: movesMembers,
          isAll: definition.match == .all,
          needed: ContactTest.Head.needed(tests[start...].map(\.head), isAll: definition.match == .all),
          start: start, end: tests.count))
      return true
    }
    heads = tests.map(\.head)
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

  /// Calls `body` with the groups that a contact is in, in the order of definition; `moving`: only with those that move
  /// their members in the queue.
  @inline(__always)
  func forEach(of contact: borrowing Contact, isVip: Bool, moving: Bool = false, _ body: (Entry) -> Void) {
    guard !entries.isEmpty else { return }
    let (shown, present) = (contact.numberShown, ContactTest.attributesPresent(in: contact))
    var forms = ValueForms()
    for index in entries.indices {
      let entry = entries[index]
      if moving && !entry.movesMembers { continue }
      if has(contact, entry, shown, isVip, present, &forms) { body(entry) }
    }
  }

  /// Whether a contact is in a group; false of one that is suspended.
  func has(_ contact: borrowing Contact, _ group: GroupNumber, isVip: Bool) -> Bool {
    guard let entry = entries.first(where: { $0.number == group }) else { return false }
    var forms = ValueForms()
    return has(contact, entry, contact.numberShown, isVip, ContactTest.attributesPresent(in: contact), &forms)
  }

  /// Whether a contact is in the group. `shown`: the number of the identity that their card shows; `present`: the
  /// attributes that they have values of.
  @inline(__always)
  private func has(
    _ contact: borrowing Contact, _ entry: Entry, _ shown: Int?, _ isVip: Bool, _ present: UInt64,
    _ forms: inout ValueForms
  ) -> Bool {
    if entry.needed != 0, entry.isAll ? entry.needed & ~present != 0 : entry.needed & present == 0 { return false }
    for index in entry.start..<entry.end {
      let isMet =
        heads[index].isMet(isVip: isVip, present: present)
        ?? tests[index].isMet(by: contact, shown: shown, &forms)
      if isMet != entry.isAll { return isMet }
    }
    return entry.isAll
  }
}
