import Desk
import JSON
import RPC

/// `card.getMany`: several cards at once.
enum CardGetMany: Method {
  /// Whose cards, and which ids name nobody.
  struct Result {
    var contacts: [ContactID] = []
    var notFound: [String] = []
  }

  /// Most ids of a call.
  static let idsMax = 100

  static let name: StaticString = "card.getMany"
  static let summary = "Returns the cards of several contacts, in the order of the ids."
  static let details = """
    An id given twice counts once; one that names nobody comes back in `notFound`. Cards beyond about 1 MiB are not in \
    the reply: their ids come back in `remaining`, to be asked for again.
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded]

  static var result: Schema {
    .object([
      .required("cards", .array(CardWire.schema), "The cards."),
      .required("notFound", .array(.string()), "The ids that name nobody."),
      .optional("remaining", .array(Schemas.contactId), "Ids whose cards did not fit any more: ask for them again."),
    ])
  }

  static let examples = [
    Example("Two, one of them unknown", #"{"contactIds":["contact-1","contact-99"]}"#)
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> [String] {
    try fields.required("contactIds", Shapes.id.array(max: idsMax), "The contacts; at most 100.")
  }

  static func run(_ ids: [String], _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    var result = Result()
    for id in ScalarSet.unique(ids) {
      if let contact = ContactID(text: id), book.contains(contact) {
        result.contacts.append(contact)
      } else {
        result.notFound.append(id)
      }
    }
    return Decision(result)
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    var remaining = result.contacts[...]
    out.beginObject()
    out.key("cards")
    out.beginArray()
    let start = out.count
    while out.count - start < WireLimits.pageBytesMax, let contact = remaining.popFirst() {
      CardWire.write(book[contact], from: nil, book, context, to: &out)
    }
    out.endArray()
    out.member("notFound", result.notFound)
    if !remaining.isEmpty { out.member("remaining", remaining.map { "\(ContactID.prefix)\($0.number)" }) }
    out.endObject()
  }
}
