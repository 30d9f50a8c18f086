import Desk
import JSON

/// The card: all that the panel beside a conversation shows.
enum CardWire {
  static let schema = Schema.named(
    "Card",
    .object([
      .required("contactId", Schemas.contactId, "The contact."),
      .required(
        "version", Schemas.version, "Moves with name, identities, labels, blocked, values, VIP and validation."),
      .optional("name", .string(), "The contact's name; absent of a nameless contact."),
      .optional("externalId", .string(), "The network's own id of the identity shown."),
      .optional("handle", .string(), "The handle of the identity shown."),
      .optional("pictureUrl", .string(), "The picture of the identity shown."),
      .optional("profileUrl", .string(), "The profile of the identity shown."),
      .optional(
        "network", NetworkWire.schema,
        "The network of the identity shown: the one behind the given conversation, else behind the latest inbound message, else the first."
      ),
      .required(
        "identities", .array(IdentityWire.schema), "The contact on every network, in the order of becoming known."),
      .required("validation", ValidationWire.schema, "Whether the CRM knows the contact."),
      .required("vip", VipWire.schema, "Whether the contact is a VIP."),
      .required("attributes", .array(AttributeWire.schema), "The enabled attributes, in the admin's order."),
      .required(
        "groups", .array(GroupRefWire.schema), "The groups that the contact is in, in the order of definition."),
      .optional(
        "suspendedGroups", .array(GroupRefWire.suspendedSchema),
        "The groups of the desk that have no members now, because attributes that they use are disabled."),
      .required(
        "linked", .array(LinkedWire.schema),
        "Other contacts with the same value of the matching attribute: `history.read` reads them as one."),
      .required("labels", .array(.string()), "The team's labels."),
      .required("blocked", .boolean, "True where the team wants to hear no more."),
      .required("counts", countsSchema, "How much there is of each."),
      .required("channels", .array(ChannelHistoryWire.schema), "The channels with history."),
      .required("createdAt", Schemas.time, "When the contact became known."),
      .required("updatedAt", Schemas.time, "When `version` moved last."),
    ]))

  private static let countsSchema = Schema.named(
    "Counts",
    .object([
      .required("conversations", Schemas.count, "Conversations."),
      .required("open", Schemas.count, "Conversations not resolved."),
      .required("messages", Schemas.count, "Messages, in and out."),
      .required("notes", Schemas.count, "Notes on the contact and on the conversations."),
    ]))

  static func write(
    _ contact: borrowing Contact, from conversation: ConversationID?, _ book: Book, _ context: Context,
    to out: inout JSONWriter
  ) {
    let index = shown(contact, conversation, book)
    let number = index.map { contact.identities[$0].number }
    out.beginObject()
    out.member("contactId", contact.id)
    out.member("version", contact.version)
    out.member("name", contact.name)
    if let index {
      out.member("externalId", contact.identities[index].profile.externalId)
      out.member("handle", contact.identities[index].profile.handle)
      out.member("pictureUrl", contact.identities[index].profile.pictureUrl)
      out.member("profileUrl", contact.identities[index].profile.profileUrl)
      out.key("network")
      NetworkWire.write(contact.identities[index].profile.network, to: &out)
    }
    out.key("identities")
    out.beginArray()
    for index in contact.identities.indices { IdentityWire.write(contact.identities[index].profile, to: &out) }
    out.endArray()
    out.key("validation")
    ValidationWire.write(contact, book, to: &out)
    out.key("vip")
    VipWire.write(contact, book, to: &out)
    out.key("attributes")
    context.attributeTemplates.prepare(book, context.caller.role)
    AttributeWire.write(context.attributeTemplates, of: contact, shown: number, book, to: &out)
    context.work.addGroups(of: contact, book)
    GroupRefWire.write(of: contact, book, to: &out)
    LinkedWire.write(book.countedLinks(of: contact.id, context), book, to: &out)
    out.member("labels", contact.labels)
    out.member("blocked", contact.isBlocked)
    counts(contact.counts, to: &out)
    out.key("channels")
    ChannelHistoryWire.write(contact.channels, book, to: &out)
    out.member("createdAt", contact.createdAt)
    out.member("updatedAt", contact.updatedAt)
    out.endObject()
  }

  /// The index of the identity that the card shows.
  static func shown(_ contact: borrowing Contact, _ conversation: ConversationID?, _ book: Book) -> Int? {
    guard let conversation else { return contact.indexShown(from: nil, on: nil) }
    let seen = book[conversation]
    return contact.indexShown(from: seen, on: book[seen.channel].network)
  }

  private static func counts(_ counts: Contact.Counts, to out: inout JSONWriter) {
    out.key("counts")
    out.beginObject()
    out.member("conversations", counts.conversations)
    out.member("open", counts.open)
    out.member("messages", counts.messages)
    out.member("notes", counts.notes)
    out.endObject()
  }
}

/// Whether the CRM knows a contact.
enum ValidationWire {
  static let schema = Schema.named(
    "Validation",
    .object([
      .required("status", .oneOf(["validated", "notValidated"]), "`validated`: the CRM's match was confirmed."),
      .optional("lastLookupAt", Schemas.time, "When the CRM was asked last."),
      .optional("lastLookupOk", .boolean, "Whether it could answer then."),
      .optional("crm", .string(), "The name of the CRM connector."),
      .optional("proposal", LookupWire.schema, "A customer whom nobody has confirmed or rejected yet."),
    ]))

  static func write(_ contact: borrowing Contact, _ book: Book, to out: inout JSONWriter) {
    let validation = contact.validation
    out.beginObject()
    out.member("status", literal: validation.isValidated ? "validated" : "notValidated")
    out.member("lastLookupAt", validation.lastLookupAt)
    out.member("lastLookupOk", validation.lastLookupOk)
    out.member("crm", validation.crm)
    if let lookup = contact.latestLookup, case .proposed = book[lookup].state {
      out.key("proposal")
      LookupWire.write(lookup, book, to: &out)
    }
    out.endObject()
  }
}

/// What a contact has on one channel.
enum ChannelHistoryWire {
  static let schema = Schema.named(
    "ChannelHistory",
    .object([
      .required("channel", .string(), "The channel's id."),
      .required("network", .oneOf(Network.allCases.map(\.rawValue)), "The network it is an account of."),
      .required("conversations", Schemas.count, "The contact's conversations on it."),
      .required("messages", Schemas.count, "The messages in them."),
    ]))

  /// Writes what contacts have together, in the order in which the first of them came to the channels.
  static func write(of contacts: [ContactID], _ book: Book, to out: inout JSONWriter) {
    if contacts.count == 1 { return write(book[contacts[0]].channels, book, to: &out) }
    var together: [Contact.ChannelHistory] = []
    for contact in contacts {
      for history in book[contact].channels {
        if let index = together.firstIndex(where: { $0.channel == history.channel }) {
          together[index].add(history)
        } else {
          together.append(history)
        }
      }
    }
    write(together, book, to: &out)
  }

  static func write(_ channels: [Contact.ChannelHistory], _ book: Book, to out: inout JSONWriter) {
    out.beginArray()
    for history in channels {
      out.beginObject()
      out.member("channel", book[history.channel].id)
      out.member("network", literal: book[history.channel].network.logo)
      out.member("conversations", history.conversations)
      out.member("messages", history.messages)
      out.endObject()
    }
    out.endArray()
  }
}
