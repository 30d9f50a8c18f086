public import Desk
public import JSON
public import RPC

/// `rpc.discover`: the OpenRPC document (OpenRPC 1.3.2, "Service Discovery Method").
public enum RPCDiscover: Method {
  public static let name: StaticString = "rpc.discover"
  public static let summary = "Returns the OpenRPC document of this protocol."
  public static let effect = Effect.reads
  public static let needs = Role.viewer
  public static let errors: [ErrorCode] = [.invalidParams]
  public static var result: Schema {
    .described(.openObject, "An OpenRPC document; `openrpc` names the version of its format.")
  }
  public static let examples = [Example("The document", "{}", showsResult: false)]

  public static func params(_: inout FieldReader) throws(ShapeError) {}

  public static func run(_: Void, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> { Decision(()) }

  public static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    context.host.document().withUnsafeBytes { out.raw($0) }
  }
}
