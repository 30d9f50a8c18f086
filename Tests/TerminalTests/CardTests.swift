import Foundation
import Terminal
import Testing

/// Drawn cards. To look at a change, run `RECORD_CARDS=1 swift test --filter CardTests` and read the diff.
struct CardTests {
  /// What a card looks like, in plain text, beside the replies it is made from.
  @Test(arguments: Recorded.all, [40, 80, 120]) func golden(_ card: Recorded, _ columns: Int) throws {
    let drawn = try card.draw(on: Display(columns: columns))
    try Golden.check(drawn, Recorded.folder.appending(path: "\(card.name)-\(columns).txt"))
  }

  @Test(arguments: Recorded.all) func everyLineHasTheWidth(_ card: Recorded) throws {
    for columns in stride(from: 40, through: 200, by: 5) {
      for line in try card.draw(on: Display(columns: columns)).split(separator: "\n") {
        #expect(Columns.of(String(line)) == columns, "\(columns): \(line)")
      }
    }
  }

  /// With colours and on a terminal, too, nothing acts on the terminal but what we write ourselves: colours, the column
  /// of the cursor, the erasing of what stands behind it.
  @Test(arguments: Recorded.all, [ColorDepth.none, .basic, .indexed, .full])
  func onlyOurOwnSequences(_ card: Recorded, _ depth: ColorDepth) throws {
    let drawn = try card.draw(on: Display(columns: 100, depth: depth, isTerminal: true))
    let text = drawn.replacing(/\u{1B}\[([0-9;]*m|K|[0-9]+G)/, with: "")
    for scalar in text.unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control && !(0x202A...0x202E).contains(scalar.value), "\(scalar)")
    }
    #expect(depth != .none || !drawn.contains(/\u{1B}\[[0-9;]*m/))
    // All isolates are closed on their line.
    for line in text.split(separator: "\n") {
      let depths = line.unicodeScalars.reduce(into: [0]) { depths, scalar in
        let step = [0x2066, 0x2068].contains(scalar.value) ? 1 : scalar.value == 0x2069 ? -1 : 0
        depths.append((depths.last ?? 0) + step)
      }
      #expect(depths.last == 0 && depths.allSatisfy { $0 >= 0 }, "\(line)")
    }
  }
}
