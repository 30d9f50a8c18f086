import Desk
import JSON
import RPC

/// `schema.update`: an admin changes an attribute.
enum SchemaUpdate: Method {
  /// Which, and what from now on.
  struct Params {
    let key: String
    let label: String?
    let format: AttributeFormat?
    let options: [String]?
    let isEnabled: Bool?
    let isLookup: Bool?
    let isCRMManaged: Bool?
    let isAgentEditable: Bool?
    let ifVersion: Int?

    var isEmpty: Bool {
      label == nil && format == nil && options == nil
        && [isEnabled, isLookup, isCRMManaged, isAgentEditable].allSatisfy { $0 == nil }
    }
  }

  static let name: StaticString = "schema.update"
  static let summary = "Changes the definition of an attribute; what is left out stays."
  static let details = """
    Disabling hides the attribute and keeps its values. While values exist, the format is frozen, and options may be \
    added and moved but not taken away. A format without options drops them. Of an attribute that is there from the \
    start, format, options and `crmManaged` stay; of one that the network fills, `agentEditable` too.
    """
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .limitExceeded, .forbidden, .notFound, .versionConflict, .inUse,
  ]
  static let result = DefinitionWire.changed
  static let examples = [Example("Hide one", #"{"key":"url","enabled":false}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      key: try fields.required("key", Shapes.id, "The attribute."),
      label: try fields.optional("label", Shapes.text(.name), "The name to show."),
      format: try fields.optional("format", Shapes.word(AttributeFormat.self), "What a value looks like."),
      options: try fields.optional(
        "options", Shapes.options, "The options of a `choice` or `choices` attribute, all of them."),
      isEnabled: try fields.optional("enabled", Shapes.boolean, "False hides it and keeps the values."),
      isLookup: try fields.optional("lookup", Shapes.boolean, "True: sent to the CRM when it looks a contact up."),
      isCRMManaged: try fields.optional(
        "crmManaged", Shapes.boolean, "True: the CRM keeps the values, nobody edits them."),
      isAgentEditable: try fields.optional("agentEditable", Shapes.boolean, "False: only admins edit the values."),
      ifVersion: try fields.schemaVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Int> {
    if params.isEmpty {
      throw .invalidParams("label", expected: "at least one thing to change beside key", got: "none")
    }
    let present = try book.definition(params.key, "key")
    try book.check(params.ifVersion, book.definitionsVersion, of: "schema")
    var definition = present
    definition.label = params.label ?? definition.label
    definition.format = params.format ?? definition.format
    // Options go with the formats that have them.
    if let options = params.options {
      definition.options = options
    } else if !definition.hasOptions {
      definition.options = []
    }
    definition.isEnabled = params.isEnabled ?? definition.isEnabled
    definition.isLookup = params.isLookup ?? definition.isLookup
    definition.isCRMManaged = params.isCRMManaged ?? definition.isCRMManaged
    definition.isAgentEditable = params.isAgentEditable ?? definition.isAgentEditable
    if definition.isSame(as: present) { return Decision(present.number) }
    try checkKind(definition, present)
    if params.options != nil || params.format != nil { try SchemaRules.checkOptions(definition) }
    try checkUse(definition, present, book)
    try checkGroups(definition, present, book)
    try SchemaRules.checkOptionBytes(definition, insteadOf: present, book)
    return Decision(present.number, changes: [.schema(.updated(Edit(present, to: definition)))])
  }

  /// What cannot be changed of an attribute that no admin made.
  private static func checkKind(_ new: AttributeDefinition, _ old: AttributeDefinition) throws(RPCError) {
    guard old.kind != .custom else { return }
    let changed = [
      ("format", new.format != old.format), ("options", !new.options.isEmpty), ("crmManaged", new.isCRMManaged),
      ("agentEditable", old.kind == .channel && new.isAgentEditable),
    ]
    for (field, isChanged) in changed where isChanged {
      throw SchemaRules.builtIn(old, field, "its \(field) cannot be changed")
    }
  }

  /// What values forbid.
  private static func checkUse(
    _ new: AttributeDefinition, _ old: AttributeDefinition, _ book: Book
  ) throws(RPCError) {
    let count = book.valueCount(of: old)
    guard count > 0 else { return }
    if new.format != old.format {
      throw inUse(
        "The format of \"\(old.key)\" is frozen while values exist (now: \(count)): clear them, or define another attribute.",
        "format", count)
    }
    if let missing = old.options.first(where: { !new.optionList.contains($0) }) {
      throw inUse(
        "No option of \"\(old.key)\" can be taken away while values exist (now: \(count)), and \"\(missing)\" is missing.",
        "options", count)
    }
  }

  /// What the conditions of groups forbid: they are stated in the format, and name options.
  private static func checkGroups(
    _ new: AttributeDefinition, _ old: AttributeDefinition, _ book: Book
  ) throws(RPCError) {
    let groups = book.groupsUsing(attribute: old.number)
    if new.format != old.format, !groups.isEmpty {
      throw SchemaRules.inUse(
        by: groups, "The format of \"\(old.key)\" is frozen while groups look at it (now: \(groups.count))", "format",
        book)
    }
    let named = groups.filter { book[$0].definition.names(optionsOf: old.number, missingIn: new.optionList) }
    if !named.isEmpty {
      throw SchemaRules.inUse(
        by: named, "Groups look for an option of \"\(old.key)\" that is missing (now: \(named.count))", "options", book)
    }
  }

  private static func inUse(_ message: String, _ field: String, _ count: Int) -> RPCError {
    .inUse(message, by: "values", count: count, ids: [], field)
  }

  static func write(_ number: Int, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    DefinitionWire.writeChanged(number, book, to: &out)
  }
}

extension Group.Definition {
  /// Whether a condition names an option of an attribute that is none of these.
  fileprivate func names(optionsOf attribute: Int, missingIn options: OptionList) -> Bool {
    guard !options.texts.isEmpty else { return false }
    return conditions.contains { condition in
      guard condition.subject == .attribute(attribute) else { return false }
      return condition.operand.values.contains {
        if case .text(let text) = $0 { !options.contains(text) } else { false }
      }
    }
  }
}
