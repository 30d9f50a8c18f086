import Foundation

/// The desk that the worst lines are sent to: many contacts, a full schema, and contacts, histories and agents as an
/// attacker would make them. The line that makes each thing is an ordinary call.
struct WorstDesk {
  /// Contacts, of whom the special ones below are the first.
  let contacts: Int

  /// A contact with all identities, all values and a long history of messages in which nothing is found.
  static let full = #""contactId":"contact-1""#
  /// A contact who has had many identities, each of which wrote.
  static let former = #""contactId":"contact-2""#
  /// The conversation of that one.
  static let formerConversation = #""conversationId":"conversation-2""#
  /// An agent who works on most of the conversations.
  static let busy = "busy"
  /// When the desk was made: long before the lines are sent, so that its conversations are due to be resolved.
  static let clock = "2026-01-01T09:00:00Z"
  /// The numbers of the attributes of each format; the last one has long options.
  static let keys = (
    choice: 0..<100, number: 100..<200, text: 200..<400, email: 400..<430, phone: 430..<460, url: 460..<490, long: 490
  )

  init(contacts: Int) { self.contacts = contacts }

  /// How many of something a desk of 100,000 contacts has; fewer of a smaller one.
  func scaled(_ count: Int) -> Int { max(count * contacts / 100_000, 10) }

  /// The key of one of the defined attributes: as long as keys are, and all alike.
  static func key(_ number: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "k", count: 64 - digits.utf8.count) + digits
  }

  /// All lines that make the desk, in pieces that fit into memory.
  func make(_ take: ([UInt8]) throws -> Void) throws {
    try take(schema)
    try take(people)
    try take(groups)
    for start in stride(from: 2, to: contacts, by: 10_000) {
      try take(
        (start..<min(start + 10_000, contacts)).flatMap { number in
          Self.inbound("instagram", "i\(number)", #""handle":"person.\#(number)","displayName":"Person \#(number)""#)
        })
    }
  }

  private var schema: [UInt8] {
    let few = (0..<1_000).map { "\"\($0)\"" }.joined(separator: ",")
    let choices = Self.keys.choice.flatMap { number in
      Self.define(number, "choices", #","options":[\#(few)]"#)
    }
    let long = (0..<640).map { "\"\($0)\(String(repeating: "\\u0001", count: 250))\"" }.joined(separator: ",")
    let numbers = Self.keys.number.flatMap { Self.define($0, "number") }
    let texts = Self.keys.text.flatMap { Self.define($0, "text") }
    let others =
      Self.keys.email.flatMap { Self.define($0, "email") } + Self.keys.phone.flatMap { Self.define($0, "phone") }
      + Self.keys.url.flatMap { Self.define($0, "url") }
    return choices + numbers + texts + others + Self.define(Self.keys.long, "choices", #","options":[\#(long)]"#)
  }

  private static func define(_ number: Int, _ format: String, _ more: String = "") -> [UInt8] {
    line("schema.define", #""key":"\#(key(number))","label":"L","format":"\#(format)"\#(more)"#)
  }

  private var people: [UInt8] {
    var bytes: [UInt8] = Self.inbound("webchat", "w1", #""handle":"full""#)
    bytes += Self.inbound("webchat", "w2", #""handle":"former""#)
    for number in 2...100 {
      bytes += Self.line("contact.addIdentity", #"\#(Self.full),"network":"x","externalId":"full\#(number)""#)
    }
    for number in 0..<scaled(20_000) {
      let identity = #""network":"webchat","externalId":"f\#(number)""#
      bytes += Self.line("contact.addIdentity", "\(Self.former),\(identity)")
      bytes += Self.inbound("webchat", "f\(number)", "")
      bytes += Self.line("contact.removeIdentity", "\(Self.former),\(identity)")
    }
    let text = String(repeating: "é\u{301}ẞ ", count: 600)
    for _ in 0..<scaled(70_000) { bytes += Self.line("conversation.open", #"\#(Self.full),"channel":"x""#) }
    for _ in 0..<scaled(1_000) {
      bytes += Self.line(
        "message.record", #""direction":"inbound","conversationId":"conversation-1","text":"\#(text)""#)
    }
    bytes += Self.line("agent.define", #""agentId":"\#(Self.busy)","name":"Busy""#)
    // Those before are of the first contact, and of the second who had many identities.
    for number in 3..<3 + scaled(70_000) {
      bytes += Self.line(
        "conversation.assign", #""conversationId":"conversation-\#(number)","agentId":"\#(Self.busy)""#)
    }
    for number in 0..<500 { bytes += Self.line("team.define", #""teamId":"t\#(number)","name":"Team""#) }
    for number in 0..<scaled(20_000) { bytes += Self.line("system.hello", #""agent":"\#(Self.agent(number))""#) }
    bytes += Self.line("system.hello", #""agent":"anna""#)
    return bytes
  }

  /// As many groups as there may be, each of as many conditions, which all are looked at: none is met, of a text that
  /// is there.
  private var groups: [UInt8] {
    let text = String(repeating: "é\u{301}ẞ", count: 30)
    var bytes = Self.line("attribute.edit", #"\#(Self.full),"set":{"\#(Self.key(200))":"\#(text)"}"#)
    for number in 0..<200 { bytes += Self.line("group.define", Self.group(number, 0)) }
    return bytes
  }

  /// A text as long as a value may be, nearly, which has to be folded.
  static let longText = String(repeating: "\u{1EC7}", count: 990)

  /// A group as it is after so many changes.
  static func group(_ number: Int, _ changes: Int) -> String {
    let texts = (0..<200).map { #""\#($0 + changes)é""# }.joined(separator: ",")
    let conditions = (0..<10).map { condition in
      #"{"attribute":"\#(key(200))","operator":"anyOf","value":[\#(texts)]},"#
        + #"{"attribute":"\#(key(200))","operator":"contains","value":"é\#(condition)"}"#
    }
    return #""groupId":"g\#(number)","name":"G","match":"any","prioritized":true,"#
      + #""conditions":[\#(conditions.joined(separator: ","))]"#
  }

  /// Agents whose ids are the same but for case, then others.
  private static func agent(_ number: Int) -> String {
    guard number % 2 == 0 else { return "a\(number)" }
    return String((0..<20).map { number >> ($0 + 1) & 1 == 0 ? "a" : "A" })
  }

  /// A message that came in.
  static func inbound(_ channel: String, _ sender: String, _ more: String) -> [UInt8] {
    let from = #""externalId":"\#(sender)"\#(more.isEmpty ? "" : "," + more)"#
    return line(
      "message.record",
      #""channel":"\#(channel)","direction":"inbound","from":{\#(from)},"text":"Hello","externalId":"m""#
    )
  }

  /// A line with one call.
  static func line(_ method: String, _ params: String) -> [UInt8] { Array((call(method, params) + "\n").utf8) }

  /// A call; a notification where it has no id.
  static func call(_ method: String, _ params: String, isNotification: Bool = false) -> String {
    #"{"jsonrpc":"2.0","# + (isNotification ? "" : #""id":1,"#) + #""method":"\#(method)","params":{\#(params)}}"#
  }
}
