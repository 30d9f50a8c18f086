import Desk
import JSON
import RPC
import Tables

/// `group.members`: who is in a group now.
enum GroupMembers: Method {
  /// Of which group, and which page.
  struct Params {
    let groupId: String
    let page: PageParams
  }

  /// What to list.
  struct Result {
    let group: GroupNumber
    let limit: Int
    var after = 0

    var query: QueryFingerprint {
      var query = QueryFingerprint("group.members")
      query.combine(group.number)
      return query
    }
  }

  /// A look at a condition of a contact costs as much as writing so many bytes.
  private static let lookCost = 24

  static let name: StaticString = "group.members"
  static let summary = "Lists the contacts that are in a group now, by the number of their id."
  static let details = """
    Who is in a group is computed: a page looks at contact after contact. Where few are in it, a page may close before \
    it is full, with a `nextCursor`.
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded, .notFound]

  static var result: Schema {
    .object([
      .required("contacts", .array(ContactSummaryWire.schema), "The contacts of this page."),
      .optional(
        "disabledAttributes", .array(.string()),
        "The keys of disabled attributes that the group uses: while there are any, nobody is in it."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [Example("All", #"{"groupId":"vips"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(groupId: try fields.required("groupId", Shapes.id, "The group."), page: try PageParams(&fields))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let cursor = try params.page.cursor()
    var result = Result(group: try book.group(params.groupId, "groupId"), limit: params.page.limit)
    result.after = try params.page.after(cursor, result.query)?.seq ?? 0
    return Decision(result)
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    let disabled = book.disabledAttributes(of: result.group)
    out.beginObject()
    out.key("contacts")
    out.beginArray()
    var gate = PageGate(limit: result.limit, out)
    let (conditions, work) = (book[result.group].definition.conditions.count, book.work(of: result.group))
    if disabled.isEmpty {
      book.contacts(after: ContactID(result.after)) { id in
        let position = RunIndex.Position(at: 0, seq: id.number)
        guard gate.mayLook(conditions, bytes: work.cost(of: book[id])) else { return false }
        guard book.isMember(id, of: result.group) else {
          gate.pass(position)
          return true
        }
        guard gate.admits(position, out) else { return false }
        ContactSummaryWire.write(book[id], book, to: &out)
        return true
      }
    }
    context.work.add(gate.looks * lookCost + gate.bytes)
    out.endArray()
    if !disabled.isEmpty { out.member("disabledAttributes", disabled) }
    out.member("nextCursor", gate.next(result.query))
    out.endObject()
  }
}
