import Desk
import JSON
import RPC

/// `history.read`: everything that a person wrote and the team noted, across channels, as one timeline.
enum HistoryRead: Method {
  /// How much of the history.
  enum Scope: String, CaseIterable, Sendable {
    case all
    case contact
    case conversation
  }

  /// Which entries.
  enum Kind: String, CaseIterable, Sendable {
    case message
    case note
    case event
  }

  /// In which order.
  enum Order: String, CaseIterable, Sendable {
    case oldest
    case newest
  }

  /// What is read, and who is linked.
  struct Result {
    var query: HistoryQuery
    let links: ContactLinks
  }

  /// What to read.
  struct Params {
    let contactId: String?
    let conversationId: String?
    let scope: Scope?
    let channels: [String]?
    let kinds: [Kind]?
    let text: String?
    let from: Timestamp?
    let to: Timestamp?
    let order: Order?
    let page: PageParams
  }

  static let name: StaticString = "history.read"
  static let summary =
    "Reads the history of a contact across channels: messages, notes and events, page by page."
  static let details = """
    Ordered by time, ties by the order of becoming known. `nextCursor` is there while there is more; it stays good \
    while entries are added, and belongs to the query that returned it. A page closes at 1 MiB, whatever its \
    `limit`, and where few entries match it may close before it is full. Entries without a channel (notes on the \
    contact, events outside conversations) are there only where no `channels` are named.

    With `scope` `all`, contacts that have the same value of the desk's `matchingAttribute` are read as one: \
    `entries` are theirs, too, each with its `contactId`, in one order; `linked` names them, `channels` counts them \
    together. E-mail addresses and texts are the same in any case. Links are computed with each page: once a value \
    changes, the histories part; a page goes on behind the last one. A value that more than 20 contacts have links \
    none, and `tooCommon` says so.
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .invalidValue, .limitExceeded, .notFound]

  static var result: Schema {
    .object([
      .required("entries", .array(EntryWire.schema), "The entries of this page."),
      .required(
        "channels", .array(ChannelHistoryWire.schema),
        "The channels with history, of all contacts that are read, whatever the filters."),
      .required(
        "linked", .array(LinkedWire.schema),
        "Other contacts whose entries are among these, and why; none with another `scope` than `all`."),
      .optional(
        "tooCommon", LinkedWire.tooCommonSchema,
        "The value of the matching attribute, where so many contacts have it that it links none."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [
    Example("The newest", #"{"contactId":"contact-2","limit":2}"#),
    Example(
      "Messages of one conversation, oldest first",
      #"{"conversationId":"conversation-1","scope":"conversation","kinds":["message"],"order":"oldest"}"#),
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      contactId: try fields.optional("contactId", Shapes.id, "The contact."),
      conversationId: try fields.optional(
        "conversationId", Shapes.id,
        "A conversation of the contact, or of one that is linked to it; without `contactId`: of whom to read."),
      scope: try fields.optional(
        "scope", Shapes.word(Scope.self),
        "`all` (default): the contact and those linked to it; `contact`: the contact; `conversation`: the conversation alone."
      ),
      channels: try fields.optional(
        "channels", Shapes.id.array(max: DeskLimits.channelsMax), "Only entries on these channels."),
      kinds: try fields.optional("kinds", Shapes.word(Kind.self).array(max: 3), "Only entries of these kinds."),
      text: try fields.optional(
        "text", Shapes.text(.attribute),
        "Only messages and notes whose text has this in it, ignoring case and Unicode form."
      ),
      from: try fields.optional("from", Shapes.timeBound, "Only entries at this time or later."),
      to: try fields.optional("to", Shapes.timeBound, "Only entries before this time."),
      order: try fields.optional("order", Shapes.word(Order.self), "`newest` first (default) or `oldest` first."),
      page: try PageParams(&fields))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let cursor = try checkForm(params)
    let (contact, conversation) = try subject(params, book, context)
    let isLinked = params.scope ?? .all == .all
    let links = isLinked ? book.countedLinks(of: contact, context) : .none
    var query = HistoryQuery(contact, linked: isLinked ? links.contacts : nil)
    query.conversation = params.scope == .conversation ? conversation : nil
    if let channels = params.channels {
      var numbers: [ChannelNumber] = []
      for (index, id) in channels.enumerated() { numbers.append(try book.channel(id, "channels[\(index)]")) }
      query.channels = numbers
    }
    if let kinds = params.kinds { query.kinds = kinds.reduce(0) { $0 | 1 << tag($1) } }
    query.text = params.text.map(CaseFolding.fold)
    query.from = params.from
    query.to = params.to
    query.isOldestFirst = params.order == .oldest
    query.limit = params.page.limit
    query.after = try params.page.after(cursor, query.fingerprint)
    return Decision(Result(query: query, links: links))
  }

  /// What can be told without a look-up: whom to read is named, and the cursor is one.
  private static func checkForm(_ params: Params) throws(RPCError) -> PageCursor? {
    if params.contactId == nil && params.conversationId == nil {
      throw .invalidParams("contactId", expected: "contactId or conversationId", got: "neither")
    }
    if params.scope == .conversation && params.conversationId == nil {
      throw .invalidParams("conversationId", expected: "the conversation that scope names", got: "none")
    }
    return try params.page.cursor()
  }

  /// Whose history, and the conversation that was named.
  private static func subject(
    _ params: Params, _ book: Book, _ context: Context
  ) throws(RPCError) -> (ContactID, ConversationID?) {
    let conversation = try params.conversationId.map(book.conversation)
    guard let id = params.contactId else {
      guard let conversation else { throw .notFound("contact", "", "contactId") }
      return (book[conversation].contact, conversation)
    }
    let contact = try book.contact(id)
    guard let conversation else { return (contact, nil) }
    try book.check(conversation, isOf: contact, context)
    return (params.scope == .conversation ? book[conversation].contact : contact, conversation)
  }

  private static func tag(_ kind: Kind) -> UInt8 {
    switch kind {
    case .message: Book.Entry.messageTag
    case .note: Book.Entry.noteTag
    case .event: Book.Entry.eventTag
    }
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.key("entries")
    let next = result.query.writePage(book, context.work, to: &out)
    out.key("channels")
    ChannelHistoryWire.write(of: result.query.contacts, book, to: &out)
    LinkedWire.write(result.links, book, to: &out)
    LinkedWire.writeTooCommon(result.links, book, to: &out)
    out.member("nextCursor", next)
    out.endObject()
  }
}
