import Desk
import JSON
import Server
import Terminal

extension Subcommand {
  /// `contactdesk card ID|WORDS...`: the card of a contact, drawn.
  static let card = Subcommand(
    name: "card", operands: "ID|WORDS...", count: 1...Int.max,
    summary: "Draw the card of a contact, with the newest notes and the latest history.",
    details: """
      ID is a contact (contact-12), a conversation (conversation-7: the card as it is seen from there), or \
      NETWORK:HANDLE (instagram:mira.k); where nobody was seen with that handle, it is taken for the network's own \
      id. Anything else is words, or part of a telephone number, as of contactdesk find: if one contact is found, \
      the card is drawn, and several are listed. VIP, validation and blocking stand in the frame, where no text of a \
      customer or an agent can stand; the id in brackets after an agent's name is the desk's, and nobody else has \
      it. Channels have the names that the admins gave them. Contacts that have the same value of the desk's \
      matching attribute are read as one: they are listed under Linked, each with a letter, which stands before the \
      sign of their entries in the history.
      """,
    options: Option.desk + Option.session + Option.drawing + [Option.limit],
    examples: [
      ("contactdesk card contact-1 --demo", "a contact of the demo desk"),
      ("contactdesk card isla fair --demo", "by the beginnings of names"),
      ("contactdesk card instagram:fairweather.isla --demo --width 120", "by handle, in 120 columns"),
      ("contactdesk card contact-60 --demo", "the history of two linked contacts"),
      ("contactdesk card conversation-3 --demo --color always | less -R", "from a conversation, in a pager"),
    ],
    exits: LocalDesk.exits,
    run: drawFound)

  /// Draws the card that an id names, or that of the only contact who is found by words; lists several. Returns the
  /// exit code.
  static func drawFound(_ settings: Settings, _ operands: [String]) throws(UsageFault) -> Int32 {
    let text = operands.joined(separator: " ")
    let desk = try LocalDesk(settings, makesDesk: false)
    if let lookups = lookups(of: text) { return try draw(lookups, of: text, desk, settings) }
    let found = try FoundContacts(operands, desk, settings)
    guard let contact = found.only else { return found.list(hint: hint(for: text)) }
    return try draw([[("contactId", contact)]], of: contact, desk, settings)
  }

  /// What `card.get` is asked, one after the other, until somebody is found; nil of words.
  private static func lookups(of text: String) -> [[(name: StaticString, value: String)]]? {
    if isID(text, "contact-") { return [[("contactId", text)]] }
    if isID(text, "conversation-") { return [[("conversationId", text)]] }
    // By bytes: a combining mark after the colon would be one character with it.
    let network = String(decoding: text.utf8.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    let name = String(decoding: text.utf8.dropFirst(network.utf8.count + 1), as: UTF8.self)
    guard Network(rawValue: network) != nil, !(name.first?.isWhitespace ?? true) else { return nil }
    return [[("network", network), ("handle", name)], [("network", network), ("externalId", name)]]
  }

  private static func isID(_ text: String, _ prefix: String) -> Bool {
    let number = text.utf8.dropFirst(prefix.utf8.count)
    return text.utf8.starts(with: prefix.utf8) && !number.isEmpty && number.allSatisfy { $0 &- 0x30 < 10 }
  }

  /// Which forms ids have, for a word that looks like a mistyped one.
  private static func hint(for text: String) -> String? {
    guard !text.contains(where: \.isWhitespace) else { return nil }
    let letters = text.prefix { $0.isLetter }
    let isID = ["contact", "conversation"].contains { Spelling.nearest(to: String(letters), among: [$0]) != nil }
    let isNumber = text.drop { $0.isPunctuation }.allSatisfy(\.isNumber)
    guard isID || isNumber || text.utf8.contains(UInt8(ascii: ":")) else { return nil }
    return "An id is contact-N or conversation-N, a handle NETWORK:HANDLE; \(card.helpCommand) has more."
  }

  private static func params(_ members: [(name: StaticString, value: String)]) -> [UInt8] {
    var out = JSONWriter()
    out.beginObject()
    for (name, value) in members { out.member(name, value) }
    out.endObject()
    return out.bytes
  }

  /// Draws the card that the first of several look-ups finds.
  private static func draw(
    _ lookups: [[(name: StaticString, value: String)]], of id: String, _ desk: LocalDesk, _ settings: Settings
  ) throws(UsageFault) -> Int32 {
    var first: [UInt8]?
    for lookup in lookups {
      switch try desk.call("card.get", params(lookup)) {
      case .result(let card): return try draw(card, of: id, desk, settings)
      // Where none finds anybody, the first says so in the caller's words.
      case .error(let error): first = first ?? error
      }
    }
    return LocalDesk.report(first ?? [], settings)
  }

  private static func draw(
    _ card: [UInt8], of id: String, _ desk: LocalDesk, _ settings: Settings
  ) throws(UsageFault) -> Int32 {
    let contact = LocalDesk.withValue(of: card) { $0.member("contactId")?.string ?? "" } ?? ""
    let page: (Int) -> [UInt8] = { limit in
      var out = JSONWriter()
      out.beginObject()
      out.member("contactId", contact)
      out.member("limit", limit)
      out.endObject()
      return out.bytes
    }
    let (notes, history) = (
      try desk.call("note.list", page(CardView.notesMax)), try desk.call("history.read", page(CardView.entriesMax))
    )
    let channels = try desk.call("channel.list", Array("{\"limit\":\(DeskLimits.channelsMax)}".utf8))
    // Only a conversation has something of its own to show.
    let conversation =
      try isID(id, "conversation-")
      ? desk.call("conversation.get", params([("conversationId", id)])) : .result(Array("null".utf8))
    guard case .result(let notes) = notes, case .result(let history) = history,
      case .result(let channels) = channels, case .result(let conversation) = conversation
    else {
      return LocalDesk.report([notes, history, channels, conversation], settings)
    }
    let display = settings.display(atMost: CardView.columnsMax)
    // One text that holds them all is read once.
    let replies = LocalDesk.array([card, conversation, notes, history, channels])
    let text = LocalDesk.withValue(of: replies) { replies -> String? in
      let values = Array(replies.elements)
      guard values.count == 5 else { return nil }
      return CardView.draw(
        values[0], seenFrom: values[1].isNull ? nil : values[1], notes: values[2], history: values[3],
        channels: values[4], networks: CardView.Network.all, now: desk.now.description, on: display)
    }
    guard case .some(.some(let text)) = text else { return 1 }
    return TerminalOutput.write(text)
  }
}

extension CardView.Network {
  /// All networks.
  static var all: [CardView.Network] {
    Network.allCases.map { .init(id: $0.rawValue, name: $0.displayName.description, color: $0.color.description) }
  }
}
