import Desk
import JSON
import RPC

/// `settings.get`: what the admins set for the whole desk.
enum SettingsGet: Method {
  static let name: StaticString = "settings.get"
  static let summary = "Returns the settings of the desk."
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams]
  static let result = SettingsWire.schema
  static let examples = [Example("All", "{}")]

  static func params(_: inout FieldReader) throws(ShapeError) {}

  static func run(_: Void, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Void> { Decision(()) }

  static func write(_: Void, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    SettingsWire.write(book, to: &out)
  }
}
