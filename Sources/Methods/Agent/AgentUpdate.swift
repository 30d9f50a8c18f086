import Desk
import JSON
import RPC

/// `agent.update`: an admin changes an agent.
enum AgentUpdate: Method {
  /// Whom, and what from now on.
  struct Params {
    let agentId: String
    let name: String?
    let role: Role?
    let isActive: Bool?
    let teamIds: [String]?
    let ifVersion: Int?
  }

  static let name: StaticString = "agent.update"
  static let summary = "Changes an agent: name, role, teams, whether they are active; what is left out stays."
  static let details = """
    A role counts from the next call on, in every process. An agent who is made inactive lets go of their \
    conversations with the same change: nobody works on them then. What they wrote keeps their name. Once a name is \
    set here, be it the one that they have, the one given at sign-in is ignored.
    """
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .limitExceeded, .forbidden, .notFound, .versionConflict,
  ]
  static let result = AgentWire.changed
  static let examples = [
    Example("Away", #"{"agentId":"ben","active":false}"#),
    Example("Back, and in no team", #"{"agentId":"ben","active":true,"teamIds":[]}"#),
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      agentId: try fields.required("agentId", Shapes.id, "The agent."),
      name: try fields.optional("name", Shapes.text(.name), "The name to show."),
      role: try fields.optional("role", Shapes.word(Role.self), "What the agent may do at the most."),
      isActive: try fields.optional(
        "active", Shapes.boolean, "False: may do what a viewer may, is assigned nothing, and lets go of what they have."
      ),
      teamIds: try fields.optional(
        "teamIds", Shapes.teamIds, "The ids of the agent's teams, all of them; one given twice counts once."),
      ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<AgentNumber> {
    if params.name == nil, params.role == nil, params.isActive == nil, params.teamIds == nil {
      throw .invalidParams("name", expected: "at least one of name, role, active and teamIds", got: "none")
    }
    guard let agent = book.agent(id: params.agentId) else {
      throw .notFound("agent", params.agentId, "agentId", among: book.agentIds)
    }
    var details = book[agent].details
    if let teamIds = params.teamIds { details.teams = try book.teams(teamIds) }
    try book.check(params.ifVersion, book[agent].version, of: "agent")
    if let name = params.name { (details.name, details.isNameSet) = (name, true) }
    details.role = params.role ?? details.role
    details.isActive = params.isActive ?? details.isActive
    if details.isSame(as: book[agent].details) { return Decision(agent) }
    guard agent == context.caller.agent, let renaming = context.caller.introduction(in: book) else {
      return Decision(agent, changes: [book.agentUpdate(agent, to: details)])
    }
    // The name that the caller gave at sign-in is taken first, and the update is one of what is there then.
    if params.name == nil { details.name = context.caller.name }
    return Decision(
      agent, changes: [renaming, book.agentUpdate(agent, named: context.caller.name, to: details)],
      session: .caller(context.caller))
  }

  static func write(_ number: AgentNumber, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    AgentWire.writeChanged(number, book, to: &out)
  }
}
