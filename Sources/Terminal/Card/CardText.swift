import JSON
import Text

/// What of a text that somebody wrote stands on a card: a customer, an agent, a network, an admin.
///
/// A card is read without colour too, and nobody's text may be taken for what the card itself says. These are the rules
/// by which a reader tells the two apart; `HostileTextTests` tries to break them:
///
/// 1. Badges (VIP, validation, blocking) and titles stand in the frame, in a rule. Somebody's text never does: all of
///    it is between the frame's upright lines, and lines of frames in it become `-`, `|` and `+`.
/// 2. Two spaces in a row are the card's: they part fields. Runs of white space and of what looks like it become one
///    space, none is left at the ends, and what has no width is left out where nothing is before it that it could
///    change.
/// 3. Each field has its column. A name goes on in the third column, a value in the column of values, a text in the
///    column of texts: whatever its lines look like, no label, no time and no sign of a message can be among them.
///    In the column before a text only the card writes: `+` before an attachment.
/// 4. `·` between spaces parts what the card joins; in a text it becomes `-`.
/// 5. An agent's name is followed by the id in round brackets, unless both are the same; round brackets in a name
///    become square ones.
/// 6. A mark that would be drawn onto what stands before it is given a dotted circle (U+25CC) to stand on.
enum CardText {
  /// A text on one line.
  static func line(_ raw: String) -> SafeText { SafeText(joined: plain(SafeText(raw).text)) }

  /// A text that keeps its lines.
  static func lines(_ raw: String) -> SafeText { SafeText(joined: plain(SafeText(lines: raw).text)) }

  /// An agent: the name, then the id, which nobody else has. Only the name is cut, so that both take at most three
  /// quarters of so many columns, but the name keeps a third of them; with a long id they are more. Two ids may differ
  /// in their last byte: an id is never cut.
  static func agent(name: String?, id: String, in room: Int) -> SafeText {
    let (id, name) = (line(id), name.map { line(withSquareBrackets($0)) } ?? "")
    guard !name.isBlank, name != id else { return id }
    let shown = Fit.cut(name, to: max(room * 3 / 4 - Columns.atMost(id.text) - 3, room / 3, 6))
    return .join([shown, SafeText(joined: "(\(id.text))")], " ")
  }

  /// A suspended group: its name, then in round brackets the keys of the disabled attributes that it uses.
  static func suspended(_ group: JSONValue) -> SafeText {
    let name = line(withSquareBrackets((group.member("name") ?? group).displayString))
    let keys: SafeText = .join(group.texts("disabledAttributes"), ", ")
    return name + " (" + keys + " disabled)"
  }

  // MARK: Inside

  /// What a terminal draws as nothing, but as wide as a space; or white space.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == " " }
    return scalar.isInvisible && !scalar.properties.isDefaultIgnorableCodePoint
  }

  private static func plain(_ safe: String) -> String {
    // Most texts need no second look.
    if safe.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x0A }), !safe.contains("  "), safe.first != " ", safe.last != " " {
      return safe
    }
    var out: [Unicode.Scalar] = []
    var space: Unicode.Scalar?
    // Whether nothing that has a width is on this line yet: a mark would be drawn onto what the card wrote.
    var isAtStart = true
    for scalar in safe.unicodeScalars {
      if scalar == "\n" {
        (space, isAtStart) = (nil, true)
        out.append(scalar)
      } else if isSpace(scalar) {
        space = space == nil && scalar == noBreakSpace ? scalar : " "
      } else {
        add(scalar, after: space, isAtStart: isAtStart, to: &out)
        // A scalar without a width ends neither a run of spaces nor the start of a line.
        if !scalar.properties.isDefaultIgnorableCodePoint { (space, isAtStart) = (nil, false) }
      }
    }
    partWords(&out)
    return String(String.UnicodeScalarView(out))
  }

  private static func add(
    _ scalar: Unicode.Scalar, after space: Unicode.Scalar?, isAtStart: Bool, to out: inout [Unicode.Scalar]
  ) {
    if scalar.properties.isDefaultIgnorableCodePoint {
      // A joiner, a variation selector or a mark of direction without anything before it, or once again.
      let isIdle = isAtStart || space != nil || out.last == scalar
      if !isIdle || isDirection(scalar) && out.last != scalar { out.append(scalar) }
      return
    }
    if let space, !isAtStart { out.append(space) }
    if scalar.isMarkOnAnother, isAtStart || space != nil { out.append(dottedCircle) }
    out.append(frameless(scalar))
  }

  /// Makes a `-` of what looks like the card's separator.
  private static func partWords(_ out: inout [Unicode.Scalar]) {
    let isEdge: (Unicode.Scalar?) -> Bool = { $0 == nil || $0 == " " || $0 == noBreakSpace || $0 == "\n" }
    // A scalar without a width parts nothing.
    let hasWidth: (Unicode.Scalar) -> Bool = { !$0.properties.isDefaultIgnorableCodePoint }
    for index in out.indices where separators.contains(out[index]) {
      let (before, after) = (out[..<index].last(where: hasWidth), out[(index + 1)...].first(where: hasWidth))
      if isEdge(before) || isEdge(after) { out[index] = "-" }
    }
  }

  private static func withSquareBrackets(_ name: String) -> String {
    String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { scalar in
          switch scalar {
          case "(", "（", "﹙", "⁽", "₍", "❨", "❪", "⦅", "｟", "⟮", "⸨": "["
          case ")", "）", "﹚", "⁾", "₎", "❩", "❫", "⦆", "｠", "⟯", "⸩": "]"
          default: scalar
          }
        }))
  }

  /// What of Unicode's lines for frames and blocks is shown: plain characters that look alike.
  private static func frameless(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x2500...0x2501, 0x2504...0x2505, 0x2508...0x2509, 0x254C...0x254D, 0x2550, 0x2574, 0x2576, 0x2578, 0x257A,
      0x257C, 0x257E, 0x23AF, 0x23E4:
      "-"
    case 0x2502...0x2503, 0x2506...0x2507, 0x250A...0x250B, 0x254E...0x254F, 0x2551, 0x2575, 0x2577, 0x2579, 0x257B,
      0x257D, 0x257F, 0xFFE8, 0x23D0, 0x2758, 0xFF5C, 0x23B8...0x23B9:
      "|"
    case 0x2571: "/"
    case 0x2572: "\\"
    case 0x2500...0x257F: "+"
    case 0x2580...0x259F, 0x1FB00...0x1FBEF: "#"
    default: scalar
    }
  }

  private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{200E}" || scalar == "\u{200F}" || scalar == "\u{61C}"
  }

  private static let noBreakSpace: Unicode.Scalar = "\u{A0}"
  private static let dottedCircle: Unicode.Scalar = "\u{25CC}"
  private static let separators: Set<Unicode.Scalar> = [
    "\u{B7}", "\u{387}", "\u{1427}", "\u{16EB}", "\u{2022}", "\u{2027}", "\u{2219}", "\u{22C5}", "\u{2E31}", "\u{30FB}",
    "\u{A78F}", "\u{FF65}", "\u{10101}",
  ]
}
