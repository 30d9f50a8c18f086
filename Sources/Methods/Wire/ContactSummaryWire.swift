import Desk
import JSON

/// A contact as lists show it.
enum ContactSummaryWire {
  static let schema = Schema.named("ContactSummary", .object(properties))

  static let properties: [Schema.Property] = [
    .required("contactId", Schemas.contactId, "The contact."),
    .optional("name", .string(), "The name; absent of a nameless contact."),
    .optional("handle", .string(), "The handle of the identity that the card shows."),
    .optional("network", .oneOf(Network.allCases.map(\.rawValue)), "The network of that identity."),
    .required("vip", .boolean, "True of a VIP."),
    .required("validated", .boolean, "True if the CRM knows the contact."),
    .required("labels", .array(.string()), "The team's labels."),
    .required("updatedAt", Schemas.time, "When the contact's `version` moved last."),
  ]

  static func write(_ contact: borrowing Contact, _ book: Book, to out: inout JSONWriter) {
    out.beginObject()
    writeMembers(contact, book, to: &out)
    out.endObject()
  }

  static func writeMembers(_ contact: borrowing Contact, _ book: Book, to out: inout JSONWriter) {
    out.member("contactId", contact.id)
    name(contact, to: &out)
    out.member("vip", book.isVip(contact))
    out.member("validated", contact.validation.isValidated)
    out.member("labels", contact.labels)
    out.member("updatedAt", contact.updatedAt)
  }

  /// Writes what a contact is called: the name, and the handle and the network of the identity that the card shows.
  static func name(_ contact: borrowing Contact, to out: inout JSONWriter) {
    out.member("name", contact.name)
    guard let index = contact.indexShown(from: nil, on: nil) else { return }
    out.member("handle", contact.identities[index].profile.handle)
    out.member("network", literal: contact.identities[index].profile.network.logo)
  }
}
