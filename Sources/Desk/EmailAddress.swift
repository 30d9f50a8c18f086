@_spi(_Unicode) import Swift
import Text

/// E-mail addresses: a local part, `@`, a domain name (RFC 5321, section 4.1.2), both also beyond ASCII (RFC 6531).
///
/// The normal form has the local part as given, because its case may matter to the host, and the domain in lower case
/// as A-labels. Accepted beyond RFC 5321, because people have such addresses: local parts of more than 64 bytes, and
/// with dots at their ends or next to each other. Quoted local parts and address literals are refused: nobody gives
/// them to a help desk, and many mail systems refuse them too.
///
/// Of a pasted address fall away: white space and invisible characters at its ends, a leading `mailto:` (RFC 6068) and
/// the `<` and `>` of a path, none of which an address can begin with. An address with a name before it is refused,
/// because the name would be lost without a word.
public enum EmailAddress {
  static let example = "mira@example.com"
  /// Bytes of an address (RFC 5321, section 4.5.3.1.3, without the angle brackets of a path).
  static let bytesMax = 254

  /// The normal form of an address, or why it is refused. Neither it nor the text may have more than 254 bytes.
  static func normalise(_ text: String) throws(Refusal) -> String {
    try checkLength(text)
    var plain = text
    if plain.withUTF8(isNormal) { return text }
    let address = try unwrapped(text.trimmingInvisible())
    let (local, host) = try split(address)
    try checkLocalPart(local)
    guard host.utf8.first != UInt8(ascii: "[") else {
      throw refusal("an address literal such as [192.0.2.1] is not accepted; give the domain name")
    }
    let domain: String
    do throws(Refusal) { domain = try HostName.asciiForm(host) } catch { throw refusal("after the @: \(error.reason)") }
    guard HostName.isDomain(domain) else {
      throw refusal("after the @ comes a domain name such as example.com: two labels or more, the last not a number")
    }
    let result = "\(local)@\(domain)"
    try checkLength(result)
    return result
  }

  /// The form under which two spellings of an address are the same person's: the normal form in folded case and
  /// composed (NFC). Hosts that distinguish `Mira@` and `mira@` are rare, and people who spell one address in two ways
  /// are not. Of a text that is no address: all of it in folded case.
  public static func comparisonForm(_ text: String) -> String {
    do throws(Refusal) {
      let address = try normalise(text)
      guard address.utf8.contains(where: { $0 >= 0x80 }), let at = address.utf8.lastIndex(of: UInt8(ascii: "@")) else {
        return CaseFolding.fold(address)
      }
      // The host is ASCII in lower case, and nothing composes with the @.
      return composed(CaseFolding.fold(composed(String(address[..<at])))) + address[at...]
    } catch {
      return CaseFolding.fold(text)
    }
  }

  private static func composed(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text._nfc)
    return String(scalars)
  }

  // MARK: Parts

  /// Whether these bytes are an address of ASCII in its normal form. False only says that it takes a closer look.
  private static func isNormal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < bytes.count, isLocalByte(bytes[index]) { index += 1 }
    guard index > 0, index < bytes.count, bytes[index] == UInt8(ascii: "@"),
      let host = HostName.plainHost(in: bytes, from: index + 1)
    else { return false }
    return host.hasDot && host.end == bytes.count
  }

  /// The address in what is pasted.
  private static func unwrapped(_ text: Substring) throws(Refusal) -> Substring {
    let text = withoutBrackets(text)
    if text.utf8.last == UInt8(ascii: ")"), text.utf8.contains(UInt8(ascii: "(")) {
      throw refusal("give the address alone, without what is in ( and )")
    }
    let scheme = "mailto:"
    guard text.beginsIgnoringCase(with: scheme) else { return try withoutName(text) }
    let address = text.utf8.dropFirst(scheme.utf8.count)
    // In such a URI a % begins an encoded character (RFC 6068, section 2); in an address, % and / stand for themselves.
    guard !address.contains(UInt8(ascii: "%")), !address.starts(with: "//".utf8) else {
      throw refusal("give the address without mailto: and without percent-encoding")
    }
    return try withoutName(withoutBrackets(Substring(address).trimmingInvisible()))
  }

  private static func withoutBrackets(_ text: Substring) -> Substring {
    guard text.utf8.first == UInt8(ascii: "<"), text.utf8.last == UInt8(ascii: ">") else { return text }
    return Substring(text.utf8.dropFirst().dropLast()).trimmingInvisible()
  }

  private static func withoutName(_ text: Substring) throws(Refusal) -> Substring {
    guard text.utf8.last == UInt8(ascii: ">"), text.utf8.contains(UInt8(ascii: "<")) else { return text }
    throw refusal("give the address between < and > alone, without the name")
  }

  private static func split(_ text: Substring) throws(Refusal) -> (local: Substring, host: Substring) {
    guard text.utf8.first != UInt8(ascii: "\"") else {
      throw refusal("a quoted part before the @ is not accepted; give an address without quotes")
    }
    // It looks like one to a reader, and where it is typed for one, the address is another.
    if let other = text.unicodeScalars.first(where: { $0.value == 0xFF20 || $0.value == 0xFE6B }) {
      throw refusal("\(other.codePoint) only looks like an @; write @")
    }
    guard let at = text.utf8.firstIndex(of: UInt8(ascii: "@")) else { throw refusal("an e-mail address has an @") }
    let (local, host) = (Substring(text.utf8[..<at]), Substring(text.utf8[at...].dropFirst()))
    guard !host.utf8.contains(UInt8(ascii: "@")) else {
      throw refusal("a second @ has no place in an e-mail address; give one address alone")
    }
    if let invisible = text.unicodeScalars.first(where: \.isIgnoredInIDs) {
      throw refusal("\(invisible.codePoint) has no place in an e-mail address; leave it out")
    }
    return (local, host)
  }

  private static func checkLocalPart(_ local: Substring) throws(Refusal) {
    guard !local.isEmpty else { throw refusal("before the @ comes the name of a mailbox, such as mira") }
    for scalar in local.unicodeScalars where scalar.isASCII && !isLocalByte(UInt8(truncatingIfNeeded: scalar.value)) {
      throw refusal("\(scalar.quoted) has no place before the @: letters, digits, dots and !#$%&'*+-/=?^_`{|}~")
    }
  }

  /// A dot, or atext of RFC 5322, section 3.2.3: what is visible in ASCII but for `()<>[]:;@\,"`.
  @inline(__always)
  private static func isLocalByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D...0x39, 0x3D, 0x3F, 0x41...0x5A, 0x5E...0x7E: true
    default: false
    }
  }

  private static func checkLength(_ text: String) throws(Refusal) {
    guard text.utf8.count <= bytesMax else {
      throw refusal("too long: at most \(bytesMax) bytes are allowed (RFC 5321), got \(text.utf8.count)")
    }
  }

  private static func refusal(_ reason: String) -> Refusal { Refusal(reason, example: example) }
}
