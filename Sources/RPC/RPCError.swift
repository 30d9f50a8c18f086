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

  /// The most bytes of an error object, about: 64 KiB.
  static let bytesMax = 64 << 10

  /// Writes the error object of JSON-RPC 2.0, section 5.1: at most about `bytesMax` bytes, whatever was put into it.
  /// Texts are cut; so are lists, and a member such as `unknownMore` says how many more there were.
  public func write(to out: inout JSONWriter) {
    let room = Room(bytes: Self.bytesMax, begin: out.count)
    out.beginObject()
    out.member("code", code.number)
    out.member("message", room.fit(message, out.count))
    out.key("data")
    out.beginObject()
    out.member("kind", code.kind)
    // These alone go away by themselves: a disk has room again, a CRM is back.
    out.member("retryable", code == .storage || code == .lookupFailed)
    for (name, value) in data {
      out.key(escaping: name)
      switch value {
      case .string(let text): out.string(room.fit(text, out.count))
      case .integer(let number): out.integer(number)
      case .strings(let texts):
        out.beginArray()
        var count = 0
        while count < texts.count, room.hasMore(out.count) {
          out.string(room.fit(texts[count], out.count))
          count += 1
        }
        out.endArray()
        if count < texts.count {
          out.key(escaping: name + "More")
          out.integer(texts.count - count)
        }
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

/// How much of an error object may still be written.
private struct Room {
  let bytes: Int
  let begin: Int

  /// Whether a list may have another entry, where so much is written: the second half is for what follows it.
  func hasMore(_ written: Int) -> Bool { written - begin < bytes / 2 }

  /// As much of a text as may be half of what is left, escapes included.
  func fit(_ text: String, _ written: Int) -> String {
    let room = max(bytes - (written - begin), 0) / 2
    guard text.utf8.count > room / 6 else { return text }
    var left = room
    for index in text.unicodeScalars.indices {
      // A control character takes six bytes, and so do the line separators; past U+FFFF an escape is a pair of them.
      let scalar = text.unicodeScalars[index]
      let bytes =
        switch scalar.value {
        case 0x1_0000...: 12
        case 0..<0x20, 0x7F..<0x1_0000: 6
        default: scalar == "\"" || scalar == "\\" ? 2 : 1
        }
      left -= bytes
      if left < 0 { return String(text[..<index]) + "…" }
    }
    return text
  }
}
