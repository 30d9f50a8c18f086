import Desk

// What happens to a note, as bytes and in words.

extension ChangeCoding {
  /// The numbers of the cases. They never change: a case that goes leaves a gap.
  enum NoteCase: UInt8, CaseIterable {
    /// conversation (0: none) · body: text, mentions · the author's name
    case added = 1
    /// body before · after
    case edited = 2
    /// body
    case removed = 3
  }
}

extension ByteWriter {
  mutating func change(_ change: NoteChange) {
    switch change {
    case .added(let conversation, let body, let authorName):
      byte(ChangeCoding.NoteCase.added.rawValue)
      optionalNumber(conversation?.number)
      self.body(body)
      text(authorName)
    case .edited(let body):
      byte(ChangeCoding.NoteCase.edited.rawValue)
      self.body(body.before)
      self.body(body.after)
    case .removed(let body):
      byte(ChangeCoding.NoteCase.removed.rawValue)
      self.body(body)
    }
  }

  private mutating func body(_ body: Note.Body) {
    text(body.text)
    numbers(body.mentions.map(\.number))
  }
}

extension ByteReader {
  mutating func noteChange() throws(CodingError) -> NoteChange {
    switch try tag(ChangeCoding.NoteCase.self) {
    case .added: .added(try optionalNumber().map(ConversationID.init), try body(), authorName: try text())
    case .edited: .edited(try edit { reader throws(CodingError) in try reader.body() })
    case .removed: .removed(try body())
    }
  }

  private mutating func body() throws(CodingError) -> Note.Body {
    Note.Body(text: try text(), mentions: try ordinals().map(AgentNumber.init))
  }
}

extension ChangeText {
  init(_ change: NoteChange, to id: NoteID, about contact: ContactID) {
    switch change {
    case .added(let conversation, let body, let authorName):
      let place = conversation.map { ", conversation-\($0.number)" } ?? ""
      self.init("note-\(id.number) on contact-\(contact.number)\(place)")
      add("by", authorName)
      add("text", body.text)
    case .edited(let body):
      self.init("note-\(id.number) was edited")
      add("text", body.after.text)
    case .removed: self.init("note-\(id.number) was removed")
    }
  }
}
