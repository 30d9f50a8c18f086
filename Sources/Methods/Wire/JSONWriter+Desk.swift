import Desk
import JSON

extension JSONWriter {
  /// Writes a moment.
  @inline(__always)
  mutating func time(_ value: Timestamp) { value.withText { string(utf8: $0) } }

  /// Writes a member whose value is a moment, or nothing if there is none.
  @inline(__always)
  mutating func member(_ name: StaticString, _ value: Timestamp?) {
    guard let value else { return }
    key(name)
    time(value)
  }

  /// Writes a member whose value is the id of a contact.
  @inline(__always)
  mutating func member(_ name: StaticString, _ id: ContactID) {
    key(name)
    string(ContactID.prefix, number: id.number)
  }

  /// Writes a member whose value is the id of a conversation, or nothing if there is none.
  @inline(__always)
  mutating func member(_ name: StaticString, _ id: ConversationID?) {
    guard let id else { return }
    key(name)
    string(ConversationID.prefix, number: id.number)
  }

  /// Writes a member whose value is the id of a message.
  @inline(__always)
  mutating func member(_ name: StaticString, _ id: MessageID) {
    key(name)
    string(MessageID.prefix, number: id.number)
  }

  /// Writes a member whose value is the id of a look-up.
  mutating func member(_ name: StaticString, _ id: LookupID) {
    key(name)
    string(LookupID.prefix, number: id.number)
  }

  /// Writes a member whose value is the id of a note.
  @inline(__always)
  mutating func member(_ name: StaticString, _ id: NoteID) {
    key(name)
    string(NoteID.prefix, number: id.number)
  }
}

extension JSONWriter {
  /// Writes what a method that makes or changes a thing returns: the thing under its noun, and its version.
  mutating func changed(_ noun: StaticString, version: Int, _ write: (inout JSONWriter) -> Void) {
    beginObject()
    key(noun)
    write(&self)
    member("version", version)
    endObject()
  }

  /// Writes what a method that removes a thing returns: its id, and the change that removed it, which is the last one.
  mutating func removed(_ key: StaticString, _ id: String, _ book: Book) {
    beginObject()
    member(key, id)
    member("version", book.seq)
    endObject()
  }
}

extension Schemas {
  /// The schema of what a method that makes or changes a thing returns.
  static func changed(_ noun: String, _ schema: Schema, version: Schema = Schemas.version) -> Schema {
    .object([
      .required(noun, schema, "The \(noun) as it is now."),
      .required("version", version, "The version of the \(noun)."),
    ])
  }

  /// The schema of what a method that removes a thing returns.
  static func removed(_ key: String, _ noun: String) -> Schema {
    .object([
      .required(key, .string(), "The id of the \(noun) that is gone."),
      .required("version", version, "The number of the change that removed it."),
    ])
  }
}

/// The schemas of ids, times and other words that results share.
enum Schemas {
  static let contactId = id("ContactId", "contact")
  static let conversationId = id("ConversationId", "conversation")
  static let messageId = id("MessageId", "message")
  static let noteId = id("NoteId", "note")
  static let lookupId = id("LookupId", "lookup")
  static let version = Schema.integer(min: 1)
  static let schemaVersion = "The version of the schema; 0 of a desk whose schema nobody changed."
  static let nextCursor = "There while there is more: what `cursor` takes to go on behind this page."
  static let count = Schema.integer(min: 0)
  static let time = Schema.named(
    "Time",
    .described(
      .string(pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$"),
      "A moment in UTC with milliseconds (RFC 3339)."))

  private static func id(_ name: String, _ prefix: String) -> Schema {
    .named(
      name, .described(.string(pattern: "^\(prefix)-[1-9][0-9]*$"), "The id of a \(prefix): sequential, never reused."))
  }
}
