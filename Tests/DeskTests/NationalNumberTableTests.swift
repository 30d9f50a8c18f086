import Testing

@testable import Desk

/// The table of the plans of phone numbers.
struct NationalNumberTableTests {
  @Test func allCountries() {
    let codes = PhoneCountry.all.map(\.code)
    #expect(codes == NationalExamples.all.map(\.code))
    #expect(codes == codes.sorted())
    for (country, region) in zip(PhoneCountry.all, NationalExamples.all) {
      #expect(PhoneCountry(code: region.code) == country)
      #expect(PhoneCountry(code: region.code.lowercased())?.code == region.code)
      #expect(country.callingCode == region.callingCode, "\(region.code)")
      // Gabon's 0 is dialled before new numbers alone.
      #expect(country.nationalPrefix ?? "" == region.prefix, "\(region.code)")
      for (form, _) in region.numbers {
        #expect(country.lengths.contains(form.utf8.count - 1 - "\(region.callingCode)".utf8.count), "\(region.code)")
      }
    }
  }

  @Test(arguments: ["", "B", "BEL", "AQ", "ZZ", "EU", "B ", "be ", "b\u{E9}", "ＢＥ", "\u{212A}E", "\nB", "47", "- "])
  func codesOfNoCountry(code: String) {
    #expect(PhoneCountry(code: code) == nil)
  }

  @Test func whatIsKnown() {
    let known = ["BE", "HU", "RU", "KZ", "US", "BS", "ES", "IT", "VA", "GA", "MX", "LT", "BY", "XK"].map { code in
      guard let country = PhoneCountry(code: code) else { return "\(code)?" }
      let lengths = country.lengths.map { "\($0)" }.joined(separator: " ")
      return "\(country.code) +\(country.callingCode) \(country.nationalPrefix ?? "-"): \(lengths)"
    }
    let expected = [
      "BE +32 0: 8 9", "HU +36 06: 8 9", "RU +7 8: 10", "KZ +7 8: 10", "US +1 1: 10", "BS +1 1: 10", "ES +34 -: 9",
      "IT +39 -: 6 7 8 9 10 11 12", "VA +39 -: 6 7 8 9 10 11 12", "GA +241 -: 8", "MX +52 -: 10", "LT +370 0: 8",
      "BY +375 8: 6 7 8 9 10 11", "XK +383 0: 8 9 10 11 12",
    ]
    #expect(known == expected)
    #expect(PhoneCountry(code: "GB") != PhoneCountry(code: "JE"))
  }

  /// Each line is read to its end, and what it says makes numbers of 7 to 15 digits that are their own normal form.
  @Test func theTableIsWellFormed() {
    for country in PhoneCountry.all {
      let plan = country.plan
      var ranges = 0
      plan.forEachRange { length, _, low, high in
        ranges += 1
        #expect((1...4).contains(low.count) && low.count == high.count && low.value <= high.value, "\(country.code)")
        #expect((7...15).contains(plan.callingCode.count + length), "\(country.code), \(length)")
        for head in [low, high] {
          let number = plan.callingCode.followed(by: padded(head, to: length)).withPlus
          DeskTests.check(.phone, .text(number), .text(number))
        }
        return true
      }
      let line = PhoneCountry.table.split(separator: "\n").first { $0.hasPrefix(country.code) } ?? ""
      let commas = line.filter { ",:=!".contains($0) }.count
      #expect(commas == 0 || ranges == commas, "\(country.code): \(ranges) ranges of \(commas)")
    }
  }

  /// No text is both a number after a prefix and a number that stands alone.
  @Test func noTextHasTwoReadings() {
    for country in PhoneCountry.all {
      let plan = country.plan
      plan.forEachRange { length, spelling, low, high in
        guard spelling != .alone else { return true }
        for value in low.value...high.value {
          let number = padded(DigitRun(value: value, count: low.count), to: length)
          for prefix in plan.prefixes {
            let text = prefix.followed(by: number)
            #expect(!plan.knows(text, .alone), "\(country.code), \(text)")
            #expect(
              plan.prefixes.count { other in
                text.starts(with: other) && plan.knows(text.dropping(other.count), .afterPrefix)
              } == 1, "\(country.code), \(text)")
          }
        }
        return true
      }
    }
  }

  private func padded(_ head: DigitRun, to length: Int) -> DigitRun {
    var number = head
    while number.count < length { number.append(5) }
    return number
  }

  @Test func runsOfDigits() {
    var run = DigitRun()
    for digit in [0, 4, 7, 0] { run.append(digit) }
    #expect(run.description == "0470" && run.withPlus == "+0470")
    #expect(run.prefix(2).description == "04" && run.prefix(9) == run && run.prefix(0) == DigitRun())
    #expect(run.dropping(1).description == "470" && run.dropping(4) == DigitRun() && run.dropping(9) == DigitRun())
    #expect(run.starts(with: DigitRun(value: 0, count: 1)) && !run.starts(with: .doubleZero))
    #expect(run.starts(with: DigitRun()) && run.starts(with: run) && !run.starts(with: run.followed(by: run)))
    #expect(run.followed(by: run.prefix(1)).description == "04700")
  }
}
