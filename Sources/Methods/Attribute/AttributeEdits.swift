import Desk
import RPC

/// What an agent's `set` and `clear` come to: all of it allowed, or an error and nothing.
enum AttributeEdits {
  /// The edits that change something. `contact` is nil for one who is being made.
  static func decide(
    set: [(key: String, input: AttributeInput)], clear: [String], of contact: Contact?, _ book: Book, _ role: Role,
    field: String
  ) throws(RPCError) -> [ValueEdit] {
    var edits: [ValueEdit] = []
    for (key, input) in set {
      let definition = try editable(key, book, role, "\(field).\(key)")
      let content: AttributeContent
      do throws(Refusal) { content = try definition.format.normalise(input, options: definition.options) } catch {
        throw .invalidValue("\(field).\(key)", error)
      }
      if let present = present(definition, contact), present.isSame(as: content) { continue }
      edits.append(ValueEdit(definition: definition.number, content: content))
    }
    for key in clear {
      let definition = try editable(key, book, role, "clear")
      if present(definition, contact) == nil { continue }
      edits.append(ValueEdit(definition: definition.number, content: nil))
    }
    return edits
  }

  /// What an agent set before; it is the same slot whichever agent it was.
  private static func present(_ definition: AttributeDefinition, _ contact: Contact?) -> AttributeContent? {
    contact?.value(of: definition.number, from: .agent(AgentNumber(0)))?.content
  }

  private static func editable(
    _ key: String, _ book: Book, _ role: Role, _ field: String
  ) throws(RPCError) -> AttributeDefinition {
    guard let definition = book.definition(key: key) else { throw .notFound("attribute", key, field) }
    guard definition.isEnabled else {
      throw readOnly("The attribute \"\(key)\" is disabled: an admin must enable it first.", "disabled", field)
    }
    switch definition.whyReadOnly(for: role) {
    case nil: return definition
    case .crmManaged: throw readOnly("The CRM keeps \"\(key)\": change it there.", "crmManaged", field)
    case .filledByNetwork:
      throw readOnly(
        "The network fills \"\(key)\": it changes when the contact's profile does.", "filledByNetwork", field)
    case .role(let needs):
      throw RPCError(
        .forbidden, "Editing \"\(key)\" takes the role \(needs.rawValue).",
        [("needs", .string(needs.rawValue)), ("role", .string(role.rawValue)), ("field", .string(field))])
    }
  }

  private static func readOnly(_ message: String, _ reason: String, _ field: String) -> RPCError {
    RPCError(.forbidden, message, [("reason", .string(reason)), ("field", .string(field))])
  }
}
