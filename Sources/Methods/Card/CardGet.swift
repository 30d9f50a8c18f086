import Desk
import JSON
import RPC

/// `card.get`: all that the panel beside a conversation shows, in one call.
enum CardGet: Method {
  /// Whose card, named in one of the ways.
  struct Params {
    let contactId: String?
    let conversationId: String?
    let network: Network?
    let externalId: String?
    let handle: String?
  }

  /// The contact, and the conversation that it is seen from.
  struct Result {
    let contact: ContactID
    let conversation: ConversationID?
  }

  static let name: StaticString = "card.get"
  static let summary = "Returns the card of a contact: all that the panel beside a conversation shows."
  static let details = """
    Name the contact by `contactId`, by `conversationId`, by `network` and `externalId`, or by `network` and `handle` \
    (the one who was seen with that handle last), however the two are spelled. With `contactId`, `conversationId` says \
    which conversation the card is seen from: handle, picture, network and channel values are those of the identity \
    behind it. A conversation of a contact that is linked to this one (`linked`) brings the card of that contact.
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let result = CardWire.schema
  static let errors: [ErrorCode] = [.invalidParams, .notFound]

  static let examples = [
    Example("Behind a conversation", #"{"conversationId":"conversation-1"}"#),
    Example("By handle", #"{"network":"linkedin","handle":"youssefhaddad"}"#),
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      contactId: try fields.optional("contactId", Shapes.id, "The contact."),
      conversationId: try fields.optional("conversationId", Shapes.id, "The conversation that the card is seen from."),
      network: try fields.optional("network", Shapes.network, "The network of `externalId` or `handle`."),
      externalId: try fields.optional("externalId", Shapes.id, "The network's own id of the person."),
      handle: try fields.optional("handle", Shapes.id, "The name in the network's addresses."))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let isByNetwork = params.network != nil || params.externalId != nil || params.handle != nil
    if params.contactId == nil && params.conversationId == nil { return Decision(try byNetwork(params, book)) }
    guard !isByNetwork else { throw oneWay("contactId", "several") }
    guard let id = params.contactId else {
      let conversation = try params.conversationId.map(book.conversation)
      let contact = conversation.map { book[$0].contact }
      guard let contact else { throw oneWay("contactId", "none") }
      return Decision(Result(contact: contact, conversation: conversation))
    }
    let contact = try book.contact(id)
    guard let from = params.conversationId else { return Decision(Result(contact: contact, conversation: nil)) }
    let conversation = try book.conversation(from)
    try book.check(conversation, isOf: contact, context)
    return Decision(Result(contact: book[conversation].contact, conversation: conversation))
  }

  private static func byNetwork(_ params: Params, _ book: Book) throws(RPCError) -> Result {
    guard let network = params.network else {
      throw params.externalId == nil && params.handle == nil
        ? oneWay("contactId", "none")
        : .invalidParams("network", expected: "the network of externalId or handle", got: "none")
    }
    let found: (id: ContactID, identity: Int)?
    let name: String
    switch (params.externalId, params.handle) {
    case (let id?, nil): (found, name) = (book.contact(network: network, externalId: id), id)
    case (nil, let handle?): (found, name) = (book.contact(network: network, handle: handle), handle)
    case (let id, _):
      throw .invalidParams(
        "externalId", expected: "exactly one of externalId and handle beside network",
        got: id == nil ? "neither" : "both")
    }
    guard let found else {
      throw .notFound("contact", name, params.handle == nil ? "externalId" : "handle")
    }
    return Result(contact: found.id, conversation: nil)
  }

  private static func oneWay(_ field: String, _ got: String) -> RPCError {
    .invalidParams(
      field,
      expected: "one way to name the contact: contactId, conversationId, network and externalId, or network and handle",
      got: got)
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    CardWire.write(book[result.contact], from: result.conversation, book, context, to: &out)
  }
}
