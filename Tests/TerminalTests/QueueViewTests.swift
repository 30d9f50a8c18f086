import Foundation
import Terminal
import Testing

/// Drawn queues. To look at a change, run `RECORD_CARDS=1 swift test --filter QueueViewTests` and read the
/// diff.
struct QueueViewTests {
  /// What a queue looks like, in plain text, beside the replies it is made from.
  @Test(arguments: RecordedQueue.all, [40, 80, 120]) func golden(_ queue: RecordedQueue, _ columns: Int) throws {
    let drawn = try queue.draw(on: Display(columns: columns))
    let file = RecordedQueue.folder.appending(path: "\(queue.name)-\(columns).txt")
    if ProcessInfo.processInfo.environment["RECORD_CARDS"] != nil {
      try Data(drawn.utf8).write(to: file)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let isSame = drawn.utf8.elementsEqual(golden.utf8)
    #expect(isSame, "\n\(drawn)")
  }

  @Test(arguments: RecordedQueue.all) func everyLineHasTheWidth(_ queue: RecordedQueue) throws {
    for columns in stride(from: 40, through: 200, by: 5) {
      for depth in [ColorDepth.none, .basic] {
        let drawn = try queue.draw(on: Display(columns: columns, depth: depth))
        for line in drawn.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\n") {
          #expect(Columns.of(String(line)) == columns, "\(columns): \(line)")
        }
      }
    }
  }

  /// In the columns before the name stand places, from 1 on, and a mark beside each VIP; nothing else does, whatever
  /// people are called.
  @Test(arguments: RecordedQueue.all) func onlyOurMarks(_ queue: RecordedQueue) throws {
    let vips = try queue.vips()
    for columns in stride(from: 40, through: 160, by: 10) {
      let drawn = try queue.draw(on: Display(columns: columns)).split(separator: "\n")
      let before = columns < 60 ? 6 : 13
      let rows = drawn.prefix(upTo: try #require(drawn.lastIndex { $0.hasPrefix("├") })).filter { $0.hasPrefix("│") }
      guard !vips.isEmpty else { continue }
      let heads = rows.map { String($0.dropFirst().prefix(before)).split(separator: " ").joined(separator: " ") }
      let places = heads.filter { !$0.isEmpty }
      let mark = columns < 60 ? " ★" : " ★ VIP"
      #expect(places == vips.enumerated().map { "\($0 + 1)\($1 ? mark : "")" }, "\(columns)")
    }
  }

  /// With colours and on a terminal, too, nothing acts on the terminal but what we write ourselves.
  @Test(arguments: RecordedQueue.all, [ColorDepth.none, .basic, .indexed, .full])
  func onlyOurOwnSequences(_ queue: RecordedQueue, _ depth: ColorDepth) throws {
    let drawn = try queue.draw(on: Display(columns: 100, depth: depth, isTerminal: true))
    let text = drawn.replacing(/\u{1B}\[([0-9;]*m|K|[0-9]+G)/, with: "")
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control && !(0x202A...0x202E).contains(scalar.value), "\(scalar)")
    }
    #expect(depth != .none || !drawn.contains(/\u{1B}\[[0-9;]*m/))
  }

  /// How long somebody has waited, from `since` to 12:00:30 on 5 January 2026.
  @Test(arguments: [
    ("2026-01-05T12:00:30.000Z", "just now"), ("2026-01-05T11:59:31.000Z", "just now"),
    ("2026-01-05T11:59:30.999Z", "1 min"), ("2026-01-05T12:10:00.000Z", "just now"),
    ("2026-01-05T11:00:31.000Z", "59 min"), ("2026-01-05T11:00:30.000Z", "1 h 0 min"),
    ("2026-01-04T12:00:31.000Z", "23 h 59 min"), ("2026-01-04T12:00:30.000Z", "1 day"),
    ("2026-01-03T12:00:31.000Z", "1 day"), ("2026-01-03T12:00:30.000Z", "2 days"),
    ("2025-01-05T12:00:30.000Z", "365 days"),
  ])
  func waits(_ since: String, _ words: String) throws {
    let entry = #"{"conversationId":"conversation-1","waitingSince":"\#(since)"}"#
    let drawn = try Parsed.value(of: #"{"conversations":[\#(entry)]}"#) { queue in
      QueueView.draw(
        QueueView.Replies(queue: queue, cards: [], channels: [], teams: [], groups: []), more: 0, ofTeam: nil,
        networks: [], now: "2026-01-05T12:00:30.000Z", on: Display(columns: 80))
    }
    #expect(drawn.contains(" \(words)  │"), "\(drawn)")
  }
}
