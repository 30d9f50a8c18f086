import JSON

extension CardView {
  /// Who it is: the name, the network and the handle, and what belongs to them.
  func head(_ room: Int) -> [Line] {
    let name = card.text("name").flatMap { $0.isBlank ? nil : $0 }
    // A name is never cut; it goes on further in, so that its lines are no fields of the card's.
    let title = Fit.wrap(name ?? "(no name)", to: max(room - 2, 1))
    var lines = title.enumerated().map { index, part in
      var line = Line()
      if index > 0 { line.gap(2) }
      line.add(part, name == nil ? .quiet : .strong)
      return line
    }
    lines += identity(room)
    let facts = rows(facts, room)
    return facts.isEmpty ? lines : lines + [Line()] + facts
  }

  /// The network and the handle of the identity shown.
  private func identity(_ room: Int) -> [Line] {
    guard let network = card.member("network") else { return [] }
    let color = network.member("color").flatMap { Color(css: $0.displayString) }
    var line = badge(network.text("name") ?? "", color.map(Style.badge) ?? .strong)
    line.add("  ")
    // A person without a handle has the network's id at least.
    guard let shown = card.text("handle") ?? card.text("externalId") else { return [line] }
    let indent = line.columns
    return Fit.wrap(shown, to: max(room - indent, 8), max: 3).enumerated().map { index, part in
      var row = index == 0 ? line : Line()
      row.fill(to: indent)
      row.add(part)
      return row
    }
  }

  /// VIP, validation and blocking: badges for the frame.
  var badges: [Line] {
    var marks: [Line] = []
    if card.isTrue("blocked") { marks.append(badge("Blocked", .blocked)) }
    let isValidated = card.member("validation")?.member("status")?.equals("validated") ?? false
    marks.append(isValidated ? Line("✓ Validated", .good) : Line("Not validated", .quiet))
    if let vip = card.member("vip") {
      if vip.isTrue("isVip") {
        marks.append(badge("★ VIP", .vip))
      } else if vip.isTrue("available") {
        marks.append(Line("☆ not VIP", .quiet))
      }
    }
    return marks
  }

  /// What belongs to the head, as labels and values.
  private var facts: [Row] {
    var rows: [Row] = []
    if let conversation {
      let parts = [
        conversation.text("conversationId"), conversation.text("status"),
        conversation.text("assignee").map { "assigned to " + $0 },
      ]
      rows.append(Row("Seen from", .join(parts.compactMap { $0 }, .separator)))
    }
    if let profile = card.text("profileUrl") { rows.append(Row("Profile", profile)) }
    if let picture = card.text("pictureUrl") { rows.append(Row("Picture", picture)) }
    if let vip = card.member("vip"), vip.isTrue("isVip") {
      rows.append(
        Row(
          "VIP", vip.lines("reason") ?? "since", style: vip.member("reason") == nil ? .quiet : .plain,
          by: vip.text("promotedBy"), at: vip.moment("promotedAt")))
    }
    if let validation = card.member("validation"), let asked = validation.moment("lastLookupAt") {
      let answer: SafeText = validation.isTrue("lastLookupOk") ? "looked up" : "could not answer"
      rows.append(Row("CRM", (validation.text("crm").map { $0 + ", " } ?? "") + answer, by: nil, at: asked))
    }
    let labels = card.texts("labels")
    if !labels.isEmpty { rows.append(Row("Labels", .join(labels, .separator))) }
    let groups = card.items("groups").compactMap { $0.text("name") }
    if !groups.isEmpty { rows.append(Row("Groups", .join(groups, .separator))) }
    let suspended = card.items("suspendedGroups").map(CardText.suspended)
    if !suspended.isEmpty { rows.append(Row("Suspended", .join(suspended, .separator), style: .quiet)) }
    return rows
  }
}
