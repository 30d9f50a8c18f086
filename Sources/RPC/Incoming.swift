public import JSON

/// What one message of a client asks for.
///
/// The checks run in the order that the protocol promises: members given twice, `jsonrpc`, `id`, `method`, `params`.
/// The look-up of the method is the server's.
public enum Incoming {
  /// A call; `id` is nil for a notification, which is never answered.
  case call(id: RequestID?, method: JSONValue, params: JSONValue?)
  /// Nothing to execute and nothing to answer: a reply to what we never asked, or a notification with bad params.
  case unanswered
  /// Not a message: answered with the error under this id.
  case invalid(RequestID, RPCError)

  /// Reads one message: a line's value, or an element of a batch.
  public init(_ message: JSONValue) {
    guard message.kind == .object else {
      self = .invalid(
        .null,
        RPCError(
          .invalidRequest, "A message is a JSON object, or an array of them; got \(message.summary).",
          [("expected", .string("an object")), ("got", .string(message.summary))]))
      return
    }
    guard message.count <= WireLimits.membersMax else {
      self = Members.ofTooMany(message)
      return
    }
    let members: Members
    do throws(RPCError) { members = try Members(message) } catch {
      self = .invalid(.null, error)
      return
    }
    self = members.checked()
  }
}

/// The top-level members that count; the others are ignored.
private struct Members {
  var jsonrpc: JSONValue?
  var id: JSONValue?
  var method: JSONValue?
  var params: JSONValue?
  var hasOutcome = false
  private var others = 0

  @inline(__always)
  init(_ message: JSONValue) throws(RPCError) {
    for (name, value) in message.members { try take(name, value) }
    if others > 1 { try Self.checkOthers(message) }
  }

  /// The first members of a message that has too many.
  private init(first count: Int, of message: JSONValue) throws(RPCError) {
    for (name, value) in message.members.prefix(count) { try take(name, value) }
  }

  @inline(__always)
  private mutating func take(_ name: JSONValue, _ value: JSONValue) throws(RPCError) {
    if name.equals("jsonrpc") {
      try Self.once(&jsonrpc, value, name)
    } else if name.equals("id") {
      try Self.once(&id, value, name)
    } else if name.equals("method") {
      try Self.once(&method, value, name)
    } else if name.equals("params") {
      try Self.once(&params, value, name)
    } else {
      others += 1
      if name.equals("result") || name.equals("error") { hasOutcome = true }
    }
  }

  /// What a message with too many members comes to, by the first of them: the others are not looked at.
  @inline(never)
  static func ofTooMany(_ message: JSONValue) -> Incoming {
    let limit = WireLimits.membersMax
    let error = RPCError(
      .wireLimitExceeded, "A message has at most \(limit) members; got \(message.count).",
      [("limit", .integer(limit)), ("got", .integer(message.count))])
    let members: Members
    do throws(RPCError) { members = try Members(first: limit, of: message) } catch { return .invalid(.null, error) }
    if members.isReply, members.jsonrpc?.equals("2.0") ?? false { return .unanswered }
    return .invalid(members.isLongId ? .null : members.id.flatMap(RequestID.init) ?? .null, error)
  }

  @inline(__always)
  private var isReply: Bool { method == nil && hasOutcome }

  @inline(__always)
  private var isLongId: Bool { id.map { $0.raw.count > WireLimits.requestIdBytesMax } ?? false }

  @inline(__always)
  private static func once(_ slot: inout JSONValue?, _ value: JSONValue, _ name: JSONValue) throws(RPCError) {
    guard slot == nil else { throw twice(name) }
    slot = value
  }

  /// Members that mean nothing to us must still not come twice.
  private static func checkOthers(_ message: JSONValue) throws(RPCError) {
    var seen: Set<[UInt8]> = []
    for (name, _) in message.members {
      guard seen.insert(name.contentKey).inserted else { throw twice(name) }
    }
  }

  private static func twice(_ name: JSONValue) -> RPCError {
    let name = name.repeatedText
    return RPCError(
      .invalidRequest, "The member \"\(name)\" is given twice; give it once.",
      [("field", .string(name)), ("expected", .string("each member once"))])
  }

  @inline(__always)
  func checked() -> Incoming {
    let isLong = isLongId
    let id = isLong ? nil : self.id.map(RequestID.init)
    // An id that is none cannot be echoed; a readable one is, whatever else is wrong.
    let echo = (id ?? nil) ?? .null
    guard let jsonrpc, jsonrpc.equals("2.0") else {
      return .invalid(echo, wrong("jsonrpc", "\"2.0\"", self.jsonrpc))
    }
    if isReply { return .unanswered }
    if let long = self.id, isLong { return .invalid(.null, tooLong(long)) }
    if case .some(.none) = id { return .invalid(.null, wrong("id", "a string, a number or null", self.id)) }
    guard let method, method.kind == .string else {
      return .invalid(echo, wrong("method", "a string", self.method))
    }
    if let params, params.kind != .object, params.kind != .array, !params.isNull {
      let got = params.summary
      let error = RPCError(
        .invalidParams, "params: expected an object or an array, got \(got).",
        [("field", .string("params")), ("expected", .string("an object or an array")), ("got", .string(got))])
      // A notification is never answered, not even with an error.
      return self.id == nil ? .unanswered : .invalid(echo, error)
    }
    return .call(id: id ?? nil, method: method, params: params)
  }

  private func tooLong(_ id: JSONValue) -> RPCError {
    let (limit, got) = (WireLimits.requestIdBytesMax, id.raw.count)
    return RPCError(
      .wireLimitExceeded, "id: at most \(limit) bytes are allowed, got \(got).",
      [("field", .string("id")), ("limit", .integer(limit)), ("got", .integer(got))])
  }

  private func wrong(_ field: String, _ expected: String, _ value: JSONValue?) -> RPCError {
    guard let value else {
      return RPCError(
        .invalidRequest, "\(field) is missing: expected \(expected).",
        [("field", .string(field)), ("expected", .string(expected))])
    }
    return RPCError(
      .invalidRequest, "\(field): expected \(expected), got \(value.summary).",
      [("field", .string(field)), ("expected", .string(expected)), ("got", .string(value.summary))])
  }
}
