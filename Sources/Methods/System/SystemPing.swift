import Desk
import JSON
import RPC

/// `system.ping`: is anybody there?
enum SystemPing: Method {
  static let name: StaticString = "system.ping"
  static let summary = "Answers with an empty object: the process is alive and has answered all before."
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams]
  static var result: Schema { .object([]) }
  static let examples = [Example("Alive", "{}")]

  static func params(_: inout FieldReader) throws(ShapeError) {}

  static func run(_: Void, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> { Decision(()) }

  static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.endObject()
  }
}
