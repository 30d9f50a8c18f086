import Desk
import JSON
import RPC

/// `agent.define`: an admin makes an agent known before they sign in.
enum AgentDefine: Method {
  /// The agent.
  struct Params {
    let agentId: String
    let name: String
    let role: Role
    let isActive: Bool
    let teamIds: [String]
  }

  static let name: StaticString = "agent.define"
  static let summary = "Makes an agent known: name, role, teams."
  static let details = """
    An agent whom nobody defines becomes known with their first change, or with the `system.hello` that names them, \
    and gets the role that their process was started with. What an agent may do is the lesser of the two, the role of \
    the process and their own, at each call. From here on, a name given at sign-in is ignored.
    """
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .limitExceeded, .forbidden, .notFound, .alreadyExists,
  ]
  static let result = AgentWire.changed
  static let examples = [
    Example("An agent", #"{"agentId":"ben","name":"Ben Okafor","role":"agent"}"#)
  ]

  private static let agentId = Shape<String>(.string(pattern: ChosenID.pattern), placeholder: "") {
    value throws(ShapeError) in
    let text = try Shapes.chosenId(example: "anna").read(value)
    guard Agent.isNewID(text) else { throw ShapeError(Refusal("must not end in a dot", example: "anna")) }
    return text
  }

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      agentId: try fields.required(
        "agentId", agentId,
        "The id: 1 to 64 letters, digits, `.`, `_` and `-` of ASCII, the last of which is no dot."),
      name: try fields.required("name", Shapes.text(.name), "The name to show."),
      role: try fields.optional(
        "role", Shapes.word(Role.self), "What the agent may do at the most; `agent` where left out.") ?? .agent,
      isActive: try fields.optional(
        "active", Shapes.boolean, "False: may do what a viewer may. True where left out.") ?? true,
      teamIds: try fields.optional(
        "teamIds", Shapes.teamIds, "The ids of the agent's teams; one given twice counts once.")
        ?? [])
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<AgentNumber> {
    let teams = try book.teams(params.teamIds)
    if book.agent(id: params.agentId) != nil { throw .taken("agent", params.agentId, "agentId") }
    let details = Agent.Details(
      name: params.name, isNameSet: true, role: params.role, isActive: params.isActive, teams: teams)
    // Callers whom the desk does not know yet can define themselves: then nothing else records them.
    let isSelf = params.agentId.sameScalars(as: context.caller.id)
    let number = isSelf ? book.nextAgentNumber : context.caller.nextAgentNumber(in: book)
    return Decision(
      number, changes: [.agent(number, .defined(id: params.agentId, details))],
      session: isSelf ? .caller(context.caller) : nil)
  }

  static func write(_ number: AgentNumber, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    AgentWire.writeChanged(number, book, to: &out)
  }
}
