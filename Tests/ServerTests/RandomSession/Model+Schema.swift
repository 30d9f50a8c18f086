import Desk

// The attributes that contacts can have, in the admin's order.

extension RandomSession.Model {
  struct Definition {
    /// Never used twice: a key defined again is another attribute.
    let number: Int
    let key: String
    var label: String
    let kind: String
    var format: String
    var options: [String] = []
    var isEnabled = true
    var isLookup = false
    var isCRMManaged = false
    var isAgentEditable = true

    static let initial: [Definition] = [
      .init(number: 1, key: "email", label: "E-mail", kind: "default", format: "email"),
      .init(number: 2, key: "phone", label: "Phone", kind: "default", format: "phone"),
      .init(number: 3, key: "url", label: "URL", kind: "default", format: "url"),
      .init(number: 4, key: "bio", label: "Bio", kind: "channel", format: "text", isAgentEditable: false),
      .init(number: 5, key: "location", label: "Location", kind: "channel", format: "text", isAgentEditable: false),
      .init(number: 6, key: "language", label: "Language", kind: "channel", format: "language", isAgentEditable: false),
      .init(number: 7, key: "followers", label: "Followers", kind: "channel", format: "number", isAgentEditable: false),
    ]

    var hasOptions: Bool { format == "choice" || format == "choices" }

    /// True if somebody with this role edits the values, were the attribute enabled.
    func isEditable(by role: Role) -> Bool {
      !isCRMManaged && kind != "channel" && (role == .admin || (role == .agent && isAgentEditable))
    }
  }

  func definition(_ key: String) -> Definition? { definitions.first { $0.key == key } }

  /// The attribute whose key this is, ignoring case.
  func twin(_ key: String) -> Definition? { definitions.first { $0.key.lowercased() == key.lowercased() } }

  /// How many values there are of an attribute, over all contacts and sources.
  func valueCount(_ definition: Definition) -> Int {
    contacts.reduce(0) { $0 + $1.values.filter { $0.definition == definition.number }.count }
  }

  /// Options there are for choices alone, each once.
  private func hasGoodOptions(_ definition: Definition) -> Bool {
    definition.hasOptions != definition.options.isEmpty && same(once(definition.options), definition.options)
  }

  // MARK: Changes

  /// Why an attribute cannot be made so.
  func faultOfDefining(_ new: Definition) -> Int? {
    if !hasGoodOptions(new) { return -32602 }
    return twin(new.key) == nil ? nil : 1003
  }

  mutating func define(_ new: Definition) {
    definitions.append(new)
    definitionsMade += 1
    schemaVersion = tick().seq
  }

  /// Why an attribute cannot be made so of what it is.
  func faultOfUpdating(_ old: Definition, to new: Definition) -> Int? {
    if isSame(old, new) { return nil }
    if old.kind != "custom" {
      let isAllowed =
        new.format == old.format && new.options.isEmpty && !new.isCRMManaged
        && (old.kind == "default" || !new.isAgentEditable)
      if !isAllowed { return 1005 }
    }
    if !hasGoodOptions(new) { return -32602 }
    let keepsOptions = old.options.allSatisfy { option in new.options.contains { same($0, option) } }
    // What groups look at stays in its format, and an option that one of them looks for stays.
    let conditions = groups.flatMap(\.conditions).filter { $0.definition == old.number }
    if new.format != old.format && !conditions.isEmpty { return 1007 }
    let options = new.options.map { RandomSession.Node.text($0).json }
    let asked = old.hasOptions ? conditions.flatMap(\.values) : []
    if !asked.allSatisfy({ value in options.contains { same($0, value) } }) { return 1007 }
    return valueCount(old) == 0 || (new.format == old.format && keepsOptions) ? nil : 1007
  }

  mutating func update(_ old: Definition, to new: Definition) {
    guard !isSame(old, new), let index = definitions.firstIndex(where: { $0.number == old.number }) else { return }
    definitions[index] = new
    schemaVersion = tick().seq
  }

  private func isSame(_ a: Definition, _ b: Definition) -> Bool {
    same(a.label, b.label) && a.format == b.format && same(a.options, b.options) && a.isEnabled == b.isEnabled
      && a.isLookup == b.isLookup && a.isCRMManaged == b.isCRMManaged && a.isAgentEditable == b.isAgentEditable
  }

  /// The named ones first, the rest as it was.
  mutating func reorder(_ keys: [String]) {
    let wanted = keys.compactMap(definition) + definitions.filter { !keys.contains($0.key) }
    guard wanted.map(\.number) != definitions.map(\.number) else { return }
    definitions = wanted
    schemaVersion = tick().seq
  }

  /// Removes an attribute with its values, of which it returns the number. No contact changes by it.
  mutating func remove(_ definition: Definition) -> Int {
    let count = valueCount(definition)
    definitions.removeAll { $0.number == definition.number }
    for contact in contacts.indices { contacts[contact].values.removeAll { $0.definition == definition.number } }
    schemaVersion = tick().seq
    return count
  }
}
