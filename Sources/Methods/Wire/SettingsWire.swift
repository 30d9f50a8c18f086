import Desk
import JSON

/// What the admins set for the whole desk.
enum SettingsWire {
  static let schema = Schema.named(
    "Settings",
    .object([
      .optional(
        "matchingAttribute", .string(), "The key of the attribute by whose equal values contacts are linked."),
      .required("vipEnabled", .boolean, "False where the desk has no VIPs: marks are hidden and kept."),
      .optional(
        "autoResolveDays",
        .integer(min: Settings.autoResolveDaysRange.lowerBound, max: Settings.autoResolveDaysRange.upperBound),
        "After how many days without a message a conversation in `pending` is resolved."),
      .optional(
        "phoneCountry", .string(pattern: "^[A-Z]{2}$"),
        "The country (ISO 3166-1 alpha-2) whose national phone numbers are taken."),
      .required("version", Schemas.count, "The version of the settings; 0 of a desk whose settings nobody changed."),
    ]))

  static func write(_ book: Book, to out: inout JSONWriter) {
    let settings = book.settings
    out.beginObject()
    out.member("matchingAttribute", settings.matchingAttribute.flatMap { book.definition(number: $0)?.key })
    out.member("vipEnabled", settings.isVipEnabled)
    if let days = settings.autoResolveDays { out.member("autoResolveDays", days) }
    out.member("phoneCountry", settings.phoneCountry?.code)
    out.member("version", book.settingsVersion)
    out.endObject()
  }
}
