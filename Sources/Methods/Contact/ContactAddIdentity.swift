import Desk
import JSON
import RPC

/// `contact.addIdentity`: says who a contact is on a network.
enum ContactAddIdentity: Method {
  /// Whom, and as whom.
  struct Params {
    let contactId: String
    let identity: IdentityInput
    let ifVersion: Int?
  }

  /// The contact, and the network and id under which to find the identity.
  struct Result {
    let contact: ContactID
    let number: Int
  }

  static let name: StaticString = "contact.addIdentity"
  static let summary = "Says who a contact is on a network: what they write there is theirs from now on."
  static let details = """
    An identity (`network`, `externalId`) belongs to one contact only, however the id is spelled: taken, it is \
    refused with the id of the one who has it. One that this contact has already takes over what is told, without an \
    event; what is not told stays. One that was taken away from this contact is the same as before: what it wrote is \
    its own.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .forbidden, .notFound, .versionConflict, .alreadyExists, .limitExceeded,
  ]

  static var result: Schema {
    .object([
      .required("identity", IdentityWire.schema, "The identity as it is now."),
      .required("version", Schemas.version, "The version of the contact."),
    ])
  }

  static let examples = [
    Example(
      "Also on WhatsApp",
      #"{"contactId":"contact-1","network":"whatsapp","externalId":"+32470123456","displayName":"Youssef"}"#)
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      contactId: try fields.contactId(), identity: try Shapes.identityFields(&fields), ifVersion: try fields.ifVersion()
    )
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let contact = try book.contact(params.contactId, ifVersion: params.ifVersion)
    let told = params.identity.profile(context.work)
    if let owner = book.contact(of: told) {
      guard owner.id == contact else { throw .identityTaken(told, by: owner.id, "externalId") }
      let result = Result(contact: contact, number: owner.identity)
      return Decision(result, changes: [book[contact].identityUpdate(owner.identity, with: told)].compactMap { $0 })
    }
    let count = book[contact].identities.count
    guard count < DeskLimits.identitiesMax else {
      throw RPCError(ShapeError(.tooMany(limit: DeskLimits.identitiesMax, got: count + 1), path: "identities"))
    }
    let number = book[contact].number(forAdding: told)
    return Decision(
      Result(contact: contact, number: number), changes: [book[contact].identityAddition(told)])
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    if let identity = book[result.contact].identity(numbered: result.number) {
      out.key("identity")
      IdentityWire.write(identity.profile, to: &out)
    }
    out.member("version", book[result.contact].version)
    out.endObject()
  }
}
