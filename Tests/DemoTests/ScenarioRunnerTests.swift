import Desk
import Server
import Testing

@testable import Demo

/// A step that makes no sense on the desk as it is then is reported, and not played in another way.
struct ScenarioRunnerTests {
  /// The desk after a scenario, whose person is on WhatsApp.
  private func play(_ scenario: String) throws -> Book {
    let story = Story("Mira", .init(.whatsapp, "48225550123"), scenario: scenario)
    var reader = ScenarioReader()
    try reader.read(story.scenario, story: 0)
    let runner = try ScenarioRunner([story], opensAt: reader.steps.first?.at, observer: nil)
    for step in reader.steps { try runner.run(step) }
    return runner.runner.book
  }

  /// Each channel has its own conversation with the person, and any method can be called.
  @Test func channelsOfOneNetwork() throws {
    let book = try play(
      """
      2026-01-09 whatsapp
      08:00 local calls channel.define {"channel":"repairs","name":"Repairs","network":"whatsapp"}
      08:01 < Hello?
      2026-01-09 repairs
      08:02 < My lamp!
      08:03 local> Send it.
      """)
    #expect(book.sizes.contacts == 1 && book.sizes.conversations == 2)
    #expect(book[ContactID(1)].channels.map { book[$0.channel].id } == ["whatsapp", "repairs"])
    #expect(book[ContactID(1)].channels.map(\.messages) == [1, 2])
  }

  @Test(arguments: [
    ("08:41 < Coo", "pigeon", "no such channel: pigeon"), ("08:41 < Hello", "email", "there is no profile yet"),
    ("08:41 anna> Hello", "whatsapp", "nobody at the desk is called anna"),
    ("08:41 local calls team.dance {}", "whatsapp", "team.dance {}\n"),
    ("08:41 local calls team.define {\"teamId\":\"a\"}", "whatsapp", "team.define {"),
  ]) func refuses(_ line: String, _ channel: String, _ reason: String) throws {
    let error = #expect(throws: DemoError.self) { try play("2026-01-09 \(channel)\n08:40 local creates\n\(line)") }
    #expect(error?.description.hasPrefix(reason) == true, "\(error?.description ?? "")")
  }
}
