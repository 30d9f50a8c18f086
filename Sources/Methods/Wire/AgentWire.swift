import Desk
import JSON

/// Someone who works at the desk, as admins see them.
enum AgentWire {
  static let schema = Schema.named(
    "Agent",
    .object([
      .required("agentId", .string(pattern: ChosenID.pattern), "The agent's id."),
      .required("name", .string(), "The name to show."),
      .required(
        "role", .oneOf(Role.allCases.map(\.rawValue)),
        "What the agent may do at the most while active; the role that a process was started with can be lower."),
      .required("active", .boolean, "False: may do what a viewer may, and is assigned nothing."),
      .required("teamIds", .array(.string()), "The ids of the agent's teams."),
      .required("version", Schemas.version, "The version of the agent."),
    ]))

  static func write(_ agent: Agent, _ book: Book, to out: inout JSONWriter) {
    out.beginObject()
    out.member("agentId", agent.id)
    out.member("name", agent.name)
    out.member("role", agent.details.role.rawValue)
    out.member("active", agent.details.isActive)
    out.member("teamIds", agent.details.teams.map { book[$0].id })
    out.member("version", agent.version)
    out.endObject()
  }

  /// What a method that makes or changes an agent returns.
  static let changed = Schemas.changed("agent", schema)

  /// Writes what a method that makes or changes an agent returns.
  static func writeChanged(_ number: AgentNumber, _ book: Book, to out: inout JSONWriter) {
    out.changed("agent", version: book[number].version) { write(book[number], book, to: &$0) }
  }
}
