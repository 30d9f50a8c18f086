// Texts of which only A to Z have two cases: schemes, servers, handles.

extension StringProtocol {
  /// Whether the text begins with these bytes, which are ASCII in lower case, in either case. By bytes: a combining
  /// mark after the last one belongs to what follows.
  func beginsIgnoringCase(with prefix: String) -> Bool {
    utf8.count >= prefix.utf8.count && zip(utf8, prefix.utf8).allSatisfy { ASCIICase.lowered($0) == $1 }
  }

  /// Whether the text ends with these bytes, which are ASCII in lower case, in either case.
  func endsIgnoringCase(with suffix: String) -> Bool {
    utf8.count >= suffix.utf8.count
      && zip(utf8.suffix(suffix.utf8.count), suffix.utf8)
        .allSatisfy { ASCIICase.lowered($0) == $1 }
  }
}

enum ASCIICase {
  /// The text with A to Z in lower case.
  static func lowered(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 &- 0x41 < 26 }) else { return text }
    return String(decoding: text.utf8.map(lowered), as: UTF8.self)
  }

  @inline(__always)
  static func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
