import Desk
import JSON
import RPC

/// `vip.demote`: takes the VIP mark back.
enum VipDemote: Method {
  /// Whose.
  struct Params {
    let contactId: String
    let ifVersion: Int?
  }

  static let name: StaticString = "vip.demote"
  static let summary = "Takes the VIP mark of a contact back."
  static let details = """
    Demoting a contact who is no VIP changes nothing. Refused while the desk has no VIPs (`settings.set`).
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .notFound, .versionConflict]
  static let result = VipWire.changed
  static let examples = [Example("No VIP any more", #"{"contactId":"contact-2"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(contactId: try fields.contactId(), ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<ContactID> {
    let contact = try book.contact(params.contactId, ifVersion: params.ifVersion)
    guard book.settings.isVipEnabled else { throw VipWire.disabled }
    guard let demotion = book[contact].demotion else { return Decision(contact) }
    return Decision(contact, changes: [demotion])
  }

  static func write(_ contact: ContactID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    VipWire.writeChanged(contact, book, to: &out)
  }
}
