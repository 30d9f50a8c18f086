import Tables

// The indexes behind `contact.search`: made at the first look, and kept with each change from then on. A process that
// nobody searches in, and a start, which reads many changes, have no work with them.

extension Book {
  /// The contacts by the words and the telephone numbers of their texts.
  var searchIndex: SearchIndex {
    if let keptSearchIndex { return keptSearchIndex }
    let index = SearchIndex { add in
      contacts(after: ContactID(0)) { id in
        forEachIndexed(of: contacts[id.number]) { add(id, $0) }
        return true
      }
    }
    keptSearchIndex = index
    return index
  }

  /// The contacts by name.
  var nameOrder: NameOrder {
    if let keptNameOrder { return keptNameOrder }
    let order = NameOrder((1..<contacts.nextNumber).lazy.map { ContactID($0) }, namePlace(of:))
    keptNameOrder = order
    return order
  }

  /// Where a contact stands among all by name.
  func namePlace(of id: ContactID) -> NamePlace { NamePlace(contacts[id.number].name, id) }

  /// The contacts by when they changed last.
  var lastUpdated: NewestFirst {
    if let keptLastUpdated { return keptLastUpdated }
    let order = NewestFirst((1..<contacts.nextNumber).map { (contacts[$0].updatedAt, $0) })
    keptLastUpdated = order
    return order
  }

  /// Gives a contact another name, in all places that list by it.
  func setName(of id: ContactID, to name: String?) {
    keptNameOrder?.remove(namePlace(of: id), namePlace(of:))
    contacts[id.number].name = name
    keptNameOrder?.insert(namePlace(of: id), namePlace(of:))
  }

  /// Adds a new contact to the orders that were made.
  func addToOrders(_ id: ContactID) {
    keptNameOrder?.insert(namePlace(of: id), namePlace(of:))
    keptLastUpdated?.insert(contacts[id.number].updatedAt, id.number)
  }

  /// Adds the texts that a change brought. Called after each change, whatever it was.
  @inline(__always)
  func reindex(after what: Change.What) {
    if let keptSearchIndex { reindex(keptSearchIndex, after: what) }
  }

  @inline(never)
  private func reindex(_ index: SearchIndex, after what: Change.What) {
    switch what {
    case .contact(let id, .created): forEachIndexed(of: contacts[id.number]) { index.add($0, of: id, isNew: true) }
    case .contact(let id, let change): add(change, of: id, to: index)
    case .lookup(_, of: let id, .confirmed(_, let set, _)): add(set, of: id, to: index)
    case .agent, .conversation, .note, .schema, .team, .channel, .group, .lookup, .settings, .erased: break
    }
    if index.isStale { keptSearchIndex = nil }
  }

  private func add(_ change: ContactChange, of id: ContactID, to index: SearchIndex) {
    switch change {
    case .detailsChanged(let details):
      let (before, after) = (details.before, details.after)
      if let name = after.name, before.name.map({ !$0.sameScalars(as: name) }) ?? true {
        index.add(SearchedText(name), of: id)
      }
      for label in after.labels where !before.labels.contains(where: { $0.sameScalars(as: label) }) {
        index.add(SearchedText(label), of: id)
      }
    case .named(let name): index.add(SearchedText(name), of: id)
    case .identityAdded(_, let profile, former: _): forEachIndexed(of: profile) { index.add($0, of: id) }
    case .identityUpdated(_, let profile): forEachIndexed(of: profile.after) { index.add($0, of: id) }
    case .attributesChanged(_, let edits): add(edits, of: id, to: index)
    case .created, .identityRemoved, .vipPromoted, .vipDemoted: break
    }
  }

  private func add(_ edits: [ValueEdit], of id: ContactID, to index: SearchIndex) {
    for edit in edits {
      for text in edit.content?.searchedTexts ?? [] { index.add(text, of: id) }
    }
  }

  /// All texts by which a contact may be found, now or once attributes are enabled and other identities are shown.
  func forEachIndexed(of contact: borrowing Contact, _ body: (SearchedText) -> Void) {
    if let name = contact.name { body(SearchedText(name)) }
    for label in contact.labels { body(SearchedText(label)) }
    for index in contact.identities.indices { forEachIndexed(of: contact.identities[index].profile, body) }
    for index in contact.values.indices {
      for text in contact.values[index].content.searchedTexts { body(text) }
    }
  }

  private func forEachIndexed(of profile: Identity.Profile, _ body: (SearchedText) -> Void) {
    body(SearchedText(externalId: profile.externalId, profile.network))
    if let handle = profile.handle { body(SearchedText(handle: handle)) }
    if let displayName = profile.displayName { body(SearchedText(displayName)) }
  }
}
