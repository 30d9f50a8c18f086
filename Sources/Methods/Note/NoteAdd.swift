import Desk
import JSON
import RPC

/// `note.add`: the team writes something down.
enum NoteAdd: Method {
  /// Where, and what.
  struct Params {
    let conversationId: String?
    let contactId: String?
    let text: String
    let ifVersion: Int?
  }

  static let name: StaticString = "note.add"
  static let summary = "Adds a note to a conversation or to a contact."
  static let details = """
    Takes exactly one of `conversationId` and `contactId`. The version of neither moves: a note has its own.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [
    .invalidParams, .invalidValue, .forbidden, .notFound, .versionConflict,
  ]

  static var result: Schema {
    .object([
      .required("note", NoteWire.schema, "The note."),
      .required("version", Schemas.version, "The version of the note."),
    ])
  }

  static let examples = [
    Example(
      "On a conversation", #"{"conversationId":"conversation-1","text":"Sent her the form. @anna calls on Monday."}"#),
    Example("On a contact", #"{"contactId":"contact-2","text":"Prefers Dutch."}"#),
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      conversationId: try fields.optional("conversationId", Shapes.id, "The conversation that the note stands on."),
      contactId: try fields.optional("contactId", Shapes.id, "The contact that the note is about."),
      text: try fields.required("text", Shapes.text(.note), "The text; `@id` mentions the agent of that id."),
      ifVersion: try fields.optional(
        "ifVersion", Shapes.version,
        "The version of the conversation or contact as it was read: refused if it has moved since."))
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<NoteID> {
    let (contact, conversation) = try book.notesTarget(
      params.conversationId, params.contactId, ifVersion: params.ifVersion)
    let id = book.nextNoteID
    let mentions = book.mentions(in: params.text, newcomer: context.caller.newcomer)
    let body = Note.Body(text: params.text, mentions: mentions)
    return Decision(
      id, changes: [.note(id, of: contact, .added(conversation, body, authorName: context.caller.name))])
  }

  static func write(_ id: NoteID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.key("note")
    NoteWire.write(id, book, to: &out)
    out.member("version", book[id].version)
    out.endObject()
  }
}
