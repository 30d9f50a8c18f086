import Desk
import JSON

/// A contact who was found.
enum FoundContactWire {
  static let schema = Schema.named(
    "FoundContact",
    .object(
      ContactSummaryWire.properties + [
        .optional("matched", matched, "Where the first word of the text was found; absent without a text.")
      ]))

  private static let matched = Schema.named(
    "SearchMatch",
    .object([
      .required(
        "field", .oneOf(["name", "handle", "displayName", "label", "externalId", "attribute"]),
        "Which text: `externalId` is the id on a network."),
      .optional("key", .string(), "`attribute`: its key."),
      .optional(
        "network", .oneOf(Network.allCases.map(\.rawValue)), "The network of a handle, a display name, an external id."),
      .required("text", .string(), "The whole text."),
    ]))

  static func write(_ contact: borrowing Contact, _ match: SearchMatch?, _ book: Book, to out: inout JSONWriter) {
    out.beginObject()
    ContactSummaryWire.writeMembers(contact, book, to: &out)
    if let match {
      out.key("matched")
      write(match, to: &out)
    }
    out.endObject()
  }

  private static func write(_ match: SearchMatch, to out: inout JSONWriter) {
    out.beginObject()
    switch match.field {
    case .name: out.member("field", literal: "name")
    case .handle(let network): write("handle", network, to: &out)
    case .displayName(let network): write("displayName", network, to: &out)
    case .label: out.member("field", literal: "label")
    case .externalId(let network): write("externalId", network, to: &out)
    case .attribute(let key):
      out.member("field", literal: "attribute")
      out.member("key", key)
    }
    out.member("text", match.text)
    out.endObject()
  }

  private static func write(_ field: StaticString, _ network: Network, to out: inout JSONWriter) {
    out.member("field", literal: field)
    out.member("network", literal: network.logo)
  }
}
