/// Which contacts somebody looks for: all that is said holds together.
public struct ContactQuery: Sendable {
  /// The words, each once, in the form in which they are looked for (`SearchForm`).
  let words: [CaseFolding.Search]
  /// The words of which none begins another: who has these has all.
  var tellingWords: [[UInt8]] {
    let words = words.map(\.wanted)
    return words.filter { word in !words.contains { $0.count > word.count && $0.starts(with: word) } }
  }
  /// The part of a telephone number that the text is, too.
  let fragment: PhoneFragment?
  /// Whether a text was given; without one any contact matches that the rest allows.
  public let hasText: Bool

  /// Whether they are VIPs; nil: either.
  public var isVip: Bool?
  /// Whether the CRM knows them.
  public var isValidated: Bool?
  /// Whether the team wants to hear no more of them.
  public var isBlocked: Bool?
  /// A network that they are on.
  public var network: Network?
  /// A label that they have, by scalars.
  public var label: String?
  /// Conditions as those of a group; nil: none.
  public var conditions: ConditionTests?

  /// A query; `text` may be nil.
  public init(text: String?) {
    hasText = text != nil
    var words: [[UInt8]] = []
    for word in text.map(SearchForm.wanted) ?? [] where !words.contains(word) { words.append(word) }
    self.words = words.map { CaseFolding.Search($0) }
    fragment = text.flatMap(PhoneFragment.init)
  }
}

/// Where a contact has what somebody looked for.
public struct SearchMatch: Equatable, Sendable {
  /// Which of the texts of a contact.
  public enum Field: Equatable, Sendable {
    case name
    case handle(Network)
    case displayName(Network)
    case label
    case externalId(Network)
    /// A value of this attribute, by its key.
    case attribute(String)
  }

  /// Which text.
  public let field: Field
  /// The whole text.
  public let text: String
}
