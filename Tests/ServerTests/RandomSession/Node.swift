import Desk

/// What the tests of random sessions are made of: a script, and a model that says what must be answered.
enum RandomSession {}

extension RandomSession {
  /// A JSON value to be written; members without a value are left out.
  indirect enum Node {
    case text(String)
    case number(Int)
    case boolean(Bool)
    case raw(String)
    case array([Node])
    case object([(String, Node?)])

    static func text(_ text: String?) -> Node? { text.map { .text($0) } }
    static func time(_ milliseconds: Int64) -> Node { .text(Timestamp(milliseconds: milliseconds).description) }

    /// Compact JSON. The texts of the script need only these escapes.
    var json: String {
      switch self {
      case .text(let text): Self.quoted(text)
      case .number(let number): "\(number)"
      case .boolean(let value): "\(value)"
      case .raw(let json): json
      case .array(let elements): "[\(elements.map(\.json).joined(separator: ","))]"
      case .object(let members):
        "{" + members.compactMap { name, node in node.map { "\(Self.quoted(name)):\($0.json)" } }.joined(separator: ",")
          + "}"
      }
    }

    private static func quoted(_ text: String) -> String {
      var result = "\""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\u{200E}": result += "\\u200e"
        default: result.unicodeScalars.append(scalar)
        }
      }
      return result + "\""
    }
  }
}
