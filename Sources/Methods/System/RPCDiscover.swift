import Desk
import JSON
import RPC

/// `rpc.discover`: the OpenRPC document (OpenRPC 1.3.2, "Service Discovery Method").
enum RPCDiscover: Method {
  static let name: StaticString = "rpc.discover"
  static let summary = "Returns the OpenRPC document of this protocol."
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams]
  static var result: Schema {
    .described(.openObject, "An OpenRPC document; `openrpc` names the version of its format.")
  }
  static let examples = [Example("The document", "{}", showsResult: false)]

  static func params(_: inout FieldReader) throws(ShapeError) {}

  static func run(_: Void, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> { Decision(()) }

  static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    context.server.document.withUnsafeBytes { out.raw($0) }
  }
}
