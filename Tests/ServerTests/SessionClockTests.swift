import Desk
import Server
import Testing

/// A session that is led by a script: the script says when, and what no client could ask for.
struct SessionClockTests {
  private static func time(_ minute: String) throws -> Timestamp {
    try #require(Timestamp("2026-01-01T\(minute):00Z"))
  }

  /// Each change 1 ms behind the one before, from the time that was set; never back.
  @Test func theNextChangeIsAtTheTimeSet() throws {
    var times: [String] = []
    let session = try Session(.init(clock: try Self.time("09:00"))) { times.append($0.at.description) }
    let contact = Change.What.contactCreated(ContactID(1), name: "Mira", identities: [], labels: [])
    session.setClock(try Self.time("10:00"))
    try session.commit(contact)
    try session.commit(.vipPromoted(ContactID(1), reason: nil))
    session.setClock(try Self.time("09:30"))
    try session.commit(.vipDemoted(ContactID(1)))
    #expect(
      times == [
        "2026-01-01T09:00:00.000Z", "2026-01-01T10:00:00.000Z", "2026-01-01T10:00:00.001Z", "2026-01-01T10:00:00.002Z",
      ])
  }
}
