import Desk
import JSON
import RPC

/// Whether a contact is a VIP, and who said so.
enum VipWire {
  static let schema = Schema.named(
    "Vip",
    .object([
      .required("available", .boolean, "True where the desk has VIPs (`settings.set`): only then is there a button."),
      .required("isVip", .boolean, "True of a VIP."),
      .optional("promotedBy", .string(), "The id of the agent who made the contact a VIP."),
      .optional("promotedAt", Schemas.time, "When."),
      .optional("reason", .string(), "Why, if they said."),
    ]))

  static func write(_ contact: borrowing Contact, _ book: Book, to out: inout JSONWriter) {
    out.beginObject()
    out.member("available", book.settings.isVipEnabled)
    out.member("isVip", book.isVip(contact))
    if let vip = contact.vip, book.settings.isVipEnabled {
      out.member("promotedBy", book[vip.promotedBy].id)
      out.member("promotedAt", vip.promotedAt)
      out.member("reason", vip.reason)
    }
    out.endObject()
  }

  /// The desk has no VIPs now.
  static let disabled = RPCError(
    .forbidden, "This desk has no VIPs: an admin can switch them on (settings.set, vipEnabled).",
    [("reason", .string("vipDisabled"))])

  /// What a method that promotes or demotes returns.
  static let changed = Schema.object([
    .required("vip", schema, "The VIP mark as the card shows it now."),
    .required("version", Schemas.version, "The version of the contact."),
  ])

  /// Writes what a method that promotes or demotes returns.
  static func writeChanged(_ contact: ContactID, _ book: Book, to out: inout JSONWriter) {
    out.beginObject()
    out.key("vip")
    write(book[contact], book, to: &out)
    out.member("version", book[contact].version)
    out.endObject()
  }
}
