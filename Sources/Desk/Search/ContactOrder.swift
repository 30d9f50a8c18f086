/// In which order contacts are listed, and after which place of it.
public enum ContactOrder: Sendable {
  /// By the number of the id; nil: from the first.
  case id(after: ContactID?)
  /// By name; nil: from the first.
  case name(after: NamePlace?)
  /// Who changed last comes first; nil: from the first.
  case updatedAt(after: NewestPlace?)
}

/// A place among the contacts by name: by the name in the form in which it is searched (`SearchForm`), in the order of
/// Unicode scalars; those who have none come last; then by the number of the id.
public struct NamePlace: Comparable, Sendable {
  /// The name as it is compared: its bytes.
  private let form: [UInt8]?
  let contact: ContactID

  /// The place of a contact who is called so.
  public init(_ name: String?, _ contact: ContactID) {
    form = name.map { SearchForm.withForm(of: $0) { Array($0) } }
    self.contact = contact
  }

  /// The first bytes of the name, in the same order as the places.
  var key: UInt64 { form.map { SearchIndex.key($0, fill: 0) } ?? Self.namelessKey }

  /// The key of those who have no name: no text has a byte of 255.
  static let namelessKey = UInt64.max

  /// Before it.
  public static func < (a: NamePlace, b: NamePlace) -> Bool {
    switch (a.form, b.form) {
    case (let first?, let second?):
      for (byte, other) in zip(first, second) where byte != other { return byte < other }
      return first.count != second.count ? first.count < second.count : a.contact.number < b.contact.number
    case (nil, nil): return a.contact.number < b.contact.number
    case (nil, _): return false
    case (_, nil): return true
    }
  }
}
