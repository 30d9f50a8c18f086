/// Why a text is not JSON, or not JSON that we read.
public struct JSONSyntaxError: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// The grammar (RFC 8259) wants something else here.
    case expected(String)
    /// The bytes are not UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
    case invalidUTF8
    /// Arrays and objects are nested deeper than the limit.
    case tooDeep(limit: Int)
  }

  /// What is wrong.
  public let reason: Reason

  /// Where: bytes from the start of the text, from 0.
  public let offset: Int
}
