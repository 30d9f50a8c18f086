import Desk
import JSON
import Server
import Terminal

extension Subcommand {
  /// `contactdesk card ID`: the card of a contact, drawn.
  static let card = Subcommand(
    name: "card", operands: "ID", count: 1...1,
    summary: "Draw the card of a contact, with the newest notes and the latest history.",
    details: """
      ID is a contact (contact-12), a conversation (conversation-7: the card as it is seen from there), or \
      NETWORK:HANDLE (instagram:mira.k); where nobody was seen with that handle, it is taken for the network's own id. \
      VIP, validation and blocking stand in the frame, where no text of a customer or an agent can stand; the id in \
      brackets after an agent's name is the desk's, and nobody else has it. Channels have the names that the admins \
      gave them. Contacts that have the same value of the desk's matching attribute are read as one: they are listed \
      under Linked, each with a letter, which stands before the sign of their entries in the history.
      """,
    options: Option.desk + Option.session + Option.drawing,
    examples: [
      ("contactdesk card contact-1 --demo", "a contact of the demo desk"),
      ("contactdesk card instagram:fairweather.isla --demo --width 120", "by handle, in 120 columns"),
      ("contactdesk card contact-60 --demo", "the history of two linked contacts"),
      ("contactdesk card conversation-3 --demo --color always | less -R", "from a conversation, in a pager"),
    ],
    exits: LocalDesk.exits,
    run: { settings, operands throws(UsageFault) in
      let lookups = try lookups(of: operands[0])
      let desk = try LocalDesk(settings, makesDesk: false)
      var card = try desk.call("card.get", params(lookups[0]))
      for lookup in lookups.dropFirst() {
        guard case .error(let first) = card else { break }
        card = try desk.call("card.get", params(lookup))
        // Where neither finds anybody, the first says so in the caller's words.
        if case .error = card { card = .error(first) }
      }
      switch card {
      case .error(let error): return LocalDesk.report(error, settings)
      case .result(let card): return try draw(card, of: operands[0], desk, settings)
      }
    })

  /// What `card.get` is asked, one after the other, until somebody is found.
  private static func lookups(of id: String) throws(UsageFault) -> [[(name: StaticString, value: String)]] {
    // By bytes: a combining mark after the colon would be one character with it.
    if id.utf8.starts(with: "contact-".utf8) { return [[("contactId", id)]] }
    if isConversation(id) { return [[("conversationId", id)]] }
    let network = String(decoding: id.utf8.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    let name = String(decoding: id.utf8.dropFirst(network.utf8.count + 1), as: UTF8.self)
    guard !network.isEmpty, !name.isEmpty else {
      throw UsageFault(
        "ID: expected contact-N, conversation-N or NETWORK:HANDLE, got \(UsageFault.shown(id)); \(card.helpCommand) has more"
      )
    }
    return [[("network", network), ("handle", name)], [("network", network), ("externalId", name)]]
  }

  private static func isConversation(_ id: String) -> Bool { id.utf8.starts(with: "conversation-".utf8) }

  private static func params(_ members: [(name: StaticString, value: String)]) -> [UInt8] {
    var out = JSONWriter()
    out.beginObject()
    for (name, value) in members { out.member(name, value) }
    out.endObject()
    return out.bytes
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
      try isConversation(id)
      ? desk.call("conversation.get", params([("conversationId", id)])) : .result(Array("null".utf8))
    guard case .result(let notes) = notes, case .result(let history) = history,
      case .result(let channels) = channels, case .result(let conversation) = conversation
    else {
      return LocalDesk.report([notes, history, channels, conversation], settings)
    }
    var display = settings.display(1)
    if settings.columns == nil { display = display.atMost(CardView.columnsMax) }
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
