public import JSON

/// Draws the queue: the conversations that wait for an agent, in the order in which they are served, and why each
/// stands where it does.
///
/// Each field has its column, and the texts of people are guarded as on a card (`CardText`): nobody's name reaches the
/// column of places, of the VIP mark or of the time. All times are UTC.
public struct QueueView {
  /// The display's columns that the queue makes use of.
  public static let columnsMax = 120
  /// Fewest columns of it; on a display that is narrower its lines run over.
  public static let columnsMin = 40

  /// From so many columns on, what is said of an entry stands beside it.
  private static let columnsBeside = 104
  /// From so many columns on, the channel stands beside the name.
  private static let columnsForChannel = 60
  /// Columns of a name of a group or a team.
  private static let groupColumnsMax = 24
  /// Groups or teams that are named of an entry.
  private static let groupsMax = 3
  /// Lines of what is said of an entry.
  private static let detailLinesMax = 8

  /// What the methods returned, of lists all pages.
  public struct Replies {
    let queue: JSONValue
    let cards: [JSONValue]
    let channels: [JSONValue]
    let teams: [JSONValue]
    let groups: [JSONValue]

    /// The first page of `queue.list`; `card.getMany` of the contacts on it; `channel.list`, `team.list` and
    /// `group.list`.
    public init(
      queue: JSONValue, cards: [JSONValue], channels: [JSONValue], teams: [JSONValue], groups: [JSONValue]
    ) {
      (self.queue, self.channels, self.teams, self.groups) = (queue, channels, teams, groups)
      self.cards = cards.flatMap { $0.items("cards") }
    }
  }

  private let replies: Replies
  /// How many conversations wait after those of the first page.
  private let more: Int
  /// The id of the team whose queue it is.
  private let team: SafeText?
  private let networks: [CardView.Network]
  private let now: Moment?
  private let isColored: Bool

  /// Draws the queue, or that of a team, with a line feed at the end. `more` conversations wait after those of the
  /// replies; `now`, as the wire writes times, is what the desk's clock shows.
  public static func draw(
    _ replies: Replies, more: Int, ofTeam team: String?, networks: [CardView.Network], now: String,
    on display: Display
  ) -> String {
    let view = QueueView(
      replies: replies, more: more, team: team.map(CardText.line), networks: networks, now: Moment(now),
      isColored: display.depth != .none)
    return view.lines(max(display.columns, columnsMin)).drawn(on: display)
  }

  private func lines(_ columns: Int) -> [Line] {
    var panel = Panel(columns: columns - 2, margin: columns < Self.columnsForChannel ? 1 : 2)
    let entries = replies.queue.items("conversations")
    let all = entries.count + more
    let count = SafeText("\(all) conversation\(all == 1 ? "" : "s")")
    let nobody = [Line(team == nil ? "Nobody waits." : "Nobody waits for this team.", .quiet)]
    let layout = Layout(places: entries.count, room: panel.room, columns: columns, isColored: isColored)
    let rows = entries.enumerated().flatMap { self.rows($1, place: $0 + 1, layout) }
    panel.add(team.map { "Queue of " + $0 } ?? "Queue", badges: [Line(count, .quiet)], rows.isEmpty ? nobody : rows)
    panel.add("", foot.flatMap { Fit.wrap($0, to: panel.room) }.map { Line($0, .quiet) })
    return Panel.frame([panel])
  }

  // MARK: Entries

  /// In which column what stands.
  private struct Layout {
    let places: Int
    let vip: SafeText
    let name: Int
    let nameEnd: Int
    /// Nil: the channel is among the details.
    let channel: Int?
    let channelEnd: Int
    let waits: Int
    /// Nil: the details stand under the name.
    let details: Int?
    let room: Int

    /// `nobody waits` and `23 h 59 min` fit.
    static let waitColumns = 12

    init(places count: Int, room: Int, columns: Int, isColored: Bool) {
      self.room = room
      places = "\(max(count, 10))".utf8.count
      let isNarrow = columns < QueueView.columnsForChannel
      vip = isNarrow ? "★" : isColored ? " ★ VIP " : "★ VIP"
      name = places + (isNarrow ? 1 : 2) + Columns.of(vip.text) + (isNarrow ? 1 : 2)
      details = columns < QueueView.columnsBeside ? nil : name + (room - name) * 58 / 100
      waits = (details.map { $0 - 2 } ?? room) - Self.waitColumns
      guard !isNarrow else {
        (channel, channelEnd, nameEnd) = (nil, waits, waits - 2)
        return
      }
      let start = name + (waits - 2 - name) * 58 / 100
      (channel, channelEnd, nameEnd) = (start, waits - 2, start - 2)
    }
  }

  private func rows(_ entry: JSONValue, place: Int, _ layout: Layout) -> [Line] {
    var head = Line()
    let number = SafeText("\(place)")
    head.gap(layout.places - Columns.of(number.text))
    head.add(number, .quiet)
    if entry.isTrue("vip") {
      head.fill(to: layout.name - Columns.of(layout.vip.text) - (layout.channel == nil ? 1 : 2))
      head.add(layout.vip, isColored ? .vip : .plain)
    }
    head.fill(to: layout.name)
    let (name, style) = self.name(entry)
    head.add(Fit.cut(name, to: layout.nameEnd - layout.name), style)
    if let channel = layout.channel {
      head.fill(to: channel)
      head.add(self.channel(entry, in: layout.channelEnd - channel))
    }
    head.fill(to: layout.waits)
    let waits = self.waits(entry)
    head.gap(Layout.waitColumns - Columns.of(waits.text))
    head.add(waits, entry.member("waitingSince") == nil ? .quiet : .plain)

    var said = details(entry)
    if layout.channel == nil, let name = channelName(entry) {
      said.insert(Fit.cut(name, to: Self.groupColumnsMax), at: 0)
    }
    let indent = layout.details ?? layout.name
    let words = Fit.wrap(.join(said, .separator), to: layout.room - indent, max: Self.detailLinesMax)
    var lines = layout.details == nil ? [head] : []
    for (index, part) in words.enumerated() {
      var line = index == 0 && layout.details != nil ? head : Line()
      line.fill(to: indent)
      line.add(part, .quiet)
      lines.append(line)
    }
    return lines
  }

  /// Who waits: their name, or of a nameless contact the handle or the network's id.
  private func name(_ entry: JSONValue) -> (SafeText, Style) {
    let contact = entry.text("contactId")
    let card = replies.cards.first { $0.text("contactId") == contact }
    let given = card?.text("name").flatMap { $0.isBlank ? nil : $0 }
    if let given { return (given, .strong) }
    let other = [card?.text("handle"), card?.text("externalId")].compactMap { $0 }.first { !$0.isBlank }
    return (other ?? contact ?? "", .plain)
  }

  private func channelName(_ entry: JSONValue) -> SafeText? {
    let id = entry.text("channel")
    let known = replies.channels.lazy.flatMap { $0.items("channels") }.first { $0.text("channel") == id }
    return known?.text("name") ?? network(entry)?.name ?? id
  }

  private func network(_ entry: JSONValue) -> CardView.Network? {
    let id = entry.text("network")?.text
    return networks.first { $0.id == id }
  }

  private func channel(_ entry: JSONValue, in room: Int) -> Line {
    guard let name = channelName(entry) else { return Line() }
    guard let network = network(entry) else { return Line(Fit.cut(name, to: room)) }
    return network.mark(as: Fit.cut(name, to: room - (isColored ? 2 : 0)), isColored: isColored)
  }

  /// For how long the contact has waited.
  private func waits(_ entry: JSONValue) -> SafeText {
    guard let since = entry.moment("waitingSince"), let now else { return "nobody waits" }
    let minutes = since.minutes(until: now)
    return switch minutes {
    case ..<1: "just now"
    case ..<60: SafeText("\(minutes) min")
    case ..<1_440: SafeText("\(minutes / 60) h \(minutes % 60) min")
    case ..<2_880: "1 day"
    default: SafeText("\(minutes / 1_440) days")
    }
  }

  /// Which conversation it is, whose, and why it stands there.
  private func details(_ entry: JSONValue) -> [SafeText] {
    let teams = names(entry.texts("teamIds"), among: replies.teams.flatMap { $0.items("teams") }, id: "teamId")
    let groups = names(entry.texts("groups"), among: replies.groups.flatMap { $0.items("groups") }, id: "groupId")
    var words = [(entry.text("conversationId") ?? "").unbroken]
    if entry.isTrue("vip") { words.append("VIP") }
    if let groups { words.append("in " + groups) }
    words.append(teams.map { "routed to " + $0 } ?? SafeText("for every team").unbroken)
    return words
  }

  /// The names of the first groups or teams; the ids of those that the list does not have. Nil of none.
  private func names(_ ids: [SafeText], among things: [JSONValue], id: StaticString) -> SafeText? {
    guard !ids.isEmpty else { return nil }
    let names = ids.prefix(Self.groupsMax).map { wanted in
      Fit.cut(things.first { $0.text(id) == wanted }?.text("name") ?? wanted, to: Self.groupColumnsMax)
    }
    let more = ids.count - names.count
    return .join(names, ", ") + (more > 0 ? SafeText(" and \(more) more") : "")
  }

  // MARK: The foot

  private var foot: [SafeText] {
    var words: [SafeText] = []
    if more > 0 { words.append(SafeText("… and \(more) more")) }
    let suspended = replies.groups.flatMap { $0.items("groups") }.filter { $0.member("disabledAttributes") != nil }
    if !suspended.isEmpty { words.append("suspended: " + .join(suspended.map(CardText.suspended), .separator)) }
    if let now { words.append("at " + now.dateAndTime + " UTC") }
    return words
  }
}
