import Desk

/// A `Change` as bytes, and back.
///
///     at (signed, ms since 1970) · by (number of the agent) · tag (1 byte) · what the tag says, field by field
///
/// The `seq` is not written: changes lie one behind another, and whoever keeps them knows the first one's. Numbers,
/// texts and lists are those of `ByteWriter`; an optional value is a byte 0, or a byte 1 and the value; words of the
/// domain are `StableNumbers`. Of a channel and of a definition it is the number in the book, so the order of those
/// that every desk starts with belongs to this format too (`FormatTests` holds it).
///
/// What belongs to the change alone is written; what can be made from it (a profile's address by the network's
/// template, an event's text) is not.
enum ChangeCoding {
  /// The format of the changes in a file, told by its header. It moves when a change is written in another way or gets
  /// another meaning; a new case of `Change.What` moves it too, since an older program could not read it.
  static let format: UInt32 = 2

  /// The tags, for ever: a case that goes leaves a gap.
  enum Tag: UInt8, CaseIterable {
    case agentRegistered = 1
    case contactCreated = 2
    case identityUpdated = 3
    case identityAdded = 4
    case identityRemoved = 5
    case contactUpdated = 6
    case attributesChanged = 7
    case vipPromoted = 8
    case vipDemoted = 9
    case validationChanged = 10
    case conversationOpened = 11
    case statusChanged = 12
    case conversationAssigned = 13
    case messageRecorded = 14
    case noteAdded = 15
    case noteEdited = 16
    case noteRemoved = 17
    case attributeDefined = 18
    case definitionUpdated = 19
    case definitionsReordered = 20
    case definitionRemoved = 21
    case agentRenamed = 22
    case contactNamed = 23
  }
}

// MARK: - Writing

extension ByteWriter {
  /// Writes a change, its `seq` left out.
  mutating func change(_ change: Change) {
    signed(Int(change.at.milliseconds))
    number(change.by.number)
    switch change.what {
    case .agentRegistered, .agentRenamed, .attributeDefined, .definitionUpdated, .definitionsReordered,
      .definitionRemoved:
      desk(change.what)
    case .conversationOpened, .statusChanged, .conversationAssigned, .messageRecorded, .noteAdded, .noteEdited,
      .noteRemoved:
      conversation(change.what)
    default: contact(change.what)
    }
  }

  private mutating func tag(_ tag: ChangeCoding.Tag) { byte(tag.rawValue) }

  /// What happens to agents and definitions.
  private mutating func desk(_ what: Change.What) {
    switch what {
    case .agentRegistered(let agent):
      tag(.agentRegistered)
      text(agent.id)
      text(agent.name)
      word(agent.role)
    case .agentRenamed(let agent, let name):
      tag(.agentRenamed)
      number(agent.number)
      text(name)
    case .attributeDefined(let definition):
      tag(.attributeDefined)
      self.definition(definition)
    case .definitionUpdated(let definition):
      tag(.definitionUpdated)
      self.definition(definition)
    case .definitionsReordered(let numbers):
      tag(.definitionsReordered)
      self.numbers(numbers)
    case .definitionRemoved(let number):
      tag(.definitionRemoved)
      self.number(number)
    default: break
    }
  }

  /// What happens to contacts.
  private mutating func contact(_ what: Change.What) {
    switch what {
    case .contactCreated(let id, let name, let identities, let labels):
      tag(.contactCreated)
      number(id.number)
      text(name)
      number(identities.count)
      for identity in identities { profile(identity) }
      texts(labels)
    case .contactNamed(let id, let name):
      tag(.contactNamed)
      number(id.number)
      text(name)
    case .identityUpdated(let id, let identity, let profile):
      tag(.identityUpdated)
      number(id.number)
      number(identity)
      self.profile(profile)
    case .identityAdded(let id, let identity, let profile):
      tag(.identityAdded)
      number(id.number)
      number(identity)
      self.profile(profile)
    case .identityRemoved(let id, let identity):
      tag(.identityRemoved)
      number(id.number)
      number(identity)
    case .contactUpdated(let id, let details):
      tag(.contactUpdated)
      number(id.number)
      text(details.name)
      texts(details.labels)
      boolean(details.isBlocked)
    case .attributesChanged(let id, let setter, let edits):
      tag(.attributesChanged)
      number(id.number)
      self.setter(setter)
      number(edits.count)
      for edit in edits { self.edit(edit) }
    case .vipPromoted(let id, let reason):
      tag(.vipPromoted)
      number(id.number)
      text(reason)
    case .vipDemoted(let id):
      tag(.vipDemoted)
      number(id.number)
    case .validationChanged(let id, let validation):
      tag(.validationChanged)
      number(id.number)
      boolean(validation.isValidated)
      boolean(validation.lastLookupAt != nil)
      if let at = validation.lastLookupAt { signed(Int(at.milliseconds)) }
      byte(validation.lastLookupOk.map { $0 ? 2 : 1 } ?? 0)
      text(validation.crm)
    default: break
    }
  }

  /// What happens to conversations, messages and notes.
  private mutating func conversation(_ what: Change.What) {
    switch what {
    case .conversationOpened(let id, let contact, let channel, let topics, let isByHand):
      tag(.conversationOpened)
      number(id.number)
      number(contact.number)
      number(channel.number)
      texts(topics)
      boolean(isByHand)
    case .statusChanged(let id, let status):
      tag(.statusChanged)
      number(id.number)
      word(status)
    case .conversationAssigned(let id, let agent):
      tag(.conversationAssigned)
      number(id.number)
      // 0 is nobody: numbers of agents begin with 1.
      number(agent?.number ?? 0)
    case .messageRecorded(let id, let conversation, let author, let toldHandle, let content):
      tag(.messageRecorded)
      number(id.number)
      number(conversation.number)
      self.author(author)
      boolean(toldHandle)
      self.content(content)
    case .noteAdded(let id, let contact, let conversation, let text, let authorName, let mentions):
      tag(.noteAdded)
      number(id.number)
      number(contact.number)
      // 0 is none: numbers of conversations begin with 1.
      number(conversation?.number ?? 0)
      self.text(text)
      self.text(authorName)
      numbers(mentions.map(\.number))
    case .noteEdited(let id, let text, let mentions):
      tag(.noteEdited)
      number(id.number)
      self.text(text)
      numbers(mentions.map(\.number))
    case .noteRemoved(let id):
      tag(.noteRemoved)
      number(id.number)
    default: break
    }
  }

  // MARK: Parts

  private mutating func numbers(_ numbers: [Int]) {
    number(numbers.count)
    for value in numbers { number(value) }
  }

  private mutating func profile(_ profile: Identity.Profile) {
    word(profile.network)
    text(profile.externalId)
    text(profile.handle)
    text(profile.displayName)
    text(profile.pictureUrl)
    text(profile.givenProfileUrl)
  }

  private mutating func definition(_ definition: AttributeDefinition) {
    number(definition.number)
    text(definition.key)
    text(definition.label)
    word(definition.kind)
    word(definition.format)
    texts(definition.options)
    boolean(definition.isEnabled)
    boolean(definition.isLookup)
    boolean(definition.isCRMManaged)
    boolean(definition.isAgentEditable)
  }

  private mutating func setter(_ setter: AttributeValue.Setter) {
    switch setter {
    case .agent(let agent):
      byte(1)
      number(agent.number)
    case .channel(let channel, let identity):
      byte(2)
      number(channel.number)
      number(identity)
    }
  }

  private mutating func edit(_ edit: ValueEdit) {
    number(edit.definition)
    switch edit.content {
    case nil: byte(0)
    case .text(let text):
      byte(1)
      self.text(text)
    case .integer(let value):
      byte(2)
      signed(value)
    case .decimal(let value):
      byte(3)
      fixed(value.bitPattern)
    case .boolean(let value):
      byte(4)
      boolean(value)
    case .choices(let choices):
      byte(5)
      texts(choices)
    }
  }

  private mutating func author(_ author: Message.Author) {
    switch author {
    case .identity(let identity):
      byte(1)
      // 0 is none: numbers of identities begin with 1.
      number(identity ?? 0)
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
