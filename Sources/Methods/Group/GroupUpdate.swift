import Desk
import JSON
import RPC

/// `group.update`: an admin changes a group.
enum GroupUpdate: Method {
  /// Which, and what from now on.
  struct Params {
    let groupId: String
    let name: String?
    let match: Group.Match?
    let conditions: [ConditionInput]?
    let isPrioritized: Bool?
    let teamIds: [String]?
    let ifVersion: Int?

    var isEmpty: Bool {
      name == nil && match == nil && conditions == nil && isPrioritized == nil && teamIds == nil
    }
  }

  static let name: StaticString = "group.update"
  static let summary = "Changes a group; what is left out stays."
  static let details = "The queue has the new order with the next call. Conditions are stated as in `group.define`."
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .limitExceeded, .forbidden, .notFound, .versionConflict,
  ]
  static let result = GroupWire.changed
  static let examples = [Example("Not higher any more", #"{"groupId":"vips","prioritized":false}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      groupId: try fields.required("groupId", Shapes.id, "The group."),
      name: try fields.optional("name", Shapes.text(.name), "The name to show."),
      match: try fields.optional(
        "match", Shapes.word(Group.Match.self), "Whether all conditions must be met, or any."),
      conditions: try fields.optional("conditions", ConditionInput.list, "The conditions, all of them, 1 to 20."),
      isPrioritized: try fields.optional(
        "prioritized", Shapes.boolean, "True: conversations of its contacts stand higher in the queue."),
      teamIds: try fields.optional(
        "teamIds", Shapes.teamIds, "The teams that the conversations of its contacts go to, all of them."),
      ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<GroupNumber> {
    if params.isEmpty {
      throw .invalidParams(
        "name", expected: "at least one of name, match, conditions, prioritized and teamIds", got: "none")
    }
    if let conditions = params.conditions { try GroupRules.check(conditions) }
    let group = try book.group(params.groupId, "groupId")
    let found = try params.conditions.map { conditions throws(RPCError) in
      try ConditionInput.look(up: conditions, "conditions", book)
    }
    var definition = book[group].definition
    if let teamIds = params.teamIds { definition.teams = try book.teams(teamIds) }
    try book.check(params.ifVersion, book[group].version, of: "group")
    if let found {
      try GroupRules.checkEnabled(found, book)
      definition.conditions = try ConditionInput.normalise(found, book)
    }
    definition.name = params.name ?? definition.name
    definition.match = params.match ?? definition.match
    definition.isPrioritized = params.isPrioritized ?? definition.isPrioritized
    if definition.isSame(as: book[group].definition) { return Decision(group) }
    return Decision(group, changes: [book.groupUpdate(group, to: definition)])
  }

  static func write(_ number: GroupNumber, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    GroupWire.writeChanged(number, book, to: &out)
  }
}
