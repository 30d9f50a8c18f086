import JSON
import TestSupport

/// What somebody types to find one person, and in which order they want to see who else is found.
struct SearchQuery {
  /// An order of `contact.search`.
  enum Sort: String, CaseIterable {
    case id
    case name
    case updatedAt
  }

  let text: String
  let person: SearchPerson
  var sort = Sort.id

  /// The call for the first page.
  var line: [UInt8] { Self.line(text, sort) }

  /// A call for the first page of a text, which may be anything.
  static func line(_ text: String, _ sort: Sort, more: String = "") -> [UInt8] {
    var out = JSONWriter()
    out.string(text)
    let quoted = out.withBytes { String(decoding: $0, as: UTF8.self) }
    return Workload.line(1, "contact.search", #""text":\#(quoted),"sort":"\#(sort.rawValue)","limit":50\#(more)"#)
  }

  // MARK: Kinds

  /// A kind of queries: what it is called, and how one is drawn of a person; nil of a person who has no such thing.
  struct Kind: Sendable {
    let name: String
    let text: @Sendable (SearchPerson) -> String?

    /// So many queries of this kind that look for people among so many.
    func draw(_ count: Int, among contacts: Int, _ sort: Sort, _ random: inout SplitMix64) -> [SearchQuery] {
      var queries: [SearchQuery] = []
      while queries.count < count {
        let person = SearchPerson(1 + random.below(contacts))
        if let text = text(person) { queries.append(SearchQuery(text: text, person: person, sort: sort)) }
      }
      return queries
    }
  }

  /// The beginning of one of the two names.
  static func oneWord(_ letters: Int) -> Kind {
    Kind(name: "one word, \(letters) of it") { person in
      let word = person.words[person.number % 2]
      return word.count >= letters ? String(word.prefix(letters)) : nil
    }
  }

  /// The beginnings of both names. A shorter name is typed whole.
  static func twoWords(_ letters: Int) -> Kind {
    Kind(name: "two words, \(letters) of each") { person in
      let isLongEnough = person.words.contains { $0.count >= letters }
      return isLongEnough ? person.words.map { String($0.prefix(letters)) }.joined(separator: " ") : nil
    }
  }

  /// Whole numbers.
  static let phones = phone("a number") { $0 }

  static let others = [
    phone("a number but for its calling code, spaced") { "\($0.suffix(8).prefix(4)) \($0.suffix(4))" },
    phone("the last 6 digits of a number") { String($0.suffix(6)) },
    phone("the last 4 digits of a number") { String($0.suffix(4)) },
    phone("the first 8 characters of a number") { String($0.prefix(8)) },
    email("the first half of an address") { String($0.prefix($0.count / 2)) },
    email("an address from the @ on, half of it") { String($0.drop { $0 != "@" }.prefix(5)) },
  ]

  private static func phone(_ name: String, _ part: @escaping @Sendable (String) -> String) -> Kind {
    Kind(name: name) { if case .phone(let phone) = $0.reach { part(phone) } else { nil } }
  }

  private static func email(_ name: String, _ part: @escaping @Sendable (String) -> String) -> Kind {
    Kind(name: name) { if case .email(let email) = $0.reach { part(email) } else { nil } }
  }

  // MARK: Hostile texts

  /// Texts that should be slow, if any: found of nearly everybody, or of nobody after a look at many, or long.
  static let hostile: KeyValuePairs<String, String> = [
    "a letter": "a",
    "two letters that few words begin with": "x q",
    "a digit": "1",
    "a full stop, in each address": ".",
    "all that each address has": ". @ e",
    "eight letters of many words, one wrong": "nordmailX",
    "eight letters of all ids, one wrong": "17841400X",
    "two letters of Thai, and a wrong one": "สมฮ",
    "a beginning of all numbers, one wrong": "17841400 99999999",
    "three digits": "001",
    "zeros": String(repeating: "0", count: 255),
    "255 letters": String(repeating: "a", count: 255),
    "128 words of one letter": words { _ in "a" },
    "128 words of different letters": words { String(Character(Unicode.Scalar(UInt8(97 + $0 % 26)))) },
    "128 words that many have": words { ["1", "+", "a", "m", "k", "@", ".", "e"][$0 % 8] },
    "marks": String(repeating: "\u{301}", count: 255),
    "a letter with 254 marks": "a" + String(repeating: "\u{323}\u{301}", count: 127),
    "128 letters with a mark": String(repeating: "e\u{301}", count: 127),
    "letters that fold to three": String(repeating: "\u{390}", count: 255),
    "ligatures": String(repeating: "\u{FB03}", count: 255),
    "punctuation": String(repeating: "@.+-_!/", count: 36),
    "punctuation, spaced": words { ["@", ".", "+", "-", "_", "!", "\"", "\\"][$0 % 8] },
    "directional controls": "\u{202E}\u{2066}a\u{2069}\u{202C}",
    "nothing to see": String(repeating: "\u{200B}", count: 255),
    "emoji": String(repeating: "👩‍👩‍👧‍👦", count: 36),
    "255 letters of Han": String(repeating: "王", count: 255),
    "256 scalars": String(repeating: "a", count: 256),
    "nothing": "",
  ]

  private static func words(_ word: (Int) -> String) -> String { (0..<128).map(word).joined(separator: " ") }
}
