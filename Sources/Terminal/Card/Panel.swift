/// What stands in one column of the card: sections under each other, each with a title in the rule above it.
struct Panel {
  /// A row of the panel.
  enum Row {
    /// The rule above a section, with its title on the left and badges on the right.
    case rule(SafeText, badges: [Line])
    case text(Line)
  }

  /// Columns between the frame and what is in it.
  let margin: Int
  /// Columns between the frame's lines.
  let columns: Int
  private(set) var rows: [Row] = []

  init(columns: Int, margin: Int) { (self.columns, self.margin) = (columns, margin) }

  /// Columns of a text.
  var room: Int { columns - 2 * margin }

  /// Adds a section; one without lines is left out. Badges that have no room beside its title stand in rules of their
  /// own under it.
  mutating func add(_ title: SafeText, badges: [Line] = [], _ lines: [Line]) {
    guard !lines.isEmpty else { return }
    if columns(of: title, badges) < columns {
      rows.append(.rule(title, badges: badges))
    } else {
      rows.append(.rule(title, badges: []))
      addRules(of: badges)
    }
    rows += lines.map(Row.text)
  }

  private mutating func addRules(of badges: [Line]) {
    var rule: [Line] = []
    for badge in badges {
      if !rule.isEmpty, columns(of: "", rule + [badge]) > columns {
        rows.append(.rule("", badges: rule))
        rule = []
      }
      rule.append(badge)
    }
    if !rule.isEmpty { rows.append(.rule("", badges: rule)) }
  }

  /// How many columns a rule takes at least.
  private func columns(of title: SafeText, _ badges: [Line]) -> Int {
    let title = title.text.isEmpty ? 0 : margin + 2 + Columns.of(title.text)
    return badges.reduce(title) { $0 + $1.columns + 2 + margin }
  }

  /// A row between the frame's lines.
  fileprivate func cell(_ row: Row) -> Line {
    var line = Line()
    switch row {
    case .rule(let title, let badges):
      if !title.text.isEmpty {
        line.add(Self.rule(margin), .frame)
        line.add(" ")
        line.add(Fit.cut(title, to: columns - margin - 3), .name)
        line.add(" ")
      }
      line.add(Self.rule(columns - line.columns - self.columns(of: "", badges)), .frame)
      for badge in badges {
        line.add(" ")
        line.add(badge)
        line.add(" ")
        line.add(Self.rule(margin), .frame)
      }
    case .text(let text):
      line.gap(margin)
      line.add(text)
      line.fill(to: columns)
    }
    return line
  }

  private static func rule(_ count: Int) -> SafeText { SafeText(joined: String(repeating: "─", count: max(count, 0))) }

  /// Several panels beside each other in one frame: each begins with a rule, and all are as high as the highest.
  static func frame(_ panels: [Panel]) -> [Line] {
    let height = panels.reduce(0) { max($0, $1.rows.count) }
    var lines: [Line] = []
    for index in 0..<height {
      let rows = panels.map { index < $0.rows.count ? $0.rows[index] : .text(Line()) }
      var line = Line()
      for (column, (panel, row)) in zip(panels, rows).enumerated() {
        let before: Row? = column > 0 ? rows[column - 1] : nil
        line.add(index == 0 ? (column == 0 ? "╭" : "┬") : joint(before, row), .frame)
        line.add(panel.cell(row))
      }
      line.add(index == 0 ? "╮" : joint(rows.last, nil), .frame)
      lines.append(line)
    }
    var last = Line()
    for (column, panel) in panels.enumerated() {
      last.add(column == 0 ? "╰" : "┴", .frame)
      last.add(rule(panel.columns), .frame)
    }
    last.add("╯", .frame)
    return lines + [last]
  }

  /// What joins the rules, if any, on both sides of an upright line.
  private static func joint(_ left: Row?, _ right: Row?) -> SafeText {
    switch (left?.isRule ?? false, right?.isRule ?? false) {
    case (true, true): "┼"
    case (true, false): "┤"
    case (false, true): "├"
    case (false, false): "│"
    }
  }
}

extension Panel.Row {
  fileprivate var isRule: Bool { if case .rule = self { true } else { false } }
}
