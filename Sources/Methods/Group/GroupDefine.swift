import Desk
import JSON
import RPC

/// `group.define`: an admin says which contacts belong together.
enum GroupDefine: Method {
  /// The group.
  struct Params {
    let groupId: String
    let name: String
    let match: Group.Match
    let conditions: [ConditionInput]
    let isPrioritized: Bool
    let teamIds: [String]
  }

  static let name: StaticString = "group.define"
  static let summary = """
    Defines a group: the contacts that meet conditions. A group can stand higher in the queue, and be routed to teams.
    """
  static let details = """
    Who is in it is computed, never stored: a contact is in it as soon as they meet its conditions. The effective \
    value counts, whatever conversation the contact is seen from. Texts compare without regard to case and diacritics, \
    numbers as numbers, dates as days, options exactly; what is empty is met by `empty` and `isNot` alone. While an \
    attribute that it uses is disabled, a group is suspended: it has no members, and routes nobody.

    All formats take `empty` and `notEmpty`, and all but `choices` take `is` and `isNot`. `text`, `email`, `phone`, \
    `url` and `language` also take `anyOf` and `contains` (a text within the value); `number` and `date` take `anyOf`, \
    `gt`, `gte`, `lt` and `lte`; `choice` takes `anyOf`; `choices` takes `anyOf` (one of the options is chosen) and \
    `contains` (that option is). `vip` takes `is` and `isNot` with true or false; it is no attribute, also where one \
    has that key.
    """
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .limitExceeded, .forbidden, .notFound, .alreadyExists,
  ]
  static let result = GroupWire.changed
  static let examples = [
    Example(
      "VIPs stand higher in the queue",
      #"{"groupId":"vips","name":"VIPs","conditions":[{"attribute":"vip","operator":"is","value":true}],"prioritized":true}"#
    )
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      groupId: try fields.required(
        "groupId", Shapes.chosenId(example: "wholesale"),
        "The id: 1 to 64 letters, digits, `.`, `_` and `-` of ASCII."),
      name: try fields.required("name", Shapes.text(.name), "The name to show."),
      match: try fields.optional(
        "match", Shapes.word(Group.Match.self), "Whether all conditions must be met, or any; `all` where left out.")
        ?? .all,
      conditions: try fields.required("conditions", ConditionInput.list, "The conditions, 1 to 20."),
      isPrioritized: try fields.optional(
        "prioritized", Shapes.boolean,
        "True: conversations of its contacts stand higher in the queue. False where left out.") ?? false,
      teamIds: try fields.optional(
        "teamIds", Shapes.teamIds,
        "The teams that the conversations of its contacts go to; one given twice counts once.")
        ?? [])
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<GroupNumber> {
    try GroupRules.check(params.conditions)
    let found = try ConditionInput.look(up: params.conditions, "conditions", book)
    let teams = try book.teams(params.teamIds)
    try GroupRules.checkEnabled(found, book)
    let definition = Group.Definition(
      name: params.name, match: params.match, conditions: try ConditionInput.normalise(found, book),
      isPrioritized: params.isPrioritized, teams: teams)
    if book.group(id: params.groupId) != nil { throw .taken("group", params.groupId, "groupId") }
    let limit = DeskLimits.groupsMax
    guard book.configured.groups < limit else { throw .tooMany("groups", limit: limit) }
    let number = book.nextGroupNumber
    return Decision(number, changes: [.group(number, .defined(id: params.groupId, definition))])
  }

  static func write(_ number: GroupNumber, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    GroupWire.writeChanged(number, book, to: &out)
  }
}

/// What the methods that state conditions share.
enum GroupRules {
  /// A group has a condition: without one, everybody or nobody would be in it.
  static func check(_ conditions: [ConditionInput], _ field: String = "conditions") throws(RPCError) {
    guard conditions.isEmpty else { return }
    throw .invalidParams(field, expected: "at least one condition", got: "none")
  }

  /// Throws where nobody could meet the conditions: no group is defined like that, and nobody is looked for.
  static func checkEnabled(
    _ conditions: [ConditionInput.Found], _ book: Book, _ outcome: String = "be in the group"
  ) throws(RPCError) {
    for condition in conditions {
      let (isEnabled, key) =
        condition.definition.map { ($0.isEnabled, $0.key) } ?? (book.settings.isVipEnabled, "vip")
      guard !isEnabled else { continue }
      let what =
        condition.definition == nil
        ? "The desk has no VIPs (settings.set, vipEnabled)" : "The attribute \"\(key)\" is disabled (schema.update)"
      throw RPCError(
        .forbidden, "\(what), so nobody would \(outcome): enable it first.",
        [("reason", .string("disabled")), ("field", .string("\(condition.field).attribute"))])
    }
  }
}
