import Tables

extension Book {
  /// True of a change that follows this very state: its `seq` is the next one, what it names is there, what it makes
  /// gets the next number.
  ///
  /// Ask it of changes that were kept somewhere: `apply` takes a change that does not follow for a fault of our own.
  public func accepts(_ change: Change) -> Bool {
    guard change.seq == seq + 1 else { return false }
    // Who registers makes themselves known.
    if case .agentRegistered = change.what { return knows(change.by) || change.by == nextAgentNumber }
    guard knows(change.by) else { return false }
    switch change.what {
    case .agentRegistered: return true
    case .agentRenamed(let agent, _): return knows(agent)
    case .contactCreated(let id, _, _, _): return id.number == contacts.nextNumber
    case .identityAdded(let id, let identity, let profile):
      return contains(id) && identity == contacts[id.number].number(forAdding: profile)
    case .identityUpdated(let id, let identity, _), .identityRemoved(let id, let identity):
      return contains(id) && contacts[id.number].identity(numbered: identity) != nil
    case .attributesChanged(let id, let setter, let edits):
      return contains(id) && knows(setter) && edits.allSatisfy { (1...definitionsMade).contains($0.definition) }
    case .contactNamed(let id, _), .contactUpdated(let id, _), .vipPromoted(let id, _), .vipDemoted(let id),
      .validationChanged(let id, _):
      return contains(id)
    case .conversationOpened(let id, let contact, let channel, _, _):
      return id.number == conversations.nextNumber && contains(contact) && channels.contains(channel.number)
    case .statusChanged(let id, _): return contains(id)
    case .conversationAssigned(let id, let agent): return contains(id) && agent.map { knows($0) } ?? true
    case .messageRecorded(let id, let conversation, let author, _, _):
      return id.number == messages.nextNumber && contains(conversation) && knows(author, in: conversation)
    case .noteAdded(let id, let contact, let conversation, _, _, let mentions):
      return id.number == notes.nextNumber && contains(contact) && mentions.allSatisfy { knows($0) }
        && conversation.map { contains($0) && conversations[$0.number].contact == contact } ?? true
    case .noteEdited(let id, _, let mentions): return contains(id) && mentions.allSatisfy { knows($0) }
    case .noteRemoved(let id): return contains(id)
    case .attributeDefined, .definitionUpdated, .definitionsReordered, .definitionRemoved: return follows(change.what)
    }
  }

  private func follows(_ what: Change.What) -> Bool {
    switch what {
    case .attributeDefined(let definition): definition.number == definitionsMade + 1
    case .definitionUpdated(let definition): definitions.contains { $0.number == definition.number }
    case .definitionsReordered(let numbers): numbers.sorted() == definitions.map(\.number).sorted()
    case .definitionRemoved(let number): definitions.contains { $0.number == number }
    default: false
    }
  }

  private func knows(_ agent: AgentNumber) -> Bool { agents.contains(agent.number) }

  private func knows(_ setter: AttributeValue.Setter) -> Bool {
    switch setter {
    case .agent(let agent): knows(agent)
    case .channel(let channel, _): channels.contains(channel.number)
    }
  }

  private func knows(_ author: Message.Author, in conversation: ConversationID) -> Bool {
    switch author {
    case .agent(let agent, _): knows(agent)
    case .identity(nil): true
    case .identity(let identity?):
      contacts[conversations[conversation.number].contact.number].author(numbered: identity) != nil
    }
  }
}
