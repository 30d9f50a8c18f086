import Desk
import JSON
import RPC

/// `channel.define`: an admin adds an account of the organization on a network.
enum ChannelDefine: Method {
  /// The channel.
  struct Params {
    let channel: String
    let name: String
    let network: Network
  }

  static let name: StaticString = "channel.define"
  static let summary =
    "Defines a channel: an account of the organization on a network, such as a second WhatsApp number."
  static let details = """
    Each network has a built-in channel, whose id is the network's own. Each channel has its own conversations; a \
    person who writes on two channels of one network is one contact.
    """
  static let effect = Effect.writes
  static let needs = Role.admin
  static let errors: [ErrorCode] = [.invalidParams, .invalidValue, .limitExceeded, .forbidden, .alreadyExists]
  static let result = ChannelWire.changed
  static let examples = [
    Example(
      "A second WhatsApp number", #"{"channel":"whatsapp-sales","name":"WhatsApp, sales","network":"whatsapp"}"#)
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      channel: try fields.required(
        "channel", Shapes.chosenId(example: "whatsapp-sales"),
        "The id: 1 to 64 letters, digits, `.`, `_` and `-` of ASCII."),
      name: try fields.required("name", Shapes.text(.name), "The name to show."),
      network: try fields.required("network", Shapes.network, "The network it is an account of."))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<ChannelNumber> {
    if book.channel(id: params.channel) != nil { throw .taken("channel", params.channel, "channel") }
    let limit = DeskLimits.channelsMax
    guard book.configured.channels < limit else { throw .tooMany("channels", limit: limit) }
    let number = book.nextChannelNumber
    return Decision(
      number, changes: [.channel(number, .defined(id: params.channel, name: params.name, params.network))])
  }

  static func write(_ number: ChannelNumber, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    ChannelWire.writeChanged(number, book, to: &out)
  }
}
