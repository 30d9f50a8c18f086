import Desk
import JSON
import RPC

/// `team.remove`: an admin takes a team away.
enum TeamRemove: Method {
  /// Which.
  struct Params {
    let teamId: String
    let ifVersion: Int?
  }

  static let name: StaticString = "team.remove"
  static let summary = "Removes a team that nobody is in, and to which no group routes."
  static let details = """
    Inactive agents count: take them out of the team first (`agent.update`). The id of a removed team can be defined \
    again, as another team.
    """
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .notFound, .versionConflict, .inUse]

  static var result: Schema { Schemas.removed("teamId", "team") }

  static let examples = [Example("Gone", #"{"teamId":"returns"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(teamId: try fields.required("teamId", Shapes.id, "The team."), ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<String> {
    let team = try book.team(params.teamId, "teamId")
    try book.check(params.ifVersion, book[team].version, of: "team")
    let count = book.agentCount(in: team)
    guard count == 0 else {
      var ids: [String] = []
      book.agents(in: team, after: 0) { agent in
        ids.append(book[agent].id)
        return ids.count < 10
      }
      throw .inUse(
        "Agents are in \"\(params.teamId)\" (now: \(count)): take them out first (agent.update, teamIds).", by: "agent",
        count: count, ids: ids, "teamId")
    }
    let groups = book.groupsUsing(team)
    guard groups.isEmpty else {
      throw .inUse(
        "Groups route to \"\(params.teamId)\" (now: \(groups.count)): route them elsewhere first (group.update, teamIds).",
        by: "group", count: groups.count, ids: groups.prefix(10).map { book[$0].id }, "teamId")
    }
    return Decision(book[team].id, changes: [book.removal(of: team)])
  }

  static func write(_ id: String, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.removed("teamId", id, book)
  }
}
