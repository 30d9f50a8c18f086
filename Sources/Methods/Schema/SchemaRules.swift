import Desk
import JSON
import RPC

/// What the methods that change definitions share.
enum SchemaRules {
  /// Options belong to choices, each once, and choices need them.
  static func checkOptions(_ definition: AttributeDefinition) throws(RPCError) {
    var seen = ScalarSet()
    for (index, option) in definition.options.enumerated() where !seen.insert(option) {
      throw .invalidParams("options[\(index)]", expected: "each option once", got: "\"\(option.shortened)\" again")
    }
    guard definition.hasOptions == definition.options.isEmpty else { return }
    let format = definition.format.rawValue
    throw .invalidParams(
      "options",
      expected: definition.hasOptions
        ? "at least one option for the format \(format)" : "none for the format \(format)",
      got: definition.hasOptions ? "none" : "\(definition.options.count)")
  }

  /// The options of all attributes together have a limit: every card has them. Where an attribute takes the place of
  /// one that has as many already, nothing is refused.
  static func checkOptionBytes(
    _ new: AttributeDefinition, insteadOf old: AttributeDefinition?, _ book: Book
  ) throws(RPCError) {
    let (limit, before) = (DeskLimits.optionBytesMax, old?.optionList.bytes ?? 0)
    let total = book.optionBytes - before + new.optionList.bytes
    guard total > limit, new.optionList.bytes > before else { return }
    throw RPCError(
      .limitExceeded,
      "options: those of all attributes together may have \(limit) bytes (UTF-8), and would have \(total): give fewer or shorter ones.",
      [("field", .string("options")), ("limit", .integer(limit)), ("got", .integer(total))])
  }

  /// What groups ask of an attribute must stay: refused with the groups that do.
  static func inUse(by groups: [GroupNumber], _ message: String, _ field: String, _ book: Book) -> RPCError {
    .inUse(
      "\(message): change those groups first (group.update).", by: "group", count: groups.count,
      ids: groups.prefix(10).map { book[$0].id }, field)
  }

  /// An attribute that is there from the start cannot be changed so.
  static func builtIn(_ definition: AttributeDefinition, _ field: String, _ what: String) -> RPCError {
    RPCError(
      .forbidden, "\"\(definition.key)\" is there from the start: \(what). Disable it, or define another.",
      [("reason", .string("builtIn")), ("field", .string(field))])
  }
}

extension AttributeDefinition {
  /// True of the formats that have options.
  var hasOptions: Bool { format == .choice || format == .choices }
}

extension FieldReader {
  /// The version of the schema.
  mutating func schemaVersion() throws(ShapeError) -> Int? {
    try optional(
      "ifVersion", Shapes.versionFromZero,
      "The schema's `version` as the caller read it (`schema.list`): refused (1002) if it has moved since.")
  }
}
