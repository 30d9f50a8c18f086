import Text

/// Absolute `http` and `https` URLs (RFC 3986) as people paste them, in one normal form.
///
/// The normal form follows RFC 3986, sections 6.2.2 and 6.2.3: scheme and host in lower case, the host as A-labels
/// (`HostName`) or as an address in its usual form, no port where it is the scheme's or empty, `/` for an empty path,
/// no dot segments; unreserved characters as themselves, what may not stand raw percent-encoded as UTF-8, with
/// upper-case digits. White space and invisible characters at the ends fall away.
///
/// Refused are user names (`user@host`), which only phishing has (RFC 9110, section 4.2.4), a `\`, invisible characters
/// inside, and spellings of an IPv4 address other than `192.0.2.1` (`127.1`, `0x7f000001`).
public enum WebAddress {
  /// A URL in its normal form.
  public static let example = "https://example.com/mira"

  /// The normal form of a URL, or why it is refused. Neither it nor the text may have more than `bytesMax` bytes.
  public static func normalise(_ text: String, bytesMax: Int = DeskLimits.urlBytesMax) throws(Refusal) -> String {
    guard text.utf8.count <= bytesMax else {
      throw refusal("at most \(bytesMax) bytes are allowed, got \(text.utf8.count)")
    }
    var plain = text
    if plain.withUTF8(isNormal) { return text }
    let result = try rewritten(text.trimmingInvisible())
    guard result.utf8.count <= bytesMax else {
      throw refusal("at most \(bytesMax) bytes are allowed, got \(result.utf8.count) with all that needs it encoded")
    }
    return result
  }

  /// The text with each space inside as `%20`, as browsers write it: what a file's address of a channel means that was
  /// put together from the file's name. Of an address that a person pastes nobody knows what the space means.
  public static func encodingSpaces(in text: String) -> String {
    guard text.utf8.contains(0x20) else { return text }
    let bytes = text.trimmingInvisible().utf8.flatMap { $0 == 0x20 ? Array("%20".utf8) : [$0] }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether these bytes are a URL in its normal form. False only says that it takes a closer look: at a port, an
  /// address in place of a name, a segment that begins with a dot.
  private static func isNormal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count > 8, bytes[0] == 0x68, bytes[1] == 0x74, bytes[2] == 0x74, bytes[3] == 0x70 else { return false }
    let colon = bytes[4] == UInt8(ascii: "s") ? 5 : 4
    guard bytes[colon] == UInt8(ascii: ":"), bytes[colon + 1] == slash, bytes[colon + 2] == slash,
      let host = HostName.plainHost(in: bytes, from: colon + 3), host.end < bytes.count, bytes[host.end] == slash
    else { return false }
    var index = host.end + 1
    var last = slash
    while index < bytes.count {
      let byte = bytes[index]
      if byte == dot, last == slash { return false }
      guard let next = step(bytes, index) ?? (byte == slash ? index + 1 : nil) else { break }
      last = byte
      index = next
    }
    guard index < bytes.count else { return true }
    var mayBeginFragment = true
    guard bytes[index] == question || bytes[index] == hash else { return false }
    while index < bytes.count {
      let byte = bytes[index]
      if let next = step(bytes, index) {
        index = next
      } else if byte == slash || byte == question || byte == hash && mayBeginFragment {
        mayBeginFragment = mayBeginFragment && byte != hash
        index += 1
      } else {
        return false
      }
    }
    return true
  }

  /// The place after a byte that may stand raw in a segment, or after an encoded one in its normal form.
  @inline(__always)
  private static func step(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
    if isSegmentByte(bytes[index]) { return index + 1 }
    guard bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
      let high = PercentEncoding.upperHexValue(bytes[index + 1]),
      let low = PercentEncoding.upperHexValue(bytes[index + 2]), !PercentEncoding.isUnreserved(high << 4 | low)
    else { return nil }
    return index + 3
  }

  private static func rewritten(_ text: Substring) throws(Refusal) -> String {
    // By bytes throughout: a combining mark after the slash is not part of the slash.
    guard let scheme = ["http://", "https://"].first(where: { text.beginsIgnoringCase(with: $0) }) else {
      throw refusal("begin with http:// or https://")
    }
    // Browsers read it as a slash, RFC 3986 as a letter like others: where the host ends, they disagree.
    guard !text.utf8.contains(UInt8(ascii: "\\")) else { throw refusal("a \\ has no place in a URL; write / or %5C") }
    let rest = Array(text.utf8.dropFirst(scheme.utf8.count))
    let authority = rest.prefix { $0 != slash && $0 != question && $0 != hash }
    let tail = rest[authority.endIndex...]
    var result = Array(scheme.utf8)
    result.reserveCapacity(text.utf8.count + 1)
    if let invisible = invisible(in: authority) {
      throw refusal("\(invisible.codePoint) has no place in a host name or a port; leave it out")
    }
    let host = try host(Substring(decoding: authority, as: UTF8.self).utf8, isSecure: scheme.utf8.count == 8)
    result += host.utf8
    if let invisible = invisible(in: tail) {
      let encoded = invisible.utf8.reduce(into: "") { $0 += PercentEncoding.encoded($1) }
      throw refusal(
        "\(invisible.codePoint) has no place in a URL; leave it out, or write \(encoded) if it belongs there")
    }
    try appendTail(tail, to: &result)
    return String(decoding: result, as: UTF8.self)
  }

  private static func invisible(in part: ArraySlice<UInt8>) -> Unicode.Scalar? {
    guard part.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) else { return nil }
    return String(decoding: part, as: UTF8.self).unicodeScalars.first(where: \.isInvisible)
  }

  static func refusal(_ reason: String) -> Refusal { Refusal(reason, example: example) }

  static let slash = UInt8(ascii: "/")
  static let question = UInt8(ascii: "?")
  static let hash = UInt8(ascii: "#")
  static let dot = UInt8(ascii: ".")
}

/// The authority: a name, an IPv4 address, or an IPv6 address in brackets, with or without a port.
extension WebAddress {
  private static func host(_ authority: Substring.UTF8View, isSecure: Bool) throws(Refusal) -> String {
    guard !authority.contains(UInt8(ascii: "@")) else {
      throw refusal("a URL with a user name is not accepted; give the address without it")
    }
    guard authority.first == UInt8(ascii: "[") else {
      let host = authority.prefix { $0 != UInt8(ascii: ":") }
      let port = authority[host.endIndex...]
      guard !port.dropFirst().contains(UInt8(ascii: ":")) else {
        throw refusal("a host has one port after one colon; write an IPv6 address in brackets, as [2001:db8::1]")
      }
      return try name(Substring(host)) + portForm(port, isSecure)
    }
    let literal = authority.prefix { $0 != UInt8(ascii: "]") }
    guard literal.endIndex < authority.endIndex, let address = IPAddress.ipv6Form(literal.dropFirst()) else {
      throw refusal("not an IPv6 address such as [2001:db8::1]")
    }
    return "[\(address)]" + (try portForm(authority[literal.endIndex...].dropFirst(), isSecure))
  }

  private static func name(_ host: Substring) throws(Refusal) -> String {
    let name: String
    do throws(Refusal) { name = try HostName.asciiForm(host) } catch { throw refusal(error.reason) }
    guard !HostName.endsInNumber(name) || IPAddress.isIPv4(name.utf8[...]) else {
      throw refusal("a host that ends in a number is an IPv4 address such as 192.0.2.1")
    }
    return name
  }

  /// The port with its colon, without leading zeros; nothing if it is empty or the scheme's own.
  private static func portForm(_ port: Substring.UTF8View, _ isSecure: Bool) throws(Refusal) -> String {
    guard let colon = port.first else { return "" }
    let digits = port.dropFirst()
    let significant = digits.drop { $0 == UInt8(ascii: "0") }
    guard colon == UInt8(ascii: ":"), digits.allSatisfy({ $0 &- 0x30 < 10 }), significant.count <= 5,
      let number = significant.isEmpty ? 0 : Int(Substring(significant)), number <= 65_535
    else { throw refusal("a port is a number from 0 to 65535") }
    return digits.isEmpty || number == (isSecure ? 443 : 80) ? "" : ":\(number)"
  }
}
