import Desk
import JSON
import RPC

/// What an agent's `set` and `clear` come to: all of it allowed, or an error and nothing.
///
/// In two steps, since look-ups come before versions and permissions: first the keys, then what is to happen to them.
enum AttributeEdits {
  /// A key that was found, and what to do with its value: nil clears.
  struct Wanted {
    let definition: AttributeDefinition
    let input: AttributeInput?
    let field: String

    /// True where a caller who can clear tries to set nothing.
    var isEmptied: Bool {
      guard field.hasPrefix("set.") else { return false }
      return switch input {
      case .text(""), .other("null"), .list([]): true
      default: false
      }
    }
  }

  /// Finds the definitions of all keys, or throws.
  static func look(
    up set: [(key: String, input: AttributeInput)], clear: [String], _ book: Book, field: String
  ) throws(RPCError) -> [Wanted] {
    var wanted: [Wanted] = []
    for (key, input) in set {
      let field = "\(field).\(key.shortened)"
      wanted.append(Wanted(definition: try book.definition(key, field), input: input, field: field))
    }
    for (index, key) in clear.enumerated() {
      let field = "clear[\(index)]"
      wanted.append(Wanted(definition: try book.definition(key, field), input: nil, field: field))
    }
    return wanted
  }

  /// The edits that change something. `contact` is nil for one who is being made.
  static func decide(_ wanted: [Wanted], of contact: Contact?, _ role: Role) throws(RPCError) -> [ValueEdit] {
    for edit in wanted { try check(edit, contact, role) }
    var edits: [ValueEdit] = []
    for edit in wanted {
      let present = present(edit.definition, contact)
      var content: AttributeContent?
      if let input = edit.input {
        do throws(Refusal) {
          content = try edit.definition.format.normalise(input, options: edit.definition.options)
        } catch {
          throw .invalidValue(edit.field, edit.isEmptied ? error.pointing(to: "clear") : error)
        }
      }
      let isSame = if let present, let content { present.isSame(as: content) } else { present == nil && content == nil }
      if !isSame { edits.append(ValueEdit(definition: edit.definition.number, content: content)) }
    }
    return edits
  }

  /// What an agent set before; it is the same slot whichever agent it was.
  private static func present(_ definition: AttributeDefinition, _ contact: Contact?) -> AttributeContent? {
    contact?.value(of: definition.number, from: .agent(AgentNumber(0)))?.content
  }

  /// Throws if this may not be edited.
  private static func check(_ edit: Wanted, _ contact: Contact?, _ role: Role) throws(RPCError) {
    let key = edit.definition.key
    guard edit.definition.isEnabled else {
      throw readOnly("The attribute \"\(key)\" is disabled: an admin must enable it first.", "disabled", edit.field)
    }
    switch edit.definition.whyReadOnly(for: role) {
    case nil: break
    case .crmManaged: throw readOnly("The CRM keeps \"\(key)\": change it there.", "crmManaged", edit.field)
    case .filledByNetwork:
      throw readOnly(
        "The network fills \"\(key)\": it changes when the contact's profile does.", "filledByNetwork", edit.field)
    case .role(let needs):
      throw RPCError(
        .forbidden, "Editing \"\(key)\" takes the role \(needs.rawValue).",
        [("needs", .string(needs.rawValue)), ("role", .string(role.rawValue)), ("field", .string(edit.field))])
    }
    let shown = contact.flatMap { contact in
      contact.indexShown(from: nil, on: nil).map { contact.identities[$0].number }
    }
    if edit.input == nil, present(edit.definition, contact) == nil,
      contact?.effectiveIndex(of: edit.definition.number, shown: shown) != nil
    {
      throw readOnly(
        "A channel told \"\(key)\", and would tell it again: set another value to cover it.", "filledByNetwork",
        edit.field)
    }
  }

  private static func readOnly(_ message: String, _ reason: String, _ field: String) -> RPCError {
    RPCError(.forbidden, message, [("reason", .string(reason)), ("field", .string(field))])
  }
}

extension Refusal {
  /// The same refusal, saying which param does what was meant.
  fileprivate func pointing(to param: String) -> Refusal {
    Refusal("\(reason); name the key in `\(param)` to remove the value", example: example)
  }
}
