import Desk

// What changes behind a gap become.

extension Rebuild {
  /// What a change does to the book as it is now; none if nothing is left to do.
  func translate(_ what: Change.What) throws(Refusal) -> [Change.What] {
    if case .agentRegistered(let agent) = what {
      // Who registers makes themselves known: the number is that of who does it.
      try needAgents(before: by.number)
      guard book.agent(id: agent.id) == nil else { throw Refusal(reason: "the agent \(agent.id) is there already") }
      return [what]
    }
    try need([by])
    switch what {
    case .agentRegistered: return [what]
    case .agentRenamed(let agent, _):
      try need([agent])
      return [what]
    case .conversationOpened, .statusChanged, .conversationAssigned, .messageRecorded:
      return [try conversation(what)]
    case .noteAdded, .noteEdited, .noteRemoved: return [try note(what)]
    case .attributeDefined, .definitionUpdated, .definitionsReordered, .definitionRemoved:
      return try definition(what)
    case .contactCreated(let id, _, let profiles, _):
      try needContacts(before: id.number)
      return profiles.compactMap { removal(of: $0, notFrom: id) } + [what]
    case .identityAdded(let id, let number, let profile), .identityUpdated(let id, let number, let profile):
      try need(id)
      return profileTold(id, number, profile)
    case .identityRemoved(let id, let number):
      try need(id)
      guard let new = identity(number, of: id) else { throw Refusal(reason: "the identity that it removes is lost") }
      return [.identityRemoved(id, identity: new)]
    case .attributesChanged(let id, let setter, let edits): return [try edited(id, setter, edits)]
    case .contactNamed(let id, _), .contactUpdated(let id, _), .vipPromoted(let id, _), .vipDemoted(let id),
      .validationChanged(let id, _):
      try need(id)
      return [what]
    }
  }

  // MARK: Contacts

  /// The removal, now lost, of an identity from whoever has it, since somebody else has it now.
  private func removal(of profile: Identity.Profile, notFrom contact: ContactID) -> Change.What? {
    guard let holder = book.contact(network: profile.network, externalId: profile.externalId), holder.id != contact
    else { return nil }
    return .identityRemoved(holder.id, identity: holder.identity)
  }

  /// What makes a contact's identity be as it is told; one that is lost comes back by it.
  private func profileTold(_ id: ContactID, _ old: Int, _ profile: Identity.Profile) -> [Change.What] {
    let contact = book[id]
    if let present = contact.identities.first(where: { $0.profile.isOfSamePerson(as: profile) }) {
      map(old, to: present.number, of: id)
      return [.identityUpdated(id, identity: present.number, profile)]
    }
    let new = contact.number(forAdding: profile)
    let before = removal(of: profile, notFrom: id)
    map(old, to: new, of: id)
    return (before.map { [$0] } ?? []) + [.identityAdded(id, identity: new, profile)]
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
    try need(id)
    for edit in edits { try needDefinition(edit.definition, taking: edit.content) }
    switch setter {
    case .agent(let agent):
      try need([agent])
      return .attributesChanged(id, setter, edits)
    case .channel(let channel, let old):
      guard let new = identity(old, of: id) else { throw Refusal(reason: "the identity that it is told of is lost") }
      return .attributesChanged(id, .channel(channel, identity: new), edits)
    }
  }

  // MARK: Conversations and notes

  private func conversation(_ what: Change.What) throws(Refusal) -> Change.What {
    switch what {
    case .conversationOpened(_, let contact, let channel, let topics, let isByHand):
      try need(contact)
      return .conversationOpened(book.nextConversationID, contact, channel, topics: topics, isByHand: isByHand)
    case .statusChanged(let id, let status): return .statusChanged(try conversation(id), status)
    case .conversationAssigned(let id, let agent):
      try need(agent.map { [$0] } ?? [])
      return .conversationAssigned(try conversation(id), agent)
    case .messageRecorded(_, let old, let author, let toldHandle, let content):
      let conversation = try conversation(old)
      return .messageRecorded(
        book.nextMessageID, conversation, try writer(author, in: conversation), toldHandle: toldHandle, content)
    default: return what
    }
  }

  private func writer(_ author: Message.Author, in conversation: ConversationID) throws(Refusal) -> Message.Author {
    switch author {
    case .agent(let agent, _):
      try need([agent])
      return author
    case .identity(nil): return author
    case .identity(let old?):
      let new = identity(old, of: book[conversation].contact)
      if new == nil { altered += 1 }
      return .identity(new)
    }
  }

  private func note(_ what: Change.What) throws(Refusal) -> Change.What {
    switch what {
    case .noteAdded(_, let contact, let old, let text, let authorName, let mentions):
      try need(contact)
      try need(mentions)
      var place: ConversationID?
      if let old {
        // A note on a conversation that is lost stays with the contact.
        do throws(Refusal) { place = try conversation(old) } catch { altered += 1 }
      }
      return .noteAdded(
        book.nextNoteID, contact, place, text: text, authorName: authorName, mentions: mentions)
    case .noteEdited(let id, let text, let mentions):
      try need(mentions)
      return .noteEdited(try note(id), text: text, mentions: mentions)
    case .noteRemoved(let id): return .noteRemoved(try note(id))
    default: return what
    }
  }

  // MARK: Definitions

  private func definition(_ what: Change.What) throws(Refusal) -> [Change.What] {
    switch what {
    case .attributeDefined(let definition):
      try needDefinitions(before: definition.number)
      // No two definitions have one key: the other one was removed before.
      let other = book.definition(keyIgnoringCase: definition.key)
      return (other.map { [.definitionRemoved($0.number)] } ?? []) + [what]
    case .definitionUpdated(let definition):
      try needDefinition(definition.number, taking: nil)
      return [what]
    case .definitionsReordered(let numbers):
      for number in numbers.sorted() { try needDefinition(number, taking: nil) }
      let present = Set(book.definitions.map(\.number))
      let told = numbers.filter(present.contains)
      let rest = book.definitions.map(\.number).filter { !numbers.contains($0) }
      return [.definitionsReordered(told + rest)]
    case .definitionRemoved(let number):
      try needDefinition(number, taking: nil)
      return [what]
    default: return [what]
    }
  }
}
