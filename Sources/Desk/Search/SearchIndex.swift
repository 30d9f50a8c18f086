import Tables

/// The contacts by the words and the telephone numbers of their texts.
///
///     words    the first 8 bytes of a word and what follows it (`SearchForm`),
///              of those that do not begin with punctuation of ASCII             → contact
///     tails    bytes 9 to 16 of those of more than 8 letters, digits and marks:
///              many ids begin alike                                             → contact
///     numbers  the first 8 digits of a telephone number, with its calling code,
///              and after it                                                     → contact
///     ends     the last 8 digits of a telephone number, from the last one on    → contact
///
/// An entry is a hint: the contact decides. So a text that is gone leaves its entries, and nothing has to be known of
/// what a change took away; when they could be more than those of texts that are there, the index is made anew.
final class SearchIndex {
  fileprivate enum Table: Int, CaseIterable {
    case words
    case tails
    case numbers
    case ends
  }

  private static let keyBytes = 8
  private static let staleMin = 1 << 16

  /// By the number of their `Table`.
  private var tables: [SortedIndex]
  /// How many entries were added of contacts who had others before.
  private var edited = 0

  /// Whether most entries may lead nowhere.
  var isStale: Bool { edited > Self.staleMin && 2 * edited > tables.reduce(0) { $0 + $1.count } }

  /// The index of texts that `forEach` names with their contacts.
  init(_ forEach: ((ContactID, SearchedText) -> Void) -> Void) {
    var entries = Table.allCases.map { _ in [SortedIndex.Entry]() }
    forEach { contact, text in
      Self.forEachKey(of: text) { table, key in
        entries[table.rawValue].append(SortedIndex.Entry(key, contact.number))
      }
    }
    tables = []
    for index in entries.indices {
      let list = entries[index]
      // They are sorted in their place.
      entries[index] = []
      tables.append(SortedIndex(list))
    }
  }

  /// Adds a text of a contact; `isNew`: who had none before.
  func add(_ text: SearchedText, of contact: ContactID, isNew: Bool = false) {
    Self.forEachKey(of: text) { table, key in
      tables[table.rawValue].insert(SortedIndex.Entry(key, contact.number))
      if !isNew { edited += 1 }
    }
  }

  // MARK: Looking for

  /// Where entries lead to all who may have something, and to others.
  struct Hint {
    fileprivate let table: Table
    fileprivate let keys: ClosedRange<UInt64>
    /// At most how many entries there are: up to twice as many as there are, and some hundred.
    let countAtMost: Int
  }

  /// The hint with the fewest entries to those who may have a word with this beginning; nil where there is none. Each
  /// place in the beginning where a word begins is one where a word begins in a text that has it, too.
  func hint(of beginning: [UInt8]) -> Hint? {
    var best: Hint?
    beginning.withUnsafeBufferPointer { beginning in
      Self.forEachKey(of: beginning, key: Self.keys) { table, keys in
        let hint = hint(keys, in: table)
        if best.map({ hint.countAtMost < $0.countAtMost }) ?? true { best = hint }
      }
    }
    return best
  }

  private func hint(_ keys: ClosedRange<UInt64>, in table: Table) -> Hint {
    let count = tables[table.rawValue].countAtMost(from: keys.lowerBound, through: keys.upperBound)
    return Hint(table: table, keys: keys, countAtMost: count)
  }

  /// Marks the contacts to whom a hint leads.
  func mark(_ hint: Hint, in bits: inout ContactBits) {
    bits.insert { insert in
      tables[hint.table.rawValue].forEachNumber(from: hint.keys.lowerBound, through: hint.keys.upperBound, insert)
    }
  }

  /// Marks the contacts that may have a telephone number with this part.
  func mark(_ fragment: PhoneFragment, in bits: inout ContactBits) {
    for beginning in fragment.beginnings { mark(hint(Self.keys(of: beginning), in: .numbers), in: &bits) }
    mark(hint(Self.keys(of: fragment.reversed), in: .ends), in: &bits)
  }

  // MARK: Keys

  /// Calls `body` with the keys of a text.
  private static func forEachKey(of text: SearchedText, _ body: (Table, UInt64) -> Void) {
    SearchForm.withForm(of: text.text) { forEachKey(of: $0, key: { key($0, fill: 0) }, body) }
    guard let number = text.number else { return }
    for beginning in PhoneFragment.beginnings(of: number) { body(.numbers, key(beginning, fill: 0)) }
    body(.ends, key(number.reversed(), fill: 0))
  }

  /// Calls `body` with what `key` makes of each place in a form that has an entry.
  @inline(__always)
  private static func forEachKey<Key>(
    of form: SearchForm.Bytes, key: (SearchForm.Bytes) -> Key, _ body: (Table, Key) -> Void
  ) {
    SearchForm.forEachWord(of: form) { kind, rest in
      if kind == .punctuation { return true }
      body(.words, key(rest))
      if kind == .part, SearchForm.isPart(rest, upTo: keyBytes) {
        body(.tails, key(SearchForm.Bytes(rebasing: rest[keyBytes...])))
      }
      return true
    }
  }

  private static func keys(of beginning: some Sequence<UInt8>) -> ClosedRange<UInt64> {
    key(beginning, fill: 0)...key(beginning, fill: 0xFF)
  }

  /// The first 8 bytes as a number that has their order; what is missing is filled up.
  static func key(_ bytes: some Sequence<UInt8>, fill: UInt8) -> UInt64 {
    var (key, count) = (UInt64(0), 0)
    for byte in bytes {
      key = key << 8 | UInt64(byte)
      count += 1
      if count == keyBytes { return key }
    }
    for _ in count..<keyBytes { key = key << 8 | UInt64(fill) }
    return key
  }
}
