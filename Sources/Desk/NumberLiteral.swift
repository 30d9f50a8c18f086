/// Numbers as values: whole ones of 64 bits exactly, however they are written; others of at most 17 significant digits
/// as the nearest double. What cannot be held so is refused, never rounded in silence.
enum NumberLiteral {
  /// Room for all digits of any double that 17 digits name, be it as small as it can be.
  static let bytesMax = 400

  static func normalise(_ literal: String) throws(Refusal) -> AttributeContent {
    guard literal.utf8.count <= bytesMax else {
      throw Refusal("at most \(bytesMax) bytes are allowed, got \(literal.utf8.count)", example: "12.5")
    }
    if let whole = Int(literal) { return .integer(whole) }
    let digits = Digits(literal)
    if digits.significant.isEmpty { return .integer(0) }
    if let whole = digits.whole(isNegative: literal.utf8.first == UInt8(ascii: "-")) { return .integer(whole) }
    guard digits.significant.count <= 17, let value = Double(literal), value.isFinite, value != 0 else {
      throw Refusal(
        "only integers of 64 bits and numbers of up to 17 significant digits that a double holds can be kept",
        example: "12.5")
    }
    // The nearest double may be a whole number: then it has that number's form.
    return Int(exactly: value).map(AttributeContent.integer) ?? .decimal(value)
  }

  /// The digits of a number of JSON, in one pass.
  private struct Digits {
    /// From the first that is not 0 to the last that is not.
    var significant: [UInt8] = []
    /// The power of ten that the significant digits are multiplied by, before the exponent.
    private var scale = 0
    private var exponent = 0

    init(_ literal: String) {
      var (zeros, decimals, isFraction) = (0, 0, false)
      var rest = literal.utf8[...]
      while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "-"): continue
        case UInt8(ascii: "."): isFraction = true
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
          exponent = Int(Substring(rest)) ?? .max
          rest = rest[rest.endIndex...]
        default:
          if isFraction { decimals += 1 }
          guard byte != UInt8(ascii: "0") else {
            zeros += 1
            continue
          }
          if !significant.isEmpty { significant += repeatElement(UInt8(ascii: "0"), count: zeros) }
          significant.append(byte)
          zeros = 0
        }
      }
      scale = zeros - decimals
    }

    /// The number, if it is whole and of 64 bits: 10.0, 1e1 and 100e-1 are the number 10.
    func whole(isNegative: Bool) -> Int? {
      // Of 19 digits at the most: an exponent beyond that names no number of 64 bits.
      guard significant.count <= 19, exponent.magnitude < 1 << 32, (0...18).contains(exponent + scale) else {
        return nil
      }
      let digits = significant + repeatElement(UInt8(ascii: "0"), count: exponent + scale)
      return Int((isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self))
    }
  }
}
