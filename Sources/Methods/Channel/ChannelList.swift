import Desk
import JSON
import RPC
import Tables

/// `channel.list`: which channels there are.
enum ChannelList: Method {
  /// Which, and which page.
  struct Params {
    let network: Network?
    let page: PageParams
  }

  /// What to list.
  struct Result {
    let network: Network?
    let limit: Int
    var after = 0

    var query: QueryFingerprint {
      var query = QueryFingerprint("channel.list")
      query.combine(network?.rawValue)
      return query
    }
  }

  static let name: StaticString = "channel.list"
  static let summary = "Lists the channels: the built-in ones, then the others in the order of definition."
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded]

  static var result: Schema {
    .object([
      .required("channels", .array(ChannelWire.schema), "The channels of this page."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [Example("On WhatsApp", #"{"network":"whatsapp"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      network: try fields.optional("network", Shapes.network, "Only those on this network."),
      page: try PageParams(&fields))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let cursor = try params.page.cursor()
    var result = Result(network: params.network, limit: params.page.limit)
    result.after = try params.page.after(cursor, result.query)?.seq ?? 0
    return Decision(result)
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.page("channels", limit: result.limit, result.query) { gate, out in
      book.channels(after: result.after) { number in
        let position = RunIndex.Position(at: 0, seq: number.number)
        guard result.network == nil || book[number].network == result.network else {
          gate.pass(position)
          return true
        }
        guard gate.admits(position, out) else { return false }
        ChannelWire.write(book[number], to: &out)
        return true
      }
    }
  }
}
