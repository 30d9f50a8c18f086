import Desk
import TestSupport
import Testing

/// RFC 3339 in, UTC with milliseconds out.
struct TimestampTests {
  private func check(_ text: String, _ milliseconds: Int64?, at location: SourceLocation = #_sourceLocation) {
    #expect(Timestamp(text)?.milliseconds == milliseconds, "\(text)", sourceLocation: location)
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00.000Z", 0),
    ("1969-12-31T23:59:59.999Z", -1),
    ("1970-01-01T00:00:00.001Z", 1),
    ("2001-09-09T01:46:40.000Z", 1_000_000_000_000),
    ("2038-01-19T03:14:08.000Z", 2_147_483_648_000),
    ("2000-02-29T12:34:56.789Z", 951_827_696_789),
    ("1900-03-01T00:00:00.000Z", -2_203_891_200_000),
    ("1582-10-15T00:00:00.000Z", -12_219_292_800_000),
    ("0001-01-01T00:00:00.000Z", -62_135_596_800_000),
    ("0000-01-01T00:00:00.000Z", -62_167_219_200_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
  ])
  func knownValues(text: String, milliseconds: Int64) {
    check(text, milliseconds)
    #expect(Timestamp(milliseconds: milliseconds).description == text)
  }

  /// The examples of RFC 3339, section 5.8.
  @Test(arguments: [
    ("1985-04-12T23:20:50.52Z", 482_196_050_520), ("1996-12-19T16:39:57-08:00", 851_042_397_000),
    ("1990-12-31T23:59:60Z", 662_688_000_000), ("1990-12-31T15:59:60-08:00", 662_688_000_000),
    ("1937-01-01T12:00:27.87+00:20", -1_041_337_172_130),
  ])
  func examplesOfTheStandard(text: String, milliseconds: Int64) {
    check(text, milliseconds)
  }

  @Test func offsets() {
    check("1970-01-01T00:00:00+00:00", 0)
    check("1970-01-01T00:00:00-00:00", 0)
    check("1970-01-01T01:00:00+01:00", 0)
    check("1969-12-31T18:30:00-05:30", 0)
    check("1970-01-01T23:59:00+23:59", 0)
    check("1969-12-31T00:01:00-23:59", 0)
    check("2000-03-01T00:30:00+01:00", 951_867_000_000)
    for offset in ["+24:00", "-24:00", "+23:60", "+1:00", "+0100", "+01", "+01:0", "+01:000", "\u{2212}01:00", "UTC"] {
      check("1970-01-01T00:00:00\(offset)", nil)
    }
  }

  @Test func separatorsOfEitherCase() {
    for text in ["1970-01-01t00:00:00z", "1970-01-01T00:00:00z", "1970-01-01t00:00:00Z", "1970-01-01 00:00:00Z"] {
      check(text, 0)
    }
    for separator in ["", "_", "  ", "\t", "\u{A0}", "TT"] { check("1970-01-01\(separator)00:00:00Z", nil) }
  }

  /// A bound between two milliseconds is the later one; anything else is as it is without.
  @Test(
    arguments: [
      ("1970-01-01T00:00:00.0005Z", 1), ("1970-01-01T00:00:00.0001Z", 1), ("1970-01-01T00:00:00.0000Z", 0),
      ("1970-01-01T00:00:00.000Z", 0), ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.9991Z", 1_000),
      ("1970-01-01T00:00:00.9990Z", 999), ("1969-12-31T23:59:59.9999Z", 0), ("1969-12-31T23:59:59.99899Z", -1),
      ("1970-01-01T00:00:00.5Z", 500), ("1970-01-01T01:00:00.0005+01:00", 1),
      ("1970-01-01T00:00:00.000\(String(repeating: "0", count: 10_000))1Z", 1),
      ("1970-01-01T00:00:00.000\(String(repeating: "0", count: 10_000))Z", 0),
      // A leap second is the second after it, rounded or not.
      ("1990-12-31T23:59:60.9995Z", 662_688_001_000), ("1990-12-31T23:59:60Z", 662_688_000_000),
      ("1990-12-31T23:59:59.9995Z", 662_688_000_000),
      // The millisecond past the last one: no moment of ours is so late.
      ("9999-12-31T23:59:59.9995Z", 253_402_300_800_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
      ("9999-12-31T23:59:60Z", nil), ("0000-01-01T00:00:00.0001Z", -62_167_219_199_999),
      ("0000-01-01T00:00:00.0001+00:01", nil), ("1970-01-01T00:00:00.Z", nil), ("1970-01-01T00:00:00.000xZ", nil),
    ] as [(String, Int64?)])
  func boundsAreRoundedUp(text: String, milliseconds: Int64?) {
    #expect(Timestamp(text, roundedUp: true)?.milliseconds == milliseconds, "\(text.prefix(40))")
    if let milliseconds, Timestamp(text)?.milliseconds != milliseconds {
      #expect(Timestamp(text)?.milliseconds == milliseconds - 1, "\(text.prefix(40))")
    }
  }

  @Test func fractionsAreCutToMilliseconds() {
    check("1970-01-01T00:00:00.1Z", 100)
    check("1970-01-01T00:00:00.12Z", 120)
    check("1970-01-01T00:00:00.1239Z", 123)
    check("1970-01-01T00:00:00.9999999999Z", 999)
    check("1970-01-01T00:00:00.0009Z", 0)
    check("1969-12-31T23:59:59.9999Z", -1)
    check("1970-01-01T00:00:00.0000000000000000000000000000000000000001+00:00", 0)
    for fraction in [".", ",5", ".5.5", ".-5", ".+5", ". 5", ".5 ", ".\u{665}"] {
      check("1970-01-01T00:00:00\(fraction)Z", nil)
    }
  }

  /// Whatever the length of the fraction, what stands behind the end is seen.
  @Test func longFractions() {
    for digits in 1...100 {
      let text = "1970-01-01T00:00:00.5" + String(repeating: "0", count: digits)
      check(text + "Z", 500)
      check(text + "Z,", nil)
      check(text + "Z and more", nil)
      check(text + "+00:00", 500)
      check(text + "+00:00Z", nil)
      check(text, nil)
    }
  }

  /// A second 60 is the end of a day in UTC, and so the first one behind it.
  @Test func leapSeconds() {
    check("1970-01-01T23:59:60Z", 86_400_000)
    check("2016-12-31T23:59:60.75Z", 1_483_228_800_750)
    check("2017-01-01T05:29:60+05:30", 1_483_228_800_000)
    check("9998-12-31T23:59:60Z", 253_370_764_800_000)
    for text in [
      "9999-12-31T23:59:60Z", "2016-12-31T23:58:60Z", "2016-12-31T22:59:60Z", "2016-12-31T23:59:60+01:00",
      "2016-12-31T23:59:61Z", "2017-01-01T00:00:60Z",
    ] {
      check(text, nil)
    }
  }

  @Test func theYearsFrom0000To9999InUTC() {
    check("0000-01-01T00:00:00Z", -62_167_219_200_000)
    check("0000-02-29T00:00:00Z", -62_162_121_600_000)
    check("0000-01-01T01:00:00+01:00", -62_167_219_200_000)
    check("0000-01-01T00:59:59.999+01:00", nil)
    check("9999-12-31T22:59:59.999-01:00", 253_402_300_799_999)
    check("9999-12-31T23:00:00-01:00", nil)
    check("10000-01-01T00:00:00Z", nil)
    check("-0001-01-01T00:00:00Z", nil)
    check("+1970-01-01T00:00:00Z", nil)
  }

  /// Each month has its days, in years of every kind.
  @Test(arguments: [
    (1900, 28), (2100, 28), (2023, 28), (0001, 28), (9999, 28), (2000, 29), (2024, 29), (1600, 29), (0000, 29),
    (0400, 29), (9996, 29),
  ])
  func lengthsOfMonths(year: Int, february: Int) {
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let padded = { (number: Int, width: Int) in String(String(100_000 + number).suffix(width)) }
    for (index, length) in lengths.enumerated() {
      for day in 0...39 {
        let date = "\(padded(year, 4))-\(padded(index + 1, 2))-\(padded(day, 2))"
        let isThere = (1...length).contains(day)
        #expect(Timestamp.isFullDate(date) == isThere, "\(date)")
        #expect((Timestamp("\(date)T00:00:00Z") != nil) == isThere, "\(date)")
      }
    }
    for month in ["00", "13", "20", "99", "1", "1 ", "001"] {
      #expect(!Timestamp.isFullDate("\(padded(year, 4))-\(month)-01"), "\(year), \(month)")
    }
  }

  @Test(arguments: [
    "", "Z", "1970", "1970-01-01", "1970-01-01T", "1970-01-01Z", "1970-01-01T00:00Z", "1970-01-01T00:00:00",
    "1970-01-01T00:00:00.5", "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z", "1970-01-01T00:00:61Z",
    "1970-01-01T-1:00:00Z", "1970-01-01T0:00:00Z", "1970-01-01T000:00:00Z", "1970-01-01T00:00:0Z",
    "1970-1-01T00:00:00Z", "1970-01-1T00:00:00Z", "70-01-01T00:00:00Z", "1970/01/01T00:00:00Z",
    "1970-01-01T00.00.00Z", "19700101T000000Z", "1970-W01-4T00:00:00Z", "1970-001T00:00:00Z",
    "1970-01-01T00:00:00ZZ", "1970-01-01T00:00:00Z ", " 1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z\n",
    "1970-01-01T00:00:00Z\0", "1970-01-01T00:00:00Z+00:00", "1970-01-01T00:00:00 Z", "1970-01-01T00:00:00[UTC]",
    "\u{FEFF}1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z\u{301}", "１９７０-01-01T00:00:00Z",
    "١٩٧٠-01-01T00:00:00Z", "197\u{1D7CE}-01-01T00:00:00Z", "1970-01-01T00:00:0\u{660}Z",
    "1970\u{2010}01\u{2010}01T00:00:00Z", "1970-01-01T00\u{2236}00:00Z", "1970-01-01T00:00:00\u{FF3A}",
    "Thu, 01 Jan 1970 00:00:00 GMT", "0", "now",
  ])
  func whatIsNone(text: String) {
    check(text, nil)
  }

  @Test func beyondTheRangeIsTheNearestWithin() {
    #expect(Timestamp(milliseconds: .min).description == "0000-01-01T00:00:00.000Z")
    #expect(Timestamp(milliseconds: .max).description == "9999-12-31T23:59:59.999Z")
    #expect(Timestamp(milliseconds: 253_402_300_799_999).advanced(by: 1).milliseconds == 253_402_300_799_999)
  }

  @Test func textsReadBackAndOrderAsTheTimesDo() {
    var random = SplitMix64(seed: 1)
    let range: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999
    for _ in 0..<5_000 {
      let (a, b) = (
        Timestamp(milliseconds: .random(in: range, using: &random)),
        Timestamp(milliseconds: .random(in: range, using: &random))
      )
      #expect(Timestamp(a.description) == a, "\(a.milliseconds)")
      #expect((a < b) == (a.description < b.description), "\(a.milliseconds), \(b.milliseconds)")
    }
  }

  /// Against days counted one month after the other.
  @Test func everyMonthOfEveryYear() {
    var day: Int64 = -719_528
    var wrong: [Int64] = []
    for year in 0...9999 {
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      for (index, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        let first = Timestamp(milliseconds: day * 86_400_000)
        let beginning = "\(String(String(10_000 + year).dropFirst()))-\(index < 9 ? "0" : "")\(index + 1)-01T00:00:00"
        if !first.description.hasPrefix(beginning) || Timestamp(beginning + "Z") != first { wrong.append(day) }
        day += Int64(length)
      }
    }
    #expect(day == 2_932_897)
    #expect(wrong == [])
  }
}
