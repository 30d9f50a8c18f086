import Desk
import JSON

/// A team of the desk.
enum TeamWire {
  static let schema = Schema.named(
    "Team",
    .object([
      .required("teamId", .string(pattern: ChosenID.pattern), "Its id."),
      .required("name", .string(), "The name to show."),
      .required("version", Schemas.version, "Its version."),
    ]))

  static func write(_ team: Team, to out: inout JSONWriter) {
    out.beginObject()
    out.member("teamId", team.id)
    out.member("name", team.name)
    out.member("version", team.version)
    out.endObject()
  }

  /// What a method that makes or changes a team returns.
  static let changed = Schemas.changed("team", schema)

  /// Writes what a method that makes or changes a team returns.
  static func writeChanged(_ number: TeamNumber, _ book: Book, to out: inout JSONWriter) {
    out.changed("team", version: book[number].version) { write(book[number], to: &$0) }
  }
}
