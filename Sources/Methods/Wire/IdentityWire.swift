import Desk
import JSON

/// A network, as a front end draws it.
enum NetworkWire {
  static let schema = Schema.named(
    "Network",
    .object([
      .required("id", .oneOf(Network.allCases.map(\.rawValue)), "The network."),
      .required("name", .string(), "The name to show."),
      .required("logo", .string(), "The key of the logo that a front end draws."),
      .required("color", .string(pattern: "^#[0-9A-F]{6}$"), "The brand colour, as CSS writes it."),
    ]))

  static func write(_ network: Network, to out: inout JSONWriter) {
    out.beginObject()
    out.member("id", literal: network.logo)
    out.member("name", literal: network.displayName)
    out.member("logo", literal: network.logo)
    out.member("color", literal: network.color)
    out.endObject()
  }
}

/// A contact on one network.
enum IdentityWire {
  static let properties: [Schema.Property] = [
    .required("network", .oneOf(Network.allCases.map(\.rawValue)), "The network."),
    .required("externalId", .string(), "The network's own id of the person."),
    .optional("handle", .string(), "The name in the network's addresses."),
    .optional("displayName", .string(), "The name that the person shows there."),
    .optional("pictureUrl", .string(), "The address of the picture."),
    .optional("profileUrl", .string(), "The address of the profile: as given, or made from the network's template."),
  ]

  static let schema = Schema.named("Identity", .object(properties))

  static func write(_ profile: Identity.Profile, to out: inout JSONWriter) {
    out.beginObject()
    members(profile, to: &out)
    out.endObject()
  }

  static func members(_ profile: Identity.Profile, to out: inout JSONWriter) {
    out.member("network", literal: profile.network.logo)
    out.member("externalId", profile.externalId)
    out.member("handle", profile.handle)
    out.member("displayName", profile.displayName)
    out.member("pictureUrl", profile.pictureUrl)
    out.member("profileUrl", profile.profileUrl)
  }
}
