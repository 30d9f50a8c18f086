/// What it costs to ask conditions of a contact, in bytes that are looked at: computed from the conditions and the
/// values alone, so that it is the same in every process, whatever was asked before.
public struct ConditionWork: Sendable {
  /// A byte that is folded costs as much as so many that are searched.
  private static let foldingCost = 16
  /// What a condition costs beside the bytes and the values that it looks at.
  private static let conditionCost = 16

  /// The conditions on each attribute, by its inner number: how many, and of how many values.
  private var asked: [Int: (conditions: Int, operands: Int)] = [:]

  init() {}

  /// Adds the conditions of a group.
  mutating func add(_ conditions: [Condition]) {
    for condition in conditions {
      guard case .attribute(let attribute) = condition.subject else { continue }
      asked[attribute, default: (0, 0)].conditions += 1
      asked[attribute, default: (0, 0)].operands += condition.operand.values.count
    }
  }

  /// The cost at the most: each value is made ready for comparing once, and looked at by each condition on it.
  public func cost(of contact: borrowing Contact) -> Int {
    guard !asked.isEmpty else { return 0 }
    var cost = 0
    for index in contact.values.indices {
      guard let asked = asked[contact.values[index].definition] else { continue }
      let bytes = contact.values[index].content.bytes
      cost += bytes * (Self.foldingCost + asked.conditions) + asked.conditions * Self.conditionCost + asked.operands
    }
    return cost
  }
}
