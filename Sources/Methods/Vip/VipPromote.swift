import Desk
import JSON
import RPC

/// `vip.promote`: makes a contact a VIP.
enum VipPromote: Method {
  /// Whom, and why.
  struct Params {
    let contactId: String
    let reason: String?
    let ifVersion: Int?
  }

  static let name: StaticString = "vip.promote"
  static let summary = "Makes a contact a VIP."
  static let details = """
    Promoting a VIP again changes nothing: who, when and why stay as they were. Refused while the desk has no VIPs \
    (`settings.set`).
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .forbidden, .notFound, .versionConflict,
  ]

  static let result = VipWire.changed

  static let examples = [
    Example("With a reason", #"{"contactId":"contact-2","reason":"Writes about us every week"}"#)
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      contactId: try fields.contactId(),
      reason: try fields.optional("reason", Shapes.text(.reason), "Why."),
      ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<ContactID> {
    let contact = try book.contact(params.contactId, ifVersion: params.ifVersion)
    guard book.settings.isVipEnabled else { throw VipWire.disabled }
    guard book[contact].vip == nil else { return Decision(contact) }
    return Decision(contact, changes: [book[contact].promotion(reason: params.reason)])
  }

  static func write(_ contact: ContactID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    VipWire.writeChanged(contact, book, to: &out)
  }
}
