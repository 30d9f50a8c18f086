import Desk
import JSON
import RPC

/// `contact.create`: makes a contact by hand. (One who writes is made by `message.record`.)
enum ContactCreate: Method {
  /// What is known of the contact.
  struct Params {
    let name: String?
    let identities: [IdentityInput]
    let attributes: [(key: String, input: AttributeInput)]
    let labels: [String]
  }

  static let name: StaticString = "contact.create"
  static let summary = "Makes a contact, with a name or at least one identity."
  static let details = """
    All or nothing. An identity (`network`, `externalId`) belongs to one contact only, however the id is spelled: \
    taken, it is refused with the id of the one who has it. Labels given twice count once.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .limitExceeded, .forbidden, .notFound, .alreadyExists,
  ]

  static var result: Schema {
    .object([
      .required("contactId", Schemas.contactId, "The new contact."),
      .required("version", Schemas.version, "Its version."),
    ])
  }

  static let examples = [
    Example(
      "Someone met at a fair",
      #"{"name":"Youssef Haddad","identities":[{"network":"linkedin","externalId":"yh-2041","handle":"youssefhaddad"}],"#
        + #""attributes":{"email":"youssef@Example.com","phone":"+32 (470) 12.34.56"},"labels":["fair 2026"]}"#)
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      name: try fields.optional("name", Shapes.text(.name), "The name. Needed where there is no identity."),
      identities: try fields.optional(
        "identities", Shapes.identity.array(max: DeskLimits.identitiesMax), "The contact on networks.") ?? [],
      attributes: try fields.optional("attributes", Shapes.attributes, "Attribute values by key.") ?? [],
      labels: try fields.optional(
        "labels", Shapes.labels, "The team's labels.") ?? [])
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<ContactID> {
    guard params.name != nil || !params.identities.isEmpty else {
      throw .invalidParams("name", expected: "a name or at least one identity", got: "neither")
    }
    let identities = params.identities.map { $0.profile(context.work) }
    try checkTwins(identities)
    let keys = try AttributeEdits.look(up: params.attributes, clear: [], book, field: "attributes")
    let edits = try AttributeEdits.decide(keys, of: nil, context.caller.role, book)
    try checkOwners(identities, book)
    let id = book.nextContactID
    var changes: [Change.What] = [
      .contact(
        id, .created(name: params.name, identities: identities, labels: ScalarSet.unique(params.labels)))
    ]
    if !edits.isEmpty { changes.append(.contact(id, .attributesChanged(.agent(context.caller.agent), edits))) }
    return Decision(id, changes: changes)
  }

  /// No identity twice in the params.
  private static func checkTwins(_ identities: [Identity.Profile]) throws(RPCError) {
    var seen = ScalarSet()
    for (index, profile) in identities.enumerated() where !seen.insert("\(profile.network.rawValue) \(profile.form)") {
      guard let twin = identities.firstIndex(where: { $0.isOfSamePerson(as: profile) }) else { continue }
      throw .invalidParams(
        "identities[\(index)]", expected: "each identity once",
        got: "the same person as identities[\(twin)]")
    }
  }

  /// No identity that another contact has.
  private static func checkOwners(_ identities: [Identity.Profile], _ book: Book) throws(RPCError) {
    for (index, profile) in identities.enumerated() {
      guard let owner = book.contact(of: profile) else { continue }
      throw .identityTaken(profile, by: owner.id, "identities[\(index)]")
    }
  }

  static func write(_ id: ContactID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.member("contactId", id)
    out.member("version", book[id].version)
    out.endObject()
  }
}
