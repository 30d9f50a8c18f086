/// The ids that people choose: of channels, teams, agents.
public enum ChosenID {
  /// As a regular expression, for the documents.
  public static let pattern = "^[A-Za-z0-9._-]{1,64}$"

  /// Whether a text is one: 1 to 64 letters, digits, `.`, `_`, `-` of ASCII.
  public static func isValid(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.count <= 64 && text.utf8.allSatisfy(isByte)
  }

  static func isByte(_ byte: UInt8) -> Bool { PercentEncoding.isAlphanumeric(byte) || "._-".utf8.contains(byte) }
}
