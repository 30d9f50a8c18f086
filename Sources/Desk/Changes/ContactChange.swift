import Tables

/// What can happen to a contact.
public enum ContactChange: Sendable {
  /// The contact was made; the number is the next one. The identities have their numbers in order, from 1.
  case created(name: String?, identities: [Identity.Profile], labels: [String])
  /// The contact, who had no name, took the display name that a network gave.
  case named(String)
  /// Someone changed name, labels or blocked: all three.
  indirect case detailsChanged(Edit<Contact.Details>)
  /// Someone said who the contact is on a network; the number is the contact's next one, or the one that it had before
  /// it was taken away, as `former`.
  indirect case identityAdded(Int, Identity.Profile, former: Identity.Profile?)
  /// A network told something new of an identity.
  indirect case identityUpdated(Int, Edit<Identity.Profile>)
  /// Someone took an identity away, and with it the values that its network told: both as they were.
  indirect case identityRemoved(Int, Identity.Profile, values: [AttributeValue])
  /// Values were set or cleared.
  case attributesChanged(AttributeValue.Setter, [ValueEdit])
  /// The contact became a VIP.
  case vipPromoted(reason: String?)
  /// The contact is no VIP any more; so they were one.
  case vipDemoted(Vip)
}

/// What happens to one attribute of a contact.
public struct ValueEdit: Sendable {
  /// The definition's inner number.
  public let definition: Int
  /// The value that it takes the place of; nil where there was none.
  public let before: AttributeValue?
  /// The new value in its normal form; nil clears.
  public let content: AttributeContent?

  /// An edit.
  public init(definition: Int, before: AttributeValue?, content: AttributeContent?) {
    (self.definition, self.before, self.content) = (definition, before, content)
  }
}

extension Contact {
  /// What makes the team's details be these.
  public func detailsChange(to details: Details) -> Change.What {
    .contact(id, .detailsChanged(Edit(self.details, to: details)))
  }

  /// What says that the contact is this person on a network.
  public func identityAddition(_ profile: Identity.Profile) -> Change.What {
    let number = number(forAdding: profile)
    return .contact(id, .identityAdded(number, profile, former: formerIdentities[number]?.profile))
  }

  /// What makes the profile of an identity be this one; nil if there is no such identity.
  public func identityUpdate(_ number: Int, to profile: Identity.Profile) -> Change.What? {
    identity(numbered: number).map { .contact(id, .identityUpdated(number, Edit($0.profile, to: profile))) }
  }

  /// What adds to an identity what is newly told of it; nil if nothing of it is new, or if there is no such identity.
  public func identityUpdate(_ number: Int, with told: Identity.Profile) -> Change.What? {
    guard let present = identity(numbered: number)?.profile else { return nil }
    let updated = present.updated(with: told)
    return updated.isSame(as: present) ? nil : .contact(id, .identityUpdated(number, Edit(present, to: updated)))
  }

  /// What takes an identity away; nil if there is no such identity.
  public func identityRemoval(_ number: Int) -> Change.What? {
    identity(numbered: number).map { identity in
      .contact(id, .identityRemoved(number, identity.profile, values: values.filter { $0.isTold(of: number) }))
    }
  }

  /// What sets (or, nil, clears) values by the definitions' inner numbers.
  public func valuesChange(
    by setter: AttributeValue.Setter, _ edits: [(definition: Int, content: AttributeContent?)]
  ) -> Change.What {
    let edits = edits.map { edit in
      ValueEdit(definition: edit.definition, before: value(of: edit.definition, from: setter), content: edit.content)
    }
    return .contact(id, .attributesChanged(setter, edits))
  }

  /// What makes the contact a VIP.
  public func promotion(reason: String?) -> Change.What { .contact(id, .vipPromoted(reason: reason)) }

  /// What takes that back; nil of a contact who is none.
  public var demotion: Change.What? { vip.map { .contact(id, .vipDemoted($0)) } }
}

extension AttributeValue {
  /// Whether a network told the value of this identity of the contact.
  func isTold(of identity: Int) -> Bool {
    if case .channel(_, identity) = setter { true } else { false }
  }
}

extension Book {
  func accepts(_ change: ContactChange, of id: ContactID) -> Bool {
    switch change {
    case .created: id.number == contacts.nextNumber
    case .identityAdded(let number, let profile, former: _):
      contains(id) && number == contacts[id.number].number(forAdding: profile)
    case .identityUpdated(let number, _), .identityRemoved(let number, _, values: _):
      contains(id) && contacts[id.number].identity(numbered: number) != nil
    case .attributesChanged(let setter, let edits):
      contains(id) && knows(setter) && edits.allSatisfy { (1...definitionsMade).contains($0.definition) }
    case .named, .detailsChanged, .vipPromoted, .vipDemoted: contains(id)
    }
  }

  private func knows(_ setter: AttributeValue.Setter) -> Bool {
    switch setter {
    case .agent(let agent): knows(agent)
    case .channel(let channel, _): channels.contains(channel.number)
    case .crm(let lookup): contains(lookup)
    }
  }

  func apply(_ what: ContactChange, to id: ContactID, _ change: Change) {
    switch what {
    case .created(let name, let identities, let labels): create(id, name, identities, labels, change)
    case .named(let name):
      setName(of: id, to: name)
      touch(id, change)
    case .detailsChanged(let details): update(id, details.after, change)
    case .identityAdded(let number, let profile, former: _): add(number, to: id, profile, change)
    case .identityUpdated(let number, let profile): update(number, of: id, profile.after, change)
    case .identityRemoved(let number, _, values: _): remove(number, of: id, change)
    case .attributesChanged(let setter, let edits): edit(id, setter, edits, change)
    case .vipPromoted(let reason): promote(id, reason, change)
    case .vipDemoted: demote(id, change)
    }
  }
}
