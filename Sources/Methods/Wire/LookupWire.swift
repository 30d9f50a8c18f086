import Desk
import JSON

/// A question to the CRM about a contact, and what came of it.
enum LookupWire {
  static let states = Schema.oneOf(Lookup.State.Name.allCases.map(\.rawValue))

  static let schema = Schema.named(
    "Lookup",
    .object([
      .required("lookupId", Schemas.lookupId, "The look-up."),
      .required("contactId", Schemas.contactId, "Who was looked up."),
      .required(
        "state", states,
        "`asked`: the CRM has not answered; `noMatch`: it knows nobody like that, or several; `failed`: it could not answer; `proposed`: it knows a customer, and nobody has said yet whether that is the contact; `confirmed`, `rejected`: somebody has; `replaced`: a later look-up took its place."
      ),
      .required("at", Schemas.time, "Since when it stands so."),
      .required("crm", .string(), "The name of the connector that was asked."),
      .optional("customerId", .string(), "The CRM's own id of the customer."),
      .optional("changes", .array(change), "`proposed`: what the card would show instead."),
      .optional(
        "ignored", .array(Warning.schema),
        "`proposed` and `confirmed`: what the CRM said and the desk does not take."),
      .optional("request", request, "`asked`: what the CRM is asked with."),
      .optional("reason", .string(), "`failed`: why."),
    ]))

  /// The look-up and the contact's version: what methods return that make or move one.
  static let changed = Schema.object([
    .required("lookup", schema, "The look-up."), .required("version", Schemas.version, "The contact's version."),
  ])

  private static let change = Schema.named(
    "LookupDifference",
    .object([
      .required("key", .string(), "The attribute."),
      .optional("from", value, "What the card shows; absent: nothing."),
      .optional("to", value, "What it would show; absent: nothing."),
    ]))

  private static let request = Schema.named(
    "LookupRequest",
    .object([
      .required("identities", .array(IdentityWire.schema), "The contact on all networks, as of now."),
      .required("attributes", .map(value), "The values of the lookup attributes by key."),
    ]))

  private static let value = Schema.anyOf([.string(), .number, .boolean, .array(.string())])

  static func write(_ id: LookupID, _ book: Book, to out: inout JSONWriter) {
    let lookup = book[id]
    out.beginObject()
    out.member("lookupId", id)
    out.member("contactId", lookup.contact)
    out.member("state", lookup.state.name.rawValue)
    out.member("at", lookup.at)
    out.member("crm", lookup.crm)
    out.member("customerId", lookup.match?.customerId)
    switch lookup.state {
    case .asked:
      out.key("request")
      out.beginObject()
      writeRequest(lookup, book, to: &out)
      out.endObject()
    case .failed(let reason): out.member("reason", reason)
    case .proposed(let match):
      write(match.differences, book, to: &out)
      write(match.ignored, to: &out)
    case .confirmed(let match): write(match.ignored, to: &out)
    case .noMatch, .rejected, .replaced: break
    }
    out.endObject()
  }

  /// Writes a look-up, and the contact's version.
  static func writeChanged(_ id: LookupID, _ book: Book, to out: inout JSONWriter) {
    out.changed("lookup", version: book[book[id].contact].version) { write(id, book, to: &$0) }
  }

  /// Writes the members that say what the CRM is asked with.
  static func writeRequest(_ lookup: Lookup, _ book: Book, to out: inout JSONWriter) {
    out.key("identities")
    out.beginArray()
    for identity in book[lookup.contact].identities { IdentityWire.write(identity.profile, to: &out) }
    out.endArray()
    out.key("attributes")
    out.beginObject()
    for value in lookup.request {
      guard let definition = book.definition(number: value.definition) else { continue }
      out.key(escaping: definition.key)
      AttributeWire.content(value.content, to: &out)
    }
    out.endObject()
  }

  private static func write(_ differences: [Lookup.Difference], _ book: Book, to out: inout JSONWriter) {
    out.key("changes")
    out.beginArray()
    for difference in differences {
      // An attribute that was removed since has no key any more, and no card shows it.
      guard let definition = book.definition(number: difference.definition) else { continue }
      out.beginObject()
      out.member("key", definition.key)
      for (name, content) in [("from", difference.from), ("to", difference.to)] as [(StaticString, AttributeContent?)] {
        guard let content else { continue }
        out.key(name)
        AttributeWire.content(content, to: &out)
      }
      out.endObject()
    }
    out.endArray()
  }

  private static func write(_ ignored: [Lookup.Ignored], to out: inout JSONWriter) {
    guard !ignored.isEmpty else { return }
    out.key("ignored")
    out.beginArray()
    for ignored in ignored {
      out.beginObject()
      out.member("field", "attributes.\(ignored.key)")
      out.member("reason", ignored.reason)
      out.member("example", ignored.example)
      out.endObject()
    }
    out.endArray()
  }
}
