import Tables

/// What can happen to a note.
public enum NoteChange: Sendable {
  /// It was written, on a conversation or on the contact; the number is the next one.
  case added(ConversationID?, Note.Body, authorName: String)
  /// It says something else now.
  case edited(Edit<Note.Body>)
  /// It is gone; this is what it said.
  case removed(Note.Body)
}

extension Note {
  /// What makes it say something else.
  public func edit(to body: Body) -> Change.What { .note(id, of: contact, .edited(Edit(self.body, to: body))) }

  /// What removes it.
  public var removal: Change.What { .note(id, of: contact, .removed(body)) }

  /// What it says.
  var body: Body { Body(text: text, mentions: mentions) }
}

extension Book {
  func accepts(_ change: NoteChange, of id: NoteID, about contact: ContactID) -> Bool {
    switch change {
    case .added(let conversation, let body, authorName: _):
      id.number == notes.nextNumber && contains(contact) && body.mentions.allSatisfy { knows($0) }
        && conversation.map { contains($0) && conversations[$0.number].contact == contact } ?? true
    case .edited(let body): isNote(id, about: contact) && body.after.mentions.allSatisfy { knows($0) }
    case .removed: isNote(id, about: contact)
    }
  }

  private func isNote(_ id: NoteID, about contact: ContactID) -> Bool {
    contains(id) && notes[id.number].contact == contact
  }

  func apply(_ what: NoteChange, to id: NoteID, about contact: ContactID, _ change: Change) {
    switch what {
    case .added(let conversation, let body, let authorName):
      add(
        Note(
          id: id, contact: contact, conversation: conversation, text: body.text, author: change.by,
          authorName: authorName, createdAt: change.at, mentions: body.mentions, seq: change.seq, version: change.seq))
    case .edited(let body): edit(id, body.after.text, body.after.mentions, change)
    case .removed: remove(id, change)
    }
  }
}
