/// What a country's plan says of its national numbers, and how one is read by it.
///
/// A wrong number is worse than a refusal, and a number that is refused can always be written with `+`. So a text is
/// read only if the plan has one reading of it:
/// - The national prefix falls away if a number of the plan is left, else the digits are read as they stand (in Russia,
///   8 (812) 123-45-67 and 812 123-45-67 are one number).
/// - Without the prefix, as a spreadsheet leaves it that takes 0470123456 for a number, the digits are read if they
///   cannot be a local number without its area code: if they are as many as no local number of the country has, and
///   begin like a number that people are called by (`PhoneCountry.table`). So Belgium's 470123456 is taken; Germany's
///   1701234567 is not, because its plan is open: local numbers have almost any length there.
/// - Digits that may begin with the country's own calling code (in Italy, 390 612345 and +39 0612345) are refused, and
///   so is an international prefix: 00, 011, 8-10.
struct PhonePlan {
  /// The code of the country that reads by it: ISO 3166-1.
  let country: String
  let callingCode: DigitRun
  /// What is dialled before a number inside the country today.
  let nationalPrefix: DigitRun?
  /// What may stand before a number: the national prefix and former ones.
  let prefixes: [DigitRun]
  /// What is dialled before the calling code of another country.
  private let internationalPrefix: DigitRun
  /// Whether a carrier's code follows the international prefix.
  private let hasCarrierCodes: Bool
  /// At the first length of the table's line.
  private let rest: PhoneTableReader

  /// How a number stands in a text.
  enum Spelling { case afterPrefix, alone, either }

  /// The plan at the reader, which stands after the country's code.
  init(_ reader: inout PhoneTableReader, of country: String) {
    self.country = country
    callingCode = reader.digits()
    _ = reader.take(" ")
    var prefixes: [DigitRun] = []
    let hasNone = reader.take("-")
    if !hasNone { prefixes.append(reader.digits()) }
    nationalPrefix = prefixes.first
    while reader.take("/") { prefixes.append(reader.digits()) }
    self.prefixes = prefixes
    _ = reader.take(" ")
    internationalPrefix = reader.take("^") ? reader.digits() : .doubleZero
    hasCarrierCodes = reader.take("*")
    _ = reader.take(" ")
    rest = reader
  }

  /// How many digits national numbers have, in ascending order.
  var lengths: [Int] {
    var found: [Int] = []
    forEachRange { length, _, _, _ in
      if found.last != length { found.append(length) }
      return true
    }
    return found
  }

  /// `+`, the calling code and the national number in the digits, or why they cannot be read as one.
  func internationalForm(of digits: DigitRun) throws(Refusal) -> String {
    for prefix in prefixes where digits.starts(with: prefix) {
      let number = digits.dropping(prefix.count)
      if knows(number, .afterPrefix) { return callingCode.followed(by: number).withPlus }
    }
    if let number = newNumber(in: digits) { return callingCode.followed(by: number).withPlus }
    guard knows(digits, .alone), !mayBeginWithCallingCode(digits) else { throw refusal(of: digits) }
    return callingCode.followed(by: digits).withPlus
  }

  /// A number of a range that the table does not know, because it was opened since, or because somebody made the number
  /// up: the digits after the national prefix 0, or ten digits of North America. They have one reading whatever they
  /// are, if their length and their first digit are those of numbers that the table knows. Not if numbers that begin so
  /// have another length: a digit is missing, or one is too many. Nor where the table has to tell departments apart by
  /// more than two digits.
  private func newNumber(in digits: DigitRun) -> DigitRun? {
    let isNorthAmerican = callingCode.value == 1
    guard let nationalPrefix, isNorthAmerican || nationalPrefix == .zero else { return nil }
    let number = digits.starts(with: nationalPrefix) ? digits.dropping(nationalPrefix.count) : digits
    guard number != digits || isNorthAmerican, !mayBeginWithCallingCode(number) else { return nil }
    var (isKnown, isUnambiguous) = (false, true)
    forEachRange { length, _, low, high in
      guard length == number.count else {
        let head = number.prefix(low.count).value
        isUnambiguous = isUnambiguous && (head < low.value || head > high.value)
        return true
      }
      isUnambiguous = isUnambiguous && low.count <= 2
      let first = number.prefix(1).value
      isKnown = isKnown || (low.prefix(1).value...high.prefix(1).value).contains(first)
      return true
    }
    return isKnown && isUnambiguous ? number : nil
  }

  /// Whether numbers of the plan have this length and begin like this one.
  func knows(_ number: DigitRun, _ spelling: Spelling) -> Bool {
    !forEachRange { length, marked, low, high in
      guard length == number.count, marked == spelling || marked == .either || spelling == .either else { return true }
      let head = number.prefix(low.count).value
      return head < low.value || head > high.value
    }
  }

  private func mayBeginWithCallingCode(_ digits: DigitRun) -> Bool {
    guard digits.starts(with: callingCode) else { return false }
    let rest = digits.dropping(callingCode.count)
    return knows(rest, .either)
      || prefixes.contains { rest.starts(with: $0) && knows(rest.dropping($0.count), .afterPrefix) }
  }

  /// Hands out the lengths of the line, each with the ranges of digits that its numbers begin with, until the body says
  /// no; and says whether it never did.
  @discardableResult
  func forEachRange(_ body: (Int, Spelling, DigitRun, DigitRun) -> Bool) -> Bool {
    var reader = rest
    repeat {
      let length = reader.digits().value
      let spelling: Spelling = reader.take(":") ? .afterPrefix : reader.take("!") ? .alone : .either
      if spelling == .either { _ = reader.take("=") }
      repeat {
        let low = reader.digits()
        let high = reader.take("-") ? reader.digits() : low
        guard body(length, spelling, low, high) else { return false }
      } while reader.take(",")
    } while reader.take(" ")
    return true
  }

  // MARK: Refusals

  private func refusal(of digits: DigitRun) -> Refusal {
    let dialled = hasCarrierCodes ? "\(internationalPrefix)…" : "\(internationalPrefix)"
    for (prefix, name) in [(internationalPrefix, dialled), (.doubleZero, "00")] where digits.starts(with: prefix) {
      return PhoneNumber.refusal("write + in place of the \(name) at the beginning, then the country code (E.164)")
    }
    if mayBeginWithCallingCode(digits) {
      return PhoneNumber.refusal(
        "begin with + and the country code (E.164): the \(callingCode) at the beginning may be one")
    }
    if let nationalPrefix, knows(digits, .afterPrefix) {
      return PhoneNumber.refusal(
        "begin with the national prefix \(nationalPrefix), or with + and the country code (E.164): without them this may "
          + "be a local number")
    }
    let prefix = prefixes.first { digits.starts(with: $0) }
    let number = digits.dropping(prefix?.count ?? 0)
    let advice = "write + and the number as it is dialled from abroad (E.164)"
    guard lengths.contains(number.count) else {
      let place = prefix.map { " after the \($0)" } ?? ""
      return PhoneNumber.refusal(
        "no number of \(country) (+\(callingCode)) has \(number.count) digits\(place): \(advice)")
    }
    return PhoneNumber.refusal(
      "no number of \(country) (+\(callingCode)) with \(number.count) digits begins with \(number.prefix(4)): \(advice)"
    )
  }
}

/// At most 18 digits, zeros at the beginning included.
struct DigitRun: Equatable, CustomStringConvertible {
  static let countMax = 18
  static let zero = DigitRun(value: 0, count: 1)
  static let doubleZero = DigitRun(value: 0, count: 2)

  /// The number that the digits form.
  private(set) var value = 0
  private(set) var count = 0

  init() {}

  init(value: Int, count: Int) {
    self.value = value
    self.count = count
  }

  mutating func append(_ digit: Int) {
    value = value &* 10 &+ digit
    count += 1
  }

  /// The first digits; all, if there are no more.
  func prefix(_ length: Int) -> DigitRun {
    length < count ? DigitRun(value: value / Self.power(count - length), count: length) : self
  }

  /// The digits after the first ones; none, if there are no more.
  func dropping(_ length: Int) -> DigitRun {
    length < count ? DigitRun(value: value % Self.power(count - length), count: count - length) : DigitRun()
  }

  func starts(with run: DigitRun) -> Bool { run.count <= count && prefix(run.count) == run }

  func followed(by run: DigitRun) -> DigitRun {
    DigitRun(value: value &* Self.power(run.count) &+ run.value, count: count + run.count)
  }

  private static func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { power, _ in power &* 10 } }

  /// `+` and the digits, in one text without a second one on the way.
  var withPlus: String {
    String(unsafeUninitializedCapacity: count + 1) { bytes in
      bytes[0] = UInt8(ascii: "+")
      var rest = value
      for at in stride(from: count, to: 0, by: -1) {
        bytes[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      return count + 1
    }
  }

  var description: String { String(withPlus.dropFirst()) }
}
