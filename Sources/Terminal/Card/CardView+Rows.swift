import JSON

extension CardView {
  /// A label and its value, and who set it when.
  struct Row {
    let label: SafeText
    let value: SafeText
    let style: Style
    let by: SafeText?
    let at: Moment?

    init(_ label: SafeText, _ value: SafeText, style: Style = .plain, by: SafeText? = nil, at: Moment? = nil) {
      (self.label, self.value, self.style, self.by, self.at) = (label, value, style, by, at)
    }

    /// True where one of the origins fits.
    func fits(_ form: Int, in room: Int) -> Bool {
      form < origins.count && Columns.atMost(origins[form].text) <= room
    }

    /// Who and when, from the longest to the shortest that is worth saying.
    var origins: [SafeText] {
      switch (by, at) {
      case (let by?, let at?): [by + " · " + at.dateAndTime, by + " · " + at.date, by]
      case (let by?, nil): [by, by, by]
      case (nil, let at?): [at.dateAndTime, at.date, at.date]
      case (nil, nil): []
      }
    }
  }

  /// Most lines of a value.
  private static let valueLinesMax = 6

  /// Labels and values in two columns; who set a value stands on the right, where there is room.
  func rows(_ rows: [Row], _ room: Int) -> [Line] {
    let labels = rows.map { Fit.cut($0.label, to: max(room * 2 / 5, 8)) }
    let widest = max(labels.reduce(0) { max($0, Columns.atMost($1.text)) }, min(10, room / 4))
    let indent = widest + 2
    let blocks = zip(rows, labels).map { row, label in
      Fit.wrap(row.value, to: room - indent, max: Self.valueLinesMax).enumerated().map { index, part in
        var line = index == 0 ? Line(label, .quiet) : Line()
        line.fill(to: indent)
        line.add(part, row.style)
        return line
      }
    }
    return withOrigins(Array(zip(rows, blocks)), room)
  }

  /// Puts behind each value who set it: all in the longest form that half of them have room for, the others shorter.
  private func withOrigins(_ blocks: [(row: Row, lines: [Line])], _ room: Int) -> [Line] {
    let rooms = blocks.map { room - 2 - ($0.lines.last?.columnsAtMost ?? room) }
    let set = blocks.indices.filter { !blocks[$0].row.origins.isEmpty }
    let form = (0..<2).first { form in
      let fitting = set.filter { blocks[$0].row.fits(form, in: rooms[$0]) }
      return fitting.count * 2 >= set.count
    }
    return blocks.indices.flatMap { index in
      let row = blocks[index].row
      let origin = row.origins.indices.first { $0 >= form ?? 2 && row.fits($0, in: rooms[index]) }
      guard let origin, var last = blocks[index].lines.last else { return blocks[index].lines }
      last.fill(to: room - Columns.of(row.origins[origin].text))
      last.add(row.origins[origin], .quiet)
      return blocks[index].lines.dropLast() + [last]
    }
  }

  /// The attributes in the admin's order.
  var attributes: [Row] {
    card.items("attributes").map { attribute in
      let label = attribute.text("label") ?? attribute.text("key") ?? ""
      guard let value = attribute.member("value"), let shown = Self.value(value) else {
        return Row(label, attribute.isTrue("canAdd") ? "Add" : "–", style: .quiet)
      }
      return Row(label, shown, by: setter(of: attribute), at: attribute.moment("setAt"))
    }
  }

  /// Who set a value. What the CRM set has the mark of a validated contact.
  private func setter(of attribute: JSONValue) -> SafeText? {
    let setter = attribute.text("setBy")
    return switch attribute.member("source") {
    case let source? where source.equals("channel"): name(ofChannel: setter) ?? setter
    case let source? where source.equals("crm"): "✓ " + (setter ?? "CRM")
    default: setter
    }
  }

  /// A customer whom nobody has confirmed or rejected yet, and what the card would show instead.
  var proposal: [Row] {
    guard let proposal = card.member("validation")?.member("proposal") else { return [] }
    let customer = Row(
      "Customer", proposal.text("customerId") ?? "", by: proposal.text("crm"), at: proposal.moment("at"))
    let changes = proposal.items("changes").map { change in
      let known = card.items("attributes").first { $0.text("key") == change.text("key") }
      let values = [change.member("from"), change.member("to")].map { $0.flatMap(Self.value) ?? "–" }
      return Row(known?.text("label") ?? change.text("key") ?? "", .join(values, " → "))
    }
    return [customer] + changes
  }

  /// A value in words; nil of none.
  private static func value(_ value: JSONValue) -> SafeText? {
    switch value.kind {
    case .string: CardText.lines(value.displayString)
    case .number: SafeText(value.tokenText)
    case .true: "yes"
    case .false: "no"
    case .array: .join(value.elements.map { CardText.line($0.displayString) }, ", ")
    case .null, .object: nil
    }
  }

  // MARK: Identities and channels

  /// The contact on each network, where there are several.
  func identities(_ room: Int) -> [Line] {
    let identities = card.items("identities")
    guard identities.count > 1 else { return [] }
    return table(identities, room) { identity in
      let (handle, id) = (identity.text("handle"), identity.text("externalId"))
      let names = [handle ?? id, identity.text("displayName")].compactMap { $0 }.filter { !$0.isBlank }
      return (self.network(identity.text("network")).map { mark($0) }, .join(names, .separator))
    }
  }

  /// How much there is, in all and on each channel.
  func channels(_ room: Int) -> [Line] {
    guard let counts = card.member("counts") else { return [] }
    let (conversations, open) = (counts.count("conversations"), counts.count("open"))
    let sum = SafeText.join(
      [
        Self.number(conversations, "conversation") + (conversations > 0 ? SafeText(", \(open) open") : ""),
        Self.number(counts.count("messages"), "message"), Self.number(counts.count("notes"), "note"),
      ], .separator)
    let lines = Fit.wrap(sum, to: room).map { Line($0) }
    return lines
      + table(card.items("channels"), room) { channel in
        let words: [SafeText] = [
          Self.number(channel.count("conversations"), "conversation"),
          Self.number(channel.count("messages"), "message"),
        ]
        let name = name(ofChannel: channel.text("channel")).map { Fit.cut($0, to: max(room * 2 / 5, 8)) }
        return (self.network(channel.text("network")).map { mark($0, as: name) }, .join(words, .separator))
      }
  }

  /// The contacts whose histories are read with this one's, each with the letter that marks its entries; or why there
  /// are none.
  func linked(_ room: Int) -> [Line] {
    if let value = history.member("tooCommon") {
      let words = SafeText("\(value.count("contacts")) contacts have it: none are linked")
      return rows([reason(value)], room) + Fit.wrap(words, to: room).map { Line($0, .quiet) }
    }
    let linked = card.items("linked")
    guard let first = linked.first else { return [] }
    return rows([reason(first)], room)
      + table(linked, room) { other in
        var mark = letter(of: other)
        mark.gap(2)
        mark.add(other.text("contactId") ?? "", .quiet)
        let names = [other.text("name"), other.text("handle"), network(other.text("network"))?.name]
        return (mark, .join(names.compactMap { $0 }.filter { !$0.isBlank }, .separator))
      }
  }

  /// The value that links contacts, by the label of its attribute.
  private func reason(_ value: JSONValue) -> Row {
    let key = value.text("attribute") ?? ""
    let attribute = card.items("attributes").first { $0.text("key") == key }
    return Row("By " + (attribute?.text("label") ?? key), value.lines("value") ?? "")
  }

  /// The letter of a linked contact, by its place among them; nothing of the contact whose card it is.
  func letter(of other: JSONValue) -> Line {
    let id = other.text("contactId")
    guard let place = card.items("linked").firstIndex(where: { $0.text("contactId") == id }), place < 26 else {
      return Line()
    }
    return Line(SafeText(joined: String(UnicodeScalar(UInt8(ascii: "a") + UInt8(place)))), .strong)
  }

  /// Networks or channels on the left, and what is to be said of each.
  private func table(
    _ elements: [JSONValue], _ room: Int, _ row: (JSONValue) -> (mark: Line?, words: SafeText)
  ) -> [Line] {
    let rows = elements.map(row)
    let marks = rows.map { $0.mark ?? Line() }
    let indent = marks.reduce(0) { max($0, $1.columns) } + 2
    return zip(marks, rows).flatMap { mark, row in
      Fit.wrap(row.words, to: max(room - indent, 8), max: 2).enumerated().map { index, part in
        var line = index == 0 ? mark : Line()
        line.fill(to: indent)
        line.add(part)
        return line
      }
    }
  }

  private static func number(_ count: Int, _ thing: String) -> SafeText {
    SafeText("\(count) \(thing)\(count == 1 ? "" : "s")")
  }
}
