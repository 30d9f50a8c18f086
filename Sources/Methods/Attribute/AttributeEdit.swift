import Desk
import JSON
import RPC

/// `attribute.edit`: sets and clears attribute values of a contact, all or nothing.
enum AttributeEdit: Method {
  /// What to set and what to clear.
  struct Params {
    let contactId: String
    let set: [(key: String, input: AttributeInput)]
    let clear: [String]
    let ifVersion: Int?
  }

  /// The contact, and the inner numbers of the definitions whose values changed, in ascending order.
  struct Result {
    let contact: ContactID
    let changed: [Int]
  }

  static let name: StaticString = "attribute.edit"
  static let summary = "Sets and clears attribute values of a contact, all or nothing."
  static let details = """
    Values are validated and normalised by the format of the attribute. Setting what is set already and clearing what \
    is empty change nothing. A value that an agent set goes before one that a channel told; what a channel told cannot \
    be cleared, only covered.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [
    .invalidParams, .limitExceeded, .forbidden, .notFound, .versionConflict, .invalidValue,
  ]

  static var result: Schema {
    .object([
      .required("attributes", .array(AttributeWire.schema), "The attributes that changed, as the card shows them now."),
      .required("version", Schemas.version, "The version of the contact."),
    ])
  }

  static let examples = [
    Example("Add a phone number", #"{"contactId":"contact-2","set":{"phone":"+32 470 98 76 54"}}"#)
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      contactId: try fields.contactId(),
      set: try fields.optional("set", Shapes.attributes, "New values by key.") ?? [],
      clear: try fields.optional("clear", Shapes.keys, "Keys whose values to remove.") ?? [],
      ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    guard !params.set.isEmpty || !params.clear.isEmpty else {
      throw .invalidParams("set", expected: "at least one key in set or clear", got: "none")
    }
    try checkOnce(params)
    let contact = try book.contact(params.contactId)
    let keysFound = try AttributeEdits.look(up: params.set, clear: params.clear, book, field: "set")
    try book.check(params.ifVersion, book[contact].version, of: "contact")
    let edits = try AttributeEdits.decide(keysFound, of: book[contact], context.caller.role, book)
    let result = Result(contact: contact, changed: edits.map(\.definition).sorted())
    if edits.isEmpty { return Decision(result) }
    return Decision(result, changes: [.contact(contact, .attributesChanged(.agent(context.caller.agent), edits))])
  }

  /// Throws if a key to clear is there twice; those to set are there once.
  private static func checkOnce(_ params: Params) throws(RPCError) {
    guard !params.clear.isEmpty else { return }
    var keys = ScalarSet()
    for (key, _) in params.set { _ = keys.insert(key) }
    for (index, key) in params.clear.enumerated() where !keys.insert(key) {
      throw .invalidParams(
        "clear[\(index)]", expected: "each key once, in set or in clear", got: "\"\(key.shortened)\" again")
    }
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    let contact = book[result.contact]
    let shown = CardWire.shown(contact, nil, book).map { contact.identities[$0].number }
    out.beginObject()
    out.key("attributes")
    context.attributeTemplates.prepare(book, context.caller.role, only: result.changed)
    AttributeWire.write(
      context.attributeTemplates, of: contact, shown: shown, book, only: result.changed, to: &out)
    out.member("version", contact.version)
    out.endObject()
  }
}
