public import JSON

/// The id of a request, token for token: `1.0` stays `1.0`, and `"1"` is not `1`.
///
/// A view into the line: it is valid as long as the line is.
public struct RequestID {
  /// The token's bytes; nil stands for `null`.
  private let token: UnsafeRawBufferPointer?

  /// The id of an error whose request has none that could be read.
  public static var null: RequestID { RequestID(token: nil) }

  private init(token: UnsafeRawBufferPointer?) { self.token = token }

  /// The id in a message; nil if it is neither a string nor a number nor `null` (JSON-RPC 2.0, section 4).
  @inline(__always)
  init?(_ value: JSONValue) {
    switch value.kind {
    case .string, .number: token = value.token
    case .null: token = nil
    case .true, .false, .array, .object: return nil
    }
  }

  /// Writes the id as it came, but for U+0085, U+2028 and U+2029, which no line of ours has: escaped they are the same
  /// value.
  @inline(__always)
  func write(to out: inout JSONWriter) {
    if let token { out.token(token) } else { out.null() }
  }

  /// The id, to be kept after its line; nil of `null`.
  public var kept: KeptRequestID? { token.map { KeptRequestID(token: Array($0)) } }

  fileprivate init(_ token: UnsafeRawBufferPointer) { self.token = token }
}

/// An id that outlives its line. Two are the same if they were written alike.
public struct KeptRequestID: Hashable, Sendable {
  fileprivate let token: [UInt8]

  /// The id in a message; nil if it is neither a string nor a number.
  public init?(_ value: JSONValue) {
    guard let kept = RequestID(value)?.kept else { return nil }
    self = kept
  }

  fileprivate init(token: [UInt8]) { self.token = token }

  /// How many bytes it is written in.
  public var byteCount: Int { token.count }

  /// Calls `body` with the id.
  public func withID<R>(_ body: (RequestID) -> R) -> R { token.withUnsafeBytes { body(RequestID($0)) } }

  /// Writes the id as it came.
  public func write(to out: inout JSONWriter) { token.withUnsafeBytes { RequestID($0).write(to: &out) } }
}
