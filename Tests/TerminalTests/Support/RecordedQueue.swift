import Foundation
import JSON
import Terminal
import Testing

/// Replies that a desk gave once, in Queues/NAME.json: `queue.list` and what is asked with it, how many wait after
/// that page, and what the clock showed.
struct RecordedQueue: CustomTestStringConvertible {
  static let names = ["demo", "team", "empty", "hostile"]
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Queues")

  let name: String
  var testDescription: String { name }

  static let all = names.map(RecordedQueue.init)

  /// The queue as it is drawn.
  func draw(on display: Display) throws -> String {
    try replies { replies in
      let list: (StaticString) -> [JSONValue] = { name in replies.member(name).map { Array($0.elements) } ?? [] }
      return QueueView.draw(
        QueueView.Replies(
          queue: replies.member("queue") ?? replies, cards: list("cards"), channels: list("channels"),
          teams: list("teams"), groups: list("groups")),
        more: replies.member("more")?.integer ?? 0, ofTeam: replies.member("team")?.string,
        networks: Recorded.networks, now: replies.member("now")?.string ?? "", on: display)
    }
  }

  /// Whether the contact of each entry is a VIP.
  func vips() throws -> [Bool] {
    try replies { replies in
      let entries = replies.member("queue")?.member("conversations").map { Array($0.elements) } ?? []
      return entries.map { $0.member("vip")?.kind == .true }
    }
  }

  private func replies<R>(_ body: (JSONValue) -> R) throws -> R {
    try Parsed.value(of: try Data(contentsOf: Self.folder.appending(path: "\(name).json")), body)
  }
}
