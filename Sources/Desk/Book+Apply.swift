import Tables

extension Book {
  /// Takes one change into the state. The only way that state moves.
  ///
  /// A change is made by a decision on this very state or read back from where such a one was kept; one that does not
  /// follow is a broken invariant, not bad input.
  public func apply(_ change: Change) {
    precondition(change.seq == seq + 1, "change \(change.seq) does not follow \(seq)")
    switch change.what {
    case .agentRegistered(let agent):
      register(agent)
      agentsVersion = change.seq
    case .agentRenamed(let agent, let name):
      agents[agent.number].name = name
      agentsVersion = change.seq
    case .contactCreated(let id, let name, let identities, let labels):
      create(id, name, identities, labels, change)
    case .contactNamed(let id, let name):
      contacts[id.number].name = name
      touch(id, change)
    case .identityUpdated(let id, let identity, let profile): update(identity, of: id, profile, change)
    case .identityAdded(let id, let identity, let profile): add(identity, to: id, profile, change)
    case .identityRemoved(let id, let identity): remove(identity, of: id, change)
    case .contactUpdated(let id, let details): update(id, details, change)
    case .attributesChanged(let id, let setter, let edits): edit(id, setter, edits, change)
    case .vipPromoted(let id, let reason): promote(id, reason, change)
    case .vipDemoted(let id): demote(id, change)
    case .validationChanged(let id, let validation):
      contacts[id.number].validation = validation
      touch(id, change)
    case .conversationOpened(let id, let contact, let channel, let topics, let isByHand):
      open(id, contact, channel, topics, change)
      if isByHand { add(.conversationOpened, to: contact, in: id, change) }
    case .statusChanged(let id, let status): set(status, of: id, change)
    case .conversationAssigned(let id, let agent): assign(id, agent, change)
    case .messageRecorded(let id, let conversation, let author, let toldHandle, let content):
      record(Message(id: id, conversation: conversation, author: author, content: content), toldHandle, change)
    case .noteAdded(let id, let contact, let conversation, let text, let authorName, let mentions):
      add(
        Note(
          id: id, contact: contact, conversation: conversation, text: text, author: change.by, authorName: authorName,
          createdAt: change.at, mentions: mentions, seq: change.seq, version: change.seq))
    case .noteEdited(let id, let text, let mentions): edit(id, text, mentions, change)
    case .noteRemoved(let id): remove(id, change)
    case .attributeDefined, .definitionUpdated, .definitionsReordered, .definitionRemoved:
      define(change.what)
      definitionsVersion = change.seq
    }
    seq = change.seq
    lastChangeAt = change.at
  }

  /// Moves a contact's version.
  func touch(_ id: ContactID, _ change: Change) {
    contacts[id.number].version = change.seq
    contacts[id.number].updatedAt = change.at
  }

  /// A record must get the number that its change says.
  func expect(_ number: Int, isNext next: Int) {
    precondition(number == next, "\(next) is not the next number, which is \(number)")
  }

  private func register(_ agent: Agent) {
    let number = agents.append(agent)
    agentsById.insert(hash(agent.id), number)
    agentsByFoldedId.insert(hash(agent.id.lowercased()), number)
    conversationsByAssignee.appendSet()
  }

  private func define(_ what: Change.What) {
    switch what {
    case .attributeDefined(let definition):
      expect(definition.number, isNext: definitionsMade + 1)
      definitionsMade += 1
      definitions.append(definition)
      valueCounts.append(0)
    case .definitionUpdated(let definition):
      definitions = definitions.map { $0.number == definition.number ? definition : $0 }
    case .definitionsReordered(let numbers):
      definitions = numbers.compactMap { number in definitions.first { $0.number == number } }
    case .definitionRemoved(let number):
      // The values stay where they are, and nobody sees them: finding them would take a walk over all contacts.
      definitions.removeAll { $0.number == number }
    default: break
    }
  }

  /// Adds an event to a history.
  func add(_ what: Event.What, to contact: ContactID, in conversation: ConversationID? = nil, _ change: Change) {
    let name = agents[change.by.number].name
    let event = Event(
      contact: contact, conversation: conversation, by: change.by, byName: name, at: change.at, what: what)
    let entry = RunIndex.Entry(
      at: change.at.milliseconds, seq: change.seq, number: events.append(event), tag: Entry.eventTag)
    timelines.insert(entry, into: contact.number)
    if let conversation { conversationTimelines.insert(entry, into: conversation.number) }
  }
}
