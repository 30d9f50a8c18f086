import Tables

// What changes do to contacts, their identities and values.

extension Book {
  func create(
    _ id: ContactID, _ name: String?, _ profiles: [Identity.Profile], _ labels: [String], _ change: Change
  ) {
    expect(id.number, isNext: contacts.nextNumber)
    let identities = profiles.enumerated().map { Identity(number: $0 + 1, profile: $1) }
    contacts.append(
      Contact(
        id: id, name: name, identities: identities, identitiesMade: identities.count, labels: labels,
        createdAt: change.at, updatedAt: change.at,
        version: change.seq))
    timelines.appendRun()
    noteTimelines.appendRun()
    conversationsByContact.appendSet()
    for identity in identities { index(identity, of: id) }
    addToOrders(id)
  }

  func update(_ id: ContactID, _ details: Contact.Details, _ change: Change) {
    let fields = details.fieldsDiffering(from: contacts[id.number].details)
    contacts[id.number].isNameRemoved =
      details.name == nil && (contacts[id.number].name != nil || contacts[id.number].isNameRemoved)
    setName(of: id, to: details.name)
    contacts[id.number].labels = details.labels
    contacts[id.number].isBlocked = details.isBlocked
    touch(id, change)
    add(.contactUpdated(fields), to: id, change)
  }

  func promote(_ id: ContactID, _ reason: String?, _ change: Change) {
    contacts[id.number].vip = Vip(promotedBy: change.by, promotedAt: change.at, reason: reason)
    touch(id, change)
    add(.vipPromoted(reason: reason), to: id, change)
  }

  func demote(_ id: ContactID, _ change: Change) {
    contacts[id.number].vip = nil
    touch(id, change)
    add(.vipDemoted, to: id, change)
  }

  // MARK: Identities

  func add(_ number: Int, to id: ContactID, _ profile: Identity.Profile, _ change: Change) {
    expect(number, isNext: contacts[id.number].number(forAdding: profile))
    let identity = Identity(number: number, profile: profile)
    contacts[id.number].formerIdentities.remove(number)
    contacts[id.number].identitiesMade = max(contacts[id.number].identitiesMade, number)
    let place = contacts[id.number].identities.firstIndex { $0.number > number }
    contacts[id.number].identities.insert(identity, at: place ?? contacts[id.number].identities.count)
    index(identity, of: id)
    touch(id, change)
    add(.identityAdded(profile.network, externalId: profile.externalId), to: id, change)
  }

  func remove(_ number: Int, of id: ContactID, _ change: Change) {
    guard let index = contacts[id.number].identities.firstIndex(where: { $0.number == number }) else { return }
    let identity = contacts[id.number].identities.remove(at: index)
    contacts[id.number].formerIdentities.insert(identity)
    let profile = identity.profile
    contactsByIdentity.remove(hash(of: profile), id.number)
    if let handle = profile.handle { drop(handle, on: profile.network, Handle.Holder(contact: id, identity: number)) }
    dropValues(told: number, of: id)
    touch(id, change)
    add(.identityRemoved(profile.network, externalId: profile.externalId), to: id, change)
  }

  func update(_ number: Int, of id: ContactID, _ profile: Identity.Profile, _ change: Change) {
    guard let index = contacts[id.number].identities.firstIndex(where: { $0.number == number }) else { return }
    let before = contacts[id.number].identities[index].profile.handle
    let network = profile.network
    let forms = (before.map(network.comparisonForm(handle:)), profile.handle.map(network.comparisonForm(handle:)))
    if !forms.0.sameScalars(as: forms.1) {
      let holder = Handle.Holder(contact: id, identity: number)
      if let before { drop(before, on: profile.network, holder) }
      if let handle = profile.handle { take(handle, on: profile.network, holder) }
    }
    contacts[id.number].identities[index].profile = profile
    touch(id, change)
  }

  /// Makes an identity known by its id and by its handle.
  private func index(_ identity: Identity, of id: ContactID) {
    let profile = identity.profile
    contactsByIdentity.insert(hash(of: profile), id.number)
    guard let handle = profile.handle else { return }
    take(handle, on: profile.network, Handle.Holder(contact: id, identity: identity.number))
  }

  // MARK: Values

  func edit(_ id: ContactID, _ setter: AttributeValue.Setter, _ edits: [ValueEdit], _ change: Change) {
    dropValuesOfRemovedDefinitions(of: id)
    contacts[id.number].values.edit(edits, by: setter, at: change.at, counts: &valueCounts)
    touch(id, change)
    // What a channel tells with every message is no news; what someone at the desk does is.
    guard case .agent = setter else { return }
    let keys = { (edits: [ValueEdit]) in
      edits.map { edit in self.schema.key(number: edit.definition) }
    }
    let what = Event.What.attributesChanged(
      set: keys(edits.filter { $0.content != nil }), cleared: keys(edits.filter { $0.content == nil }))
    add(what, to: id, change)
  }

  private func dropValues(told identity: Int, of id: ContactID) {
    contacts[id.number].values.removeAll { value in
      guard value.isTold(of: identity) else { return false }
      valueCounts[value.definition - 1] -= 1
      return true
    }
  }

  /// Drops values that nobody sees any more. Each removal of a definition makes each contact look once, and no value is
  /// looked at again that is gone.
  private func dropValuesOfRemovedDefinitions(of id: ContactID) {
    guard contacts[id.number].definitionsRemoved != definitionsRemoved else { return }
    contacts[id.number].definitionsRemoved = definitionsRemoved
    contacts[id.number].values.removeAll { schema.place(number: $0.definition) == nil }
  }

  // MARK: Handles

  /// An identity wrote.
  func seen(
    _ identity: Int, of contact: ContactID, _ position: RunIndex.Position, _ toldHandle: Bool, _ change: Change
  ) {
    if contacts[contact.number].latestInbound.map({ $0.position < position }) ?? true {
      contacts[contact.number].latestInbound = (position, identity)
    }
    guard toldHandle, let profile = contacts[contact.number].identity(numbered: identity)?.profile,
      let handle = profile.handle
    else { return }
    take(handle, on: profile.network, Handle.Holder(contact: contact, identity: identity))
  }

  /// Somebody was seen with a handle: it is theirs now.
  private func take(_ handle: String, on network: Network, _ holder: Handle.Holder) {
    let form = network.comparisonForm(handle: handle)
    guard let number = handleNumber(network, form: form) else {
      handlesByName.insert(
        hash(network, form), handles.append(Handle(network: network, form: form, holders: Handle.Holders(holder))))
      return
    }
    handles[number].holders.take(holder)
  }

  /// Somebody has another handle: the one before is that of who was seen with it last among the others.
  private func drop(_ handle: String, on network: Network, _ holder: Handle.Holder) {
    guard let number = handleNumber(network, form: network.comparisonForm(handle: handle)) else { return }
    handles[number].holders.drop(holder)
  }

  private func hash(of profile: Identity.Profile) -> UInt64 {
    hash(profile.network, profile.form)
  }
}
