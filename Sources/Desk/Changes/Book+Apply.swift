import Tables

extension Book {
  /// Whether a change follows this very state: its `seq` is the next one, what it names is there, what it makes gets
  /// the next number. What an edit says of before is not looked at.
  ///
  /// Ask it of changes that were kept somewhere: `apply` takes a change that does not follow for a fault of our own.
  public func accepts(_ change: Change) -> Bool {
    guard change.seq == seq + 1 else { return false }
    let isAuthorKnown =
      change.by == .desk ? !change.what.isSigned : knows(change.by) || change.recordsItsAuthor
    guard isAuthorKnown else { return false }
    switch change.what {
    case .agent(let number, let what): return accepts(what, of: number)
    case .contact(let id, let what): return accepts(what, of: id)
    case .conversation(let id, of: let contact, let what): return accepts(what, of: id, with: contact)
    case .note(let id, of: let contact, let what): return accepts(what, of: id, about: contact)
    case .schema(let what): return accepts(what)
    case .team(let number, let what): return accepts(what, of: number)
    case .channel(let number, let what): return accepts(what, of: number)
    case .group(let number, let what): return accepts(what, of: number)
    case .lookup(let id, of: let contact, let what): return accepts(what, of: id, about: contact)
    case .settings(let what): return accepts(what)
    case .erased(let erased): return accepts(erased)
    }
  }

  func knows(_ agent: AgentNumber) -> Bool { agents.contains(agent.number) }

  /// Takes one change into the state. The only way that state moves.
  ///
  /// A change is made by a decision on this very state or read back from where such a one was kept; one that does not
  /// follow is a broken invariant, not bad input.
  public func apply(_ change: Change) {
    precondition(change.seq == seq + 1, "change \(change.seq) does not follow \(seq)")
    switch change.what {
    case .agent(let number, let what): apply(what, to: number, change)
    case .contact(let id, let what): apply(what, to: id, change)
    case .conversation(let id, of: let contact, let what): apply(what, to: id, with: contact, change)
    case .note(let id, of: let contact, let what): apply(what, to: id, about: contact, change)
    case .schema(let what): apply(what, change)
    case .team(let number, let what): apply(what, to: number, change)
    case .channel(let number, let what): apply(what, to: number, change)
    case .group(let number, let what): apply(what, to: number, change)
    case .lookup(let id, of: let contact, let what): apply(what, to: id, about: contact, change)
    case .settings(let what): apply(what, change)
    case .erased(let erased): apply(erased, change)
    }
    requeue(after: change.what)
    rematch(after: change.what)
    reindex(after: change.what)
    seq = change.seq
    lastChangeAt = change.at
  }

  /// Moves a contact's version.
  func touch(_ id: ContactID, _ change: Change) {
    contacts[id.number].version = change.seq
    keptLastUpdated?.move(id.number, from: contacts[id.number].updatedAt, to: change.at)
    contacts[id.number].updatedAt = change.at
  }

  /// A record must get the number that its change says.
  func expect(_ number: Int, isNext next: Int) {
    precondition(number == next, "\(next) is not the next number, which is \(number)")
  }

  /// Adds an event to a history. The desk itself signs with no name. `part` tells the events of one change apart.
  func add(
    _ what: Event.What, to contact: ContactID, in conversation: ConversationID? = nil, part: Int = 0,
    _ change: Change
  ) {
    let name = change.by == .desk ? "" : agents[change.by.number].name
    let event = Event(
      contact: contact, conversation: conversation, by: change.by, byName: name, at: change.at, what: what)
    let entry = RunIndex.Entry(
      at: change.at.milliseconds, seq: change.seq, part: part, number: events.append(event), tag: Entry.eventTag)
    timelines.insert(entry, into: contact.number)
    if let conversation { conversationTimelines.insert(entry, into: conversation.number) }
  }
}
