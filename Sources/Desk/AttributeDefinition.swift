/// An attribute that contacts can have.
public struct AttributeDefinition: Sendable {
  /// Where a definition comes from.
  public enum Kind: String, CaseIterable, Sendable {
    /// There from the start: e-mail, phone, URL.
    case `default`
    /// Filled by the network that the contact writes on; read-only to everybody at the desk.
    case channel
    /// Made by an admin.
    case custom
  }

  /// The inner number, never reused: a key defined again later does not revive old values.
  public let number: Int
  /// The key: 1 to 64 letters, digits and `_` of ASCII, unique ignoring case.
  public let key: String
  /// The name to show.
  public var label: String
  /// Where it comes from.
  public let kind: Kind
  /// What a value looks like.
  public var format: AttributeFormat
  /// The options of a `choice` or `choices` attribute.
  public var options: [String] {
    get { optionList.texts }
    set { optionList = OptionList(newValue) }
  }
  /// The same, each found at once.
  public private(set) var optionList: OptionList
  /// False hides it and keeps the values.
  public var isEnabled: Bool
  /// Sent to the CRM when it looks a contact up.
  public var isLookup: Bool
  /// Kept by the CRM: read-only for every role. Only of custom attributes.
  public var isCRMManaged: Bool
  /// False where only admins edit it.
  public var isAgentEditable: Bool

  /// A definition: one that an admin makes, or of the kind that it was kept with.
  public init(
    number: Int, key: String, label: String, kind: Kind = .custom, format: AttributeFormat, options: [String],
    isEnabled: Bool,
    isLookup: Bool, isCRMManaged: Bool, isAgentEditable: Bool
  ) {
    self.number = number
    self.key = key
    self.label = label
    self.kind = kind
    self.format = format
    optionList = OptionList(options)
    self.isEnabled = isEnabled
    self.isLookup = isLookup
    self.isCRMManaged = isCRMManaged
    self.isAgentEditable = isAgentEditable
  }

  /// True of a key: 1 to 64 letters, digits and `_` of ASCII.
  public static func isKey(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { PercentEncoding.isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
  }

  /// True of the same definition, by scalars.
  public func isSame(as other: AttributeDefinition) -> Bool {
    number == other.number && key.sameScalars(as: other.key) && label.sameScalars(as: other.label)
      && kind == other.kind && format == other.format && options.elementsEqual(other.options) { $0.sameScalars(as: $1) }
      && isEnabled == other.isEnabled && isLookup == other.isLookup && isCRMManaged == other.isCRMManaged
      && isAgentEditable == other.isAgentEditable
  }

  /// Why somebody with this role may not edit the values of this attribute; nil if they may.
  public func whyReadOnly(for role: Role) -> ReadOnlyReason? {
    if isCRMManaged { return .crmManaged }
    if kind == .channel { return .filledByNetwork }
    if role == .viewer || (role == .agent && !isAgentEditable) {
      return .role(role == .viewer && isAgentEditable ? .agent : .admin)
    }
    return nil
  }

  /// Why a value cannot be edited.
  public enum ReadOnlyReason: Equatable, Sendable {
    /// The CRM keeps it.
    case crmManaged
    /// The network fills it.
    case filledByNetwork
    /// It takes a higher role.
    case role(Role)
  }

  /// The definitions that every desk starts with, all enabled.
  static let initial: [AttributeDefinition] = [
    initial(1, "email", "E-mail", .default, .email),
    initial(2, "phone", "Phone", .default, .phone),
    initial(3, "url", "URL", .default, .url),
    initial(4, "bio", "Bio", .channel, .text),
    initial(5, "location", "Location", .channel, .text),
    initial(6, "language", "Language", .channel, .language),
    initial(7, "followers", "Followers", .channel, .number),
  ]

  private static func initial(
    _ number: Int, _ key: String, _ label: String, _ kind: Kind, _ format: AttributeFormat
  ) -> AttributeDefinition {
    AttributeDefinition(
      number: number, key: key, label: label, kind: kind, format: format, options: [], isEnabled: true,
      isLookup: false, isCRMManaged: false, isAgentEditable: kind != .channel)
  }
}

/// A value of a contact's attribute: at most one for each definition and source, and from channels one for each
/// identity.
public struct AttributeValue: Sendable {
  /// Where a value came from; the highest that there is, is the effective one.
  public enum Source: Int, Comparable, CaseIterable, Sendable {
    case channel = 1
    case agent = 2
    case crm = 3

    /// Gives way to.
    public static func < (a: Source, b: Source) -> Bool { a.rawValue < b.rawValue }
  }

  /// Who set a value.
  public enum Setter: Sendable {
    /// Someone at the desk.
    case agent(AgentNumber)
    /// A channel, which told it of an identity (by the identity's number in its contact).
    case channel(ChannelNumber, identity: Int)
    /// The CRM, which said it when it was asked.
    case crm(LookupID)
  }

  /// The definition's inner number.
  public let definition: Int
  /// The value in its normal form.
  public let content: AttributeContent
  /// Who set it.
  public let setter: Setter
  /// When.
  public let setAt: Timestamp

  /// A value.
  public init(definition: Int, content: AttributeContent, setter: Setter, setAt: Timestamp) {
    (self.definition, self.content, self.setter, self.setAt) = (definition, content, setter, setAt)
  }

  /// Where it came from.
  public var source: Source {
    switch setter {
    case .agent: .agent
    case .channel: .channel
    case .crm: .crm
    }
  }
}
