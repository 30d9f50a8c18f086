import Foundation

/// A line that costs a program much that is not careful: its name, and what makes its bytes.
struct WorstLine {
  let name: String
  let bytes: () -> [UInt8]

  /// A line of text.
  init(_ name: String, _ text: @escaping () -> String) {
    self.name = name
    bytes = { Array((text() + "\n").utf8) }
  }

  /// A line with one call.
  init(_ name: String, _ method: String, _ params: @escaping () -> String) {
    self.init(name) { WorstDesk.call(method, params()) }
  }

  /// A batch of a thousand calls, of which `params` makes each.
  init(
    batch name: String, _ method: String, notifications: Bool = false, count: Int = 1_000,
    _ params: @escaping (Int) -> String
  ) {
    self.init(name + (notifications ? ", notifications" : ""), calls: count) {
      WorstDesk.call(method, params($0), isNotification: notifications)
    }
  }

  /// A batch of calls, or of anything else.
  init(_ name: String, calls count: Int = 1_000, _ call: @escaping (Int) -> String) {
    self.init("\(name) x \(count)") {
      let last = call(count)
      return "[" + (1..<max(count, 1)).map { call($0) + "," }.joined() + last + "]"
    }
  }
}

extension WorstLine {
  /// As much text as fits into a line, with room for the call around it.
  static let most = (16 << 20) - 400

  /// A piece of text again and again, up to so many bytes.
  static func fill(_ piece: String, bytes: Int = most) -> String {
    String(repeating: piece, count: bytes / piece.utf8.count)
  }

  /// Pieces with commas between them, up to so many bytes.
  static func list(_ piece: String, bytes: Int = most) -> String {
    String(fill(piece + ",", bytes: bytes).dropLast())
  }

  /// All known worst lines; or, for a short run, all but most of those that are as long as a line may be: what such a
  /// line costs has little to do with the desk, and making it takes a while.
  static func all(isShort: Bool) -> [WorstLine] {
    let long = texts + containers + formats
    let some = isShort ? stride(from: 0, to: long.count, by: 6).map { long[$0] } : long
    return some + edits + reads + writes + configuration
  }

  // MARK: Long texts where short ones belong

  private static let escaped = "\\u0061"

  private static var texts: [WorstLine] {
    [
      WorstLine("a contactId of 16 MiB", "card.get") { #""contactId":"\#(fill("a"))""# },
      WorstLine("a contactId of 16 MiB, escaped", "card.get") { #""contactId":"\#(fill(escaped))""# },
      WorstLine("a cursor of 16 MiB", "contact.list") { #""cursor":"\#(fill("a"))""# },
      WorstLine("a cursor of 16 MiB of _", "contact.list") { #""cursor":"\#(fill("_"))""# },
      WorstLine("a cursor of 16 MiB, escaped", "contact.list") { #""cursor":"\#(fill(escaped))""# },
      WorstLine("an externalId of 16 MiB to look up", "card.get") {
        #""network":"email","externalId":"\#(fill("É\u{301}"))""#
      },
      WorstLine("a handle of 16 MiB to look up", "card.get") { #""network":"whatsapp","handle":"\#(fill("1"))""# },
      WorstLine("a key of 16 MiB to set", "attribute.edit") { #"\#(WorstDesk.full),"set":{"\#(fill("k"))":1}"# },
      WorstLine("a key of 16 MiB to clear", "attribute.edit") { #"\#(WorstDesk.full),"clear":["\#(fill(escaped))"]"# },
      WorstLine("a key of 16 MiB to define", "schema.define") { #""key":"\#(fill("k"))","label":"L","format":"text""# },
      WorstLine("a format of 16 MiB, escaped", "schema.define") {
        #""key":"k","label":"L","format":"\#(fill(escaped))""#
      },
      WorstLine("a method of 16 MiB") { #"{"jsonrpc":"2.0","id":1,"method":"\#(fill("a."))"}"# },
      WorstLine("a method of 16 MiB, escaped") { #"{"jsonrpc":"2.0","id":1,"method":"\#(fill(escaped))"}"# },
      WorstLine("an id of 16 MiB") { #"{"jsonrpc":"2.0","id":"\#(fill("a"))","method":"card.get"}"# },
      WorstLine("an id of 16 MiB of separators") {
        #"{"jsonrpc":"2.0","id":"\#(fill("\u{2028}"))","method":"card.get"}"#
      },
      WorstLine("a jsonrpc of 16 MiB, escaped") { #"{"jsonrpc":"\#(fill(escaped))","id":1,"method":"card.get"}"# },
      WorstLine("a time of 16 MiB", "history.read") { #"\#(WorstDesk.full),"from":"\#(fill("2"))""# },
      WorstLine("an agent of 16 MiB", "system.hello") { #""agent":"anna:\#(fill("a"))""# },
      WorstLine("a name of 16 MiB", "contact.create") { #""name":"\#(fill("é"))""# },
      WorstLine("a note of 16 MiB, escaped", "note.add") { #"\#(WorstDesk.full),"text":"\#(fill(escaped))""# },
      WorstLine("a message of 16 MiB", "message.record") { message(fill("a")) },
      WorstLine("a message of 16 MiB of marks", "message.record") { message(fill("\u{301}")) },
      WorstLine("a message of 16 MiB, escaped", "message.record") { message(fill(#"\ud83d\ude00"#)) },
      WorstLine("a message of 16 MiB of lone surrogates", "message.record") { message(fill(#"\ud800"#)) },
      WorstLine("a URL of 16 MiB of spaces", "message.record") {
        #"\#(message("a")),"attachments":[{"url":"\#(fill(" "))"}]"#
      },
      WorstLine("a value of 16 MiB", "attribute.edit") { set("email", "\"\(fill("é"))\"") },
      WorstLine("a value of 16 MiB, escaped", "attribute.edit") {
        set(WorstDesk.key(WorstDesk.keys.email.lowerBound), "\"\(fill(escaped))\"")
      },
    ]
  }

  private static func message(_ text: String) -> String {
    #""direction":"inbound","conversationId":"conversation-3","text":"\#(text)""#
  }

  private static func set(_ key: String, _ value: String) -> String {
    #"\#(WorstDesk.full),"set":{"\#(key)":\#(value)}"#
  }

  // MARK: Long lists, many members, long numbers, deep nesting

  private static var containers: [WorstLine] {
    [
      WorstLine("16 MiB of [") { fill("[") },
      WorstLine("128 levels again and again") { "[" + list(fill("[", bytes: 127) + fill("]", bytes: 127)) + "]" },
      WorstLine("8 million elements") { "[" + list("1") + "]" },
      WorstLine("8 million params by position") {
        #"{"jsonrpc":"2.0","id":1,"method":"card.get","params":[\#(list("1"))]}"#
      },
      WorstLine("3 million members of a message") { #"{"jsonrpc":"2.0",\#(list(#""":1"#))}"# },
      WorstLine("a million members of a message, each another") {
        #"{"jsonrpc":"2.0",\#((0..<1_300_000).map { "\"\($0)\":1" }.joined(separator: ","))}"#
      },
      WorstLine("2 million members of a message, escaped") { #"{"jsonrpc":"2.0",\#(list(#""\u0061":1"#))}"# },
      WorstLine("3 million params", "message.record") { list(#""":1"#) },
      WorstLine("2 million params, escaped", "message.record") { list(#""\u0061":1"#) },
      WorstLine("3 million members of a sender", "message.record") {
        #""channel":"x","direction":"inbound","from":{"externalId":"1",\#(list(#""":1"#))},"text":"a""#
      },
      WorstLine("3 million values", "attribute.edit") { #"\#(WorstDesk.full),"set":{\#(list(#""":1"#))}"# },
      WorstLine("a limit of 16 million digits", "contact.list") { #""limit":\#(fill("9"))"# },
      WorstLine("an ifVersion of 16 million digits", "note.edit") {
        #""noteId":"note-1","text":"a","ifVersion":0.\#(fill("9"))"#
      },
      WorstLine("a number of 16 million digits", "attribute.edit") { set(WorstDesk.key(100), fill("9")) },
      WorstLine("5 million choices", "attribute.edit") { set(WorstDesk.key(0), "[\(list("\"0\""))]") },
      WorstLine("5 million choices for a text", "attribute.edit") { set(WorstDesk.key(200), "[\(list("\"a\""))]") },
      WorstLine("5 million attachments", "message.record") { #"\#(message("a")),"attachments":[\#(list("{}"))]"# },
      WorstLine("a million attachments of a bad URL", "message.record") {
        #"\#(message("a")),"attachments":[\#(list(#"{"url":"a"}"#))]"#
      },
      WorstLine("a million lone surrogates told", "message.record") {
        let values = (0..<500).map { #""k\#($0)":[\#(list(#""\ud800""#, bytes: 32_000))]"# }.joined(separator: ",")
        return #""channel":"x","direction":"inbound","text":"a","from":{"externalId":"1","attributes":{\#(values)}}"#
      },
      WorstLine("500 unknown keys of 30 KiB", "attribute.edit") {
        let values = (0..<500).map { "\"\($0)\(fill(#"\\k"#, bytes: 30_000))\":1" }.joined(separator: ",")
        return #"\#(WorstDesk.full),"set":{\#(values)}"#
      },
    ]
  }

  // MARK: Edits of attributes

  private static var edits: [WorstLine] {
    [
      WorstLine(batch: "unknown keys, each near to all", "attribute.edit") { number in
        set(String(repeating: "k", count: 60) + String(number, radix: 36).suffix(3) + "x", "1")
      },
      WorstLine(batch: "a choice out of a thousand, a hundred times", "attribute.edit", count: 900) { number in
        let values = WorstDesk.keys.choice.map { "\"\(WorstDesk.key($0))\":[\"\(number)\",\"999\"]" }
        return #"\#(WorstDesk.full),"set":{\#(values.joined(separator: ","))}"#
      },
      WorstLine(batch: "all options chosen, a hundred times", "attribute.edit", count: 25) { number in
        let chosen = (0..<1_000 - number % 2).map { "\"\($0)\"" }.joined(separator: ",")
        let values = WorstDesk.keys.choice.map { "\"\(WorstDesk.key($0))\":[\(chosen)]" }
        return #"\#(WorstDesk.full),"set":{\#(values.joined(separator: ","))}"#
      },
      WorstLine(batch: "no option, near to a thousand", "attribute.edit") {
        set(WorstDesk.key(WorstDesk.keys.long), "[\"0\($0)\"]")
      },
      WorstLine(batch: "300 numbers and texts set", "attribute.edit", count: 400) { number in
        let values = (100..<400).reversed().map {
          "\"\(WorstDesk.key($0))\":\($0 < 200 ? "\(number)" : "\"\(number)\"")"
        }
        return #"\#(WorstDesk.full),"set":{\#(values.joined(separator: ","))}"#
      },
      WorstLine("200 texts set and cleared by turns", calls: 500) { number in
        let keys = WorstDesk.keys.text.reversed().map { "\"\(WorstDesk.key($0))\"" }
        let params =
          number % 2 == 0
          ? #""clear":[\#(keys.joined(separator: ","))]"#
          : #""set":{\#(keys.map { $0 + ":\"\(fill("é", bytes: 60))\"" }.joined(separator: ","))}"#
        return WorstDesk.call("attribute.edit", "\(WorstDesk.full),\(params)")
      },
      WorstLine("a label flipped, and a card's value set", calls: 1_000) { number in
        number % 2 == 0
          ? WorstDesk.call("attribute.edit", set("email", "\"m\(number)@example.com\""), isNotification: true)
          : WorstDesk.call("schema.update", #""key":"url","label":"\#(number)""#, isNotification: true)
      },
      WorstLine(batch: "a label of a thousand options flipped", "schema.update", notifications: true) {
        #""key":"\#(WorstDesk.key(WorstDesk.keys.long))","label":"\#($0)""#
      },
      WorstLine(batch: "a label of a thousand options flipped", "schema.update") {
        #""key":"\#(WorstDesk.key(WorstDesk.keys.long))","label":"\#($0)""#
      },
      WorstLine(batch: "500 attributes put in order", "schema.reorder") {
        #""keys":["\#($0 % 2 == 0 ? "email" : "url")"]"#
      },
    ]
  }

  // MARK: Reads

  private static var reads: [WorstLine] {
    [false, true].flatMap { isNotification in
      [
        WorstLine(batch: "a full card", "card.get", notifications: isNotification) { _ in WorstDesk.full },
        WorstLine(batch: "cards by the thousand", "card.getMany", notifications: isNotification) { _ in
          #""contactIds":[\#((1...100).map { "\"contact-\($0)\"" }.joined(separator: ","))]"#
        },
        WorstLine(batch: "a text that nobody wrote", "history.read", notifications: isNotification) { _ in
          #"\#(WorstDesk.full),"kinds":["message"],"text":"é\#u{301}ẞ é\#u{301}ẞ x""#
        },
        WorstLine(batch: "one channel's entries among another's", "history.read", notifications: isNotification) { _ in
          #"\#(WorstDesk.full),"channels":["email"],"limit":500"#
        },
        WorstLine(batch: "a page of the history", "history.read", notifications: isNotification) { _ in
          #"\#(WorstDesk.former),"limit":500"#
        },
        WorstLine(
          batch: "the conversations of an agent who has none", "conversation.list", notifications: isNotification
        ) { _ in
          #""status":"new","channel":"instagram","assignee":"a1""#
        },
        WorstLine(
          batch: "conversations among those of another channel", "conversation.list", notifications: isNotification
        ) { _ in #""status":"pending","channel":"instagram""# },
        WorstLine(batch: "contacts", "contact.list", notifications: isNotification) { _ in #""limit":500"# },
        WorstLine(batch: "definitions", "schema.list", notifications: isNotification) { _ in "" },
        WorstLine(batch: "the document", "rpc.discover", notifications: isNotification) { _ in "" },
        WorstLine(batch: "a look-up by an address", "card.get", notifications: isNotification) { number in
          #""network":"email","externalId":"\#(fill("É", bytes: 100))\#(number)@\#(fill("ü.", bytes: 100))example""#
        },
      ]
    }
  }

  // MARK: Writes

  private static var writes: [WorstLine] {
    [
      WorstLine(batch: "mentions of all ends", "note.add") { _ in
        #"\#(WorstDesk.full),"text":"\#(fill("@a._-._-._-._-._-._-._-._-._-._-._-._-._-._-._-._-._-._-._-._-._-._ ", bytes: 4_990))""#
      },
      WorstLine(batch: "mentions of many", "note.add") { number in
        let ids = (0..<700).map { "@a\(($0 + number) % 1_000 * 2 + 1)" }.joined(separator: " ")
        return #"\#(WorstDesk.full),"text":"\#(ids.prefix(4_990))""#
      },
      WorstLine(batch: "mentions of agents that are alike", "note.add") { _ in
        #"\#(WorstDesk.full),"text":"\#(fill("@aaaaaaaaaaaaaaaaaaaA ", bytes: 4_990))""#
      },
      WorstLine(batch: "a message of who wrote long ago", "message.record") { number in
        #"\#(WorstDesk.formerConversation),"direction":"inbound","text":"a","externalId":"n\#(number)""#
      },
      WorstLine(batch: "100 identities", "contact.create") { number in
        let identities = (0..<100).map { #"{"network":"email","externalId":"É\#($0).\#(number)@ü.example"}"# }
        return #""name":"N","identities":[\#(identities.joined(separator: ","))]"#
      },
      WorstLine(batch: "100 identities of long addresses", "contact.create") { number in
        let identities = (0..<100).map {
          #"{"network":"email","externalId":"\#(fill("É", bytes: 40))\#($0).\#(number)@\#(fill("ü.", bytes: 40))example"}"#
        }
        return #""name":"N","identities":[\#(identities.joined(separator: ","))]"#
      },
      WorstLine(batch: "100 labels", "contact.update") { number in
        #"\#(WorstDesk.full),"labels":[\#((0..<100).map { "\"\($0 * number)\"" }.joined(separator: ","))]"#
      },
      WorstLine(batch: "500 values that no network tells", "message.record") { number in
        let values = (0..<500).map { "\"k\($0)\":1" }.joined(separator: ",")
        return
          #""channel":"x","direction":"inbound","text":"a","from":{"externalId":"\#(number)","attributes":{\#(values)}}"#
      },
      WorstLine(batch: "conversations opened", "conversation.open") { _ in #"\#(WorstDesk.full),"channel":"x""# },
      WorstLine("one identity added and removed", calls: 1_000) { number in
        WorstDesk.call(
          number % 2 == 0 ? "contact.removeIdentity" : "contact.addIdentity",
          #"\#(WorstDesk.former),"network":"webchat","externalId":"again""#)
      },
    ]
  }

  // MARK: Formats

  private static var formats: [WorstLine] {
    let keys = WorstDesk.keys
    return [
      values("numbers of many zeros", keys.number) { "0.\(fill("0", bytes: 380))\($0)e5" },
      values("numbers of 400 nines", keys.number) { _ in fill("9", bytes: 390) },
      values("addresses of letters beyond ASCII", keys.email) {
        "\"\(fill("é.", bytes: 100))@\(fill("ü.", bytes: 60))e\($0)x\""
      },
      values("addresses of emoji", keys.email) { "\"\(fill("😀", bytes: 230))\($0)@example.com\"" },
      values("phone numbers of brackets", keys.phone) { "\"+\(fill("（", bytes: 220))32470\(123_000 + $0)\"" },
      values("phone numbers of no-break spaces", keys.phone) {
        "\"+32\(fill("\u{A0}", bytes: 220))470\(123_000 + $0)\""
      },
      values("phone numbers of other digits", keys.phone) { _ in "\"+\(fill("𝟗", bytes: 240))\"" },
      values("URLs of dot segments", keys.url) { "\"http://example.com\(fill("/a/..", bytes: 1_990))/\($0)\"" },
      values("URLs of percent signs", keys.url) { "\"http://example.com/\(fill("%7e", bytes: 1_990))\($0)\"" },
      values("URLs of letters beyond ASCII", keys.url) {
        "\"http://\(fill("ü.", bytes: 200))e\($0)x/\(fill("é", bytes: 600))\""
      },
    ]
  }

  /// A batch of edits, each of all attributes of a format: as many as fit into a line.
  private static func values(_ name: String, _ keys: Range<Int>, _ value: @escaping (Int) -> String) -> WorstLine {
    let params = { (number: Int) in
      let values = keys.map { "\"\(WorstDesk.key($0))\":\(value(number))" }
      return #"\#(WorstDesk.full),"set":{\#(values.joined(separator: ","))}"#
    }
    let size = WorstDesk.call("attribute.edit", params(1_000)).utf8.count + 1
    return WorstLine(batch: "\(name), \(keys.count) each", "attribute.edit", count: min(most / size, 1_000), params)
  }
}
