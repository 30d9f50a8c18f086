/// The kinds of errors that a reply can carry, with their codes. Clients match `kind`.
///
/// The codes from -32768 to -32000 are those of JSON-RPC 2.0 (section 5.1); ours are positive.
public enum ErrorCode: CaseIterable, Sendable {
  case parse
  case invalidRequest
  case wireLimitExceeded
  case methodNotFound
  case invalidParams
  case internalError
  case cancelled
  case notFound
  case versionConflict
  case alreadyExists
  case invalidValue
  case forbidden
  case inUse
  case limitExceeded
  case storage
  case lookupFailed
  case wrongState

  /// The number in `error.code`.
  public var number: Int {
    switch self {
    case .parse: -32700
    case .invalidRequest, .wireLimitExceeded: -32600
    case .methodNotFound: -32601
    case .invalidParams: -32602
    case .internalError: -32603
    case .cancelled: -32800
    case .notFound: 1001
    case .versionConflict: 1002
    case .alreadyExists: 1003
    case .invalidValue: 1004
    case .forbidden: 1005
    case .inUse: 1007
    case .limitExceeded: 1008
    case .storage: 1011
    case .lookupFailed: 1012
    case .wrongState: 1013
    }
  }

  /// The word in `error.data.kind`.
  public var kind: String {
    switch self {
    case .parse: "parse"
    case .invalidRequest: "invalidRequest"
    case .methodNotFound: "methodNotFound"
    case .invalidParams: "invalidParams"
    case .internalError: "internal"
    case .cancelled: "cancelled"
    case .notFound: "notFound"
    case .versionConflict: "versionConflict"
    case .alreadyExists: "alreadyExists"
    case .invalidValue: "invalidValue"
    case .forbidden: "forbidden"
    case .inUse: "inUse"
    case .wireLimitExceeded, .limitExceeded: "limitExceeded"
    case .storage: "storage"
    case .lookupFailed: "lookupFailed"
    case .wrongState: "wrongState"
    }
  }

  /// When it is raised, and what its data says; for the documents.
  public var meaning: String {
    switch self {
    case .parse: "The line is not JSON (RFC 8259), or not UTF-8. The id is null."
    case .invalidRequest: "The line is JSON, but not a JSON-RPC 2.0 message; `field` names the member at fault."
    case .wireLimitExceeded:
      "A line, its nesting, a batch or a batch's answers are over a limit of the wire: `limit`, `got`. See system.info."
    case .methodNotFound: "No method has this name; `nearest` is the name that was probably meant."
    case .invalidParams:
      "A param is missing, of a wrong type or not one of the words allowed: `field`, `expected`, `got`; or unknown: `unknown`, and in `nearest` the names that were probably meant."
    case .internalError: "A fault of the server's own. Nothing was changed."
    case .cancelled:
      "The call waited for something outside of the process, and `$/cancelRequest` or the end of the session ended it."
    case .notFound: "Nothing has this id or key: `what`, `id`; `nearest` is the one that was probably meant."
    case .versionConflict:
      "The thing changed since the caller read it: `current` is its version now. Nothing was changed."
    case .alreadyExists: "Something else has this identity or id already: `what`, `id` of the one that has it."
    case .invalidValue: "A text or an attribute value that its format refuses: `field`, `reason`, `example`."
    case .forbidden:
      "The caller may not do this: `needs` is the role it takes, `role` the one that the caller has now; or `reason` says why nobody may."
    case .inUse:
      "Something uses what was to be changed or removed: `by` says what, `count` how many of them, `ids` which (ten at most), `field` the param."
    case .limitExceeded:
      "A list, a page, or how many things of a kind the desk has is over a limit: `field`, `limit`, `got`."
    case .storage:
      "The disk is full or failing; reads go on. `reason` is the system's, `advice` what to do. `kept` is `no`: nothing was changed; or, where not even that could be written, `unknown`: whoever opens the folder next may find the change. Any method that writes may meet it."
    case .lookupFailed:
      "The CRM could not answer: `connector` is its name, `reason` what happened. The look-up is `failed`; of the contact only `lastLookupAt` and `lastLookupOk` moved."
    case .wrongState:
      "The thing is in a state in which this cannot be done: `state`; `field` is the param that names it."
    }
  }
}
