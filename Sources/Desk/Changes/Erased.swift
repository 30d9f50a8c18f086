import Tables

/// A change that concerned a contact, with all that it said blanked: that it happened, when, by whom and to which
/// contact is still known, and which number it used up, so that those after it keep theirs.
///
/// What it made is there, and says nothing: a contact without a name, a conversation without topics; a message and a
/// note that are in no history.
public struct Erased: Sendable {
  /// The contact whom the change concerned.
  public let contact: ContactID
  /// What it made.
  public let made: Change.Made

  /// How many bytes a file holds in place of what was said.
  public let fill: Int

  /// A blanked change.
  public init(contact: ContactID, made: Change.Made, fill: Int = 0) {
    (self.contact, self.made, self.fill) = (contact, made, fill)
  }

  /// What is left of a change; nil of one that concerned no contact.
  public init?(_ what: Change.What) {
    guard let contact = what.contacts.first else { return nil }
    self.init(contact: contact, made: what.made)
  }
}

extension Change {
  /// What a change makes: the records whose numbers it uses up, those of the desk's configuration aside.
  public enum Made: Sendable {
    /// Nothing.
    case nothing
    /// The contact, with so many identities.
    case contact(identities: Int)
    /// An identity of the contact, with this number.
    case identity(Int)
    /// A conversation, on a channel.
    case conversation(ConversationID, ChannelNumber, Opening)
    /// A message of a conversation.
    case message(MessageID, ConversationID)
    /// A note.
    case note(NoteID)
    /// A look-up.
    case lookup(LookupID)
  }
}

extension Change.What {
  /// What it makes.
  public var made: Change.Made {
    switch self {
    case .contact(_, let change): change.made
    case .conversation(let id, of: _, let change): change.made(of: id)
    case .note(let id, of: _, let change): change.made(of: id)
    case .lookup(let id, of: _, .asked): .lookup(id)
    case .lookup(_, of: _, _): .nothing
    case .erased(let erased): erased.made
    case .agent, .schema, .team, .channel, .group, .settings: .nothing
    }
  }
}

extension ContactChange {
  fileprivate var made: Change.Made {
    switch self {
    case .created(name: _, let identities, labels: _): .contact(identities: identities.count)
    case .identityAdded(let number, _, former: _): .identity(number)
    case .named, .detailsChanged, .identityUpdated, .identityRemoved, .attributesChanged, .vipPromoted, .vipDemoted:
      .nothing
    }
  }
}

extension ConversationChange {
  fileprivate func made(of id: ConversationID) -> Change.Made {
    switch self {
    case .opened(let channel, topics: _, let opening): .conversation(id, channel, opening)
    case .messageRecorded(let message, _, toldHandle: _, _), .messageImported(let message, _, _): .message(message, id)
    case .statusSet, .assigned: .nothing
    }
  }
}

extension NoteChange {
  fileprivate func made(of id: NoteID) -> Change.Made {
    switch self {
    case .added: .note(id)
    case .edited, .removed: .nothing
    }
  }
}

extension Book {
  func accepts(_ erased: Erased) -> Bool {
    if case .contact(let identities) = erased.made {
      // More were never made: numbers of records have 32 bits.
      return erased.contact == nextContactID && identities <= UInt32.max
    }
    guard contains(erased.contact) else { return false }
    return switch erased.made {
    case .nothing, .contact: true
    case .identity(let number): number <= contacts[erased.contact.number].identitiesMade + 1
    case .conversation(let id, let channel, _): id == nextConversationID && channels.contains(channel.number)
    case .message(let id, let conversation): id == nextMessageID && contains(conversation)
    case .note(let id): id == nextNoteID
    case .lookup(let id): id == nextLookupID
    }
  }

  func apply(_ erased: Erased, _ change: Change) {
    switch erased.made {
    case .nothing: break
    case .contact(let identities):
      create(erased.contact, nil, [], [], change)
      contacts[erased.contact.number].identitiesMade = identities
    case .identity(let number):
      contacts[erased.contact.number].identitiesMade = max(contacts[erased.contact.number].identitiesMade, number)
    case .conversation(let id, let channel, let opening): open(id, erased.contact, channel, [], opening, change)
    case .message(let id, let conversation):
      let content = Message.Content(text: "", attachments: [], at: change.at, externalId: nil)
      messages.append(Message(id: id, conversation: conversation, author: .identity(nil), content: content))
    case .note(let id):
      notes.append(
        Note(
          id: id, contact: erased.contact, conversation: nil, text: "", author: change.by, authorName: "",
          createdAt: change.at, mentions: [], isRemoved: true, seq: change.seq, version: change.seq))
      removedNotes += 1
    case .lookup(let id): appendBlankLookup(id, about: erased.contact, change)
    }
  }
}
