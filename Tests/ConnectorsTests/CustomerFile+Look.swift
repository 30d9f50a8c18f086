import Connectors
import Desk

extension CustomerFile.Found {
  /// In a line: who was found, and what the CRM knows of them.
  var line: String {
    switch self {
    case .none: "none"
    case .several: "several"
    case .one(let customer):
      ([customer.customerId]
        + customer.attributes.map { key, input in
          if case .text(let text) = input { "\(key)=\(text)" } else { "\(key)=\(input)" }
        }).joined(separator: " ")
    }
  }
}

extension CustomerFile {
  /// What is found by a key, in a line; or the fault. Addresses are the same in either case; what has no `@` is none.
  func look(_ key: String, _ form: String, rules: Int = 0) -> String {
    do throws(Fault) { return try find(key, form, rules: rules, normalForm: CustomerFile.addressForm).line } catch {
      return error.description
    }
  }

  static func addressForm(_ input: AttributeInput) -> String? {
    guard case .text(let text) = input, text.contains("@") else { return nil }
    return text.lowercased()
  }
}
