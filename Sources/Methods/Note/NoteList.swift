import Desk
import JSON
import RPC
import Tables

/// `note.list`: the notes of a conversation or of a contact.
enum NoteList: Method {
  /// Whose, and which page.
  struct Params {
    let conversationId: String?
    let contactId: String?
    let page: PageParams
  }

  /// What to list.
  struct Result {
    let contact: ContactID
    let conversation: ConversationID?
    let limit: Int
    var after: RunIndex.Position?

    var query: QueryFingerprint {
      var query = QueryFingerprint("note.list")
      query.combine(contact.number)
      query.combine(conversation?.number)
      return query
    }
  }

  static let name: StaticString = "note.list"
  static let summary =
    "Lists the notes of a conversation, or of a contact with those on the conversations; newest first."
  static let details = """
    Takes exactly one of `conversationId` and `contactId`. Ordered by time, ties by the order of being written; an \
    edit moves no note.
    """
  static let effect = Effect.reads
  static let needs = Role.viewer
  static let errors: [ErrorCode] = [.invalidParams, .limitExceeded, .notFound]

  static var result: Schema {
    .object([
      .required("notes", .array(NoteWire.schema), "The notes of this page."),
      .optional("nextCursor", .string(), Schemas.nextCursor),
    ])
  }

  static let examples = [Example("Of a contact", #"{"contactId":"contact-2"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      conversationId: try fields.optional("conversationId", Shapes.id, "The conversation that the notes stand on."),
      contactId: try fields.optional("contactId", Shapes.id, "The contact that the notes are about."),
      page: try PageParams(&fields))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<Result> {
    let cursor = try params.page.cursor()
    let (contact, conversation) = try book.notesTarget(params.conversationId, params.contactId)
    var result = Result(contact: contact, conversation: conversation, limit: params.page.limit)
    result.after = try params.page.after(cursor, result.query)
    return Decision(result)
  }

  static func write(_ result: Result, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    let notes = result.conversation == nil ? book.noteTimelines : book.conversationNoteTimelines
    out.page("notes", limit: result.limit, result.query) { gate, out in
      notes.backward(result.conversation?.number ?? result.contact.number, before: result.after) { entry in
        guard gate.admits(entry.position, out) else { return false }
        NoteWire.write(NoteID(Int(entry.number)), book, to: &out)
        return true
      }
    }
  }
}
