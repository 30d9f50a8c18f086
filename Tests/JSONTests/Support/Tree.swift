import JSON

/// A JSON value taken out of its text, to compare with another reading of the same text.
indirect enum Tree: Equatable, Sendable {
  case null
  case boolean(Bool)
  /// The token, to the letter.
  case number(String)
  /// The UTF-8 of the content, since Swift's `==` on strings passes over differences; a lone surrogate is U+FFFD.
  case string([UInt8], lone: Bool)
  case array([Tree])
  case object([Member])

  struct Member: Equatable, Sendable {
    let name: Tree
    let value: Tree

    init(_ name: Tree, _ value: Tree) { (self.name, self.value) = (name, value) }
  }

  static func text(_ content: String) -> Tree { .string(Array(content.utf8), lone: false) }

  /// A string with a lone surrogate: how it is displayed.
  static func broken(_ display: String) -> Tree { .string(Array(display.utf8), lone: true) }

  static func members(_ members: (String, Tree)...) -> Tree { .object(members.map { Member(.text($0.0), $0.1) }) }

  init(_ value: JSONValue) {
    switch value.kind {
    case .null: self = .null
    case .true: self = .boolean(true)
    case .false: self = .boolean(false)
    case .number: self = .number(String(decoding: value.token, as: UTF8.self))
    case .string: self = .string(Array((value.string ?? value.displayString).utf8), lone: value.string == nil)
    case .array: self = .array(value.elements.map(Tree.init))
    case .object: self = .object(value.members.map { Member(Tree($0.name), Tree($0.value)) })
    }
  }

  /// Writes the value with the writer under test.
  func write(to out: inout JSONWriter) {
    switch self {
    case .null: out.null()
    case .boolean(let value): out.boolean(value)
    case .number(let token): out.raw(Array(token.utf8))
    case .string(let utf8, _): utf8.withUnsafeBufferPointer { out.string(utf8: $0) }
    case .array(let elements):
      out.beginArray()
      for element in elements { element.write(to: &out) }
      out.endArray()
    case .object(let members):
      out.beginObject()
      for member in members {
        if case .string(let utf8, _) = member.name { out.key(escaping: String(decoding: utf8, as: UTF8.self)) }
        member.value.write(to: &out)
      }
      out.endObject()
    }
  }
}
