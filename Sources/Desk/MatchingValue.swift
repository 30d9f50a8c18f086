/// What two contacts have in common who are read as one person: the same value of the matching attribute.
public struct MatchingValue: Sendable {
  /// The definition's inner number.
  public let definition: Int
  /// The value, as the contact has it who is looked at. That of another may be spelled in another way.
  public let content: AttributeContent
}

/// Whom a contact is linked to.
public enum ContactLinks: Sendable {
  /// Nobody.
  case none
  /// These contacts, by number.
  case others([ContactID], MatchingValue)
  /// Nobody: so many contacts have the value, this one included, and more than `DeskLimits.linkedMax` link none.
  case tooCommon(contacts: Int, MatchingValue)

  /// The contacts that it is linked to.
  public var contacts: [ContactID] {
    if case .others(let others, _) = self { others } else { [] }
  }
}

extension AttributeContent {
  /// The form in which values of a format are compared to link contacts: stricter than a condition of a group, since
  /// whoever is taken for another is shown their history.
  ///
  ///     email     case ignored, in the local part too, as of an e-mail identity
  ///     text      case and Unicode form ignored (`CaseFolding.fold`); marks are kept
  ///     choices   whatever their order: that of the options may be another since
  ///     others    the normal form
  func matchingForm(_ format: AttributeFormat) -> String {
    switch (self, format) {
    case (.text(let text), .email): Network.email.comparisonForm(externalId: text)
    case (.text(let text), .text): CaseFolding.fold(text)
    case (.text(let text), _): text
    case (.integer(let number), _): "\(number)"
    case (.decimal(let number), _): "\(number)"
    case (.boolean(let value), _): "\(value)"
    case (.choices(let options), _): options.map { "\($0.utf8.count):\($0)" }.sorted().joined()
    }
  }
}
