import Tables

/// What can happen to a conversation.
public enum ConversationChange: Sendable {
  /// It was opened; the number is the next one.
  case opened(ChannelNumber, topics: [String], by: Opening)
  /// An agent, or a rule, said where it stands. Resolving lets its assignee go, and nobody waits in it any more: this
  /// is what both were.
  case statusSet(Edit<Conversation.Status>, assignee: AgentNumber?, waitingSince: Timestamp?)
  /// It was given to an agent, or to nobody.
  case assigned(Edit<AgentNumber?>)
  /// A message came or went; its number is the next one. `toldHandle`: the message told the identity's handle.
  case messageRecorded(MessageID, Message.Author, toldHandle: Bool, Message.Content)
  /// An old message was brought in; its number is the next one. It is in the history, and nothing else moves: neither
  /// status nor `waitingSince`, nor which identity the contact was seen as last; in a conversation in which nobody has
  /// written, its sender is the one who did.
  case messageImported(MessageID, Message.Author, Message.Content)
}

/// What opens a conversation.
public enum Opening: CaseIterable, Sendable {
  /// A message that came in.
  case message
  /// An agent.
  case agent
  /// An old message that was brought in: the conversation is resolved from the start, because nobody waits in it.
  case imported
}

extension Conversation {
  /// What makes it stand so.
  public func statusChange(to status: Status) -> Change.What {
    .conversation(
      id, of: contact, .statusSet(Edit(self.status, to: status), assignee: assignee, waitingSince: waitingSince))
  }

  /// What gives it to an agent, or to nobody.
  public func assignment(to agent: AgentNumber?) -> Change.What {
    .conversation(id, of: contact, .assigned(Edit(assignee, to: agent)))
  }
}

extension Book {
  func accepts(_ change: ConversationChange, of id: ConversationID, with contact: ContactID) -> Bool {
    switch change {
    case .opened(let channel, topics: _, by: _):
      id.number == conversations.nextNumber && contains(contact) && channels.contains(channel.number)
    case .statusSet: isConversation(id, with: contact)
    case .assigned(let agent): isConversation(id, with: contact) && agent.after.map { knows($0) } ?? true
    case .messageRecorded(let message, let author, toldHandle: _, _), .messageImported(let message, let author, _):
      message.number == messages.nextNumber && isConversation(id, with: contact) && knows(author, of: contact)
    }
  }

  private func isConversation(_ id: ConversationID, with contact: ContactID) -> Bool {
    contains(id) && conversations[id.number].contact == contact
  }

  private func knows(_ author: Message.Author, of contact: ContactID) -> Bool {
    switch author {
    case .agent(let agent, _): knows(agent)
    case .identity(nil): true
    case .identity(let identity?): contacts[contact.number].author(numbered: identity) != nil
    }
  }

  func apply(_ what: ConversationChange, to id: ConversationID, with contact: ContactID, _ change: Change) {
    switch what {
    case .opened(let channel, let topics, let opening):
      open(id, contact, channel, topics, opening, change)
      if opening == .agent { add(.conversationOpened, to: contact, in: id, change) }
    case .statusSet(let status, assignee: _, waitingSince: _): set(status.after, of: id, change)
    case .assigned(let agent): assign(id, agent.after, change)
    case .messageRecorded(let message, let author, let toldHandle, let content):
      record(Message(id: message, conversation: id, author: author, content: content), toldHandle, change)
    case .messageImported(let message, let author, let content):
      insert(Message(id: message, conversation: id, author: author, content: content), change)
      // In a conversation in which nobody has written, what comes next without a sender is theirs. A message that is
      // not imported takes their place, be it dated earlier.
      if case .identity(let identity?) = author, conversations[id.number].latestInbound == nil {
        conversations[id.number].latestInbound = (RunIndex.Position(at: .min, seq: 0), identity)
      }
    }
  }
}
