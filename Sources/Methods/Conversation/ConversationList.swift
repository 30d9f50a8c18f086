import Desk
import JSON
import RPC
import Tables

/// `conversation.list`: conversations by contact, status, channel and assignee.
enum ConversationList: Method {
  /// Which, and which page.
  struct Params {
    let contactId: String?
    let status: Conversation.Status?
    let channel: String?
    let assignee: String?
    let page: PageParams
  }

  /// What to list.
  struct Result {
    var filter = ConversationFilter()
    let limit: Int
    var before: ConversationID?

    var query: QueryFingerprint {
      var query = QueryFingerprint("conversation.list")
      query.combine(filter.contact?.number)
      query.combine(filter.status?.rawValue)
      query.combine(filter.channel?.number)
      query.combine(filter.assignee?.number)
      return query
    }
  }

  /// A look costs as much as writing so many bytes.
  private static let lookCost = 12

  static let name: StaticString = "conversation.list"
  static let summary = "Lists conversations, the one opened last first."
  static let details = """
    Filters go together: a conversation must fit them all. Where few do, a page may close before it is full, with a \
    `nextCursor`.
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded, .notFound]

  static var result: Schema {
    .object([
      .required("conversations", .array(ConversationWire.schema), "The conversations of this page."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [
    Example("Who waits on Instagram", #"{"status":"new","channel":"instagram"}"#),
    Example("All of a contact", #"{"contactId":"contact-2"}"#),
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      contactId: try fields.optional("contactId", Shapes.id, "Only those with this contact."),
      status: try fields.optional("status", Shapes.word(Conversation.Status.self), "Only those that stand so."),
      channel: try fields.optional("channel", Shapes.id, "Only those on this channel."),
      assignee: try fields.optional("assignee", Shapes.id, "Only those that this agent works on, by id."),
      page: try PageParams(&fields))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let cursor = try params.page.cursor()
    var result = Result(limit: params.page.limit)
    result.filter.contact = try params.contactId.map(book.contact)
    result.filter.status = params.status
    if let channel = params.channel { result.filter.channel = try book.channel(channel, "channel") }
    if let assignee = params.assignee { result.filter.assignee = try book.agent(assignee, "assignee", context) }
    result.before = try params.page.after(cursor, result.query).map { ConversationID($0.seq) }
    return Decision(result)
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.page("conversations", limit: result.limit, result.query) { gate, out in
      book.conversations(narrowedBy: result.filter, before: result.before) { id in
        let position = RunIndex.Position(at: 0, seq: id.number)
        guard gate.mayLook() else { return false }
        guard book[id].isLet(by: result.filter) else {
          gate.pass(position)
          return true
        }
        guard gate.admits(position, out) else { return false }
        ConversationWire.write(book[id], book, to: &out)
        return true
      }
      context.work.add(gate.looks * lookCost)
    }
  }
}
