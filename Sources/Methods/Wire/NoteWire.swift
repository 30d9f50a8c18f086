import Desk
import JSON

/// A note.
enum NoteWire {
  static let properties: [Schema.Property] = [
    .required("contactId", Schemas.contactId, "The contact it is about."),
    .required("noteId", Schemas.noteId, "Its id."),
    .optional("conversationId", Schemas.conversationId, "The conversation it stands on."),
    .optional("channel", .string(), "That conversation's channel."),
    .required("author", AuthorWire.agentSchema, "Who wrote it."),
    .required("createdAt", Schemas.time, "When it was written."),
    .required("text", .string(min: 1, max: DeskLimits.noteMax), "The text."),
    .required("mentions", .array(.string()), "The ids of the known agents that the text names as `@id`."),
    .optional("editedBy", AuthorWire.agentSchema, "Who edited it last."),
    .optional("editedAt", Schemas.time, "When."),
    .required("version", Schemas.version, "The version of the note."),
  ]

  static let schema = Schema.named("Note", .object(properties))

  static func write(_ id: NoteID, _ book: Book, to out: inout JSONWriter) {
    out.beginObject()
    members(book[id], book, to: &out)
    out.endObject()
  }

  static func members(_ note: Note, _ book: Book, to out: inout JSONWriter) {
    out.member("contactId", note.contact)
    out.member("noteId", note.id)
    if let conversation = note.conversation {
      out.member("conversationId", conversation)
      out.member("channel", book[book[conversation].channel].id)
    }
    out.key("author")
    AuthorWire.write(note.author, name: note.authorName, book, to: &out)
    out.member("createdAt", note.createdAt)
    out.member("text", note.text)
    out.key("mentions")
    out.beginArray()
    for agent in note.mentions { out.string(book[agent].id) }
    out.endArray()
    if let edit = note.edit {
      out.key("editedBy")
      AuthorWire.write(edit.by, name: edit.name, book, to: &out)
      out.member("editedAt", edit.at)
    }
    out.member("version", note.version)
  }
}
