import Testing

@testable import Connectors

/// What of a connector's stderr gets into the log.
struct StderrLogTests {
  private final class Lines { var lines: [String] = [] }

  /// The log of these pieces, each written at its time.
  private func log(_ pieces: [(Int64, String)], end: Int64 = 0) -> [String] {
    let lines = Lines()
    var log = StderrLog { lines.lines.append($0) }
    for (now, piece) in pieces {
      Array(piece.utf8).withUnsafeBytes { log.take($0, now: now) }
      log.reportDropped(now: now)
    }
    log.endChild(now: end)
    log.reportDropped(now: .max)
    return lines.lines
  }

  private func check(_ pieces: String..., becomes expected: [String], at location: SourceLocation = #_sourceLocation) {
    #expect(log(pieces.map { (0, $0) }) == expected.map { "connector: \($0)" }, sourceLocation: location)
  }

  @Test func lines() {
    check(becomes: [])
    check("a\nb\n", becomes: ["a", "b"])
    check("a", "b\nc", "\n", "d", becomes: ["ab", "c", "d"])
    check("\n\n\na\n\n", becomes: ["a"])
    check("\t\u{7F}\u{9B}\u{2028}\u{202E}é", becomes: [#"\u{9}\u{7f}\u{9b}\u{2028}\u{202e}é"#])
  }

  @Test func longLines() {
    let fits = String(repeating: "x", count: 1_000 - "connector: ".utf8.count)
    check(fits, becomes: [fits])
    check(fits + "x\ny", becomes: [fits.dropLast(3) + "…", "y"])
    check(String(repeating: "x", count: 100_000), "x\ny", becomes: [fits.dropLast(3) + "…", "y"])
    // Escapes are longer than what they stand for.
    let shown = log([(0, String(repeating: "\u{1}", count: 1_000))])
    #expect(shown.count == 1 && shown[0].utf8.count <= 1_000)
  }

  @Test func tooManyLines() {
    let many = String(repeating: "a\n", count: 20)
    let dropped = "more lines were dropped: at most 20 are logged in a second"
    let all = Array(repeating: "connector: a", count: 20)
    #expect(log([(0, many)]) == all)
    #expect(log([(0, many + "b\nc\n")]) == all + ["connector: 2 \(dropped)"])
    // The first line of the next second comes after the report.
    #expect(
      log([(0, many + "b\n"), (999, "c\n"), (1_000, "d\n")]) == all + ["connector: 2 \(dropped)", "connector: d"])
    #expect(log([(0, many), (1_000, many), (1_500, "b\n")], end: 1_500) == all + all + ["connector: 1 \(dropped)"])
    // A second begins with a line.
    #expect(
      log([(0, "a\n"), (1_700, many), (2_600, "b\n")], end: 2_600) == all + ["connector: a"] + [
        "connector: 1 \(dropped)"
      ])
  }

  @Test func theReportIsDue() {
    var log = StderrLog { _ in }
    Array(String(repeating: "a\n", count: 20).utf8).withUnsafeBytes { log.take($0, now: 5) }
    #expect(log.deadline == nil)
    Array("a\n".utf8).withUnsafeBytes { log.take($0, now: 6) }
    #expect(log.deadline == 1_005)
    log.reportDropped(now: 1_004)
    #expect(log.deadline == 1_005)
    log.reportDropped(now: 1_005)
    #expect(log.deadline == nil)
  }
}
