import Tables

/// What can happen to a look-up of a contact in the CRM.
public enum LookupChange: Sendable {
  /// The CRM is asked with these values; the number is the next one. An earlier look-up of the contact that has come to
  /// no end is replaced.
  case asked(crm: String, [Lookup.Value])
  /// The CRM knows nobody like that, or several.
  case notMatched
  /// The CRM could not answer.
  case failed(reason: String)
  /// The CRM knows this customer.
  indirect case matched(Lookup.Match)
  /// The customer is the contact: what the CRM knows are the contact's values from now on, all of them. Gone is what
  /// the CRM said before and does not say any more, and whatever others said of attributes that the CRM keeps.
  indirect case confirmed(before: Validation.Mark, set: [ValueEdit], cleared: [AttributeValue])
  /// The customer is not the contact.
  case rejected
}

extension Book {
  /// The look-up with this id, which must be there: ask `contains` first of ids from outside.
  public subscript(id: LookupID) -> Lookup { _read { yield lookups[id.number] } }
  /// Whether there is such a look-up.
  public func contains(_ id: LookupID) -> Bool { lookups.contains(id.number) }
  /// The id of the next look-up.
  public var nextLookupID: LookupID { LookupID(lookups.nextNumber) }

  /// How many look-ups stand so, of the latest of each contact.
  public func lookupCount(_ state: Lookup.State.Name) -> Int { latestLookupsByState.count(state.setNumber) }

  /// The last one that failed, of the latest of each contact.
  public var lastFailedLookup: LookupID? {
    var found: LookupID?
    latestLookups(in: .failed, of: nil, before: nil) { id in
      found = id
      return false
    }
    return found
  }

  /// Calls `body` with the latest look-up of each contact, newest first, from the first before `id` on (nil: from the
  /// newest of all), until it says false: with all, or with those that stand so, or with that of a contact.
  public func latestLookups(
    in state: Lookup.State.Name?, of contact: ContactID?, before id: LookupID?, _ body: (LookupID) -> Bool
  ) {
    if let contact {
      guard let latest = contacts[contact.number].latestLookup, id.map({ latest.number < $0.number }) ?? true,
        state.map({ lookups[latest.number].state.name == $0 }) ?? true
      else { return }
      _ = body(latest)
    } else if let state {
      latestLookupsByState.backward(state.setNumber, before: id?.number) { body(LookupID($0)) }
    } else {
      latestLookups.backward(before: id?.number) { body(LookupID($0)) }
    }
  }

  /// What asks the CRM about a contact.
  ///
  /// It is asked with the values of the lookup attributes that people and networks gave; what the CRM itself said
  /// counts only where there is nothing else. So an agent can correct a wrong customer number although the CRM's value
  /// covers it on the card.
  public func lookup(of contact: ContactID, by connector: Connector) -> Change.What {
    lookup(of: contact, by: connector, with: request(of: contact, by: connector))
  }

  /// The same, with values that `request` said.
  public func lookup(of contact: ContactID, by connector: Connector, with request: [Lookup.Value]) -> Change.What {
    .lookup(nextLookupID, of: contact, .asked(crm: connector.name, request))
  }

  /// The values that the CRM is asked with, in the order in which it looks at them.
  public func request(of contact: ContactID, by connector: Connector) -> [Lookup.Value] {
    attributesAsked(by: connector).compactMap { definition in
      guard let place = schema.place(number: definition), schema.inOrder[place].isEnabled else { return nil }
      return asked(of: contact, definition).map { Lookup.Value(definition: definition, content: $0) }
    }
  }

  /// The attributes whose values the CRM is asked with, in the order in which it looks at them: those that the
  /// connector names, else the lookup attributes in the admin's order.
  public func attributesAsked(by connector: Connector) -> [Int] {
    connector.matchOn ?? definitions.filter(\.isLookup).map(\.number)
  }

  /// The value of a contact that the CRM is asked with.
  private func asked(of contact: ContactID, _ definition: Int) -> AttributeContent? {
    let shown = shownIdentity(of: contact)
    let index =
      contacts[contact.number].effectiveIndex(of: definition, shown: shown, below: .crm)
      ?? contacts[contact.number].effectiveIndex(of: definition, shown: shown)
    return index.map { contacts[contact.number].values[$0].content }
  }

  /// The number of the identity that the contact's card shows.
  private func shownIdentity(of contact: ContactID) -> Int? {
    contacts[contact.number].numberShown
  }

  /// The contacts to look up after these changes, which are in the book, where the connector asks without a call: those
  /// who were made, and those of whom values moved that it is asked with, unless it was asked with the same ones last.
  public func contactsToLookUp(after changes: [Change.What]) -> [ContactID] {
    guard let connector, connector.isAutomatic else { return [] }
    let asked = attributesAsked(by: connector)
    var found: [ContactID] = []
    for change in changes {
      guard let (id, isAskedFirst) = change.canMove(oneOf: asked), !found.contains(id) else { continue }
      let latest = contacts[id.number].latestLookup
      let isDue = latest.map { !isSame(lookups[$0.number].request, request(of: id, by: connector)) } ?? isAskedFirst
      if isDue { found.append(id) }
    }
    return found
  }

  /// Whether `contactsToLookUp` may name somebody after these changes.
  public func mayLookUp(after changes: [Change.What]) -> Bool {
    guard let connector, connector.isAutomatic else { return false }
    let asked = attributesAsked(by: connector)
    return changes.contains { $0.canMove(oneOf: asked) != nil }
  }

  private func isSame(_ request: [Lookup.Value], _ other: [Lookup.Value]) -> Bool {
    request.elementsEqual(other) { $0.definition == $1.definition && $0.content.isSame(as: $1.content) }
  }

  /// A customer whom the CRM knows, as it answers a look-up of a contact.
  public func match(
    of contact: ContactID, customerId: String, _ values: [Lookup.Value], ignored: [Lookup.Ignored]
  ) -> Lookup.Match {
    Lookup.Match(
      customerId: customerId, values: values, ignored: ignored, differences: differences(of: contact, values))
  }

  /// What a contact's card would show instead, if the CRM's values were these. A card shows no disabled attributes, and
  /// confirming leaves their values alone.
  private func differences(of contact: ContactID, _ values: [Lookup.Value]) -> [Lookup.Difference] {
    let shown = shownIdentity(of: contact)
    return definitions.compactMap { definition in
      guard definition.isEnabled else { return nil }
      let from = contacts[contact.number].effectiveIndex(of: definition.number, shown: shown)
        .map { contacts[contact.number].values[$0].content }
      let to: AttributeContent?
      if let value = values.first(where: { $0.definition == definition.number }) {
        to = value.content
      } else if definition.isCRMManaged {
        to = nil
      } else {
        to = contacts[contact.number].effectiveIndex(of: definition.number, shown: shown, below: .crm)
          .map { contacts[contact.number].values[$0].content }
      }
      return Self.isSame(from, to) ? nil : Lookup.Difference(definition: definition.number, from: from, to: to)
    }
  }

  private static func isSame(_ content: AttributeContent?, _ other: AttributeContent?) -> Bool {
    if let content, let other { content.isSame(as: other) } else { content == nil && other == nil }
  }

  /// The first attribute whose value has moved since the CRM was asked: one that it was asked with; or, once a customer
  /// is proposed, one that the card would show otherwise, then or now. Nil if none has. An attribute that was removed
  /// has moved.
  public func valueMovedSince(_ id: LookupID) -> Int? {
    let contact = lookups[id.number].contact
    for value in lookups[id.number].request {
      guard schema.place(number: value.definition) != nil, let now = asked(of: contact, value.definition),
        now.isSame(as: value.content)
      else { return value.definition }
    }
    guard let match = lookups[id.number].match else { return nil }
    // So a confirmation changes what was proposed, and nothing else.
    let now = differences(of: contact, match.values)
    for difference in match.differences {
      let same = now.first { $0.definition == difference.definition }
      guard let same, Self.isSame(same.from, difference.from), Self.isSame(same.to, difference.to) else {
        return difference.definition
      }
    }
    return now.first { new in !match.differences.contains { $0.definition == new.definition } }?.definition
  }

  /// What says that a proposed customer is the contact; nil if none is proposed.
  public func confirmation(of id: LookupID) -> Change.What? {
    guard case .proposed(let match) = lookups[id.number].state else { return nil }
    return confirmation(of: id, lookups[id.number].contact, match)
  }

  /// What says that this customer, whom a look-up of the contact found, is the contact.
  public func confirmation(of id: LookupID, _ contact: ContactID, _ match: Lookup.Match) -> Change.What {
    let contact = contacts[contact.number]
    let known = Set(match.values.map(\.definition))
    let enabled = Set(definitions.filter(\.isEnabled).map(\.number))
    let set = match.values.filter { enabled.contains($0.definition) }.map { value in
      ValueEdit(
        definition: value.definition, before: contact.value(of: value.definition, from: .crm(id)),
        content: value.content)
    }
    let cleared = contact.values.filter { value in
      guard let place = schema.place(number: value.definition), enabled.contains(value.definition),
        !known.contains(value.definition)
      else { return false }
      return value.source == .crm || schema.inOrder[place].isCRMManaged
    }
    return .lookup(id, of: contact.id, .confirmed(before: contact.validation.mark, set: set, cleared: cleared))
  }
}

extension Change.What {
  /// The contact of whom it can move a value of one of these attributes that is not the CRM's, and whether the CRM is
  /// asked about the contact though it never was: where a contact is made, or a value set or cleared.
  fileprivate func canMove(oneOf definitions: [Int]) -> (ContactID, isAskedFirst: Bool)? {
    switch self {
    case .contact(let id, .created): (id, true)
    case .contact(let id, .attributesChanged(_, let edits)):
      edits.contains { definitions.contains($0.definition) } ? (id, true) : nil
    case .contact(let id, .identityRemoved(_, _, let values)):
      (id, values.contains { definitions.contains($0.definition) })
    // Another identity may be shown from now on, and what its network told counts.
    case .contact(let id, .identityAdded), .contact(let id, .identityUpdated),
      .conversation(_, of: let id, .messageRecorded):
      (id, false)
    case .contact(_, .named), .contact(_, .detailsChanged), .contact(_, .vipPromoted), .contact(_, .vipDemoted),
      .agent, .conversation, .note, .schema, .team, .channel, .group, .lookup, .settings, .erased:
      nil
    }
  }
}

extension Book {
  func accepts(_ change: LookupChange, of id: LookupID, about contact: ContactID) -> Bool {
    switch change {
    case .asked(crm: _, let values):
      id == nextLookupID && contains(contact) && values.allSatisfy { isDefinition($0.definition) }
    case .notMatched, .failed: state(of: id, about: contact) == .asked
    case .matched(let match):
      state(of: id, about: contact) == .asked && match.values.allSatisfy { isDefinition($0.definition) }
        && match.differences.allSatisfy { isDefinition($0.definition) }
    case .confirmed(before: _, let set, let cleared):
      state(of: id, about: contact) == .proposed && set.allSatisfy { isDefinition($0.definition) }
        && cleared.allSatisfy { isDefinition($0.definition) }
    case .rejected: state(of: id, about: contact) == .proposed
    }
  }

  private func isDefinition(_ number: Int) -> Bool { (1...definitionsMade).contains(number) }

  private func state(of id: LookupID, about contact: ContactID) -> Lookup.State.Name? {
    contains(id) && lookups[id.number].contact == contact ? lookups[id.number].state.name : nil
  }

  func apply(_ what: LookupChange, to id: LookupID, about contact: ContactID, _ change: Change) {
    switch what {
    case .asked(let crm, let values):
      expect(id.number, isNext: lookups.nextNumber)
      if let before = contacts[contact.number].latestLookup {
        unindex(before)
        lookups[before.number].giveWay(at: change.at)
      }
      lookups.append(Lookup(id: id, contact: contact, crm: crm, request: values, state: .asked, at: change.at))
      contacts[contact.number].latestLookup = id
      index(id)
    case .notMatched: answer(id, .noMatch, isOk: true, change)
    case .failed(let reason): answer(id, .failed(reason: reason), isOk: false, change)
    case .matched(let match): answer(id, .proposed(match), isOk: true, change)
    case .confirmed(before: _, let set, let cleared): confirm(id, set, cleared, change)
    case .rejected: if let match = lookups[id.number].match { move(id, to: .rejected(match), change) }
    }
  }

  /// A look-up that says nothing, and takes a number.
  func appendBlankLookup(_ id: LookupID, about contact: ContactID, _ change: Change) {
    lookups.append(Lookup(id: id, contact: contact, crm: "", request: [], state: .replaced, at: change.at))
  }

  /// The CRM answered, or could not: that moves no version.
  private func answer(_ id: LookupID, _ state: Lookup.State, isOk: Bool, _ change: Change) {
    move(id, to: state, change)
    let contact = lookups[id.number].contact.number
    contacts[contact].validation.lastLookupAt = change.at
    contacts[contact].validation.lastLookupOk = isOk
  }

  private func confirm(_ id: LookupID, _ set: [ValueEdit], _ cleared: [AttributeValue], _ change: Change) {
    guard let match = lookups[id.number].match else { return }
    let (contact, crm) = (lookups[id.number].contact, lookups[id.number].crm)
    // An agent's value and one of the CRM's may have gone together.
    let keys = { (definitions: [Int]) in
      definitions.enumerated().filter { definitions.firstIndex(of: $0.element) == $0.offset }
        .map { self.schema.key(number: $0.element) }
    }
    for value in cleared {
      let edit = ValueEdit(definition: value.definition, before: value, content: nil)
      contacts[contact.number].values.edit([edit], by: value.setter, at: change.at, counts: &valueCounts)
    }
    contacts[contact.number].values.edit(set, by: .crm(id), at: change.at, counts: &valueCounts)
    contacts[contact.number].validation.isValidated = true
    contacts[contact.number].validation.crm = crm
    move(id, to: .confirmed(match), change)
    touch(contact, change)
    let what = Event.What.validated(
      crm: crm, set: keys(set.map(\.definition)), cleared: keys(cleared.map(\.definition)))
    add(what, to: contact, change)
  }

  private func move(_ id: LookupID, to state: Lookup.State, _ change: Change) {
    unindex(id)
    (lookups[id.number].state, lookups[id.number].at) = (state, change.at)
    index(id)
  }

  private func index(_ id: LookupID) {
    latestLookups.insert(id.number)
    latestLookupsByState.insert(id.number, into: lookups[id.number].state.name.setNumber)
  }

  private func unindex(_ id: LookupID) {
    latestLookups.remove(id.number)
    latestLookupsByState.remove(id.number, from: lookups[id.number].state.name.setNumber)
  }
}
