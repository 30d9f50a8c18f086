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
    order.insert(entry) { Self.stands($0, before: new, entry.key, place) }
  }

  /// Takes a contact out of its place.
  func remove(_ old: NamePlace, _ place: (ContactID) -> NamePlace) {
    let entry = Self.entry(old)
    order.remove(entry) { Self.stands($0, before: old, entry.key, place) }
  }

  /// Calls `body` with the contacts from the first one on that stands behind a place (nil: from the very first), or
  /// with those of them who are among some, until it returns false.
  func forEach(
    after last: NamePlace?, among some: ContactBits?, _ place: (ContactID) -> NamePlace, _ body: (ContactID) -> Bool
  ) {
    let key = last?.key ?? 0
    order.forEach {
      if let last { Self.stands($0, before: last, key, orThere: true, place) } else { false }
    } _: { entry in
      some?.contains(entry.number) ?? true ? body(ContactID(entry.number)) : true
    }
  }

  private static func entry(_ place: NamePlace) -> SortedIndex.Entry {
    SortedIndex.Entry(place.key, place.contact.number)
  }

  /// Whether an entry stands before a place, whose key this is, or also in that very place.
  private static func stands(
    _ entry: SortedIndex.Entry, before other: NamePlace, _ key: UInt64, orThere: Bool = false,
    _ place: (ContactID) -> NamePlace
  ) -> Bool {
    if entry.key != key { return entry.key < key }
    let number = other.contact.number
    if key == NamePlace.namelessKey { return entry.number < number || orThere && entry.number == number }
    let its = place(ContactID(entry.number))
    return its < other || orThere && its == other
  }
}
