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

/// A value in the form in which values are compared to link contacts: stricter than a condition of a group, since
/// whoever is taken for another is shown their history.
///
///     email     as the addresses of two e-mail identities, the local part too: in folded case
///     text      in folded case (`CaseFolding.fold`); marks are kept
///     choices   whatever their order: that of the options may be another since
///     others    the normal form
struct MatchingForm {
  private let content: AttributeContent
  private let format: AttributeFormat
  /// The text that is compared; of choices: none.
  fileprivate let text: String

  init(_ content: AttributeContent, _ format: AttributeFormat) {
    (self.content, self.format) = (content, format)
    text =
      switch (content, format) {
      case (.text(let text), .email): Network.email.comparisonForm(externalId: text)
      case (.text(let text), .text): CaseFolding.fold(text)
      case (.text(let text), _): text
      case (.integer(let number), _): "\(number)"
      case (.decimal(let number), _): "\(number)"
      case (.boolean(let value), _): "\(value)"
      case (.choices, _): ""
      }
  }

  /// The hash of the form, made of the hashes of texts.
  func hash(_ hash: (String) -> UInt64) -> UInt64 {
    if case .choices(let options) = content { options.reduce(0) { $0 &+ hash($1) } } else { hash(text) }
  }

  /// Whether another value has the same form. Most have when they are the same value.
  func isSame(as other: AttributeContent) -> Bool {
    if content.isSame(as: other) { return true }
    guard case .choices(let options) = content else { return MatchingForm(other, format).text.sameScalars(as: text) }
    // No option is chosen twice.
    guard case .choices(let others) = other, others.count == options.count else { return false }
    let list = OptionList(others)
    return options.allSatisfy(list.contains)
  }

  /// What it costs to make and compare the form of a value, in bytes that are looked at.
  static func work(of content: AttributeContent) -> Int {
    switch content {
    case .text: content.bytes * foldingCost
    case .choices(let options): content.bytes + options.count * optionCost
    case .integer, .decimal, .boolean: 0
    }
  }

  /// A byte that is folded costs as much as so many that are searched.
  private static let foldingCost = 8
  private static let optionCost = 16
}

extension AttributeContent {
  /// The text by which two values of a format are compared to find the same person (`MatchingForm`).
  public func matchingText(_ format: AttributeFormat) -> String {
    if case .choices(let options) = self { return options.sorted().joined(separator: "\n") }
    return MatchingForm(self, format).text
  }
}
