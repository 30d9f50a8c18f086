/// The id of a look-up: sequential, never reused; on the wire `lookup-12`.
public struct LookupID: Hashable, Sendable {
  /// The number behind the prefix, from 1.
  public let number: Int
  /// What stands before the number.
  public static let prefix: StaticString = "lookup-"
  /// An id from its number.
  public init(_ number: Int) { self.number = number }
  /// An id from its text; nil if it is none.
  public init?(text: String) {
    guard let number = numberOf(text, behind: Self.prefix) else { return nil }
    self.number = number
  }
}

/// A question to the CRM about a contact, and what came of it.
///
/// Of each contact the latest one counts. An earlier one keeps who was looked up and how it ended.
public struct Lookup: Sendable {
  /// The id.
  public let id: LookupID
  /// Who is looked up.
  public let contact: ContactID
  /// The name of the connector that was asked.
  public let crm: String
  /// The values that it was asked with, of the lookup attributes in the admin's order; of an earlier one: none.
  public internal(set) var request: [Value]
  /// Where it stands.
  public internal(set) var state: State
  /// When it came to stand there.
  public internal(set) var at: Timestamp

  /// A value of an attribute.
  public struct Value: Sendable {
    /// The definition's inner number.
    public let definition: Int
    /// The value in its normal form.
    public let content: AttributeContent

    /// A value.
    public init(definition: Int, content: AttributeContent) { (self.definition, self.content) = (definition, content) }
  }

  /// A customer whom the CRM knows.
  public struct Match: Sendable {
    /// The CRM's own id of the customer.
    public let customerId: String
    /// What the CRM knows, each attribute once.
    public internal(set) var values: [Value]
    /// What it said and nobody can take.
    public internal(set) var ignored: [Ignored]
    /// What the card would show instead.
    public internal(set) var differences: [Difference]

    /// A match.
    public init(customerId: String, values: [Value], ignored: [Ignored], differences: [Difference]) {
      (self.customerId, self.values, self.ignored) = (customerId, values, ignored)
      self.differences = differences
    }
  }

  /// A value of a match that was left out.
  public struct Ignored: Sendable {
    /// The key, as it came.
    public let key: String
    /// Why.
    public let reason: String
    /// A value that would have been taken, where there is one.
    public let example: String?

    /// A value that was left out.
    public init(key: String, reason: String, example: String?) {
      (self.key, self.reason, self.example) = (key, reason, example)
    }
  }

  /// What a card shows of an attribute, and what it would show.
  public struct Difference: Sendable {
    /// The definition's inner number.
    public let definition: Int
    /// What it shows; nil: nothing.
    public let from: AttributeContent?
    /// What it would show; nil: nothing.
    public let to: AttributeContent?

    /// A difference.
    public init(definition: Int, from: AttributeContent?, to: AttributeContent?) {
      (self.definition, self.from, self.to) = (definition, from, to)
    }
  }

  /// Where a look-up stands.
  public enum State: Sendable {
    /// The CRM has not answered yet.
    case asked
    /// The CRM knows nobody like that, or several.
    case noMatch
    /// The CRM could not answer.
    case failed(reason: String)
    /// The CRM knows this customer; nobody has said yet whether it is the contact.
    case proposed(Match)
    /// It is the contact.
    case confirmed(Match)
    /// It is not.
    case rejected(Match)
    /// A later look-up of the contact took its place before it came to an end.
    case replaced

    /// The states by name.
    public enum Name: String, CaseIterable, Sendable {
      case asked, noMatch, failed, proposed, confirmed, rejected, replaced

      /// The number of the set that has the look-ups in this state.
      var setNumber: Int {
        switch self {
        case .asked: 1
        case .noMatch: 2
        case .failed: 3
        case .proposed: 4
        case .confirmed: 5
        case .rejected: 6
        case .replaced: 7
        }
      }
    }

    /// Its name.
    public var name: Name {
      switch self {
      case .asked: .asked
      case .noMatch: .noMatch
      case .failed: .failed
      case .proposed: .proposed
      case .confirmed: .confirmed
      case .rejected: .rejected
      case .replaced: .replaced
      }
    }
  }

  /// The customer whom the CRM named, in whatever state.
  public var match: Match? {
    switch state {
    case .proposed(let match), .confirmed(let match), .rejected(let match): match
    case .asked, .noMatch, .failed, .replaced: nil
    }
  }

  /// Makes it one that a later one follows: replaced, if it had not come to an end; without what nobody asks for again.
  mutating func giveWay(at time: Timestamp) {
    request = []
    switch state {
    case .asked, .proposed: (state, at) = (.replaced, time)
    case .confirmed(let match): state = .confirmed(match.withoutValues)
    case .rejected(let match): state = .rejected(match.withoutValues)
    case .noMatch, .failed, .replaced: break
    }
  }
}

extension Lookup.Match {
  fileprivate var withoutValues: Lookup.Match {
    Lookup.Match(customerId: customerId, values: [], ignored: [], differences: [])
  }
}
