import JSON

extension CardView {
  private static let noteLinesMax = 6
  private static let entryLinesMax = 3
  /// From so many columns on, an entry's text stands beside its time.
  private static let roomBeside = 56

  // MARK: Notes

  /// The newest notes: who, when and where, and under it the text.
  func noteLines(_ room: Int) -> [Line] {
    var lines: [Line] = []
    for note in notes.items("notes") {
      if !lines.isEmpty { lines.append(Line()) }
      var words: [SafeText] = []
      if let at = note.moment("createdAt") { words.append(at.dateAndTime.unbroken) }
      if let conversation = note.text("conversationId") {
        let channel = name(ofChannel: note.text("channel")).map { Fit.cut($0, to: max(room * 2 / 5, 8)) }
        words.append((conversation + (channel.map { " on " + $0 } ?? "")).unbroken)
      }
      if let edited = Self.edited(note, room) { words.append(edited) }
      lines += said(by: Self.author(note, room), .join(words, .separator), " · ", .quiet, room, max: .max)
      let text = note.lines("text") ?? ""
      lines += Fit.wrap(text, to: room - 2, max: Self.noteLinesMax).map { part in
        var line = Line()
        line.gap(2)
        line.add(part)
        return line
      }
    }
    return lines.isEmpty ? [Line("No notes yet", .quiet)] : lines
  }

  private static func edited(_ note: JSONValue, _ room: Int) -> SafeText? {
    guard let editor = note.member("editedBy") else { return nil }
    return "edited by " + (editor.agent(in: room) ?? "somebody")
      + (note.moment("editedAt").map { ", " + $0.dateAndTime } ?? "")
  }

  /// Who it was, if an agent or the desk itself. No agent is taken for the desk: after their name stands an id.
  private static func author(_ value: JSONValue, _ room: Int) -> SafeText? {
    guard let author = value.member("author"), let kind = author.member("kind") else { return nil }
    if kind.equals("desk") { return "The desk" }
    return kind.equals("agent") ? author.agent(in: room) : nil
  }

  // MARK: History

  /// The latest entries across channels, by days.
  func historyLines(_ room: Int) -> [Line] {
    var (lines, day): ([Line], SafeText?) = ([], nil)
    let entries = history.items("entries").filter { !isHidden($0) }
    let widest = entries.reduce(0) { max($0, place($1, room).columns) }
    // Before the sign of an entry there is a column for the letters of linked contacts, if there are any.
    let signs = card.items("linked").isEmpty ? 6 : 7
    for entry in entries {
      let at = entry.moment("at")
      if let words = at?.dayWords(now: now), words != day {
        if !lines.isEmpty { lines.append(Line()) }
        lines.append(Line(words, .quiet))
        day = words
      }
      var head = Line(at?.time ?? "", .quiet)
      head.fill(to: 6)
      head.add(letter(of: entry))
      head.fill(to: signs)
      head.add(Self.sign(entry))
      head.gap(1)
      head.add(place(entry, room))
      if room >= Self.roomBeside {
        let indent = signs + 2 + (widest > 0 ? widest + 2 : 0)
        lines += Self.indented(content(entry, room - indent), files(entry, room - indent), by: indent, after: head)
      } else {
        lines.append(head)
        lines += Self.indented(content(entry, room - signs), files(entry, room - signs), by: signs, after: nil)
      }
    }
    if history.member("nextCursor") != nil { lines += [Line(), Line("… and earlier", .quiet)] }
    return lines.isEmpty ? [Line("Nothing yet", .quiet)] : lines
  }

  /// Which way it went, or what else it is.
  private static func sign(_ entry: JSONValue) -> Line {
    guard entry.member("kind")?.equals("message") ?? false else {
      return entry.member("kind")?.equals("note") ?? false ? Line("✎", .number) : Line("◇", .quiet)
    }
    return entry.member("direction")?.equals("inbound") ?? false ? Line("←", .name) : Line("→", .good)
  }

  /// While the desk has no VIPs, nothing is said of them.
  private func isHidden(_ entry: JSONValue) -> Bool {
    guard card.member("vip")?.member("available")?.kind == .false, let event = entry.member("event") else {
      return false
    }
    return event.equals("vipPromoted") || event.equals("vipDemoted")
  }

  /// The channel it happened on, or the network.
  private func place(_ entry: JSONValue, _ room: Int) -> Line {
    let channel = entry.text("channel")
    guard let network = network(entry.text("network")) ?? network(ofChannel: channel) else { return Line() }
    let name = name(ofChannel: channel) ?? network.name
    return mark(network, as: Fit.cut(name, to: max(room >= Self.roomBeside ? room * 3 / 10 : room - 10, 8)))
  }

  /// For how many days nobody had written in the conversation of an event, as far as the history that is shown says.
  private func quietDays(before event: JSONValue) -> Int? {
    guard let conversation = event.text("conversationId"), let at = event.moment("at") else { return nil }
    let messages = history.items("entries").lazy.filter {
      $0.member("kind")?.equals("message") ?? false && $0.text("conversationId") == conversation
    }
    return messages.compactMap { $0.moment("at")?.days(until: at) }.first { $0 >= 0 }
  }

  /// A text in its column, and under it files, of which each has a `+` in the column before: no text can be taken for
  /// one.
  private static func indented(_ text: [Line], _ files: [Line], by indent: Int, after head: Line?) -> [Line] {
    let blank: [(mark: SafeText, content: Line)] = [("", Line())]
    let rows = text.map { (mark: SafeText(""), content: $0) } + files.map { (mark: SafeText("+"), content: $0) }
    return (rows.isEmpty ? blank : rows).enumerated().map { index, row in
      var line = index == 0 ? head ?? Line() : Line()
      line.fill(to: indent - Columns.of(row.mark.text))
      if !row.mark.text.isEmpty { line.add(row.mark, .quiet) }
      line.add(row.content)
      return line
    }
  }

  /// What was written or what happened.
  private func content(_ entry: JSONValue, _ room: Int) -> [Line] {
    let who = Self.author(entry, room)
    if entry.member("kind")?.equals("event") ?? false {
      let words = EventWords(card: card, networks: networks, quietDays: quietDays(before: entry)).say(entry)
      // Of an event with an assignee, the last word is an id.
      let max = entry.member("assignee") == nil ? Self.entryLinesMax : .max
      return said(by: who ?? "Somebody", words, " ", .quiet, room, max: max, name: .quiet)
    }
    // Empty lines take room that says nothing here.
    let paragraphs = (entry.lines("text") ?? "").text.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
    let separator: SafeText = entry.member("editedBy") == nil ? ": " : SafeText(joined: " · edited: ")
    return said(by: who, SafeText(joined: paragraphs.joined(separator: "\n")), separator, .plain, room)
  }

  /// The files that came with a message, a line each.
  private func files(_ entry: JSONValue, _ room: Int) -> [Line] {
    entry.items("attachments").map { file in
      let words = [file.text("name") ?? file.text("url"), file.text("mimeType")].compactMap { $0 }
      return Line(Fit.cut("[" + .join(words, ", ") + "]", to: room), .quiet)
    }
  }

  /// A text of at most so many lines, and before it on its first line who said it; on lines of their own if one is not
  /// enough for them.
  private func said(
    by who: SafeText?, _ text: SafeText, _ separator: SafeText, _ style: Style, _ room: Int, max: Int = entryLinesMax,
    name nameStyle: Style = .strong
  ) -> [Line] {
    let name = who ?? ""
    let before = name.text.isEmpty || text.isBlank ? name : name + separator
    if Columns.atMost(before.text) > room {
      return Fit.wrap(before, to: room).map { Line($0, nameStyle) }
        + Fit.wrap(text, to: room, max: max).map {
          Line($0, style)
        }
    }
    return Fit.wrap(before + text, to: room, max: max).enumerated().map { index, part in
      guard index == 0, part.text.unicodeScalars.starts(with: before.text.unicodeScalars) else {
        return Line(part, style)
      }
      // Two texts, so that each has its own direction.
      var line = Line(name, nameStyle)
      let rest = part.text.unicodeScalars.dropFirst(before.text.unicodeScalars.count)
      if !name.text.isEmpty { line.add(separator, style) }
      line.add(SafeText(joined: String(rest)), style)
      return line
    }
  }
}
