import Foundation
import JSON
import Terminal
import Testing

/// Drawn lists of who was found. To look at a change, run `RECORD_CARDS=1 swift test --filter FoundViewTests` and read
/// the diff.
struct FoundViewTests {
  /// What a list looks like, in plain text, beside the replies it is made from.
  @Test(arguments: RecordedSearch.all, [40, 80, 120]) func golden(_ search: RecordedSearch, _ columns: Int) throws {
    let drawn = try search.draw(on: Display(columns: columns))
    try Golden.check(drawn, RecordedSearch.folder.appending(path: "\(search.name)-\(columns).txt"))
  }

  @Test func goldenInColour() throws {
    for search in RecordedSearch.all where ["beginning", "number", "arabic"].contains(search.name) {
      let drawn = try search.draw(on: Display(columns: 80, depth: .basic, isTerminal: true))
      try Golden.check(drawn, RecordedSearch.folder.appending(path: "\(search.name)-80-colour.txt"))
    }
  }

  @Test(arguments: RecordedSearch.all) func everyLineHasTheWidth(_ search: RecordedSearch) throws {
    for columns in stride(from: 40, through: 200, by: 5) {
      for depth in [ColorDepth.none, .basic] {
        let drawn = try search.draw(on: Display(columns: columns, depth: depth))
        for line in Self.withoutColours(drawn).split(separator: "\n") {
          #expect(Columns.of(String(line)) == columns, "\(columns): \(line)")
        }
      }
    }
  }

  /// What is looked for, the name in which it was found, and that name with the emphasised part in brackets.
  static let emphasised: [(wanted: String, name: String, shown: String)] = [
    ("mir", "Mira Kowalska", "[Mir]a Kowalska"), ("KOW", "Mira Kowalska", "Mira [Kow]alska"),
    ("kow mir", "Mira Kowalska", "Mira [Kow]alska"), ("a", "Mira Ada", "Mira [A]da"), ("ira", "Mira", "M[ira]"),
    ("zoe", "Zoë", "[Zoë]"), ("zoe", "Zoe\u{308} Å", "[Zoe\u{308}] Å"), ("ZOË", "Anne-Zoe", "Anne-[Zoe]"),
    ("玲", "林美玲", "林美[玲]"), ("\u{200E}mi", "Mira", "[Mi]ra"), ("🏮", "Mira 🏮🏮", "Mira [🏮]🏮"), ("x", "Mira", "Mira"),
    // Joined letters are not taken apart.
    ("حدا", "ليلى حداد", "[ليلى حداد]"),
    // The beginning or the end of a number, with its calling code and without.
    ("0001", "+32470120001", "+3247012[0001]"), ("32 47", "+32470120001", "+[3247]0120001"),
    ("(0470) 12", "32470120001", "32[47012]0001"), ("00 32 470", "+32470120001", "+[32470]120001"),
    ("٠٠٠١", "+32470120001", "+3247012[0001]"), ("0001", "a 0001", "a [0001]"),
    ("+32 (0)470", "+32470120001", "+[32470]120001"), ("00032470", "+32470120001", "+32470120001"),
    ("70", "+32470120001", "+324[70]120001"), ("x47", "+32470120001", "+32470120001"),
    // An address, a handle, and nothing to see.
    ("@kow", "mira@kowalska.example", "mira@[kow]alska.example"), ("@mir", "mira.k", "[mir]a.k"),
    ("@", "mira@kowalska.example", "mira@kowalska.example"), ("\u{200E}", "Mira", "Mira"),
  ]

  @Test(arguments: emphasised) func emphasis(_ wanted: String, _ name: String, _ shown: String) throws {
    let t = HostileTextTests.json(name)
    let page =
      #"{"contacts":[{"contactId":"contact-1","name":\#(t),"matched":{"field":"name","text":\#(t)}}]}"#
    let drawn = try Self.draw(page, wanted: wanted, on: Display(columns: 80, depth: .basic))
    let marked = drawn.replacing(/\u{1B}\[1m(.*?)\u{1B}\[0m/) { "[\($0.output.1)]" }
    let row = Self.withoutColours(marked).split(separator: "\n").first { $0.contains("contact-1") } ?? ""
    #expect(row.contains(" \(shown)  "), "\(row)")
  }

  /// Who it is, where it was found, and what is said of both. The network is X.
  @Test(arguments: [
    (#""name":"Mira""#, #""field":"name","text":"Mira""#, "Mira  X  name "),
    (#""name":"Mira","handle":"mm""#, #""field":"handle","network":"x","text":"mm""#, "Mira  X  handle: mm "),
    (#""name":"Mira""#, #""field":"handle","network":"instagram","text":"mm""#, "Mira  X  handle: mm on Instagram "),
    (#""name":"Mira""#, #""field":"displayName","network":"x","text":"M. K.""#, "Mira  X  display name: M. K. "),
    (#""name":"Mira""#, #""field":"label","text":"two words""#, "Mira  X  label: two words "),
    (#""name":"Mira""#, #""field":"externalId","network":"fax","text":"17""#, "Mira  X  id: 17 on fax "),
    (#""name":"Mira""#, #""field":"attribute","key":"tier","text":"gold""#, "Mira  X  Tier: gold "),
    (#""name":"Mira""#, #""field":"attribute","key":"gone","text":"a\nb""#, "Mira  X  gone: a b "),
    // Who has no name, or none to be seen.
    (#""handle":"mm""#, #""field":"label","text":"a""#, "mm  X  label: a "),
    (#""handle":"mm""#, #""field":"handle","network":"x","text":"mm""#, "mm  X  handle "),
    (#""handle":"mm""#, #""field":"handle","network":"instagram","text":"mm""#, "mm  X  handle on Instagram "),
    (#""name":"\u3164","handle":"mm""#, #""field":"externalId","network":"x","text":"17""#, "mm  X  id: 17 "),
    (#""validated":false"#, #""field":"externalId","network":"x","text":"17""#, "(no name)  X  id: 17 "),
  ]) func matched(_ contact: String, _ matched: String, _ words: String) throws {
    let page = #"{"contacts":[{"contactId":"contact-1","network":"x",\#(contact),"matched":{\#(matched)}}]}"#
    let drawn = try Self.draw(page, attributes: #"{"key":"tier","label":"Tier"}"#, on: Display(columns: 80))
    #expect(drawn.contains("│  contact-1  \(words)  "), "\(drawn)")
  }

  /// Network and match in 24 columns: on one line if they fit.
  @Test(arguments: [
    ("Lamps at home", "1 Moth", "x", ["X  Lamps at home: 1 Moth"]),
    ("Lamps at home", "12 Moths", "x", ["X", "Lamps at home: 12 Moths"]),
    ("Lamps", "1 Moth", "instagram", ["X", "Lamps: 1 Moth", "  on Instagram"]),
    ("Lamps at home", "2 Moths, brass", "x", ["X", "Lamps at home:", "  2 Moths, brass"]),
    ("Mail", "isla@harbourhouse.example", "x", ["X", "Mail: isla@harbourhouse…"]),
    ("Lamps at home", "isla@harbourhouse.example", "x", ["X", "Lamps at home:", "  isla@harbourhouse.exa…"]),
    ("All of the lamps at home", "2", "x", ["X", "All of the lamps at hom…", "  2"]),
  ]) func narrow(_ label: String, _ text: String, _ network: String, _ lines: [String]) throws {
    let matched = #"{"field":"attribute","key":"lamps","network":"\#(network)","text":"\#(text)"}"#
    let page = #"{"contacts":[{"contactId":"contact-123","network":"x","name":"Mira","matched":\#(matched)}]}"#
    let drawn = try Self.draw(page, attributes: #"{"key":"lamps","label":"\#(label)"}"#, on: Display(columns: 40))
    let rows = drawn.split(separator: "\n").dropFirst().prefix { $0.hasPrefix("│") }
    let said = rows.map { $0.dropFirst(14).prefix(24).reversed().drop { $0 == " " }.reversed() }.map { String($0) }
    #expect(said == ["Mira"] + lines, "\(drawn)")
  }

  /// Of a long text there is what stands around the place, whatever the width.
  @Test func longTexts() throws {
    let label = String(repeating: "long words before ", count: 9) + "Needle" + String(repeating: " and after", count: 9)
    let matched = #"{"field":"label","text":"\#(label)"}"#
    let page = #"{"contacts":[{"contactId":"contact-1","name":"M","matched":\#(matched)}]}"#
    for columns in 40...160 {
      let drawn = try Self.draw(page, wanted: "needle", on: Display(columns: columns))
      #expect(drawn.contains("Needle") && drawn.contains("label: …"), "\(columns)\n\(drawn)")
    }
  }

  /// Whatever people are called, the frame is that of a list with plain names, and so are ids and marks.
  @Test(arguments: HostileTextTests.texts) func isNotTakenForTheList(_ text: String) throws {
    for columns in [40, 60, 80, 120] {
      let (hostile, plain) = (try Self.lines(named: text, columns), try Self.lines(named: "Mira", columns))
      // Before the name stand ids and marks alone.
      let name = columns < 72 ? 14 : 21
      let marks = { (lines: [String]) in lines.map { $0.prefix(name) }.filter { $0.contains { !"│ ".contains($0) } } }
      #expect(hostile.first == plain.first && marks(hostile) == marks(plain))
      for line in hostile {
        #expect(Columns.of(line) == columns, "\(line)")
        #expect(!line.dropFirst().dropLast().contains { "│╭╮╰╯┬┴┼".contains($0) } || !line.hasPrefix("│"), "\(line)")
      }
    }
  }

  /// With colours and on a terminal, too, nothing acts on the terminal but what we write ourselves.
  @Test(arguments: HostileTextTests.texts) func onlyOurOwnSequences(_ text: String) throws {
    let drawn = try Self.drawn(named: text, on: Display(columns: 100, depth: .full, isTerminal: true))
    for scalar in drawn.replacing(/\u{1B}\[([0-9;]*m|K|[0-9]+G)/, with: "").unicodeScalars where scalar != "\n" {
      #expect(scalar.properties.generalCategory != .control && !(0x202A...0x202E).contains(scalar.value), "\(scalar)")
    }
  }

  // MARK: Drawing

  private static func withoutColours(_ drawn: String) -> String { drawn.replacing(/\u{1B}\[[0-9;]*m/, with: "") }

  private static func draw(
    _ page: String, attributes: String = "", wanted: String = "", on display: Display
  ) throws -> String {
    try Parsed.value(of: #"[\#(page),{"attributes":[\#(attributes)]}]"#) { replies in
      let all = Array(replies.elements)
      return FoundView.draw(
        [all[0]], most: 50, schema: all[1], wanted: RecordedSearch.wanted(wanted), networks: Recorded.networks,
        on: display)
    }
  }

  private static func lines(named text: String, _ columns: Int) throws -> [String] {
    try drawn(named: text, on: Display(columns: columns)).split(separator: "\n").map(String.init)
  }

  /// A list in which all that people can write begins with this text, which is looked for, too.
  private static func drawn(named text: String, on display: Display) throws -> String {
    let (name, match) = (HostileTextTests.json(text), HostileTextTests.json(text + " Mira"))
    let entries = [
      (1, true, #""name","text":\#(name)"#), (2, false, #""label","text":\#(match)"#),
      (3, false, #""handle","network":"instagram","text":\#(match)"#),
      (4, true, #""attribute","key":"bio","text":\#(match)"#),
    ].map { number, isVip, field in
      #"{"contactId":"contact-\#(number)","name":\#(name),"network":"x","vip":\#(isVip),"matched":{"field":\#(field)}}"#
    }
    return try draw(
      #"{"contacts":[\#(entries.joined(separator: ","))]}"#, attributes: #"{"key":"bio","label":\#(name)}"#,
      wanted: text, on: display)
  }
}
