import Text

/// The form in which a network's ids and handles are compared: one person is one contact, however a connector spells
/// them. What was given first is what is stored and shown.
///
///     network             external id                            handle (a leading @ is no part of it)
///     email               the address: case ignored, the host in its A-label form                likewise
///     whatsapp, sms       a number by its digits: without +, spaces, dashes, dots, brackets,      likewise
///                         a scheme (`whatsapp:`, `sms:`, `tel:`) before them, and after them
///                         WhatsApp's server (`@s.whatsapp.net`, `@c.us`) with the device
///     instagram,          as given                               case of A to Z ignored
///     facebook, x,
///     linkedin,
///     messenger, telegram
///     webchat, other      as given                               as given
///
/// A number has 7 to 15 digits (ITU-T E.164): a short code, a WhatsApp id that hides the number (`@lid`), a group and a
/// sender's name compare as given. Telegram's ids are no telephone numbers.
extension Network {
  /// The form in which this network's own ids are compared.
  func comparisonForm(externalId: String) -> String {
    switch self {
    case .email: EmailIdentity.form(of: externalId)
    case .whatsapp, .sms: TelephoneIdentity.digits(of: externalId) ?? externalId
    case .instagram, .facebook, .x, .linkedin, .messenger, .telegram, .webchat, .other: externalId
    }
  }

  /// The form in which this network's handles are compared.
  func comparisonForm(handle: String) -> String {
    let name = Self.withoutAt(handle)
    return switch self {
    case .email: EmailIdentity.form(of: name)
    case .whatsapp, .sms: TelephoneIdentity.digits(of: name) ?? name
    // Handles that ignore case are ASCII: other scalars are compared as they are.
    case .instagram, .facebook, .x, .linkedin, .messenger, .telegram: ASCIICase.lowered(name)
    case .webchat, .other: name
    }
  }

  /// A handle without the `@` that people write before it. Of the mark alone nothing would be left: it stays.
  static func withoutAt(_ handle: String) -> String {
    // By scalars: a combining mark after the @ would be one character with it.
    guard handle.utf8.first == UInt8(ascii: "@"), handle.utf8.count > 1 else { return handle }
    return String(handle.unicodeScalars.dropFirst())
  }
}

/// E-mail addresses as ids.
private enum EmailIdentity {
  /// The bytes of an address that is in its comparison form already, a bit each: `-.@_+`, digits, lower-case letters.
  private static let plain: (low: UInt64, high: UInt64) = {
    var bits: (low: UInt64, high: UInt64) = (0, 0)
    for byte in "-.@_+0123456789abcdefghijklmnopqrstuvwxyz".utf8 {
      if byte < 64 { bits.low |= 1 << UInt64(byte) } else { bits.high |= 1 << UInt64(byte & 63) }
    }
    return bits
  }()

  /// The comparison form. Nearly all connectors give lower-case ASCII, which has it already.
  static func form(of text: String) -> String {
    var text = text
    return text.withUTF8(isPlain) ? text : EmailAddress.comparisonForm(text)
  }

  private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let plain = plain
    for byte in text {
      let bits = byte < 64 ? plain.low : plain.high
      guard byte < 0x80, bits >> UInt64(byte & 63) & 1 == 1 else { return false }
    }
    // The root's dot is no part of the host.
    return text.last != UInt8(ascii: ".")
  }
}

/// Telephone numbers as ids of WhatsApp and SMS.
enum TelephoneIdentity {
  private static let digitsRange = 7...15
  private static let schemes = ["whatsapp:", "sms:", "tel:"]
  /// WhatsApp's servers of people who are named by their number, today's and the one before it.
  private static let servers = ["@s.whatsapp.net", "@c.us"]
  /// No number is longer, be it written with a mark around each digit.
  private static let bytesMax = 128

  /// The digits of a number; nil of anything else.
  static func digits(of text: String) -> String? {
    guard text.utf8.count <= bytesMax else { return nil }
    var text = text
    switch text.withUTF8(look) {
    case .itself: return text
    case .afterPlus: return String(decoding: text.utf8.dropFirst(), as: UTF8.self)
    case .nothing: return nil
    case .spelled: return spelledDigits(of: text)
    }
  }

  private static func spelledDigits(of text: String) -> String? {
    var digits: [UInt8] = []
    for scalar in number(in: text).unicodeScalars {
      switch scalar {
      case "0"..."9": digits.append(UInt8(truncatingIfNeeded: scalar.value))
      case "+" where digits.isEmpty: continue
      case "-", ".", "(", ")", "/", "\u{2010}"..."\u{2015}": continue
      default: guard scalar.isIgnoredInIDs else { return nil }
      }
    }
    return digitsRange.contains(digits.count) ? String(decoding: digits, as: UTF8.self) : nil
  }

  /// What a first look at the bytes of a text says of the number in it.
  private enum Look {
    /// It is its digits: so nearly all connectors write it.
    case itself
    /// A + and then the digits: so do the others.
    case afterPlus
    /// There may be a number, with marks, a scheme or a server.
    case spelled
    /// There is none: a name, a short code.
    case nothing
  }

  private static func look(_ text: UnsafeBufferPointer<UInt8>) -> Look {
    let start = text.first == UInt8(ascii: "+") ? 1 : 0
    var digits = 0
    while start + digits < text.count, text[start + digits] &- 0x30 < 10 { digits += 1 }
    if start + digits == text.count {
      guard digitsRange.contains(digits) else { return .nothing }
      return start == 0 ? .itself : .afterPlus
    }
    var hasLetters = false
    for byte in text[(start + digits)...] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      // A scheme or a server, whose letters belong to them, or what is not ASCII.
      case UInt8(ascii: ":"), UInt8(ascii: "@"), 0x80...: return .spelled
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): hasLetters = true
      default: continue
      }
    }
    return hasLetters || !digitsRange.contains(digits) ? .nothing : .spelled
  }

  /// What stands between the scheme and the server.
  private static func number(in text: String) -> Substring {
    var rest = text.trimmingInvisible()
    if let scheme = schemes.first(where: { rest.beginsIgnoringCase(with: $0) }) {
      rest = Substring(rest.utf8.dropFirst(scheme.utf8.count))
    }
    if let server = servers.first(where: { rest.endsIgnoringCase(with: $0) }) {
      rest = Substring(rest.utf8.dropLast(server.utf8.count))
      // A device of the same person: 32470123456:12@s.whatsapp.net, also with the agent before it, 32470123456.0:12.
      let digits = rest.utf8.prefix { $0 &- 0x30 < 10 || $0 == UInt8(ascii: "+") }
      let device = rest.utf8[digits.endIndex...]
      if device.contains(UInt8(ascii: ":")), device.allSatisfy({ $0 &- 0x30 < 10 || ":._".utf8.contains($0) }) {
        rest = Substring(digits)
      }
    }
    return rest
  }
}
