import ChangeLog
import Desk

// What changes after a gap become. What an edit says of before is made anew from the book as it is now.

extension PartialReplay {
  /// What a change does to the book as it is now; none if nothing is left to do.
  func translate(_ what: Change.What) throws(Refusal) -> [Change.What] {
    if case .agent(by, .recorded(let agent)) = what {
      // Agents record themselves: the number is that of who does it.
      try needAgents(before: by.number)
      return [try recorded(by, agent)]
    }
    if by != .desk { try need([by]) }
    switch what {
    case .agent(let number, let change): return [try agent(number, change)]
    case .contact(let id, let change): return try contact(id, change)
    case .conversation(let id, of: let contact, let change): return [try conversation(id, contact, change)]
    case .note(let id, of: let contact, let change): return [try note(id, contact, change)]
    case .schema(let change): return try schema(change)
    case .erased(let erased): return [.erased(try self.erased(erased))]
    }
  }

  /// What was erased makes something with the number that is next now.
  private func erased(_ erased: Erased) throws(Refusal) -> Erased {
    var made = erased.made
    switch made {
    case .nothing: try need(erased.contact)
    case .contact: try needContacts(before: erased.contact.number)
    case .identity(let old):
      try need(erased.contact)
      let new = min(old, book[erased.contact].identitiesMade + 1)
      map(old, to: new, of: erased.contact)
      made = .identity(new)
    case .conversation(_, let channel):
      try need(erased.contact)
      made = .conversation(book.nextConversationID, channel)
    case .message(_, let old): made = .message(book.nextMessageID, try conversation(old))
    case .note:
      try need(erased.contact)
      made = .note(book.nextNoteID)
    }
    return Erased(contact: erased.contact, made: made, fill: erased.fill)
  }

  // MARK: Agents

  private func agent(_ number: AgentNumber, _ change: AgentChange) throws(Refusal) -> Change.What {
    switch change {
    case .recorded(let agent):
      try needAgents(before: number.number)
      return try recorded(number, agent)
    case .renamed(let name):
      try need([number])
      return book.renaming(number, to: name.after)
    }
  }

  private func recorded(_ number: AgentNumber, _ agent: Agent) throws(Refusal) -> Change.What {
    guard book.agent(id: agent.id) == nil else { throw Refusal(reason: "the agent \(agent.id) is there already") }
    return .agent(number, .recorded(agent))
  }

  // MARK: Contacts

  private func contact(_ id: ContactID, _ change: ContactChange) throws(Refusal) -> [Change.What] {
    if case .created(_, let identities, _) = change {
      try needContacts(before: id.number)
      return identities.compactMap { removal(of: $0, notFrom: id) } + [.contact(id, change)]
    }
    try need(id)
    switch change {
    case .created, .named, .vipPromoted: return [.contact(id, change)]
    case .detailsChanged(let details): return [book[id].detailsChange(to: details.after)]
    case .identityAdded(let number, let profile, former: _): return profileTold(id, number, profile)
    case .identityUpdated(let number, let profile): return profileTold(id, number, profile.after)
    case .identityRemoved(let number, _, values: _):
      guard let removal = identity(number, of: id).flatMap(book[id].identityRemoval) else {
        throw Refusal(reason: "the identity that it removes is lost")
      }
      return [removal]
    case .attributesChanged(let setter, let edits): return [try edited(id, setter, edits)]
    // Where the promotion is lost, the change itself knows of it.
    case .vipDemoted: return [book[id].demotion ?? .contact(id, change)]
    case .validationChanged(let validation): return [book[id].validationChange(to: validation.after)]
    }
  }

  /// The removal, now lost, of an identity from the contact who has it, since another contact has it now.
  private func removal(of profile: Identity.Profile, notFrom contact: ContactID) -> Change.What? {
    guard let holder = book.contact(network: profile.network, externalId: profile.externalId), holder.id != contact
    else { return nil }
    return book[holder.id].identityRemoval(holder.identity)
  }

  /// What makes a contact's identity be as it is told; one that is lost comes back by it.
  private func profileTold(_ id: ContactID, _ old: Int, _ profile: Identity.Profile) -> [Change.What] {
    let contact = book[id]
    if let present = contact.identities.first(where: { $0.profile.isOfSamePerson(as: profile) }) {
      map(old, to: present.number, of: id)
      return contact.identityUpdate(present.number, to: profile).map { [$0] } ?? []
    }
    let before = removal(of: profile, notFrom: id)
    map(old, to: contact.number(forAdding: profile), of: id)
    return (before.map { [$0] } ?? []) + [contact.identityAddition(profile)]
  }

  /// Notes that an identity has another number, and that all others of the contact are known by the list from then on.
  private func map(_ old: Int, to new: Int, of contact: ContactID) {
    if identities[contact.number] == nil {
      guard old != new else { return }
      identities[contact.number] = [:]
      for number in 1..<book[contact].identitiesMade + 1 where number != new {
        identities[contact.number]?[number] = number
      }
    }
    identities[contact.number]?[old] = new
  }

  private func edited(
    _ id: ContactID, _ setter: AttributeValue.Setter, _ edits: [ValueEdit]
  ) throws(Refusal) -> Change.What {
    for edit in edits { try needDefinition(edit.definition, taking: edit.content) }
    let edits = edits.map { ($0.definition, $0.content) }
    switch setter {
    case .agent(let agent):
      try need([agent])
      return book[id].valuesChange(by: setter, edits)
    case .channel(let channel, let old):
      guard let new = identity(old, of: id) else { throw Refusal(reason: "the identity that it is told of is lost") }
      return book[id].valuesChange(by: .channel(channel, identity: new), edits)
    }
  }

  // MARK: Conversations and notes

  private func conversation(
    _ old: ConversationID, _ contact: ContactID, _ change: ConversationChange
  ) throws(Refusal) -> Change.What {
    switch change {
    case .opened:
      try need(contact)
      return .conversation(book.nextConversationID, of: contact, change)
    case .statusSet(let status, assignee: _, waitingSince: _):
      return book[try conversation(old)].statusChange(to: status.after)
    case .assigned(let agent):
      try need(agent.after.map { [$0] } ?? [])
      return book[try conversation(old)].assignment(to: agent.after)
    case .messageRecorded(_, let author, let toldHandle, let content):
      let id = try conversation(old)
      let author = try writer(author, of: book[id].contact)
      return .conversation(
        id, of: book[id].contact,
        .messageRecorded(book.nextMessageID, author, toldHandle: toldHandle, content))
    }
  }

  private func writer(_ author: Message.Author, of contact: ContactID) throws(Refusal) -> Message.Author {
    switch author {
    case .agent(let agent, _):
      try need([agent])
      return author
    case .identity(nil): return author
    case .identity(let old?):
      let new = identity(old, of: contact)
      if new == nil { altered += 1 }
      return .identity(new)
    }
  }

  private func note(_ old: NoteID, _ contact: ContactID, _ change: NoteChange) throws(Refusal) -> Change.What {
    switch change {
    case .added(let oldPlace, let body, let authorName):
      try need(contact)
      try need(body.mentions)
      var place: ConversationID?
      if let oldPlace {
        // A note on a conversation that is lost stays with the contact.
        do throws(Refusal) { place = try conversation(oldPlace) } catch { altered += 1 }
      }
      return .note(book.nextNoteID, of: contact, .added(place, body, authorName: authorName))
    case .edited(let body):
      try need(body.after.mentions)
      return try present(old).edit(to: body.after)
    case .removed: return try present(old).removal
    }
  }

  private func present(_ old: NoteID) throws(Refusal) -> Note {
    let id = try note(old)
    guard book.contains(id) else { throw Refusal(reason: "it changes note-\(old.number), which is gone") }
    return book[id]
  }

  // MARK: Definitions

  private func schema(_ change: SchemaChange) throws(Refusal) -> [Change.What] {
    switch change {
    case .defined(let definition):
      try needDefinitions(before: definition.number)
      // No two definitions have one key: the other one was removed before.
      let other = book.definition(keyIgnoringCase: definition.key).flatMap { book.definitionRemoval($0.number) }
      return (other.map { [$0] } ?? []) + [.schema(change)]
    case .updated(let definition):
      try needDefinition(definition.after.number, taking: nil)
      return [try found(book.definitionUpdate(to: definition.after))]
    case .reordered(let numbers):
      for number in numbers.after.sorted() { try needDefinition(number, taking: nil) }
      let present = Set(book.definitions.map(\.number))
      let told = numbers.after.filter(present.contains)
      let rest = book.definitions.map(\.number).filter { !numbers.after.contains($0) }
      return [book.definitionsOrder(told + rest)]
    case .removed(let definition, at: _):
      try needDefinition(definition.number, taking: nil)
      return [try found(book.definitionRemoval(definition.number))]
    }
  }

  private func found(_ change: Change.What?) throws(Refusal) -> Change.What {
    guard let change else { throw Refusal(reason: "what it changes is lost, or is not as it was") }
    return change
  }
}
