import JSON

/// What a line is to be answered, by the rules of the protocol alone: how many answers, under which ids.
enum Expected {
  /// One answer, an error whatever happens if `isError`.
  case one(id: [UInt8], isError: Bool)
  /// The answers of a batch, in order; none at all if there is none.
  case batch([[UInt8]])
  case none

  private static let null = Array("null".utf8)

  init(_ line: [UInt8]) {
    let fault = Expected.one(id: Self.null, isError: true)
    do {
      self = try line.withUnsafeBytes { bytes in
        try JSONTape(depthMax: 128).withValue(of: bytes) { value in
          guard value.kind == .array else { return Self.answer(to: value) }
          guard (1...1_000).contains(value.count) else { return fault }
          return .batch(
            value.elements.compactMap { if case .one(let id, _) = Self.answer(to: $0) { id } else { nil } })
        }
      }
    } catch {
      self = fault
    }
  }

  private static func answer(to message: JSONValue) -> Expected {
    var members: [[UInt8]: JSONValue] = [:]
    for (name, value) in message.members {
      guard members.updateValue(value, forKey: name.contentKey) == nil else { return .one(id: null, isError: true) }
    }
    func member(_ name: String) -> JSONValue? { members[Array(name.utf8)] }
    var echo = null
    if let id = member("id"), [.string, .number].contains(id.kind) { echo = Array(id.token) }
    guard let version = member("jsonrpc"), version.equals("2.0") else { return .one(id: echo, isError: true) }
    let method = member("method")
    if method == nil, member("result") != nil || member("error") != nil { return .none }
    if let id = member("id"), ![.string, .number, .null].contains(id.kind) { return .one(id: null, isError: true) }
    guard method?.kind == .string else { return .one(id: echo, isError: true) }
    if member("id") == nil { return .none }
    let isSound = member("params").map { [.object, .array, .null].contains($0.kind) } ?? true
    return .one(id: echo, isError: !isSound)
  }

  /// Looks at what was answered; true if it was one error. `isCut`: the line ended the session, so that a batch may
  /// have fewer answers.
  func check(_ answer: [UInt8], isCut: Bool) throws -> Bool {
    if case .none = self {
      try hold(answer.isEmpty, "answered, and nothing was asked")
      return false
    }
    if case .batch([]) = self {
      try hold(answer.isEmpty, "answered, and nothing was asked")
      return false
    }
    if isCut, answer.isEmpty, case .batch = self { return false }
    try hold(answer.last == 0x0A && answer.firstIndex(of: 0x0A) == answer.count - 1, "not one line")
    return try answer.dropLast().withUnsafeBytes { bytes in
      let outcome = try JSONTape(depthMax: 256).withValue(of: bytes) { value in Result { try check(value, isCut) } }
      try hold(StrictGrammar.compact(bytes, depthMax: 256)?.count == bytes.count, "not compact JSON")
      return try outcome.get()
    }
  }

  private func check(_ answer: JSONValue, _ isCut: Bool) throws -> Bool {
    switch self {
    case .none: return false
    case .one(let id, let mustFail):
      let isError = try Self.check(answer, id)
      try hold(isError || !mustFail, "no error")
      return isError
    case .batch(let ids):
      try hold(answer.kind == .array, "no array for a batch")
      try hold(answer.count == ids.count || isCut && answer.count < ids.count, "\(answer.count) of \(ids.count)")
      for (answer, id) in zip(answer.elements, ids) { _ = try Self.check(answer, id) }
      return false
    }
  }

  /// One response (JSON-RPC 2.0, section 5); true if it is an error.
  private static func check(_ answer: JSONValue, _ id: [UInt8]) throws -> Bool {
    try hold(answer.kind == .object && answer.count == 3, "not a response")
    try hold(answer.member("jsonrpc")?.equals("2.0") == true, "no jsonrpc")
    guard let echo = answer.member("id") else { throw Violation("no id") }
    // Line separators are escaped in what we write.
    let separators = ["\u{85}": "\\u0085", "\u{2028}": "\\u2028", "\u{2029}": "\\u2029"]
    var expected = id
    for (separator, escape) in separators where id.contains(where: { $0 >= 0xC2 }) {
      expected.replace(Array(separator.utf8), with: Array(escape.utf8))
    }
    try hold(echo.token.elementsEqual(expected), "id \(echo.tokenText), not \(String(decoding: id, as: UTF8.self))")
    if answer.member("result") != nil { return false }
    guard let error = answer.member("error") else { throw Violation("neither result nor error") }
    try hold(error.member("code")?.integer != nil, "no code")
    try hold(error.member("message")?.string?.isEmpty == false, "no message")
    try hold(error.member("data")?.member("kind")?.string != nil, "no kind")
    // Faults of ours are told as such: here there is none.
    try hold(error.member("code")?.integer != -32_603, "internal: \(error.member("message")?.string ?? "")")
    return true
  }
}
