public import JSON

/// An error as a reply carries it: code, message, and data that a program can act on.
///
/// The message says what is wrong and what to do. `data` always has `kind` and `retryable` (true where the same
/// request may succeed later without a change of its own), then the members below in the order given.
public struct RPCError: Error, Sendable {
  /// A member of `data`.
  public enum Datum: Sendable {
    case string(String)
    case integer(Int)
    case strings([String])
  }

  /// Which error.
  public let code: ErrorCode

  /// What is wrong, and what to do; one sentence or two, for a person.
  public let message: String

  /// What a program needs to act on it.
  public let data: [(name: String, value: Datum)]

  /// An error with its message and its data.
  public init(_ code: ErrorCode, _ message: String, _ data: [(name: String, value: Datum)] = []) {
    self.code = code
    self.message = message
    self.data = data
  }

  /// Writes the error object of JSON-RPC 2.0, section 5.1.
  public func write(to out: inout JSONWriter) {
    out.beginObject()
    out.member("code", code.number)
    out.member("message", message)
    out.key("data")
    out.beginObject()
    out.member("kind", code.kind)
    // Of all errors, a store's alone goes away by itself: a disk has room again.
    out.member("retryable", code == .storage)
    for (name, value) in data {
      out.key(escaping: name)
      switch value {
      case .string(let text): out.string(text)
      case .integer(let number): out.integer(number)
      case .strings(let texts):
        out.beginArray()
        for text in texts { out.string(text) }
        out.endArray()
      }
    }
    out.endObject()
    out.endObject()
  }
}

extension RPCError {
  /// The params do not fit the method's shape: -32602 for types and names, 1004 for content, 1008 for lists and ranges.
  public init(_ error: ShapeError) {
    let field = error.path.isEmpty ? "params" : error.path
    let at: (name: String, value: Datum) = ("field", .string(field))
    switch error.reason {
    case .mismatch(let expected, let got):
      self.init(
        .invalidParams, "\(field): expected \(expected), got \(got).",
        [at, ("expected", .string(expected)), ("got", .string(got))])
    case .missing(let expected):
      self.init(
        .invalidParams, "\(field) is missing: expected \(expected).", [at, ("expected", .string(expected))])
    case .unknown(let names):
      let parts = names.map { name, nearest in
        "\"\(name)\"" + (nearest.map { " (did you mean \"\($0)\"?)" } ?? "")
      }
      self.init(
        .invalidParams, "\(error.path.isEmpty ? "" : "\(field): ")unknown name \(parts.joined(separator: ", ")).",
        [at, ("unknown", .strings(names.map(\.name)))]
          + (names.contains { $0.nearest != nil } ? [("nearest", .strings(names.compactMap(\.nearest)))] : []))
    case .repeated:
      self.init(
        .invalidParams, "\(field) is given twice; give it once.",
        [at, ("expected", .string("each name once")), ("got", .string("the same name twice"))])
    case .refused(let reason, let example):
      self.init(
        .invalidValue, "\(field): \(reason)." + (example.map { " For example: \($0)" } ?? ""),
        [at, ("reason", .string(reason))] + (example.map { [("example", .string($0))] } ?? []))
    case .tooMany(let limit, let got):
      self.init(
        .limitExceeded, "\(field): at most \(limit) are allowed, got \(got).",
        [at, ("limit", .integer(limit)), ("got", .integer(got))])
    case .outOfRange(let min, let max, let got):
      let value: Datum = if case .integer(let number) = got { .integer(number) } else { .string(got.description) }
      self.init(
        .limitExceeded, "\(field): expected an integer from \(min) to \(max), got \(got).",
        [at, ("limit", .integer(max)), ("got", value)])
    }
  }
}
