import Desk
import JSON

/// Who did something: an agent, with the name as it was then, or the desk itself.
enum AuthorWire {
  static let agentSchema = Schema.named(
    "AgentAuthor",
    .object([
      .required("kind", .oneOf(["agent"]), "An agent of the desk."),
      .required("agentId", .string(), "The agent's id."),
      .required("name", .string(), "The agent's name as it was then."),
    ]))

  private static let deskSchema = Schema.named(
    "DeskAuthor",
    .object([.required("kind", .oneOf(["desk"]), "The desk itself, by a rule of its settings.")]))

  /// Of what the desk can do by itself.
  static let schema = Schema.anyOf([agentSchema, deskSchema])

  static func write(_ agent: AgentNumber, name: String, _ book: Book, to out: inout JSONWriter) {
    out.beginObject()
    defer { out.endObject() }
    guard agent != .desk else { return out.member("kind", literal: "desk") }
    out.member("kind", literal: "agent")
    out.member("agentId", book[agent].id)
    out.member("name", name)
  }
}

/// The caller: who the session is.
enum CallerWire {
  static let schema = Schema.named(
    "Caller",
    .object([
      .required("id", .string(), "The agent's id."),
      .required("name", .string(), "The agent's name."),
      .required(
        "role", .oneOf(Role.allCases.map(\.rawValue)),
        "What the caller may do: the lesser of the role given at start and the agent's own."),
    ]))

  static func write(_ caller: Caller, to out: inout JSONWriter) {
    out.beginObject()
    out.member("id", caller.id)
    out.member("name", caller.name)
    out.member("role", caller.role.rawValue)
    out.endObject()
  }
}
