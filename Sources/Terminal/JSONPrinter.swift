public import JSON

/// Draws any JSON value for a person: members under each other with their values aligned, texts as texts, the order
/// kept.
///
/// Strings stand without quotes unless they could be taken for something else (a number, `true`, nothing at all).
public struct JSONPrinter {
  private let display: Display
  private var out = ""

  /// Draws a value, with a line feed at the end.
  public static func draw(_ value: JSONValue, on display: Display) -> String {
    var printer = JSONPrinter(display: display)
    printer.write(value, Line(), indent: 0)
    return printer.out
  }

  private init(display: Display) { self.display = display }

  /// Writes a value; its first line goes on behind `head`, the others begin at `indent`.
  private mutating func write(_ value: JSONValue, _ head: Line, indent: Int) {
    switch value.kind {
    case .object where value.count > 0: members(value, head, indent: indent)
    case .array where Self.isNested(value): elements(value, head, indent: indent)
    default: scalar(value, head)
    }
  }

  private mutating func members(_ object: JSONValue, _ head: Line, indent: Int) {
    let keys = object.members.map { name, _ in
      let key = name.displayString
      return Fit.cut(key.isEmpty ? "\"\"" : SafeText(key), to: max(display.columns / 3, 12))
    }
    let plain = zip(keys, object.members).filter { !Self.isNested($1.value) }
    let room = plain.reduce(0) { max($0, Columns.atMost($1.0.text)) }
    for (index, (key, member)) in zip(keys, object.members).enumerated() {
      var line = index == 0 ? head : Line()
      line.fill(to: indent)
      line.add(key, .name)
      if Self.isNested(member.value) {
        end(line)
        var first = Line()
        first.gap(indent + 2)
        write(member.value, first, indent: indent + 2)
      } else {
        line.fill(to: indent + room + 2)
        scalar(member.value, line)
      }
    }
  }

  private mutating func elements(_ array: JSONValue, _ head: Line, indent: Int) {
    for (index, element) in array.elements.enumerated() {
      var line = index == 0 ? head : Line()
      line.fill(to: indent)
      line.add("- ", .quiet)
      write(element, line, indent: indent + 2)
    }
  }

  /// A value on its line, or over several that are aligned with the first.
  private mutating func scalar(_ value: JSONValue, _ head: Line) {
    if let row = Self.row(value) { return wrap(row, .good, head) }
    let (text, style): (SafeText, Style) =
      switch value.kind {
      case .string: Self.text(value.displayString)
      case .number: (SafeText(value.tokenText), .number)
      case .true, .false: (SafeText(value.tokenText), .number)
      case .null: ("null", .quiet)
      case .array: ("[]", .quiet)
      case .object: ("{}", .quiet)
      }
    wrap(text, style, head)
  }

  private mutating func wrap(_ text: SafeText, _ style: Style, _ head: Line) {
    let indent = head.columns
    for (index, part) in Fit.wrap(text, to: max(display.columns - indent, 16)).enumerated() {
      var line = index == 0 ? head : Line()
      line.fill(to: indent)
      line.add(part, style)
      end(line)
    }
  }

  private mutating func end(_ line: Line) {
    line.draw(on: display, to: &out)
    out += "\n"
  }

  private static func isNested(_ value: JSONValue) -> Bool {
    value.count > 0 && (value.kind == .object || row(value) == nil)
  }

  /// Short strings of an array on one line.
  private static func row(_ value: JSONValue) -> SafeText? {
    guard value.kind == .array, value.count > 0 else { return nil }
    var words: [SafeText] = []
    for element in value.elements {
      guard element.kind != .array, element.kind != .object else { return nil }
      let word = element.kind == .string ? text(element.displayString).0 : SafeText(element.tokenText)
      guard word.text.utf8.count <= 40, !word.text.contains(where: { $0 == "," || $0 == "\n" }) else { return nil }
      words.append(word)
    }
    return SafeText(joined: "[") + .join(words, ", ") + "]"
  }

  private static func text(_ string: String) -> (SafeText, Style) {
    let isMistakable =
      string.allSatisfy(\.isWhitespace) || ["true", "false", "null"].contains(string) || Double(string) != nil
      || ["[", "{", "- ", "\""].contains { string.hasPrefix($0) }
    let text = SafeText(lines: string)
    return (isMistakable ? SafeText(joined: "\"\(text.text)\"") : text, .good)
  }
}
