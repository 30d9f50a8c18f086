import Desk
import JSON
import RPC

/// `contact.removeIdentity`: the contact is not that person on a network after all.
enum ContactRemoveIdentity: Method {
  /// Whom, and as whom.
  struct Params {
    let contactId: String
    let network: Network
    let externalId: String
    let ifVersion: Int?
  }

  static let name: StaticString = "contact.removeIdentity"
  static let summary = "Takes an identity of a contact away, and with it the values that its network told."
  static let details = """
    What was written as that identity stays in the history of this contact, with its author. What it writes from now \
    on is a new contact's, or theirs to whom the identity is added. The last identity of a nameless contact stays.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .notFound, .versionConflict, .wrongState]

  static var result: Schema {
    .object([
      .required("contactId", Schemas.contactId, "The contact."),
      .required("version", Schemas.version, "The version of the contact."),
    ])
  }

  static let examples = [
    Example("Not theirs", #"{"contactId":"contact-1","network":"whatsapp","externalId":"+32470123456"}"#)
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      contactId: try fields.contactId(),
      network: try fields.required("network", Shapes.network, "The network."),
      externalId: try fields.required("externalId", Shapes.id, "The network's own id of the person."),
      ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<ContactID> {
    let contact = try book.contact(params.contactId)
    guard let owner = book.contact(network: params.network, externalId: params.externalId), owner.id == contact else {
      let id = params.externalId.shortened
      throw RPCError(
        .notFound, "\(params.contactId) has no identity \"\(id)\" on \(params.network.rawValue).",
        [("what", .string("identity")), ("id", .string(id)), ("field", .string("externalId"))])
    }
    try book.check(params.ifVersion, book[contact].version, of: "contact")
    guard book[contact].name != nil || book[contact].identities.count > 1 else {
      throw .wrongState(
        "\(params.contactId) has no name and no other identity, and a contact has a name or an identity: name it first.",
        "lastIdentity", "externalId")
    }
    return Decision(contact, changes: [book[contact].identityRemoval(owner.identity)].compactMap { $0 })
  }

  static func write(_ contact: ContactID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.member("contactId", contact)
    out.member("version", book[contact].version)
    out.endObject()
  }
}
