import Tables

extension Book {
  /// Takes one change into the state. The only way that state moves.
  ///
  /// A change is made by a decision on this very state or read back from where such a one was kept; one that does not
  /// follow is a broken invariant, not bad input.
  public func apply(_ change: Change) {
    precondition(change.seq == seq + 1, "change \(change.seq) does not follow \(seq)")
    switch change.what {
    case .agentRegistered(let agent): register(agent)
    case .contactCreated(let id, let name, let identities, let labels):
      create(id, name, identities, labels, change)
    case .identityUpdated(let id, let identity, let profile): update(identity, of: id, profile, change)
    case .attributesChanged(let id, let setter, let edits): edit(id, setter, edits, change)
    case .vipPromoted(let id, let reason):
      contacts[id.number].vip = Vip(promotedBy: change.by, promotedAt: change.at, reason: reason)
      touch(id, change)
      add(.vipPromoted(reason: reason), to: id, change)
    case .validationChanged(let id, let validation):
      contacts[id.number].validation = validation
      touch(id, change)
    case .conversationOpened(let id, let contact, let channel): open(id, contact, channel, change)
    case .messageRecorded(let id, let conversation, let author, let toldHandle, let content):
      record(Message(id: id, conversation: conversation, author: author, content: content), toldHandle, change)
    case .noteAdded(let id, let contact, let conversation, let text, let authorName, let mentions):
      add(
        Note(
          id: id, contact: contact, conversation: conversation, text: text, author: change.by, authorName: authorName,
          createdAt: change.at, mentions: mentions, version: change.seq),
        change)
    }
    seq = change.seq
  }

  /// Moves a contact's version.
  private func touch(_ id: ContactID, _ change: Change) {
    contacts[id.number].version = change.seq
    contacts[id.number].updatedAt = change.at
  }

  private func register(_ agent: Agent) {
    agentsById.insert(hash(agent.id), agents.append(agent))
  }

  private func create(
    _ id: ContactID, _ name: String?, _ profiles: [Identity.Profile], _ labels: [String], _ change: Change
  ) {
    let identities = profiles.enumerated().map { index, profile in
      Identity(number: index + 1, profile: profile)
    }
    let contact = Contact(
      id: id, name: name, identities: identities, labels: labels, createdAt: change.at, updatedAt: change.at,
      version: change.seq)
    let number = contacts.append(contact)
    precondition(number == id.number, "contact \(id.number) is not the next one")
    timelines.appendRun()
    for identity in identities {
      let profile = identity.profile
      contactsByIdentity.insert(hash(profile.network, profile.externalId), number)
      if let handle = profile.handle {
        take(handle, on: profile.network, Handle.Holder(contact: id, identity: identity.number))
      }
    }
  }

  private func update(_ identity: Int, of id: ContactID, _ profile: Identity.Profile, _ change: Change) {
    guard let index = contacts[id.number].identities.firstIndex(where: { $0.number == identity }) else { return }
    let before = contacts[id.number].identities[index].profile.handle
    if !before.sameScalars(as: profile.handle) {
      let holder = Handle.Holder(contact: id, identity: identity)
      if let before { drop(before, on: profile.network, holder) }
      if let handle = profile.handle { take(handle, on: profile.network, holder) }
    }
    contacts[id.number].identities[index].profile = profile
    touch(id, change)
  }

  private func edit(_ id: ContactID, _ setter: AttributeValue.Setter, _ edits: [ValueEdit], _ change: Change) {
    for edit in edits {
      contacts[id.number].values.removeAll { $0.definition == edit.definition && $0.isInPlace(of: setter) }
      guard let content = edit.content else { continue }
      let value = AttributeValue(definition: edit.definition, content: content, setter: setter, setAt: change.at)
      let index = contacts[id.number].values.firstIndex { $0.definition > edit.definition }
      contacts[id.number].values.insert(value, at: index ?? contacts[id.number].values.count)
    }
    touch(id, change)
    // What a channel tells with every message is no news; what someone at the desk does is.
    guard case .agent = setter else { return }
    let keys = { (edits: [ValueEdit]) in
      edits.map { edit in self.definitions.first { $0.number == edit.definition }?.key ?? "" }
    }
    let what = Event.What.attributesChanged(
      set: keys(edits.filter { $0.content != nil }), cleared: keys(edits.filter { $0.content == nil }))
    add(what, to: id, change)
  }

  private func open(_ id: ConversationID, _ contact: ContactID, _ channel: ChannelNumber, _ change: Change) {
    let number = conversations.append(
      Conversation(
        id: id, contact: contact, channel: channel, status: .pending, waitingSince: nil, latestInbound: nil,
        version: change.seq))
    precondition(number == id.number, "conversation \(id.number) is not the next one")
    conversationTimelines.appendRun()
    contacts[contact.number].counts.conversations += 1
    contacts[contact.number].counts.open += 1
    with(channel, of: contact) { history in
      history.conversations.append(id)
      history.open += 1
    }
  }

  private func record(_ message: Message, _ toldHandle: Bool, _ change: Change) {
    let conversation = conversations[message.conversation.number]
    let contact = conversation.contact
    let number = messages.append(message)
    precondition(number == message.id.number, "message \(message.id.number) is not the next one")
    let entry = RunIndex.Entry(
      at: message.content.at.milliseconds, seq: change.seq, number: number, tag: Entry.messageTag)
    timelines.insert(entry, into: contact.number)
    conversationTimelines.insert(entry, into: conversation.id.number)
    if let externalId = message.content.externalId {
      messagesByExternalId.insert(hash(conversation.channel, externalId), number)
    }
    let wasResolved = conversation.status == .resolved
    contacts[contact.number].counts.messages += 1
    if wasResolved { contacts[contact.number].counts.open += 1 }
    with(conversation.channel, of: contact) { history in
      history.messages += 1
      if wasResolved { history.open += 1 }
    }
    move(conversation.id, for: message, entry.position, change)
    if case .identity(let identity?) = message.author {
      seen(identity, of: contact, entry.position, toldHandle, change)
    }
  }

  /// Inbound: `new`, and somebody waits. Outbound: `pending`, and nobody does.
  private func move(_ id: ConversationID, for message: Message, _ position: RunIndex.Position, _ change: Change) {
    conversations[id.number].version = change.seq
    switch message.author {
    case .agent:
      conversations[id.number].status = .pending
      conversations[id.number].waitingSince = nil
    case .identity(let identity):
      conversations[id.number].status = .new
      let at = message.content.at
      conversations[id.number].waitingSince = conversations[id.number].waitingSince.map { min($0, at) } ?? at
      if let identity, conversations[id.number].latestInbound.map({ $0.position < position }) ?? true {
        conversations[id.number].latestInbound = (position, identity)
      }
    }
  }

  /// An identity wrote.
  private func seen(
    _ identity: Int, of contact: ContactID, _ position: RunIndex.Position, _ toldHandle: Bool, _ change: Change
  ) {
    if contacts[contact.number].latestInbound.map({ $0.position < position }) ?? true {
      contacts[contact.number].latestInbound = (position, identity)
    }
    guard toldHandle, let profile = contacts[contact.number].identity(numbered: identity)?.profile,
      let handle = profile.handle
    else { return }
    take(handle, on: profile.network, Handle.Holder(contact: contact, identity: identity))
  }

  /// Somebody was seen with a handle: it is theirs now.
  private func take(_ handle: String, on network: Network, _ holder: Handle.Holder) {
    guard let number = handleNumber(network, handle) else {
      handlesByName.insert(
        hash(network, handle), handles.append(Handle(network: network, handle: handle, holders: [holder])))
      return
    }
    guard handles[number].holders.last != holder else { return }
    // Who is being made was never seen before: no need to look for them among the others.
    if holder.contact.number < contacts.count { handles[number].holders.removeAll { $0 == holder } }
    handles[number].holders.append(holder)
  }

  /// Somebody has another handle: the one before is that of who was seen with it last among the others.
  private func drop(_ handle: String, on network: Network, _ holder: Handle.Holder) {
    guard let number = handleNumber(network, handle) else { return }
    handles[number].holders.removeAll { $0 == holder }
  }

  private func add(_ note: Note, _ change: Change) {
    let number = notes.append(note)
    precondition(number == note.id.number, "note \(note.id.number) is not the next one")
    let entry = RunIndex.Entry(at: change.at.milliseconds, seq: change.seq, number: number, tag: Entry.noteTag)
    timelines.insert(entry, into: note.contact.number)
    if let conversation = note.conversation { conversationTimelines.insert(entry, into: conversation.number) }
    contacts[note.contact.number].counts.notes += 1
  }

  private func add(_ what: Event.What, to contact: ContactID, _ change: Change) {
    let name = agents[change.by.number].name
    let number = events.append(Event(contact: contact, by: change.by, byName: name, at: change.at, what: what))
    let entry = RunIndex.Entry(at: change.at.milliseconds, seq: change.seq, number: number, tag: Entry.eventTag)
    timelines.insert(entry, into: contact.number)
  }

  /// The history of a contact on a channel, made where it is the first.
  private func with(_ channel: ChannelNumber, of contact: ContactID, _ body: (inout Contact.ChannelHistory) -> Void) {
    if let index = contacts[contact.number].channels.firstIndex(where: { $0.channel == channel }) {
      body(&contacts[contact.number].channels[index])
    } else {
      var history = Contact.ChannelHistory(channel: channel)
      body(&history)
      contacts[contact.number].channels.append(history)
    }
  }
}
