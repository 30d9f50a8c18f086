// Who is linked to whom: looked up anew, over all contacts.

extension RandomSession.Model {
  private typealias Node = RandomSession.Node

  /// The contacts that have the same value of the matching attribute as this one, which is among them; and the value.
  private func matches(_ contact: Int) -> (contacts: [Int], definition: Definition, json: String)? {
    guard let definition = definitions.first(where: { $0.number == settings.matching && $0.isEnabled }),
      let value = effective(contact, definition.number, shown: shown(contact, from: nil))
    else { return nil }
    let others = contacts.indices.filter { other in
      let theirs = effective(other, definition.number, shown: shown(other, from: nil))
      return theirs.map { isSame($0.json, value.json, definition.format) } ?? false
    }
    return (others, definition, value.json)
  }

  private func isSame(_ a: String, _ b: String, _ format: String) -> Bool {
    switch format {
    // Swift compares strings by canonical equivalence.
    case "text", "email": return a.lowercased() == b.lowercased()
    // The order of the options may have moved since.
    case "choices":
      let (a, b) = (a.dropFirst().dropLast().split(separator: ","), b.dropFirst().dropLast().split(separator: ","))
      return a.count == b.count && a.allSatisfy { option in b.contains { option.utf8.elementsEqual($0.utf8) } }
    default: return same(a, b)
    }
  }

  /// The contacts whose histories are read with a contact's, which comes first.
  func linked(with contact: Int) -> [Int] {
    guard let (contacts, _, _) = matches(contact), contacts.count <= 20 else { return [contact] }
    return [contact] + contacts.filter { $0 != contact }
  }

  /// `linked` of a contact; of none: nobody.
  func linked(to contact: Int?) -> RandomSession.Node {
    guard let contact, let (_, definition, json) = matches(contact) else { return .array([]) }
    return .array(
      linked(with: contact).dropFirst().map { other in
        let person = shown(other, from: nil).map { contacts[other].people[$0] }
        return .object([
          ("contactId", .text("contact-\(other + 1)")), ("name", .text(contacts[other].name)),
          ("handle", .text(person?.handle)), ("network", .text(person?.network)),
          ("attribute", .text(definition.key)), ("value", .raw(Self.text(json))),
        ])
      })
  }

  /// `tooCommon` of a contact, if its value is.
  func tooCommon(_ contact: Int) -> RandomSession.Node? {
    guard let (contacts, definition, json) = matches(contact), contacts.count > 20 else { return nil }
    return .object([
      ("attribute", .text(definition.key)), ("value", .raw(Self.text(json))), ("contacts", .number(contacts.count)),
    ])
  }

  /// A value as a string: options with commas between them.
  private static func text(_ json: String) -> String {
    if json.hasPrefix("[") { return "\"" + json.dropFirst(2).dropLast(2).replacing("\",\"", with: ", ") + "\"" }
    return json.hasPrefix("\"") ? json : "\"\(json)\""
  }
}
