import Desk
import JSON

/// A conversation.
enum ConversationWire {
  static let schema = Schema.named("Conversation", .object(properties))

  static let properties: [Schema.Property] = [
    .required("conversationId", Schemas.conversationId, "Its id."),
    .required("contactId", Schemas.contactId, "With whom."),
    .required("channel", .string(), "The id of the channel."),
    .required("network", .oneOf(Network.allCases.map(\.rawValue)), "The channel's network."),
    .required(
      "status", status,
      "`new`: the desk's turn, since the contact wrote or somebody said so; `pending`: the contact's; `resolved`: done."
    ),
    .optional("assignee", .string(), "The id of the agent who works on it; nobody on a resolved one."),
    .required("topics", .array(.string()), "What it is about, as whoever opened it said."),
    .optional(
      "waitingSince", Schemas.time,
      "When the oldest message was written that is not yet answered; resolving counts as an answer."),
    .required("openedAt", Schemas.time, "When it was opened."),
    .required("messages", Schemas.count, "Messages in it."),
    .required("notes", Schemas.count, "Notes on it."),
    .required("version", Schemas.version, "The version of the conversation: moves with messages, status, assignee."),
  ]

  static let status = Schema.oneOf(Conversation.Status.allCases.map(\.rawValue))

  static func write(_ conversation: Conversation, _ book: Book, to out: inout JSONWriter) {
    out.beginObject()
    members(conversation, book, to: &out)
    out.endObject()
  }

  /// Writes what a conversation says of itself, within an object.
  static func members(_ conversation: Conversation, _ book: Book, to out: inout JSONWriter) {
    out.member("conversationId", conversation.id)
    out.member("contactId", conversation.contact)
    out.member("channel", book[conversation.channel].id)
    out.member("network", literal: book[conversation.channel].network.logo)
    out.member("status", conversation.status.rawValue)
    if let assignee = conversation.assignee { out.member("assignee", book[assignee].id) }
    out.member("topics", conversation.topics)
    out.member("waitingSince", conversation.waitingSince)
    out.member("openedAt", conversation.openedAt)
    out.member("messages", conversation.messages)
    out.member("notes", conversation.notes)
    out.member("version", conversation.version)
  }

  /// What a method that changes a conversation returns.
  static let changed = Schemas.changed("conversation", schema)

  /// Writes what a method that changes a conversation returns.
  static func writeChanged(_ id: ConversationID, _ book: Book, to out: inout JSONWriter) {
    out.changed("conversation", version: book[id].version) { write(book[id], book, to: &$0) }
  }
}
