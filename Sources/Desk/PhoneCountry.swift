/// A country whose national phone numbers a desk takes, as the setting `phoneCountry` names it.
///
/// Nothing of the table is read before the first country is asked for, and a country is a number: it costs nothing to
/// pass it along with each phone number.
public struct PhoneCountry: Sendable, Equatable {
  /// Where its line begins in the table.
  private let start: Int

  private init(start: Int) { self.start = start }

  /// The country with this code (ISO 3166-1 alpha-2, ignoring ASCII case), if its plan of phone numbers is known.
  public init?(code: String) {
    guard code.utf8.count == 2 else { return nil }
    let wanted = code.utf8.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 &- 0x20 : $0 }
    guard let found = Self.all.first(where: { Self.bytes[$0.start..<$0.start + 2].elementsEqual(wanted) }) else {
      return nil
    }
    self = found
  }

  /// All countries and territories whose plan is known, by code.
  public static let all: [PhoneCountry] = {
    var found = [PhoneCountry(start: 0)]
    for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      found.append(PhoneCountry(start: place + 1))
    }
    return found
  }()

  private static let bytes = Array(table.utf8)

  /// ISO 3166-1 alpha-2, in upper case: `BE`.
  public var code: String { Self.code(at: start) }

  /// What stands after the `+` in all numbers of the country: 32.
  public var callingCode: Int { plan.callingCode.value }

  /// What is dialled before a number inside the country, if anything is: `0`, `8`, `06`.
  public var nationalPrefix: String? { plan.nationalPrefix?.description }

  /// How many digits the numbers of the country have, without calling code and national prefix; in ascending order.
  public var lengths: [Int] { plan.lengths }

  /// What the table says of the country's numbers; read from it each time.
  var plan: PhonePlan {
    var reader = PhoneTableReader(Self.bytes, at: start + 3)
    // A country that shares the plan of another one names it.
    if !reader.isAtDigit, let other = PhoneCountry(code: Self.code(at: start + 3)) {
      reader = PhoneTableReader(Self.bytes, at: other.start + 3)
    }
    return PhonePlan(&reader, of: code)
  }

  private static func code(at start: Int) -> String { String(decoding: bytes[start..<start + 2], as: UTF8.self) }
}

/// Reads a line of the table from left to right.
struct PhoneTableReader {
  private let bytes: [UInt8]
  private var at: Int

  init(_ bytes: [UInt8], at start: Int) {
    self.bytes = bytes
    at = start
  }

  private var next: UInt8 { at < bytes.count ? bytes[at] : UInt8(ascii: "\n") }

  var isAtDigit: Bool { next &- 0x30 < 10 }

  /// Skips this character, and says whether it was there.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  /// The digits from here on; none if there are none.
  mutating func digits() -> DigitRun {
    var run = DigitRun()
    while isAtDigit {
      run.append(Int(next &- 0x30))
      at += 1
    }
    return run
  }
}
