public import Desk

/// A customer as a CRM knows them.
public struct Customer: Sendable {
  /// The CRM's own id of the customer: a text that `TextRule.name` allows.
  public let customerId: String
  /// What the CRM knows, in its order. The desk may not have such a key, and the key's format may refuse the value.
  public let attributes: [(key: String, input: AttributeInput)]

  /// A customer.
  public init(customerId: String, attributes: [(key: String, input: AttributeInput)]) {
    (self.customerId, self.attributes) = (customerId, attributes)
  }
}
