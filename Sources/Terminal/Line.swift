/// A line to be drawn: texts with their styles, and gaps up to where the next thing begins.
struct Line: Equatable {
  private enum Part: Equatable {
    case text(SafeText, Style)
    case gap(Int)

    var isBidirectional: Bool { if case .text(let text, _) = self { text.isBidirectional } else { false } }
  }

  private var parts: [Part] = []
  /// How many columns it takes.
  private(set) var columns = 0

  init() {}

  init(_ text: SafeText, _ style: Style = .plain) { add(text, style) }

  /// Adds a text, which has one line.
  mutating func add(_ text: SafeText, _ style: Style = .plain) {
    parts.append(.text(text, style))
    columns += Columns.of(text.text)
  }

  /// Adds what another line has.
  mutating func add(_ line: Line) {
    parts += line.parts
    columns += line.columns
  }

  /// Adds empty columns. What follows begins in its column, however wide the terminal thinks that the texts before are.
  mutating func gap(_ count: Int) {
    parts.append(.gap(max(count, 0)))
    columns += max(count, 0)
  }

  /// Fills up to a column.
  mutating func fill(to column: Int) { gap(column - columns) }

  /// What the line is in a terminal that gives its texts the most columns.
  var columnsAtMost: Int {
    parts.reduce(0) { sum, part in
      switch part {
      case .text(let text, _): sum + Columns.atMost(text.text)
      case .gap(let count): sum + count
      }
    }
  }

  /// Writes the line, without its end.
  ///
  /// On a terminal, a text written from right to left is isolated (FSI … PDI, UAX #9) and has marks of the
  /// left-to-right direction around it: a terminal that orders text keeps the order of the columns, also one that
  /// knows no isolates, and one that guesses a line's direction by its first letter. Behind a text whose width is
  /// disputed, the cursor is set to the column (ECMA-48, CHA), and what may stand behind is erased (EL).
  func draw(on display: Display, to out: inout String) {
    if display.isTerminal && parts.contains(where: \.isBidirectional) {
      out.unicodeScalars.append(Self.leftToRight)
    }
    var (column, isDisputed) = (0, false)
    for part in parts {
      switch part {
      case .gap(let count):
        column += count
        if isDisputed {
          out += "\u{1B}[K\u{1B}[\(column + 1)G"
          isDisputed = false
        } else {
          out += String(repeating: " ", count: count)
        }
      case .text(let text, let style):
        let begin = style.begin(display.depth)
        out += begin
        if text.isBidirectional { draw(turned: text, on: display, to: &out) } else { out += text.text }
        if !begin.isEmpty { out += Style.end }
        column += Columns.of(text.text)
        // Isolates may show, and take a column, in a terminal that does not know them.
        let isIsolated = text.isBidirectional && display.hasIsolates
        isDisputed = isDisputed || (display.isTerminal && (isIsolated || Columns.isDisputed(text.text)))
      }
    }
  }

  /// Writes a text with right-to-left letters in it: isolated as a whole, or as several that `SafeText.join` isolated.
  private func draw(turned text: SafeText, on display: Display, to out: inout String) {
    let scalars = text.text.unicodeScalars
    guard display.isTerminal && display.hasIsolates else {
      let marks: [Unicode.Scalar] = display.isTerminal ? [Self.leftToRight] : []
      let isolating: [Unicode.Scalar] = [SafeText.isolate, SafeText.endOfIsolate]
      out.unicodeScalars += scalars.flatMap { isolating.contains($0) ? marks : [$0] } + marks
      return
    }
    // A wrapped text may begin or end within an isolate: none is left open, and none is closed that is not open.
    var (isOpen, isolated) = (false, String.UnicodeScalarView())
    for scalar in scalars {
      if scalar == SafeText.isolate { isOpen = true }
      if scalar == SafeText.endOfIsolate {
        if !isOpen { isolated.insert(SafeText.isolate, at: isolated.startIndex) }
        isOpen = false
      }
      isolated.append(scalar)
    }
    if isOpen { isolated.append(SafeText.endOfIsolate) }
    let isWhole = !isolated.contains(SafeText.isolate)
    out += "\(isWhole ? SafeText.isolate : Self.leftToRightIsolate)\(String(isolated))\(SafeText.endOfIsolate)"
    out.unicodeScalars.append(Self.leftToRight)
  }

  private static let leftToRight: Unicode.Scalar = "\u{200E}"
  private static let leftToRightIsolate: Unicode.Scalar = "\u{2066}"
}

extension [Line] {
  /// The lines as they are drawn, each with a line feed at its end.
  func drawn(on display: Display) -> String {
    var out = ""
    for line in self {
      line.draw(on: display, to: &out)
      out += "\n"
    }
    return out
  }
}
