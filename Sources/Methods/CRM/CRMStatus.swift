import Desk
import JSON
import RPC

/// `crm.status`: the connector, and what waits for it or for an agent.
enum CRMStatus: Method {
  static let name: StaticString = "crm.status"
  static let summary = "Tells the CRM connector, and how many look-ups wait for it or for an agent."
  static let details = "Of each contact the latest look-up counts."
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams]

  static var result: Schema {
    .object(
      ConnectorWire.configured + [
        .required("asked", Schemas.count, "Look-ups that the CRM has not answered."),
        .required("proposed", Schemas.count, "Look-ups of which nobody has said whether the customer is the contact."),
        .optional("lastFailure", failure, "The last look-up that failed, of those that are the latest of a contact."),
      ])
  }

  private static let failure = Schema.named(
    "LookupFailure",
    .object([
      .required("at", Schemas.time, "When."),
      .required("contactId", Schemas.contactId, "Whose."),
      .required("reason", .string(), "Why."),
    ]))

  static let examples = [Example("What waits", "{}")]

  static func params(_ fields: inout FieldReader) throws(ShapeError) {}

  static func run(_: Void, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> { Decision(()) }

  static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    ConnectorWire.write(book, to: &out)
    out.member("version", book.connectorVersion)
    out.member("asked", book.lookupCount(.asked))
    out.member("proposed", book.lookupCount(.proposed))
    if let id = book.lastFailedLookup, case .failed(let reason) = book[id].state {
      out.key("lastFailure")
      out.beginObject()
      out.member("at", book[id].at)
      out.member("contactId", book[id].contact)
      out.member("reason", reason)
      out.endObject()
    }
    out.endObject()
  }
}
