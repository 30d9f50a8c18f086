import Desk
import JSON
import RPC

/// `channel.update`: an admin renames a channel.
enum ChannelUpdate: Method {
  /// Which, and its name.
  struct Params {
    let channel: String
    let name: String
    let ifVersion: Int?
  }

  static let name: StaticString = "channel.update"
  static let summary = "Renames a channel, a built-in one too."
  static let details = "The id and the network of a channel stay as they are."
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [.invalidParams, .invalidValue, .forbidden, .notFound, .versionConflict]
  static let result = ChannelWire.changed
  static let examples = [Example("Another name", #"{"channel":"whatsapp","name":"WhatsApp, support"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      channel: try fields.required("channel", Shapes.id, "The channel."),
      name: try fields.required("name", Shapes.text(.name), "The name to show."),
      ifVersion: try fields.ifVersionFromZero())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<ChannelNumber> {
    let channel = try book.channel(params.channel, "channel")
    try book.check(params.ifVersion, book[channel].version, of: "channel")
    if book[channel].name.sameScalars(as: params.name) { return Decision(channel) }
    return Decision(channel, changes: [book.renaming(channel, to: params.name)])
  }

  static func write(_ number: ChannelNumber, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    ChannelWire.writeChanged(number, book, to: &out)
  }
}
