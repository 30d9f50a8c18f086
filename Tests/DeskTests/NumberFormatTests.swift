import Desk
import TestSupport
import Testing

/// Numbers: integers of 64 bits to the digit, decimals as the nearest double, nothing rounded in silence, and one
/// normal form for each number.
struct NumberFormatTests {
  private func check(_ literal: String, _ expected: Int, at location: SourceLocation = #_sourceLocation) {
    DeskTests.check(.number, .number(literal), .integer(expected), at: location)
  }

  private func check(_ literal: String, _ expected: Double, at location: SourceLocation = #_sourceLocation) {
    DeskTests.check(.number, .number(literal), .decimal(expected), at: location)
  }

  private func refuses(_ literal: String, at location: SourceLocation = #_sourceLocation) {
    DeskTests.check(.number, .number(literal), refusedFor: "17 significant digits", at: location)
  }

  @Test(arguments: [
    ("0", 0), ("-0", 0), ("0.0", 0), ("-0.0", 0), ("0e5", 0), ("0.000e-400", 0), ("-0E+400", 0), ("1", 1), ("-1", -1),
    ("1280", 1_280), ("9007199254740993", 9_007_199_254_740_993), ("-9007199254740993", -9_007_199_254_740_993),
    ("9223372036854775807", .max), ("-9223372036854775808", .min),
  ])
  func integers(literal: String, expected: Int) {
    check(literal, expected)
  }

  /// However it is written, a whole number of 64 bits is that whole number.
  @Test(arguments: [
    ("1.0", 1), ("1e3", 1_000), ("1E3", 1_000), ("1e+3", 1_000), ("1.5e1", 15), ("-1.50E1", -15), ("10.00", 10),
    ("1000e-3", 1), ("100e-2", 1), ("0.001e3", 1), ("9007199254740992.0", 9_007_199_254_740_992),
    ("9007199254740993.0", 9_007_199_254_740_993), ("90071992547409930e-1", 9_007_199_254_740_993),
    ("1e18", 1_000_000_000_000_000_000),
    ("1e16", 10_000_000_000_000_000), ("12345678901234567.0", 12_345_678_901_234_567),
    ("123456789012345678.0", 123_456_789_012_345_678), ("9223372036854775807.0", .max),
    ("9.223372036854775807e18", .max), ("-9.223372036854775808e18", .min), ("-922337203685477580800e-2", .min),
  ])
  func wholeNumbersInOtherForms(literal: String, expected: Int) {
    check(literal, expected)
  }

  @Test(arguments: [
    ("0.1", 0.1), ("-0.1", -0.1), ("12.5", 12.5), ("1e-3", 0.001), ("1.10", 1.1),
    ("3.141592653589793", 3.141592653589793),
    ("0.12345678901234568", 0.12345678901234568), ("1e19", 1e19), ("92233720368547759e2", 9.2233720368547759e18),
    ("1.7976931348623157e308", 1.7976931348623157e308), ("-1.7976931348623157e308", -1.7976931348623157e308),
    ("2.2250738585072014e-308", 2.2250738585072014e-308), ("5e-324", .leastNonzeroMagnitude),
    ("0.00000000000000000000000000001", 1e-29),
    ("100000000000000000000", 1e20), ("0.30000000000000004", 0.30000000000000004),
  ])
  func decimals(literal: String, expected: Double) {
    check(literal, expected)
  }

  @Test func seventeenDigitsAreTheMost() {
    check("0.12345678901234567", 0.12345678901234567)
    check("1.2345678901234567", 1.2345678901234567)
    check("1.23456789012345670000", 1.2345678901234567)
    refuses("0.123456789012345678")
    refuses("1.23456789012345678")
    refuses("-1.23456789012345678")
    refuses("123456789.0123456789")
    refuses("0.10000000000000000000001")
  }

  @Test(arguments: [
    "9223372036854775808", "-9223372036854775809", "18446744073709551615", "123456789012345678901",
    "9.223372036854775808e18", "1e309", "1e400", "-1e400", "1e99999999999999999999", "1.8e308", "1e-400", "-1e-400",
    "1e-99999999999999999999", "2e-324",
  ])
  func whatCannotBeHeld(literal: String) {
    refuses(literal)
  }

  @Test func lengthsOfLiterals() {
    let zeros = { String(repeating: "0", count: $0) }
    check("0." + zeros(323) + "49406564584124654", .leastNonzeroMagnitude)
    check("1." + zeros(398), 1)
    for literal in ["1." + zeros(399), "0." + zeros(399), "1e" + zeros(399)] {
      DeskTests.check(.number, .number(literal), refusedFor: "at most 400 bytes are allowed, got 401")
    }
  }

  /// The double that is read back, too, has the one form.
  @Test func randomNumbersHaveOneForm() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<2_000 {
      let whole = Int(bitPattern: UInt(random.next())) >> random.below(64)
      check("\(whole)", whole)
      check("\(whole).00", whole)
      check("\(whole)0e-1", whole)
      let value = Double(bitPattern: random.next())
      guard value.isFinite, value.rounded() != value else { continue }
      check(value.description, value)
    }
  }
}
