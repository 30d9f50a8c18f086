import Desk

// Changes from bytes: the twin of ChangeCoding.swift, in the same order.

extension ByteReader {
  /// Reads one change; `seq` is the one that it has.
  mutating func change(seq: Int) throws(CodingError) -> Change {
    let at = try time()
    let by = AgentNumber(try ordinal())
    return Change(seq: seq, at: at, by: by, what: try what())
  }

  private mutating func what() throws(CodingError) -> Change.What {
    guard let tag = ChangeCoding.Tag(rawValue: try byte()) else { throw fault("a tag that this program knows") }
    switch tag {
    case .agentRegistered:
      return .agentRegistered(Agent(id: try text(), name: try text(), role: try word()))
    case .agentRenamed: return .agentRenamed(AgentNumber(try ordinal()), name: try text())
    case .attributeDefined: return .attributeDefined(try definition())
    case .definitionUpdated: return .definitionUpdated(try definition())
    case .definitionsReordered: return .definitionsReordered(try ordinals())
    case .definitionRemoved: return .definitionRemoved(try ordinal())
    case .conversationOpened, .statusChanged, .conversationAssigned, .messageRecorded: return try conversation(tag)
    case .noteAdded, .noteEdited, .noteRemoved: return try note(tag)
    default: return try contact(tag, ContactID(try ordinal()))
    }
  }

  private mutating func contact(_ tag: ChangeCoding.Tag, _ id: ContactID) throws(CodingError) -> Change.What {
    switch tag {
    case .contactCreated:
      let name = try optionalText()
      let identities = try list { reader throws(CodingError) in try reader.profile() }
      return .contactCreated(id, name: name, identities: identities, labels: try texts())
    case .contactNamed: return .contactNamed(id, name: try text())
    case .identityUpdated: return .identityUpdated(id, identity: try ordinal(), try profile())
    case .identityAdded: return .identityAdded(id, identity: try ordinal(), try profile())
    case .identityRemoved: return .identityRemoved(id, identity: try ordinal())
    case .contactUpdated:
      return .contactUpdated(
        id, Contact.Details(name: try optionalText(), labels: try texts(), isBlocked: try boolean()))
    case .attributesChanged:
      let setter = try setter()
      return .attributesChanged(id, setter, try list { reader throws(CodingError) in try reader.edit() })
    case .vipPromoted: return .vipPromoted(id, reason: try optionalText())
    case .vipDemoted: return .vipDemoted(id)
    case .validationChanged: return .validationChanged(id, try validation())
    default: throw fault("a tag of a contact's change")
    }
  }

  private mutating func conversation(_ tag: ChangeCoding.Tag) throws(CodingError) -> Change.What {
    switch tag {
    case .conversationOpened:
      return .conversationOpened(
        ConversationID(try ordinal()), ContactID(try ordinal()), ChannelNumber(try ordinal()), topics: try texts(),
        isByHand: try boolean())
    case .statusChanged: return .statusChanged(ConversationID(try ordinal()), try word())
    case .conversationAssigned:
      let id = ConversationID(try ordinal())
      let agent = try number()
      return .conversationAssigned(id, agent == 0 ? nil : AgentNumber(agent))
    case .messageRecorded:
      return .messageRecorded(
        MessageID(try ordinal()), ConversationID(try ordinal()), try author(), toldHandle: try boolean(), try content())
    default: throw fault("a tag of a conversation's change")
    }
  }

  private mutating func note(_ tag: ChangeCoding.Tag) throws(CodingError) -> Change.What {
    let id = NoteID(try ordinal())
    switch tag {
    case .noteAdded:
      let contact = ContactID(try ordinal())
      let conversation = try number()
      return .noteAdded(
        id, contact, conversation == 0 ? nil : ConversationID(conversation), text: try text(), authorName: try text(),
        mentions: try agents())
    case .noteEdited: return .noteEdited(id, text: try text(), mentions: try agents())
    case .noteRemoved: return .noteRemoved(id)
    default: throw fault("a tag of a note's change")
    }
  }

  // MARK: Parts

  /// A time that the desk can hold: others would come back as another one.
  private mutating func time() throws(CodingError) -> Timestamp {
    let milliseconds = Int64(try signed())
    let time = Timestamp(milliseconds: milliseconds)
    guard time.milliseconds == milliseconds else { throw fault("a time in the years 0000 to 9999") }
    return time
  }

  private mutating func ordinals() throws(CodingError) -> [Int] {
    try list { reader throws(CodingError) in try reader.ordinal() }
  }

  private mutating func agents() throws(CodingError) -> [AgentNumber] {
    try list { reader throws(CodingError) in AgentNumber(try reader.ordinal()) }
  }

  private mutating func profile() throws(CodingError) -> Identity.Profile {
    Identity.Profile(
      network: try word(), externalId: try text(), handle: try optionalText(), displayName: try optionalText(),
      pictureUrl: try optionalText(), givenProfileUrl: try optionalText())
  }

  private mutating func definition() throws(CodingError) -> AttributeDefinition {
    AttributeDefinition(
      number: try ordinal(), key: try text(), label: try text(), kind: try word(), format: try word(),
      options: try texts(), isEnabled: try boolean(), isLookup: try boolean(), isCRMManaged: try boolean(),
      isAgentEditable: try boolean())
  }

  private mutating func setter() throws(CodingError) -> AttributeValue.Setter {
    switch try byte() {
    case 1: return .agent(AgentNumber(try ordinal()))
    case 2: return .channel(ChannelNumber(try ordinal()), identity: try ordinal())
    default: throw fault("who sets values")
    }
  }

  private mutating func edit() throws(CodingError) -> ValueEdit {
    ValueEdit(definition: try ordinal(), content: try value())
  }

  private mutating func value() throws(CodingError) -> AttributeContent? {
    switch try byte() {
    case 0: return nil
    case 1: return .text(try text())
    case 2: return .integer(try signed())
    case 3:
      let value = Double(bitPattern: try fixed(UInt64.self))
      guard value.isFinite else { throw fault("a finite number") }
      return .decimal(value)
    case 4: return .boolean(try boolean())
    case 5: return .choices(try texts())
    default: throw fault("the kind of a value")
    }
  }

  private mutating func validation() throws(CodingError) -> Validation {
    var validation = Validation()
    validation.isValidated = try boolean()
    validation.lastLookupAt = try boolean() ? try time() : nil
    switch try byte() {
    case 0: break
    case 1: validation.lastLookupOk = false
    case 2: validation.lastLookupOk = true
    default: throw fault("0, 1 or 2")
    }
    validation.crm = try optionalText()
    return validation
  }

  private mutating func author() throws(CodingError) -> Message.Author {
    switch try byte() {
    case 1:
      let identity = try number()
      return .identity(identity == 0 ? nil : identity)
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
