import ChangeLog
import Desk

/// Makes a book of changes some of which are lost.
///
/// Up to the first lost change, every change is taken as it is. After it, a change is taken with its own numbers if the
/// book accepts it; its `seq`, and what an edit says of before, are made anew from the book. All others are set aside:
///
///   - A change that names something which is lost: made by a change that is lost or was set aside.
///   - A change that clashes with what is there, because a change between the two is lost: an identity that another
///     contact has, a key that another attribute has.
///
/// Numbers have no holes. Where a change shows that a lost one used a number up, a `Placeholder` takes it. There are
/// never more of these than changes that are lost or set aside, since each made one thing at most; nor more than the
/// files can have held: what a record says of numbers may be forged. To name an agent or
/// an attribute by its placeholder is no reason to be set aside: else one lost change would cost all that an agent ever
/// wrote.
final class PartialReplay {
  /// A change that is set aside, and why.
  struct Refusal: Error {
    let reason: String
  }

  let book = Book()
  /// Changes that are taken and not yet written.
  var made: [Change] = []
  /// How many changes were taken.
  private(set) var kept = 0
  /// How many placeholders there are.
  private(set) var placeholders: [Placeholder: Int] = [:]

  private var isPastGap = false
  /// How many numbers may still get a placeholder.
  private var holes = 0
  /// How many placeholders may still be made in all.
  private var room: Int
  /// More attributes than a desk makes in its life: each costs every later change of their order.
  private static let attributesMax = 1 << 12
  /// The contacts and conversations that are placeholders.
  private var lost = (contacts: Set<Int>(), conversations: Set<Int>())
  private var lastLostContact: ContactID?
  /// When the change being taken was made: its placeholders get the same time.
  private var at = Timestamp(milliseconds: 0)

  /// Begins with an empty book. `placeholdersMax` is how many placeholders there may be in all.
  init(placeholdersMax: Int) { room = placeholdersMax }

  /// Says that so many changes are lost here.
  func lose(_ count: Int) {
    isPastGap = true
    holes = min(holes + min(count, room), room)
  }

  /// Takes a change; throws if it is set aside, and then nothing happened but placeholders.
  func take(_ change: Change) throws(Refusal) {
    at = change.at
    do throws(Refusal) {
      try add(isPastGap ? rebased(change) : change)
    } catch {
      lose(1)
      throw error
    }
    kept += 1
  }

  private func add(_ change: Change) throws(Refusal) {
    guard book.accepts(change) else { throw Refusal(reason: "it does not follow from the changes before it") }
    book.apply(change)
    made.append(change)
  }

  // MARK: After a gap

  /// The change as it follows from the book.
  private func rebased(_ change: Change) throws(Refusal) -> Change {
    if !change.recordsItsAuthor { try hold([change.by]) }
    if let contact = change.what.contacts.first {
      let isNew = if case .contact = change.what.made { true } else { false }
      try hold(contactsBefore: isNew ? contact.number : contact.number.next)
      if let id = change.what.conversation { try need(id, of: contact) }
      try check(!lost.contacts.contains(contact.number), "contact-\(contact.number) is lost")
      try hold(before: change.what.made, of: contact)
    }
    let what = try rebased(change.what)
    return Change(seq: book.seq + 1, at: change.at, by: change.by, cause: change.cause, what: what)
  }

  private func rebased(_ what: Change.What) throws(Refusal) -> Change.What {
    switch what {
    case .contact(let id, let change): return try rebased(change, of: id)
    case .conversation(let id, of: _, .statusSet(let status, assignee: _, waitingSince: _)):
      return book[id].statusChange(to: status.after)
    case .conversation(let id, of: _, .assigned(let agent)):
      try hold(agent.after.map { [$0] } ?? [])
      let isOpen = agent.after == nil || book[id].status != .resolved
      try check(isOpen, "conversation-\(id.number) is resolved; the change that opened it again is lost")
      return book[id].assignment(to: agent.after)
    case .conversation(_, of: let contact, .messageRecorded(_, let author, toldHandle: _, _)),
      .conversation(_, of: let contact, .messageImported(_, let author, _)):
      switch author {
      case .agent(let agent, name: _): try hold([agent])
      case .identity(let identity?): try need(identity: identity, of: contact)
      case .identity(nil): break
      }
    case .note(_, of: _, .added(_, let body, authorName: _)): try hold(body.mentions)
    case .note(let id, of: let contact, .edited(let body)):
      try hold(body.after.mentions)
      return try present(id, of: contact).edit(to: body.after)
    case .note(let id, of: let contact, .removed): return try present(id, of: contact).removal
    case .agent(let number, let change): return try rebased(change, of: number)
    case .team(let number, let change): return try rebased(change, of: number)
    case .channel(let number, let change): return try rebased(change, of: number)
    case .group(let number, let change): return try rebased(change, of: number)
    case .settings(.set(let settings)):
      if let attribute = settings.after.matchingAttribute {
        try hold(attributesBefore: attribute.next)
        _ = try found(book.definition(number: attribute), "attribute \(attribute)")
      }
      return book.settingsChange(to: settings.after)
    case .schema(.defined(let definition)):
      try hold(attributesBefore: definition.number)
      try check(isFree: definition)
    case .schema(.updated(let edit)):
      try hold(attributesBefore: edit.after.number.next)
      try check(isFree: edit.after)
      return try found(book.definitionUpdate(to: edit.after), "attribute \(edit.after.number)")
    case .schema(.reordered(let numbers)):
      try hold(attributesBefore: (numbers.after.max() ?? 0).next)
      return book.definitionsOrder(numbers.after)
    case .schema(.removed(let definition, at: _)):
      try hold(attributesBefore: definition.number.next)
      try check(
        book.settings.matchingAttribute != definition.number,
        "contacts are matched by attribute \(definition.number); the change that ended it is lost")
      return try found(book.definitionRemoval(definition.number), "attribute \(definition.number)")
    case .conversation(_, of: _, .opened), .erased: break
    }
    return what
  }

  private func rebased(_ change: AgentChange, of number: AgentNumber) throws(Refusal) -> Change.What {
    switch change {
    case .recorded(let id, name: _, role: _): try check(isFree: id, for: number)
    case .defined(let id, let details):
      try check(isFree: id, for: number)
      for team in details.teams { try need(team) }
    case .renamed(let name):
      try hold([number])
      return book.renaming(number, to: name.after)
    case .updated(let details, letGo: _):
      try hold([number])
      for team in details.after.teams { try need(team) }
      return book.agentUpdate(number, to: details.after)
    }
    return .agent(number, change)
  }

  private func rebased(_ change: TeamChange, of team: TeamNumber) throws(Refusal) -> Change.What {
    switch change {
    case .defined(let id, name: _):
      try hold(teamsBefore: team.number)
      try check(book.team(id: id) == nil, "another team has the id \(id)")
      return .team(team, change)
    case .renamed(let name):
      try need(team)
      return book.renaming(team, to: name.after)
    case .removed:
      try need(team)
      try check(
        book.agentCount(in: team) == 0, "agents are in team \(team.number); a change that took them out is lost")
      try check(book.groupsUsing(team).isEmpty, "a group routes to team \(team.number); a change of it is lost")
      return book.removal(of: team)
    }
  }

  private func rebased(_ change: GroupChange, of group: GroupNumber) throws(Refusal) -> Change.What {
    switch change {
    case .defined(let id, let definition):
      try hold(groupsBefore: group.number)
      try check(book.group(id: id) == nil, "another group has the id \(id)")
      try need(definition)
      return .group(group, change)
    case .updated(let definition):
      try need(group)
      try need(definition.after)
      return book.groupUpdate(group, to: definition.after)
    case .removed:
      try need(group)
      return book.removal(of: group)
    }
  }

  private func need(_ group: GroupNumber) throws(Refusal) {
    try hold(groupsBefore: group.number.next)
    try check(book.contains(group), "group \(group.number) is removed")
  }

  /// All that a group's definition names.
  private func need(_ definition: Group.Definition) throws(Refusal) {
    for team in definition.teams { try need(team) }
    for condition in definition.conditions {
      guard case .attribute(let number) = condition.subject else { continue }
      try hold(attributesBefore: number.next)
      _ = try found(book.definition(number: number), "attribute \(number)")
    }
  }

  private func rebased(_ change: ChannelChange, of channel: ChannelNumber) throws(Refusal) -> Change.What {
    switch change {
    case .defined(let id, name: _, _):
      try hold(channelsBefore: channel.number)
      try check(book.channel(id: id) == nil, "another channel has the id \(id)")
      return .channel(channel, change)
    case .renamed(let name):
      try need(channel)
      return book.renaming(channel, to: name.after)
    case .removed:
      try need(channel)
      return book.removal(of: channel)
    }
  }

  private func rebased(_ change: ContactChange, of id: ContactID) throws(Refusal) -> Change.What {
    switch change {
    case .created(_, let profiles, _): for profile in profiles { try check(isFree: profile) }
    case .named, .vipPromoted: break
    case .detailsChanged(let details): return book[id].detailsChange(to: details.after)
    case .identityAdded(let number, let profile, former: _):
      try check(isFree: profile)
      return .contact(id, .identityAdded(number, profile, former: book[id].author(numbered: number)?.profile))
    case .identityUpdated(let number, let profile):
      return try found(book[id].identityUpdate(number, to: profile.after), "identity \(number) of contact-\(id.number)")
    case .identityRemoved(let number, _, values: _):
      return try found(book[id].identityRemoval(number), "identity \(number) of contact-\(id.number)")
    case .attributesChanged(let setter, let edits):
      switch setter {
      case .agent(let agent): try hold([agent])
      case .channel(let channel, let identity):
        try need(channel)
        try need(identity: identity, of: id)
      }
      for edit in edits { try need(attribute: edit.definition, taking: edit.content) }
      return book[id].valuesChange(by: setter, edits.map { ($0.definition, $0.content) })
    // Where the promotion is lost, the change itself knows of it.
    case .vipDemoted: if let demotion = book[id].demotion { return demotion }
    case .validationChanged(let validation): return book[id].validationChange(to: validation.after)
    }
    return .contact(id, change)
  }

  // MARK: Why a change is set aside

  private func check(_ isSo: Bool, _ reason: @autoclosure () -> String) throws(Refusal) {
    if !isSo { throw Refusal(reason: reason()) }
  }

  private func found<Thing>(_ thing: Thing?, _ name: String) throws(Refusal) -> Thing {
    guard let thing else { throw Refusal(reason: "\(name) is lost") }
    return thing
  }

  private func need(identity number: Int, of id: ContactID) throws(Refusal) {
    _ = try found(book[id].author(numbered: number), "identity \(number) of contact-\(id.number)")
  }

  private func need(_ team: TeamNumber) throws(Refusal) {
    try hold(teamsBefore: team.number.next)
    try check(book.contains(team), "team \(team.number) is removed")
  }

  private func need(_ channel: ChannelNumber) throws(Refusal) {
    try hold(channelsBefore: channel.number.next)
    try check(book.contains(channel), "channel \(channel.number) is removed")
  }

  private func need(_ id: ConversationID, of contact: ContactID) throws(Refusal) {
    try hold(conversationsBefore: id.number, of: lastLostContact ?? contact)
    try hold(conversationsBefore: id.number.next, of: contact)
    try check(!lost.conversations.contains(id.number), "conversation-\(id.number) is lost")
  }

  private func present(_ id: NoteID, of contact: ContactID) throws(Refusal) -> Note {
    try hold(before: .note(NoteID(id.number.next)), of: contact)
    return try found(book.contains(id) ? book[id] : nil, "note-\(id.number)")
  }

  private func need(attribute number: Int, taking content: AttributeContent?) throws(Refusal) {
    try hold(attributesBefore: number.next)
    let attribute = try found(book.definitions.first { $0.number == number }, "attribute \(number)")
    let isText = if case .text? = content { true } else { content == nil }
    try check(isText || attribute.format != .text, "attribute \(attribute.key) takes texts; its definition is lost")
  }

  private func check(isFree profile: Identity.Profile) throws(Refusal) {
    guard let other = book.contact(network: profile.network, externalId: profile.externalId)?.id else { return }
    let name = "\(profile.network.rawValue):\(profile.externalId)"
    throw Refusal(reason: "contact-\(other.number) has \(name); the change that took it away is lost")
  }

  private func check(isFree agentId: String, for number: AgentNumber) throws(Refusal) {
    try hold([AgentNumber(number.number - 1)])
    try check(book.agent(id: agentId) == nil, "another agent has the id \(agentId)")
  }

  private func check(isFree definition: AttributeDefinition) throws(Refusal) {
    let other = book.definition(keyIgnoringCase: definition.key) ?? definition
    try check(
      other.number == definition.number,
      "another attribute has the key \(other.key); the change that removed it is lost")
  }

  // MARK: Placeholders

  /// Gives placeholders to the numbers from `next` to `end` - 1.
  private func hold(
    _ kind: Placeholder, _ next: Int, before end: Int, _ placeholder: (Int) -> Change.What
  ) throws(Refusal) {
    try check(end - next <= holes, "the files cannot have held so many changes that one made \(kind) \(end - 1)")
    for number in next..<max(next, end) {
      try addOwn(placeholder(number))
      holes -= 1
      room -= 1
      placeholders[kind, default: 0] += 1
    }
  }

  private func addOwn(_ what: Change.What) throws(Refusal) {
    try add(Change(seq: book.seq + 1, at: at, by: .desk, cause: .importing, what: what))
  }

  /// The numbers below that of what a change makes.
  private func hold(before made: Change.Made, of contact: ContactID) throws(Refusal) {
    func blank(_ made: Change.Made) -> Change.What { .erased(Erased(contact: contact, made: made)) }
    switch made {
    case .nothing, .contact: break
    case .identity(let end): try hold(.identity, book[contact].identitiesMade + 1, before: end) { blank(.identity($0)) }
    // With whom they were is not known: most likely with a contact who is lost as well.
    case .conversation(let id, let channel, _):
      try need(channel)
      try hold(conversationsBefore: id.number, of: lastLostContact ?? contact)
    case .message(let id, let place):
      try hold(.message, book.nextMessageID.number, before: id.number) { blank(.message(MessageID($0), place)) }
    case .note(let id): try hold(.note, book.nextNoteID.number, before: id.number) { blank(.note(NoteID($0))) }
    }
  }

  private func hold(contactsBefore end: Int) throws(Refusal) {
    try hold(.contact, book.nextContactID.number, before: end) { number in
      lost.contacts.insert(number)
      lastLostContact = ContactID(number)
      return .contact(
        ContactID(number), .created(name: "Lost contact \(number)", identities: [], labels: ["lost"]))
    }
  }

  /// They are resolved, so that no later message lands in them.
  private func hold(conversationsBefore end: Int, of contact: ContactID) throws(Refusal) {
    let network = book[contact].identities.first?.network.rawValue
    let channel = network.flatMap { book.channel(id: $0) } ?? ChannelNumber(1)
    let first = book.nextConversationID.number
    try hold(.conversation, first, before: end) { number in
      lost.conversations.insert(number)
      return .conversation(
        ConversationID(number), of: contact, .opened(channel, topics: ["lost"], by: .message))
    }
    for number in first..<max(first, end) { try addOwn(book[ConversationID(number)].statusChange(to: .resolved)) }
  }

  /// `lost-NUMBER`, or, where somebody chose that for something else, `lost-NUMBER-2`, and so on.
  private func id(_ number: Int, _ separator: String = "-", isTaken: (String) -> Bool) -> String {
    let id = "lost\(separator)\(number)"
    guard isTaken(id) else { return id }
    var turn = 2
    while isTaken("\(id)\(separator)\(turn)") { turn += 1 }
    return "\(id)\(separator)\(turn)"
  }

  private func hold(_ agents: [AgentNumber]) throws(Refusal) {
    for agent in agents {
      try hold(.agent, book.nextAgentNumber.number, before: agent.number.next) { number in
        .agent(
          AgentNumber(number),
          .recorded(id: id(number) { book.agent(id: $0) != nil }, name: "Lost agent \(number)", role: .viewer))
      }
    }
  }

  private func hold(teamsBefore end: Int) throws(Refusal) {
    try hold(.team, book.nextTeamNumber.number, before: end) { number in
      .team(
        TeamNumber(number), .defined(id: id(number) { book.team(id: $0) != nil }, name: "Lost team \(number)"))
    }
  }

  private func hold(groupsBefore end: Int) throws(Refusal) {
    try hold(.group, book.nextGroupNumber.number, before: end) { number in
      let definition = Group.Definition(
        name: "Lost group \(number)", match: .all, conditions: [Condition(.vip, .is, .one(.boolean(true)))],
        isPrioritized: false, teams: [])
      return .group(GroupNumber(number), .defined(id: id(number) { book.group(id: $0) != nil }, definition))
    }
  }

  private func hold(channelsBefore end: Int) throws(Refusal) {
    try hold(.channel, book.nextChannelNumber.number, before: end) { number in
      .channel(
        ChannelNumber(number),
        .defined(id: id(number) { book.channel(id: $0) != nil }, name: "Lost channel \(number)", .other))
    }
  }

  private func hold(attributesBefore end: Int) throws(Refusal) {
    try check(end <= Self.attributesMax, "no desk has made attribute \(end - 1)")
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
/// A contact, a conversation, an agent, a team, a channel, a group and an attribute say that they are lost; an identity,
/// a message and a note are blank, and in no list. A conversation is empty and resolved. It stands with its own contact
/// if a change says with whom it is; else with the last lost contact, or, if there is none, with the contact of the
/// change that shows its number.
public enum Placeholder: String, CaseIterable, Sendable {
  case contact, identity, conversation, message, note, agent, team, channel, group, attribute
}

extension Int {
  /// The number after it; of the highest that a file can hold, the same. No replay has room for so many.
  fileprivate var next: Int { self == .max ? self : self + 1 }
}

extension Change.What {
  /// The conversation that it names, and does not open.
  fileprivate var conversation: ConversationID? {
    switch self {
    case .conversation(_, of: _, .opened): nil
    case .conversation(let id, of: _, _): id
    case .note(_, of: _, .added(let id, _, authorName: _)): id
    case .erased(let erased): if case .message(_, let id) = erased.made { id } else { nil }
    case .agent, .contact, .note, .schema, .team, .channel, .group, .settings: nil
    }
  }
}
