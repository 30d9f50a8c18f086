import JSON

/// Params such as a method of the desk has them.
struct Sample: Equatable {
  struct Identity: Equatable {
    let network: String
    let externalId: String
    let handle: String?
  }

  let contactId: String
  let name: String?
  let identities: [Identity]?
  let limit: Int?

  /// Asks for the fields in this order.
  static func fields(_ fields: inout FieldReader) throws(ShapeError) -> Sample {
    Sample(
      contactId: try fields.required("contactId", text, "Which contact."),
      name: try fields.optional("name", text, "How the contact is called."),
      identities: try fields.optional("identities", identity.array(max: 3), "The contact on each network."),
      limit: try fields.optional("limit", limit, "How many at most."))
  }

  static let text = Shape<String>(.string(max: 255), placeholder: "") { value throws(ShapeError) in
    guard let text = value.string else { throw .mismatch(expected: "a string", got: value) }
    return text
  }

  static let limit = Shape<Int>(.integer(min: 1, max: 500), placeholder: 1) { value throws(ShapeError) in
    guard let number = value.integer else { throw .mismatch(expected: "an integer", got: value) }
    guard (1...500).contains(number) else { throw ShapeError(.outOfRange(min: 1, max: 500, got: .integer(number))) }
    return number
  }

  static let network = Shape<String>(.string(max: 255), placeholder: "x") { value throws(ShapeError) in
    let word = try text.read(value)
    guard ["x", "email"].contains(word) else {
      throw ShapeError(.mismatch(expected: "one of x, email", got: "the string \"\(word)\""))
    }
    return word
  }

  static let identity = Shape<Identity>.object("Identity") { fields throws(ShapeError) in
    Identity(
      network: try fields.required("network", network, "Where."),
      externalId: try fields.required("externalId", text, "The network's own id."),
      handle: try fields.optional("handle", text, "As people see it."))
  }
}

extension ShapeError {
  /// The error in one line of text.
  var told: String {
    let what =
      switch reason {
      case .mismatch(let expected, let got): "expected \(expected), got \(got)"
      case .missing(let expected): "missing, expected \(expected)"
      case .unknown(let names): "unknown " + names.map { "\($0.name)→\($0.nearest ?? "?")" }.joined(separator: " ")
      case .repeated: "repeated"
      case .refused(let reason, let example): "refused, \(reason), \(example ?? "no example")"
      case .tooMany(let limit, let got): "too many, \(got) of \(limit)"
      case .outOfRange(let min, let max, let got): "\(got) is not in \(min)…\(max)"
      }
    return "\(path): \(what)"
  }
}
