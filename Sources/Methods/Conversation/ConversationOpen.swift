import Desk
import JSON
import RPC

/// `conversation.open`: an agent begins.
enum ConversationOpen: Method {
  /// With whom, where and about what.
  struct Params {
    let contactId: String
    let channel: String
    let topics: [String]
    let ifVersion: Int?
  }

  static let name: StaticString = "conversation.open"
  static let summary = "Opens a conversation with a contact on a channel, by hand."
  static let details = """
    (An inbound message opens its own.) It starts `pending`: nobody waits. A contact may have several open ones on a \
    channel. Topics given twice count once.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .limitExceeded, .forbidden, .notFound, .versionConflict,
  ]
  static let result = ConversationWire.changed
  static let examples = [
    Example("A call back", #"{"contactId":"contact-1","channel":"linkedin","topics":["fair 2026"]}"#)
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      contactId: try fields.contactId(),
      channel: try fields.required("channel", Shapes.id, "The channel's id, such as `whatsapp`."),
      topics: try fields.optional(
        "topics", Shapes.text(.topic).array(max: DeskLimits.topicsMax), "What it is about.") ?? [],
      ifVersion: try fields.optional(
        "ifVersion", Shapes.version,
        "The contact's `version` as the caller read it: refused (1002) if it has moved since."
      ))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<ConversationID> {
    let contact = try book.contact(params.contactId)
    let channel = try book.channel(params.channel, "channel")
    try book.check(params.ifVersion, book[contact].version, of: "contact")
    let id = book.nextConversationID
    return Decision(
      id,
      changes: [
        .conversation(id, of: contact, .opened(channel, topics: ScalarSet.unique(params.topics), by: .agent))
      ])
  }

  static func write(_ id: ConversationID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    ConversationWire.writeChanged(id, book, to: &out)
  }
}
