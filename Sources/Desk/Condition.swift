/// One condition of a group: what of a contact is looked at, and what it must be.
///
/// The value of the effective source counts, of the contact, whatever conversation it is seen from.
public struct Condition: Sendable {
  /// What is looked at.
  public enum Subject: Equatable, Sendable {
    /// Whether the contact is a VIP.
    case vip
    /// The value of the definition with this inner number.
    case attribute(Int)
  }

  /// How it is compared. `Operator.of` says which format takes which.
  public enum Operator: String, CaseIterable, Sendable {
    case `is`
    case isNot
    case anyOf
    case contains
    case gt
    case gte
    case lt
    case lte
    case empty
    case notEmpty
  }

  /// With what it is compared, in the normal form of the attribute's format.
  public enum Operand: Sendable {
    /// Nothing: of `empty` and `notEmpty`.
    case none
    /// One value; of `contains` a part of a text, or an option.
    case one(AttributeContent)
    /// Several: of `anyOf`.
    case many([AttributeContent])

    /// The values, however many.
    public var values: [AttributeContent] {
      switch self {
      case .none: []
      case .one(let value): [value]
      case .many(let values): values
      }
    }
  }

  /// What is looked at.
  public let subject: Subject
  /// How it is compared.
  public let `operator`: Operator
  /// With what.
  public let operand: Operand

  /// A condition.
  public init(_ subject: Subject, _ operator: Operator, _ operand: Operand) {
    (self.subject, self.operator, self.operand) = (subject, `operator`, operand)
  }

  /// Whether both say the same, by scalars.
  public func isSame(as other: Condition) -> Bool {
    guard subject == other.subject, self.operator == other.operator else { return false }
    switch (operand, other.operand) {
    case (.none, .none): return true
    case (.one(let a), .one(let b)): return a.isSame(as: b)
    case (.many(let a), .many(let b)): return a.elementsEqual(b) { $0.isSame(as: $1) }
    default: return false
    }
  }
}

extension Condition.Operator {
  /// The operators that VIP takes, with true or false.
  public static let ofVip: [Condition.Operator] = [.is, .isNot]

  /// The operators that a format takes.
  public static func of(_ format: AttributeFormat) -> [Condition.Operator] {
    switch format {
    case .text, .email, .phone, .url, .language: [.is, .isNot, .anyOf, .contains, .empty, .notEmpty]
    case .number, .date: [.is, .isNot, .anyOf, .gt, .gte, .lt, .lte, .empty, .notEmpty]
    case .boolean: [.is, .isNot, .empty, .notEmpty]
    case .choice: [.is, .isNot, .anyOf, .empty, .notEmpty]
    case .choices: [.anyOf, .contains, .empty, .notEmpty]
    }
  }
}
