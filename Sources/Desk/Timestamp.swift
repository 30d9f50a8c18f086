/// A moment in UTC, to the millisecond; on the wire `2026-01-01T09:00:00.000Z` (RFC 3339).
public struct Timestamp: Comparable, Hashable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public let milliseconds: Int64

  /// The years that RFC 3339 can write: 0000 to 9999.
  private static let range: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999
  /// The milliseconds of a day.
  public static let dayMilliseconds: Int64 = 86_400_000

  /// A moment; beyond the years 0000 to 9999 it is the nearest one within.
  public init(milliseconds: Int64) {
    self.milliseconds = min(max(milliseconds, Self.range.lowerBound), Self.range.upperBound)
  }

  /// Earlier.
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

  /// This moment and some milliseconds.
  public func advanced(by milliseconds: Int64) -> Timestamp {
    Timestamp(milliseconds: self.milliseconds + milliseconds)
  }

  /// Reads an RFC 3339 date-time (section 5.6) with any offset; nil if it is none, or not in the years 0000 to 9999
  /// UTC.
  ///
  /// What is below a millisecond is cut, or, where a bound is `roundedUp`, makes it the next millisecond: no moment of
  /// ours is at .0005 or later and before .001, and one at .000 is before both. So the bound may be the millisecond
  /// past the year 9999, which is compared and never written. A leap second (`:60`, at the end of a day in UTC) is the
  /// second after it.
  public init?(_ text: String, roundedUp: Bool = false) {
    var scanner = DigitScanner(text)
    guard let date = scanner.fullDate(), scanner.take("Tt ") != nil,
      let hour = scanner.number(2), hour < 24, scanner.take(":") != nil,
      let minute = scanner.number(2), minute < 60, scanner.take(":") != nil,
      let second = scanner.number(2), second <= 60
    else { return nil }
    var fraction: Int64 = 0
    var isBetween = false
    if scanner.take(".") != nil {
      guard let digits = scanner.fraction() else { return nil }
      (fraction, isBetween) = (Int64(digits.milliseconds), digits.hasMore)
    }
    guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
    let seconds = Int64(date) * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset * 60)
    guard second < 60 || seconds % 86_400 == 0 else { return nil }
    guard Self.range.contains(seconds * 1_000 + fraction) else { return nil }
    milliseconds = seconds * 1_000 + fraction + (roundedUp && isBetween ? 1 : 0)
  }

  /// True of an RFC 3339 full-date (`2026-01-31`) that the calendar has.
  public static func isFullDate(_ text: String) -> Bool {
    var scanner = DigitScanner(text)
    return scanner.fullDate() != nil && scanner.isAtEnd
  }

  /// Calls `body` with the 24 bytes of the RFC 3339 form, with milliseconds and `Z`.
  @inline(__always)
  public func withText<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { text in
      let days = (milliseconds - (milliseconds < 0 ? Self.dayMilliseconds - 1 : 0)) / Self.dayMilliseconds
      let inDay = Int(milliseconds - days * Self.dayMilliseconds)
      let (year, month, day) = CivilDate.of(day: Int(days))
      Self.put(year / 100, year % 100, at: 0, text)
      Self.put(month, day, at: 5, text)
      Self.put(inDay / 3_600_000, inDay / 60_000 % 60, at: 11, text)
      Self.put(inDay / 1_000 % 60, inDay % 1_000 / 10, at: 17, text)
      // The pairs lie at 0 2 5 8 11 14 17 20; what stands between them follows.
      (text[2], text[3]) = (text[3], text[4])
      text[4] = UInt8(ascii: "-")
      text[7] = UInt8(ascii: "-")
      text[10] = UInt8(ascii: "T")
      text[13] = UInt8(ascii: ":")
      text[16] = UInt8(ascii: ":")
      text[19] = UInt8(ascii: ".")
      text[22] = UInt8(ascii: "0") + UInt8(inDay % 10)
      text[23] = UInt8(ascii: "Z")
      return body(UnsafeBufferPointer(text))
    }
  }

  /// Two numbers of two digits each, three bytes apart.
  @inline(__always)
  private static func put(_ a: Int, _ b: Int, at: Int, _ text: UnsafeMutableBufferPointer<UInt8>) {
    text[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: a / 10)
    text[at + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: a % 10)
    text[at + 3] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: b / 10)
    text[at + 4] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: b % 10)
  }
}

extension Timestamp: CustomStringConvertible {
  /// The RFC 3339 form.
  public var description: String { withText { String(decoding: $0, as: UTF8.self) } }
}

/// Days of the proleptic Gregorian calendar, by Howard Hinnant's `days_from_civil` and `civil_from_days`
/// (chrono-Compatible Low-Level Date Algorithms): years begin in March, eras have 400 years.
private enum CivilDate {
  /// The day's number; 1970-01-01 is 0.
  static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The date of a day's number.
  static func of(day number: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  /// How many days a month has.
  static func length(_ year: Int, _ month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Takes the parts of a date or a time off the front of a text.
private struct DigitScanner {
  private let bytes: [UInt8]
  private var at = 0

  /// The text whole: a fraction may be of any length, and what stands behind the end must be seen.
  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { at == bytes.count }

  /// One byte, if it is one of these.
  mutating func take(_ any: String) -> UInt8? {
    guard at < bytes.count, any.utf8.contains(bytes[at]) else { return nil }
    at += 1
    return bytes[at - 1]
  }

  /// A number of exactly this many digits.
  mutating func number(_ digits: Int) -> Int? {
    guard at + digits <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[at..<at + digits] {
      guard byte &- UInt8(ascii: "0") < 10 else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    at += digits
    return value
  }

  /// YYYY-MM-DD, as the number of the day.
  mutating func fullDate() -> Int? {
    guard let year = number(4), take("-") != nil, let month = number(2), (1...12).contains(month), take("-") != nil,
      let day = number(2), day >= 1, day <= CivilDate.length(year, month)
    else { return nil }
    return CivilDate.day(year, month, day)
  }

  /// At least one digit after the point: milliseconds, and whether more than that.
  mutating func fraction() -> (milliseconds: Int, hasMore: Bool)? {
    var (value, count, hasMore) = (0, 0, false)
    while let digit = number(1) {
      if count < 3 { value = value * 10 + digit } else if digit > 0 { hasMore = true }
      count += 1
    }
    guard count > 0 else { return nil }
    for _ in count..<max(count, 3) { value *= 10 }
    return (value, hasMore)
  }

  /// Z or ±HH:MM, in minutes.
  mutating func offset() -> Int? {
    if take("Zz") != nil { return 0 }
    guard let sign = take("+-"), let hours = number(2), hours < 24, take(":") != nil, let minutes = number(2),
      minutes < 60
    else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
  }
}
