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

  /// The address of a person's profile: made from the handle, or on some networks from the external id. Nil where the
  /// network has no profile pages, or what it takes is not known.
  public func profileURL(externalId: String, handle: String?) -> String? {
    let name = handle.map { $0.hasPrefix("@") ? String($0.dropFirst()) : $0 }
    switch self {
    case .instagram: return Self.address("https://www.instagram.com/", name, "/")
    case .facebook: return Self.address("https://www.facebook.com/", name ?? externalId, "")
    case .x: return Self.address("https://x.com/", name, "")
    case .linkedin: return Self.address("https://www.linkedin.com/in/", name, "/")
    case .whatsapp:
      // wa.me takes the number in international form without plus or spaces; ids of another form have no address, and
      // no country code begins with 0 (ITU-T E.164).
      let isNumber = externalId.utf8.allSatisfy { $0 &- 0x30 < 10 || "+ -".utf8.contains($0) }
      let digits = externalId.utf8.filter { $0 &- 0x30 < 10 }
      return isNumber && (7...15).contains(digits.count) && digits.first != UInt8(ascii: "0")
        ? "https://wa.me/\(String(decoding: digits, as: UTF8.self))" : nil
    case .messenger: return Self.address("https://m.me/", name, "")
    case .telegram: return Self.address("https://t.me/", name, "")
    case .sms, .email, .webchat, .other: return nil
    }
  }

  /// The name goes into the path percent-encoded (RFC 3986, section 2.1). Dots alone name a place in the path (section
  /// 3.3), not a person, and are unreserved.
  private static func address(_ before: String, _ name: String?, _ after: String) -> String? {
    guard let name, !name.utf8.allSatisfy({ $0 == UInt8(ascii: ".") }) else { return nil }
    return before + PercentEncoding.encode(name[...].utf8, keeping: PercentEncoding.isUnreserved) + after
  }
}

/// An account of the organization on a network. Each network has a default channel with the network's own id.
public struct Channel: Sendable {
  /// The id on the wire.
  public let id: String
  /// The name to show.
  public let name: String
  /// The network it is an account of.
  public let network: Network

  /// The default channels, in the order of the networks; a channel's number is its place, from 1.
  static let defaults = Network.allCases.map { Channel(id: $0.rawValue, name: $0.displayName.description, network: $0) }
}

/// The number of a channel in the book, from 1.
public struct ChannelNumber: Hashable, Sendable {
  /// The number.
  public let number: Int
  /// A channel's number.
  public init(_ number: Int) { self.number = number }
}
