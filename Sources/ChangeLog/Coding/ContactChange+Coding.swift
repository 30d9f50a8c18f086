import Desk

// What happens to a contact, as bytes and in words.

extension ChangeCoding {
  /// The numbers of the cases. They never change: a case that goes leaves a gap.
  enum ContactCase: UInt8, CaseIterable {
    /// name · profiles · labels
    case created = 1
    /// name
    case named = 2
    /// details before · after: name, labels, blocked
    case detailsChanged = 3
    /// number · profile · former profile: network, externalId, handle, displayName, pictureUrl, profileUrl as given
    case identityAdded = 4
    /// number · profile before · after
    case identityUpdated = 5
    /// number · profile · values from its network
    case identityRemoved = 6
    /// setter · edits: definition, value before, content
    case attributesChanged = 7
    /// reason
    case vipPromoted = 8
    /// by · at · reason
    case vipDemoted = 9
    /// validation before · after: validated, asked at, answered (0: not asked, 1: no, 2: yes), connector
    case validationChanged = 10
  }
}

// MARK: - Writing

extension ByteWriter {
  mutating func change(_ change: ContactChange) {
    byte(ChangeCoding.ContactCase(change).rawValue)
    switch change {
    case .created(let name, let identities, let labels):
      text(name)
      number(identities.count)
      for identity in identities { profile(identity) }
      texts(labels)
    case .named(let name): text(name)
    case .detailsChanged(let details):
      self.details(details.before)
      self.details(details.after)
    case .identityAdded(let number, let profile, let former):
      self.number(number)
      self.profile(profile)
      boolean(former != nil)
      if let former { self.profile(former) }
    case .identityUpdated(let number, let profile):
      self.number(number)
      self.profile(profile.before)
      self.profile(profile.after)
    case .identityRemoved(let number, let profile, let values):
      self.number(number)
      self.profile(profile)
      self.number(values.count)
      for value in values { self.value(value) }
    case .attributesChanged(let setter, let edits):
      self.setter(setter)
      number(edits.count)
      for edit in edits { self.edit(edit) }
    case .vipPromoted(let reason): text(reason)
    case .vipDemoted(let vip):
      number(vip.promotedBy.number)
      signed(Int(vip.promotedAt.milliseconds))
      text(vip.reason)
    case .validationChanged(let validation):
      self.validation(validation.before)
      self.validation(validation.after)
    }
  }

  private mutating func details(_ details: Contact.Details) {
    text(details.name)
    texts(details.labels)
    boolean(details.isBlocked)
  }

  private mutating func profile(_ profile: Identity.Profile) {
    word(profile.network)
    text(profile.externalId)
    text(profile.handle)
    text(profile.displayName)
    text(profile.pictureUrl)
    text(profile.givenProfileUrl)
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

  private mutating func value(_ value: AttributeValue) {
    number(value.definition)
    attributeContent(value.content)
    setter(value.setter)
    signed(Int(value.setAt.milliseconds))
  }

  /// The definition of the value before is that of the edit.
  private mutating func edit(_ edit: ValueEdit) {
    number(edit.definition)
    attributeContent(edit.before?.content)
    if let before = edit.before {
      setter(before.setter)
      signed(Int(before.setAt.milliseconds))
    }
    attributeContent(edit.content)
  }

  /// A value of an attribute, or 0 for none.
  mutating func attributeContent(_ content: AttributeContent?) {
    switch content {
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

  private mutating func validation(_ validation: Validation) {
    boolean(validation.isValidated)
    optionalTime(validation.lastLookupAt)
    byte(validation.lastLookupOk.map { $0 ? 2 : 1 } ?? 0)
    text(validation.crm)
  }
}

extension ChangeCoding.ContactCase {
  fileprivate init(_ change: ContactChange) {
    switch change {
    case .created: self = .created
    case .named: self = .named
    case .detailsChanged: self = .detailsChanged
    case .identityAdded: self = .identityAdded
    case .identityUpdated: self = .identityUpdated
    case .identityRemoved: self = .identityRemoved
    case .attributesChanged: self = .attributesChanged
    case .vipPromoted: self = .vipPromoted
    case .vipDemoted: self = .vipDemoted
    case .validationChanged: self = .validationChanged
    }
  }
}

// MARK: - Reading

extension ByteReader {
  mutating func contactChange() throws(CodingError) -> ContactChange {
    switch try tag(ChangeCoding.ContactCase.self) {
    case .created:
      .created(
        name: try optionalText(), identities: try list { reader throws(CodingError) in try reader.profile() },
        labels: try texts())
    case .named: .named(try text())
    case .detailsChanged: .detailsChanged(try edit { reader throws(CodingError) in try reader.details() })
    case .identityAdded: .identityAdded(try ordinal(), try profile(), former: try boolean() ? try profile() : nil)
    case .identityUpdated:
      .identityUpdated(try ordinal(), try edit { reader throws(CodingError) in try reader.profile() })
    case .identityRemoved:
      .identityRemoved(
        try ordinal(), try profile(), values: try list { reader throws(CodingError) in try reader.value() })
    case .attributesChanged:
      .attributesChanged(try setter(), try list { reader throws(CodingError) in try reader.valueEdit() })
    case .vipPromoted: .vipPromoted(reason: try optionalText())
    case .vipDemoted:
      .vipDemoted(Vip(promotedBy: AgentNumber(try ordinal()), promotedAt: try time(), reason: try optionalText()))
    case .validationChanged: .validationChanged(try edit { reader throws(CodingError) in try reader.validation() })
    }
  }

  private mutating func details() throws(CodingError) -> Contact.Details {
    Contact.Details(name: try optionalText(), labels: try texts(), isBlocked: try boolean())
  }

  private mutating func profile() throws(CodingError) -> Identity.Profile {
    Identity.Profile(
      network: try word(), externalId: try text(), handle: try optionalText(), displayName: try optionalText(),
      pictureUrl: try optionalText(), givenProfileUrl: try optionalText())
  }

  private mutating func setter() throws(CodingError) -> AttributeValue.Setter {
    switch try byte() {
    case 1: return .agent(AgentNumber(try ordinal()))
    case 2: return .channel(ChannelNumber(try ordinal()), identity: try ordinal())
    default: throw fault("who sets values")
    }
  }

  private mutating func value() throws(CodingError) -> AttributeValue {
    let definition = try ordinal()
    guard let content = try attributeContent() else { throw fault("the kind of a value") }
    return try value(definition, content)
  }

  private mutating func value(
    _ definition: Int, _ content: AttributeContent
  ) throws(CodingError) -> AttributeValue {
    AttributeValue(definition: definition, content: content, setter: try setter(), setAt: try time())
  }

  private mutating func valueEdit() throws(CodingError) -> ValueEdit {
    let definition = try ordinal()
    var before: AttributeValue?
    if let content = try attributeContent() { before = try value(definition, content) }
    return ValueEdit(definition: definition, before: before, content: try attributeContent())
  }

  /// A value of an attribute; nil for 0.
  mutating func attributeContent() throws(CodingError) -> AttributeContent? {
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
    validation.lastLookupAt = try optionalTime()
    switch try byte() {
    case 0: break
    case 1: validation.lastLookupOk = false
    case 2: validation.lastLookupOk = true
    default: throw fault("0, 1 or 2")
    }
    validation.crm = try optionalText()
    return validation
  }
}

// MARK: - Words

extension ChangeText {
  init(_ change: ContactChange, to id: ContactID) {
    let contact = "contact-\(id.number)"
    switch change {
    case .created(let name, let identities, let labels):
      self.init("\(contact) was made")
      add("name", name)
      for profile in identities { add(profile) }
      add("label", labels)
    case .named(let name):
      self.init("\(contact) took the name that a network gave")
      add("name", name)
    case .detailsChanged(let details):
      self.init("\(contact) was edited\(details.after.isBlocked ? ", and is blocked" : "")")
      add("name", details.after.name)
      add("label", details.after.labels)
    case .identityAdded(let number, let profile, former: _):
      self.init("\(contact) got identity \(number)")
      add(profile)
    case .identityUpdated(let number, let profile):
      self.init("a network told of \(contact), identity \(number)")
      add(profile.after)
    case .identityRemoved(let number, _, values: _): self.init("\(contact) lost identity \(number)")
    case .attributesChanged(_, let edits):
      self.init("attributes of \(contact) were set or cleared")
      for edit in edits { add("attribute \(edit.definition)", Self.words(edit.content)) }
    case .vipPromoted(let reason):
      self.init("\(contact) became a VIP")
      add("reason", reason)
    case .vipDemoted: self.init("\(contact) is no VIP any more")
    case .validationChanged(let validation):
      self.init("the CRM was asked about \(contact): \(validation.after.isValidated ? "" : "not ")validated")
      add("crm", validation.after.crm)
    }
  }

  private mutating func add(_ profile: Identity.Profile) {
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
