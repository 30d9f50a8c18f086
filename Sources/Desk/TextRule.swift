import Text

/// Why a text or a value is refused, and an example of one that is not.
public struct Refusal: Error, Equatable, Sendable {
  /// What is wrong and what to do, as the rest of a sentence.
  public let reason: String
  /// A value that would pass, as it is written in JSON without quotes.
  public let example: String?

  /// A refusal.
  public init(_ reason: String, example: String? = nil) {
    self.reason = reason
    self.example = example
  }
}

/// What a text of the domain may be. Stored text is neither trimmed nor normalised.
public struct TextRule: Sendable {
  /// Most Unicode scalars.
  public let max: Int
  /// Whether a text of which a reader would see nothing is refused.
  public var notBlank: Bool { blank != .allowed }
  private let blank: Blank

  /// Which texts without anything to see are refused.
  private enum Blank {
    case allowed
    /// Those of which a reader sees nothing (`isBlankToReaders`).
    case refused
    /// Those that are nothing but scalars without a meaning in ids (`isIgnoredInIDs`): programs compare the text, and
    /// nobody reads it.
    case refusedInIDs
  }

  private init(max: Int, blank: Blank) { (self.max, self.blank) = (max, blank) }

  /// A name, a handle, a display name, an external id.
  public static let name = TextRule(max: DeskLimits.nameMax, blank: .refused)
  /// A label.
  public static let label = TextRule(max: DeskLimits.labelMax, blank: .refused)
  /// A topic of a conversation.
  public static let topic = TextRule(max: DeskLimits.topicMax, blank: .refused)
  /// An option of an attribute.
  public static let option = TextRule(max: DeskLimits.optionMax, blank: .refused)
  /// A reason.
  public static let reason = TextRule(max: DeskLimits.reasonMax, blank: .refused)
  /// A note.
  public static let note = TextRule(max: DeskLimits.noteMax, blank: .refused)
  /// The text of an attribute value.
  public static let attribute = TextRule(max: DeskLimits.attributeTextMax, blank: .refused)
  /// The channel's own id of a message: those of e-mail are long.
  public static let messageExternalId = TextRule(max: DeskLimits.messageExternalIdMax, blank: .refusedInIDs)
  /// The text of a message: may be empty, beside attachments.
  public static let message = TextRule(max: DeskLimits.messageTextMax, blank: .allowed)

  /// Throws if the text is not allowed.
  public func check(_ text: String) throws(Refusal) {
    // A scalar takes one to four bytes: most texts need no counting.
    if text.utf8.count > max {
      let count = text.unicodeScalars.count
      guard count <= max else { throw refusal(of: count) }
    }
    let isRefused =
      switch blank {
      case .allowed: false
      case .refused: Self.isBlank(text)
      case .refusedInIDs: text.unicodeScalars.allSatisfy(\.isIgnoredInIDs)
      }
    if isRefused { throw Refusal("must not be blank") }
  }

  /// Why a text of so many scalars is refused.
  public func refusal(of count: Int) -> Refusal {
    Refusal("at most \(max) characters (Unicode scalars) are allowed, got \(count)")
  }

  /// Whether a reader would see nothing that belongs to the text.
  public static func isBlank(_ text: String) -> Bool { text.isBlankToReaders }
}
