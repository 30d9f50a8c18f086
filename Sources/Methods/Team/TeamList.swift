import Desk
import JSON
import RPC
import Tables

/// `team.list`: which teams there are.
enum TeamList: Method {
  static let name: StaticString = "team.list"
  static let summary = "Lists the teams, in the order of definition."
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded]

  static var result: Schema {
    .object([
      .required("teams", .array(TeamWire.schema), "The teams of this page."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [Example("All", "{}")]

  private static let query = QueryFingerprint("team.list")

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> PageParams { try PageParams(&fields) }

  static func run(_ page: PageParams, _ book: Book, _ context: Context) throws(RPCError) -> Decision<NumberedPage> {
    Decision(try page.numbered(query))
  }

  static func write(_ page: NumberedPage, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.page("teams", limit: page.limit, query) { gate, out in
      book.teams(after: page.after) { number in
        guard gate.admits(RunIndex.Position(at: 0, seq: number.number), out) else { return false }
        TeamWire.write(book[number], to: &out)
        return true
      }
    }
  }
}
