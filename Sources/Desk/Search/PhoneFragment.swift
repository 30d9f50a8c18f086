/// A part of a telephone number, as somebody looks for it: its beginning, with or without the calling code, or its end.
struct PhoneFragment: Sendable {
  /// So few digits are in too many numbers.
  private static let digitsMin = 3
  /// The same after zeros that are dialled: `0044` is the beginning of British numbers, `001` is everybody's.
  private static let digitsAfterZerosMin = 2

  /// The digits in the order of the number.
  let digits: [UInt8]
  /// How a number may begin: the digits, and without the one or two zeros that are dialled before a number. A prefix
  /// for calls abroad (00) or within a country (0) is no part of a number.
  let beginnings: [[UInt8]]
  /// The digits from the last one on.
  var reversed: [UInt8] { digits.reversed() }

  /// The fragment that a text is: at least three digits, and nothing else but what people write between those of a
  /// number; nil of any other text.
  init?(_ text: String) {
    guard let digits = PhoneSpelling.digits(of: text) else { return nil }
    self.digits = digits
    guard digits.count >= Self.digitsMin else { return nil }
    let withoutZeros = digits.drop { $0 == UInt8(ascii: "0") }
    let isDialled = 1...2 ~= digits.count - withoutZeros.count && withoutZeros.count >= Self.digitsAfterZerosMin
    beginnings = isDialled ? [digits, Array(withoutZeros)] : [digits]
  }

  /// Whether it is a part of a number, given by its digits.
  func isFound(in number: [UInt8]) -> Bool {
    number.suffix(digits.count).elementsEqual(digits)
      || Self.beginnings(of: number).contains { beginning in
        beginnings.contains { beginning.starts(with: $0) }
      }
  }

  /// Where a number can be said to begin: with its calling code, and after it.
  static func beginnings(of number: [UInt8]) -> [ArraySlice<UInt8>] {
    var value = 0
    for (index, digit) in number.prefix(3).enumerated() {
      value = 10 * value + Int(digit - UInt8(ascii: "0"))
      if callingCodes.contains(value) { return [number[...], number[(index + 1)...]] }
    }
    return [number[...]]
  }

  /// No calling code begins with another one (ITU-T E.164).
  private static let callingCodes = Set(PhoneCountry.all.map(\.callingCode))
}
