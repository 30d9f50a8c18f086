/// Phone numbers in international form (ITU-T E.164: `+`, country code, at most 15 digits in all).
///
/// Spaces, dots, dashes and brackets fall away. National numbers are refused: without a country they name nobody. So
/// is a trunk prefix in brackets, `+32 (0)470…`: in most countries its zero is not dialled from abroad, in some it is,
/// and a wrong number is worse than none (ITU-T E.123, section 7, forbids it in international form).
enum PhoneNumber {
  static let example = "+32 470 12 34 56"
  /// Room for 15 digits and, of any kind, a space between each two.
  private static let bytesMax = 64

  static func normalise(_ text: String) throws(Refusal) -> String {
    guard text.utf8.count <= bytesMax else {
      throw Refusal("at most \(bytesMax) bytes are allowed, got \(text.utf8.count)", example: example)
    }
    guard !hasTrunkPrefix(text) else {
      throw Refusal("leave out the (0), or write the zero as a digit where it is dialled from abroad", example: example)
    }
    var digits = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9": digits.unicodeScalars.append(scalar)
      case "+" where digits.isEmpty: digits = "+"
      case " ", "\u{A0}", "\u{2009}", "\u{202F}", ".", "-", "\u{2010}"..."\u{2015}", "(", ")", "[", "]": continue
      default:
        throw Refusal("\"\(scalar)\" has no place in a phone number", example: example)
      }
    }
    guard digits.hasPrefix("+"), !digits.hasPrefix("+0") else {
      throw Refusal("begin with + and the country code (E.164)", example: example)
    }
    guard (7...15).contains(digits.utf8.count - 1) else {
      throw Refusal("7 to 15 digits are expected behind the + (E.164), got \(digits.utf8.count - 1)", example: example)
    }
    return digits
  }

  /// True of a lone zero in brackets.
  private static func hasTrunkPrefix(_ text: String) -> Bool {
    let bytes = text.utf8.filter { $0 != UInt8(ascii: " ") }
    return bytes.indices.dropLast(2).contains { at in
      bytes[at] == UInt8(ascii: "(") && bytes[at + 1] == UInt8(ascii: "0") && bytes[at + 2] == UInt8(ascii: ")")
    }
  }
}
