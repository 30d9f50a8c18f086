import Foundation
import JSON
import Terminal
import Testing

/// Replies that a desk gave once, in Cards/Found/NAME.json: pages of `contact.search`, `schema.list` if an attribute is
/// among the matches, the text that was looked for, and how many were listed.
struct RecordedSearch: CustomTestStringConvertible {
  static let names = ["beginning", "number", "arabic", "chinese", "several", "more"]
  static let folder = Recorded.folder.appending(path: "Found")

  let name: String
  var testDescription: String { name }

  static let all = names.map(RecordedSearch.init)

  /// The list as it is drawn.
  func draw(on display: Display) throws -> String {
    let text = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
    return try Parsed.value(of: text) { replies in
      let pages = replies.member("pages").map { Array($0.elements) } ?? []
      return FoundView.draw(
        pages, most: replies.member("most")?.integer ?? 0, schema: replies.member("schema") ?? replies,
        wanted: Self.wanted(replies.member("text")?.string ?? ""), networks: Recorded.networks, on: display)
    }
  }

  /// A text that is looked for, without regard to case and accents.
  static func wanted(_ text: String) -> WantedText {
    WantedText(text) { $0.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil) }
  }
}
