public import Desk
import JSON
import RPC

/// `system.hello`: the optional opening, in which a client says who it is and for whom it calls.
enum SystemHello: Method {
  /// What a client says of itself.
  struct Params {
    let client: Client?
    let agent: String?
  }

  static let name: StaticString = "system.hello"
  static let summary = "Opens a session: the client says who it is and for which agent it calls."
  static let details = """
    Optional. `agent` counts only where the process was started without `--agent`; it never raises the role that the \
    process was started with. An agent who is not known yet is registered, unless the process serves viewers.
    """
  static let effect = Effect.writes
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .invalidValue]

  static var result: Schema {
    .object([
      .required("server", SystemInfo.serverSchema, "The program that answers."),
      .required("protocolVersion", .string(), "The version of the protocol: moves when a client must."),
      .required("agent", CallerWire.schema, "Who the caller is from now on."),
    ])
  }

  static let examples = [
    Example("For an agent", #"{"client":{"name":"desk-panel","version":"2.1"},"agent":"anna:Anna Jonckheere"}"#)
  ]

  private static let client = Shape<Client>.object("ClientInput") { fields throws(ShapeError) in
    Client(
      name: try fields.required("name", Shapes.text(.name), "The client's name."),
      version: try fields.optional("version", Shapes.text(.name), "The client's version."))
  }

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      client: try fields.optional("client", client, "The program that calls."),
      agent: try fields.optional(
        "agent", Shapes.string,
        "The agent, as `--agent` takes it: `ID` or `ID:NAME`; the id is 1 to 64 of A-Z a-z 0-9 . _ -"))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> {
    var opening = Decision(())
    if let agent = params.agent {
      do throws(Refusal) { opening = try Opening.decide(agent, book, context.host) } catch {
        throw .invalidValue("agent", error)
      }
      if context.host.isAgentFixed { opening = Decision(()) }
    }
    var caller = opening.caller ?? context.caller
    caller.client = params.client ?? context.caller.client
    return Decision((), changes: opening.changes, caller: caller)
  }

  static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.key("server")
    SystemInfo.server(to: &out)
    out.member("protocolVersion", Host.protocolVersion)
    out.key("agent")
    CallerWire.write(context.caller, to: &out)
    out.endObject()
  }
}

/// How an agent takes the desk's chair: at start by `--agent`, or in the session by `system.hello`.
public enum Opening {
  /// Decides who calls from now on, and registers an agent who is not known yet; a viewer's start writes nothing.
  public static func decide(_ text: String, _ book: Book, _ host: Host) throws(Refusal) -> Decision<Void> {
    let (id, name) = try parse(text)
    if let number = book.agent(id: id) {
      let agent = book[number]
      return Decision(
        (), caller: Caller(agent: number, id: agent.id, name: agent.name, role: min(host.role, agent.role)))
    }
    guard host.role > .viewer else {
      return Decision((), caller: Caller(agent: nil, id: id, name: name, role: host.role))
    }
    let number = book.nextAgentNumber
    return Decision(
      (), changes: [.agentRegistered(Agent(id: id, name: name, role: host.role))],
      caller: Caller(agent: number, id: id, name: name, role: host.role))
  }

  /// `ID` or `ID:NAME`; without a name the id is the name.
  private static func parse(_ text: String) throws(Refusal) -> (id: String, name: String) {
    let colon = text.unicodeScalars.firstIndex(of: ":")
    let id = String(text[..<(colon ?? text.endIndex)])
    guard Agent.isID(id) else {
      throw Refusal("an agent's id is 1 to 64 of A-Z a-z 0-9 . _ -", example: "anna:Anna Jonckheere")
    }
    guard let colon else { return (id, id) }
    let name = String(text[text.unicodeScalars.index(after: colon)...])
    try TextRule.name.check(name)
    return (id, name)
  }
}
