public import JSON

/// Draws who was found: a row a contact, with the text in which the desk found what somebody looked for.
///
/// Each field has its column, and the texts of people are guarded as on a card (`CardText`): nobody's name reaches the
/// column of ids or of the VIP mark.
public struct FoundView {
  /// The display's columns that the list makes use of.
  public static let columnsMax = 120
  /// Fewest columns of it; on a display that is narrower its lines run over.
  public static let columnsMin = 40

  /// From so many columns on, network and match stand beside the name.
  private static let columnsBeside = 72
  /// How much further in a match goes on in its next line.
  private static let indent = 2

  private let schema: JSONValue
  private let wanted: WantedText
  private let networks: [CardView.Network]
  private let deskOptions: SafeText
  private let isColored: Bool

  /// Draws the list, with a line feed at the end: the first `most` of the contacts on pages of `contact.search`. If
  /// there are more, a sentence says so. `schema` is the result of `schema.list`, which names attributes,
  /// and `deskOptions` are those with which the next command works on the same desk.
  public static func draw(
    _ pages: [JSONValue], most: Int, schema: JSONValue, wanted: WantedText, networks: [CardView.Network],
    deskOptions: String = "", on display: Display
  ) -> String {
    let view = FoundView(
      schema: schema, wanted: wanted, networks: networks, deskOptions: CardText.line(deskOptions),
      isColored: display.depth != .none)
    let contacts = pages.flatMap { $0.items("contacts") }
    return view.lines(contacts.prefix(most), isMore: contacts.count > most, max(display.columns, columnsMin))
      .drawn(on: display)
  }

  private func lines(_ contacts: ArraySlice<JSONValue>, isMore: Bool, _ columns: Int) -> [Line] {
    let isNarrow = columns < Self.columnsBeside
    var panel = Panel(columns: columns - 2, margin: isNarrow ? 1 : 2)
    let count =
      switch (contacts.count, isMore) {
      case (1, false): SafeText("1 contact")
      case (1, true): SafeText("the first contact")
      case (let count, false): SafeText("\(count) contacts")
      case (let count, true): SafeText("the first \(count) contacts")
      }
    let rows = contacts.map(row)
    let layout = Layout(rows, room: panel.room, isNarrow: isNarrow, isColored: isColored)
    panel.add("Found", badges: [Line(count, .quiet)], rows.flatMap { lines(of: $0, layout) })
    var foot: [SafeText] = isMore ? ["… and more: add a word, or " + ("--limit N" as SafeText).unbroken] : []
    if let first = rows.first {
      let command = SafeText.join(["contactdesk card", first.id] + (deskOptions.isBlank ? [] : [deskOptions]), " ")
        .unbroken
      foot.append(command + (rows.count == 1 && !isMore ? " draws the card" : " draws the first card"))
    }
    panel.add("", foot.flatMap { Fit.wrap($0, to: panel.room) }.map { Line($0, .quiet) })
    return Panel.frame([panel])
  }

  // MARK: Rows

  /// What is said of one contact.
  private struct Row {
    let id: SafeText
    let isVip: Bool
    /// The name, or of a nameless contact the handle.
    let name: SafeText?
    let network: Line
    let match: Match?
  }

  /// Where a contact has what was looked for.
  private struct Match {
    /// `Phone:`, or `name` if the text stands as the name already.
    let field: SafeText
    let text: SafeText?
    /// `on WhatsApp`, if the text is of another network than the row's.
    let network: SafeText?

    /// How many columns it takes on one line.
    var columns: Int { [field, text, network].compactMap { $0 }.reduce(-1) { $0 + 1 + Columns.atMost($1.text) } }
  }

  private static let noName: SafeText = "(no name)"

  private func row(_ contact: JSONValue) -> Row {
    let name = [contact.text("name"), contact.text("handle")].compactMap { $0 }.first { !$0.isBlank }
    let id = contact.text("network")
    let network = network(id)?.mark(as: nil, isColored: isColored) ?? id.map { Line($0) } ?? Line()
    return Row(
      id: contact.text("contactId") ?? "", isVip: contact.isTrue("vip"), name: name, network: network,
      match: contact.member("matched").map { match($0, name: name, network: id) })
  }

  private func network(_ id: SafeText?) -> CardView.Network? { networks.first { $0.id == id?.text } }

  /// A match, beside the name and the network that the row shows.
  private func match(_ matched: JSONValue, name: SafeText?, network shown: SafeText?) -> Match {
    let (field, text, id) = (field(of: matched), matched.text("text"), matched.text("network"))
    let other = id == shown ? nil : network(id)?.name ?? id
    let isName = text == name
    return Match(field: isName ? field : field + ":", text: isName ? nil : text, network: other.map { "on " + $0 })
  }

  private func field(of matched: JSONValue) -> SafeText {
    let field = matched.text("field") ?? ""
    switch field.text {
    case "displayName": return "display name"
    case "externalId": return "id"
    case "attribute":
      let key = matched.text("key") ?? field
      return schema.items("attributes").first { $0.text("key") == key }?.text("label") ?? key
    default: return field
    }
  }

  // MARK: Lines

  /// In which column what stands.
  private struct Layout {
    let vip: SafeText
    let vipStart: Int
    let name: Int
    let nameEnd: Int
    /// Nil: network and match stand under the name.
    let network: Int?
    let match: Int
    let room: Int

    init(_ rows: [Row], room: Int, isNarrow: Bool, isColored: Bool) {
      self.room = room
      let space = isNarrow ? 1 : 2
      vip = isNarrow ? "★" : isColored ? " ★ VIP " : "★ VIP"
      vipStart = (rows.map { Columns.of($0.id.text) }.max() ?? 0) + space
      name = vipStart + (rows.contains(where: \.isVip) ? Columns.of(vip.text) + space : 0)
      guard !isNarrow else {
        (network, nameEnd, match) = (nil, room, name)
        return
      }
      let networks = rows.map(\.network.columns).max() ?? 0
      let left = room - name - networks - 2 * space
      // A match may take half of what is left, and all that no name needs.
      let widest = min(rows.map { $0.match?.columns ?? 0 }.max() ?? 0, left / 2)
      nameEnd = name + min(rows.map { Columns.atMost(($0.name ?? noName).text) }.max() ?? 0, left - widest)
      network = nameEnd + space
      match = nameEnd + space + networks + space
    }
  }

  private func lines(of row: Row, _ layout: Layout) -> [Line] {
    var head = Line()
    head.add(row.id, .quiet)
    if row.isVip {
      head.fill(to: layout.vipStart)
      head.add(layout.vip, isColored ? .vip : .plain)
    }
    head.fill(to: layout.name)
    if let name = row.name {
      let place = row.match?.text == nil ? wanted.place(in: name) : nil
      head.add(Line(name, emphasised: place, to: layout.nameEnd - layout.name))
    } else {
      head.add(Self.noName, .quiet)
    }
    let room = layout.room - layout.match
    let match = row.match.map { lines(of: $0, to: room) } ?? []
    guard let network = layout.network else {
      return [head] + Self.lines(row.network, match, to: room).map { Self.indented($0, to: layout.match) }
    }
    head.fill(to: network)
    head.add(row.network)
    head.fill(to: layout.match)
    head.add(match.first ?? Line())
    return [head] + match.dropFirst().map { Self.indented($0, to: layout.match) }
  }

  /// Network and match where they stand under the name: on one line if they fit.
  private static func lines(_ network: Line, _ match: [Line], to room: Int) -> [Line] {
    guard network.columns > 0 else { return match }
    guard match.count == 1, network.columns + 2 + match[0].columnsAtMost <= room else { return [network] + match }
    var line = network
    line.gap(2)
    line.add(match[0])
    return [line]
  }

  private static func indented(_ line: Line, to column: Int) -> Line {
    var indented = Line()
    indented.gap(column)
    indented.add(line)
    return indented
  }

  /// A match in so many columns. A text that is too long for what its field leaves stands under the field if it is
  /// whole there, or if next to nothing of it would be seen beside the field.
  private func lines(of match: Match, to room: Int) -> [Line] {
    var (lines, line): ([Line], Line) = ([], Line(Fit.cut(match.field, to: room), .quiet))
    func goOn(below isBelow: Bool) {
      if isBelow {
        lines.append(line)
        line = Line()
      }
      line.gap(isBelow ? Self.indent : 1)
    }
    if let text = match.text {
      let (needed, left) = (Columns.atMost(text.text), room - line.columnsAtMost - 1)
      goOn(below: needed > left && (needed <= room - Self.indent || left < room / 2))
      line.add(Line(text, emphasised: wanted.place(in: text), to: room - line.columnsAtMost))
    }
    if let network = match.network {
      goOn(below: line.columnsAtMost + 1 + Columns.atMost(network.text) > room)
      line.add(Fit.cut(network, to: room - line.columnsAtMost), .quiet)
    }
    return lines + [line]
  }
}
