import Tables

// Who is linked to whom: contacts that have the same value of the matching attribute, computed, never stored.

/// The contacts by their value of the matching attribute.
///
/// A class, so that looking at it copies nothing; the book is its one owner.
final class MatchingIndex {
  let definition: Int
  let format: AttributeFormat
  var contacts = EqualityIndex()

  init(of definition: AttributeDefinition) { (self.definition, format) = (definition.number, definition.format) }
}

extension Book {
  /// Whom a contact is linked to. The value of the effective source counts, of the contact, whatever conversation it is
  /// seen from. While the attribute is disabled, nobody is linked.
  public func links(of id: ContactID) -> ContactLinks {
    guard let attribute = linkingAttribute, let index = matchingIndex else { return .none }
    let count = index.contacts.count(with: id.number)
    guard count > 1, let content = content(of: attribute, id) else { return .none }
    let value = MatchingValue(definition: attribute, content: content)
    if count > DeskLimits.linkedMax { return .tooCommon(contacts: count, value) }
    return .others(index.contacts.others(with: id.number).sorted().map(ContactID.init), value)
  }

  /// The matching attribute, while it links contacts.
  private var linkingAttribute: Int? {
    guard let attribute = settings.matchingAttribute, let place = schema.place(number: attribute),
      schema.inOrder[place].isEnabled
    else { return nil }
    return attribute
  }

  /// What it costs to find out who is linked to whom, in bytes that are looked at; 0 while nothing links contacts.
  public var workOfMatching: Int {
    guard let attribute = linkingAttribute else { return 0 }
    var work = 0
    contacts(after: ContactID(0)) { id in
      work += Self.workOfLooking + (content(of: attribute, id).map(MatchingForm.work) ?? 0)
      return true
    }
    return work
  }

  /// What it costs to look for the value of a contact, in bytes that are looked at.
  private static let workOfLooking = 64

  /// The index, with all contacts in it. From the first look on it is kept with each change: a process that nobody asks
  /// for histories, and a start, which reads many changes, have no work with it.
  private var matchingIndex: MatchingIndex? {
    if let keptMatchingIndex { return keptMatchingIndex }
    guard let attribute = settings.matchingAttribute, let definition = schema.definition(number: attribute) else {
      return nil
    }
    let index = MatchingIndex(of: definition)
    contacts(after: ContactID(0)) { id in
      match(id, in: index)
      return true
    }
    keptMatchingIndex = index
    return index
  }

  /// Puts the contact whom a change concerned where its value belongs. Called after each change, whatever it was.
  @inline(__always)
  func rematch(after what: Change.What) {
    guard let index = keptMatchingIndex else { return }
    switch what {
    case .contact(let id, let change):
      if change.canMove(index.definition) { match(id, in: index) }
    case .conversation(_, of: let contact, .messageRecorded):
      // Another identity may be shown, and what its network told counts.
      if contacts[contact.number].isTold(of: index.definition) { match(contact, in: index) }
    case .lookup(_, of: let contact, .confirmed): match(contact, in: index)
    case .erased(let erased): match(erased.contact, in: index)
    case .settings, .schema: if changesAllLinks(what) { keptMatchingIndex = nil }
    case .agent, .conversation, .note, .team, .channel, .group, .lookup: break
    }
  }

  /// Whether a change makes other values link contacts: then the next look finds out anew who is linked to whom.
  public func changesAllLinks(_ what: Change.What) -> Bool {
    switch what {
    case .settings(.set(let settings)): settings.before.matchingAttribute != settings.after.matchingAttribute
    case .schema(.updated(let definition)):
      definition.before.number == settings.matchingAttribute && definition.before.format != definition.after.format
    case .schema, .agent, .contact, .conversation, .note, .team, .channel, .group, .lookup, .settings, .erased: false
    }
  }

  /// Puts a contact where its value belongs.
  private func match(_ id: ContactID, in index: MatchingIndex) {
    index.contacts.remove(id.number)
    guard let content = content(of: index.definition, id) else { return }
    let form = MatchingForm(content, index.format)
    index.contacts.insert(id.number, form.hash(hash)) { other in
      self.content(of: index.definition, ContactID(other)).map(form.isSame) ?? false
    }
  }

  /// The effective value of a contact.
  private func content(of definition: Int, _ id: ContactID) -> AttributeContent? {
    guard !contacts[id.number].values.isEmpty else { return nil }
    let shown = contacts[id.number].numberShown
    return contacts[id.number].effectiveIndex(of: definition, shown: shown).map {
      contacts[id.number].values[$0].content
    }
  }
}

extension ContactChange {
  /// Whether it can give the contact another effective value of a definition.
  fileprivate func canMove(_ definition: Int) -> Bool {
    switch self {
    case .attributesChanged(_, let edits): edits.contains { $0.definition == definition }
    // Another identity may be shown, and what its network told counts.
    case .identityAdded, .identityRemoved: true
    case .created, .named, .detailsChanged, .identityUpdated, .vipPromoted, .vipDemoted: false
    }
  }
}

extension Contact {
  /// Whether a network told a value of a definition.
  fileprivate func isTold(of definition: Int) -> Bool {
    values.contains { $0.definition == definition && $0.source == .channel }
  }
}
