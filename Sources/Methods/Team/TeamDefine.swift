import Desk
import JSON
import RPC

/// `team.define`: an admin adds a team.
enum TeamDefine: Method {
  /// The team.
  struct Params {
    let teamId: String
    let name: String
  }

  static let name: StaticString = "team.define"
  static let summary = "Defines a team, which agents can be in."
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [.invalidParams, .invalidValue, .limitExceeded, .forbidden, .alreadyExists]
  static let result = TeamWire.changed
  static let examples = [Example("A team", #"{"teamId":"returns","name":"Returns and repairs"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      teamId: try fields.required(
        "teamId", Shapes.chosenId(example: "returns"),
        "The id: 1 to 64 letters, digits, `.`, `_` and `-` of ASCII."),
      name: try fields.required("name", Shapes.text(.name), "The name to show."))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<TeamNumber> {
    if book.team(id: params.teamId) != nil { throw .taken("team", params.teamId, "teamId") }
    let limit = DeskLimits.teamsMax
    guard book.configured.teams < limit else { throw .tooMany("teams", limit: limit) }
    let number = book.nextTeamNumber
    return Decision(number, changes: [.team(number, .defined(id: params.teamId, name: params.name))])
  }

  static func write(_ number: TeamNumber, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    TeamWire.writeChanged(number, book, to: &out)
  }
}
