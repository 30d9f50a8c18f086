import Desk
import JSON
import Tables

/// An entry of the history: a message, a note or an event.
enum EntryWire {
  static let schema = Schema.anyOf([messageSchema, noteSchema, eventSchema])

  static let messageSchema = Schema.named(
    "MessageEntry",
    .object([
      .required("kind", .oneOf(["message"]), "A message."),
      .required("contactId", Schemas.contactId, "The contact that it belongs to."),
      .required("at", Schemas.time, "When it was written."),
      .required("messageId", Schemas.messageId, "Its id."),
      .required("conversationId", Schemas.conversationId, "The conversation it belongs to."),
      .required("channel", .string(), "The channel it came or went on."),
      .required("network", .oneOf(Network.allCases.map(\.rawValue)), "The channel's network."),
      .required("direction", .oneOf(Message.Direction.allCases.map(\.rawValue)), "`inbound`: from the contact."),
      .required("author", .anyOf([contactAuthorSchema, AuthorWire.agentSchema]), "Who wrote it."),
      .required("text", .string(), "The text; empty only with attachments."),
      .optional("attachments", .array(AttachmentWire.schema), "Files that came with it."),
      .optional("externalId", .string(), "The channel's own id of it."),
    ]))

  static let noteSchema = Schema.named(
    "NoteEntry",
    .object(
      [
        .required("kind", .oneOf(["note"]), "A note."),
        .required("at", Schemas.time, "When it was written."),
      ] + NoteWire.properties))

  static let eventSchema = Schema.named(
    "EventEntry",
    .object(
      [
        .required("kind", .oneOf(["event"]), "Something that happened."),
        .required("contactId", Schemas.contactId, "The contact that it happened to."),
        .required("at", Schemas.time, "When."),
        .required("event", .oneOf(EventWire.names), "What happened."),
        .optional("conversationId", Schemas.conversationId, "The conversation it happened in."),
        .optional("channel", .string(), "That conversation's channel."),
        .required("author", AuthorWire.schema, "Who did it; the desk itself where a rule of its settings did."),
      ] + EventWire.properties))

  private static let contactAuthorSchema = Schema.named(
    "ContactAuthor",
    .object(
      [.required("kind", .oneOf(["contact"]), "The contact.")]
        + IdentityWire.properties.map { .optional($0.name, $0.schema, $0.description) }))

  static func write(_ entry: RunIndex.Entry, _ book: Book, to out: inout JSONWriter) {
    out.beginObject()
    switch Book.Entry(entry) {
    case .message(let id): message(book[id], book, to: &out)
    case .note(let id):
      out.member("kind", literal: "note")
      out.member("at", book[id].createdAt)
      NoteWire.members(book[id], book, to: &out)
    case .event(let number): event(book[number], book, to: &out)
    }
    out.endObject()
  }

  private static func message(_ message: Message, _ book: Book, to out: inout JSONWriter) {
    let conversation = book[message.conversation]
    let isInbound = message.direction == .inbound
    out.member("kind", literal: "message")
    out.member("contactId", conversation.contact)
    out.member("at", message.content.at)
    out.member("messageId", message.id)
    out.member("conversationId", message.conversation)
    out.member("channel", book[conversation.channel].id)
    out.member("network", literal: book[conversation.channel].network.logo)
    out.member("direction", literal: isInbound ? "inbound" : "outbound")
    out.key("author")
    switch message.author {
    case .agent(let agent, let name): AuthorWire.write(agent, name: name, book, to: &out)
    case .identity(let identity):
      out.beginObject()
      out.member("kind", literal: "contact")
      if let identity, let profile = book[conversation.contact].author(numbered: identity)?.profile {
        IdentityWire.members(profile, to: &out)
      }
      out.endObject()
    }
    out.member("text", message.content.text)
    if !message.content.attachments.isEmpty { AttachmentWire.write(message.content.attachments, to: &out) }
    out.member("externalId", message.content.externalId)
  }

  private static func event(_ event: Event, _ book: Book, to out: inout JSONWriter) {
    out.member("kind", literal: "event")
    out.member("contactId", event.contact)
    out.member("at", event.at)
    out.member("event", literal: EventWire.name(event.what))
    if let conversation = event.conversation {
      out.member("conversationId", conversation)
      out.member("channel", book[book[conversation].channel].id)
    }
    out.key("author")
    AuthorWire.write(event.by, name: event.byName, book, to: &out)
    EventWire.members(event.what, book, to: &out)
  }
}

/// A file that came with a message.
enum AttachmentWire {
  static let schema = Schema.named(
    "Attachment",
    .object([
      .required("url", .string(), "Where it is."),
      .optional("mimeType", .string(), "Its media type, such as `image/png`."),
      .optional("name", .string(), "Its file name."),
    ]))

  static func write(_ attachments: [Message.Attachment], to out: inout JSONWriter) {
    out.key("attachments")
    out.beginArray()
    for attachment in attachments {
      out.beginObject()
      out.member("url", attachment.url)
      out.member("mimeType", attachment.mimeType)
      out.member("name", attachment.name)
      out.endObject()
    }
    out.endArray()
  }
}
