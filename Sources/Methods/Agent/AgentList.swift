import Desk
import JSON
import RPC
import Tables

/// `agent.list`: who works at the desk.
enum AgentList: Method {
  /// Which, and which page.
  struct Params {
    let teamId: String?
    let isActive: Bool?
    let page: PageParams
  }

  /// What to list.
  struct Result {
    let team: TeamNumber?
    let isActive: Bool?
    let limit: Int
    var after = 0

    var query: QueryFingerprint {
      var query = QueryFingerprint("agent.list")
      query.combine(team?.number)
      query.combine(isActive.map { $0 ? 1 : 0 })
      return query
    }
  }

  /// A look costs as much as writing so many bytes.
  private static let lookCost = 12

  static let name: StaticString = "agent.list"
  static let summary = "Lists the agents, in the order in which they became known."
  static let details = """
    Agents are there once they are defined or have made a change. Where few fit the filters, a page may close before \
    it is full, with a `nextCursor`.
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded, .notFound]

  static var result: Schema {
    .object([
      .required("agents", .array(AgentWire.schema), "The agents of this page."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [Example("Who works here now", #"{"active":true}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      teamId: try fields.optional("teamId", Shapes.id, "Only those in this team."),
      isActive: try fields.optional("active", Shapes.boolean, "Only those who are active; false: only the others."),
      page: try PageParams(&fields))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let cursor = try params.page.cursor()
    let team: TeamNumber? = if let id = params.teamId { try book.team(id, "teamId") } else { nil }
    var result = Result(team: team, isActive: params.isActive, limit: params.page.limit)
    result.after = try params.page.after(cursor, result.query)?.seq ?? 0
    return Decision(result)
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.page("agents", limit: result.limit, result.query) { gate, out in
      book.agents(in: result.team, after: result.after) { number in
        let position = RunIndex.Position(at: 0, seq: number.number)
        guard gate.mayLook() else { return false }
        guard result.isActive.map({ $0 != book.isInactive(number) }) ?? true else {
          gate.pass(position)
          return true
        }
        guard gate.admits(position, out) else { return false }
        AgentWire.write(book[number], book, to: &out)
        return true
      }
      context.work.add(gate.looks * lookCost)
    }
  }
}
