import Desk
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
    process was started with. An agent whom the desk does not know is recorded, unless the process serves viewers. \
    If the name of a known agent is another one than the desk has, it is taken with the first change they make; not if \
    an admin has set one (`agent.define`, `agent.update`): then it is ignored, and `warnings` says so.
    """
  static let effect = Effect.writes
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .invalidValue]

  static var result: Schema {
    .object([
      .required("server", SystemInfo.serverSchema, "The program that answers."),
      .required("protocolVersion", .string(), "The version of the protocol: moves when a client must."),
      .required("agent", CallerWire.schema, "Who the caller is from now on."),
      .optional("warnings", .array(Warning.schema), "What was not taken as it came."),
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

  /// `ID` or `ID:NAME`, as the documents have it; `run` reads it and says what is wrong.
  private static let agent = Shapes.string(
    "ID or ID:NAME", bytesMax: DeskLimits.idBytesMax * 2, pattern: "^[A-Za-z0-9._-]{1,64}(:[\\s\\S]+)?$")

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      client: try fields.optional("client", client, "The program that calls."),
      agent: try fields.optional(
        "agent", agent,
        "The agent, as `--agent` takes it: `ID` or `ID:NAME`; the id is 1 to 64 of A-Z a-z 0-9 . _ -; a new one does not end in a dot."
      ))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<[Warning]> {
    var caller = context.caller
    var changes: [Change.What] = []
    var warnings: [Warning] = []
    if let text = params.agent {
      let signIn: AgentSignIn
      do throws(Refusal) { signIn = try AgentSignIn(text, in: book) } catch { throw .invalidValue("agent", error) }
      if !context.server.isAgentFixed { caller = Caller(signIn, roleMax: context.server.role, in: book) }
      // A known agent's new name waits for a change of theirs: a client that says hello again changes nothing.
      let isNamed = signIn.id.sameScalars(as: caller.id)
      if isNamed, let reason = Caller.ignoredName(of: signIn, in: book) {
        warnings.append(Warning(field: "agent", reason: reason, example: nil))
      }
      if isNamed && !caller.isRecorded && caller.role > .viewer {
        changes = [caller.introduction(in: book)].compactMap { $0 }
      }
    }
    caller.client = params.client ?? context.caller.client
    return Decision(warnings, changes: changes, session: .caller(caller))
  }

  static func write(_ warnings: [Warning], _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.key("server")
    SystemInfo.server(to: &out)
    out.member("protocolVersion", ServerInfo.protocolVersion)
    out.key("agent")
    CallerWire.write(context.caller, to: &out)
    Warning.write(warnings, to: &out)
    out.endObject()
  }
}
