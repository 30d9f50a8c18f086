import Desk
import JSON
import RPC

/// `crm.confirm`: an agent says that the customer is the contact.
enum CRMConfirm: Method {
  /// Which look-up.
  struct Params {
    let lookupId: String
    let ifVersion: Int?
  }

  static let name: StaticString = "crm.confirm"
  static let summary = "Says that the customer whom the CRM proposed is the contact, who is validated from now on."
  static let details = """
    What the CRM said are the contact's `crm` values from now on, all of them; they go before those of agents and \
    channels. What it said before and does not say any more is gone, and so is any value of a `crmManaged` attribute \
    that it does not say. Refused (1002) if a value has moved that the CRM was asked with, if the card would \
    show anything else otherwise than was proposed, or if an attribute does not take its value any more: look the \
    contact up again. Nothing else voids a proposal.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .notFound, .versionConflict, .wrongState]
  static let result = LookupWire.changed
  static let examples = [Example("It is", #"{"lookupId":"lookup-1"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(lookupId: try fields.lookupId(), ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<LookupID> {
    let id = try book.lookup(params.lookupId, ifVersion: params.ifVersion)
    try book.check(id, is: .proposed)
    try book.checkUnmoved(id)
    return Decision(id, changes: [book.confirmation(of: id)].compactMap { $0 })
  }

  static func write(_ id: LookupID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    LookupWire.writeChanged(id, book, to: &out)
  }
}
