import Desk
import JSON
import RPC
import Tables

/// `crm.list`: the latest look-up of each contact.
enum CRMList: Method {
  /// Which, and which page.
  struct Params {
    let state: Lookup.State.Name?
    let contactId: String?
    let page: PageParams
  }

  /// What to list.
  struct Result {
    let state: Lookup.State.Name?
    let contact: ContactID?
    let limit: Int
    var before: LookupID?

    var query: QueryFingerprint {
      var query = QueryFingerprint("crm.list")
      query.combine(state?.rawValue)
      query.combine(contact?.number)
      return query
    }
  }

  static let name: StaticString = "crm.list"
  static let summary = "Lists the latest look-up of each contact, newest first."
  static let details = "An integration finds here what it has to answer (`state` `asked`), an agent what to confirm."
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded, .notFound]

  static var result: Schema {
    .object([
      .required("lookups", .array(LookupWire.schema), "The look-ups of this page."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [Example("What to answer", #"{"state":"asked"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      state: try fields.optional("state", Shapes.word(Lookup.State.Name.self), "Only those that stand so."),
      contactId: try fields.optional("contactId", Shapes.id, "Only that of this contact."),
      page: try PageParams(&fields))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let cursor = try params.page.cursor()
    var result = Result(
      state: params.state, contact: try params.contactId.map(book.contact), limit: params.page.limit)
    result.before = try params.page.after(cursor, result.query).map { LookupID($0.seq) }
    return Decision(result)
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.page("lookups", limit: result.limit, result.query) { gate, out in
      book.latestLookups(in: result.state, of: result.contact, before: result.before) { id in
        guard gate.admits(RunIndex.Position(at: 0, seq: id.number), out) else { return false }
        LookupWire.write(id, book, to: &out)
        return true
      }
    }
  }
}
