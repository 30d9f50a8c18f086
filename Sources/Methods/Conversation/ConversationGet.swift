import Desk
import JSON
import RPC

/// `conversation.get`: where a conversation stands.
enum ConversationGet: Method {
  static let name: StaticString = "conversation.get"
  static let summary = "Returns a conversation: where it stands, who works on it, since when somebody waits."
  static let details = "What was said in it: `history.read` with `scope` `conversation`."
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .notFound]
  static let result = ConversationWire.schema
  static let examples = [Example("One", #"{"conversationId":"conversation-1"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> String { try fields.conversationId() }

  static func run(_ id: String, _ book: Book, _ context: Context) throws(RPCError) -> Decision<ConversationID> {
    Decision(try book.conversation(id))
  }

  static func write(_ id: ConversationID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    ConversationWire.write(book[id], book, to: &out)
  }
}
