import Connectors
import Desk
import JSON

/// How a customer is read from a line of JSON, as a method would.
enum CustomerShape {
  private static let text = Shape<String>(.string(), placeholder: "") { value throws(ShapeError) in
    guard let text = value.string else { throw .mismatch(expected: "a string", got: value) }
    guard !text.isEmpty else { throw ShapeError(.refused(reason: "must not be blank", example: nil)) }
    return text
  }

  private static let attributes = Shape<[(key: String, input: AttributeInput)]>(
    .map(.string(), max: DeskLimits.definitionsMax), placeholder: []
  ) { value throws(ShapeError) in
    guard value.kind == .object else { throw .mismatch(expected: "an object of values by key", got: value) }
    var found: [(key: String, input: AttributeInput)] = []
    var seen = ScalarSet()
    for (name, member) in value.members {
      let key = name.string ?? ""
      guard seen.insert(key) else { throw ShapeError(.repeated, path: key) }
      found.append((key, member.string.map { .text($0) } ?? .other(member.summary)))
    }
    return found
  }

  static let customer = Shape<Customer>.object("Customer") { fields throws(ShapeError) in
    Customer(
      customerId: try fields.required("customerId", text, "The id."),
      attributes: try fields.optional("attributes", attributes, "The values.") ?? [])
  }
}
