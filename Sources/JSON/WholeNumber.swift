/// A number whose value is whole.
public enum WholeNumber: Equatable, Sendable {
  /// One that 64 bits hold.
  case integer(Int)
  /// One that is too large or too small for them.
  case beyond64Bits

  /// Reads a number of JSON that is written with a fraction or an exponent; nil if its value is not whole.
  ///
  /// One pass over the token. Zeros are counted, never written out: a huge exponent costs what its digits cost.
  init?(fraction token: UnsafeBufferPointer<UInt8>) {
    var number = Digits()
    var rest = token[...]
    while let byte = rest.first, byte | 0x20 != UInt8(ascii: "e") {
      number.take(byte)
      rest = rest.dropFirst()
    }
    guard number.isNonZero else {
      self = .integer(0)
      return
    }
    // The value is the significant digits, times ten to this power.
    let scale = Self.exponent(rest.dropFirst()) + number.zeros - number.decimals
    guard scale >= 0 else { return nil }
    self = number.value(scaledBy: scale).map(WholeNumber.integer) ?? .beyond64Bits
  }

  /// The exponent after the `e`; 0 where there is none. One that is larger than any text is long has no say in
  /// whether the value is whole, and no digit more is counted.
  private static func exponent(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var value = 0
    for byte in digits where byte >= UInt8(ascii: "0") && value <= JSONTape.textBytesMax * 2 {
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return digits.first == UInt8(ascii: "-") ? -value : value
  }

  /// The digits before the exponent: their value without the zeros at their end, and how many those are.
  private struct Digits {
    /// The significant digits, negative if the number is: 64 bits reach one further below zero. Nil if too large.
    private var significant: Int? = 0
    private var isNegative = false
    private var isFraction = false
    /// How many digits stand after the point.
    private(set) var decimals = 0
    /// How many zeros the digits end with.
    private(set) var zeros = 0
    /// Whether a digit is not 0.
    private(set) var isNonZero = false

    /// Takes the next byte: a sign, the point or a digit.
    mutating func take(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): isFraction = true
      default:
        if isFraction { decimals += 1 }
        let digit = Int(byte &- UInt8(ascii: "0"))
        if digit == 0 {
          zeros += 1
          return
        }
        append(digit)
      }
    }

    /// Puts a digit after the significant ones, and the zeros between.
    private mutating func append(_ digit: Int) {
      significant = isNonZero ? value(scaledBy: zeros + 1) : 0
      if let before = significant {
        let (sum, over) =
          isNegative ? before.subtractingReportingOverflow(digit) : before.addingReportingOverflow(digit)
        significant = over ? nil : sum
      }
      zeros = 0
      isNonZero = true
    }

    /// The significant digits with so many zeros after them; nil where 64 bits do not hold that.
    func value(scaledBy scale: Int) -> Int? {
      // 10 to the power of 19 is beyond 64 bits with a sign.
      guard var value = significant, scale <= 18 else { return nil }
      for _ in 0..<scale {
        let (scaled, over) = value.multipliedReportingOverflow(by: 10)
        guard !over else { return nil }
        value = scaled
      }
      return value
    }
  }
}
