import Desk
import JSON
import RPC

/// `queue.next`: an agent takes who is served next.
enum QueueNext: Method {
  static let name: StaticString = "queue.next"
  static let summary =
    "Assigns the first conversation of the queue to the caller, and returns it; `{}` if nobody waits."
  static let details = """
    No two callers get the same one, whichever processes they call. It stays `new` until it is answered. With \
    `teamId`: the first of that team's queue (`queue.list`).
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .notFound]

  static var result: Schema {
    .object([
      .optional("conversation", ConversationWire.schema, "The conversation, which is the caller's now."),
      .optional("version", Schemas.version, "The version of the conversation."),
    ])
  }

  static let examples = [Example("The next one", "{}")]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> String? {
    try fields.optional("teamId", Shapes.id, "The first of those that are routed to this team, or to none.")
  }

  static func run(
    _ teamId: String?, _ book: Book, _ context: Context
  ) throws(RPCError) -> Decision<ConversationID?> {
    let team: TeamNumber? = if let teamId { try book.team(teamId, "teamId") } else { nil }
    var first: ConversationID?
    context.work.addLookAtQueue(book)
    book.waiting(for: team, after: nil) { id, _ in
      first = id
      return false
    }
    guard let first else { return Decision(nil) }
    return Decision(first, changes: [book[first].assignment(to: context.caller.agent)])
  }

  static func write(_ id: ConversationID?, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    if let id { return ConversationWire.writeChanged(id, book, to: &out) }
    out.beginObject()
    out.endObject()
  }
}
