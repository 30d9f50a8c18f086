/// What it costs to ask conditions of a contact, in bytes that are looked at: computed from the conditions and the
/// values alone, so that it is the same in every process, whatever was asked before.
public struct ConditionWork: Sendable {
  // As measured, where a byte that a batch counts stands for 8 ns. A byte of a value is searched in 2 ns, and takes
  // 64 ns to be folded where it is not ASCII; a condition takes 16 ns beside that, and 4 ns for each value that it
  // wants.
  private static let bytesSearched = 4
  private static let foldingCost = 8
  private static let conditionCost = 2
  private static let operandsCompared = 2

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
      if !contact.values[index].content.isASCII { cost += bytes * Self.foldingCost }
      cost += asked.conditions * (Self.conditionCost + bytes / Self.bytesSearched)
      cost += asked.operands / Self.operandsCompared
    }
    return cost
  }
}
