import Desk
import JSON
import RPC
import Tables

/// `queue.list`: who waits, in the order in which they are served.
enum QueueList: Method {
  /// Whose queue, and which page.
  struct Params {
    let teamId: String?
    let page: PageParams
  }

  /// What to list.
  struct Result {
    let team: TeamNumber?
    let limit: Int
    var after: RunIndex.Position?

    var query: QueryFingerprint {
      var query = QueryFingerprint("queue.list")
      query.combine(team?.number)
      return query
    }
  }

  static let name: StaticString = "queue.list"
  static let summary = "Lists the conversations that wait for an agent, in the order in which they are served."
  static let details = """
    Those are the `new` ones that nobody works on. VIPs come first, then the higher score (the number of prioritized \
    groups that the contact is in), then who waits longest, then the lower number of the conversation. With `teamId`: \
    those that are routed to the team, and those that no group routes. A place is kept while nothing of it changes: an \
    entry that stays in its place is on exactly one page; one that moves is listed at most once a place.
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded, .notFound]

  static var result: Schema {
    .object([
      .required("conversations", .array(QueueEntryWire.schema), "The conversations of this page."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [Example("Who is served next", #"{"limit":2}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      teamId: try fields.optional(
        "teamId", Shapes.id, "Only those that are routed to this team, and those that no group routes."),
      page: try PageParams(&fields))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let cursor = try params.page.cursor()
    let team: TeamNumber? = if let id = params.teamId { try book.team(id, "teamId") } else { nil }
    var result = Result(team: team, limit: params.page.limit)
    result.after = try params.page.after(cursor, result.query)
    return Decision(result)
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    context.work.addLookAtQueue(book)
    let groups = book.workOfGroups
    out.page("conversations", limit: result.limit, result.query) { gate, out in
      book.waiting(for: result.team, after: result.after) { id, position in
        guard gate.mayLook(bytes: groups.cost(of: book[book[id].contact])), gate.admits(position, out) else {
          return false
        }
        QueueEntryWire.write(id, book, to: &out)
        return true
      }
      context.work.add(gate.bytes)
    }
  }
}

/// A conversation in the queue, and why it stands there.
enum QueueEntryWire {
  static let schema = Schema.named(
    "QueueEntry",
    .object(
      ConversationWire.properties + [
        .required("vip", .boolean, "True of a VIP's."),
        .required("score", Schemas.count, "How many prioritized groups the contact is in."),
        .required("groups", .array(.string()), "The ids of those groups."),
        .required("teamIds", .array(.string()), "The teams that it is routed to; none: every team's."),
      ]))

  static func write(_ id: ConversationID, _ book: Book, to out: inout JSONWriter) {
    let standing = book.standing(of: book[book[id].contact])
    out.beginObject()
    ConversationWire.members(book[id], book, to: &out)
    out.member("vip", standing.isVip)
    out.member("score", standing.score)
    out.member("groups", standing.groups.map { book[$0].id })
    out.member("teamIds", standing.teams.map { book[$0].id })
    out.endObject()
  }
}
