import Desk
import JSON
import RPC

/// `note.remove`: takes a note away.
enum NoteRemove: Method {
  /// Which.
  struct Params {
    let noteId: String
    let ifVersion: Int?
  }

  static let name: StaticString = "note.remove"
  static let summary = "Removes a note."
  static let details = "Any agent may remove any note. Its id is never used again."
  static let effect = Effect.writes
  static let needs = Role.agent
  static let errors: [ErrorCode] = [.invalidParams, .forbidden, .notFound, .versionConflict]

  static var result: Schema {
    .object([
      .required("noteId", Schemas.noteId, "The note that is gone."),
      .required("version", Schemas.version, "Its last version."),
    ])
  }

  static let examples = [Example("Gone", #"{"noteId":"note-1"}"#)]

  static func params(_ fields: inout FieldReader) throws(ShapeError) -> Params {
    Params(noteId: try fields.noteId(), ifVersion: try fields.ifVersion())
  }

  static func run(_ params: Params, _ book: Book, _ context: Context) throws(RPCError) -> Decision<NoteID> {
    let note = try book.note(params.noteId, ifVersion: params.ifVersion)
    return Decision(note, changes: [book[note].removal])
  }

  static func write(_ id: NoteID, _ book: Book, _ context: Context, to out: inout JSONWriter) {
    out.beginObject()
    out.member("noteId", id)
    out.member("version", book[id].version)
    out.endObject()
  }
}
