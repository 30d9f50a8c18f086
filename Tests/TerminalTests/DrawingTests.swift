import Testing

@testable import Terminal

/// What is written for a line, byte for byte: colours, marks of direction, places of the cursor.
struct DrawingTests {
  private func drawn(_ line: Line, _ display: Display) -> String {
    var out = ""
    line.draw(on: display, to: &out)
    return out
  }

  private func row(_ texts: SafeText...) -> Line {
    texts.reduce(into: Line()) { line, text in
      line.add("│")
      line.add(text)
      line.fill(to: (line.columns / 10 + 1) * 10)
    }
  }

  private let terminal = Display(columns: 80, isTerminal: true)

  /// In a pipe there is the text alone, padded.
  @Test(arguments: ["Mira", "ליל", "👍🏽", "田中", "क्षि"]) func pipe(_ text: String) {
    let padded = text + String(repeating: " ", count: 9 - Columns.of(text))
    #expect(drawn(row(SafeText(text), "end"), Display(columns: 80)) == "│\(padded)│end      ")
  }

  /// On a terminal, the column behind a text whose width is disputed is set, and nobody's rest is left there.
  @Test func disputed() {
    #expect(drawn(row("Mira", "田中"), terminal) == "│Mira     │田中     ")
    #expect(drawn(row("👍🏽", "x"), terminal) == "│👍🏽\u{1B}[K\u{1B}[11G│x        ")
  }

  /// Each right-to-left text stands between marks of its own; the line begins from the left.
  @Test func rightToLeft() {
    let (begin, end) = ("\u{2068}", "\u{2069}\u{200E}")
    #expect(
      drawn(row("ليلى", "שלום"), terminal)
        == "\u{200E}│\(begin)ليلى\(end)\u{1B}[K\u{1B}[11G│\(begin)שלום\(end)\u{1B}[K\u{1B}[21G")
    let mlterm = Display(columns: 80, isTerminal: true, hasIsolates: false)
    #expect(drawn(row("ليلى", "a"), mlterm) == "\u{200E}│ليلى\u{200E}     │a        ")
  }

  /// Texts that were joined keep their order; an isolate that the end of the line cuts is closed, and one that was cut
  /// before is opened.
  @Test func joined() {
    let text = SafeText.join(["ليلى", "12"], ", ")
    #expect(drawn(Line(text), Display(columns: 80)) == "ليلى, 12")
    #expect(drawn(Line(text), terminal) == "\u{200E}\u{2066}\u{2068}ليلى\u{2069}, 12\u{2069}\u{200E}")
    let parts = Fit.wrap(SafeText.join(["ليلى حداد", "12"], ", "), to: 5).map { drawn(Line($0), terminal) }
    #expect(
      parts == [
        "\u{200E}\u{2066}\u{2068}ليلى\u{2069}\u{2069}\u{200E}",
        "\u{200E}\u{2066}\u{2068}حداد\u{2069},\u{2069}\u{200E}",
        "12",
      ], "\(parts)")
  }

  static let styles: [(Style, ColorDepth, String)] = [
    (.plain, .full, ""), (.strong, .basic, "\u{1B}[1m"), (.strong, .none, ""), (.bad, .none, ""),
    (.vip, .full, "\u{1B}[1m\u{1B}[38;2;255;255;255m\u{1B}[48;2;30;58;138m"),
    (.vip, .indexed, "\u{1B}[1m\u{1B}[38;5;231m\u{1B}[48;5;24m"), (.vip, .basic, "\u{1B}[1m\u{1B}[97m\u{1B}[44m"),
    (.quiet, .basic, "\u{1B}[90m"), (.good, .basic, "\u{1B}[32m"), (.name, .full, "\u{1B}[38;2;28;140;168m"),
  ]

  @Test(arguments: styles) func style(_ style: Style, _ depth: ColorDepth, _ expected: String) {
    #expect(style.begin(depth) == expected)
  }

  /// Brand colours are seen on black and on white; what is light enough stays as it is.
  @Test(arguments: [("#000000", false), ("#001040", false), ("#0866FF", true), ("#25D366", true), ("#FFFFFF", true)])
  func brands(_ css: String, _ stays: Bool) throws {
    let color = try #require(Color(css: css))
    #expect(color.visible.luminance >= 0.1)
    #expect((color.visible == color) == stays)
  }

  @Test(arguments: ["", "#00000", "#0000000", "000000#", "#00000g", "#+12345"]) func noColor(_ css: String) {
    #expect(Color(css: css) == nil)
  }

  static let moments: [(String, String, String)] = [
    ("2026-01-05T09:07:00.000Z", "Today · Mon 5 Jan 2026", "09:07"),
    ("2026-01-04T23:59:59.999Z", "Yesterday · Sun 4 Jan 2026", "23:59"),
    ("2025-12-31T00:00:00.000Z", "Wed 31 Dec 2025", "00:00"), ("2026-01-06T00:00:00.000Z", "Tue 6 Jan 2026", "00:00"),
    ("2024-02-29T12:00:00.000Z", "Thu 29 Feb 2024", "12:00"), ("1969-12-31T12:00:00.000Z", "Wed 31 Dec 1969", "12:00"),
    ("1900-03-01T12:00:00.000Z", "Thu 1 Mar 1900", "12:00"),
  ]

  @Test(arguments: moments) func moment(_ wire: String, _ day: String, _ time: String) throws {
    let moment = try #require(Moment(wire))
    #expect(moment.dayWords(now: Moment("2026-01-05T12:00:00.000Z")).text == day)
    #expect(moment.time.text == time)
  }

  @Test(arguments: ["", "yesterday", "2026-13-01T00:00:00.000Z", "20é6-01-01T00:00:00.000Z"])
  func noMoment(_ text: String) {
    #expect(Moment(text) == nil)
  }
}
