import Desk
import JSON
import RPC

/// `crm.lookup`: asks the CRM about a contact.
enum CRMLookup: Method {
  /// Whom.
  struct Params {
    let contactId: String
    let ifVersion: Int?
  }

  static let name: StaticString = "crm.lookup"
  static let summary = "Asks the CRM about a contact."
  static let details = """
    It is asked with the values of the lookup attributes that people and networks gave; what the CRM itself said \
    counts only where there is nothing else. With a connector of the kind `file` the look-up is answered: `noMatch`, \
    `proposed`, or with `autoConfirm` `confirmed`; with `command` too, and the answer comes when the connector has \
    answered, while other calls are answered. With `client` it is `asked`, and `request` says what with. A \
    look-up of the contact that was `asked` or `proposed` is `replaced`. Only confirming moves the contact's version.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [
    .invalidParams, .forbidden, .notFound, .versionConflict, .wrongState, .limitExceeded, .lookupFailed, .cancelled,
  ]
  static let result = LookupWire.changed
  static let examples = [
    Example("Look up", #"{"contactId":"contact-1"}"#), Example("Another contact", #"{"contactId":"contact-2"}"#),
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(contactId: try fields.contactId(), ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<LookupID> {
    let contact = try book.contact(params.contactId, ifVersion: params.ifVersion)
    guard let connector = book.connector else {
      throw .wrongState(
        "The desk has no CRM connector: an admin sets one with crm.configure.", "noConnector", "contactId")
    }
    let id = book.nextLookupID
    let changes = book.lookUp(contact, by: connector, context.server)
    guard case .command = connector.kind else { return Decision(id, changes: changes) }
    guard context.server.runsConnectors else {
      throw .wrongState(
        "This process runs no programs: start it with --connectors, if its operator trusts the desk's admins.",
        "connectorsOff", "contactId")
    }
    let (waiting, limit) = (context.server.waitingCalls, WireLimits.waitingCallsMax)
    guard waiting < limit else {
      throw RPCError(ShapeError(.tooMany(limit: limit, got: waiting + 1), path: "waitingCalls"))
    }
    return Decision(id, changes: changes, awaited: id)
  }

  static func write(
    _ id: LookupID, _ book: Book, _ context: Context, to out: inout JSONWriter
  ) throws(RPCError) {
    if case .failed(let reason) = book[id].state {
      throw RPCError(
        .lookupFailed, "\"\(book[id].crm)\" could not answer: \(reason)",
        [("connector", .string(book[id].crm)), ("reason", .string(reason))])
    }
    LookupWire.writeChanged(id, book, to: &out)
  }
}
