import Desk

/// Gives placeholders to the numbers that lost changes used up, so that numbers have no holes.
///
/// There are never more of them than changes that are lost or set aside, since each made one thing at most; nor more
/// than the files can have held: what a record says of numbers may be forged.
final class PlaceholderMaker {
  /// How many there are.
  private(set) var counts: [Placeholder: Int] = [:]
  /// When the change being taken was made: its placeholders get the same time.
  var at = Timestamp(milliseconds: 0)

  private let desk: RebuiltDesk
  private var book: Book { desk.book }
  /// How many numbers may still get a placeholder.
  private var holes = 0
  /// How many placeholders may still be made in all.
  private var room: Int
  /// More attributes than a desk makes in its life: each costs every later change of their order.
  private static let attributesMax = 1 << 12
  private var contacts: Set<Int> = []
  private var conversations: Set<Int> = []
  private var lastLostContact: ContactID?

  /// Makes placeholders on a desk, so many in all.
  init(_ desk: RebuiltDesk, max: Int) { (self.desk, room) = (desk, max) }

  /// Says that so many changes are lost: each can have used a number up.
  func lose(_ count: Int) { holes = min(holes + min(count, room), room) }

  /// Whether a contact is a placeholder.
  func isLost(_ id: ContactID) -> Bool { contacts.contains(id.number) }

  /// Whether a conversation is a placeholder.
  func isLost(_ id: ConversationID) -> Bool { conversations.contains(id.number) }

  /// Gives placeholders to the numbers from `next` to `end` - 1.
  private func hold(
    _ kind: Placeholder, _ next: Int, before end: Int, _ placeholder: (Int) -> Change.What
  ) throws(SetAside) {
    try SetAside.check(
      end - next <= holes, "the files cannot have held so many changes that one made \(kind) \(end - 1)")
    for number in next..<max(next, end) {
      try add(placeholder(number))
      holes -= 1
      room -= 1
      counts[kind, default: 0] += 1
    }
  }

  private func add(_ what: Change.What) throws(SetAside) {
    try desk.add(Change(seq: book.seq + 1, at: at, by: .desk, cause: .importing, what: what))
  }

  /// The numbers below that of what a change makes.
  func hold(before made: Change.Made, of contact: ContactID) throws(SetAside) {
    func blank(_ made: Change.Made) -> Change.What { .erased(Erased(contact: contact, made: made)) }
    switch made {
    case .nothing, .contact: break
    case .identity(let end): try hold(.identity, book[contact].identitiesMade + 1, before: end) { blank(.identity($0)) }
    case .conversation(let id, _, _): try hold(conversationsBefore: id.number, ofUnknownOr: contact)
    case .message(let id, let place):
      try hold(.message, book.nextMessageID.number, before: id.number) { blank(.message(MessageID($0), place)) }
    case .note(let id): try hold(.note, book.nextNoteID.number, before: id.number) { blank(.note(NoteID($0))) }
    case .lookup(let id):
      try hold(.lookup, book.nextLookupID.number, before: id.number) { blank(.lookup(LookupID($0))) }
    }
  }

  func hold(contactsBefore end: Int) throws(SetAside) {
    try hold(.contact, book.nextContactID.number, before: end) { number in
      contacts.insert(number)
      lastLostContact = ContactID(number)
      return .contact(
        ContactID(number), .created(name: "Lost contact \(number)", identities: [], labels: ["lost"]))
    }
  }

  /// With whom they were is not known: most likely with a contact who is lost as well.
  func hold(conversationsBefore end: Int, ofUnknownOr contact: ContactID) throws(SetAside) {
    try hold(conversationsBefore: end, of: lastLostContact ?? contact)
  }

  /// They are resolved, so that no later message lands in them.
  func hold(conversationsBefore end: Int, of contact: ContactID) throws(SetAside) {
    let network = book[contact].identities.first?.network.rawValue
    let channel = network.flatMap { book.channel(id: $0) } ?? ChannelNumber(1)
    let first = book.nextConversationID.number
    try hold(.conversation, first, before: end) { number in
      conversations.insert(number)
      return .conversation(
        ConversationID(number), of: contact, .opened(channel, topics: ["lost"], by: .message))
    }
    for number in first..<max(first, end) { try add(book[ConversationID(number)].statusChange(to: .resolved)) }
  }

  /// `lost-NUMBER`, or, where somebody chose that for something else, `lost-NUMBER-2`, and so on.
  private func id(_ number: Int, _ separator: String = "-", isTaken: (String) -> Bool) -> String {
    let id = "lost\(separator)\(number)"
    guard isTaken(id) else { return id }
    var turn = 2
    while isTaken("\(id)\(separator)\(turn)") { turn += 1 }
    return "\(id)\(separator)\(turn)"
  }

  func hold(_ agents: [AgentNumber]) throws(SetAside) {
    for agent in agents {
      try hold(.agent, book.nextAgentNumber.number, before: agent.number.next) { number in
        .agent(
          AgentNumber(number),
          .recorded(id: id(number) { book.agent(id: $0) != nil }, name: "Lost agent \(number)", role: .viewer))
      }
    }
  }

  func hold(teamsBefore end: Int) throws(SetAside) {
    try hold(.team, book.nextTeamNumber.number, before: end) { number in
      .team(
        TeamNumber(number), .defined(id: id(number) { book.team(id: $0) != nil }, name: "Lost team \(number)"))
    }
  }

  func hold(groupsBefore end: Int) throws(SetAside) {
    try hold(.group, book.nextGroupNumber.number, before: end) { number in
      let definition = Group.Definition(
        name: "Lost group \(number)", match: .all, conditions: [Condition(.vip, .is, .one(.boolean(true)))],
        isPrioritized: false, teams: [])
      return .group(GroupNumber(number), .defined(id: id(number) { book.group(id: $0) != nil }, definition))
    }
  }

  func hold(channelsBefore end: Int) throws(SetAside) {
    try hold(.channel, book.nextChannelNumber.number, before: end) { number in
      .channel(
        ChannelNumber(number),
        .defined(id: id(number) { book.channel(id: $0) != nil }, name: "Lost channel \(number)", .other))
    }
  }

  func hold(attributesBefore end: Int) throws(SetAside) {
    try SetAside.check(end <= Self.attributesMax, "no desk has made attribute \(end - 1)")
    try hold(.attribute, book.definitionsMade + 1, before: end) { number in
      .schema(
        .defined(
          AttributeDefinition(
            number: number, key: id(number, "_") { book.definition(keyIgnoringCase: $0) != nil },
            label: "Lost attribute \(number)", format: .text, options: [],
            isEnabled: true, isLookup: false, isCRMManaged: false, isAgentEditable: true)))
    }
  }
}

/// What takes the number of something that a lost change made.
///
/// A contact, a conversation, an agent, a team, a channel, a group and an attribute say that they are lost; an
/// identity, a message, a note and a look-up are blank, and in no list. A conversation is empty and resolved. It stands
/// with its own contact if a change says with whom it is; else with the last lost contact, or, if there is none, with
/// the contact of the change that shows its number.
public enum Placeholder: String, CaseIterable, Sendable {
  case contact, identity, conversation, message, note, lookup, agent, team, channel, group, attribute
}

extension Int {
  /// The number after it; of the highest that a file can hold, the same. No replay has room for so many.
  var next: Int { self == .max ? self : self + 1 }
}
