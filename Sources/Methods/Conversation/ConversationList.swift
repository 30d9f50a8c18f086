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
    let assignee: Nullable<String>
    let sort: Sort
    let page: PageParams
  }

  /// In which order.
  enum Sort: String, CaseIterable {
    case opened
    case lastMessage
  }

  /// What to list.
  struct Result {
    var filter = ConversationFilter()
    let sort: Sort
    let limit: Int
    var after: RunIndex.Position?

    var query: QueryFingerprint {
      var query = QueryFingerprint("conversation.list")
      query.combine(filter.contact?.number)
      query.combine(filter.status?.rawValue)
      query.combine(filter.channel?.number)
      switch filter.assignee {
      case .anybody: query.combine(nil as Int?)
      case .nobody: query.combine(0)
      case .agent(let agent): query.combine(agent.number)
      }
      query.combine(sort.rawValue)
      return query
    }
  }

  /// A look costs as much as writing so many bytes.
  private static let lookCost = 12

  static let name: StaticString = "conversation.list"
  static let summary = "Lists conversations: an inbox in one call."
  static let details = """
    Filters go together: a conversation must fit them all. `sort`: `opened`, the one opened last first; \
    `lastMessage`, the one whose last message is the newest first (where nobody has written yet, by when it was \
    opened), ties by id. A conversation that stays in its place is on exactly one page; one that moves is listed at \
    most once a place. Where few fit, a page may close before it is full, with a `nextCursor`.
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded, .notFound]

  static var result: Schema {
    .object([
      .required("conversations", .array(ConversationRowWire.schema), "The conversations of this page."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [
    Example("Who waits on Instagram", #"{"status":"new","channel":"instagram"}"#),
    Example("All of a contact", #"{"contactId":"contact-2"}"#),
    Example("What nobody works on, by its last message", #"{"assignee":null,"sort":"lastMessage","limit":2}"#),
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      contactId: try fields.optional("contactId", Shapes.id, "Only those with this contact."),
      status: try fields.optional("status", Shapes.word(Conversation.Status.self), "Only those that stand so."),
      channel: try fields.optional("channel", Shapes.id, "Only those on this channel."),
      assignee: try fields.nullable(
        "assignee", Shapes.id, "Only those that this agent works on, by id; null: only those that nobody works on."),
      sort: try fields.optional("sort", Shapes.word(Sort.self), "In which order; `opened` where left out.") ?? .opened,
      page: try PageParams(&fields))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let cursor = try params.page.cursor()
    var result = Result(sort: params.sort, limit: params.page.limit)
    result.filter.contact = try params.contactId.map(book.contact)
    result.filter.status = params.status
    if let channel = params.channel { result.filter.channel = try book.channel(channel, "channel") }
    switch params.assignee {
    case .absent: break
    case .null: result.filter.assignee = .nobody
    case .value(let agent): result.filter.assignee = .agent(try book.agent(agent, "assignee", context))
    }
    result.after = try params.page.after(cursor, result.query)
    return Decision(result)
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.page("conversations", limit: result.limit, result.query) { gate, out in
      forEach(result, book) { id in
        let position = position(of: id, result.sort, book)
        guard gate.mayLook() else { return false }
        guard book[id].isLet(by: result.filter) else {
          gate.pass(position)
          return true
        }
        guard gate.admits(position, out) else { return false }
        ConversationRowWire.write(book[id], book, to: &out)
        return true
      }
      context.work.add(gate.looks * lookCost)
    }
  }

  private static func forEach(_ result: Result, _ book: Book, _ body: (ConversationID) -> Bool) {
    let (filter, after) = (result.filter, result.after)
    switch result.sort {
    case .opened:
      book.conversations(narrowedBy: filter, before: after.map { ConversationID($0.seq) }, body)
    case .lastMessage:
      book.inbox(narrowedBy: filter, after: after.map { NewestPlace($0) }, body)
    }
  }

  private static func position(of id: ConversationID, _ sort: Sort, _ book: Book) -> RunIndex.Position {
    let at = sort == .lastMessage ? book.inboxPlace(of: id).at.milliseconds : 0
    return RunIndex.Position(at: at, seq: id.number)
  }
}
