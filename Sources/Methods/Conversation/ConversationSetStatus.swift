import Desk
import JSON
import RPC

/// `conversation.setStatus`: an agent says where a conversation stands.
enum ConversationSetStatus: Method {
  /// Which, and where it stands.
  struct Params {
    let conversationId: String
    let status: Conversation.Status
    let ifVersion: Int?
  }

  static let name: StaticString = "conversation.setStatus"
  static let summary = "Says where a conversation stands: `new`, `pending` or `resolved`."
  static let details = """
    Messages move the status by themselves: inbound to `new`, also from `resolved`; outbound to `pending`. Resolving \
    lets the assignee go, and nobody waits any more. Between `new` and `pending`, \
    `waitingSince` stays: what is not answered is not answered.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .notFound, .versionConflict]
  static let result = ConversationWire.changed
  static let examples = [Example("Done", #"{"conversationId":"conversation-1","status":"resolved"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      conversationId: try fields.conversationId(),
      status: try fields.required("status", Shapes.word(Conversation.Status.self), "Where it stands from now on."),
      ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<ConversationID> {
    let conversation = try book.conversation(params.conversationId, ifVersion: params.ifVersion)
    guard book[conversation].status != params.status else { return Decision(conversation) }
    return Decision(conversation, changes: [book[conversation].statusChange(to: params.status)])
  }

  static func write(_ id: ConversationID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    ConversationWire.writeChanged(id, book, to: &out)
  }
}
