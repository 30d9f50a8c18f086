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
    // Begun by a +, and no zero behind it.
    var isInternational = false
    var (count, number) = (0, 0)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9":
        if count == 0 && scalar == "0" { isInternational = false }
        count += 1
        // What has more is refused, so it does not matter what becomes of it.
        number = number &* 10 &+ Int(scalar.value - 0x30)
      case "+" where count == 0 && !isInternational: isInternational = true
      case " ", "\u{A0}", "\u{2009}", "\u{202F}", ".", "-", "\u{2010}"..."\u{2015}", "(", ")", "[", "]": continue
      default:
        throw Refusal("\"\(scalar)\" has no place in a phone number", example: example)
      }
    }
    guard isInternational else {
      throw Refusal("begin with + and the country code (E.164)", example: example)
    }
    guard (7...15).contains(count) else {
      throw Refusal("7 to 15 digits are expected behind the + (E.164), got \(count)", example: example)
    }
    return "+\(number)"
  }

  /// True of a lone zero in brackets.
  private static func hasTrunkPrefix(_ text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "(")) else { return false }
    // How much of it the bytes before end with.
    var seen = 0
    for byte in text.utf8 where byte != UInt8(ascii: " ") {
      switch (seen, byte) {
      case (_, UInt8(ascii: "(")): seen = 1
      case (1, UInt8(ascii: "0")): seen = 2
      case (2, UInt8(ascii: ")")): return true
      default: seen = 0
      }
    }
    return false
  }
}
