import Terminal
import Testing

/// What the environment makes of a descriptor that is no terminal. (Terminals are in ProcessTests.)
struct DisplayTests {
  static let cases: [(environment: [String: String], coloring: Display.Coloring, columns: Int, depth: ColorDepth)] = [
    ([:], .auto, 80, .none), (["COLUMNS": "100"], .auto, 100, .none), (["COLUMNS": "0"], .auto, 80, .none),
    (["COLUMNS": "wide"], .auto, 80, .none), (["COLORTERM": "truecolor"], .auto, 80, .none),
    (["COLORTERM": "truecolor"], .never, 80, .none), (["COLORTERM": "truecolor"], .always, 80, .full),
    (["COLORTERM": "24bit"], .always, 80, .full), (["TERM": "xterm-256color"], .always, 80, .indexed),
    (["TERM": "xterm-direct"], .always, 80, .full), (["TERM": "linux"], .always, 80, .basic),
    ([:], .always, 80, .basic),
    (["NO_COLOR": "1", "TERM": "dumb"], .always, 80, .basic), (["NO_COLOR": "1"], .auto, 80, .none),
  ]

  @Test(arguments: cases)
  func display(_ environment: [String: String], _ coloring: Display.Coloring, _ columns: Int, _ depth: ColorDepth) {
    let display = Display(descriptor: -1, coloring: coloring) { environment[$0] }
    #expect(display.columns == columns)
    #expect(display.depth == depth)
    #expect(display.isTerminal == (coloring == .always))
  }

  @Test func columnsAskedForCount() {
    #expect(Display(descriptor: -1, columns: 47) { $0 == "COLUMNS" ? "100" : nil }.columns == 47)
  }

  @Test func isolates() {
    #expect(Display(descriptor: -1, coloring: .always) { _ in nil }.hasIsolates)
    #expect(!Display(descriptor: -1, coloring: .always) { $0 == "MLTERM" ? "3.9.3" : nil }.hasIsolates)
  }
}
