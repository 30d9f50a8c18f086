public import JSON

/// Draws the card of a contact: what an agent sees beside a conversation.
///
/// In a frame, as wide as the display says: up to 103 columns one under the other, from 104 on the contact on the left
/// and notes and history on the right. All times are UTC.
public struct CardView {
  /// The display's columns that a card makes use of.
  public static let columnsMax = 120
  /// Fewest columns of a card; on a display that is narrower its lines run over.
  public static let columnsMin = 40
  /// Notes that a card shows, the newest.
  public static let notesMax = 3
  /// Entries of the history that a card shows, the latest.
  public static let entriesMax = 8

  /// From so many columns on, notes and history stand on the right.
  private static let columnsBeside = 104

  /// A network as it is drawn.
  public struct Network: Sendable {
    let id: String
    let name: SafeText
    let color: Color?

    /// A network with its id, its name and its colour as CSS writes it.
    public init(id: String, name: String, color: String) {
      (self.id, self.name, self.color) = (id, SafeText(name), Color(css: color))
    }
  }

  /// The result of `card.get`.
  let card: JSONValue
  /// The result of `conversation.get` for the one that the card is seen from, if it is seen from one.
  let conversation: JSONValue?
  /// The result of `note.list`.
  let notes: JSONValue
  /// The result of `history.read`, newest first.
  let history: JSONValue
  /// The result of `channel.list`, all of them.
  let channelList: JSONValue
  let networks: [Network]
  let now: Moment?
  let isColored: Bool

  /// Draws a card, with a line feed at the end, from what the methods returned.
  ///
  /// `channels` is the result of `channel.list`, `networks` are those that a history may name; `now`, as the wire
  /// writes times, tells which day is today.
  public static func draw(
    _ card: JSONValue, seenFrom conversation: JSONValue? = nil, notes: JSONValue, history: JSONValue,
    channels: JSONValue, networks: [Network], now: String?, on display: Display
  ) -> String {
    let view = CardView(
      card: card, conversation: conversation, notes: notes, history: history, channelList: channels,
      networks: networks, now: now.flatMap(Moment.init),
      isColored: display.depth != .none)
    return view.lines(max(display.columns, columnsMin)).drawn(on: display)
  }

  func lines(_ columns: Int) -> [Line] {
    guard columns >= Self.columnsBeside else {
      var panel = Panel(columns: columns - 2, margin: columns < 60 ? 1 : 2)
      addContact(to: &panel)
      addPast(to: &panel)
      addFoot(to: &panel)
      return Panel.frame([panel])
    }
    let left = min(columns * 46 / 100, 70)
    var (contact, past) = (Panel(columns: left - 2, margin: 2), Panel(columns: columns - left - 1, margin: 2))
    addContact(to: &contact)
    addFoot(to: &contact)
    addPast(to: &past)
    return Panel.frame([contact, past])
  }

  private func addContact(to panel: inout Panel) {
    panel.add(card.text("contactId") ?? "", badges: badges, head(panel.room))
    panel.add("Attributes", rows(attributes, panel.room))
    panel.add("The CRM proposes", rows(proposal, panel.room))
    panel.add("Identities", identities(panel.room))
    panel.add("Channels", channels(panel.room))
    panel.add("Linked", linked(panel.room))
  }

  private func addPast(to panel: inout Panel) {
    let shown = notes.items("notes").count
    let all = card.member("counts")?.count("notes") ?? shown
    let title = all > shown ? "Notes · newest \(shown) of \(all)" : "Notes"
    panel.add(SafeText(title), noteLines(panel.room))
    panel.add("History", historyLines(panel.room))
  }

  private func addFoot(to panel: inout Panel) {
    var words: [SafeText] = []
    if let created = card.moment("createdAt") { words.append(("known since " + created.date).unbroken) }
    if let updated = card.moment("updatedAt") { words.append(("changed " + updated.dateAndTime).unbroken) }
    words.append(SafeText("times are UTC").unbroken)
    panel.add("", Fit.wrap(.join(words, .separator), to: panel.room).map { Line($0, .quiet) })
  }

  // MARK: Networks and channels

  func network(_ id: SafeText?) -> Network? {
    guard let id else { return nil }
    return networks.first { $0.id == id.text }
  }

  /// The network of a channel, by the card's channels, or by the id of a default one.
  func network(ofChannel channel: SafeText?) -> Network? {
    guard let channel else { return nil }
    // Of a contact that is linked, the history alone tells the channels.
    let known = (card.items("channels") + history.items("channels")).first { $0.text("channel") == channel }
    return network(known?.text("network") ?? channel)
  }

  /// The name of a channel: the one that admins gave it, or that of its network if the list does not have it.
  func name(ofChannel channel: SafeText?) -> SafeText? {
    guard let channel else { return nil }
    let known = channelList.items("channels").first { $0.text("channel") == channel }
    return known?.text("name") ?? network(ofChannel: channel)?.name
  }

  /// A network's name, or that of a channel on it, with a dot in the network's colour before it; a name alone where
  /// there are no colours.
  func mark(_ network: Network, as name: SafeText? = nil) -> Line { network.mark(as: name, isColored: isColored) }

  /// A word on a coloured ground; the word alone where there are no colours.
  func badge(_ word: SafeText, _ style: Style) -> Line {
    isColored ? Line(" " + word + " ", style) : Line(word)
  }
}

extension CardView.Network {
  /// The network's name, or that of a channel on it, with a dot in the network's colour before it; a name alone where
  /// there are no colours.
  func mark(as name: SafeText?, isColored: Bool) -> Line {
    guard isColored else { return Line(name ?? self.name) }
    var line = Line("●", color.map { Style(color: $0.visible) } ?? .quiet)
    line.add(" ")
    line.add(name ?? self.name)
    return line
  }
}
