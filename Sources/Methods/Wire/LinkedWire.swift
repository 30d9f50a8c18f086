import Desk
import JSON

/// The contacts that are read as one person with another, and why.
enum LinkedWire {
  static let schema = Schema.named(
    "Linked",
    .object([
      .required("contactId", Schemas.contactId, "The contact that is linked."),
      .optional("name", .string(), "Its name; absent of a nameless contact."),
      .optional("handle", .string(), "The handle of the identity that its card shows."),
      .optional("network", .oneOf(Network.allCases.map(\.rawValue)), "The network of that identity."),
      .required("attribute", .string(), "The key of the matching attribute."),
      .required(
        "value", .string(),
        "The value that both have, as the contact has it who was asked for; of a long one its front, and `…`."),
    ]))

  static let tooCommonSchema = Schema.named(
    "TooCommon",
    .object([
      .required("attribute", .string(), "The key of the matching attribute."),
      .required("value", .string(), "The value; of a long one its front, and `…`."),
      .required("contacts", Schemas.count, "How many contacts have it, this one included."),
    ]))

  /// Writes the contacts of `linked`, by number.
  static func write(_ links: ContactLinks, _ book: Book, to out: inout JSONWriter) {
    out.key("linked")
    out.beginArray()
    if case .others(let contacts, let value) = links {
      let (key, text) = (key(value, book), value.content.wireText)
      for id in contacts {
        out.beginObject()
        out.member("contactId", id)
        ContactSummaryWire.name(book[id], to: &out)
        out.member("attribute", key)
        out.member("value", text)
        out.endObject()
      }
    }
    out.endArray()
  }

  /// Writes `tooCommon`, if the value is.
  static func writeTooCommon(_ links: ContactLinks, _ book: Book, to out: inout JSONWriter) {
    guard case .tooCommon(let contacts, let value) = links else { return }
    out.key("tooCommon")
    out.beginObject()
    out.member("attribute", key(value, book))
    out.member("value", value.content.wireText)
    out.member("contacts", contacts)
    out.endObject()
  }

  private static func key(_ value: MatchingValue, _ book: Book) -> String {
    // The matching attribute is not removed while it is one (`schema.remove` is 1007).
    book.definition(number: value.definition)?.key ?? ""
  }
}

extension AttributeContent {
  /// The value as a text: as JSON has it, without quotes; several options with `, ` between them. It says why contacts
  /// are linked, and comes with each page and each contact: so of a long one only the front.
  fileprivate var wireText: String {
    switch self {
    case .text(let text): return text.shortened
    case .choices(let options): return options.joinedShortened
    case .integer, .decimal, .boolean:
      var out = JSONWriter()
      AttributeWire.content(self, to: &out)
      return String(decoding: out.bytes, as: UTF8.self)
    }
  }
}
