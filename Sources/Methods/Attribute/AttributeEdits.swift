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
    let place: Place

    /// True where a caller who can clear tries to set nothing.
    var isEmptied: Bool {
      guard case .value(of: "set", _) = place else { return false }
      return switch input {
      case .text(""), .other("null"), .list([]): true
      default: false
      }
    }
  }

  /// Where a key stands in the params: made words of only where something is wrong with it.
  enum Place {
    /// It is a member of that object of values.
    case value(of: String, key: String)
    /// It is one of those to clear.
    case clear(index: Int)

    /// The words.
    var field: String {
      switch self {
      case .value(let field, let key): "\(field).\(key.shortened)"
      case .clear(let index): "clear[\(index)]"
      }
    }
  }

  /// Finds the definitions of all keys, or throws.
  static func look(
    up set: [(key: String, input: AttributeInput)], clear: [String], _ book: Book, field: String
  ) throws(RPCError) -> [Wanted] {
    var wanted: [Wanted] = []
    for (key, input) in set {
      let place = Place.value(of: field, key: key)
      wanted.append(Wanted(definition: try book.definition(key, place.field), input: input, place: place))
    }
    for (index, key) in clear.enumerated() {
      let place = Place.clear(index: index)
      wanted.append(Wanted(definition: try book.definition(key, place.field), input: nil, place: place))
    }
    return wanted
  }

  /// The edits that change something. `contact` is nil for one who is being made.
  static func decide(
    _ wanted: [Wanted], of contact: Contact?, _ role: Role, _ book: Book
  ) throws(RPCError) -> [ValueEdit] {
    for edit in wanted { try check(edit, contact, role) }
    var edits: [ValueEdit] = []
    for edit in wanted {
      let present = present(edit.definition, contact)
      var content: AttributeContent?
      if let input = edit.input {
        do throws(Refusal) {
          content = try edit.definition.format.normalise(
            input, options: edit.definition.optionList, phoneCountry: book.settings.phoneCountry)
        } catch {
          throw .invalidValue(edit.place.field, edit.isEmptied ? error.pointing(to: "clear") : error)
        }
      }
      let isSame =
        if let present, let content { present.content.isSame(as: content) } else { present == nil && content == nil }
      if !isSame {
        edits.append(ValueEdit(definition: edit.definition.number, before: present, content: content))
      }
    }
    return edits
  }

  /// What an agent set before; it is the same slot whichever agent it was.
  private static func present(_ definition: AttributeDefinition, _ contact: Contact?) -> AttributeValue? {
    contact?.value(of: definition.number, from: .agent(.desk))
  }

  /// Throws if this may not be edited.
  private static func check(_ edit: Wanted, _ contact: Contact?, _ role: Role) throws(RPCError) {
    let key = edit.definition.key
    guard edit.definition.isEnabled else {
      throw readOnly(
        "The attribute \"\(key)\" is disabled: an admin must enable it first.", "disabled", edit.place.field)
    }
    switch edit.definition.whyReadOnly(for: role) {
    case nil: break
    case .crmManaged: throw readOnly("The CRM keeps \"\(key)\": change it there.", "crmManaged", edit.place.field)
    case .filledByNetwork:
      throw readOnly(
        "The network fills \"\(key)\": it changes when the contact's profile does.", "filledByNetwork", edit.place.field
      )
    case .role(let needs):
      throw RPCError(
        .forbidden, "Editing \"\(key)\" takes the role \(needs.rawValue).",
        [("needs", .string(needs.rawValue)), ("role", .string(role.rawValue)), ("field", .string(edit.place.field))])
    }
    guard edit.input == nil, let contact, present(edit.definition, contact) == nil else { return }
    let shown = contact.numberShown
    if let index = contact.effectiveIndex(of: edit.definition.number, shown: shown) {
      if contact.values[index].source == .crm {
        throw readOnly(
          "The CRM said \"\(key)\", and goes before what agents say: it goes with a look-up that lacks it.",
          "filledByCRM", edit.place.field)
      }
      throw readOnly(
        "A channel told \"\(key)\", and would tell it again: set another value to cover it.", "filledByNetwork",
        edit.place.field)
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
