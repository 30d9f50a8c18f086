import Tables

/// The contacts by name (`NamePlace`).
///
/// An entry is the first 8 bytes of the folded name and the contact; where those are the same, the records decide. So a
/// contact is taken out before its name changes, and put in afterwards.
///
/// A class, so that looking at it copies nothing; the book is its one owner.
final class NameOrder {
  private var order: ChosenOrder

  /// The order of contacts, of whom `place` tells each one's.
  init(_ contacts: some Sequence<ContactID>, _ place: (ContactID) -> NamePlace) {
    var entries = contacts.map { Self.entry(place($0)) }.sorted()
    var start = 0
    while start < entries.count {
      let key = entries[start].key
      let end = entries[start...].firstIndex { $0.key != key } ?? entries.count
      if end - start > 1, key != NamePlace.namelessKey {
        let places = entries[start..<end].map { place(ContactID($0.number)) }.sorted()
        entries.replaceSubrange(start..<end, with: places.lazy.map { Self.entry($0) })
      }
      start = end
    }
    order = ChosenOrder(inOrder: entries)
  }

  /// Puts a contact in its place. `place` tells that of each other one.
  func insert(_ new: NamePlace, _ place: (ContactID) -> NamePlace) {
    let entry = Self.entry(new)
    order.insert(entry) { Self.stand(of: $0, beside: new, entry.key, place) == .before }
  }

  /// Takes a contact out of its place.
  func remove(_ old: NamePlace, _ place: (ContactID) -> NamePlace) {
    let entry = Self.entry(old)
    order.remove(entry) { Self.stand(of: $0, beside: old, entry.key, place) == .before }
  }

  /// Calls `body` with the contacts after a place (nil: with all), or with those of them who are among some, until it
  /// returns false.
  func forEach(
    after last: NamePlace?, among some: ContactBits?, _ place: (ContactID) -> NamePlace, _ body: (ContactID) -> Bool
  ) {
    let key = last?.key ?? 0
    order.forEach {
      if let last { Self.stand(of: $0, beside: last, key, place) != .after } else { false }
    } _: { entry in
      some?.contains(entry.number) ?? true ? body(ContactID(entry.number)) : true
    }
  }

  private static func entry(_ place: NamePlace) -> SortedIndex.Entry {
    SortedIndex.Entry(place.key, place.contact.number)
  }

  private enum Stand {
    case before
    case there
    case after
  }

  /// How an entry stands to a place, whose key this is.
  private static func stand(
    of entry: SortedIndex.Entry, beside other: NamePlace, _ key: UInt64, _ place: (ContactID) -> NamePlace
  ) -> Stand {
    if entry.key != key { return entry.key < key ? .before : .after }
    let its = place(ContactID(entry.number))
    return its < other ? .before : its == other ? .there : .after
  }
}
