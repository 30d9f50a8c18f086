import Foundation
import JSON
import Terminal
import Testing

/// Replies that a desk gave once, in Cards/NAME.json: `card.get`, `note.list` and `history.read` of one contact, and
/// `channel.list` if admins had named channels.
struct Recorded: CustomTestStringConvertible {
  static let names = [
    "latin", "arabic", "japanese", "empty", "hostile", "channels", "linked", "common", "proposal",
  ]
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Cards")

  let name: String
  var testDescription: String { name }

  static let all = names.map(Recorded.init)

  /// The card as it is drawn; the clock says noon on 5 January 2026.
  func draw(on display: Display) throws -> String {
    let text = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
    return try Parsed.value(of: text) { replies in
      let empty = replies
      return CardView.draw(
        replies.member("card") ?? empty, notes: replies.member("notes") ?? empty,
        history: replies.member("history") ?? empty, channels: replies.member("channels") ?? empty,
        networks: Self.networks, now: "2026-01-05T12:00:00.000Z",
        on: display)
    }
  }

  static let networks = [
    CardView.Network(id: "instagram", name: "Instagram", color: "#E4405F"),
    CardView.Network(id: "x", name: "X", color: "#000000"),
    CardView.Network(id: "linkedin", name: "LinkedIn", color: "#0A66C2"),
    CardView.Network(id: "email", name: "E-mail", color: "#0F766E"),
    CardView.Network(id: "whatsapp", name: "WhatsApp", color: "#25D366"),
  ]
}

/// JSON texts for the length of a call.
enum Parsed {
  static func value<R>(of text: Data, _ body: (JSONValue) -> R) throws -> R {
    try Array(text).withUnsafeBytes { try JSONTape(depthMax: 64).withValue(of: $0, body) }
  }

  static func value<R>(of text: String, _ body: (JSONValue) -> R) throws -> R {
    try value(of: Data(text.utf8), body)
  }
}
