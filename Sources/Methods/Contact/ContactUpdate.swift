import Desk
import JSON
import RPC

/// `contact.update`: what the team says of a contact by hand.
enum ContactUpdate: Method {
  /// Whom, and what from now on.
  struct Params {
    let contactId: String
    let name: Nullable<String>
    let labels: [String]?
    let isBlocked: Bool?
    let ifVersion: Int?
  }

  static let name: StaticString = "contact.update"
  static let summary = "Changes name, labels or blocked of a contact; what is left out stays."
  static let details = """
    `name` null removes the name, which only a contact with an identity can be without. `labels` takes the place of \
    all labels there are; given twice, one counts once. What a blocked contact writes is still recorded.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .limitExceeded, .forbidden, .notFound, .versionConflict, .wrongState,
  ]

  static var result: Schema {
    .object([
      .required("contactId", Schemas.contactId, "The contact."),
      .optional("name", .string(), "The name; absent of a nameless contact."),
      .required("labels", .array(.string()), "The team's labels."),
      .required("blocked", .boolean, "True where the team wants to hear no more."),
      .required("version", Schemas.version, "The version of the contact."),
    ])
  }

  static let examples = [Example("Labels", #"{"contactId":"contact-1","labels":["fair 2026","press"]}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      contactId: try fields.contactId(),
      name: try fields.nullable("name", Shapes.text(.name), "The name; null removes it."),
      labels: try fields.optional("labels", Shapes.labels, "The team's labels, all of them."),
      isBlocked: try fields.optional("blocked", Shapes.boolean, "True where the team wants to hear no more."),
      ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<ContactID> {
    if case .absent = params.name, params.labels == nil, params.isBlocked == nil {
      throw .invalidParams("name", expected: "at least one of name, labels and blocked", got: "none")
    }
    let contact = try book.contact(params.contactId, ifVersion: params.ifVersion)
    var details = book[contact].details
    switch params.name {
    case .absent: break
    case .value(let name): details.name = name
    case .null:
      guard !book[contact].identities.isEmpty else {
        throw .wrongState(
          "\(params.contactId) has no identity, and a contact has a name or an identity: add one first.", "noIdentity",
          "name")
      }
      details.name = nil
    }
    if let labels = params.labels { details.labels = ScalarSet.unique(labels) }
    details.isBlocked = params.isBlocked ?? details.isBlocked
    if details.fieldsDiffering(from: book[contact].details).isEmpty { return Decision(contact) }
    return Decision(contact, changes: [book[contact].detailsChange(to: details)])
  }

  static func write(_ contact: ContactID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.member("contactId", contact)
    out.member("name", book[contact].name)
    out.member("labels", book[contact].labels)
    out.member("blocked", book[contact].isBlocked)
    out.member("version", book[contact].version)
    out.endObject()
  }
}
