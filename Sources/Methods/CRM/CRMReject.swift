import Desk
import JSON
import RPC

/// `crm.reject`: an agent says that the customer is not the contact.
enum CRMReject: Method {
  /// Which look-up.
  struct Params {
    let lookupId: String
    let ifVersion: Int?
  }

  static let name: StaticString = "crm.reject"
  static let summary = "Says that the customer whom the CRM proposed is not the contact."
  static let details = "Nothing of the contact changes."
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .notFound, .versionConflict, .wrongState]
  static let result = LookupWire.changed
  static let examples = [Example("It is not", #"{"lookupId":"lookup-2"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(lookupId: try fields.lookupId(), ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<LookupID> {
    let id = try book.lookup(params.lookupId, ifVersion: params.ifVersion)
    try book.check(id, is: .proposed)
    return Decision(id, changes: [.lookup(id, of: book[id].contact, .rejected)])
  }

  static func write(_ id: LookupID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    LookupWire.writeChanged(id, book, to: &out)
  }
}
