import Desk

// What happens to a conversation, as bytes and in words.

extension ChangeCoding {
  /// The numbers of the cases. They never change: a case that goes leaves a gap.
  enum ConversationCase: UInt8, CaseIterable {
    /// channel · topics · by (0 a message · 1 an agent · 2 an imported message)
    case opened = 1
    /// status before · after · the assignee (0: nobody) · since when somebody waits
    case statusSet = 2
    /// agent before (0: nobody) · after
    case assigned = 3
    /// message · author · handle from the network · text · attachments · at · externalId
    case messageRecorded = 4
    /// message · author · text · attachments · at · externalId
    case messageImported = 5
  }
}

extension ByteWriter {
  mutating func change(_ change: ConversationChange) {
    switch change {
    case .opened(let channel, let topics, let opening):
      byte(ChangeCoding.ConversationCase.opened.rawValue)
      number(channel.number)
      texts(topics)
      word(opening)
    case .statusSet(let status, let assignee, let waitingSince):
      byte(ChangeCoding.ConversationCase.statusSet.rawValue)
      word(status.before)
      word(status.after)
      optionalNumber(assignee?.number)
      optionalTime(waitingSince)
    case .assigned(let agent):
      byte(ChangeCoding.ConversationCase.assigned.rawValue)
      optionalNumber(agent.before?.number)
      optionalNumber(agent.after?.number)
    case .messageRecorded(let message, let author, let toldHandle, let content):
      byte(ChangeCoding.ConversationCase.messageRecorded.rawValue)
      number(message.number)
      self.author(author)
      boolean(toldHandle)
      self.content(content)
    case .messageImported(let message, let author, let content):
      byte(ChangeCoding.ConversationCase.messageImported.rawValue)
      number(message.number)
      self.author(author)
      self.content(content)
    }
  }

  private mutating func author(_ author: Message.Author) {
    switch author {
    case .identity(let identity):
      byte(1)
      optionalNumber(identity)
    case .agent(let agent, let name):
      byte(2)
      number(agent.number)
      text(name)
    }
  }

  private mutating func content(_ content: Message.Content) {
    text(content.text)
    number(content.attachments.count)
    for file in content.attachments {
      text(file.url)
      text(file.mimeType)
      text(file.name)
    }
    signed(Int(content.at.milliseconds))
    text(content.externalId)
  }
}

extension ByteReader {
  mutating func conversationChange() throws(CodingError) -> ConversationChange {
    switch try tag(ChangeCoding.ConversationCase.self) {
    case .opened: .opened(ChannelNumber(try ordinal()), topics: try texts(), by: try word())
    case .statusSet:
      .statusSet(
        try edit { reader throws(CodingError) in try reader.word() },
        assignee: try optionalNumber().map(AgentNumber.init), waitingSince: try optionalTime())
    case .assigned:
      .assigned(
        try edit { reader throws(CodingError) in try reader.optionalNumber().map(AgentNumber.init) })
    case .messageRecorded:
      .messageRecorded(MessageID(try ordinal()), try author(), toldHandle: try boolean(), try content())
    case .messageImported: .messageImported(MessageID(try ordinal()), try author(), try content())
    }
  }

  private mutating func author() throws(CodingError) -> Message.Author {
    switch try byte() {
    case 1: return .identity(try optionalNumber())
    case 2: return .agent(AgentNumber(try ordinal()), name: try text())
    default: throw fault("who writes a message")
    }
  }

  private mutating func content() throws(CodingError) -> Message.Content {
    let text = try text()
    let attachments = try list { reader throws(CodingError) in
      Message.Attachment(url: try reader.text(), mimeType: try reader.optionalText(), name: try reader.optionalText())
    }
    return Message.Content(text: text, attachments: attachments, at: try time(), externalId: try optionalText())
  }
}

extension ChangeText {
  init(_ change: ConversationChange, to id: ConversationID, with contact: ContactID) {
    let name = "conversation-\(id.number)"
    switch change {
    case .opened(let channel, let topics, by: _):
      self.init("\(name) with contact-\(contact.number) was opened on channel \(channel.number)")
      add("topic", topics)
    case .statusSet(let status, assignee: _, waitingSince: _): self.init("\(name) became \(status.after.rawValue)")
    case .assigned(let agent):
      self.init("\(name) was given to \(agent.after.map { "agent \($0.number)" } ?? "nobody")")
    case .messageRecorded(_, let author, toldHandle: _, let content), .messageImported(_, let author, let content):
      self.init("a message in \(name)")
      if case .agent(_, let name) = author { add("from agent", name) }
      add("text", content.text)
      for file in content.attachments {
        add("attachment", file.url)
        add("type", file.mimeType)
        add("file name", file.name)
      }
      add("the network's id", content.externalId)
    }
  }
}
