import Desk
import JSON
import RPC

/// `conversation.assign`: gives a conversation to an agent, or to nobody.
enum ConversationAssign: Method {
  /// Which, and to whom.
  struct Params {
    let conversationId: String
    let agentId: String?
    let ifVersion: Int?
  }

  static let name: StaticString = "conversation.assign"
  static let summary = "Gives a conversation to an agent; with `null`, to nobody."
  static let details = """
    A resolved conversation has no assignee: reopen it first (`conversation.setStatus`). An inactive agent is assigned \
    nothing. Assigning it to who has it changes nothing.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .notFound, .versionConflict, .wrongState]
  static let result = ConversationWire.changed
  static let examples = [Example("To an agent", #"{"conversationId":"conversation-1","agentId":"anna"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      conversationId: try fields.conversationId(),
      agentId: try fields.requiredNullable("agentId", Shapes.id, "The agent's id; null: nobody."),
      ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<ConversationID> {
    let conversation = try book.conversation(params.conversationId)
    var agent: AgentNumber?
    if let id = params.agentId { agent = try book.agent(id, "agentId", context) }
    try book.check(params.ifVersion, book[conversation].version, of: "conversation")
    guard agent != book[conversation].assignee else { return Decision(conversation) }
    guard book[conversation].status != .resolved else {
      throw .wrongState(
        "\(params.conversationId) is resolved: set its status to new or pending before assigning it.", "resolved",
        "conversationId")
    }
    if let agent, let id = params.agentId, book.isInactive(agent) {
      throw .wrongState(
        "\(id) is inactive: assign it to somebody else, or make them active (agent.update).", "inactive", "agentId")
    }
    return Decision(conversation, changes: [book[conversation].assignment(to: agent)])
  }

  static func write(_ id: ConversationID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    ConversationWire.writeChanged(id, book, to: &out)
  }
}
