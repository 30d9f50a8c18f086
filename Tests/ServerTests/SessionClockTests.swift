import Desk
import Server
import Testing

/// A session that is led by a script: the script says when, and what no client could ask for.
struct SessionClockTests {
  private static func time(_ minute: String) throws -> Timestamp { try moment("2026-01-01T\(minute):00Z") }

  private static func moment(_ text: String) throws -> Timestamp {
    let moment: Timestamp? = Timestamp(text)
    return try #require(moment)
  }

  /// Each change 1 ms after the one before, from the time that was set; never back.
  @Test func theNextChangeIsAtTheTimeSet() throws {
    var times: [String] = []
    let session = try TransactionRunner(.init(clock: try Self.time("09:00"))) { times.append($0.at.description) }
    let contact = Change.What.contact(ContactID(1), .created(name: "Mira", identities: [], labels: []))
    session.setClock(try Self.time("10:00"))
    try session.record(contact)
    try session.record(session.book[ContactID(1)].promotion(reason: nil))
    session.setClock(try Self.time("09:30"))
    try session.record(try #require(session.book[ContactID(1)].demotion))
    #expect(
      times == [
        "2026-01-01T10:00:00.000Z", "2026-01-01T10:00:00.001Z", "2026-01-01T10:00:00.002Z", "2026-01-01T10:00:00.003Z",
      ])
  }

  /// Opens a desk whose last change is dated so, and makes two changes by a clock that shows another time.
  private func check(
    last: String, clock: String, dates: [String], at location: SourceLocation = #_sourceLocation
  ) throws {
    let book = Book()
    let earlier = try TransactionRunner(.init(clock: try Self.moment(last)), .memory(book))
    try earlier.record(.contact(ContactID(1), .created(name: "Mira", identities: [], labels: [])))
    var times: [String] = []
    let session = try TransactionRunner(.init(clock: try Self.moment(clock)), .memory(book)) {
      times.append($0.at.description)
    }
    try session.record(session.book[ContactID(1)].promotion(reason: nil))
    try session.record(try #require(session.book[ContactID(1)].demotion))
    #expect(times == dates, sourceLocation: location)
  }

  /// The change that records who calls is the first of each desk; the contact is dated 1 ms after it.
  @Test func noChangeIsDatedBeforeTheOneBeforeIt() throws {
    try check(
      last: "2026-01-01T09:00:00Z", clock: "2026-01-01T09:00:00Z",
      dates: ["2026-01-01T09:00:00.002Z", "2026-01-01T09:00:00.003Z"])
    try check(
      last: "2026-01-01T09:00:00Z", clock: "2026-01-01T08:59:59Z",
      dates: ["2026-01-01T09:00:00.001Z", "2026-01-01T09:00:00.001Z"])
    // A day ahead of the clock, and 1 ms less.
    try check(
      last: "2026-01-02T09:00:00Z", clock: "2026-01-01T09:00:00Z",
      dates: ["2026-01-02T09:00:00.001Z", "2026-01-02T09:00:00.001Z"])
  }

  @Test func datesFollowTheClockAgainAfterOneThatWasFarAhead() throws {
    try check(
      last: "2026-01-02T09:00:00.002Z", clock: "2026-01-01T09:00:00Z",
      dates: ["2026-01-01T09:00:00.002Z", "2026-01-01T09:00:00.003Z"])
    try check(
      last: "2096-01-01T00:00:00Z", clock: "2026-01-01T09:00:00Z",
      dates: ["2026-01-01T09:00:00.002Z", "2026-01-01T09:00:00.003Z"])
    try check(
      last: "9999-12-31T23:59:59.998Z", clock: "9999-12-31T23:59:59.999Z",
      dates: ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"])
  }
}
