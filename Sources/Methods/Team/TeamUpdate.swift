import Desk
import JSON
import RPC

/// `team.update`: an admin renames a team.
enum TeamUpdate: Method {
  /// Which, and its name.
  struct Params {
    let teamId: String
    let name: String
    let ifVersion: Int?
  }

  static let name: StaticString = "team.update"
  static let summary = "Renames a team."
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [.invalidParams, .invalidValue, .forbidden, .notFound, .versionConflict]
  static let result = TeamWire.changed
  static let examples = [Example("Another name", #"{"teamId":"returns","name":"Returns"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      teamId: try fields.required("teamId", Shapes.id, "The team."),
      name: try fields.required("name", Shapes.text(.name), "The name to show."), ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<TeamNumber> {
    let team = try book.team(params.teamId, "teamId")
    try book.check(params.ifVersion, book[team].version, of: "team")
    if book[team].name.sameScalars(as: params.name) { return Decision(team) }
    return Decision(team, changes: [book.renaming(team, to: params.name)])
  }

  static func write(_ number: TeamNumber, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    TeamWire.writeChanged(number, book, to: &out)
  }
}
