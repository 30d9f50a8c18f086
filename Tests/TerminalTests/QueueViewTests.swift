import Foundation
import JSON
import Terminal
import Testing

/// Drawn queues. To look at a change, run `RECORD_CARDS=1 swift test --filter QueueViewTests` and read the diff.
struct QueueViewTests {
  /// What a queue looks like, in plain text, beside the replies it is made from.
  @Test(arguments: RecordedQueue.all, [40, 80, 120]) func golden(_ queue: RecordedQueue, _ columns: Int) throws {
    let drawn = try queue.draw(on: Display(columns: columns))
    try Golden.check(drawn, RecordedQueue.folder.appending(path: "\(queue.name)-\(columns).txt"))
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

  /// Whatever people, channels, groups and teams are called, the frame is that of a queue with plain names, and so are
  /// places, marks and waiting times.
  @Test(arguments: HostileTextTests.texts) func isNotTakenForTheQueue(_ text: String) throws {
    for columns in [40, 60, 80, 104, 120] {
      let (hostile, plain) = (try Self.lines(named: text, columns), try Self.lines(named: "Mira", columns))
      #expect(hostile.first == plain.first)
      for line in hostile {
        #expect(Columns.of(line) == columns, "\(line)")
        #expect(!line.dropFirst().dropLast().contains { "│╭╮╰╯┬┴┼".contains($0) } || !line.hasPrefix("│"), "\(line)")
      }
      // Where the name begins: behind the place and the mark.
      let name = columns < 60 ? 6 : 13
      let heads = { (lines: [String]) in
        lines.filter { $0.hasPrefix("│") }.map { String($0.dropFirst(2).prefix(name - 2)) }
          .filter { $0.contains { $0 != " " } }.prefix(2).map { $0 }
      }
      #expect(heads(hostile) == heads(plain), "\(columns)")
      #expect(hostile.joined().firstRange(of: "3 h 0 min") != nil)
    }
  }

  /// A queue in which all that people and admins can write is this text: a VIP, and somebody who is none.
  private static func lines(named text: String, _ columns: Int) throws -> [String] {
    let t = HostileTextTests.json(text)
    let entry = { (number: Int, isVip: Bool) in
      """
      {"conversationId":"conversation-\(number)","contactId":"contact-\(number)","channel":"x2","network":"x",\
      "waitingSince":"2026-01-05T09:00:30.000Z","vip":\(isVip),"score":1,"groups":["g"],"teamIds":["a"]}
      """
    }
    let queue = #"{"conversations":[\#(entry(1, true)),\#(entry(2, false))]}"#
    let cards = #"{"cards":[{"contactId":"contact-1","name":\#(t)},{"contactId":"contact-2","handle":\#(t)}]}"#
    let channels = #"{"channels":[{"channel":"x2","name":\#(t),"network":"x"}]}"#
    let teams = #"{"teams":[{"teamId":"a","name":\#(t)}]}"#
    let groups = """
      {"groups":[{"groupId":"g","name":\(t)},{"groupId":"s","name":\(t),"disabledAttributes":["tier"]}]}
      """
    return try Parsed.value(of: "[\(queue),\(cards),\(channels),\(teams),\(groups)]") { replies in
      let all = Array(replies.elements)
      return QueueView.draw(
        QueueView.Replies(queue: all[0], cards: [all[1]], channels: [all[2]], teams: [all[3]], groups: [all[4]]),
        more: 3, ofTeam: "a", networks: Recorded.networks, now: "2026-01-05T12:00:30.000Z",
        on: Display(columns: columns)
      ).split(separator: "\n").map(String.init)
    }
  }
}
