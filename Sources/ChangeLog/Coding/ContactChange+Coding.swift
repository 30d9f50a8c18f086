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
      self.values(values)
    case .attributesChanged(let setter, let edits):
      self.setter(setter)
      self.edits(edits)
    case .vipPromoted(let reason): text(reason)
    case .vipDemoted(let vip):
      number(vip.promotedBy.number)
      signed(Int(vip.promotedAt.milliseconds))
      text(vip.reason)
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
    case .crm(let lookup):
      byte(3)
      number(lookup.number)
    }
  }

  mutating func values(_ values: [AttributeValue]) {
    number(values.count)
    for value in values { self.value(value) }
  }

  mutating func edits(_ edits: [ValueEdit]) {
    number(edits.count)
    for edit in edits { self.edit(edit) }
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
      .identityRemoved(try ordinal(), try profile(), values: try values())
    case .attributesChanged:
      .attributesChanged(try setter(), try edits())
    case .vipPromoted: .vipPromoted(reason: try optionalText())
    case .vipDemoted:
      .vipDemoted(Vip(promotedBy: AgentNumber(try ordinal()), promotedAt: try time(), reason: try optionalText()))
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
    case 3: return .crm(LookupID(try ordinal()))
    default: throw fault("who sets values")
    }
  }

  mutating func values() throws(CodingError) -> [AttributeValue] {
    try list { reader throws(CodingError) in try reader.value() }
  }

  mutating func edits() throws(CodingError) -> [ValueEdit] {
    try list { reader throws(CodingError) in try reader.valueEdit() }
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

  static func words(_ content: AttributeContent?) -> String {
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
