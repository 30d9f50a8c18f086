import Tables

// Who is looked for: by words and parts of telephone numbers, by marks, by conditions.

extension Book {
  /// Words that are looked up: who has so many is looked at.
  private static let hintsMax = 8
  /// So many entries of the index, or contacts of an order, are gone through while one contact is looked at.
  private static let entriesOfLook = 500
  /// The same while one contact is put into its place.
  private static let entriesOfSorting = 200
  /// More are never put into their places at once.
  private static let sortedMax = 1_000

  /// Calls `body` with the contacts who may match a query, in an order, until it returns false. Ask `match` of each.
  /// `rows`: after about so many matches it will. Returns what it cost to find them, in bytes that are looked at.
  public func candidates(
    for query: ContactQuery, in order: ContactOrder, rows: Int, _ body: (ContactID) -> Bool
  ) -> Int {
    guard query.hasText else {
      walk(order, among: nil, body)
      return 0
    }
    // Nothing is left of a text of marks.
    guard !query.words.isEmpty else { return 0 }
    let marking = query.words.count * contacts.count / 8
    guard let found = marked(query, order, rows: rows) else {
      walk(order, among: nil, body)
      return marking
    }
    if case .id = order {
      walk(order, among: found, body)
    } else if let few = found.few(min(contacts.count / Self.entriesOfSorting, Self.sortedMax)) {
      return marking + sort(few, by: order, body)
    } else {
      walk(order, among: found, body)
    }
    return marking
  }

  /// Those who may have the words, or the telephone number; nil: all may. The word that fewest have comes first. Others
  /// are looked up while that takes less time than to look at the contacts who are found without them.
  private func marked(_ query: ContactQuery, _ order: ContactOrder, rows: Int) -> ContactBits? {
    let isById = if case .id = order { true } else { false }
    let index = searchIndex
    let hints = query.tellingWords.compactMap(index.hint).sorted { $0.countAtMost < $1.countAtMost }
    guard let fewest = hints.first else { return nil }
    var found = ContactBits(contacts: contacts.count)
    index.mark(fewest, in: &found)
    for hint in hints.prefix(Self.hintsMax).dropFirst() {
      var looks = found.few(Self.sortedMax)?.count ?? fewest.countAtMost
      // Ids have nothing to do with words: so many are looked at until a page is full.
      if isById { looks = min(looks, rows * contacts.count / max(hint.countAtMost, 1)) }
      guard hint.countAtMost < looks * Self.entriesOfLook else { break }
      var bits = ContactBits(contacts: contacts.count)
      index.mark(hint, in: &bits)
      found.formIntersection(bits)
    }
    if let fragment = query.fragment { index.mark(fragment, in: &found) }
    return found
  }

  /// Calls `body` with all contacts in an order, or with those of them who are among some, until it returns false.
  private func walk(_ order: ContactOrder, among found: ContactBits?, _ body: (ContactID) -> Bool) {
    switch order {
    case .id(let last):
      guard let found else { return contacts(after: last ?? ContactID(0), body) }
      found.forEach(after: last?.number ?? 0) { body(ContactID($0)) }
    case .name(let last): nameOrder.forEach(after: last, among: found, namePlace(of:), body)
    case .updatedAt(let last):
      lastUpdated.forEach(after: last, among: found) { body(ContactID($0)) }
    }
  }

  /// Calls `body` with these contacts in an order, until it returns false. Returns what it cost to sort them, in bytes.
  private func sort(_ few: [ContactID], by order: ContactOrder, _ body: (ContactID) -> Bool) -> Int {
    switch order {
    case .id(let last): for id in few where id.number > last?.number ?? 0 { guard body(id) else { return 0 } }
    case .name(let last):
      let places = few.map(namePlace(of:)).filter { place in last.map { $0 < place } ?? true }
      for place in places.sorted() { guard body(place.contact) else { break } }
      return few.reduce(0) { $0 + SearchForm.work(bytes: contacts[$1.number].name?.utf8.count ?? 0, isASCII: false) }
    case .updatedAt(let last):
      let places = few.map { NewestPlace(contacts[$0.number].updatedAt, $0.number) }
      for place in places.filter({ place in last.map { $0 < place } ?? true }).sorted() {
        guard body(ContactID(place.number)) else { break }
      }
    }
    return few.count
  }

  // MARK: One contact

  /// Whether a contact is one of those who are looked for, the text aside.
  public func isLookedFor(_ id: ContactID, by query: ContactQuery) -> Bool {
    isLookedFor(contacts[id.number], by: query)
  }

  private func isLookedFor(_ contact: borrowing Contact, by query: ContactQuery) -> Bool {
    if let isVip = query.isVip, self.isVip(contact) != isVip { return false }
    if let isValidated = query.isValidated, contact.validation.isValidated != isValidated { return false }
    if let isBlocked = query.isBlocked, contact.isBlocked != isBlocked { return false }
    if let network = query.network, !contact.identities.contains(where: { $0.profile.network == network }) {
      return false
    }
    if let conditions = query.conditions, !conditions.areMet(by: contact, isVip: self.isVip(contact)) { return false }
    if let label = query.label, !contact.labels.contains(where: { $0.sameScalars(as: label) }) { return false }
    return true
  }

  /// Where a contact has the first word of a query, if it has all of them, or the telephone number that the text is
  /// part of; nil of one who has not. Adds to `work` what that cost, in bytes that are looked at.
  public func match(_ id: ContactID, _ query: ContactQuery, _ work: inout Int) -> SearchMatch? {
    match(contacts[id.number], query, &work)
  }

  private func match(_ contact: borrowing Contact, _ query: ContactQuery, _ work: inout Int) -> SearchMatch? {
    var missing = Array(query.words.indices)
    var (byWord, byNumber): (SearchMatch?, SearchMatch?)
    forEachText(of: contact) { text, field in
      if missing.contains(where: { text.mayHave(query.words[$0]) }) {
        text.withWords(&work) { words in
          missing.removeAll { word in
            guard words.contain(query.words[word]) else { return false }
            if word == 0 { byWord = SearchMatch(field: field, text: text.text) }
            return true
          }
        }
      }
      if byNumber == nil, let fragment = query.fragment, let number = text.number, fragment.isFound(in: number) {
        byNumber = SearchMatch(field: field, text: text.text)
      }
      return !missing.isEmpty
    }
    return missing.isEmpty ? byWord : byNumber
  }

  /// Calls `body` with the texts by which a contact is found, until it returns false: what the card shows of values,
  /// and nothing of disabled attributes.
  private func forEachText(of contact: borrowing Contact, _ body: (SearchedText, SearchMatch.Field) -> Bool) {
    if let name = contact.name { guard body(SearchedText(name), .name) else { return } }
    for index in contact.identities.indices {
      let network = contact.identities[index].network
      if let handle = contact.identities[index].profile.handle {
        guard body(SearchedText(handle: handle), .handle(network)) else { return }
      }
      // Most people show their name, which was looked at.
      let shown = contact.identities[index].profile.displayName
      if let name = shown, !shown.sameScalars(as: contact.name) {
        guard body(SearchedText(name), .displayName(network)) else { return }
      }
    }
    for label in contact.labels { guard body(SearchedText(label), .label) else { return } }
    for index in contact.identities.indices {
      let (id, network) = (contact.identities[index].profile.externalId, contact.identities[index].network)
      guard body(SearchedText(externalId: id, network), .externalId(network)) else { return }
    }
    guard !contact.values.isEmpty else { return }
    let shown = contact.numberShown
    for definition in schema.inOrder where definition.isEnabled {
      guard let index = contact.effectiveIndex(of: definition.number, shown: shown) else { continue }
      if case .text(let text) = contact.values[index].content {
        guard body(SearchedText(value: text), .attribute(definition.key)) else { return }
        continue
      }
      for text in contact.values[index].content.searchedTexts {
        guard body(text, .attribute(definition.key)) else { return }
      }
    }
  }
}
