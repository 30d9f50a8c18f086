import Desk
import JSON
import RPC
import Terminal

/// Who is found by words, for the subcommands that take some.
struct FoundContacts {
  private let text: String
  private let settings: Settings
  /// The pages of `contact.search`, up to at least a contact more than are listed.
  private var pages: [[UInt8]] = []
  /// The ids of those on the pages.
  private var contacts: [String] = []
  /// What `schema.list` returned; nil after an error.
  private let schema: [UInt8]?
  private let error: [UInt8]?

  /// The id of the only contact who is found; nil if there are several, none or an error.
  var only: String? { error == nil && contacts.count == 1 ? contacts[0] : nil }

  /// Looks for words; where that fails, `list` reports it.
  init(_ words: [String], _ desk: LocalDesk, _ settings: Settings) throws(UsageFault) {
    let text = words.joined(separator: " ")
    (self.text, self.settings) = (text, settings)
    var reader = DeskReader(desk)
    let limit = min(settings.foundMax + 1, DeskReader.pageMax)
    let params = { (params: inout JSONWriter) in
      params.member("text", text)
      params.member("sort", "name")
    }
    var cursor: String?
    repeat {
      guard let (page, next) = try reader.page("contact.search", limit: limit, cursor, params) else { break }
      pages.append(page)
      contacts += Self.contacts(on: page)
      cursor = next
    } while cursor != nil && contacts.count <= settings.foundMax
    schema = try reader.result(of: "schema.list")
    error = reader.error
  }

  private static func contacts(on page: [UInt8]) -> [String] {
    LocalDesk.withValue(of: page) { page in
      page.member("contacts").map { $0.elements.compactMap { $0.member("contactId")?.string } } ?? []
    } ?? []
  }

  /// Draws them in a list; reports an error, or with a hint that there is nobody. Returns the exit code.
  func list(hint: String?) -> Int32 {
    if let error { return LocalDesk.report(error, settings) }
    guard !contacts.isEmpty else { return reportNobody(hint) }
    let display = settings.display(atMost: FoundView.columnsMax)
    // One text that holds them all is read once.
    let text = LocalDesk.withValue(of: LocalDesk.array([schema ?? []] + pages)) { replies -> String? in
      let replies = Array(replies.elements)
      guard let schema = replies.first else { return nil }
      return FoundView.draw(
        Array(replies.dropFirst()), most: settings.foundMax, schema: schema,
        wanted: WantedText(self.text, fold: CaseFolding.bare), networks: CardView.Network.all,
        deskOptions: settings.deskOptions, on: display)
    }
    guard case .some(.some(let text)) = text else { return 1 }
    return TerminalOutput.write(text)
  }

  private func reportNobody(_ hint: String?) -> Int32 {
    let shown = UsageFault.shown(text)
    var out = JSONWriter()
    RPCError(
      .notFound,
      "Nobody is found by \"\(shown)\". \(hint ?? "All words must begin words of the contact: fewer letters find more.")"
    ).write(to: &out)
    return LocalDesk.report(out.bytes, settings)
  }
}
