import Desk
import JSON
import RPC

/// `note.edit`: gives a note another text.
enum NoteEdit: Method {
  /// Which, and what it says from now on.
  struct Params {
    let noteId: String
    let text: String
    let ifVersion: Int?
  }

  static let name: StaticString = "note.edit"
  static let summary = "Gives a note another text."
  static let details = """
    Any agent may edit any note: author and place stay, `editedBy` and `editedAt` say who and when. The same text \
    again changes nothing.
    """
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [.invalidParams, .invalidValue, .forbidden, .notFound, .versionConflict]
  static let result = NoteAdd.result
  static let examples = [
    Example("Put right", #"{"noteId":"note-2","text":"Prefers Dutch, reads French. @anna knows her."}"#)
  ]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(
      noteId: try fields.noteId(),
      text: try fields.required("text", Shapes.text(.note), "The text; `@id` mentions the agent of that id."),
      ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<NoteID> {
    let note = try book.note(params.noteId, ifVersion: params.ifVersion)
    guard !book[note].text.sameScalars(as: params.text) else { return Decision(note) }
    let mentions = book.mentions(in: params.text, newcomer: context.caller.newcomer)
    return Decision(note, changes: [book[note].edit(to: Note.Body(text: params.text, mentions: mentions))])
  }

  static func write(_ id: NoteID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    NoteAdd.write(id, book, context, to: &out)
  }
}
