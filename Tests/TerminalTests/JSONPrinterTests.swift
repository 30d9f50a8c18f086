import JSON
import Terminal
import Testing

/// JSON for a person.
struct JSONPrinterTests {
  static let values: [(json: String, drawn: String)] = [
    ("{}", "{}"), ("[]", "[]"), ("null", "null"), ("12.50", "12.50"), (#""Mira""#, "Mira"),
    (#"{"b":1,"a":"x","long":true}"#, "b     1\na     x\nlong  true"),
    (#"{"name":"Mira","network":{"id":"x","color":null}}"#, "name  Mira\nnetwork\n  id     x\n  color  null"),
    (#"[{"id":1,"to":[]},{"id":2,"to":{}}]"#, "- id  1\n  to  []\n- id  2\n  to  {}"),
    (#"{"labels":["a","b c"]}"#, "labels  [a, b c]"), (#"{"rows":["a,b"]}"#, "rows\n  - a,b"),
    ("[[1,2],[[3]]]", "- [1, 2]\n- - [3]"),
    // What could be taken for something else has quotes.
    (#"["12","true",""," "]"#, #"["12", "true", "", " "]"#), (#"{"":"null"}"#, #"""  "null""#),
    // Texts are texts, and none of them acts on the terminal.
    (#"{"text":"one\ntwo \"x\" \\ \u001b[2J"}"#, "text  one\n      two \"x\" \\ ␛[2J"),
    (#"{"\u001bkey":"\u202Ex"}"#, "␛key  x"), (#""\ud800""#, "\u{FFFD}"),
    (#"{"姓":"田中","城市":"東京"}"#, "姓    田中\n城市  東京"),
  ]

  @Test(arguments: values) func drawn(_ json: String, _ drawn: String) throws {
    #expect(try Parsed.value(of: json) { JSONPrinter.draw($0, on: Display(columns: 60)) } == drawn + "\n")
  }

  @Test func longTextsAreAlignedAndFit() throws {
    let (words, long) = (String(repeating: "word ", count: 30), String(repeating: "q", count: 90))
    let json = #"{"id":7,"text":"\#(words)","url":"\#(long)"}"#
    let lines = try Parsed.value(of: json) { JSONPrinter.draw($0, on: Display(columns: 50)) }.split(separator: "\n")
    #expect(lines.count == 1 + 4 + 3)
    #expect(lines.allSatisfy { Columns.of(String($0)) <= 50 })
    #expect(lines.dropFirst(2).filter { $0.hasPrefix("url ") || $0.hasPrefix("      ") }.count == 6)
  }

  @Test func colors() throws {
    let drawn = try Parsed.value(of: #"{"a":"x","n":1}"#) {
      JSONPrinter.draw($0, on: Display(columns: 50, depth: .basic, isTerminal: true))
    }
    #expect(drawn == "\u{1B}[36ma\u{1B}[0m  \u{1B}[32mx\u{1B}[0m\n\u{1B}[36mn\u{1B}[0m  \u{1B}[35m1\u{1B}[0m\n")
  }
}
