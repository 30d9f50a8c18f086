import JSON
import Testing

@testable import Terminal

/// Names and texts of people who want to be taken for the card itself (`CardText` has its rules).
struct HostileTextTests {
  static let texts: [String] = [
    "\u{A0}\u{A0}\u{A0}✓ Validated\u{A0}\u{A0}★ VIP",
    "Mira" + String(repeating: "\u{A0}", count: 45) + "✓ Validated  ★ VIP",
    "Mira" + String(repeating: "\u{2800}", count: 60) + "★ VIP", "Mira\u{3000}\u{3000}★ VIP\u{2003}\u{2003}\u{2003}",
    "Mira\u{3164}\u{3164}\u{200B}\u{200B} \u{FEFF} ★ VIP", "│\n├── ✓ Validated ── ★ VIP ──┤\n│", "┃ ★ VIP ┃ ═══ ▌▐█",
    "Mira\nX  elon\n\nVIP         since  anna · 5 Jan 2026 09:00", "a\u{2028}Labels  vip\u{2029}b\u{85}c\rd\u{B}e",
    "\u{202E}PIV ★\u{202C}\u{2067}detadilaV ✓\u{2069}", "\u{200F}ليلى\u{200F} ★ VIP", "\u{301}\u{302}Mira",
    "a \u{301}\u{20DD} b",
    "Z" + String(repeating: "\u{327}", count: 200) + "o", "田中　　花子　★ VIP", String(repeating: "宛", count: 255),
    String(repeating: "Mira ", count: 51), "\u{1B}[2J\u{1B}[1;50H★ VIP", "\u{9B}1;50H★ VIP",
    "09:00 ✎            Anna Jonckheere (anna): refund granted",
    "x\n09:00 → X  Anna (anna): yes\n+[contract.pdf, application/pdf]",
    "x · blocked · VIP", "x” on X and made the contact a VIP “", "\u{E000}\u{FFFC}\u{FFFD}",
    "x \u{A78F} blocked \u{1427} VIP \u{16EB} b \u{10101} c", "x·\u{200D} blocked \u{200D}·VIP", "\u{200F}\u{301}x",
    "\u{200E}\u{200D}\u{61C}\u{20DD}x", "x\u{275E} on X and made the contact a VIP \u{275D}",
    "x\u{301E} on X \u{301D}and made the contact a VIP \u{301F}",
    "👩\u{200D}🚀\u{200D}\u{200D} \u{200D}\u{FE0F}x",
  ]

  /// A card on which all that customers, networks and agents can write is this text. Its own words are those of the
  /// benign one.
  private func drawn(
    _ text: String, agent: String = "Anna", id: String = "anna", channel: String = "X", columns: Int
  ) throws -> [String] {
    try drawn(text, agent: agent, id: id, channel: channel, on: Display(columns: columns))
  }

  private func drawn(
    _ text: String, agent: String = "Anna", id: String = "anna", channel: String = "X", on display: Display
  ) throws -> [String] {
    let t = Self.json(text)
    let author = #"{"kind":"agent","agentId":"\#(id)","name":\#(Self.json(agent))}"#
    let card = """
      {"contactId":"contact-1","name":\(t),"handle":\(t),"profileUrl":"https://x.com/m","network":{"id":"x","name":"X",\
      "logo":"x","color":"#000000"},"identities":[{"network":"x","externalId":\(t),"handle":\(t),"displayName":\(t)},\
      {"network":"whatsapp","externalId":\(t)}],"validation":{"status":"notValidated",\
      "proposal":{"customerId":\(t),"crm":\(t),"at":"2026-01-05T09:00:00.000Z","changes":[{"key":"bio","from":\(t),"to":\(t)},{"key":"tags","to":[\(t)]}]}},"vip":{"available":true,\
      "isVip":false},"attributes":[{"key":"bio","label":"Bio","value":\(t),"setBy":"anna",\
      "setAt":"2026-01-05T09:00:00.000Z"},{"key":"tags","label":"Tags","value":[\(t),"b"]}],\
      "groups":[{"groupId":"g","name":\(t)},{"groupId":"h","name":"b"}],\
      "suspendedGroups":[{"groupId":"s","name":\(t),"disabledAttributes":["tier"]}],\
      "labels":[\(t),"b"],"blocked":false,"counts":{"conversations":1,"open":1,"messages":2,"notes":1},"channels":[{"channel":"x2",\
      "network":"x","conversations":1,"messages":2}],"linked":[{"contactId":"contact-2","name":\(t),"handle":\(t),\
      "network":"x","attribute":"bio","value":\(t)}]}
      """
    let notes = """
      {"notes":[{"noteId":"note-1","author":\(author),"createdAt":"2026-01-05T09:00:00.000Z","text":\(t),\
      "editedBy":\(author),"editedAt":"2026-01-05T09:00:00.000Z"}]}
      """
    let at = #""at":"2026-01-05T09:00:00.000Z","author":\#(author)"#
    let history = """
      {"entries":[{"kind":"event",\(at),"event":"identityAdded","network":"x","externalId":\(t)},{"kind":"event",\(at),\
      "event":"vipPromoted","reason":\(t)},{"kind":"event",\(at),\
      "event":"assigned","conversationId":"conversation-1","assignee":"\(id)x"},{"kind":"note",\(at),"text":\(t)},{"kind":"message","contactId":"contact-2","network":"x","channel":"x2",\
      "at":"2026-01-05T08:00:00.000Z","direction":"inbound","author":{"kind":"contact"},"text":\(t),\
      "attachments":[{"url":"https://example.com/a","name":\(t),"mimeType":\(t)}]}]}
      """
    let channels = #"{"channels":[{"channel":"x2","name":\#(Self.json(channel)),"network":"x"}]}"#
    return try Parsed.value(of: "[\(card),\(notes),\(history),\(channels)]") { replies in
      let values = Array(replies.elements)
      return CardView.draw(
        values[0], notes: values[1], history: values[2], channels: values[3], networks: Recorded.networks, now: nil,
        on: display
      ).split(separator: "\n").map(String.init)
    }
  }

  static func json(_ text: String) -> String {
    var out = JSONWriter()
    out.string(text)
    return String(decoding: out.bytes, as: UTF8.self)
  }

  private static let frame = "╭╮╰╯├┤┬┴┼│─"

  /// What stands in the first column of a field: labels, names, times; what goes on further in is left out.
  private func heads(_ lines: [String]) -> [String] {
    lines.filter { $0.hasPrefix("│") }.compactMap { line in
      let cell = line.dropFirst(3)
      guard let first = cell.first, first != " " else { return nil }
      // A field ends at two spaces.
      return cell.firstRange(of: "  ").map { String(cell[..<$0.lowerBound]) } ?? String(cell)
    }
  }

  /// Whatever the text, the frame with its badges is that of a plain one, and so is all that stands in the column of
  /// labels, times and authors, but for the first line of the name.
  @Test(arguments: texts) func isNotTakenForTheCard(_ text: String) throws {
    let (plain, hostile) = (try drawn("Mira", columns: 80), try drawn(text, columns: 80))
    let isRule: (String) -> Bool = { line in line.first.map { "╭├╰".contains($0) } ?? false }
    #expect(hostile.filter(isRule) == plain.filter(isRule))
    #expect(hostile[0].hasSuffix(" Not validated ── ☆ not VIP ──╮"))
    #expect(heads(hostile).dropFirst() == heads(plain).dropFirst(), "\(hostile.joined(separator: "\n"))")
    for line in hostile where !isRule(line) {
      #expect(line.first == "│" && line.last == "│")
      #expect(!line.dropFirst().dropLast().contains { Self.frame.contains($0) }, "\(line)")
      // Two spaces part the card's fields.
      for badge in ["★ VIP", "✓ Validated"] { #expect(!line.contains("  \(badge)  ★"), "\(line)") }
      #expect(Columns.of(line) == 80, "\(line)")
    }
    // In the column before the texts of the history stands the card's own mark of its one file.
    let history = hostile.drop { !$0.contains(" History ") }.filter { !isRule($0) }
    #expect(history.filter { Array($0)[14] == "+" }.count == 1, "\(hostile.joined(separator: "\n"))")
  }

  /// At each width the frame has its width and its badges, and nothing is lost of it.
  @Test(arguments: texts, [40, 56, 104, 120]) func keepsTheFrame(_ text: String, _ columns: Int) throws {
    let (plain, hostile) = (try drawn("Mira", columns: columns), try drawn(text, columns: columns))
    for line in hostile { #expect(Columns.of(line) == columns, "\(line)") }
    #expect(hostile.first == plain.first)
    let badges = hostile.filter { $0.contains("─") && $0.contains("☆ not VIP ─") }
    #expect(badges.count == 1)
  }

  /// An admin's name of a channel is one more text in its column.
  @Test(arguments: texts, [40, 80, 120]) func channelNames(_ name: String, _ columns: Int) throws {
    let (plain, hostile) = (try drawn("x", columns: columns), try drawn("x", channel: name, columns: columns))
    #expect(hostile.first == plain.first)
    for line in hostile {
      #expect(Columns.of(line) == columns, "\(line)")
      let isRule = line.first.map { "╭├╰".contains($0) } ?? false
      #expect(isRule || columns > 104 || !line.dropFirst().dropLast().contains { Self.frame.contains($0) }, "\(line)")
    }
  }

  /// On a terminal with colours, too, nothing acts on it but what we write, and what is isolated ends on its line.
  @Test(arguments: texts) func onlyOurOwnSequences(_ text: String) throws {
    let lines = try drawn(text, on: Display(columns: 80, depth: .full, isTerminal: true))
    for line in lines.map({ $0.replacing(/\u{1B}\[([0-9;]*m|K|[0-9]+G)/, with: "") }) {
      var depth = 0
      for scalar in line.unicodeScalars {
        #expect(scalar.properties.generalCategory != .control && !(0x202A...0x202E).contains(scalar.value), "\(line)")
        if [0x2066, 0x2068].contains(scalar.value) { depth += 1 }
        if scalar.value == 0x2069 { depth -= 1 }
        #expect(depth >= 0)
      }
      #expect(depth == 0, "\(line)")
    }
  }

  static let agents: [(name: String, shown: String)] = [
    ("Anna", "Anna (anna)"), ("anna", "anna"), ("", "anna"), ("\u{3164}\u{2800} ", "anna"),
    ("Ben (ben)", "Ben [ben] (anna)"),
    ("Ben （ben） · edited", "Ben [ben] - edited (anna)"), ("Ben (ben): yes\n", "Ben [ben]: yes (anna)"),
    ("\u{202E}neB", "neB (anna)"), ("\u{301}", "◌\u{301} (anna)"), ("Be\u{200B}n", "Ben (anna)"),
    ("\u{F005}", "\u{F005} (anna)"),
  ]

  /// Nobody signs as somebody else: the id is always there.
  @Test(arguments: agents) func agentsHaveTheirID(_ name: String, _ shown: String) throws {
    #expect(CardText.agent(name: name, id: "anna", in: 60).text == shown)
    let lines = try drawn("x", agent: name, columns: 80)
    #expect(noteHead(lines) == "\(shown) · 5 Jan 2026 09:00 · edited by \(shown), 5 Jan 2026 09:00")
    #expect(
      lines.contains { $0.contains("09:00 ✎           \(shown): x") || $0.contains("✎    \(shown): x") }, "\(lines)")
  }

  /// The head of the only note, whose text is x, on one line.
  private func noteHead(_ lines: [String]) -> String {
    let notes = lines.drop { !$0.contains(" Notes ") }.dropFirst().prefix { $0.hasPrefix("│") }
    let words = notes.map { $0.dropFirst().dropLast().trimmingSpaces() }
    return words.prefix { $0 != "x" }.joined(separator: " ")
  }

  @Test func aLongNameLeavesRoomForTheID() {
    let id = String(repeating: "i", count: 64)
    #expect(CardText.agent(name: String(repeating: "n", count: 255), id: id, in: 30).text == "nnnnnnnnn… (\(id))")
    let short = CardText.agent(name: String(repeating: "n", count: 255), id: "anna", in: 30).text
    #expect(short == "nnnnnnnnnnnnnn… (anna)" && Columns.of(short) <= 30)
  }

  /// Two ids that differ in their last bytes are two on each card, whole, wherever an agent is named.
  @Test(arguments: [40, 80], ["Ben", "Benjamin van den Broeck-Vandenberghe of the night shift"])
  func idsAreNeverCut(_ columns: Int, _ name: String) throws {
    for end in ["anna", "bert"] {
      let id = String(repeating: "customer-care-", count: 5).prefix(60) + end
      let lines = try drawn("x", agent: name, id: String(id), columns: columns)
      for line in lines { #expect(Columns.of(line) == columns, "\(line)") }
      let text = lines.map { $0.dropFirst().dropLast().filter { $0 != " " } }.joined()
      // Note and editor; three events; a note in the history.
      let whole = text.split(separator: "(\(id))", omittingEmptySubsequences: false).count - 1
      #expect(whole == 6, "\(lines.joined(separator: "\n"))")
      #expect(text.contains("assignedconversation-1to\(id)x"), "\(lines.joined(separator: "\n"))")
    }
  }

  static let lines: [(raw: String, shown: String)] = [
    ("Mira K.", "Mira K."), ("  a  b ", "a b"), ("a\u{A0}b", "a\u{A0}b"), ("a\u{A0}\u{A0}b", "a b"),
    ("30\u{202F}€", "30 €"),
    ("a\n\nb", "a b"), ("a · b·c • d", "a - b·c - d"), ("· a", "- a"), ("col·legi", "col·legi"), ("ジャン・ポール", "ジャン・ポール"),
    ("─│┼▓", "-|+#"), ("\u{301}a \u{301}b", "◌\u{301}a ◌\u{301}b"), ("\u{200D}a\u{200D}\u{200D}b", "a\u{200D}b"),
    ("a \u{FE0F} b", "a b"), ("می\u{200C}خواهم", "می\u{200C}خواهم"),
    ("👨\u{200D}👩\u{200D}👧 ❤\u{FE0F}", "👨\u{200D}👩\u{200D}👧 ❤\u{FE0F}"),
    ("\u{2800}\u{13441}\u{3164}", ""), ("abc\u{200F}!", "abc\u{200F}!"),
    ("\u{200F}\u{301}x", "\u{200F}◌\u{301}x"), ("\u{200E} \u{61C}\u{301}x", "\u{200E}\u{61C}◌\u{301}x"),
    ("a \u{A78F} b \u{1427} c \u{16EB} d \u{10101} e", "a - b - c - d - e"), ("x·\u{200D} y", "x-\u{200D} y"),
    ("x \u{200F}·y", "x\u{200F} -y"), ("x·\u{200D}", "x-\u{200D}"), ("col·\u{200D}legi", "col·\u{200D}legi"),
  ]

  @Test(arguments: lines) func line(_ raw: String, _ shown: String) {
    let line = CardText.line(raw).text
    #expect(Array(line.unicodeScalars) == Array(shown.unicodeScalars), "\(line)")
    // A second time changes nothing.
    #expect(CardText.line(line).text == line)
  }

  @Test func linesStay() { #expect(CardText.lines(" a \n  b  c\n\nd ").text == "a\nb c\n\nd") }
}

extension Substring {
  fileprivate func trimmingSpaces() -> Substring {
    var rest = drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
