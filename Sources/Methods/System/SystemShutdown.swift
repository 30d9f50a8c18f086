import Desk
import JSON
import RPC

/// `system.shutdown`: the process answers and ends.
enum SystemShutdown: Method {
  static let name: StaticString = "system.shutdown"
  static let summary = "Answers, then ends the process with exit code 0, whatever else was sent."
  static let details = """
    Every line before it is answered; nothing behind it is executed, be it in the same batch. (The end of stdin ends \
    the process just as well.)
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams]
  static let endsSession = true
  static var result: Schema { .object([]) }
  static let examples = [Example("Good night", "{}")]

  static func params(_: inout FieldReader) throws(ShapeError) {}

  static func run(_: Void, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> { Decision(()) }

  static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.endObject()
  }
}
