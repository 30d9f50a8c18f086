import Desk
import Testing

/// Text, dates, booleans and choices; and what all formats have in common.
struct AttributeFormatTests {
  private func check(
    _ format: AttributeFormat, _ text: String, _ expected: String? = nil, at location: SourceLocation = #_sourceLocation
  ) {
    DeskTests.check(format, .text(text), .text(expected ?? text), at: location)
  }

  private func check(
    _ format: AttributeFormat, _ text: String, refusedFor part: String, at location: SourceLocation = #_sourceLocation
  ) {
    DeskTests.check(format, .text(text), refusedFor: part, at: location)
  }

  @Test(arguments: [
    "a", "  Prefers mornings\n", "0", "true", "e\u{301}", "é", "請", "👩\u{200D}🚀", "\0a", "a\u{2028}", "{}", "\u{202E}a",
  ])
  func textStaysAsItIs(text: String) {
    check(.text, text)
  }

  @Test func textIsNeitherBlankNorLong() {
    check(.text, " \t\u{3000}", refusedFor: "must not be blank")
    for scalars in ["x", "e\u{301}", "🇧🇪", "\r\n"] {
      let full = "x" + String(repeating: scalars, count: 999 / scalars.unicodeScalars.count)
      let padding = String(repeating: "\u{301}", count: 1_000 - full.unicodeScalars.count)
      check(.text, full + padding)
      check(
        .text, full + padding + "\u{301}", refusedFor: "at most 1000 characters (Unicode scalars) are allowed, got 1001"
      )
    }
  }

  @Test(arguments: ["2026-01-31", "0000-01-01", "9999-12-31", "2000-02-29", "2024-02-29"])
  func datesOfTheCalendar(text: String) {
    check(.date, text)
  }

  @Test(arguments: [
    "2026-02-29", "1900-02-29", "2100-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "2026-1-31",
    "26-01-31", "2026-01-31T00:00:00Z", "2026-01-31 ", " 2026-01-31", "31.01.2026", "01/31/2026", "20260131",
    "２０２６-01-31", "10000-01-01", "-0001-01-01", "today",
  ])
  func datesOfNoCalendar(text: String) {
    check(.date, text, refusedFor: "not a date of the calendar as YYYY-MM-DD")
  }

  @Test func booleans() {
    for value in [true, false] { DeskTests.check(.boolean, .boolean(value), .boolean(value)) }
    for text in ["true", "false", "yes", "1"] {
      check(.boolean, text, refusedFor: "expected true or false, got a string")
    }
    DeskTests.check(.boolean, .number("1"), refusedFor: "expected true or false, got a number")
  }

  /// Texts of megabytes, made once.
  private static let megabytes = ["1", "é", "@", "\\", "-a"].flatMap { piece in
    let body = String(repeating: piece, count: 2_000_000)
    return ["", "https://example.com/", "mira@example.com", "+32", "2026-01-31"].map { $0 + body }
  }

  /// Lengths are looked at before all else: megabytes are refused in no time.
  @Test(arguments: AttributeFormat.allCases.filter { ![.boolean, .choices].contains($0) })
  func megabytesAreRefused(format: AttributeFormat) {
    for text in Self.megabytes {
      let input: AttributeInput = format == .number ? .number(text) : .text(text)
      if case .success = normalised(format, input, options: Self.options) {
        Issue.record("\(format) took \(text.prefix(40))…")
      }
    }
  }

  private static let options = ["gold", "silver", "é", "e\u{301}", "Gold"]

  @Test func oneChoice() {
    for option in Self.options { DeskTests.check(.choice, .text(option), .text(option), options: Self.options) }
    for text in ["GOLD", "gold ", "bronze", "E\u{301}"] {
      DeskTests.check(
        .choice, .text(text), refusedFor: "\"\(text)\" is none of the options: gold, silver", options: Self.options)
    }
    DeskTests.check(.choice, .text("gold"), refusedFor: "none of the options", options: [])
    let long = String(repeating: "🎈", count: 41)
    DeskTests.check(.choice, .text(long), refusedFor: "\"\(long.dropLast())\" is none", options: Self.options)
    DeskTests.check(.choice, .list(["gold"]), refusedFor: "expected a string, got an array", options: Self.options)
  }

  @Test func severalChoicesInTheOrderOfTheOptions() {
    let taken: [([String], [String])] = [
      (["gold"], ["gold"]), (["silver", "gold"], ["gold", "silver"]), (["gold", "gold"], ["gold"]),
      (["e\u{301}"], ["e\u{301}"]), (["e\u{301}", "é"], ["é", "e\u{301}"]), (Self.options.reversed(), Self.options),
    ]
    for (chosen, expected) in taken {
      DeskTests.check(.choices, .list(chosen), .choices(expected), options: Self.options)
    }
    DeskTests.check(.choices, .list([]), refusedFor: "an empty list cannot be set", options: Self.options)
    DeskTests.check(.choices, .list(["gold", "x"]), refusedFor: "\"x\" is none of", options: Self.options)
    DeskTests.check(.choices, .list([""]), refusedFor: "\"\" is none of", options: Self.options)
    DeskTests.check(.choices, .text("gold"), refusedFor: "expected an array of strings, got a string")
  }

  /// Nobody reads a refusal that lists a thousand options, and no list of choices costs more than it is long.
  @Test func aThousandOptions() {
    let many = (1...1_000).map { "option \($0)" }
    DeskTests.check(.choice, .text("option 1000"), .text("option 1000"), options: many)
    DeskTests.check(.choices, .list(many.reversed()), .choices(many), options: many)
    DeskTests.check(.choices, .list(["option 999", "option 2"]), .choices(["option 2", "option 999"]), options: many)
    let told = "is none of the options: \(many.prefix(10).joined(separator: ", ")), … and 990 more"
    DeskTests.check(.choice, .text("x"), refusedFor: "\"x\" \(told)", options: many)
    DeskTests.check(.choices, .list(many.dropLast() + ["x"]), refusedFor: "\"x\" \(told)", options: many)
    DeskTests.check(.choices, .list(many + ["x"]), refusedFor: "at most 1000 options can be chosen", options: many)
    DeskTests.check(
      .choices, .list(Array(repeating: "gold", count: 100_000)),
      refusedFor: "at most 2 options can be chosen, got 100000",
      options: ["gold", "silver"])
    let eleven = Array(many.prefix(11))
    DeskTests.check(.choice, .text("x"), refusedFor: "option 10, … and 1 more", options: eleven)
    DeskTests.check(.choice, .text("x"), refusedFor: "option 9, option 10", options: Array(many.prefix(10)))
    let long = String(repeating: "é", count: 255)
    DeskTests.check(.choice, .text("x"), refusedFor: "options: \(long), gold", options: [long, "gold"])
  }

  @Test func aRefusalNamesWhatNobodySees() {
    DeskTests.check(.choice, .text("gold\u{200B}"), refusedFor: "\"goldU+200B\" is none of", options: ["gold"])
    DeskTests.check(.choice, .text("go ld\n"), refusedFor: "\"go ldU+000A\" is none of", options: ["gold"])
    DeskTests.check(
      .choices, .list(["\u{202E}gold"]), refusedFor: "\"U+202Egold\" is", options: ["gold", "si\u{A0}lver"])
    DeskTests.check(.choices, .list(["x"]), refusedFor: "gold, siU+00A0lver", options: ["gold", "si\u{A0}lver"])
  }

  /// `clear` removes a value: neither `""` nor `null` is one.
  @Test(arguments: AttributeFormat.allCases)
  func emptinessIsNoValue(format: AttributeFormat) {
    for input in [AttributeInput.text(""), .other("null")] {
      DeskTests.check(format, input, refusedFor: "an empty value cannot be set", options: ["gold"])
    }
  }

  @Test(arguments: AttributeFormat.allCases)
  func valuesOfAnotherType(format: AttributeFormat) {
    let expected =
      switch format {
      case .number: "a number"
      case .boolean: "true or false"
      case .choices: "an array of strings"
      default: "a string"
      }
    let inputs: [(AttributeInput, String)] = [
      (.text("x"), "a string"), (.number("1"), "a number"), (.boolean(true), "true"), (.boolean(false), "false"),
      (.list(["x"]), "an array"), (.other("an object"), "an object"), (.other("an array"), "an array"),
    ]
    for (input, got) in inputs {
      let isOfTheType =
        switch (format, input) {
        case (.number, .number), (.boolean, .boolean), (.choices, .list): true
        case (.number, _), (.boolean, _), (.choices, _): false
        case (_, .text): true
        default: false
        }
      if isOfTheType { continue }
      DeskTests.check(format, input, refusedFor: "expected \(expected), got \(got)", options: ["x"])
    }
  }

  /// What a refusal shows as an example is taken.
  @Test func examplesAreTaken() {
    let options = ["gold", "silver"]
    for format in AttributeFormat.allCases {
      let example = format.example(options: options)
      let input: AttributeInput =
        switch format {
        case .number: .number(example)
        case .boolean: .boolean(example == "true")
        case .choices: .list(example.dropFirst().dropLast().split(separator: ", ").map(String.init))
        default: .text(example)
        }
      if case .failure(let refusal) = normalised(format, input, options: options) {
        Issue.record("\(format) refused its example: \(refusal.reason)")
      }
    }
  }

  @Test func normalFormsCompareByScalars() {
    let forms: [AttributeContent] = [
      .text("é"), .text("e\u{301}"), .text("K"), .text("\u{212A}"), .text("1"), .text("true"), .integer(1), .integer(0),
      .decimal(0.5), .boolean(true), .boolean(false), .choices(["é"]), .choices(["e\u{301}"]), .choices(["é", "K"]),
    ]
    for (index, a) in forms.enumerated() {
      for (other, b) in forms.enumerated() { #expect(a.isSame(as: b) == (index == other), "\(a), \(b)") }
    }
  }
}
