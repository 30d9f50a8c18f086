import Desk

/// A change in words, with every text that it holds: for the list of what could not be saved.
struct ChangeText {
  /// What happened, to whom.
  private(set) var what = ""
  /// What was written, by name.
  private(set) var texts: [(name: String, text: String)] = []

  init(_ change: Change) {
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

  private mutating func add(_ name: String, _ text: String?) {
    if let text { texts.append((name, text)) }
  }

  private mutating func add(_ name: String, _ list: [String]) {
    for text in list { texts.append((name, text)) }
  }

  private mutating func desk(_ what: Change.What) {
    switch what {
    case .agentRegistered(let agent):
      self.what = "an agent became known, as \(agent.role.rawValue)"
      add("id", agent.id)
      add("name", agent.name)
    case .agentRenamed(let agent, let name):
      self.what = "agent \(agent.number) took another name"
      add("name", name)
    case .attributeDefined(let definition): self.definition("defined", definition)
    case .definitionUpdated(let definition): self.definition("changed", definition)
    case .definitionsReordered: self.what = "the attributes were reordered"
    case .definitionRemoved(let number): self.what = "attribute \(number) was removed"
    default: break
    }
  }

  private mutating func definition(_ verb: String, _ definition: AttributeDefinition) {
    what = "attribute \(definition.number) was \(verb), format \(definition.format.rawValue)"
    add("key", definition.key)
    add("label", definition.label)
    add("option", definition.options)
  }

  private mutating func contact(_ what: Change.What) {
    switch what {
    case .contactCreated(let id, let name, let profiles, let labels):
      self.what = "contact-\(id.number) was made"
      add("name", name)
      for profile in profiles { self.profile(profile) }
      add("label", labels)
    case .contactNamed(let id, let name):
      self.what = "contact-\(id.number) took the name that a network gave"
      add("name", name)
    case .identityUpdated(let id, let number, let profile):
      self.what = "a network told of contact-\(id.number), identity \(number)"
      self.profile(profile)
    case .identityAdded(let id, let number, let profile):
      self.what = "contact-\(id.number) got identity \(number)"
      self.profile(profile)
    case .identityRemoved(let id, let number): self.what = "contact-\(id.number) lost identity \(number)"
    case .contactUpdated(let id, let details):
      self.what = "contact-\(id.number) was edited\(details.isBlocked ? ", and is blocked" : "")"
      add("name", details.name)
      add("label", details.labels)
    case .attributesChanged(let id, _, let edits):
      self.what = "attributes of contact-\(id.number) were set or cleared"
      for edit in edits { add("attribute \(edit.definition)", Self.words(edit.content)) }
    case .vipPromoted(let id, let reason):
      self.what = "contact-\(id.number) became a VIP"
      add("reason", reason)
    case .vipDemoted(let id): self.what = "contact-\(id.number) is no VIP any more"
    case .validationChanged(let id, let validation):
      self.what = "the CRM was asked about contact-\(id.number): \(validation.isValidated ? "" : "not ")validated"
      add("crm", validation.crm)
    default: break
    }
  }

  private mutating func conversation(_ what: Change.What) {
    switch what {
    case .conversationOpened(let id, let contact, let channel, let topics, _):
      self.what = "conversation-\(id.number) with contact-\(contact.number) was opened on channel \(channel.number)"
      add("topic", topics)
    case .statusChanged(let id, let status): self.what = "conversation-\(id.number) became \(status.rawValue)"
    case .conversationAssigned(let id, let agent):
      self.what = "conversation-\(id.number) was given to \(agent.map { "agent \($0.number)" } ?? "nobody")"
    case .messageRecorded(_, let conversation, let author, _, let content):
      self.what = "a message in conversation-\(conversation.number)"
      if case .agent(_, let name) = author { add("from agent", name) }
      add("text", content.text)
      for file in content.attachments {
        add("attachment", file.url)
        add("type", file.mimeType)
        add("file name", file.name)
      }
      add("the network's id", content.externalId)
    case .noteAdded(let id, let contact, let conversation, let text, let name, _):
      let place = conversation.map { ", conversation-\($0.number)" } ?? ""
      self.what = "note-\(id.number) on contact-\(contact.number)\(place)"
      add("by", name)
      add("text", text)
    case .noteEdited(let id, let text, _):
      self.what = "note-\(id.number) was edited"
      add("text", text)
    case .noteRemoved(let id): self.what = "note-\(id.number) was removed"
    default: break
    }
  }

  private mutating func profile(_ profile: Identity.Profile) {
    add("network", profile.network.rawValue)
    add("id there", profile.externalId)
    add("handle", profile.handle)
    add("name there", profile.displayName)
    add("picture", profile.pictureUrl)
    add("profile", profile.givenProfileUrl)
  }

  private static func words(_ content: AttributeContent?) -> String {
    switch content {
    case nil: "(cleared)"
    case .text(let text): text
    case .integer(let value): "\(value)"
    case .decimal(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .choices(let choices): choices.joined(separator: ", ")
    }
  }
}
