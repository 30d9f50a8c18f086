import Desk
import JSON

/// A group of contacts, as admins see it.
enum GroupWire {
  static let schema = Schema.named(
    "Group",
    .object([
      .required("groupId", .string(pattern: ChosenID.pattern), "Its id."),
      .required("name", .string(), "The name to show."),
      .required("match", .oneOf(Group.Match.allCases.map(\.rawValue)), "Whether all conditions must be met, or any."),
      .required("conditions", .array(ConditionWire.schema), "The conditions."),
      .required("prioritized", .boolean, "True: conversations of its contacts stand higher in the queue."),
      .required(
        "teamIds", .array(.string()), "The teams that the conversations of its contacts go to; none: it routes nobody."),
      .optional(
        "disabledAttributes", .array(.string()),
        "The keys of disabled attributes that it uses (`vip` where the desk has no VIPs): while there are any, it has no members."
      ),
      .required("version", Schemas.version, "Its version."),
    ]))

  static func write(_ number: GroupNumber, _ book: Book, to out: inout JSONWriter) {
    let definition = book[number].definition
    out.beginObject()
    out.member("groupId", book[number].id)
    out.member("name", definition.name)
    out.member("match", definition.match.rawValue)
    out.key("conditions")
    out.beginArray()
    for condition in definition.conditions { ConditionWire.write(condition, book, to: &out) }
    out.endArray()
    out.member("prioritized", definition.isPrioritized)
    out.member("teamIds", definition.teams.map { book[$0].id })
    let disabled = book.disabledAttributes(of: number)
    if !disabled.isEmpty { out.member("disabledAttributes", disabled) }
    out.member("version", book[number].version)
    out.endObject()
  }

  /// What a method that makes or changes a group returns.
  static let changed = Schemas.changed("group", schema)

  /// Writes what a method that makes or changes a group returns.
  static func writeChanged(_ number: GroupNumber, _ book: Book, to out: inout JSONWriter) {
    out.changed("group", version: book[number].version) { write(number, book, to: &$0) }
  }
}

/// A condition of a group.
enum ConditionWire {
  static let schema = Schema.named(
    "Condition",
    .object([
      .required("attribute", .string(), "The key of an attribute, or `vip`."),
      .required("operator", .oneOf(Condition.Operator.allCases.map(\.rawValue)), "How it is compared."),
      .optional(
        "value", .anyOf([.string(), .number, .boolean, .array(.anyOf([.string(), .number]))]),
        "With what, in its normal form; a list for `anyOf`, none for `empty` and `notEmpty`."),
    ]))

  static func write(_ condition: Condition, _ book: Book, to out: inout JSONWriter) {
    out.beginObject()
    switch condition.subject {
    case .vip: out.member("attribute", literal: "vip")
    case .attribute(let number): out.member("attribute", book.definition(number: number)?.key ?? "")
    }
    out.member("operator", condition.operator.rawValue)
    switch condition.operand {
    case .none: break
    case .one(let value):
      out.key("value")
      AttributeWire.content(value, to: &out)
    case .many(let values):
      out.key("value")
      out.beginArray()
      for value in values { AttributeWire.content(value, to: &out) }
      out.endArray()
    }
    out.endObject()
  }
}

/// A group as a card names it.
enum GroupRefWire {
  static let schema = Schema.named("GroupRef", .object(properties))

  static let suspendedSchema = Schema.named(
    "SuspendedGroupRef",
    .object(
      properties + [
        .required(
          "disabledAttributes", .array(.string()),
          "The keys of the disabled attributes that it uses; `vip` where the desk has no VIPs.")
      ]))

  private static let properties: [Schema.Property] = [
    .required("groupId", .string(), "The group's id."), .required("name", .string(), "The group's name."),
  ]

  /// Writes the groups that a contact is in, and those that nobody is in while an attribute is disabled.
  static func write(of contact: borrowing Contact, _ book: Book, to out: inout JSONWriter) {
    out.key("groups")
    out.beginArray()
    book.groups(of: contact) { group in
      out.beginObject()
      members(group, book, to: &out)
      out.endObject()
    }
    out.endArray()
    let suspended = book.suspendedGroups
    guard !suspended.isEmpty else { return }
    out.key("suspendedGroups")
    out.beginArray()
    for (group, disabled) in suspended {
      out.beginObject()
      members(group, book, to: &out)
      out.member("disabledAttributes", disabled)
      out.endObject()
    }
    out.endArray()
  }

  private static func members(_ group: GroupNumber, _ book: Book, to out: inout JSONWriter) {
    out.member("groupId", book[group].id)
    out.member("name", book[group].definition.name)
  }
}
