import Desk
import JSON

/// A conversation as an inbox shows it: with whom, and what was written last.
enum ConversationRowWire {
  static let schema = Schema.named(
    "ConversationRow",
    .object(
      ConversationWire.properties + [
        .optional("name", .string(), "The contact's name; absent of a nameless one."),
        .optional("handle", .string(), "The handle of the identity that the card shows of it."),
        .required("vip", .boolean, "True of a VIP's."),
        .optional("lastMessage", lastMessage, "The message with the latest `at`; absent where nobody has written yet."),
      ]))

  private static let lastMessage = Schema.named(
    "LastMessage",
    .object([
      .required("messageId", Schemas.messageId, "Its id."),
      .required("at", Schemas.time, "When it was written."),
      .required("direction", .oneOf(Message.Direction.allCases.map(\.rawValue)), "`inbound`: from the contact."),
      .required("text", .string(max: textMax), "The first 200 characters (Unicode scalars) of the text."),
      .optional("attachments", .integer(min: 1), "How many files came with it."),
    ]))

  /// So much of the last message is shown, in Unicode scalars.
  private static let textMax = 200

  static func write(_ conversation: Conversation, _ book: Book, to out: inout JSONWriter) {
    out.beginObject()
    ConversationWire.members(conversation, book, to: &out)
    write(book[conversation.contact], conversation, book, to: &out)
    if let latest = conversation.latestMessage { write(book[latest], to: &out) }
    out.endObject()
  }

  private static func write(
    _ contact: borrowing Contact, _ conversation: Conversation, _ book: Book, to out: inout JSONWriter
  ) {
    out.member("name", contact.name)
    let shown = contact.indexShown(from: conversation, on: book[conversation.channel].network)
    out.member("handle", shown.flatMap { contact.identities[$0].profile.handle })
    out.member("vip", book.isVip(contact))
  }

  private static func write(_ message: Message, to out: inout JSONWriter) {
    out.key("lastMessage")
    out.beginObject()
    out.member("messageId", message.id)
    out.member("at", message.content.at)
    out.member("direction", message.direction.rawValue)
    out.member("text", String(message.content.text.unicodeScalars.prefix(textMax)))
    if !message.content.attachments.isEmpty { out.member("attachments", message.content.attachments.count) }
    out.endObject()
  }
}
