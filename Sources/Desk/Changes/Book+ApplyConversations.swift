import Tables

// What changes do to conversations, messages and notes.

extension Book {
  func open(
    _ id: ConversationID, _ contact: ContactID, _ channel: ChannelNumber, _ topics: [String], _ opening: Opening,
    _ change: Change
  ) {
    expect(id.number, isNext: conversations.nextNumber)
    let status: Conversation.Status = opening == .imported ? .resolved : .pending
    conversations.append(
      Conversation(
        id: id, contact: contact, channel: channel, openedAt: change.at, topics: topics, status: status,
        quietSince: change.at, version: change.seq))
    keptInbox?.insert(change.at, id.number)
    if status == .pending { pendingConversations.insert(conversations[id.number].quietEntry, into: 1) }
    conversationTimelines.appendRun()
    conversationNoteTimelines.appendRun()
    conversationsByContact.insert(id.number, into: contact.number)
    conversationsByChannel.insert(id.number, into: channel.number)
    conversationsByStatus.insert(id.number, into: status.setNumber)
    contacts[contact.number].counts.conversations += 1
    if status != .resolved { contacts[contact.number].counts.open += 1 }
    with(channel, of: id) { history in
      history.conversations += 1
      history.latest = id
      if status != .resolved { history.open.insert(id.number) }
    }
  }

  // MARK: Status and assignee

  func set(_ status: Conversation.Status, of id: ConversationID, _ change: Change) {
    let before = conversations[id.number].status
    // Somebody who parks or reopens a conversation wants it open: its days begin anew.
    if status == .pending { noteActivity(in: id, at: change.at) }
    move(id, to: status)
    if status == .resolved {
      conversations[id.number].waitingSince = nil
      give(id, to: nil)
    }
    conversations[id.number].version = change.seq
    add(.statusChanged(from: before, to: status), to: conversations[id.number].contact, in: id, change)
  }

  /// `part`: which of the conversations it is that the change gives to somebody or nobody.
  func assign(_ id: ConversationID, _ agent: AgentNumber?, part: Int = 0, _ change: Change) {
    give(id, to: agent)
    conversations[id.number].version = change.seq
    add(.assigned(agent), to: conversations[id.number].contact, in: id, part: part, change)
  }

  private func give(_ id: ConversationID, to agent: AgentNumber?) {
    if let before = conversations[id.number].assignee { conversationsByAssignee.remove(id.number, from: before.number) }
    if let agent { conversationsByAssignee.insert(id.number, into: agent.number) }
    conversations[id.number].assignee = agent
  }

  /// Puts a conversation under another status, in all places that count or list by it.
  private func move(_ id: ConversationID, to status: Conversation.Status) {
    let before = conversations[id.number].status
    guard status != before else { return }
    if before == .pending { pendingConversations.remove(at: conversations[id.number].quietEntry.position, from: 1) }
    if status == .pending { pendingConversations.insert(conversations[id.number].quietEntry, into: 1) }
    conversations[id.number].status = status
    conversationsByStatus.remove(id.number, from: before.setNumber)
    conversationsByStatus.insert(id.number, into: status.setNumber)
    guard before == .resolved || status == .resolved else { return }
    contacts[conversations[id.number].contact.number].counts.open += status == .resolved ? -1 : 1
    with(conversations[id.number].channel, of: id) { history in
      if status == .resolved {
        history.open.remove(id.number)
      } else {
        history.open.insert(id.number)
      }
    }
  }

  /// Notes that somebody wrote in a conversation, opened it or moved it by hand: its days begin anew.
  private func noteActivity(in id: ConversationID, at time: Timestamp) {
    guard time > conversations[id.number].quietSince else { return }
    let isPending = conversations[id.number].status == .pending
    if isPending { pendingConversations.remove(at: conversations[id.number].quietEntry.position, from: 1) }
    conversations[id.number].quietSince = time
    if isPending { pendingConversations.insert(conversations[id.number].quietEntry, into: 1) }
  }

  // MARK: Messages

  func record(_ message: Message, _ toldHandle: Bool, _ change: Change) {
    let position = insert(message, change)
    take(message, position, change)
    if case .identity(let identity?) = message.author {
      seen(identity, of: conversations[message.conversation.number].contact, position, toldHandle, change)
    }
  }

  /// Adds a message to the histories, and returns its place there.
  @discardableResult
  func insert(_ message: Message, _ change: Change) -> RunIndex.Position {
    expect(message.id.number, isNext: messages.nextNumber)
    messages.append(message)
    let id = message.conversation
    let (contact, channel) = (conversations[id.number].contact, conversations[id.number].channel)
    let entry = RunIndex.Entry(
      at: message.content.at.milliseconds, seq: change.seq, number: message.id.number, tag: Entry.messageTag)
    timelines.insert(entry, into: contact.number)
    conversationTimelines.insert(entry, into: id.number)
    if let externalId = message.content.externalId { index(message, externalId, channel) }
    contacts[contact.number].counts.messages += 1
    conversations[id.number].messages += 1
    if conversations[id.number].latestMessage.map({ self[$0].content.at <= message.content.at }) ?? true {
      keptInbox?.move(id.number, from: inboxPlace(of: id).at, to: message.content.at)
      conversations[id.number].latestMessage = message.id
    }
    with(channel, of: id) { $0.messages += 1 }
    conversations[id.number].version = change.seq
    return entry.position
  }

  /// Makes a message known by the channel's own id of it: an inbound one under its sender; under its conversation one
  /// that the desk wrote, that no identity wrote, that its sender wrote in another conversation before, or that was not
  /// written by the conversation's first sender. Each key has one message, the first: no key has many, however a
  /// network numbers them.
  private func index(_ message: Message, _ externalId: String, _ channel: ChannelNumber) {
    let (number, conversation, direction) = (message.id.number, message.conversation, message.direction)
    if let form = senderForm(of: message, on: channels[channel.number].network),
      messagesByExternalId.insert(
        hash(channel, sender: form, externalId), number,
        unless: { isMessage($0, channel, sender: form, externalId) }),
      case .identity(let sender?) = message.author
    {
      if conversations[conversation.number].firstSender == nil {
        conversations[conversation.number].firstSender = sender
      }
      if conversations[conversation.number].firstSender == sender { return }
    }
    _ = messagesByExternalId.insert(hash(conversation, direction, externalId), number) {
      isMessage($0, conversation, direction, externalId)
    }
  }

  /// Inbound: `new`, and somebody waits. Outbound: `pending`, and nobody does.
  private func take(_ message: Message, _ position: RunIndex.Position, _ change: Change) {
    let id = message.conversation
    noteActivity(in: id, at: max(message.content.at, change.at))
    switch message.author {
    case .agent:
      move(id, to: .pending)
      conversations[id.number].waitingSince = nil
    case .identity(let identity):
      move(id, to: .new)
      let at = message.content.at
      conversations[id.number].waitingSince = conversations[id.number].waitingSince.map { min($0, at) } ?? at
      if let identity, conversations[id.number].latestInbound.map({ $0.position < position }) ?? true {
        conversations[id.number].latestInbound = (position, identity)
      }
    }
  }

  // MARK: Notes

  func add(_ note: Note) {
    expect(note.id.number, isNext: notes.nextNumber)
    notes.append(note)
    let entry = RunIndex.Entry(
      at: note.createdAt.milliseconds, seq: note.seq, number: note.id.number, tag: Entry.noteTag)
    timelines.insert(entry, into: note.contact.number)
    noteTimelines.insert(entry, into: note.contact.number)
    contacts[note.contact.number].counts.notes += 1
    guard let conversation = note.conversation else { return }
    conversationTimelines.insert(entry, into: conversation.number)
    conversationNoteTimelines.insert(entry, into: conversation.number)
    conversations[conversation.number].notes += 1
  }

  func edit(_ id: NoteID, _ text: String, _ mentions: [AgentNumber], _ change: Change) {
    notes[id.number].text = text
    notes[id.number].mentions = mentions
    notes[id.number].edit = (change.by, agents[change.by.number].name, change.at)
    notes[id.number].version = change.seq
  }

  /// Removes a note. Its number stays taken.
  func remove(_ id: NoteID, _ change: Change) {
    notes[id.number].isRemoved = true
    removedNotes += 1
    notes[id.number].text = ""
    notes[id.number].mentions = []
    notes[id.number].version = change.seq
    let (contact, position) = (notes[id.number].contact, notes[id.number].position)
    timelines.remove(at: position, from: contact.number)
    noteTimelines.remove(at: position, from: contact.number)
    contacts[contact.number].counts.notes -= 1
    guard let conversation = notes[id.number].conversation else { return }
    conversationTimelines.remove(at: position, from: conversation.number)
    conversationNoteTimelines.remove(at: position, from: conversation.number)
    conversations[conversation.number].notes -= 1
  }

  /// The history of a conversation's contact on a channel, made where it is the first.
  private func with(_ channel: ChannelNumber, of id: ConversationID, _ body: (inout Contact.ChannelHistory) -> Void) {
    let contact = conversations[id.number].contact.number
    if let index = contacts[contact].channels.firstIndex(where: { $0.channel == channel }) {
      body(&contacts[contact].channels[index])
    } else {
      var history = Contact.ChannelHistory(channel: channel, latest: id)
      body(&history)
      contacts[contact].channels.append(history)
    }
  }
}
