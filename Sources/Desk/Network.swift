import Text

/// A network on which people write: built in, closed.
///
/// Names and profile addresses are the networks' own; colours are those of their brand pages, for a front end to draw
/// the logo that `logo` names. A network that is no brand has a neutral colour.
public enum Network: String, CaseIterable, Sendable {
  case instagram
  case facebook
  case x
  case linkedin
  case whatsapp
  case messenger
  case telegram
  case sms
  case email
  case webchat
  case other

  /// The name to show.
  public var displayName: StaticString {
    switch self {
    case .instagram: "Instagram"
    case .facebook: "Facebook"
    case .x: "X"
    case .linkedin: "LinkedIn"
    case .whatsapp: "WhatsApp"
    case .messenger: "Messenger"
    case .telegram: "Telegram"
    case .sms: "SMS"
    case .email: "E-mail"
    case .webchat: "Web chat"
    case .other: "Other"
    }
  }

  /// The key of the logo that a front end draws, and the network's id on the wire.
  public var logo: StaticString {
    switch self {
    case .instagram: "instagram"
    case .facebook: "facebook"
    case .x: "x"
    case .linkedin: "linkedin"
    case .whatsapp: "whatsapp"
    case .messenger: "messenger"
    case .telegram: "telegram"
    case .sms: "sms"
    case .email: "email"
    case .webchat: "webchat"
    case .other: "other"
    }
  }

  /// The brand colour, as CSS writes it.
  public var color: StaticString {
    switch self {
    case .instagram: "#E4405F"
    case .facebook: "#0866FF"
    case .x: "#000000"
    case .linkedin: "#0A66C2"
    case .whatsapp: "#25D366"
    case .messenger: "#00B2FF"
    case .telegram: "#26A5E4"
    case .sms: "#4B5563"
    case .email: "#6B7280"
    case .webchat: "#0F766E"
    case .other: "#9CA3AF"
    }
  }

  /// The address of a person's profile, where one is known to lead somewhere: made from the handle, or on WhatsApp from
  /// the number. Other ids make none: those of Facebook and Messenger are scoped to a page, and no address has them.
  public func profileURL(externalId: String, handle: String?) -> String? {
    switch self {
    case .instagram: return Self.address("https://www.instagram.com/", handle, "/")
    case .facebook: return Self.address("https://www.facebook.com/", handle, "")
    case .x: return Self.address("https://x.com/", handle, "")
    case .linkedin: return Self.address("https://www.linkedin.com/in/", handle, "/", isASCII: false)
    case .whatsapp:
      // wa.me takes the number in international form without plus or spaces. No country code begins with 0 (ITU-T
      // E.164), and no number in use has all 15 digits, but WhatsApp's ids that hide a number do.
      guard let digits = TelephoneIdentity.digits(of: externalId), digits.utf8.count < 15,
        digits.utf8.first != UInt8(ascii: "0")
      else { return nil }
      return "https://wa.me/\(digits)"
    case .messenger: return Self.address("https://m.me/", handle, "")
    case .telegram: return Self.address("https://t.me/", handle, "")
    case .sms, .email, .webchat, .other: return nil
    }
  }

  /// The name goes into the path percent-encoded (RFC 3986, section 2.1). Nil of what no network takes for a name: an
  /// e-mail address, a text with spaces, a path; beyond ASCII where the network has no such names.
  private static func address(
    _ before: String, _ handle: String?, _ after: String, isASCII: Bool = true
  ) -> String? {
    guard let name = handle.map(withoutAt) else { return nil }
    let isName =
      name.utf8.allSatisfy(PercentEncoding.isUnreserved)
      || !isASCII && name.unicodeScalars.allSatisfy(isNameScalar)
    // Dots alone name a place in a path (section 3.3), not a person.
    guard isName, name.utf8.contains(where: { $0 != UInt8(ascii: ".") }) else { return nil }
    return before + PercentEncoding.encode(name[...].utf8, keeping: PercentEncoding.isUnreserved) + after
  }

  private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return PercentEncoding.isUnreserved(UInt8(truncatingIfNeeded: scalar.value)) }
    return !scalar.isInvisible
      && (scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark)
  }
}
