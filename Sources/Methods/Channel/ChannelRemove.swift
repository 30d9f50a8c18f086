import Desk
import JSON
import RPC

/// `channel.remove`: an admin takes a channel away.
enum ChannelRemove: Method {
  /// Which.
  struct Params {
    let channel: String
    let ifVersion: Int?
  }

  static let name: StaticString = "channel.remove"
  static let summary = "Removes a channel that has no conversations."
  static let details = """
    A built-in channel stays, and so does one with conversations, resolved ones too: their histories name it. The id \
    of a removed channel can be defined again, as another channel.
    """
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .notFound, .versionConflict, .inUse]

  static var result: Schema { Schemas.removed("channel", "channel") }

  static let examples = [Example("Gone", #"{"channel":"whatsapp-sales"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      channel: try fields.required("channel", Shapes.id, "The channel."), ifVersion: try fields.ifVersionFromZero())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<String> {
    let channel = try book.channel(params.channel, "channel")
    try book.check(params.ifVersion, book[channel].version, of: "channel")
    guard !channel.isBuiltIn else {
      throw RPCError(
        .forbidden,
        "\"\(params.channel)\" is there from the start, and cannot be removed: rename it, or leave it unused.",
        [("reason", .string("builtIn")), ("field", .string("channel"))])
    }
    let (count, latest) = book.conversations(on: channel)
    guard count == 0 else {
      throw .inUse(
        "\"\(params.channel)\" has conversations (now: \(count)), whose histories name it: it stays.",
        by: "conversation", count: count, ids: latest.map { "\(ConversationID.prefix)\($0.number)" }, "channel")
    }
    return Decision(book[channel].id, changes: [book.removal(of: channel)])
  }

  static func write(_ id: String, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.removed("channel", id, book)
  }
}
