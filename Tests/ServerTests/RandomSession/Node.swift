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
        default: result.unicodeScalars.append(scalar)
        }
      }
      return result + "\""
    }
  }

  /// Random numbers that are the same in every run: SplitMix64 (Steele, Lea and Flood, 2014).
  struct Random: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including `bound`.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// True so many times of a hundred.
    mutating func percent(_ share: Int) -> Bool { below(100) < share }

    /// One of these, of which there is at least one.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }
  }
}
