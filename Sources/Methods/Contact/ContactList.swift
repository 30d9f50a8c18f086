import Desk
import JSON
import RPC
import Tables

/// `contact.list`: all contacts, in summary.
enum ContactList: Method {
  static let name: StaticString = "contact.list"
  static let summary = "Lists all contacts in summary, by the number of their id."
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded]

  static var result: Schema {
    .object([
      .required("contacts", .array(ContactSummaryWire.schema), "The contacts of this page."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [Example("From the first on", #"{"limit":2}"#)]

  private static let query = QueryFingerprint("contact.list")

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> PageParams { try PageParams(&fields) }

  static func run(_ page: PageParams, _ book: Book, _ context: Context) throws(RPCError) -> Decision<NumberedPage> {
    Decision(try page.numbered(query))
  }

  static func write(_ page: NumberedPage, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.page("contacts", limit: page.limit, query) { gate, out in
      book.contacts(after: ContactID(page.after)) { id in
        guard gate.admits(RunIndex.Position(at: 0, seq: id.number), out) else { return false }
        ContactSummaryWire.write(book[id], book, to: &out)
        return true
      }
    }
  }
}
