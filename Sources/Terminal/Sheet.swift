/// A page of plain words for a person: headings, paragraphs, and names with what they mean.
public struct Sheet {
  private enum Part {
    case heading(SafeText)
    case verdict(SafeText, isGood: Bool)
    case text(SafeText)
    case rows([(name: SafeText, meaning: SafeText)])
  }

  private var parts: [Part] = []

  /// An empty page.
  public init() {}

  /// Adds a heading, with an empty line before it.
  public mutating func heading(_ text: String) { parts.append(.heading(SafeText(text))) }

  /// Adds what all comes to, with an empty line before it.
  public mutating func verdict(_ text: String, isGood: Bool) { parts.append(.verdict(SafeText(text), isGood: isGood)) }

  /// Adds a paragraph, with an empty line before it; its line breaks are kept.
  public mutating func text(_ text: String) { parts.append(.text(SafeText(lines: text))) }

  /// Adds names, and beside them what they mean.
  public mutating func rows(_ rows: [(name: String, meaning: String)]) {
    parts.append(.rows(rows.map { (SafeText($0.name), SafeText(lines: $0.meaning)) }))
  }

  /// The page, wrapped to the display's width up to 100 columns, with a line feed at the end.
  public func draw(on display: Display) -> String {
    let room = min(max(display.columns, 40), 100)
    var out = ""
    for (index, part) in parts.enumerated() {
      for line in lines(part, room, isFirst: index == 0) {
        line.draw(on: display, to: &out)
        out += "\n"
      }
    }
    return out
  }

  private func lines(_ part: Part, _ room: Int, isFirst: Bool) -> [Line] {
    switch part {
    case .heading(let text): return (isFirst ? [] : [Line()]) + [Line(text, .strong)]
    case .verdict(let text, let isGood):
      return (isFirst ? [] : [Line()]) + Fit.wrap(text, to: room).map { Line($0, isGood ? .good : .bad) }
    case .text(let text): return (isFirst ? [] : [Line()]) + Fit.wrap(text, to: room).map { Line($0) }
    case .rows(let rows):
      // A name that is longer than most stands above its meaning.
      let widest = rows.map { Columns.atMost($0.name.text) }.filter { $0 <= min(24, room / 2) }.max() ?? 0
      return rows.flatMap { Self.row($0.name, $0.meaning, indent: 2 + widest + 2, room) }
    }
  }

  private static func row(_ name: SafeText, _ meaning: SafeText, indent: Int, _ room: Int) -> [Line] {
    var head = Line("  ")
    head.add(name, .name)
    var lines: [Line] = []
    if head.columnsAtMost + 2 > indent {
      lines.append(head)
      head = Line()
    }
    for part in Fit.wrap(meaning, to: max(room - indent, 16)) {
      head.fill(to: indent)
      head.add(part)
      lines.append(head)
      head = Line()
    }
    return meaning.isBlank ? [head] : lines
  }
}
