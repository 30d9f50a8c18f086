public import Desk
public import JSON
public import RPC

/// `system.ping`: is anybody there?
public enum SystemPing: Method {
  public static let name: StaticString = "system.ping"
  public static let summary = "Answers with an empty object: the process is alive and has answered all before."
  public static let effect = Effect.reads
  public static let needs = Role.viewer
  public static let errors: [ErrorCode] = [.invalidParams]
  public static var result: Schema { .object([]) }
  public static let examples = [Example("Alive", "{}")]

  public static func params(_: inout FieldReader) throws(ShapeError) {}

  public static func run(_: Void, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> { Decision(()) }

  public static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.endObject()
  }
}
