/// Absolute `http` and `https` URLs (RFC 3986).
///
/// Scheme and host are lower-cased; white space and non-ASCII letters in the rest are percent-encoded as UTF-8.
/// Hosts beyond ASCII are refused (write the xn-- form), and so are user names (`user@host`), which only phishing
/// has (RFC 9110, 4.2.4).
public enum WebAddress {
  static let example = "https://example.com/mira"

  /// The normal form of a URL, or why it is refused.
  public static func normalise(_ text: String) throws(Refusal) -> String {
    guard let colon = text.range(of: "://"), ["http", "https"].contains(text[..<colon.lowerBound].lowercased()) else {
      throw refusal("begin with http:// or https://")
    }
    let rest = text[colon.upperBound...]
    // By scalars: a mark behind the slash is not part of the slash.
    let end = rest.unicodeScalars.firstIndex { "/?#\\".unicodeScalars.contains($0) } ?? rest.endIndex
    let authority = rest[..<end]
    try check(authority)
    let tail = rest[authority.endIndex...]
    guard !tail.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw refusal("control characters have no place in a URL")
    }
    guard isEscaped(tail) else {
      throw refusal("a % must be followed by two hexadecimal digits; write %25 for a percent sign")
    }
    let result =
      "\(text[..<colon.lowerBound].lowercased())://\(authority.lowercased())"
      + PercentEncoding.encode(String(tail), keeping: isURLByte)
    guard result.utf8.count <= DeskLimits.urlBytesMax else {
      throw refusal("at most \(DeskLimits.urlBytesMax) bytes are allowed, got \(result.utf8.count)")
    }
    return result
  }

  /// host [ ":" port ]; the host a name, an IPv4 address, or an IPv6 address in brackets.
  private static func check(_ authority: Substring) throws(Refusal) {
    guard !authority.contains("@") else {
      throw refusal("a URL with a user name is not accepted; give the address without it")
    }
    var host = authority
    if let colon = authority.lastIndex(of: ":"), authority.last != "]" {
      let port = authority[authority.index(after: colon)...]
      guard port.utf8.count <= 5, port.utf8.allSatisfy({ $0 &- 0x30 < 10 }), Int(port) ?? 65_536 <= 65_535 else {
        throw refusal("a port is a number up to 65535")
      }
      host = authority[..<colon]
    }
    guard host.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw refusal("host names beyond ASCII are not supported yet; write the host in its xn-- form")
    }
    if host.hasPrefix("["), host.hasSuffix("]") {
      let inner = host.dropFirst().dropLast()
      if inner.contains(":"), inner.utf8.allSatisfy({ PercentEncoding.isHexDigit($0) || ":.".utf8.contains($0) }) {
        return
      }
    }
    guard HostName.isHost(host) else { throw refusal("a host name such as example.com comes behind the //") }
  }

  /// What a URL may hold behind the authority without encoding: unreserved, reserved, and `%` (RFC 3986, section 2).
  private static func isURLByte(_ byte: UInt8) -> Bool {
    PercentEncoding.isUnreserved(byte) || ":/?#[]@!$&'()*+,;=%".utf8.contains(byte)
  }

  private static func isEscaped(_ text: Substring) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.allSatisfy { index in
      bytes[index] != UInt8(ascii: "%")
        || (index + 2 < bytes.count && PercentEncoding.isHexDigit(bytes[index + 1])
          && PercentEncoding.isHexDigit(bytes[index + 2]))
    }
  }

  private static func refusal(_ reason: String) -> Refusal { Refusal(reason, example: example) }
}

extension String {
  /// Where `other` first stands, by scalars. (The standard library has it only in modules that we do not load.)
  fileprivate func range(of other: String) -> Range<String.Index>? {
    var from = startIndex
    while from < endIndex {
      let rest = self[from...]
      if rest.utf8.starts(with: other.utf8) { return from..<utf8.index(from, offsetBy: other.utf8.count) }
      from = unicodeScalars.index(after: from)
    }
    return nil
  }
}
