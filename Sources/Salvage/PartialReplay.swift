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
/// Where a change shows that a lost one used a number up, a `Placeholder` takes it (`PlaceholderMaker`). To name an
/// agent or an attribute by its placeholder is no reason to be set aside: else one lost change would cost all that an
/// agent ever wrote.
final class PartialReplay {
  private let desk = RebuiltDesk()
  private let maker: PlaceholderMaker
  /// How many changes were taken.
  private(set) var kept = 0
  private var isPastGap = false

  /// The desk as the changes taken make it.
  var book: Book { desk.book }
  /// How many placeholders there are.
  var placeholders: [Placeholder: Int] { maker.counts }
  /// Changes that are taken and not yet written.
  var made: [Change] {
    get { desk.made }
    _modify { yield &desk.made }
  }

  /// Begins with an empty book. `placeholdersMax` is how many placeholders there may be in all.
  init(placeholdersMax: Int) { maker = PlaceholderMaker(desk, max: placeholdersMax) }

  /// Says that so many changes are lost here.
  func lose(_ count: Int) {
    isPastGap = true
    maker.lose(count)
  }

  /// Takes a change; throws if it is set aside, and then nothing happened but placeholders.
  func take(_ change: Change) throws(SetAside) {
    maker.at = change.at
    do throws(SetAside) {
      try desk.add(isPastGap ? rebased(change) : change)
    } catch {
      lose(1)
      throw error
    }
    kept += 1
  }

  // MARK: After a gap

  /// The change as it follows from the book.
  private func rebased(_ change: Change) throws(SetAside) -> Change {
    if !change.recordsItsAuthor { try maker.hold([change.by]) }
    if let contact = change.what.contacts.first {
      let isNew = if case .contact = change.what.made { true } else { false }
      try maker.hold(contactsBefore: isNew ? contact.number : contact.number.next)
      if let id = change.what.conversation { try need(id, of: contact) }
      try SetAside.check(!maker.isLost(contact), "contact-\(contact.number) is lost")
      if case .conversation(_, let channel, _) = change.what.made { try need(channel) }
      try maker.hold(before: change.what.made, of: contact)
    }
    let what = try rebased(change.what)
    return Change(seq: book.seq + 1, at: change.at, by: change.by, cause: change.cause, what: what)
  }

  private func rebased(_ what: Change.What) throws(SetAside) -> Change.What {
    switch what {
    case .contact(let id, let change): return try rebased(change, of: id)
    case .conversation(let id, of: _, .statusSet(let status, assignee: _, waitingSince: _)):
      return book[id].statusChange(to: status.after)
    case .conversation(let id, of: _, .assigned(let agent)):
      try maker.hold(agent.after.map { [$0] } ?? [])
      let isOpen = agent.after == nil || book[id].status != .resolved
      try SetAside.check(isOpen, "conversation-\(id.number) is resolved; the change that opened it again is lost")
      return book[id].assignment(to: agent.after)
    case .conversation(_, of: let contact, .messageRecorded(_, let author, toldHandle: _, _)),
      .conversation(_, of: let contact, .messageImported(_, let author, _)):
      switch author {
      case .agent(let agent, name: _): try maker.hold([agent])
      case .identity(let identity?): try need(identity: identity, of: contact)
      case .identity(nil): break
      }
    case .note(_, of: _, .added(_, let body, authorName: _)): try maker.hold(body.mentions)
    case .note(let id, of: let contact, .edited(let body)):
      try maker.hold(body.after.mentions)
      return try present(id, of: contact).edit(to: body.after)
    case .note(let id, of: let contact, .removed): return try present(id, of: contact).removal
    case .agent(let number, let change): return try rebased(change, of: number)
    case .team(let number, let change): return try rebased(change, of: number)
    case .channel(let number, let change): return try rebased(change, of: number)
    case .group(let number, let change): return try rebased(change, of: number)
    case .lookup(let id, of: let contact, let change): return try rebased(change, of: id, about: contact)
    case .settings(.connectorConfigured(let connector)):
      for attribute in connector.after?.matchOn ?? [] {
        try maker.hold(attributesBefore: attribute.next)
        _ = try found(book.definition(number: attribute), "attribute \(attribute)")
      }
      return book.connectorChange(to: connector.after)
    case .settings(.set(let settings)):
      if let attribute = settings.after.matchingAttribute {
        try maker.hold(attributesBefore: attribute.next)
        _ = try found(book.definition(number: attribute), "attribute \(attribute)")
      }
      return book.settingsChange(to: settings.after)
    case .schema(.defined(let definition)):
      try maker.hold(attributesBefore: definition.number)
      try check(isFree: definition)
    case .schema(.updated(let edit)):
      try maker.hold(attributesBefore: edit.after.number.next)
      try check(isFree: edit.after)
      return try found(book.definitionUpdate(to: edit.after), "attribute \(edit.after.number)")
    case .schema(.reordered(let numbers)):
      try maker.hold(attributesBefore: (numbers.after.max() ?? 0).next)
      return book.definitionsOrder(numbers.after)
    case .schema(.removed(let definition, at: _)):
      try maker.hold(attributesBefore: definition.number.next)
      try SetAside.check(
        book.settings.matchingAttribute != definition.number,
        "contacts are matched by attribute \(definition.number); the change that ended it is lost")
      try SetAside.check(
        !(book.connector?.matchOn?.contains(definition.number) ?? false),
        "the CRM is asked with attribute \(definition.number); the change that ended it is lost")
      try SetAside.check(
        book.groupsUsing(attribute: definition.number).isEmpty,
        "groups look at attribute \(definition.number); a change of them is lost")
      return try found(book.definitionRemoval(definition.number), "attribute \(definition.number)")
    case .conversation(_, of: _, .opened), .erased: break
    }
    return what
  }

  private func rebased(_ change: AgentChange, of number: AgentNumber) throws(SetAside) -> Change.What {
    switch change {
    case .recorded(let id, name: _, role: _): try check(isFree: id, for: number)
    case .defined(let id, let details):
      try check(isFree: id, for: number)
      for team in details.teams { try need(team) }
    case .renamed(let name):
      try maker.hold([number])
      return book.renaming(number, to: name.after)
    case .updated(let details, letGo: _):
      try maker.hold([number])
      for team in details.after.teams { try need(team) }
      return book.agentUpdate(number, to: details.after)
    }
    return .agent(number, change)
  }

  private func rebased(_ change: TeamChange, of team: TeamNumber) throws(SetAside) -> Change.What {
    switch change {
    case .defined(let id, name: _):
      try maker.hold(teamsBefore: team.number)
      try SetAside.check(book.team(id: id) == nil, "another team has the id \(id)")
      return .team(team, change)
    case .renamed(let name):
      try need(team)
      return book.renaming(team, to: name.after)
    case .removed:
      try need(team)
      try SetAside.check(
        book.agentCount(in: team) == 0, "agents are in team \(team.number); a change that took them out is lost")
      try SetAside.check(
        book.groupsUsing(team).isEmpty, "a group routes to team \(team.number); a change of it is lost")
      return book.removal(of: team)
    }
  }

  private func rebased(_ change: GroupChange, of group: GroupNumber) throws(SetAside) -> Change.What {
    switch change {
    case .defined(let id, let definition):
      try maker.hold(groupsBefore: group.number)
      try SetAside.check(book.group(id: id) == nil, "another group has the id \(id)")
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

  private func need(_ group: GroupNumber) throws(SetAside) {
    try maker.hold(groupsBefore: group.number.next)
    try SetAside.check(book.contains(group), "group \(group.number) is removed")
  }

  /// All that a group's definition names.
  private func need(_ definition: Group.Definition) throws(SetAside) {
    for team in definition.teams { try need(team) }
    for condition in definition.conditions {
      guard case .attribute(let number) = condition.subject else { continue }
      try maker.hold(attributesBefore: number.next)
      _ = try found(book.definition(number: number), "attribute \(number)")
    }
  }

  private func rebased(_ change: ChannelChange, of channel: ChannelNumber) throws(SetAside) -> Change.What {
    switch change {
    case .defined(let id, name: _, _):
      try maker.hold(channelsBefore: channel.number)
      try SetAside.check(book.channel(id: id) == nil, "another channel has the id \(id)")
      return .channel(channel, change)
    case .renamed(let name):
      try need(channel)
      return book.renaming(channel, to: name.after)
    case .removed:
      try need(channel)
      return book.removal(of: channel)
    }
  }

  private func rebased(_ change: ContactChange, of id: ContactID) throws(SetAside) -> Change.What {
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
      case .agent(let agent): try maker.hold([agent])
      case .channel(let channel, let identity):
        try need(channel)
        try need(identity: identity, of: id)
      case .crm(let lookup): try maker.hold(before: .lookup(LookupID(lookup.number.next)), of: id)
      }
      for edit in edits { try need(attribute: edit.definition, taking: edit.content) }
      return book[id].valuesChange(by: setter, edits.map { ($0.definition, $0.content) })
    // Where the promotion is lost, the change itself knows of it.
    case .vipDemoted: if let demotion = book[id].demotion { return demotion }
    }
    return .contact(id, change)
  }

  private func rebased(
    _ change: LookupChange, of id: LookupID, about contact: ContactID
  ) throws(SetAside) -> Change.What {
    if case .asked(crm: _, let values) = change {
      for value in values { try need(attribute: value.definition, taking: value.content) }
      return .lookup(id, of: contact, change)
    }
    try maker.hold(before: .lookup(LookupID(id.number.next)), of: contact)
    let present = try found(book[id].contact == contact ? book[id] : nil, "lookup-\(id.number)")
    switch change {
    case .asked: break
    case .matched(let match):
      for value in match.values { try need(attribute: value.definition, taking: value.content) }
      for difference in match.differences { try need(attribute: difference.definition, taking: nil) }
      try SetAside.check(present.state.name == .asked, "lookup-\(id.number) is not asked; a change of it is lost")
    case .notMatched, .failed:
      try SetAside.check(present.state.name == .asked, "lookup-\(id.number) is not asked; a change of it is lost")
    case .confirmed: return try found(book.confirmation(of: id), "what lookup-\(id.number) proposed")
    case .rejected:
      try SetAside.check(present.state.name == .proposed, "what lookup-\(id.number) proposed is lost")
    }
    return .lookup(id, of: contact, change)
  }

  // MARK: Why a change is set aside

  private func found<Thing>(_ thing: Thing?, _ name: String) throws(SetAside) -> Thing {
    guard let thing else { throw SetAside(reason: "\(name) is lost") }
    return thing
  }

  private func need(identity number: Int, of id: ContactID) throws(SetAside) {
    _ = try found(book[id].author(numbered: number), "identity \(number) of contact-\(id.number)")
  }

  private func need(_ team: TeamNumber) throws(SetAside) {
    try maker.hold(teamsBefore: team.number.next)
    try SetAside.check(book.contains(team), "team \(team.number) is removed")
  }

  private func need(_ channel: ChannelNumber) throws(SetAside) {
    try maker.hold(channelsBefore: channel.number.next)
    try SetAside.check(book.contains(channel), "channel \(channel.number) is removed")
  }

  private func need(_ id: ConversationID, of contact: ContactID) throws(SetAside) {
    try maker.hold(conversationsBefore: id.number, ofUnknownOr: contact)
    try maker.hold(conversationsBefore: id.number.next, of: contact)
    try SetAside.check(!maker.isLost(id), "conversation-\(id.number) is lost")
  }

  private func present(_ id: NoteID, of contact: ContactID) throws(SetAside) -> Note {
    try maker.hold(before: .note(NoteID(id.number.next)), of: contact)
    return try found(book.contains(id) ? book[id] : nil, "note-\(id.number)")
  }

  private func need(attribute number: Int, taking content: AttributeContent?) throws(SetAside) {
    try maker.hold(attributesBefore: number.next)
    let attribute = try found(book.definitions.first { $0.number == number }, "attribute \(number)")
    let isText = if case .text? = content { true } else { content == nil }
    try SetAside.check(
      isText || attribute.format != .text, "attribute \(attribute.key) takes texts; its definition is lost")
  }

  private func check(isFree profile: Identity.Profile) throws(SetAside) {
    guard let other = book.contact(network: profile.network, externalId: profile.externalId)?.id else { return }
    let name = "\(profile.network.rawValue):\(profile.externalId)"
    throw SetAside(reason: "contact-\(other.number) has \(name); the change that took it away is lost")
  }

  private func check(isFree agentId: String, for number: AgentNumber) throws(SetAside) {
    try maker.hold([AgentNumber(number.number - 1)])
    try SetAside.check(book.agent(id: agentId) == nil, "another agent has the id \(agentId)")
  }

  private func check(isFree definition: AttributeDefinition) throws(SetAside) {
    let other = book.definition(keyIgnoringCase: definition.key) ?? definition
    try SetAside.check(
      other.number == definition.number,
      "another attribute has the key \(other.key); the change that removed it is lost")
  }
}

extension Change.What {
  /// The conversation that it names, and does not open.
  fileprivate var conversation: ConversationID? {
    switch self {
    case .conversation(_, of: _, .opened): nil
    case .conversation(let id, of: _, _): id
    case .note(_, of: _, .added(let id, _, authorName: _)): id
    case .erased(let erased): if case .message(_, let id) = erased.made { id } else { nil }
    case .agent, .contact, .note, .schema, .team, .channel, .group, .lookup, .settings: nil
    }
  }
}
