import Desk
import JSON

/// A channel: an account of the organization on a network.
enum ChannelWire {
  static let schema = Schema.named(
    "Channel",
    .object([
      .required("channel", .string(pattern: ChosenID.pattern), "Its id, as `message.record` takes it."),
      .required("name", .string(), "The name to show."),
      .required("network", .oneOf(Network.allCases.map(\.rawValue)), "The network it is an account of."),
      .required("version", Schemas.count, "Its version; 0 of a built-in channel that nobody changed."),
    ]))

  static func write(_ channel: Channel, to out: inout JSONWriter) {
    out.beginObject()
    out.member("channel", channel.id)
    out.member("name", channel.name)
    out.member("network", literal: channel.network.logo)
    out.member("version", channel.version)
    out.endObject()
  }

  /// What a method that makes or changes a channel returns.
  static let changed = Schemas.changed("channel", schema, version: Schemas.count)

  /// Writes what a method that makes or changes a channel returns.
  static func writeChanged(_ number: ChannelNumber, _ book: Book, to out: inout JSONWriter) {
    out.changed("channel", version: book[number].version) { write(book[number], to: &$0) }
  }
}
