/// E-mail addresses: a dot-atom, `@`, a domain name (RFC 5321, section 4.1.2, with the lengths of 4.5.3.1).
///
/// Quoted local parts and address literals, which no customer has, are refused; so are non-ASCII addresses (RFC 6531),
/// for now. The domain is lower-cased; the local part, whose case may matter, stays.
public enum EmailAddress {
  static let example = "mira@example.com"

  static func normalise(_ text: String) throws(Refusal) -> String {
    let tooLong = refusal("too long: at most 64 characters before the @ and 254 in all (RFC 5321)")
    guard text.utf8.count <= 254 else { throw tooLong }
    // Before all that looks at characters: a mark behind the @ would be part of it.
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw refusal("e-mail addresses beyond ASCII are not supported yet; write the domain in its xn-- form")
    }
    guard let at = text.lastIndex(of: "@") else { throw refusal("an e-mail address has an @") }
    let (local, domain) = (text[..<at], text[text.index(after: at)...])
    guard local.utf8.count <= 64 else { throw tooLong }
    let atoms = local.split(separator: ".", omittingEmptySubsequences: false)
    guard atoms.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isAtomByte) }) else {
      throw refusal("before the @ come letters, digits and !#$%&'*+-/=?^_`{|}~ with single dots between them")
    }
    guard HostName.isDomain(domain) else { throw refusal("behind the @ comes a domain name such as example.com") }
    return "\(local)@\(domain.lowercased())"
  }

  /// The form under which two spellings of an address are the same person's: the local part in folded case (hosts that
  /// tell apart `Mira@` and `mira@` are not met any more), the host in lower case as A-labels. Where the text is no
  /// address, all of it in folded case.
  public static func comparisonForm(_ text: String) -> String {
    do throws(Refusal) {
      return CaseFolding.fold(try normalise(text))
    } catch {
      return CaseFolding.fold(text)
    }
  }

  /// atext of RFC 5322, section 3.2.3.
  private static func isAtomByte(_ byte: UInt8) -> Bool {
    PercentEncoding.isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  private static func refusal(_ reason: String) -> Refusal { Refusal(reason, example: example) }
}
