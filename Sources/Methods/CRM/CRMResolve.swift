import Connectors
import Desk
import JSON
import RPC

/// `crm.resolve`: an integration answers for the CRM.
enum CRMResolve: Method {
  /// Which look-up, and the answer.
  struct Params {
    let lookupId: String
    let match: Nullable<Customer>
    let error: String?
    let ifVersion: Int?
  }

  static let name: StaticString = "crm.resolve"
  static let summary = "Answers a look-up for the CRM: with a customer, with none, or with a failure."
  static let details = """
    Exactly one of `match` and `error`. A customer is `proposed`, and `changes` says what the card would show instead; \
    with the connector's `autoConfirm` it is `confirmed` at once. Keys that the desk does not have, and values that \
    their format refuses, are left out and named in `ignored`; null is a missing key. After a failure nothing of the \
    contact is another but `lastLookupAt` and `lastLookupOk`. Only confirming moves the contact's version.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .limitExceeded, .forbidden, .notFound, .versionConflict, .wrongState,
  ]
  static let result = LookupWire.changed
  static let examples = [
    Example(
      "A customer",
      #"{"lookupId":"lookup-1","match":{"customerId":"C-1189","attributes":{"email":"mira@kowalska.example"}}}"#),
    Example(
      "A customer with more than the desk takes",
      #"{"lookupId":"lookup-2","match":{"customerId":"C-77","attributes":{"shoeSize":42,"phone":null}}}"#),
  ]

  /// A customer as the CRM tells them, here and in a file.
  static let customer = Shape<Customer>.object("Customer") { fields throws(ShapeError) in
    Customer(
      customerId: try fields.required("customerId", Shapes.text(.name), "The CRM's own id of the customer."),
      attributes: try fields.optional("attributes", attributes, "What the CRM knows, by key.") ?? [])
  }

  /// A CRM may list a key that it knows nothing of: with null.
  private static let attributes = Shape(
    .map(.anyOf([.null, Shapes.attributeInput.schema]), max: DeskLimits.definitionsMax), placeholder: [],
    read: Shapes.attributes.read)

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      lookupId: try fields.lookupId(),
      match: try fields.nullable("match", customer, "The customer; null: nobody is like that, or several are."),
      error: try fields.optional("error", Shapes.text(.reason), "Why the CRM could not answer."),
      ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<LookupID> {
    let isAnswered = if case .absent = params.match { false } else { true }
    guard isAnswered != (params.error != nil) else {
      throw .invalidParams("match", expected: "exactly one of match and error", got: isAnswered ? "both" : "neither")
    }
    let id = try book.lookup(params.lookupId, ifVersion: params.ifVersion)
    try book.check(id, is: .asked)
    let contact = book[id].contact
    if let reason = params.error {
      return Decision(id, changes: book.changes(by: .failed(reason: reason), to: id, of: contact))
    }
    try book.checkUnmoved(id)
    guard case .value(let customer) = params.match else {
      return Decision(id, changes: book.changes(by: .nobody, to: id, of: contact))
    }
    return Decision(id, changes: book.changes(by: .customer(customer), to: id, of: contact))
  }

  static func write(_ id: LookupID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    LookupWire.writeChanged(id, book, to: &out)
  }
}
