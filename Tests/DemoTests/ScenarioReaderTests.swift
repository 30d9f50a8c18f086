import Desk
import Testing

@testable import Demo

/// Scenarios are read line by line, and a line that makes no sense is reported with its text.
struct ScenarioReaderTests {
  private func read(_ scenario: String) throws -> [Step] {
    var reader = ScenarioReader()
    try reader.read(scenario, story: 0)
    return reader.steps
  }

  @Test func reads() throws {
    let steps = try read(
      """
      2026-01-09 email
      08:41 < Hello?
      | Two: lines.
      + dent.jpg
      + bill.pdf
      09:05 (07:10) <
      09:06 anna> \u{301}Hello!
      2026-01-10
      10:00 ben promotes
      """)
    #expect(steps.map(\.action) == [.writes, .writes, .answers, .promotes])
    #expect(steps.map(\.actor) == [nil, nil, "anna", "ben"])
    #expect(steps.map(\.text) == ["Hello?\nTwo: lines.", "", "\u{301}Hello!", ""])
    #expect(steps[0].files == ["dent.jpg", "bill.pdf"])
    #expect(steps[1].writtenAt == Timestamp("2026-01-09T07:10:00Z"))
    #expect(steps[3].at == Timestamp("2026-01-10T10:00:00Z"))
    #expect(steps.allSatisfy { $0.channel == "email" })
  }

  @Test(arguments: [
    ("08:41 < Before any day", "no time"),
    ("2026-01-09 email\n24:00 < Late", "no time"),
    ("2026-01-09 email\n8:41 < Short", "no time"),
    ("2026-13-09 email\n08:41 < No such month", "no time"),
    ("2026-01-09 email\n08:41 anna dances", "no such action"),
    ("2026-01-09 email\n08:41 < a\n08:40 < b", "earlier than the line before"),
    ("| goes on with nothing", "no time"),
  ]) func refuses(_ scenario: String, _ reason: String) throws {
    let error = #expect(throws: DemoError.self) { try read(scenario) }
    #expect(error?.description.hasPrefix(reason) == true, "\(error?.description ?? "")")
  }
}
