import Text

/// Phone numbers in international form (ITU-T E.164: `+`, country code, at most 15 digits in all).
///
/// Invisible characters (`Unicode.Scalar.isInvisible`), dots, dashes and brackets of every kind, a leading `tel:`
/// (RFC 3966) and a slash with at least five digits after it fall away: people paste them along. Full-width digits and
/// those of other scripts become ASCII digits.
///
/// National numbers, without `+`, are read by the plan of the desk's country (`PhonePlan`); without a country they name
/// nobody, and are refused. After a `+`, a national zero (trunk prefix) is refused, in brackets or bare: in most
/// countries it is not dialled from abroad, and a wrong number is worse than none (ITU-T E.123, section 7, forbids it
/// in international form). In the countries of `PhoneDigits.keepsZero` the zero belongs to the number and stays, even
/// as `+39 (0)6…`. Extensions and second numbers are refused too: E.164 has no form for them.
enum PhoneNumber {
  static let example = "+32 470 12 34 56"
  /// Room for 15 digits of 7 bytes (keycap emoji), as much again between them, and `tel:`. Checked before any other
  /// work.
  private static let bytesMax = 256

  /// The normal form, `+` and 7 to 15 digits, or why the text is refused.
  ///
  /// Without `+`, the text is read as a national number of the country.
  static func normalise(_ text: String, in country: PhoneCountry?) throws(Refusal) -> String {
    guard text.utf8.count <= bytesMax else {
      throw refusal("at most \(bytesMax) bytes are allowed, got \(text.utf8.count)")
    }
    var digits = PhoneDigits()
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(Int(byte &- 0x30))
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."): continue
      case UInt8(ascii: "+") where digits.isEmpty: digits.isInternational = true
      case UInt8(ascii: "("), UInt8(ascii: "["): digits.openBracket()
      case UInt8(ascii: ")"), UInt8(ascii: "]"): digits.closeBracket()
      // All else is rare, so it is read again from the beginning, by scalars.
      default: return try PhoneSpelling.read(text).internationalForm(in: country)
      }
    }
    return try digits.internationalForm(in: country)
  }

  static func refusal(_ reason: String) -> Refusal { Refusal(reason, example: example) }
}

/// The digits of a phone number and what stood around them.
struct PhoneDigits {
  /// Whether a `+` stands before the digits.
  var isInternational = false
  private(set) var count = 0
  /// Wraps around with more digits than E.164 allows; such a number is refused.
  private var number = 0
  /// The number that the first four digits form.
  private var head = 0
  private var leadingZeros = 0
  private var bracket = Bracket.none
  /// How many digits there were when a bracket closed around a zero alone, that zero included; 0 if none did.
  private var loneZero = 0

  private enum Bracket { case none, opened, openedWithZero }

  /// Whether nothing of the number has been read yet.
  var isEmpty: Bool { count == 0 && !isInternational }

  mutating func append(_ digit: Int) {
    if digit == 0 && leadingZeros == count { leadingZeros += 1 }
    if count < 4 { head = head * 10 + digit }
    count += 1
    number = number &* 10 &+ digit
    bracket = bracket == .opened && digit == 0 ? .openedWithZero : .none
  }

  mutating func openBracket() { bracket = .opened }

  mutating func closeBracket() {
    if bracket == .openedWithZero { loneZero = count }
    bracket = .none
  }

  /// `+` and the digits, or why they are no number in international form, or none of the country.
  func internationalForm(in country: PhoneCountry?) throws(Refusal) -> String {
    guard isInternational else { return try nationalNumber(of: country) }
    guard leadingZeros == 0 else {
      throw PhoneNumber.refusal("no country code (E.164) begins with 0: leave out the zeros after the +")
    }
    if count >= 4 { try checkPrefix() }
    guard (7...15).contains(count) else {
      let advice = count > 15 ? "; of several numbers, give one" : ""
      throw PhoneNumber.refusal("7 to 15 digits are expected after the + (E.164), got \(count)\(advice)")
    }
    return DigitRun(value: number, count: count).withPlus
  }

  /// The international form of a number that came without `+`.
  private func nationalNumber(of country: PhoneCountry?) throws(Refusal) -> String {
    guard let country else {
      throw PhoneNumber.refusal(
        leadingZeros >= 2
          ? "write + in place of the 00 at the beginning, then the country code (E.164)"
          : "begin with + and the country code (E.164), or let an admin set phoneCountry (settings.set) for national "
            + "numbers")
    }
    guard count <= DigitRun.countMax else {
      throw PhoneNumber.refusal("no phone number has \(count) digits (E.164); of several numbers, give one")
    }
    return try country.plan.internationalForm(of: DigitRun(value: number, count: count))
  }

  /// Refuses what is dialled only inside the country.
  private func checkPrefix() throws(Refusal) {
    let (country, size, next) = countryCode
    let isLone = loneZero == size + 1
    // Ukraine's +380 is written +38 (0) too, Romania's +40 as +4 (0): that zero ends the country code.
    let endsCode = loneZero == size
    if next == 0 && !Self.keepsZero(country) { throw Self.trunkPrefix(isLone ? "(0)" : "0", "national zero", country) }
    if loneZero > 0 && !isLone && !endsCode { throw Self.trunkPrefix("(0)", "national zero", country) }
    // North America dials 1 before its ten digits, Russia and Kazakhstan 8.
    if count == 12 && (country == 1 && next == 1 || country == 7 && next == 8) {
      throw Self.trunkPrefix("\(next)", "digit", country)
    }
  }

  private static func trunkPrefix(_ prefix: String, _ noun: String, _ country: Int) -> Refusal {
    PhoneNumber.refusal("leave out the \(prefix) after +\(country): this \(noun) is dialled only inside the country")
  }

  /// The country code, how many digits it has, and the digit after it; needs four digits.
  ///
  /// Codes are no prefixes of each other, so their first two digits say how long they are (List of ITU-T Recommendation
  /// E.164 assigned country codes, annex to ITU Operational Bulletin No. 1114): one digit in the zones 1 and 7, two
  /// digits for those below, three for all others, assigned or spare.
  private var countryCode: (code: Int, size: Int, next: Int) {
    switch head / 100 {
    case 10...19, 70...79: (head / 1000, 1, head / 100 % 10)
    case 20, 27, 30...34, 36, 39...41, 43...49, 51...58, 60...66, 81, 82, 84, 86, 90...95, 98:
      (head / 100, 2, head / 10 % 10)
    default: (head / 10, 3, head % 10)
    }
  }

  /// Whether the zero after this country code belongs to the number: the countries without a national zero for which
  /// libphonenumber 9.0.43 knows numbers that begin with one (Italy and the Vatican, Norway and Svalbard, Côte
  /// d'Ivoire, Burkina Faso, Niger, Benin, Gabon, Congo, Ascension, Botswana, Eswatini, San Marino, Belize, Tonga,
  /// Fiji, New Caledonia, Macao, Tajikistan).
  private static func keepsZero(_ country: Int) -> Bool {
    switch country {
    case 39, 47, 225, 226, 227, 229, 241, 242, 247, 267, 268, 378, 501, 676, 679, 687, 853, 992: true
    default: false
    }
  }
}
