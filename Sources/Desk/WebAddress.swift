/// Absolute `http` and `https` URLs (RFC 3986).
///
/// Scheme and host are lower-cased; what may not stand raw in the rest is percent-encoded as UTF-8. Hosts beyond ASCII
/// are refused (write the xn-- form), and so are user names (`user@host`), which only phishing has (RFC 9110, 4.2.4).
public enum WebAddress {
  static let example = "https://example.com/mira"

  /// The normal form of a URL, or why it is refused. Neither it nor the text may have more than `bytesMax` bytes.
  public static func normalise(_ text: String, bytesMax: Int = DeskLimits.urlBytesMax) throws(Refusal) -> String {
    try checkLength(text, bytesMax)
    // By bytes throughout: a mark behind the slash is not part of the slash.
    guard let scheme = ["http://", "https://"].first(where: { begins(text, with: $0) }) else {
      throw refusal("begin with http:// or https://")
    }
    // Browsers read it as a slash, RFC 3986 as a letter like others: where the host ends, they disagree.
    guard !text.utf8.contains(UInt8(ascii: "\\")) else { throw refusal("a \\ has no place in a URL; write / or %5C") }
    let rest = text.utf8.dropFirst(scheme.utf8.count)
    let tail = rest.drop { !"/?#".utf8.contains($0) }
    let authority = Substring(rest[..<tail.startIndex])
    try check(authority)
    guard !tail.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw refusal("control characters have no place in a URL")
    }
    guard isEscaped(tail) else {
      throw refusal("a % must be followed by two hexadecimal digits; write %25 for a percent sign")
    }
    // The first # begins the fragment, which can have none itself (RFC 3986, section 3.5).
    let fragment = tail.drop { $0 != UInt8(ascii: "#") }
    let result =
      scheme + authority.lowercased()
      + PercentEncoding.encode(tail[..<fragment.startIndex], keeping: isURLByte)
      + (fragment.isEmpty ? "" : "#" + PercentEncoding.encode(fragment.dropFirst(), keeping: isURLByte))
    try checkLength(result, bytesMax)
    return result
  }

  private static func checkLength(_ text: String, _ bytesMax: Int) throws(Refusal) {
    guard text.utf8.count <= bytesMax else {
      throw refusal("at most \(bytesMax) bytes are allowed, got \(text.utf8.count)")
    }
  }

  private static func begins(_ text: String, with scheme: String) -> Bool {
    String(decoding: text.utf8.prefix(scheme.utf8.count), as: UTF8.self).lowercased().sameScalars(as: scheme)
  }

  /// host [ ":" port ]; the host a name, an IPv4 address, or an IPv6 address in brackets.
  private static func check(_ authority: Substring) throws(Refusal) {
    guard !authority.utf8.contains(UInt8(ascii: "@")) else {
      throw refusal("a URL with a user name is not accepted; give the address without it")
    }
    var host = authority
    if let colon = authority.utf8.lastIndex(of: UInt8(ascii: ":")), authority.utf8.last != UInt8(ascii: "]") {
      let port = authority.utf8[colon...].dropFirst()
      guard port.count <= 5, port.allSatisfy({ $0 &- 0x30 < 10 }), Int(Substring(port)) ?? 65_536 <= 65_535 else {
        throw refusal("a port is a number up to 65535")
      }
      host = authority[..<colon]
    }
    guard host.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw refusal("host names beyond ASCII are not supported yet; write the host in its xn-- form")
    }
    if host.hasPrefix("["), host.hasSuffix("]") {
      guard HostName.isIPv6(host.dropFirst().dropLast()) else {
        throw refusal("not an IPv6 address such as [2001:db8::1]")
      }
      return
    }
    guard HostName.isHost(host) else { throw refusal("a host name such as example.com comes behind the //") }
    guard !HostName.endsInNumber(host) || HostName.isIPv4(host) else {
      throw refusal("a host that ends in a number is an IPv4 address such as 192.0.2.1")
    }
  }

  /// What a URL may hold behind the authority without encoding: `%`, and what RFC 3986 has in path, query and fragment
  /// (sections 3.3 to 3.5), so neither brackets nor another `#`.
  private static func isURLByte(_ byte: UInt8) -> Bool {
    PercentEncoding.isUnreserved(byte) || ":/?@!$&'()*+,;=%".utf8.contains(byte)
  }

  private static func isEscaped(_ text: Substring.UTF8View) -> Bool {
    let bytes = Array(text)
    return bytes.indices.allSatisfy { index in
      bytes[index] != UInt8(ascii: "%")
        || (index + 2 < bytes.count && PercentEncoding.isHexDigit(bytes[index + 1])
          && PercentEncoding.isHexDigit(bytes[index + 2]))
    }
  }

  private static func refusal(_ reason: String) -> Refusal { Refusal(reason, example: example) }
}
