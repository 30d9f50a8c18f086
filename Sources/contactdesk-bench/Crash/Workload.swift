import Desk
import TestSupport

/// Random calls of an agent's day that make sense on the desk of the model.
struct Workload {
  var random: SplitMix64
  private let model: DeskModel
  private var calls = 0

  init(_ model: DeskModel, _ random: SplitMix64) { (self.model, self.random) = (model, random) }

  /// Adds a call to the model and returns it.
  mutating func next() -> DeskModel.Call { model.keep(line()) }

  /// A line of the protocol.
  static func line(_ id: Int, _ method: String, _ params: String = "") -> [UInt8] {
    Array((#"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{\#(params)}}"# + "\n").utf8)
  }

  /// A line that no session has run yet.
  mutating func line() -> [UInt8] {
    calls += 1
    model.used += 1
    let sizes = model.book.sizes
    let number = ContactID(1 + random.below(max(sizes.contacts, 1)))
    let contact = #""contactId":"contact-\#(number.number)""#
    let conversation = #""conversationId":"conversation-\#(1 + random.below(max(sizes.conversations, 1)))""#
    switch random.below(100) {
    case ..<18: return create()
    case ..<42: return message()
    case ..<50:
      return Self.line(calls, "message.record", #"\#(conversation),"direction":"outbound",\#(text(4_000))"#)
    case ..<58: return Self.line(calls, "note.add", "\(contact),\(text(800))")
    case ..<62: return Self.line(calls, "note.add", "\(conversation),\(text(800))")
    case ..<66:
      let note = #""noteId":"note-\#(1 + random.below(sizes.notes + 5))""#
      return random.percent(30)
        ? Self.line(calls, "note.remove", note) : Self.line(calls, "note.edit", "\(note),\(text(400))")
    case ..<78: return edit(number)
    case ..<86: return Self.line(calls, random.percent(60) ? "vip.promote" : "vip.demote", contact)
    case ..<90:
      let status = random.pick(["new", "pending", "resolved"])
      return Self.line(calls, "conversation.setStatus", #"\#(conversation),"status":"\#(status)""#)
    case ..<92: return Self.line(calls, "conversation.assign", #"\#(conversation),"agentId":"local""#)
    case ..<94:
      let identity = #""identity":{"network":"linkedin","externalId":"l-\#(model.used)","handle":"h\#(model.used)"}"#
      return Self.line(calls, "contact.addIdentity", "\(contact),\(identity)")
    case ..<97: return configure()
    case ..<98: return Self.line(calls, "card.get", contact)
    case ..<99: return Self.line(calls, "no.such")
    default: return Array("{\"not\": json\n".utf8)
    }
  }

  private mutating func create() -> [UInt8] {
    let used = model.used
    return Self.line(
      calls, "contact.create",
      #""name":"Contact \#(used)","attributes":{"url":"https://example.com/\#(used)"},"labels":["l\#(used % 9)"]"#)
  }

  /// From a sender who is new or not. One in ten repeats an id: if a message had it, from that message's sender,
  /// because an id counts for its sender alone. Some come without a name, so that a later one names the contact.
  private mutating func message() -> [UInt8] {
    let id = random.percent(10) ? random.below(model.used) : model.used
    let sender = id &* 7_919 % 120
    let channel = sender < 60 ? "instagram" : "whatsapp"
    let name = random.percent(30) ? "" : #","displayName":"Person \#(sender)""#
    return Self.line(
      calls, "message.record",
      #""channel":"\#(channel)","direction":"inbound","from":{"externalId":"x\#(sender)"\#(name)},"#
        + #""externalId":"m\#(id)",\#(text(1_000))"#)
  }

  /// Admins configure the desk, and old mail is brought in; some of it is refused.
  private mutating func configure() -> [UInt8] {
    let (few, used) = (random.below(6), model.used)
    let teams = random.pick([#"[]"#, #"["team-1"]"#, #"["team-\#(few)","team-1"]"#])
    switch random.below(12) {
    case 0: return Self.line(calls, "team.define", #""teamId":"team-\#(few)","name":"Team \#(used)""#)
    case 1: return Self.line(calls, "team.update", #""teamId":"team-\#(few)","name":"Team \#(used)""#)
    case 2: return Self.line(calls, "team.remove", #""teamId":"team-\#(few)""#)
    case 3:
      let network = random.pick(["whatsapp", "x"])
      return Self.line(calls, "channel.define", #""channel":"channel-\#(few)","name":"C","network":"\#(network)""#)
    case 4: return Self.line(calls, "channel.update", #""channel":"channel-\#(few)","name":"Channel \#(used)""#)
    case 5: return Self.line(calls, "channel.remove", #""channel":"channel-\#(few)""#)
    case 6: return Self.line(calls, "agent.define", #""agentId":"agent-\#(few)","name":"Agent","teamIds":\#(teams)"#)
    case 7:
      return Self.line(
        calls, "agent.update", #""agentId":"agent-\#(few)","active":\#(random.percent(50)),"teamIds":\#(teams)"#)
    case 8:
      let conversation = 1 + random.below(max(model.book.sizes.conversations, 1))
      return Self.line(
        calls, "conversation.assign", #""conversationId":"conversation-\#(conversation)","agentId":"agent-\#(few)""#)
    case 9:
      let days = random.percent(50) ? "null" : "\(1 + random.below(3_650))"
      let key = random.percent(50) ? "null" : #""email""#
      return Self.line(
        calls, "settings.set",
        #""vipEnabled":\#(random.percent(70)),"autoResolveDays":\#(days),"matchingAttribute":\#(key)"#)
    default:
      let channel = random.percent(50) ? "whatsapp" : "channel-\(few)"
      return Self.line(
        calls, "message.record",
        #""channel":"\#(channel)","direction":"inbound","from":{"externalId":"x\#(60 + random.below(60))"},"#
          + #""imported":true,"at":"2024-01-01T09:00:00Z","externalId":"old\#(used)",\#(text(400))"#)
    }
  }

  /// With the version that the card shows, or one that is stale.
  private mutating func edit(_ contact: ContactID) -> [UInt8] {
    let version = contact.number > model.book.sizes.contacts ? 1 : model.book[contact].version
    let read = random.percent(10) ? max(1, version - 1) : version
    let set = #""set":{"email":"p\#(model.used)@example.com","phone":"+3247\#(1_000_000 + model.used)"}"#
    return Self.line(calls, "attribute.edit", #""contactId":"contact-\#(contact.number)",\#(set),"ifVersion":\#(read)"#)
  }

  /// Mostly short; some as long as a page, a few far longer than a block of the journal.
  private mutating func text(_ most: Int) -> String {
    let kind = random.below(100)
    let words = kind < 80 ? 1 + random.below(8) : kind < 97 ? random.below(most / 10) : most / 9
    let times = most == 4_000 && kind == 99 ? 10 : 1
    let word = random.pick(["parcel ", "Grüße ", "包裹 ", "посылка ", "hub-7 "])
    return #""text":"\#(model.used) \#(String(repeating: word, count: words * times))""#
  }
}
